#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/when.h"
#include "store/articles.h"
#include "store/feeds.h"
#include "store/heading.h"
#include "store/tags.h"
#include "ui/folds.h"
#include "ui/list.h"
#include "ui/sections.h"
#include "ui/theme.h"
#include "ui/view.h"
#include "ui/welcome.h"

enum { COUNT_MAX = 9999 };

/* A line: one of the fixed lists, a gap, or a row of the tree. */
enum place {
	PLACE_FRONT,
	PLACE_STARRED,
	PLACE_LATER,
	PLACE_TODAY,
	PLACE_TRASH,
	PLACE_TAG,
	PLACE_GAP,
	PLACE_TREE
};

struct place_line {
	enum place place;
	size_t tree; /* index into the rows' tree, or the tags */
};

struct sections_view {
	struct view v;
	struct feed_rows *rows;
	struct tag_rows *tags;
	struct folds folds;
	struct place_line *line;
	size_t cap;
	struct list list;
	/* The chosen line by what it is, for the next load. */
	enum place at;
	char *at_path;
	int64_t at_feed;
	struct str title; /* of the list it opens */
	bool unread_only;
	int64_t later, today, trash, newest, updated;
};

static struct sections_view *
self(const struct view *v)
{
	return (struct sections_view *)(uintptr_t)v;
}

static bool
can_choose(const void *data, size_t line)
{
	const struct sections_view *s = data;

	return s->line[line].place != PLACE_GAP;
}

static const struct tree_row *
tree_of(const struct sections_view *s, const struct place_line *l)
{
	return l && l->place == PLACE_TREE ? &s->rows->tree[l->tree] : NULL;
}

static const struct place_line *
chosen(const struct sections_view *s)
{
	return s->list.n ? &s->line[s->list.cur] : NULL;
}

static void
add_line(struct sections_view *s, enum place place, size_t tree)
{
	vec_room(&s->line, s->list.n, &s->cap);
	s->line[s->list.n++] = (struct place_line){ place, tree };
}

/* A saved search has no stories of its own to be unread. */
static bool
is_search(const struct sections_view *s, const struct tree_row *t)
{
	return t->feed && s->rows->feed[t->feed_row].source == SOURCE_SEARCH;
}

/* How many stories are to be read later. */
static int64_t
count_later(const struct tag_rows *tags)
{
	for (size_t i = 0; i < tags->n; i++)
		if (span_iis(tags->row[i].name, TAG_LATER))
			return tags->row[i].total;
	return 0;
}

/* The lines that are to be seen: nothing below a folded section. */
static void
set_lines(struct sections_view *s)
{
	int hidden = SECTION_DEPTH_MAX + 2;

	s->list.n = 0;
	if (!s->rows || !s->rows->tree_n)
		return;
	add_line(s, PLACE_FRONT, 0);
	add_line(s, PLACE_STARRED, 0);
	if (s->later)
		add_line(s, PLACE_LATER, 0);
	add_line(s, PLACE_TODAY, 0);
	add_line(s, PLACE_GAP, 0);
	for (size_t i = 0; i < s->rows->tree_n; i++) {
		const struct tree_row *t = &s->rows->tree[i];
		if (t->depth > hidden)
			continue;
		hidden = SECTION_DEPTH_MAX + 2;
		if (!t->feed && folds_has(&s->folds, t->path))
			hidden = t->depth;
		if (s->unread_only && !t->unread && !t->failing &&
		    !is_search(s, t))
			continue;
		add_line(s, PLACE_TREE, i);
	}
	/* What the person has gathered, and thrown away: below the paper. */
	if (s->tags->n > (s->later > 0) || s->trash)
		add_line(s, PLACE_GAP, 0);
	for (size_t i = 0; i < s->tags->n; i++)
		if (!span_iis(s->tags->row[i].name, TAG_LATER))
			add_line(s, PLACE_TAG, i);
	if (s->trash)
		add_line(s, PLACE_TRASH, 0);
}

static void
remember(struct sections_view *s)
{
	const struct place_line *l = chosen(s);
	const struct tree_row *t = tree_of(s, l);

	if (!l)
		return;
	s->at = l->place;
	free(s->at_path);
	s->at_path = t ? span_dup(t->path) : NULL;
	if (s->at == PLACE_TAG)
		s->at_path = span_dup(s->tags->row[l->tree].name);
	s->at_feed = t ? t->feed : 0;
	str_clear(&s->title);
	if (t && t->feed)
		str_add(&s->title, t->name);
	else if (t)
		section_shown(&s->title, t->path);
}

