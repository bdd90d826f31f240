#include "config.h"

#include <stdio.h>

#include "base/i18n.h"
#include "cmd/commands.h"
#include "cmd/emit.h"
#include "store/feeds.h"

/* What a status bar wants to know of a section, or of everything. */
struct counts {
	int64_t unread, total, starred, failing;
};

static bool
count(struct invocation *in, const struct feed_rows *rows, const char *name,
    struct counts *c)
{
	const char *path;

	*c = (struct counts){ rows->unread, rows->total, rows->starred, 0 };
	for (size_t i = 0; i < rows->n; i++)
		c->failing += rows->feed[i].error.n > 0;
	if (!name)
		return true;
	path = command_section(in, rows, name);
	for (size_t i = 0; path && i < rows->tree_n; i++)
		if (!rows->tree[i].feed && rows->tree[i].path.s == path)
			*c = (struct counts){ rows->tree[i].unread,
				rows->tree[i].total, 0, rows->tree[i].failing };
	return path != NULL;
}

static int
print_counts(const struct counts *c, bool json)
{
	struct emit e = { .to = stdout };

	if (json) {
		emit_object(&e, NULL);
		emit_int(&e, "unread", c->unread);
		emit_int(&e, "total", c->total);
		emit_int(&e, "starred", c->starred);
		emit_int(&e, "failing", c->failing);
		emit_end_object(&e);
	} else {
		emit_field_int(&e, c->unread);
		emit_line(&e);
	}
	return emit_done(&e) ? EXIT_WELL : EXIT_TROUBLE;
}

int
command_status(struct invocation *in)
{
	bool json = false;
	const struct command_option options[] = {
		{ "--json", &json, NULL },
		{ NULL, NULL, NULL },
	};
	struct err err = { 0 };
	struct feed_rows *rows;
	struct counts c;
	struct store *s;
	int n, status;
	char **what = command_options(in, options, &n);

	if (!what)
		return EXIT_USAGE;
	if (n > 1)
		return command_usage(in, _("name one section at most"));
	s = command_store(in, &err);
	rows = s ? feed_rows_load(s, &err) : NULL;
	if (!rows)
		status = command_fail(EXIT_TROUBLE, &err);
	else if (!count(in, rows, n ? what[0] : NULL, &c))
		status = EXIT_USAGE;
	else
		status = print_counts(&c, json);
	feed_rows_free(rows);
	store_close(s);
	return status;
}
