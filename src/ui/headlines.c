#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/when.h"
#include "store/articles.h"
#include "ui/list.h"
#include "ui/rowfmt.h"
#include "ui/theme.h"
#include "ui/view.h"

enum {
	WINDOW = 150, /* rows loaded on either side of the chosen one */
	EDGE = 50,    /* nearer to the end of the window: load around again */
	KEEP_MAX = 1000,
	COUNT_MAX = 9999,
	SOURCE_FROM_COLS = 50,
	SUMMARY_ROWS = 2
};

/* A line of the list: a story, or the heading of a day. */
struct row_line {
	size_t row;
	bool heading;
};

struct headlines_view {
	struct view v;
	struct scope scope;
	char *section, *search;
	struct str title;
	struct headlines *part[2]; /* before the chosen row, and from it on */
	struct headline *row;      /* both parts in a row */
	size_t n, cap;
	struct row_line *line;
	size_t lines_cap;
	struct list list;
	struct headline_key at; /* the chosen story, though it may have gone */
	bool has_at, moved;
	bool more_before, more_after;
	int64_t *keep; /* marked here: they stay while this view lives */
	size_t kept, keep_cap;
	int64_t unread, newest;
};

static struct headlines_view *
self(const struct view *v)
{
	return (struct headlines_view *)(uintptr_t)v;
}

static bool
can_choose(const void *data, size_t line)
{
	const struct headlines_view *h = data;

	return !h->line[line].heading;
}

static const struct headline *
chosen(const struct headlines_view *h)
{
	return h->list.n ? &h->row[h->line[h->list.cur].row] : NULL;
}

static unsigned
flags_of(const struct headlines_view *h, const struct headline *row)
{
	return marks_over(h->v.ui->marks, row->id, row->flags);
}

static void
keep_id(struct headlines_view *h, int64_t id)
{
	for (size_t i = 0; i < h->kept; i++)
		if (h->keep[i] == id)
			return;
	if (h->kept == KEEP_MAX) {
		h->kept--;
		memmove(h->keep, h->keep + 1, h->kept * sizeof(*h->keep));
	}
	vec_room(&h->keep, h->kept, &h->keep_cap);
	h->keep[h->kept++] = id;
}

static void
drop_rows(struct headlines_view *h)
{
	for (int i = 0; i < 2; i++) {
		headlines_free(h->part[i]);
		h->part[i] = NULL;
	}
	h->n = 0;
	h->list.n = 0;
}

static void
take_part(struct headlines_view *h, int i)
{
	for (size_t k = 0; h->part[i] && k < h->part[i]->n; k++) {
		vec_room(&h->row, h->n, &h->cap);
		h->row[h->n++] = h->part[i]->row[k];
	}
}

static struct rowfmt
format_of(const struct headlines_view *h)
{
	return (struct rowfmt){
		.now = h->v.ui->now,
		.midnight = when_midnight(h->v.ui->now),
		.source = !h->scope.feed && h->v.cols >= SOURCE_FROM_COLS,
	};
}

/* Puts the heading of a day before the first story of each day. */
static void
set_lines(struct headlines_view *h)
{
	struct rowfmt f = format_of(h);
	int64_t day = INT64_MAX;
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		int64_t when = h->row[i].when;
		int64_t its_day =
		    when >= f.midnight ? INT64_MAX : when_midnight(when);
		if (its_day != day && !h->scope.search &&
		    its_day != INT64_MAX) {
			vec_room(&h->line, n, &h->lines_cap);
			h->line[n++] = (struct row_line){ i, true };
		}
		day = its_day;
		vec_room(&h->line, n, &h->lines_cap);
		h->line[n++] = (struct row_line){ i, false };
	}
	h->list.n = n;
}

static size_t
line_of_row(const struct headlines_view *h, size_t row)
{
	for (size_t i = 0; i < h->list.n; i++)
		if (!h->line[i].heading && h->line[i].row == row)
			return i;
	return 0;
}

