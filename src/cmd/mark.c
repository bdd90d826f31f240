#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/commands.h"
#include "cmd/numbers.h"

static bool
is_mark(const char *word)
{
	static const char *const marks[] = { "read", "unread", "star", "unstar",
		"delete", "restore" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (!strcmp(word, marks[i]))
			return true;
	return false;
}

static bool
order_marks(struct invocation *in, const struct ids *ids, const char *mark,
    struct err *err)
{
	struct session *desk = session_new(&in->paths, NULL, NULL, err);
	struct str words = { 0 };
	bool ok;

	str_printf(&words, "mark %s", mark);
	ok = desk && numbers_order(desk, str_z(&words), ids, err);
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
		else
			ok = numbers_add(&ids, word[i], &err);
	}
	if (!ok)
		status = command_usage(in, "%s", err.text);
	else if (!mark)
		status = command_usage(
		    in, _("say read, unread, star, unstar, delete or restore"));
	else if (!ids.n && n < 2)
		status = command_usage(in, _("name the articles"));
	else if (ids.n && !order_marks(in, &ids, mark, &err))
		status = command_fail(EXIT_TROUBLE, &err);
	ids_release(&ids);
	return status;
}
