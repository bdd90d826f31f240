#include "config.h"

#include "cmd/numbers.h"

#include <string.h>

#include "base/i18n.h"
#include "cmd/oneshot.h"
#include "desk/order.h"

enum { STDIN_BYTES_MAX = 16 * 1024 * 1024 };

static bool
add_id(struct ids *ids, struct span word, struct err *err)
{
	int64_t id;

	if (!span_int(word, &id))
		return err_set(err, ERR_USAGE,
		    _("\"%.*s\" is no article's number"),
		    SPAN_ARG(span_head(word, 40)));
	ids_add(ids, id);
	return true;
}

static bool
read_stdin(struct ids *ids, struct err *err)
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

bool
numbers_add(struct ids *ids, const char *word, struct err *err)
{
	return strcmp(word, "-") != 0 ? add_id(ids, span_of(word), err)
	                              : read_stdin(ids, err);
}

bool
numbers_order(struct session *desk, const char *words, const struct ids *ids,
    struct err *err)
{
	struct str list = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < ids->n;) {
		str_clear(&list);
		if (i)
			str_lit(&list, " more");
		for (size_t k = 0; k < ORDER_IDS_MAX && i < ids->n; k++, i++)
			str_printf(&list, " %lld", (long long)ids->id[i]);
		ok = session_order(desk, err, "%s%s", words, str_z(&list));
	}
	str_release(&list);
	return ok;
}
