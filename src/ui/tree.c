#include "config.h"

#include "ui/sections.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/when.h"
#include "store/tags.h"
#include "ui/theme.h"

enum {
	INDENT = 3,
	INDENT_NARROW = 2,
	NARROW_COLS = 50,
	NAME_COLS_MIN = 12,
	NUMBER_COLS = 8
};

void
sections_scope(
    const struct feed_rows *rows, const struct tree_row *t, struct scope *out)
{
	struct span url;

	if (!t->feed) {
		out->section = t->path.s;
		return;
	}
	url = rows->feed[t->feed_row].url;
	if (rows->feed[t->feed_row].source == SOURCE_SEARCH)
		out->search = url.s + sizeof(SEARCH_PREFIX) - 1;
	else
		out->feed = t->feed;
}

static int64_t
at_least_0(int64_t n)
{
	return n > 0 ? n : 0;
}

/* What the marks add to each feed, by its row. */
static void
add_marks(struct sections_look *l, int64_t *delta)
{
	const struct marks *m = l->view->ui->marks;

	for (size_t i = 0; i < m->n; i++) {
		const struct feed_row *f =
		    feed_rows_find(l->rows, m->item[i].feed);
		if (!f || !m->item[i].unread)
			continue;
		delta[f - l->rows->feed] += m->item[i].unread;
		l->all += m->item[i].unread;
	}
}

/* The sum below a section, a feed once however often it stands there. */
static int64_t
sum_below(
    const struct feed_rows *r, size_t i, const int64_t *delta, size_t *seen)
{
	int64_t sum = 0;

	for (size_t k = i + 1;
	     k < r->tree_n && r->tree[k].depth > r->tree[i].depth; k++) {
		const struct tree_row *t = &r->tree[k];
		if (!t->feed || seen[t->feed_row] == i + 1)
			continue;
		seen[t->feed_row] = i + 1;
		sum += delta[t->feed_row];
	}
	return sum;
}

void
sections_count(struct sections_look *l)
{
	const struct feed_rows *r = l->rows;
	int64_t *delta = xcalloc(r->n + 1, sizeof(*delta));
	size_t *seen = xcalloc(r->n + 1, sizeof(*seen));

	l->unread = xcalloc(r->tree_n + 1, sizeof(*l->unread));
	l->all = r->unread;
	add_marks(l, delta);
	for (size_t i = 0; i < r->tree_n; i++) {
		const struct tree_row *t = &r->tree[i];
		l->unread[i] = t->unread;
		if (l->all != r->unread)
			l->unread[i] += t->feed ? delta[t->feed_row]
			                        : sum_below(r, i, delta, seen);
		l->unread[i] = at_least_0(l->unread[i]);
	}
	l->all = at_least_0(l->all);
	free(delta);
	free(seen);
}

void
sections_count_done(struct sections_look *l)
{
	free(l->unread);
	l->unread = NULL;
}

void
sections_draw_head(const struct sections_look *l, struct canvas *c)
{
	struct str right = { 0 };
	int64_t now = l->view->ui->now;
	int end;

	when_local(&right, now, _("%a %e %b"));
	if (l->updated) {
		str_lit(&right, " · ");
		when_local(&right, l->updated,
		    l->updated >= when_midnight(now) ? _("updated %H:%M")
		                                     : _("updated %e %b"));
	}
	end = canvas_text_right(c, 0, c->cols - 1, c->cols - 14,
	    str_span(&right), (struct ink){ .role = UI_TITLE_DIM });
	canvas_text(c, 0, 1, end - 2, SPAN("broadsheet"),
	    (struct ink){ .role = l->view->focused ? UI_PAPER : UI_TITLE_DIM });
	str_release(&right);
}

/* Draws the number at the right end; returns the column it begins at. */
static int
draw_number(struct canvas *c, int row, int64_t n, int role)
{
	struct str text = { 0 };
	int at = c->cols - 1;

	if (n > 0) {
		str_printf(&text, "%" PRId64, n);
		at = canvas_text_right(c, row, at, NUMBER_COLS, str_span(&text),
		    (struct ink){ .role = (unsigned char)role });
		str_release(&text);
	}
	return at;
}

static void
draw_error(
    struct canvas *c, int row, int from, int end, const struct feed_row *f)
{
	struct str text = { 0 };

	str_printf(&text, "! %.*s", SPAN_ARG(f->error));
	canvas_text_right(c, row, end, end - from, str_span(&text),
	    (struct ink){ .role = UI_ERROR });
	str_release(&text);
}

void
sections_draw_row(const struct sections_look *l, struct canvas *c, int row,
    size_t tree, bool folded)
{
	const struct tree_row *t = &l->rows->tree[tree];
	int64_t n = l->unread[tree];
	bool ascii = l->view->ui->ascii;
	int step = c->cols < NARROW_COLS ? INDENT_NARROW : INDENT;
	int col = 1 + t->depth * step, end, used, room;
	bool search =
	    t->feed && l->rows->feed[t->feed_row].source == SOURCE_SEARCH;
	struct ink ink = { .role = n || search ? UI_SECTION : UI_QUIET };
	const char *open = ascii ? "-" : "▾", *shut = ascii ? "+" : "▸";

	if (col > c->cols / 2)
		col = c->cols / 2;
	if (search)
		canvas_text(c, row, col, 1, SPAN("/"), ink);
	else if (!t->feed)
		canvas_text(c, row, col, 1, span_of(folded ? shut : open), ink);
	else if (n)
		ink.role = UI_UNREAD;
	col += 2;
	end = draw_number(c, row, n, UI_NUMBER) - 2;
	room = end - col;
	if (t->feed && t->failing && room > 2 * NAME_COLS_MIN)
		room = cells_width(t->name) < room / 2 ? cells_width(t->name)
		                                       : room / 2;
	used = canvas_text(c, row, col, room, t->name, ink);
	if (t->feed && t->failing)
		draw_error(c, row, col + used + 2, end + (n ? 0 : 2),
		    &l->rows->feed[t->feed_row]);
}

const char *
sections_fixed_name(int which)
{
	static const char *const names[] = { N_("Front page"), N_("Starred"),
		N_("Later"), N_("Today"), N_("Trash") };

	return _(names[which]);
}

void
sections_fixed(struct target *out, int which, bool unread, int64_t now)
{
	enum { FRONT, STARRED, LATER, TODAY, TRASH };

	*out = (struct target){ .kind = TARGET_LIST };
	out->scope.unread = unread && (which == FRONT || which == TODAY);
	out->scope.starred = which == STARRED;
	out->scope.trash = which == TRASH;
	if (which == LATER)
		out->scope.tag = TAG_LATER;
	if (which == TODAY)
		out->scope.since = when_midnight(now);
	out->title = span_of(sections_fixed_name(which));
}

void
sections_draw_tag(struct canvas *c, int row, const struct tag_row *tag)
{
	int end = draw_number(c, row, tag->total, UI_NUMBER);

	canvas_text(c, row, 1, 1, SPAN("+"), (struct ink){ .role = UI_STAR });
	canvas_text(
	    c, row, 3, end - 4, tag->name, (struct ink){ .role = UI_SECTION });
}

void
sections_draw_fixed(
    const struct sections_look *l, struct canvas *c, int row, int which)
{
	int64_t n[] = { l->all, l->rows->starred, l->later, l->today,
		l->trash };
	int end = draw_number(c, row, n[which], UI_NUMBER);

	canvas_text(c, row, 1, end - 2, span_of(sections_fixed_name(which)),
	    (struct ink){ .role = n[which] ? UI_SECTION : UI_QUIET });
}
