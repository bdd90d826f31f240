#include "config.h"

#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/when.h"
#include "store/articles.h"
#include "store/tags.h"
#include "ui/list.h"
#include "ui/rowfmt.h"
#include "ui/theme.h"
#include "ui/view.h"

enum { COUNT_MAX = 9999, SUMMARY_ROWS = 2, SUMMARY_COL = 4, MARKED_MAX = 1000 };

static struct headlines_view *
self(const struct view *v)
{
	return (struct headlines_view *)(uintptr_t)v;
}

static bool
can_choose(const void *data, size_t line)
{
	const struct headlines_view *h = data;

	return h->line[line].kind == LINE_STORY;
}

static bool
goes_on(const void *data, size_t line)
{
	const struct headlines_view *h = data;

	return h->line[line].kind == LINE_REST;
}

/* A search that cannot be read may be readable with the next key, and one that
 * was ended for the sake of a key is done again after it. */
static bool
is_half_typed(struct headlines_view *h, struct err *err)
{
	if (err->code != ERR_USAGE && err->code != ERR_CANCELLED)
		return false;
	h->v.stale = err->code == ERR_CANCELLED;
	h->pending = true;
	*err = (struct err){ 0 };
	return true;
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct headlines_view *h = self(v);
	struct scope unread = h->scope;
	const struct headline *row = window_chosen(h);

	if (row)
		window_keep(h, row->id);
	h->pending = false;
	snippet_spoil(&h->snippet);
	if (!window_reload(h, s, err))
		return h->scope.unfinished && is_half_typed(h, err);
	unread.unread = true;
	/* Of a search that would be a look at all that it finds. */
	h->unread =
	    h->scope.search ? 0 : headlines_count(s, &unread, COUNT_MAX, err);
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

	window_relay(h);
	view_fit(v, &h->list, summary_rows(v));
}

/* Whether a story of these flags is one of the list's unread ones. */
static int
counts(const struct headlines_view *h, unsigned flags)
{
	return (flags & FLAG_UNREAD) &&
	       !(flags & FLAG_DELETED) == !h->scope.trash;
}

