#include "config.h"

#include "ui/panes.h"

#include "store/articles.h"
#include "ui/theme.h"

enum {
	TWO_FROM_COLS = 100,
	THREE_FROM_COLS = 150,
	STEP = 20, /* thousandths of the width */
	WHEEL_LINES = 3
};

void
panes_init(struct panes *p, struct ui *ui)
{
	*p = (struct panes){ .ui = ui, .n = 1, .shown = 1 };
	shares_load(&p->shares, ui->paths ? ui->paths->state_dir : NULL);
	p->view[0] = sections_new(ui);
	p->view[0]->focused = true;
}

static void
drop_from(struct panes *p, size_t n)
{
	while (p->n > n) {
		struct view *v = p->view[--p->n];
		v->ops->done(v);
	}
}

void
panes_release(struct panes *p)
{
	drop_from(p, 0);
	shares_release(&p->shares);
}

struct view *
panes_focused(const struct panes *p)
{
	return p->view[p->focus];
}

static size_t
panes_at_most(const struct panes *p)
{
	/* choices: auto, 1, 2, 3 */
	int asked = conf_choice(p->ui->options, OPT_PANES);

	if (p->zen)
		return 1;
	if (asked)
		return (size_t)asked;
	if (p->cols >= THREE_FROM_COLS)
		return 3;
	return p->cols >= TWO_FROM_COLS ? 2 : 1;
}

/* The views that belong to the focused one: from its root on. */
static size_t
root_of(const struct panes *p)
{
	size_t i = p->focus;

	while (i > 0 && !p->view[i]->root)
		i--;
	return i;
}

/* Whether a view has something to show at its right. */
static bool
can_preview(const struct view *v)
{
	return v->ops->context == CONTEXT_SECTIONS ||
	       v->ops->context == CONTEXT_HEADLINES;
}

static void
size_view(struct view *v, int rows, int cols)
{
	if (v->rows == rows && v->cols == cols)
		return;
	v->rows = rows;
	v->cols = cols;
	if (v->ops->resize)
		v->ops->resize(v);
}

/* How many panes the screen has, even when one of them is empty: a list
 * without stories must not move its neighbours. */
static size_t
count_slots(const struct panes *p)
{
	const struct view *root = p->view[root_of(p)];
	size_t most = panes_at_most(p);
	struct target t;

	if (root->ops->context == CONTEXT_HEADLINES && most > 2)
		most = 2;
	/* Where there is nothing at all there is nothing to divide. */
	if (!can_preview(root) || !root->ops->target(root, &t) ||
	    most < p->shown)
		return p->shown;
	return most;
}

/* Widths of the panes; between two of them is a column for the hairline. */
static void
share_columns(struct panes *p)
{
	size_t n = count_slots(p);
	int inner = p->cols - (int)(n - 1);

	p->slots = n;
	p->col[0] = 0;
	for (size_t i = 0; i + 1 < n; i++)
		p->width[i] = shares_width(&p->shares, n, i, inner);
	p->width[n - 1] = inner;
	for (size_t i = 0; i + 1 < n; i++) {
		p->width[n - 1] -= p->width[i];
		p->col[i + 1] = p->col[i] + p->width[i] + 1;
	}
}

/* Which views are on the screen, and how wide. */
static void
arrange(struct panes *p)
{
	size_t most = panes_at_most(p), root = root_of(p);
	size_t last = p->focus;

	if (most > 1 && p->n > p->focus + 1 && !p->view[p->focus + 1]->root)
		last++;
	if (most > 2 && p->focus == root && last + 1 < p->n &&
	    !p->view[last + 1]->root)
		last++;
	p->first = last + 1 > root + most ? last + 1 - most : root;
	if (p->first > p->focus)
		p->first = p->focus;
	p->shown = last - p->first + 1;
	share_columns(p);
	for (size_t i = 0; i < p->shown; i++)
		size_view(p->view[p->first + i], p->rows, p->width[i]);
	for (size_t i = 0; i < p->n; i++)
		p->view[i]->focused = i == p->focus;
}