/* Loads one direction; part 0 is what stands before the key. */
static bool
load_part(struct headlines_view *h, struct store *s, int i, bool backward,
    const struct headline_key *from, struct err *err)
{
	struct headlines_ask ask = {
		.scope = h->scope,
		.from = from,
		.backward = backward,
		.inclusive = from && i == 1,
		.max = WINDOW,
		.keep = h->keep,
		/* Only there does a mark drop a row. */
		.keep_n = h->scope.unread || h->scope.starred ? h->kept : 0,
	};

	h->part[i] = headlines_load(s, &ask, err);
	return h->part[i] != NULL;
}

/* The rows around a key; without one from the start, or (last) the end. */
static bool
load_around(struct headlines_view *h, struct store *s,
    const struct headline_key *key, bool last, struct err *err)
{
	drop_rows(h);
	if (last) {
		if (!load_part(h, s, 0, true, NULL, err))
			return false;
	} else if (!load_part(h, s, 1, false, key, err) ||
	           (key && !load_part(h, s, 0, true, key, err)))
		return false;
	h->more_before = h->part[0] && h->part[0]->more_before;
	h->more_after = h->part[1] && h->part[1]->more_after;
	take_part(h, 0);
	take_part(h, 1);
	set_lines(h);
	return true;
}

static void
remember(struct headlines_view *h)
{
	const struct headline *row = chosen(h);

	h->has_at = row != NULL;
	if (row)
		h->at = row->key;
}

/* Loads around the chosen row again, which keeps its place on the screen. */
static bool
reload(struct headlines_view *h, struct store *s, struct err *err)
{
	size_t screen_row = h->list.cur - h->list.top;
	bool keyed = h->has_at && h->moved;
	size_t row = 0;

	if (!load_around(h, s, keyed ? &h->at : NULL, false, err))
		return false;
	if (keyed && h->part[0])
		row = h->part[0]->n;
	/* The chosen one has gone: the one that followed it is there now. */
	if (row >= h->n && h->n)
		row = h->n - 1;
	list_keep(&h->list, line_of_row(h, row), keyed ? screen_row : 0);
	remember(h);
	return true;
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct headlines_view *h = self(v);
	struct scope unread = h->scope;
	const struct headline *row = chosen(h);

	if (row)
		keep_id(h, row->id);
	if (!reload(h, s, err))
		return false;
	unread.unread = true;
	h->unread = headlines_count(s, &unread, COUNT_MAX, err);
	h->newest = articles_newest(s);
	return h->unread >= 0;
}

static int
summary_rows(const struct view *v)
{
	return view_is_small(v) ? 0 : SUMMARY_ROWS;
}

static void
resize(struct view *v)
{
	struct headlines_view *h = self(v);

	h->list.rows = v->rows - view_body_top(v) - summary_rows(v);
	if (h->list.rows < 1)
		h->list.rows = 1;
	set_lines(h);
	list_settle(&h->list);
}

/* Unread stories by the store, less what was marked since. */
static int64_t
unread_now(const struct headlines_view *h)
{
	int64_t n = h->unread;

	for (size_t i = 0; i < h->n; i++) {
		unsigned was = h->row[i].flags & FLAG_UNREAD;
		unsigned is = flags_of(h, &h->row[i]) & FLAG_UNREAD;
		n += (is ? 1 : 0) - (was ? 1 : 0);
	}
	return n > 0 ? n : 0;
}

static void
draw_title(const struct headlines_view *h, struct canvas *c)
{
	struct str right = { 0 };
	int64_t n = unread_now(h);

	if (n)
		str_printf(&right, P_("%d unread", "%d unread", n), (int)n);
	if (h->scope.unread)
		str_printf(
		    &right, "%s%s", right.n ? " · " : "", _("unread only"));
	view_title(&h->v, c, str_span(&h->title), str_span(&right));
	str_release(&right);
}