/* The line of what was chosen; when a fold hides it or it has gone, the
 * nearest section around it. */
static size_t
find_line(const struct sections_view *s)
{
	struct span path = span_of(s->at_path);
	size_t best = 0;

	for (size_t i = 0; i < s->list.n; i++) {
		const struct tree_row *t = tree_of(s, &s->line[i]);
		if (s->line[i].place != s->at || s->at == PLACE_GAP)
			continue;
		if (s->at == PLACE_TAG &&
		    !span_eq(s->tags->row[s->line[i].tree].name, path))
			continue;
		if (!t || (t->feed == s->at_feed && span_eq(t->path, path)))
			return i;
		if (!t->feed && span_starts(path, t->path.s ? t->path.s : ""))
			best = i;
	}
	return best;
}

static void
settle(struct sections_view *s)
{
	size_t screen_row = s->list.cur - s->list.top;

	set_lines(s);
	list_keep(&s->list, find_line(s), screen_row);
	remember(s);
}

static bool
load(struct view *v, struct store *store, struct err *err)
{
	struct sections_view *s = self(v);
	struct scope today = { .since = when_midnight(v->ui->now),
		.unread = true };
	struct scope trash = { .trash = true };
	struct feed_rows *rows = feed_rows_load(store, err);
	struct tag_rows *tags = rows ? tag_rows_load(store, err) : NULL;

	if (!tags) {
		feed_rows_free(rows);
		return false;
	}
	feed_rows_free(s->rows);
	tag_rows_free(s->tags);
	s->rows = rows;
	s->tags = tags;
	s->later = count_later(tags);
	s->trash = headlines_count(store, &trash, COUNT_MAX, err);
	s->today = headlines_count(store, &today, COUNT_MAX, err);
	s->newest = articles_newest(store);
	s->updated = 0;
	for (size_t i = 0; i < rows->n; i++)
		if (rows->feed[i].checked > s->updated)
			s->updated = rows->feed[i].checked;
	settle(s);
	return s->today >= 0 && s->trash >= 0;
}

static void
resize(struct view *v)
{
	view_fit(v, &self(v)->list, 0);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct sections_view *s = self(v);
	struct sections_look look = {
		.view = v,
		.rows = s->rows,
		.later = s->later,
		.today = s->today,
		.trash = s->trash,
		.updated = s->updated,
	};
	int top = view_body_top(v);

	sections_draw_head(&look, c);
	if (!s->list.n) {
		if (!v->ui->waiting && !view_trouble(v, c, top))
			welcome_draw(v, c, top + !view_is_small(v));
		return;
	}
	sections_count(&look);
	for (int i = 0; i < s->list.rows; i++) {
		size_t at = s->list.top + (size_t)i;
		const struct tree_row *t;
		if (at >= s->list.n)
			break;
		t = tree_of(s, &s->line[at]);
		if (t)
			sections_draw_row(&look, c, top + i, s->line[at].tree,
			    folds_has(&s->folds, t->path));
		else if (s->line[at].place == PLACE_TAG)
			sections_draw_tag(
			    c, top + i, &s->tags->row[s->line[at].tree]);
		else if (s->line[at].place != PLACE_GAP)
			sections_draw_fixed(
			    &look, c, top + i, (int)s->line[at].place);
		if (at == s->list.cur)
			view_cursor(v, c, top + i);
	}
	sections_count_done(&look);
}

/* The list a line stands for. */
static bool
list_target(const struct sections_view *s, const struct place_line *l,
    struct target *out)
{
	const struct tree_row *t = tree_of(s, l);
	bool unread =
	    conf_bool(s->v.ui->options, OPT_UNREAD_ONLY) || s->unread_only;

	*out = (struct target){ .kind = TARGET_LIST };
	out->scope.unread = unread;
	if (!l || l->place == PLACE_GAP)
		return false;
	if (l->place == PLACE_TAG) {
		out->scope.tag = s->tags->row[l->tree].name.s;
		out->title = s->tags->row[l->tree].name;
		return true;
	}
	if (!t) {
		sections_fixed(out, (int)l->place, unread, s->v.ui->now);
		return true;
	}
	sections_scope(s->rows, t, &out->scope);
	out->title = str_span(&s->title);
	if (t->feed)
		out->url = s->rows->feed[t->feed_row].url;
	return true;
}