/* Unread stories by the store, less what was marked since. */
static int64_t
unread_now(const struct headlines_view *h)
{
	int64_t n = h->unread;

	for (size_t i = 0; i < h->n; i++) {
		n += counts(h, window_flags(h, &h->row[i])) -
		     counts(h, h->row[i].flags);
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
	arrange_words(h, &right);
	view_title(&h->v, c, str_span(&h->title), str_span(&right));
	str_release(&right);
}

static const char *
empty_sentence(const struct headlines_view *h)
{
	if (h->v.ui->waiting || !h->v.store || h->pending)
		return "";
	if (h->scope.search)
		return _("Nothing found.");
	if (h->scope.unread)
		return _("Nothing unread here. U shows all stories.");
	if (h->scope.trash)
		return _("The trash is empty.");
	if (h->scope.tag && strcmp(h->scope.tag, TAG_LATER) == 0)
		return _("Nothing is kept for later. T keeps the chosen "
		         "story.");
	if (h->scope.tag)
		return _("Nothing has this tag any more.");
	if (h->scope.starred)
		return _("No starred stories yet. s stars the chosen one.");
	return _("No stories here yet. R asks for news.");
}

/* A sign and a bar, so that it is not colour alone that tells. */
static void
draw_selected(const struct headlines_view *h, struct canvas *c, int row)
{
	canvas_fill(c, row, 1, 1, h->v.ui->ascii ? "+" : "•",
	    (struct ink){ .role = UI_STAR });
	canvas_over(c, row, 0, c->cols, UI_CURSOR_OTHER);
}

static void
draw_line(const struct headlines_view *h, struct canvas *c, int row,
    const struct row_line *line, const struct rowfmt *f)
{
	const struct headline *story = &h->row[line->row];

	if (line->kind == LINE_HEADING) {
		struct str words = { 0 };

		arrange_heading(h, story, &words);
		canvas_text(c, row, 1, c->cols - 2, span_trim(str_span(&words)),
		    (struct ink){ .role = UI_DAY });
		str_release(&words);
		return;
	}
	rowfmt_draw(c, row, story, window_flags(h, story), f, line->nth);
	if (bulk_has(h, line->row))
		draw_selected(h, c, row);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct headlines_view *h = self(v);
	struct rowfmt f = window_format(h);
	int top = view_body_top(v);
	const struct headline *now = window_chosen(h);

	draw_title(h, c);
	if (!h->list.n && !view_trouble(v, c, top))
		canvas_lines(c, top, 4, c->cols - 5, span_of(empty_sentence(h)),
		    (struct ink){ .role = UI_QUIET });
	for (int i = 0; i < h->list.rows; i++) {
		size_t line = h->list.top + (size_t)i;
		if (line >= h->list.n)
			break;
		draw_line(h, c, top + i, &h->line[line], &f);
		if (line == h->list.cur)
			view_cursor(v, c, top + i);
		else if (now && h->line[line].kind == LINE_REST &&
		         h->line[line].row == h->line[h->list.cur].row)
			canvas_over(c, top + i, 0, c->cols,
			    v->focused ? UI_CURSOR : UI_CURSOR_OTHER);
	}
	if (now && summary_rows(v) &&
	    !snippet_draw(&h->snippet, c, c->rows - 1, SUMMARY_COL))
		canvas_text(c, c->rows - 1, SUMMARY_COL,
		    c->cols - SUMMARY_COL - 1, now->standfirst,
		    (struct ink){ .role = UI_SUMMARY });
}

/* A search shows why it has found the chosen story. */
static void
look(struct view *v)
{
	struct headlines_view *h = self(v);
	const struct headline *now = window_chosen(h);

	if (h->scope.search && now && v->store && summary_rows(v))
		snippet_look(&h->snippet, v->store, &h->scope, v->ui->now,
		    now->id, v->cols - SUMMARY_COL - 1);
	else
		snippet_spoil(&h->snippet);
}

static enum reaction
move(struct headlines_view *h, enum ui_command command, int count)
{
	window_move(h, command, count);
	bulk_moved(h, command);
	return PAINT;
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
		if (h->line[at].kind != LINE_STORY ||
		    !(window_flags(h, &h->row[h->line[at].row]) & FLAG_UNREAD))
			continue;
		h->list.cur = at;
		list_settle(&h->list);
		window_remember(h);
		window_widen(h);
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
	for (int i = 0; h->v.store && i < MARKED_MAX; i++) {
		if (!headlines_next_unread(h->v.store, &h->scope,
		        h->n ? &key : NULL, backward, &key, NULL) ||
		    key.id == first)
			break;
		first = first ? first : key.id;
		if (!(marks_over(h->v.ui->marks, key.id, FLAG_UNREAD) &
		        FLAG_UNREAD))
			continue;
		window_show(h, &key);
		return PAINT;
	}
	talk_say(h->v.ui->talk, "%s", _("Nothing unread is left here"));
	return PAINT;
}

/* What a verb does about a flag of all that it is for. */
static const struct verb {
	enum ui_command command;
	unsigned flag;
	bool toggles, on;
} verbs[] = {
	{ CMD_TOGGLE_READ, FLAG_UNREAD, true, false },
	{ CMD_MARK_READ, FLAG_UNREAD, false, false },
	{ CMD_MARK_UNREAD, FLAG_UNREAD, false, true },
	{ CMD_STAR, FLAG_STARRED, true, true },
	{ CMD_SET_STAR, FLAG_STARRED, false, true },
	{ CMD_TAKE_STAR, FLAG_STARRED, false, false },
	{ CMD_DELETE, FLAG_DELETED, true, true },
};

static void
say_marked(const struct headlines_view *h, size_t n, unsigned flag, bool on)
{
	unsigned long many = n;

	if (n && flag == FLAG_DELETED)
		talk_say(h->v.ui->talk,
		    on ? P_("%zu story deleted; u takes it back",
		             "%zu stories deleted; u takes them back", many)
		       : P_("%zu story taken out of the trash",
		             "%zu stories taken out of the trash", many),
		    n);
	if (n < 2 || flag == FLAG_DELETED)
		return;
	if (flag == FLAG_STARRED)
		talk_say(h->v.ui->talk,
		    on ? P_("%zu story starred", "%zu stories starred", many)
		       : P_("%zu star gone", "%zu stars gone", many),
		    n);
	else
		talk_say(h->v.ui->talk,
		    on ? P_("%zu story marked unread",
		             "%zu stories marked unread", many)
		       : P_("%zu story marked read", "%zu stories marked read",
		             many),
		    n);
}

/* A toggle gives all of them what one of them lacks. */
static enum reaction
mark(struct headlines_view *h, const struct verb *verb, int count)
{
	struct selection s = { 0 };
	bool on = verb->on;

	bulk_take(h, count, &s);
	if (verb->toggles) {
		bool lacks = false;
		for (size_t i = 0; i < s.n; i++)
			lacks |= !(s.item[i].flags & verb->flag) == on;
		on = lacks ? on : !on;
	}
	for (size_t i = 0; i < s.n && verb->flag != FLAG_DELETED; i++)
		window_keep(h, s.item[i].id);
	marks_set_all(h->v.ui->marks, &s, verb->flag, on);
	say_marked(h, s.n, verb->flag, on);
	/* To the next, as what was chosen leaves the list. */
	if (verb->flag == FLAG_DELETED && s.n == 1)
		window_move(h, CMD_DOWN, 1);
	selection_release(&s);
	return PAINT;
}

static enum reaction
mark_all(struct headlines_view *h)
{
	for (size_t i = 0; i < h->n; i++)
		window_keep(h, h->row[i].id);
	marks_readall(h->v.ui->marks, &h->scope, h->newest, h->row, h->n);
	talk_say(h->v.ui->talk, "%s", _("All of this list is marked read"));
	return PAINT;
}

static enum reaction
toggle_unread_only(struct headlines_view *h)
{
	const struct headline *row = window_chosen(h);

	h->scope.unread = !h->scope.unread;
	h->kept = 0;
	h->moved = true;
	if (row)
		window_keep(h, row->id);
	return RELOAD;
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	struct headlines_view *h = self(v);
	enum reaction r = bulk_command(h, cmd, count);

	if (r != PASS)
		return r;
	if (cmd >= CMD_UP && cmd <= CMD_BOTTOM)
		return move(h, cmd, count);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (verbs[i].command == cmd)
			return mark(h, &verbs[i], count);
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
		return window_chosen(h) ? OPEN : NOTHING;
	case CMD_MARK_ALL:
		return mark_all(h);
	case CMD_UNREAD_ONLY:
		return toggle_unread_only(h);
	default:
		return arrange_command(h, cmd, count);
	}
}