static const char *
empty_sentence(const struct headlines_view *h)
{
	if (h->v.ui->waiting || !h->v.store)
		return "";
	if (h->scope.search)
		return _("Nothing found.");
	if (h->scope.unread)
		return _("Nothing unread here. U shows all stories.");
	if (h->scope.starred)
		return _("No starred stories yet. s stars the chosen one.");
	return _("No stories here yet. R asks for news.");
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct headlines_view *h = self(v);
	struct rowfmt f = format_of(h);
	int top = view_body_top(v);
	const struct headline *now = chosen(h);

	draw_title(h, c);
	if (!h->list.n)
		canvas_lines(c, top, 4, c->cols - 5, span_of(empty_sentence(h)),
		    (struct ink){ .role = UI_QUIET });
	for (int i = 0; i < h->list.rows; i++) {
		size_t line = h->list.top + (size_t)i;
		if (line >= h->list.n)
			break;
		const struct headline *row = &h->row[h->line[line].row];
		if (h->line[line].heading) {
			struct str day = { 0 };
			rowfmt_day(&day, row->when, &f);
			canvas_text(c, top + i, 1, c->cols - 2,
			    span_trim(str_span(&day)),
			    (struct ink){ .role = UI_DAY });
			str_release(&day);
			continue;
		}
		rowfmt_draw(c, top + i, row, flags_of(h, row), &f);
		if (line == h->list.cur)
			view_cursor(v, c, top + i);
	}
	if (now && summary_rows(v))
		canvas_text(c, c->rows - 1, 4, c->cols - 5, now->standfirst,
		    (struct ink){ .role = UI_SUMMARY });
}

/* Loads around the chosen row when the window's end is near. */
static void
widen(struct headlines_view *h)
{
	size_t row = h->list.n ? h->line[h->list.cur].row : 0;
	bool near = (h->more_before && row < EDGE) ||
	            (h->more_after && row + EDGE > h->n);

	if (near && h->v.store)
		reload(h, h->v.store, NULL);
}

static enum reaction
move(struct headlines_view *h, enum ui_command command, int count)
{
	bool top = command == CMD_TOP && h->more_before;
	bool bottom = command == CMD_BOTTOM && h->more_after;

	h->moved = true;
	if ((top || bottom) && h->v.store)
		load_around(h, h->v.store, NULL, bottom, NULL);
	list_command(&h->list, command, count);
	remember(h);
	widen(h);
	return PAINT;
}

/* Chooses the story of that key, loading around it when it is far. */
static void
choose(struct headlines_view *h, const struct headline_key *key)
{
	h->moved = true;
	for (size_t i = 0; i < h->list.n; i++)
		if (!h->line[i].heading &&
		    h->row[h->line[i].row].id == key->id) {
			h->list.cur = i;
			list_settle(&h->list);
			remember(h);
			widen(h);
			return;
		}
	h->at = *key;
	h->has_at = true;
	if (h->v.store)
		reload(h, h->v.store, NULL);
}

/* The next story that is unread in the loaded rows; marks count. */
static bool
unread_in_window(struct headlines_view *h, bool backward)
{
	size_t at = h->list.cur;

	for (;;) {
		if (backward ? at == 0 : at + 1 >= h->list.n)
			return false;
		at = backward ? at - 1 : at + 1;
		if (h->line[at].heading ||
		    !(flags_of(h, &h->row[h->line[at].row]) & FLAG_UNREAD))
			continue;
		h->list.cur = at;
		list_settle(&h->list);
		remember(h);
		widen(h);
		return true;
	}
}

/* Beyond the window the store knows; what is marked already is passed. */
static enum reaction
next_unread(struct headlines_view *h, bool backward)
{
	struct headline_key key;
	int64_t first = 0;

	h->moved = true;
	if (unread_in_window(h, backward))
		return PAINT;
	key = h->n ? h->row[backward ? 0 : h->n - 1].key
	           : (struct headline_key){ 0 };
	for (int i = 0; h->v.store && i < KEEP_MAX; i++) {
		if (!headlines_next_unread(h->v.store, &h->scope,
		        h->n ? &key : NULL, backward, &key, NULL) ||
		    key.id == first)
			break;
		first = first ? first : key.id;
		if (!(marks_over(h->v.ui->marks, key.id, FLAG_UNREAD) &
		        FLAG_UNREAD))
			continue;
		choose(h, &key);
		return PAINT;
	}
	talk_say(h->v.ui->talk, "%s", _("Nothing unread is left here"));
	return PAINT;
}