/* Brings the cursor to the line that opens a list, if it is to be seen. */
static void
choose(struct view *v, const struct target *t)
{
	struct sections_view *s = self(v);

	for (size_t i = 0; i < s->list.n; i++) {
		struct target its;

		if (!list_target(s, &s->line[i], &its) ||
		    !scope_same(&its.scope, &t->scope))
			continue;
		s->list.cur = i;
		list_settle(&s->list);
		remember(s);
		return;
	}
}

static bool
target(const struct view *v, struct target *out)
{
	return list_target(self(v), chosen(self(v)), out);
}

static enum reaction
mark_all(struct sections_view *s)
{
	struct target t;

	if (!list_target(s, chosen(s), &t))
		return NOTHING;
	t.scope.unread = false;
	marks_readall(s->v.ui->marks, &t.scope, s->newest, NULL, 0);
	talk_say(s->v.ui->talk, _("%.*s is marked read"), SPAN_ARG(t.title));
	return PAINT;
}

/* Folds or unfolds the section under the cursor; a feed's when it has none of
 * its own. */
static enum reaction
fold(struct sections_view *s, enum ui_command command)
{
	const struct tree_row *t = tree_of(s, chosen(s));
	bool folded = t && folds_has(&s->folds, t->path);
	bool section = t && !t->feed;

	if (command == CMD_FOLD_OPEN && (!section || !folded))
		return OPEN;
	if (!t)
		return NOTHING;
	if (command == CMD_FOLD_CLOSE && (!section || folded)) {
		/* Outward: the nearest line above that is less deep. */
		for (size_t i = s->list.cur; i-- > 0;) {
			const struct tree_row *up = tree_of(s, &s->line[i]);
			if (!up || up->feed || up->depth >= t->depth)
				continue;
			s->list.cur = i;
			list_settle(&s->list);
			remember(s);
			return PAINT;
		}
		return NOTHING;
	}
	if (!section)
		return NOTHING;
	folds_set(&s->folds, t->path, command != CMD_FOLD_OPEN && !folded);
	settle(s);
	return PAINT;
}

/* The next feed with something new, after the cursor, then from the start. */
static enum reaction
next_unread(struct sections_view *s, bool backward)
{
	for (size_t step = 1; step <= s->list.n; step++) {
		size_t by = backward ? s->list.n - step : step;
		size_t i = (s->list.cur + by) % s->list.n;
		const struct tree_row *t = tree_of(s, &s->line[i]);
		bool leaf = t && (t->feed || folds_has(&s->folds, t->path));
		if (!leaf || !t->unread)
			continue;
		s->list.cur = i;
		list_settle(&s->list);
		remember(s);
		return PAINT;
	}
	talk_say(s->v.ui->talk, "%s", _("Nothing unread is left"));
	return PAINT;
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	struct sections_view *s = self(v);

	if (list_command(&s->list, cmd, count)) {
		remember(s);
		return PAINT;
	}
	switch (cmd) {
	case CMD_OPEN:
		/* There is nothing else to go to. */
		return s->list.n || !v->ui->offer ? OPEN : PASS;
	case CMD_FOLD:
	case CMD_FOLD_OPEN:
	case CMD_FOLD_CLOSE:
		return fold(s, cmd);
	case CMD_NEXT_UNREAD:
	case CMD_PREV_UNREAD:
		return next_unread(s, cmd == CMD_PREV_UNREAD);
	case CMD_MARK_ALL:
		return mark_all(s);
	case CMD_UNREAD_ONLY:
		s->unread_only = !s->unread_only;
		settle(s);
		return PAINT;
	default:
		return PASS;
	}
}

static enum reaction
click(struct view *v, int row)
{
	struct sections_view *s = self(v);
	enum reaction r = view_click(v, &s->list, row);

	if (r == PAINT)
		remember(s);
	return r;
}

static void
done(struct view *v)
{
	struct sections_view *s = self(v);

	feed_rows_free(s->rows);
	tag_rows_free(s->tags);
	folds_release(&s->folds);
	free(s->line);
	free(s->at_path);
	str_release(&s->title);
	free(s);
}

static const enum ui_command hints[] = { CMD_OPEN, CMD_ADD, CMD_HELP,
	CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_SECTIONS,
	.load = load,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.click = click,
	.choose = choose,
	.hints = hints,
};

struct view *
sections_new(struct ui *ui)
{
	struct sections_view *s = xcalloc(1, sizeof(*s));

	s->v.ops = &ops;
	s->v.ui = ui;
	s->v.root = true;
	s->list.can = can_choose;
	s->list.data = s;
	folds_load(&s->folds, ui->paths ? ui->paths->state_dir : NULL);
	return &s->v;
}
