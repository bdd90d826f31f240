#include "config.h"

#include "ui/view.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/theme.h"

enum { SMALL_ROWS = 15, SMALL_COLS = 40 };

bool
view_is_small(const struct view *v)
{
	return v->rows < SMALL_ROWS || v->cols <= SMALL_COLS;
}

int
view_body_top(const struct view *v)
{
	return v->rows < SMALL_ROWS ? 1 : 2;
}

bool
view_trouble(const struct view *v, struct canvas *c, int top)
{
	const struct err *why = v->trouble.code ? &v->trouble : &v->ui->trouble;
	int col = view_is_small(v) ? 1 : 4;

	if (!why->code)
		return false;
	canvas_lines(c, top, col, c->cols - col - 1, span_of(why->text),
	    (struct ink){ .role = UI_ERROR });
	return true;
}

const struct options *
view_options(const struct ui *ui, struct span feed_url)
{
	const struct feedsfile *f = ui->feeds;

	for (size_t i = 0; f && i < f->subs; i++)
		if (span_eq(f->sub[i].url, feed_url))
			return &f->sub[i].options;
	return ui->options;
}

void
view_title(
    const struct view *v, struct canvas *c, struct span left, struct span right)
{
	struct ink ink = { .role = v->focused ? UI_TITLE : UI_TITLE_DIM };
	/* What the left one leaves, and half of the row at least. */
	int end = c->cols - 1, room = c->cols - cells_width(left) - 4;

	if (room < c->cols / 2)
		room = c->cols / 2;
	if (right.n)
		end = canvas_text_right(c, 0, end, room, right,
		          (struct ink){ .role = UI_TITLE_DIM }) -
		      2;
	canvas_text(c, 0, 1, end - 1, left, ink);
}

void
view_cursor(const struct view *v, struct canvas *c, int row)
{
	struct ink ink = { .role = v->focused ? UI_STAR : UI_BORDER };

	canvas_fill(c, row, 0, 1, v->ui->ascii ? ">" : "▌", ink);
	canvas_over(
	    c, row, 0, c->cols, v->focused ? UI_CURSOR : UI_CURSOR_OTHER);
	if (v->focused)
		canvas_cursor(c, row, 0, false);
}

void
view_await(struct view *v, int64_t seq, const char *doing)
{
	v->ui->awaited = seq;
	str_clear(&v->ui->talk->doing);
	str_addz(&v->ui->talk->doing, doing);
}

void
view_fit(const struct view *v, struct list *l, int below)
{
	int rows = v->rows - view_body_top(v) - below;

	l->rows = rows > 1 ? rows : 1;
	list_settle(l);
}

enum reaction
view_click(const struct view *v, struct list *l, int row)
{
	static const enum reaction reactions[] = {
		[CLICK_NOTHING] = NOTHING,
		[CLICK_CHOSE] = PAINT,
		[CLICK_AGAIN] = OPEN,
	};

	return reactions[list_click(l, row - view_body_top(v))];
}

static bool
same_words(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool
scope_same(const struct scope *a, const struct scope *b)
{
	return a->feed == b->feed && a->starred == b->starred &&
	       a->since == b->since && a->trash == b->trash &&
	       same_words(a->tag, b->tag) &&
	       same_words(a->section, b->section) &&
	       same_words(a->search, b->search);
}

bool
article_same(const struct target *a, const struct target *b)
{
	return a->id == b->id && a->scope.unfinished == b->scope.unfinished &&
	       same_words(a->scope.search, b->scope.search);
}