static enum reaction
toggle(struct headlines_view *h, unsigned flag)
{
	const struct headline *row = chosen(h);
	unsigned flags;

	if (!row)
		return NOTHING;
	flags = flags_of(h, row);
	keep_id(h, row->id);
	marks_set(h->v.ui->marks, row->id, row->feed, flags,
	    flags & flag ? 0 : flag, flags & flag ? flag : 0);
	return PAINT;
}

static enum reaction
mark_all(struct headlines_view *h)
{
	for (size_t i = 0; i < h->n; i++)
		keep_id(h, h->row[i].id);
	marks_readall(h->v.ui->marks, &h->scope, h->newest, h->row, h->n);
	talk_say(h->v.ui->talk, "%s", _("All of this list is marked read"));
	return PAINT;
}

static enum reaction
toggle_unread_only(struct headlines_view *h)
{
	const struct headline *row = chosen(h);

	h->scope.unread = !h->scope.unread;
	h->kept = 0;
	h->moved = true;
	if (row)
		keep_id(h, row->id);
	return RELOAD;
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	struct headlines_view *h = self(v);

	if (cmd >= CMD_UP && cmd <= CMD_BOTTOM)
		return move(h, cmd, count);
	switch (cmd) {
	case CMD_NEXT:
		return move(h, CMD_DOWN, count);
	case CMD_PREV:
		return move(h, CMD_UP, count);
	case CMD_NEXT_UNREAD:
	case CMD_PREV_UNREAD:
		if (h->scope.search)
			return move(h,
			    cmd == CMD_NEXT_UNREAD ? CMD_DOWN : CMD_UP, count);
		return next_unread(h, cmd == CMD_PREV_UNREAD);
	case CMD_OPEN:
		return chosen(h) ? OPEN : NOTHING;
	case CMD_TOGGLE_READ:
		return toggle(h, FLAG_UNREAD);
	case CMD_STAR:
		return toggle(h, FLAG_STARRED);
	case CMD_MARK_ALL:
		return mark_all(h);
	case CMD_UNREAD_ONLY:
		return toggle_unread_only(h);
	default:
		return PASS;
	}
}

static bool
target(const struct view *v, struct target *out)
{
	const struct headlines_view *h = self(v);
	const struct headline *row = chosen(h);

	*out = (struct target){ .scope = h->scope };
	out->title = str_span(&h->title);
	if (!row)
		return false;
	out->kind = TARGET_ARTICLE;
	out->id = row->id;
	out->feed = row->feed;
	out->flags = flags_of(h, row);
	out->url = row->url;
	return true;
}

static void
entered(struct view *v)
{
	const struct headline *row = chosen(self(v));

	if (row)
		keep_id(self(v), row->id);
}

static enum reaction
click(struct view *v, int row)
{
	struct headlines_view *h = self(v);
	enum reaction r = view_click(v, &h->list, row);

	if (r == PAINT) {
		h->moved = true;
		remember(h);
		widen(h);
	}
	return r;
}

static void
done(struct view *v)
{
	struct headlines_view *h = self(v);

	drop_rows(h);
	free(h->row);
	free(h->line);
	free(h->keep);
	free(h->section);
	free(h->search);
	str_release(&h->title);
	free(h);
}

static const enum ui_command hints[] = { CMD_OPEN, CMD_UNREAD_ONLY, CMD_BROWSER,
	CMD_HELP, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_HEADLINES,
	.load = load,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.click = click,
	.entered = entered,
	.hints = hints,
};

struct view *
headlines_new(struct ui *ui, const struct target *t)
{
	struct headlines_view *h = xcalloc(1, sizeof(*h));

	h->v.ops = &ops;
	h->v.ui = ui;
	h->scope = t->scope;
	if (t->scope.section)
		h->scope.section = h->section = xstrdup(t->scope.section);
	if (t->scope.search)
		h->scope.search = h->search = xstrdup(t->scope.search);
	str_add(&h->title, t->title);
	h->list.can = can_choose;
	h->list.data = h;
	return &h->v;
}
