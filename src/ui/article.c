#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/client.h"
#include "ui/edits.h"
#include "ui/find.h"
#include "ui/pages.h"
#include "ui/positions.h"
#include "ui/plates.h"
#include "ui/story.h"
#include "ui/theme.h"
#include "ui/view.h"
#include "ui/wide.h"

enum {
	MARGIN = 2, /* on either side, where there is room */
	MARGIN_COLS = 60,
	SCROLL = 8, /* cells at once, sideways */
	SCROLL_MAX = 10000
};

struct article_view {
	struct view v;
	int64_t id, feed;
	struct story story;
	bool gone, asked, entered;
	bool opened; /* the person looks at it, not only past it */
	bool own; /* the feed's own text is shown though there is a whole one */
	size_t top;
	struct str words; /* searched for; empty: no search */
	struct filter
	    *sought; /* they are the list's search; NULL: typed here */
	bool unfinished, stepped; /* that search; n has gone through it */
	struct find find;
	size_t match; /* the one stood on */
	int shift;    /* cells by which wide code has moved to the left */
	struct edits edits;
};

static struct article_view *
self(const struct view *v)
{
	return (struct article_view *)(uintptr_t)v;
}

static size_t
lines_of(const struct article_view *a)
{
	return a->story.layout ? a->story.layout->n : 0;
}

static void
clamp_top(struct article_view *a)
{
	size_t n = lines_of(a), rows = (size_t)a->v.rows;

	if (n <= rows)
		a->top = 0;
	else if (a->top > n - rows)
		a->top = n - rows;
}

static void
lay_out(struct article_view *a)
{
	int most = (int)conf_int(a->v.ui->options, OPT_MEASURE);
	int margin = a->v.cols < MARGIN_COLS ? 1 : MARGIN;
	int width = a->v.cols - 2 * margin;

	if (width > most)
		width = most;
	if (width < 1)
		width = 1;
	story_layout(&a->story, a->v.ui, width, a->v.rows);
}

/* The words are found anew; the match stays the same one. */
static void
find_again(struct article_view *a)
{
	if (a->story.layout && a->sought)
		find_sought(&a->find, a->story.layout, a->sought);
	else if (a->story.layout)
		find_in(&a->find, a->story.layout, str_span(&a->words));
	if (a->match >= a->find.matches)
		a->match = 0;
}

/* Where the text begins in a window of so many columns. */
static int
text_left(const struct article_view *a, int cols)
{
	/* choices: centre, left */
	if (conf_choice(a->v.ui->options, OPT_ALIGN) == 0)
		return (cols - a->story.width) / 2;
	return a->v.cols < MARGIN_COLS ? 1 : MARGIN;
}

/* Wide code, to the left or the right. */
static enum reaction
scroll(struct article_view *a, int cells)
{
	int was = a->shift, room = a->v.cols - text_left(a, a->v.cols);
	int most = wide_beyond(a->story.layout, room);

	a->shift += cells;
	if (a->shift > most)
		a->shift = most;
	if (a->shift < 0)
		a->shift = 0;
	return a->shift == was ? NOTHING : PAINT;
}

/* Lays out again with the same place of the text at the top. */
static void
relay(struct article_view *a, struct story_place at)
{
	lay_out(a);
	if (a->top)
		a->top = story_find(a->story.layout, at);
	find_again(a);
	clamp_top(a);
	if (a->shift)
		scroll(a, 0);
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct article_view *a = self(v);
	struct story_place at = story_place(a->story.layout, a->top);
	struct article *now = article_load(s, a->id, err);

	a->gone = !now && err->code == ERR_GONE;
	/* The page says so; it is not an error of the program. */
	if (a->gone)
		*err = (struct err){ 0 };
	if (!now)
		return a->gone;
	if (a->own && now->feed_body.n) {
		struct span whole = now->body;

		now->body = now->feed_body;
		now->feed_body = whole;
	}
	story_set(&a->story, now, v->ui);
	if (a->edits.on && !edits_load(&a->edits, s, &a->story, v->ui, err))
		talk_error(v->ui->talk, "%s", err->text);
	/* Options may have changed even when the text has not. */
	if (v->cols > 0)
		relay(a, at);
	edits_shown(&a->edits, v->ui, a->top);
	return true;
}

