#include "config.h"

#include "ui/canvas.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "doc/bidi.h"

static int
clamp(int v, int lo, int hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

void
sheet_clear(struct sheet *s)
{
	size_t n = (size_t)s->rows * (size_t)s->cols;

	for (size_t i = 0; i < n; i++)
		s->glyph[i] = (struct glyph){ .width = 1 };
	s->cursor_row = s->cursor_col = 0;
	s->cursor_shown = false;
	s->links = 0;
	s->plates = 0;
}

void
sheet_resize(struct sheet *s, int rows, int cols)
{
	rows = clamp(rows, 1, SHEET_SIDE_MAX);
	cols = clamp(cols, 1, SHEET_SIDE_MAX);
	if (rows != s->rows || cols != s->cols) {
		s->glyph = xreallocarray(
		    s->glyph, (size_t)rows * (size_t)cols, sizeof(*s->glyph));
		s->rows = rows;
		s->cols = cols;
	}
	sheet_clear(s);
}

void
sheet_release(struct sheet *s)
{
	free(s->glyph);
	free(s->link);
	*s = (struct sheet){ 0 };
}

const struct glyph *
sheet_at(const struct sheet *s, int row, int col)
{
	if (row < 0 || col < 0 || row >= s->rows || col >= s->cols)
		return NULL;
	return &s->glyph[(size_t)row * (size_t)s->cols + (size_t)col];
}

void
sheet_text(struct str *out, const struct sheet *s)
{
	for (int r = 0; r < s->rows; r++) {
		size_t end = out->n;
		for (int c = 0; c < s->cols; c++) {
			const struct glyph *g = sheet_at(s, r, c);
			if (!g->width)
				continue;
			str_addz(out, g->text[0] ? g->text : " ");
			if (g->text[0] && strcmp(g->text, " ") != 0)
				end = out->n;
		}
		str_cut(out, end);
		str_addc(out, '\n');
	}
}

struct canvas
canvas_of(struct sheet *s)
{
	return (struct canvas){ s, 0, 0, s->rows, s->cols };
}

struct canvas
canvas_part(const struct canvas *c, int top, int left, int rows, int cols)
{
	top = clamp(top, 0, c->rows);
	left = clamp(left, 0, c->cols);
	return (struct canvas){ c->sheet, c->top + top, c->left + left,
		clamp(rows, 0, c->rows - top), clamp(cols, 0, c->cols - left) };
}

static struct glyph *
glyph_at(struct canvas *c, int row, int col)
{
	return &c->sheet
	            ->glyph[(size_t)(c->top + row) * (size_t)c->sheet->cols +
	                    (size_t)(c->left + col)];
}

/* A wide sign that loses one half loses the other too. */
static void
make_room(struct canvas *c, int row, int col)
{
	struct glyph *g = glyph_at(c, row, col);

	if (g->width == 0 && c->left + col > 0) {
		g[-1].text[0] = '\0';
		g[-1].width = 1;
	} else if (g->width == 2 && c->left + col + 1 < c->sheet->cols) {
		g[1].text[0] = '\0';
		g[1].width = 1;
	}
}

static void
put(struct canvas *c, int row, int col, struct span text, int width,
    struct ink ink)
{
	struct glyph *g;

	make_room(c, row, col);
	if (width == 2)
		make_room(c, row, col + 1);
	g = glyph_at(c, row, col);
	if (text.n >= GLYPH_BYTES)
		text = SPAN("?");
	if (text.n)
		memcpy(g->text, text.s, text.n);
	g->text[text.n] = '\0';
	g->width = (unsigned char)width;
	g->painted = false;
	g->plate = 0;
	g->ink = ink;
	if (width == 2) {
		g[1] = (struct glyph){ .ink = ink };
	}
}

/* A cluster may hold several signs with a width (an emoji family taken apart,
 * the vowels of Indic scripts): each begins a glyph of its own, for curses
 * has no cell of two. */
static int
put_cluster(
    struct canvas *c, int row, int col, struct span text, struct ink ink)
{
	int start = col;

	for (size_t at = 0, end; at < text.n; at = end) {
		uint32_t cp, next;
		int width;

		end = at + utf8_next(text, at, &cp);
		width = cell_width(cp);
		while (end < text.n) {
			size_t used = utf8_next(text, end, &next);
			if (cell_width(next) > 0)
				break;
			end += used;
		}
		if (width > 0)
			put(c, row, col, span_n(text.s + at, end - at), width,
			    ink);
		col += width;
	}
	return col - start;
}

int
canvas_cells(struct canvas *c, int row, int col, int width, struct span text,
    struct ink ink)
{
	int start = col;

	if (row < 0 || row >= c->rows || col < 0)
		return 0;
	if (width > c->cols - col)
		width = c->cols - col;
	for (size_t at = 0; at < text.n;) {
		size_t end = cluster_end(text, at);
		struct span one = span_n(text.s + at, end - at);

		if (col - start + cells_width(one) > width)
			break;
		col += put_cluster(c, row, col, one, ink);
		at = end;
	}
	return col - start;
}

/* Text as it stands in at most width cells; returns how many it takes. */
static int
write_cells(
    const struct canvas *c, struct str *out, struct span text, int width)
{
	struct str joined = { 0 }, cells = { 0 };
	int used;

	if (!c->sheet->bidi)
		return cells_ellipsis(out, text, width);
	bidi_join(&joined, text);
	used = cells_ellipsis(&cells, str_span(&joined), width);
	bidi_line(out, str_span(&cells), utf8_is_rtl(text));
	str_release(&joined);
	str_release(&cells);
	return used;
}

int
canvas_text(struct canvas *c, int row, int col, int width, struct span text,
    struct ink ink)
{
	struct str cells = { 0 };
	int used;

	if (row < 0 || row >= c->rows || col < 0 || col >= c->cols)
		return 0;
	if (width > c->cols - col)
		width = c->cols - col;
	if (width <= 0)
		return 0;
	write_cells(c, &cells, text, width);
	used = canvas_cells(c, row, col, width, str_span(&cells), ink);
	str_release(&cells);
	return used;
}

/* Bytes of the words that fit; the first one in any case. */
static size_t
words_that_fit(struct span text, int width)
{
	size_t end = span_chr(text, ' ');

	for (size_t next = end; next < text.n; end = next) {
		next += 1 + span_chr(span_from(text, next + 1), ' ');
		if (cells_width(span_head(text, next)) > width)
			break;
	}
	/* A word that is too long alone, such as an address, is divided. */
	if (cells_width(span_head(text, end)) > width) {
		size_t most = cells_fit(text, width, NULL);

		end = most ? most : end;
	}
	return end;
}

int
canvas_lines(struct canvas *c, int row, int col, int width, struct span text,
    struct ink ink)
{
	int from = row;

	for (text = span_trim(text); text.n && width > 0 && row < c->rows;
	     row++) {
		/* The last row says that it is not all. */
		size_t n =
		    row + 1 < c->rows ? words_that_fit(text, width) : text.n;

		canvas_text(c, row, col, width, span_head(text, n), ink);
		text = span_trim(span_from(text, n));
	}
	return row - from;
}

int
canvas_text_right(struct canvas *c, int row, int end, int width,
    struct span text, struct ink ink)
{
	struct str cells = { 0 };
	int used;

	if (width > end)
		width = end;
	if (width <= 0)
		return end;
	used = write_cells(c, &cells, text, width);
	canvas_cells(c, row, end - used, used, str_span(&cells), ink);
	str_release(&cells);
	return end - used;
}

void
canvas_fill(
    struct canvas *c, int row, int col, int n, const char *sign, struct ink ink)
{
	if (row < 0 || row >= c->rows)
		return;
	for (int i = col < 0 ? 0 : col; i < col + n && i < c->cols; i++)
		put(c, row, i, span_of(sign), 1, ink);
}

void
canvas_paint(struct canvas *c, int row, int col, const char *sign, int32_t fg,
    int32_t bg)
{
	struct glyph *g;

	if (row < 0 || row >= c->rows || col < 0 || col >= c->cols)
		return;
	put(c, row, col, span_of(sign), 1, (struct ink){ 0 });
	g = glyph_at(c, row, col);
	g->painted = true;
	g->fg = fg;
	g->bg = bg;
}

void
canvas_plate(struct canvas *c, int row, int col, const struct sheet_plate *of)
{
	struct sheet *s = c->sheet;
	struct sheet_plate *last = s->plates ? &s->plate[s->plates - 1] : NULL;

	if (row < 0 || row >= c->rows || col < 0 || col + of->cols > c->cols)
		return;
	if (last && last->key == of->key && last->col == c->left + col &&
	    last->row + last->rows == c->top + row &&
	    last->first + last->rows == of->first) {
		last->rows++;
	} else if (s->plates < SHEET_PLATES_MAX) {
		last = &s->plate[s->plates++];
		*last = *of;
		last->row = c->top + row;
		last->col = c->left + col;
		last->rows = 1;
	} else {
		return;
	}
	for (int i = 0; i < of->cols; i++)
		glyph_at(c, row, col + i)->plate = (unsigned char)s->plates;
}

unsigned short
canvas_link(struct canvas *c, struct span url, int number)
{
	struct sheet *s = c->sheet;
	const struct sheet_link *last =
	    s->links ? &s->link[s->links - 1] : NULL;

	/* The pieces of a link follow each other. */
	if (last && last->number == number && last->url.s == url.s)
		return (unsigned short)s->links;
	if (s->links == USHRT_MAX)
		return 0;
	vec_room(&s->link, s->links, &s->link_cap);
	s->link[s->links++] = (struct sheet_link){ url, number };
	return (unsigned short)s->links;
}

void
canvas_over(struct canvas *c, int row, int col, int n, int over)
{
	if (row < 0 || row >= c->rows)
		return;
	for (int i = col < 0 ? 0 : col; i < col + n && i < c->cols; i++)
		glyph_at(c, row, i)->ink.over = (unsigned char)over;
}

void
canvas_cursor(struct canvas *c, int row, int col, bool shown)
{
	if (!c->rows || !c->cols)
		return;
	c->sheet->cursor_row = c->top + clamp(row, 0, c->rows - 1);
	c->sheet->cursor_col = c->left + clamp(col, 0, c->cols - 1);
	c->sheet->cursor_shown = shown;
}