void
panes_resize(struct panes *p, int rows, int cols)
{
	p->rows = rows;
	p->cols = cols;
	arrange(p);
}

void
panes_spoil(struct panes *p)
{
	for (size_t i = 0; i < p->n; i++)
		p->view[i]->stale = true;
}

void
panes_store(struct panes *p, struct store *store)
{
	p->store = store;
	for (size_t i = 0; i < p->n; i++)
		p->view[i]->store = store;
	panes_spoil(p);
}

static bool
load(struct panes *p, struct view *v, int64_t epoch, struct err *err)
{
	if (!p->store || !v->ops->load)
		return false;
	if (v->store == p->store && v->epoch == epoch && !v->stale)
		return false;
	v->store = p->store;
	v->epoch = epoch;
	v->stale = false;
	v->trouble = (struct err){ 0 };
	if (!v->ops->load(v, p->store, &v->trouble) && v->trouble.code)
		*err = v->trouble;
	return true;
}

static struct view *
view_for(struct panes *p, const struct target *t)
{
	if (t->kind == TARGET_ARTICLE)
		return article_view_new(p->ui, t);
	return t->kind == TARGET_LIST ? headlines_new(p->ui, t) : NULL;
}

/* Whether a view shows what a target is. */
static bool
shows(const struct view *v, const struct target *t)
{
	struct target now;
	bool found;

	if (!v->ops->target)
		return false;
	found = v->ops->target(v, &now);
	if (t->kind == TARGET_ARTICLE)
		return v->ops->context == CONTEXT_ARTICLE && found &&
		       article_same(&now, t);
	if (t->kind != TARGET_LIST || v->ops->context != CONTEXT_HEADLINES)
		return false;
	return scope_same(&now.scope, &t->scope);
}

/* Makes the view after i show what i's cursor stands on; false: nothing. */
static bool
follow(struct panes *p, size_t i)
{
	struct target t;
	struct view *next;

	if (!can_preview(p->view[i]) || i + 1 >= VIEWS_MAX)
		return false;
	if (!p->view[i]->ops->target(p->view[i], &t)) {
		drop_from(p, i + 1);
		return false;
	}
	if (i + 1 < p->n && shows(p->view[i + 1], &t))
		return true;
	drop_from(p, i + 1);
	next = view_for(p, &t);
	if (!next)
		return false;
	next->store = NULL;
	p->view[p->n++] = next;
	return true;
}

static bool
is_article(const struct view *v)
{
	return v->ops->context == CONTEXT_ARTICLE;
}

/* The article that is previewed beside the list with the focus. */
static void
note_lingering(struct panes *p)
{
	struct target t;
	size_t next = p->focus + 1;

	p->lingering = 0;
	if (p->view[p->focus]->ops->context != CONTEXT_HEADLINES ||
	    next >= p->n || next >= p->first + p->shown ||
	    !is_article(p->view[next]))
		return;
	if (p->view[next]->ops->target(p->view[next], &t))
		p->lingering = t.id;
}

/* Previews: as many as panes are left when the first view has the focus, one
 * beside a list further in. */
static bool
follow_all(struct panes *p, int64_t epoch, struct err *err)
{
	size_t most = panes_at_most(p), start = p->focus;
	size_t left = start == root_of(p) ? most - 1 : most > 1;
	bool changed = false;

	for (size_t i = start; left-- && follow(p, i); i++) {
		arrange(p);
		changed |= load(p, p->view[i + 1], epoch, err);
	}
	if (most == 1)
		drop_from(p, p->focus + 1);
	arrange(p);
	return changed;
}

bool
panes_settle(struct panes *p, struct err *err)
{
	int64_t epoch = p->store ? store_epoch(p->store) : 0;
	bool changed = false;

	arrange(p);
	for (size_t i = p->first; i <= p->focus; i++)
		changed |= load(p, p->view[i], epoch, err);
	if (p->store)
		changed |= follow_all(p, epoch, err);
	if (p->trouble.code)
		*err = p->trouble;
	p->trouble = (struct err){ 0 };
	note_lingering(p);
	return changed;
}

