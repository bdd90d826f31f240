#include "config.h"

#include "ui/rowfmt.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/when.h"
#include "ui/rowplan.h"

enum { MINUTE = 60, DAY = 24 * 60 * 60, HALF_YEAR = 182 * DAY };

void
rowfmt_time(struct str *out, int64_t when, const struct rowfmt *f)
{
	if (f->date && *f->date)
		when_local(out, when, f->date);
	else if (when < f->midnight)
		when_local(out, when, "%H:%M");
	else if (f->now - when < MINUTE)
		str_addz(out, _("now"));
	else
		when_age(out, when, f->now);
}

void
rowfmt_day(struct str *out, int64_t when, const struct rowfmt *f)
{
	if (when >= f->midnight)
		return;
	/* Days have 23 to 25 hours where clocks change: ask at noon. */
	if (when_midnight(when) == when_midnight(f->midnight - DAY / 2))
		str_addz(out, _("Yesterday"));
	else if (f->now - when < HALF_YEAR)
		when_local(out, when, _("%A, %e %b"));
	else
		when_local(out, when, _("%e %b %Y"));
}

/* The title that follows the cells at its start that are left out: those that
 * are on the way to its end, if it is not seen anyway. */
static struct span
shifted(struct span title, const struct rowfmt *f, int width, struct str *own)
{
	int hidden = cells_width(title) - width;
	int by = f->shift < hidden ? f->shift : hidden;

	if (by <= 0)
		return title;
	str_lit(own, "…");
	str_add(own, span_from(title, cells_fit(title, by + 1, NULL)));
	return str_span(own);
}

/* The end of what stands on a row of so many cells: at a blank, if there is
 * one. */
static size_t
row_end(struct span rest, int width)
{
	size_t most = cells_fit(rest, width, NULL), n = most;

	if (most == rest.n)
		return most;
	while (n && rest.s[n] != ' ')
		n--;
	return n ? n : most;
}

static int
count_rows(struct span title, int width, int most)
{
	int n = 1;

	for (; n < most; n++) {
		size_t end = row_end(title, width);

		title = span_trim(span_from(title, end));
		if (!title.n || !end)
			break;
	}
	return n;
}

static bool
is_cut(struct span title, int width, int rows)
{
	for (int i = 0; i < rows; i++)
		title = span_trim(span_from(title, row_end(title, width)));
	return title.n > 0;
}

static int
title_rows(const struct rowfmt *f)
{
	return f->title_rows > 1 ? f->title_rows : 1;
}

static void
draw_title(struct canvas *c, int row, const struct row_piece *piece,
    struct span title, const struct rowfmt *f, int nth)
{
	struct ink ink = { .role = piece->role };
	struct str own = { 0 };
	int end = piece->col + piece->width;
	bool rtl = utf8_is_rtl(title);

	if (is_cut(title, piece->width, title_rows(f)))
		title = shifted(title, f, piece->width, &own);
	for (int i = 0; i < nth; i++)
		title =
		    span_trim(span_from(title, row_end(title, piece->width)));
	if (nth + 1 < title_rows(f))
		title = span_head(title, row_end(title, piece->width));
	/* A title that runs from right to left begins at the right. */
	if (rtl)
		canvas_text_right(c, row, end, piece->width, title, ink);
	else
		canvas_text(c, row, piece->col, piece->width, title, ink);
	str_release(&own);
}

static void
draw_piece(
    struct canvas *c, int row, const struct row_piece *piece, struct span text)
{
	struct ink ink = { .role = piece->role };
	int end = c->cols - 1;
	int width =
	    end - piece->col < piece->width ? end - piece->col : piece->width;
	struct str sign = { 0 };

	if (piece->fills) {
		str_add(&sign, text);
		canvas_fill(c, row, piece->col, width, str_z(&sign), ink);
		str_release(&sign);
	} else if (piece->right) {
		canvas_text_right(c, row, piece->col + width, width, text, ink);
	} else {
		canvas_text(c, row, piece->col, width, text, ink);
	}
}

void
rowfmt_draw(struct canvas *c, int row, const struct headline *h, unsigned flags,
    const struct rowfmt *f, int nth)
{
	struct row_plan plan = { 0 };

	rowplan_make(&plan, h, flags, f, c->cols);
	for (size_t i = 0; i < plan.n; i++) {
		struct span text = rowplan_text(&plan, i);

		if (i == plan.title)
			draw_title(c, row, &plan.piece[i], text, f, nth);
		else if (nth == 0)
			draw_piece(c, row, &plan.piece[i], text);
	}
	rowplan_release(&plan);
}

/* The title and its room; false: the row has none. */
static bool
title_of(struct row_plan *plan, struct span *title, int *width)
{
	if (plan->title >= plan->n || plan->piece[plan->title].width < 1)
		return false;
	*title = rowplan_text(plan, plan->title);
	*width = plan->piece[plan->title].width;
	return true;
}

int
rowfmt_rows(
    const struct headline *h, unsigned flags, const struct rowfmt *f, int cols)
{
	struct row_plan plan = { 0 };
	struct span title;
	int width, n = 1;

	if (title_rows(f) == 1)
		return 1;
	rowplan_make(&plan, h, flags, f, cols);
	if (title_of(&plan, &title, &width))
		n = count_rows(title, width, title_rows(f));
	rowplan_release(&plan);
	return n;
}

int
rowfmt_hidden(
    const struct headline *h, unsigned flags, const struct rowfmt *f, int cols)
{
	struct row_plan plan = { 0 };
	struct span title;
	int width, n = 0;

	rowplan_make(&plan, h, flags, f, cols);
	if (title_of(&plan, &title, &width) &&
	    is_cut(title, width, title_rows(f)))
		n = cells_width(title) - width;
	rowplan_release(&plan);
	return n > 0 ? n : 0;
}
