#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "cmd/commands.h"
#include "cmd/oneshot.h"
#include "cmd/session.h"
#include "desk/order.h"

enum { STDIN_BYTES_MAX = 16 * 1024 * 1024 };

struct ids {
	int64_t *id;
	size_t n, cap;
};

static bool
add_id(struct ids *ids, struct span word, struct err *err)
{
	int64_t id;

	if (!span_int(word, &id))
		return err_set(err, ERR_USAGE,
		    _("\"%.*s\" is no article's number"),
		    SPAN_ARG(span_head(word, 40)));
	vec_room(&ids->id, ids->n, &ids->cap);
	ids->id[ids->n++] = id;
	return true;
}

/* Numbers divided by white space: the first column of "list" will do. */
static bool
read_ids(struct ids *ids, struct err *err)
{
	struct str text = { 0 };
	struct span rest;
	bool ok = oneshot_read("-", STDIN_BYTES_MAX, &text, err);

	rest = str_span(&text);
	while (ok && rest.n) {
		struct span line = span_trim(span_cut(&rest, '\n'));

		line = span_head(line, span_chr(line, '\t'));
		line = span_head(line, span_chr(line, ' '));
		if (line.n)
			ok = add_id(ids, line, err);
	}
	str_release(&text);
	return ok;
}

static bool
is_mark(const char *word)
{
	return !strcmp(word, "read") || !strcmp(word, "unread") ||
	       !strcmp(word, "star") || !strcmp(word, "unstar");
}

static bool
order_marks(struct invocation *in, const struct ids *ids, const char *mark,
    struct err *err)
{
	struct session *desk = session_new(&in->paths, NULL, NULL, err);
	struct str words = { 0 };
	bool ok = desk != NULL;

	for (size_t i = 0; ok && i < ids->n;) {
		str_clear(&words);
		for (size_t k = 0; k < ORDER_IDS_MAX && i < ids->n; k++, i++)
			str_printf(&words, " %lld", (long long)ids->id[i]);
		ok = session_order(desk, err, "mark %s%s", mark, str_z(&words));
	}
	str_release(&words);
	session_free(desk);
	return ok;
}

int
command_mark(struct invocation *in)
{
	const struct command_option none[] = { { NULL, NULL, NULL } };
	struct ids ids = { 0 };
	struct err err = { 0 };
	const char *mark = NULL;
	int n, status = EXIT_WELL;
	char **word = command_options(in, none, &n);
	bool ok = true;

	if (!word)
		return EXIT_USAGE;
	for (int i = 0; i < n && ok; i++) {
		if (is_mark(word[i]))
			mark = word[i];
		else if (!strcmp(word[i], "-"))
			ok = read_ids(&ids, &err);
		else
			ok = add_id(&ids, span_of(word[i]), &err);
	}
	if (!ok)
		status = command_usage(in, "%s", err.text);
	else if (!mark)
		status =
		    command_usage(in, _("say read, unread, star or unstar"));
	else if (!ids.n && n < 2)
		status = command_usage(in, _("name the articles"));
	else if (ids.n && !order_marks(in, &ids, mark, &err))
		status = command_fail(EXIT_TROUBLE, &err);
	free(ids.id);
	return status;
}