void
panes_lingered(struct panes *p, int64_t id)
{
	struct view *v;

	if (!id || id != p->lingering)
		return;
	v = p->view[p->focus + 1];
	v->ops->entered(v);
	v = p->view[p->focus];
	if (v->ops->entered)
		v->ops->entered(v);
}

/* Gives view i the focus; it is loaded first, for entered may look at it. */
static void
focus_on(struct panes *p, size_t i)
{
	struct view *v = p->view[i], *list = i ? p->view[i - 1] : NULL;
	struct err err = { 0 };

	p->focus = i;
	arrange(p);
	if (p->store)
		load(p, v, store_epoch(p->store), &err);
	if (err.code)
		p->trouble = err;
	if (!is_article(v))
		return;
	v->ops->entered(v);
	if (list && list->ops->entered)
		list->ops->entered(list);
}

bool
panes_open(struct panes *p, struct view *v)
{
	if (p->focus + 1 >= VIEWS_MAX) {
		v->ops->done(v);
		return false;
	}
	drop_from(p, p->focus + 1);
	p->view[p->n++] = v;
	focus_on(p, p->n - 1);
	return true;
}

void
panes_open_target(struct panes *p, const struct target *t)
{
	size_t next = p->focus + 1;
	struct view *v;

	if (next < p->n && shows(p->view[next], t)) {
		focus_on(p, next);
		return;
	}
	v = view_for(p, t);
	if (v)
		panes_open(p, v);
}

void
panes_open_from_root(struct panes *p, const struct target *t)
{
	struct view *root = p->view[0];

	p->focus = 0;
	drop_from(p, 1);
	arrange(p);
	if (root->ops->choose)
		root->ops->choose(root, t);
	panes_open_target(p, t);
}

bool
panes_target(const struct panes *p, struct target *out)
{
	const struct view *v = panes_focused(p);

	return v->ops->target && v->ops->target(v, out);
}

static enum reaction
back(struct panes *p)
{
	bool root = panes_focused(p)->root;

	if (p->focus == 0)
		return QUIT;
	p->focus--;
	/* What was laid over the others goes; an inner view may stay as the
	 * preview that it would be anyway. */
	if (root)
		drop_from(p, p->focus + 1);
	else
		drop_from(p, p->focus + 2);
	arrange(p);
	return PAINT;
}

/* In an article: the list it came from moves, the article follows. */
static enum reaction
step_story(struct panes *p, enum ui_command command, int count)
{
	struct view *list;
	struct target now = { 0 }, was = { 0 };
	struct err err = { 0 };

	if (!is_article(panes_focused(p)) || p->focus == 0)
		return PASS;
	list = p->view[p->focus - 1];
	if (list->ops->context != CONTEXT_HEADLINES)
		return PASS;
	panes_target(p, &was);
	if (p->store)
		load(p, list, store_epoch(p->store), &err);
	list->ops->command(list, command, count);
	if (!list->ops->target(list, &now) || now.id == was.id)
		return PAINT;
	p->focus--;
	drop_from(p, p->focus + 1);
	panes_open_target(p, &now);
	return PAINT;
}

/* To the pane at the right, from the last one to the first. */
static enum reaction
next_pane(struct panes *p)
{
	if (p->shown < 2)
		return NOTHING;
	if (p->focus + 1 < p->first + p->shown)
		focus_on(p, p->focus + 1);
	else
		focus_on(p, p->first);
	return PAINT;
}

/* The focused pane gets wider or narrower; the last one by what is left of
 * it. */
static enum reaction
widen(struct panes *p, int by)
{
	size_t i = p->focus - p->first;
	bool last = i + 1 == p->slots;

	if (p->slots < 2)
		return NOTHING;
	if (last)
		i--;
	shares_set(&p->shares, p->slots, i,
	    shares_get(&p->shares, p->slots, i) + (last ? -by : by));
	arrange(p);
	return PAINT;
}