/* From the text to what has changed in it, and back to the same place. */
static enum reaction
turn_changes(struct article_view *a)
{
	struct story_place at = story_place(a->story.layout, a->top);
	bool back = a->top == a->edits.first_top;
	size_t top = a->edits.text_top;

	a->own = false;
	if (!a->edits.on) {
		a->edits.on = true;
		a->edits.text_top = a->top;
		return RELOAD;
	}
	story_changes(&a->story, NULL, NULL);
	edits_release(&a->edits);
	relay(a, at);
	a->top = back ? top : a->top;
	clamp_top(a);
	return PAINT;
}

static void
resize(struct view *v)
{
	struct article_view *a = self(v);

	a->edits.first_top = SIZE_MAX; /* its lines are others now */
	relay(a, story_place(a->story.layout, a->top));
}

static void
draw_line(const struct article_view *a, struct canvas *c, int row, int left,
    const struct line *line)
{
	int col = left + line->indent;

	for (size_t i = 0; i < line->pieces; i++) {
		const struct piece *p = &line->piece[i];
		struct ink ink = { .role = (unsigned char)p->role,
			.style = (unsigned short)p->style };
		const struct link *link =
		    doc_link_at(story_doc(&a->story), p->link);

		if (p->role == ROLE_CODE && wide_end(line)) {
			wide_draw(c, row, col, p, a->shift, a->v.ui->ascii);
			return;
		}
		if (link)
			ink.link = canvas_link(c, link->url, p->link);
		if (p->role == ROLE_KICKER && !a->v.focused)
			ink.role = UI_TITLE_DIM;
		canvas_cells(c, row, col, c->cols - col, p->text, ink);
		col += p->width;
	}
}

static void
draw_matches(const struct article_view *a, struct canvas *c, int left)
{
	for (size_t i = 0; i < a->find.n; i++) {
		const struct find_hit *hit = &a->find.hit[i];
		int col = left + hit->col;

		if (hit->line < a->top || hit->line >= a->top + (size_t)c->rows)
			continue;
		if (wide_end(&a->story.layout->line[hit->line]))
			col -= a->shift;
		canvas_over(c, (int)(hit->line - a->top), col, hit->width,
		    hit->match == a->match ? UI_MATCH_NOW : UI_MATCH);
	}
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct article_view *a = self(v);
	int left = text_left(a, c->cols);

	if (a->gone)
		canvas_text(c, 0, 1, c->cols - 2,
		    span_of(_("This story is no longer there.")),
		    (struct ink){ .role = UI_QUIET });
	if (!lines_of(a))
		view_trouble(v, c, 0);
	for (int i = 0; i < c->rows; i++) {
		size_t at = a->top + (size_t)i;
		if (at >= lines_of(a))
			break;
		if (!plates_draw(&a->story, a->v.ui, c, i, left,
		        &a->story.layout->line[at]))
			draw_line(a, c, i, left, &a->story.layout->line[at]);
	}
	if (a->words.n && lines_of(a))
		draw_matches(a, c, left);
	if (v->focused)
		canvas_cursor(c, 0, left, false);
}

static void
look(struct view *v)
{
	const struct article_view *a = self(v);

	plates_look(&a->story, v->ui, a->top, (size_t)v->rows, a->opened);
}

static enum reaction
move(struct article_view *a, enum ui_command command, int count)
{
	size_t was = a->top;

	if (a->story.layout)
		a->top = pages_move(
		    a->story.layout, a->top, (size_t)a->v.rows, command, count);
	clamp_top(a);
	return a->top == was ? NOTHING : PAINT;
}

static enum reaction
mark(struct article_view *a, unsigned flag, bool on)
{
	if (!a->story.article)
		return NOTHING;
	story_mark(&a->story, a->v.ui, flag, on);
	return flag == FLAG_DELETED && on ? CLOSE : PAINT;
}

static enum reaction
toggle(struct article_view *a, unsigned flag)
{
	return mark(a, flag, !(story_flags(&a->story, a->v.ui) & flag));
}

static void
show_match(struct article_view *a)
{
	const struct find_hit *hit = find_match(&a->find, a->match);
	size_t rows = (size_t)a->v.rows;

	if (!hit)
		return;
	if (hit->line < a->top || hit->line >= a->top + rows)
		a->top = hit->line > rows / 3 ? hit->line - rows / 3 : 0;
	clamp_top(a);
}