static bool
target(const struct view *v, struct target *out)
{
	const struct headlines_view *h = self(v);
	const struct headline *row = window_chosen(h);

	*out = (struct target){ .scope = h->scope };
	out->title = str_span(&h->title);
	if (!row)
		return false;
	out->kind = TARGET_ARTICLE;
	out->id = row->id;
	out->feed = row->feed;
	out->flags = window_flags(h, row);
	out->url = row->url;
	return true;
}

static void
entered(struct view *v)
{
	const struct headline *row = window_chosen(self(v));

	if (row)
		window_keep(self(v), row->id);
}

static enum reaction
click(struct view *v, int row)
{
	struct headlines_view *h = self(v);
	enum reaction r = view_click(v, &h->list, row);

	if (r == PAINT) {
		h->moved = true;
		window_remember(h);
		window_widen(h);
	}
	return r;
}

static void
status(const struct view *v, struct str *out)
{
	bulk_status(self(v), out);
}

static void
take(struct view *v, int count, struct selection *out)
{
	bulk_take(self(v), count, out);
}

static void
done(struct view *v)
{
	struct headlines_view *h = self(v);

	window_drop(h);
	free(h->row);
	free(h->line);
	free(h->keep);
	free(h->section);
	free(h->search);
	free(h->tag);
	str_release(&h->title);
	selection_release(&h->selection);
	snippet_release(&h->snippet);
	free(h);
}

static const enum ui_command hints[] = { CMD_OPEN, CMD_UNREAD_ONLY, CMD_BROWSER,
	CMD_HELP, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_HEADLINES,
	.load = load,
	.draw = draw,
	.look = look,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.click = click,
	.entered = entered,
	.status = status,
	.take = take,
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
	if (t->scope.tag)
		h->scope.tag = h->tag = xstrdup(t->scope.tag);
	str_add(&h->title, t->title);
	h->list.can = can_choose;
	h->list.goes_on = goes_on;
	h->list.data = h;
	habits_get(ui->habits, &t->scope, &h->scope.order, &h->group);
	return &h->v;
}

void
headlines_search(
    struct view *list, struct span words, struct span title, bool unfinished)
{
	struct headlines_view *h = self(list);

	if (span_eq(span_of(h->search), words) &&
	    h->scope.unfinished == unfinished)
		return;
	snippet_release(&h->snippet);
	free(h->search);
	h->scope.search = h->search = span_dup(words);
	h->scope.unfinished = unfinished;
	str_clear(&h->title);
	str_add(&h->title, title);
	h->has_at = h->moved = false;
	h->kept = 0;
	h->list.cur = h->list.top = 0;
	h->v.stale = true;
}
