#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/vec.h"
#include "base/when.h"
#include "store/feeds.h"
#include "ui/list.h"
#include "ui/theme.h"
#include "ui/view.h"

enum { DETAIL_ROWS = 6, TIME_COLS = 7 };

enum message_kind { HEADING, FEED, SAID };

struct message {
	enum message_kind kind;
	size_t index; /* of the feed's row, or of what was said */
};

struct messages_view {
	struct view v;
	struct feed_rows *rows;
	struct message *line;
	size_t cap;
	struct list list;
};

static struct messages_view *
self(const struct view *v)
{
	return (struct messages_view *)(uintptr_t)v;
}

static bool
can_choose(const void *data, size_t line)
{
	const struct messages_view *m = data;

	return m->line[line].kind != HEADING;
}

static void
add(struct messages_view *m, enum message_kind kind, size_t index)
{
	vec_room(&m->line, m->list.n, &m->cap);
	m->line[m->list.n++] = (struct message){ kind, index };
}

static void
set_lines(struct messages_view *m)
{
	const struct talk *t = m->v.ui->talk;
	bool headed = false;

	m->list.n = 0;
	for (size_t i = 0; m->rows && i < m->rows->n; i++) {
		if (!m->rows->feed[i].error.n)
			continue;
		if (!headed)
			add(m, HEADING, 0);
		headed = true;
		add(m, FEED, i);
	}
	if (t->n)
		add(m, HEADING, 1);
	for (size_t i = t->n; i-- > 0;)
		add(m, SAID, i);
	list_settle(&m->list);
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct messages_view *m = self(v);
	struct feed_rows *rows = feed_rows_load(s, err);

	if (!rows)
		return false;
	feed_rows_free(m->rows);
	m->rows = rows;
	set_lines(m);
	return true;
}

static void
resize(struct view *v)
{
	view_fit(v, &self(v)->list, view_is_small(v) ? 0 : DETAIL_ROWS);
}

/* The whole of a message, as a sentence. */
static struct span
words_of(const struct messages_view *m, const struct message *l)
{
	if (l->kind == FEED)
		return m->rows->feed[l->index].error;
	return span_of(m->v.ui->talk->said[l->index].text);
}

static void
draw_line(const struct messages_view *m, struct canvas *c, int row,
    const struct message *l)
{
	struct ink name = { .role = ROLE_TEXT }, text = { .role = UI_ERROR };
	struct str time = { 0 };
	int third = c->cols / 3;

	if (l->kind == HEADING) {
		canvas_text(c, row, 1, c->cols - 2,
		    span_of(
		        l->index ? _("What was said") : _("Feeds that fail")),
		    (struct ink){ .role = UI_DAY });
		return;
	}
	if (l->kind == FEED) {
		canvas_text(
		    c, row, 3, third - 4, m->rows->feed[l->index].title, name);
		canvas_text(
		    c, row, third, c->cols - third - 1, words_of(m, l), text);
		return;
	}
	if (!m->v.ui->talk->said[l->index].error)
		text.role = ROLE_TEXT;
	when_local(&time, m->v.ui->talk->said[l->index].when, "%H:%M");
	canvas_text(c, row, 3, TIME_COLS, str_span(&time),
	    (struct ink){ .role = UI_TIME });
	canvas_text(c, row, 3 + TIME_COLS, c->cols - TIME_COLS - 4,
	    words_of(m, l), text);
	str_release(&time);
}

/* The chosen message in full: a row may be too short for it. */
static void
draw_detail(
    const struct messages_view *m, struct canvas *c, const struct message *l)
{
	int row = c->rows - DETAIL_ROWS + 1, width = c->cols - 4;
	struct ink ink = { .role = UI_SUMMARY };
	const struct feed_row *f;
	struct str url = { 0 };

	if (l->kind == HEADING)
		return;
	row += canvas_lines(c, row, 3, width, words_of(m, l), ink);
	if (l->kind != FEED)
		return;
	f = &m->rows->feed[l->index];
	if (f->remedy.n && row < c->rows)
		row += canvas_lines(c, row, 3, width, f->remedy, ink);
	url_redact(&url, f->url);
	if (row < c->rows)
		canvas_text(c, row, 3, width, str_span(&url), ink);
	str_release(&url);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct messages_view *m = self(v);
	int top = view_body_top(v);

	view_title(v, c, span_of(_("Messages")), (struct span){ 0 });
	if (!m->list.n)
		canvas_lines(c, top, 3, c->cols - 4,
		    span_of(_("All is well: no feed fails, and nothing "
		              "was said.")),
		    (struct ink){ .role = UI_QUIET });
	for (int i = 0; i < m->list.rows; i++) {
		size_t at = m->list.top + (size_t)i;
		if (at >= m->list.n)
			break;
		draw_line(m, c, top + i, &m->line[at]);
		if (at == m->list.cur)
			view_cursor(v, c, top + i);
	}
	if (m->list.n && !view_is_small(v))
		draw_detail(m, c, &m->line[m->list.cur]);
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	if (list_command(&self(v)->list, cmd, count))
		return PAINT;
	if (cmd == CMD_MESSAGES)
		return CLOSE;
	return cmd == CMD_OPEN ? OPEN : PASS;
}

static bool
target(const struct view *v, struct target *out)
{
	const struct messages_view *m = self(v);
	const struct message *l = m->list.n ? &m->line[m->list.cur] : NULL;

	*out = (struct target){ 0 };
	if (!l || l->kind != FEED)
		return false;
	out->kind = TARGET_LIST;
	out->scope.feed = m->rows->feed[l->index].id;
	out->title = m->rows->feed[l->index].title;
	out->url = m->rows->feed[l->index].url;
	return true;
}

static enum reaction
click(struct view *v, int row)
{
	return view_click(v, &self(v)->list, row);
}

static void
done(struct view *v)
{
	feed_rows_free(self(v)->rows);
	free(self(v)->line);
	free(v);
}

static const enum ui_command hints[] = { CMD_OPEN, CMD_REFRESH, CMD_BACK,
	CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_MESSAGES,
	.load = load,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.click = click,
	.hints = hints,
};

struct view *
messages_new(struct ui *ui)
{
	struct messages_view *m = xcalloc(1, sizeof(*m));

	m->v.ops = &ops;
	m->v.ui = ui;
	m->v.root = true;
	m->list.can = can_choose;
	m->list.data = m;
	set_lines(m);
	return &m->v;
}