bool
panes_hold(struct panes *p, int col)
{
	p->held = 0;
	for (size_t i = 1; i < p->slots; i++)
		if (p->col[i] - 1 == col)
			p->held = i;
	return p->held > 0;
}

void
panes_drag(struct panes *p, int col)
{
	int inner = p->cols - (int)(p->slots - 1);
	size_t i = p->held;

	p->held = 0;
	/* The panes may be others by now. */
	if (!i || i >= p->slots || inner < 1 || col == p->col[i] - 1)
		return;
	shares_set(&p->shares, p->slots, i - 1,
	    ((col - p->col[i - 1]) * SHARES_WHOLE + inner - 1) / inner);
	arrange(p);
}

static enum reaction
turn_zen(struct panes *p)
{
	p->zen = !p->zen;
	arrange(p);
	return PAINT;
}

static enum reaction
pass_on(struct panes *p, enum ui_command command, int count)
{
	switch (command) {
	case CMD_BACK:
		return back(p);
	case CMD_QUIT:
		return QUIT;
	case CMD_FOCUS_NEXT:
		return next_pane(p);
	case CMD_WIDER:
	case CMD_NARROWER:
		count = (count > 0 ? count : 1) * STEP;
		return widen(p, command == CMD_WIDER ? count : -count);
	case CMD_EVEN:
		shares_reset(&p->shares);
		arrange(p);
		return PAINT;
	case CMD_ZEN:
		return turn_zen(p);
	case CMD_NEXT:
	case CMD_PREV:
	case CMD_NEXT_UNREAD:
	case CMD_PREV_UNREAD:
		return step_story(p, command, count);
	default:
		return PASS;
	}
}

enum reaction
panes_command(struct panes *p, enum ui_command command, int count)
{
	struct view *v = panes_focused(p);
	enum reaction r = v->ops->command(v, command, count);
	struct target t;

	switch (r) {
	case PASS:
		return pass_on(p, command, count);
	case CLOSE:
		return back(p);
	case RELOAD:
		v->stale = true;
		return PAINT;
	case OPEN:
		if (panes_target(p, &t))
			panes_open_target(p, &t);
		return PAINT;
	default:
		return r;
	}
}

/* The view in that column. */
static size_t
view_at(const struct panes *p, int col)
{
	size_t i = p->shown - 1;

	while (i > 0 && col < p->col[i])
		i--;
	return p->first + i;
}

enum reaction
panes_click(struct panes *p, int row, int col)
{
	size_t i = view_at(p, col);
	struct view *v = p->view[i];
	bool moved = i != p->focus;
	enum reaction r;

	if (row >= p->rows)
		return NOTHING;
	if (moved)
		focus_on(p, i);
	r = v->ops->click ? v->ops->click(v, row) : PAINT;
	if (r == NOTHING && moved)
		r = PAINT;
	return r == OPEN ? panes_command(p, CMD_OPEN, 0) : r;
}

enum reaction
panes_wheel(struct panes *p, int col, bool down)
{
	struct view *v = p->view[view_at(p, col)];

	return v->ops->command(v, down ? CMD_DOWN : CMD_UP, WHEEL_LINES);
}

void
panes_draw(const struct panes *p, struct canvas *c)
{
	struct ink ink = { .role = UI_BORDER }, held = { .role = UI_STAR };

	for (size_t i = 0; i < p->shown; i++) {
		struct view *v = p->view[p->first + i];
		struct canvas part =
		    canvas_part(c, 0, p->col[i], p->rows, p->width[i]);
		if (v->ops->look)
			v->ops->look(v);
		v->ops->draw(v, &part);
	}
	for (size_t i = 1; i < p->slots; i++)
		for (int row = 0; row < p->rows; row++)
			canvas_fill(c, row, p->col[i] - 1, 1,
			    p->ui->ascii ? "|" : "│",
			    i == p->held ? held : ink);
}