/* n goes through them. */
static bool
has_matches(const struct article_view *a)
{
	return a->words.n && a->find.matches;
}

static enum reaction
next_match(struct article_view *a, bool backward)
{
	size_t n = a->find.matches;

	/* Of the list's search the first n goes to the first one. */
	if (a->sought && !a->stepped)
		a->match = backward ? 0 : n - 1;
	a->stepped = true;
	a->match = (a->match + (backward ? n - 1 : 1)) % n;
	show_match(a);
	return PAINT;
}

static enum reaction
find(struct view *v, struct span text)
{
	struct article_view *a = self(v);
	const struct find_hit *hit;

	filter_free(a->sought);
	a->sought = NULL;
	str_clear(&a->words);
	str_add(&a->words, text);
	a->match = 0;
	find_again(a);
	if (text.n && !a->find.matches)
		talk_say(v->ui->talk, _("\"%.*s\" is not in this story"),
		    SPAN_ARG(text));
	if (!a->find.matches)
		str_clear(&a->words);
	/* From what is on the screen on. */
	while ((hit = find_match(&a->find, a->match)) && hit->line < a->top &&
	       a->match + 1 < a->find.matches)
		a->match++;
	show_match(a);
	return PAINT;
}

/* Between the whole text and the feed's own, where there are both. */
static enum reaction
turn_text(struct article_view *a)
{
	a->own = !a->own;
	talk_say(a->v.ui->talk, "%s",
	    a->own ? _("The feed's own text") : _("The whole text"));
	return RELOAD;
}

static enum reaction
full_text(struct article_view *a, bool asked_for)
{
	int64_t seq;

	if (asked_for && a->edits.on)
		turn_changes(a);
	if (asked_for && a->story.article && a->story.article->feed_body.n)
		return turn_text(a);
	if (!a->v.ui->client || !a->story.article)
		return NOTHING;
	a->asked = true;
	seq = client_order(a->v.ui->client, "fulltext %" PRId64, a->id);
	if (asked_for)
		view_await(&a->v, seq, _("Fetching the whole text…"));
	return PAINT;
}

/* Where one stopped the last time, once. */
static void
go_on(struct article_view *a)
{
	a->entered = true;
	if (a->top)
		return;
	a->top = positions_line(a->v.ui->positions, a->id, a->story.layout);
	clamp_top(a);
	if (a->top)
		talk_say(a->v.ui->talk, "%s",
		    _("On where you stopped; gg goes to the beginning"));
}

static void
entered(struct view *v)
{
	struct article_view *a = self(v);
	unsigned flags;

	if (v->focused && !a->entered)
		go_on(a);
	a->opened = true;
	if (!a->story.article)
		return;
	flags = marks_over(v->ui->marks, a->id, a->story.article->flags);
	if (conf_bool(v->ui->options, OPT_MARK_READ))
		marks_set(v->ui->marks, a->id, a->feed, flags, 0, FLAG_UNREAD);
	if (!a->asked && story_wants_whole(&a->story, v->ui))
		full_text(a, false);
}

