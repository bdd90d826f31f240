#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "store/feeds.h"
#include "store/heading.h"
#include "ui/places.h"
#include "ui/sections.h"
#include "ui/session.h"

void
places_write(struct str *out, const struct feed_rows *rows, size_t i)
{
	const struct tree_row *t = &rows->tree[i];

	if (t->feed)
		str_add(out, t->name);
	else
		str_add(out, t->path);
}

static bool
same_name(struct span a, struct span b)
{
	struct str x = { 0 }, y = { 0 };
	bool same;

	utf8_fold(&x, a);
	utf8_fold(&y, b);
	same = span_eq(str_span(&x), str_span(&y));
	str_release(&x);
	str_release(&y);
	return same;
}

/* The first row of the tree of that name; an address names its feed. */
static const struct tree_row *
find_row(const struct feed_rows *rows, struct span name)
{
	for (size_t i = 0; rows && i < rows->tree_n; i++) {
		const struct tree_row *t = &rows->tree[i];
		struct str its = { 0 };
		bool found;

		places_write(&its, rows, i);
		found = same_name(str_span(&its), name) ||
		        same_name(t->name, name) ||
		        (t->feed && span_eq(rows->feed[t->feed_row].url, name));
		str_release(&its);
		if (found)
			return t;
	}
	return NULL;
}

static void
open_row(struct app *a, const struct feed_rows *rows, const struct tree_row *t,
    bool unread)
{
	struct target to = { .kind = TARGET_LIST };
	struct str title = { 0 };

	to.scope.unread = unread;
	sections_scope(rows, t, &to.scope);
	if (t->feed)
		str_add(&title, t->name);
	else
		section_shown(&title, t->path);
	to.title = str_span(&title);
	panes_open_from_root(&a->panes, &to);
	str_release(&title);
}

void
places_go(struct app *a, struct span name)
{
	struct feed_rows *rows =
	    a->store ? feed_rows_load(a->store, NULL) : NULL;
	const struct tree_row *t = find_row(rows, name);
	bool unread = conf_bool(&a->conf.options, OPT_UNREAD_ONLY);
	struct target to;
	bool found = t != NULL;

	if (t)
		open_row(a, rows, t, unread);
	for (int i = 0; !found && i < SECTIONS_FIXED; i++)
		if (same_name(span_of(sections_fixed_name(i)), name)) {
			sections_fixed(&to, i, unread, a->ui.now);
			panes_open_from_root(&a->panes, &to);
			found = true;
		}
	if (!found)
		talk_error(&a->talk,
		    _("No section and no feed is called \"%.*s\"; Tab lists "
		      "them"),
		    SPAN_ARG(span_head(name, 60)));
	feed_rows_free(rows);
}
