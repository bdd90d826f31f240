/*
 * canvas: cells in memory; all views draw here.
 *
 * For ui.  A sheet owns the cells of a whole screen; a canvas is a borrowed
 * rectangle of it, so that a view draws from 0,0 and never knows where it
 * stands.  What leaves the rectangle is cut off.  No terminal is involved:
 * screen.c shows a sheet, tests dump it.
 */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
	GLYPH_BYTES = 24, /* a base and four marks, and NUL */
	SHEET_SIDE_MAX = 2000
};

/* How something is drawn: what it is (enum role or enum ui_role), what lies
 * over it (0, or a ui_role whose colours win), and STYLE_ bits of doc.h. */
struct ink {
	unsigned char role, over;
	unsigned short style;
	unsigned short link; /* 0, or what canvas_link said */
};

/* Where a click on cells leads; url is borrowed until the sheet is cleared. */
struct sheet_link {
	struct span url;
	int number; /* cells of one number light up together */
};

struct glyph {
	char text[GLYPH_BYTES]; /* one cluster; empty: a blank */
	unsigned char width;    /* 1 or 2; 0: right half of a wide one */
	bool painted;           /* part of a picture: in colours of its own */
	unsigned char plate;    /* of which plate it is a cell; 0: of none */
	struct ink ink;
	int32_t fg, bg; /* painted: as theme.h counts colours */
};

struct pixels;

/* A picture whose pixels the terminal shows over its cells. */
struct sheet_plate {
	int row, col, rows, cols;    /* on the sheet: what can be seen of it */
	int first, all_rows;         /* its first visible row, of so many */
	uint64_t key;                /* of this picture in this size */
	int id;                      /* kitty's number; 0: sixel */
	const struct pixels *pixels; /* lives until the sheet was shown */
};

enum { SHEET_PLATES_MAX = 16 };

struct sheet {
	struct glyph *glyph;
	int rows, cols;
	int cursor_row, cursor_col; /* where the real cursor rests */
	bool cursor_shown;
	struct sheet_link *link; /* ink.link counts from 1 */
	size_t links, link_cap;
	struct sheet_plate plate[SHEET_PLATES_MAX]; /* glyph.plate counts
	                                               from 1 */
	size_t plates;
	bool bidi; /* what canvas_text draws is put in order by UAX #9 */
};

struct canvas {
	struct sheet *sheet;
	int top, left, rows, cols;
};

/* {0} is ready.  Resizing clears; sides are kept within 1 and SHEET_SIDE_MAX.
 */
void sheet_resize(struct sheet *s, int rows, int cols);
void sheet_clear(struct sheet *s);
void sheet_release(struct sheet *s);
/* Appends the cells as text: a line a row, without blanks at the end. */
void sheet_text(struct str *out, const struct sheet *s);
/* NULL: outside. */
const struct glyph *sheet_at(const struct sheet *s, int row, int col);

struct canvas canvas_of(struct sheet *s);
/* A rectangle within c, cut to it. */
struct canvas canvas_part(
    const struct canvas *c, int top, int left, int rows, int cols);
/* Draws text that went through cells_add, at most width cells of it, and
 * returns the width drawn.  A cluster that does not fit is left out. */
int canvas_cells(struct canvas *c, int row, int col, int width,
    struct span text, struct ink ink);
/* Draws any text, made safe, and cut with an ellipsis at width cells. */
int canvas_text(struct canvas *c, int row, int col, int width, struct span text,
    struct ink ink);
/* The same so that it ends before column `end`; returns its first column. */
int canvas_text_right(struct canvas *c, int row, int end, int width,
    struct span text, struct ink ink);
/* A sentence, parted at blanks, from that row on; the rows that it took.  What
 * the last row has no room for is cut with an ellipsis. */
int canvas_lines(struct canvas *c, int row, int col, int width,
    struct span text, struct ink ink);
/* n times the same single-width sign. */
void canvas_fill(struct canvas *c, int row, int col, int n, const char *sign,
    struct ink ink);
/* One cell of a picture: a sign of one cell in two colours. */
void canvas_paint(struct canvas *c, int row, int col, const char *sign,
    int32_t fg, int32_t bg);
/* One row of a plate, whose cells have been painted: joined to what the sheet
 * has of it above.  of->row, col and rows are not looked at. */
void canvas_plate(
    struct canvas *c, int row, int col, const struct sheet_plate *of);
/* The ink.link of cells that lead to url, which lives as long as what is drawn;
 * 0 when there are too many. */
unsigned short canvas_link(struct canvas *c, struct span url, int number);
/* Lays a role over n cells, whatever they hold. */
void canvas_over(struct canvas *c, int row, int col, int n, int over);
/* The real cursor rests here. */
void canvas_cursor(struct canvas *c, int row, int col, bool shown);

#endif