static enum reaction
toggle_pictures(struct article_view *a)
{
	if (!plates_toggle(a->v.ui))
		return NOTHING;
	relay(a, story_place(a->story.layout, a->top));
	return PAINT;
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	struct article_view *a = self(v);

	if (cmd >= CMD_UP && cmd <= CMD_BOTTOM)
		return move(a, cmd, count);
	switch (cmd) {
	case CMD_NEXT_UNREAD:
	case CMD_PREV_UNREAD:
		if (has_matches(a))
			return next_match(a, cmd == CMD_PREV_UNREAD);
		if (!a->edits.on)
			return PASS;
		a->top =
		    edits_next(a->story.layout, a->top, cmd == CMD_PREV_UNREAD);
		clamp_top(a);
		return PAINT;
	case CMD_CHANGES:
		return turn_changes(a);
	case CMD_OLDER_VERSION:
	case CMD_NEWER_VERSION:
		if (!a->edits.on)
			return turn_changes(a);
		return edits_step(&a->edits, cmd == CMD_NEWER_VERSION)
		           ? RELOAD
		           : NOTHING;
	case CMD_SCROLL_LEFT:
	case CMD_SCROLL_RIGHT:
		count = count > 0 ? count : 1;
		count = count < SCROLL_MAX ? count : SCROLL_MAX;
		return scroll(
		    a, (cmd == CMD_SCROLL_LEFT ? -SCROLL : SCROLL) * count);
	case CMD_TOGGLE_READ:
		return toggle(a, FLAG_UNREAD);
	case CMD_DELETE:
		return toggle(a, FLAG_DELETED);
	case CMD_STAR:
		return toggle(a, FLAG_STARRED);
	case CMD_MARK_READ:
	case CMD_MARK_UNREAD:
		return mark(a, FLAG_UNREAD, cmd == CMD_MARK_UNREAD);
	case CMD_SET_STAR:
	case CMD_TAKE_STAR:
		return mark(a, FLAG_STARRED, cmd == CMD_SET_STAR);
	case CMD_FULL_TEXT:
		return full_text(a, true);
	case CMD_PICTURES:
		return toggle_pictures(a);
	case CMD_BACK:
		/* The first step back ends a search, or goes to the text. */
		if (a->words.n && !a->sought)
			return find(v, (struct span){ 0 });
		return a->edits.on ? turn_changes(a) : PASS;
	default:
		return PASS;
	}
}

static bool
target(const struct view *v, struct target *out)
{
	const struct article_view *a = self(v);

	*out = (struct target){
		.kind = TARGET_ARTICLE, .id = a->id, .feed = a->feed
	};
	out->scope.search = a->sought ? str_z(&a->words) : NULL;
	out->scope.unfinished = a->sought && a->unfinished;
	if (a->story.article) {
		out->url = a->story.article->url;
		out->flags = a->story.article->flags;
	}
	return true;
}

static bool
link_at(const struct view *v, int n, struct span *url)
{
	const struct link *l = self(v)->story.doc
	                           ? doc_link_at(story_doc(&self(v)->story), n)
	                           : NULL;

	if (l)
		*url = l->url;
	return l != NULL;
}

static void
status(const struct view *v, struct str *out)
{
	const struct article_view *a = self(v);
	size_t n = lines_of(a), seen = a->top + (size_t)v->rows;

	bool stands = a->words.n && (!a->sought || a->stepped);

	if (a->edits.on && !stands)
		edits_status(&a->edits, out);
	if (stands)
		str_printf(
		    out, _("match %zu of %zu"), a->match + 1, a->find.matches);
	else if (n)
		str_printf(out, "%s%zu %%", out->n ? " · " : "",
		    seen >= n ? 100 : seen * 100 / n);
}

static void
done(struct view *v)
{
	struct article_view *a = self(v);

	if (a->entered && !a->edits.on)
		positions_leave(v->ui->positions, a->id, a->story.layout,
		    a->top, (size_t)v->rows);
	story_release(&a->story);
	edits_release(&a->edits);
	find_release(&a->find);
	filter_free(a->sought);
	str_release(&a->words);
	free(a);
}

static const char *
label(const struct view *v, enum ui_command command)
{
	if (command != CMD_NEXT_UNREAD)
		return NULL;
	if (has_matches(self(v)))
		return _("next match");
	return self(v)->edits.on ? _("next change") : NULL;
}

static const enum ui_command hints[] = { CMD_BROWSER, CMD_FULL_TEXT,
	CMD_NEXT_UNREAD, CMD_HELP, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_ARTICLE,
	.load = load,
	.draw = draw,
	.look = look,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.status = status,
	.entered = entered,
	.find = find,
	.link = link_at,
	.hints = hints,
	.label = label,
};

struct view *
article_view_new(struct ui *ui, const struct target *t)
{
	struct article_view *a = xcalloc(1, sizeof(*a));

	a->v.ops = &ops;
	a->v.ui = ui;
	a->id = t->id;
	a->feed = t->feed;
	if (t->scope.search)
		a->sought = filter_parse(span_of(t->scope.search), ui->now,
		    t->scope.unfinished, NULL);
	/* Half typed, it may be unreadable: nothing is marked. */
	if (t->scope.search && !a->sought)
		a->sought =
		    filter_parse((struct span){ 0 }, ui->now, false, NULL);
	a->unfinished = t->scope.unfinished;
	if (a->sought)
		str_addz(&a->words, t->scope.search);
	return &a->v;
}
