#include "config.h"

#include "ui/popup.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "doc/layout.h"
#include "ui/theme.h"

enum { NAME_COL = 2, GAP = 2, SHARE = 3 };

size_t
popup_room(const struct canvas *c)
{
	int rows = c->rows / SHARE;

	if (rows > POPUP_ROWS_MAX)
		rows = POPUP_ROWS_MAX;
	return rows > 1 ? (size_t)rows : 1;
}

/* The widest name, but not more than half of the width. */
static int
name_cols(const struct canvas *c, const struct popup_row *row, size_t n)
{
	int most = 0;

	for (size_t i = 0; i < n; i++) {
		struct str cells = { 0 };
		int width;

		cells_add(&cells, row[i].name);
		width = cells_width(str_span(&cells));
		most = width > most ? width : most;
		str_release(&cells);
	}
	return most < c->cols / 2 ? most : c->cols / 2;
}

void
popup_draw(struct canvas *c, const struct popup_row *row, size_t n,
    size_t chosen, size_t all, bool ascii)
{
	int top = c->rows - 1 - (int)n, names = name_cols(c, row, n);
	int words = NAME_COL + names + GAP;

	if (!n || top < 1)
		return;
	canvas_fill(c, top - 1, 0, c->cols, ascii ? "-" : "─",
	    (struct ink){ .role = UI_BORDER });
	if (all > n) {
		struct str more = { 0 };

		str_printf(&more, _(" %zu of %zu "), n, all);
		canvas_text_right(c, top - 1, c->cols - 1, c->cols / 2,
		    str_span(&more), (struct ink){ .role = UI_HINT });
		str_release(&more);
	}
	for (size_t i = 0; i < n; i++, top++) {
		canvas_fill(
		    c, top, 0, c->cols, " ", (struct ink){ .role = ROLE_TEXT });
		canvas_text(c, top, NAME_COL, names, row[i].name,
		    (struct ink){ .role = UI_KEY });
		canvas_text(c, top, words, c->cols - words - 1, row[i].words,
		    (struct ink){ .role = UI_HINT });
		if (i != chosen)
			continue;
		canvas_fill(c, top, 0, 1, ascii ? ">" : "▌",
		    (struct ink){ .role = UI_STAR });
		canvas_over(c, top, 0, c->cols, UI_CURSOR);
	}
}
