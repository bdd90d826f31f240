/*
 * paint: a sheet on the terminal; its cells by curses, its links over them.
 */
#include "config.h"

#include <stdlib.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "conf/terminal.h"
#include "ui/screenparts.h"

static attr_t
attributes(unsigned attr)
{
	static const struct {
		unsigned ours;
		attr_t theirs;
	} table[] = {
		{ LOOK_BOLD, A_BOLD },
		{ LOOK_DIM, A_DIM },
		{ LOOK_UNDERLINE, A_UNDERLINE },
		{ LOOK_REVERSE, A_REVERSE },
#ifdef A_ITALIC
		{ LOOK_ITALIC, A_ITALIC },
#endif
	};
	attr_t out = A_NORMAL;

	/* "dim where there is no italic" */
	if ((attr & LOOK_ITALIC) && !enter_italics_mode)
		attr = (attr & ~(unsigned)LOOK_ITALIC) | LOOK_DIM;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (attr & table[i].ours)
			out |= table[i].theirs;
	return out;
}

static int
pair_of(const struct screen *s, const struct look *look)
{
	int fg, bg, pair;

	if (!s->colours)
		return 0;
	fg = (int)theme_colour(look->fg, s->colours);
	bg = (int)theme_colour(look->bg, s->colours);
	pair = fg < 0 && bg < 0 ? 0 : alloc_pair(fg, bg);
	return pair > 0 ? pair : 0;
}

/* Elsewhere than in UTF-8 curses can show ASCII alone: what our own sentences
 * are punctuated with has a likeness there, letters have none. */
static wchar_t
plain_sign(wchar_t c)
{
	static const struct {
		wchar_t from, to;
	} table[] = {
		{ 0xa0, ' ' },
		{ 0xb7, '-' },
		{ 0x2013, '-' },
		{ 0x2014, '-' },
		{ 0x2018, '\'' },
		{ 0x2019, '\'' },
		{ 0x201c, '"' },
		{ 0x201d, '"' },
		{ 0x2026, '.' },
		{ 0x2022, '*' },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].from == c)
			return table[i].to;
	return '?';
}

static struct look
look_of(const struct glyph *g, const struct theme *theme)
{
	if (g->painted)
		return (struct look){ g->fg, g->bg, 0 };
	return theme_look(theme, g->ink);
}

static void
paint_glyph(struct screen *s, const struct glyph *g, const struct theme *theme)
{
	struct look look = look_of(g, theme);
	wchar_t text[CCHARW_MAX + 1] = { L' ' };
	struct span bytes = span_of(g->text);
	cchar_t cell;
	int pair = pair_of(s, &look);
	size_t n = 0;

	for (size_t at = 0; at < bytes.n && n < CCHARW_MAX;) {
		uint32_t cp;
		at += utf8_next(bytes, at, &cp);
		text[n++] = (wchar_t)cp;
	}
	if (!s->utf8 && n && text[0] > 0x7f) {
		text[0] = plain_sign(text[0]);
		n = 1;
	}
	text[n ? n : 1] = L'\0';
	if (setcchar(&cell, text, attributes(look.attr), (short)0, &pair) == OK)
		add_wch(&cell);
}

void
screen_links(struct screen *s, bool on)
{
	s->links = on && s->utf8;
}

/* Which cells are links is known for a window of this size. */
static void
size_linked(struct screen *s, const struct sheet *sheet)
{
	if (s->linked && s->linked_rows == sheet->rows &&
	    s->linked_cols == sheet->cols)
		return;
	free(s->linked);
	s->linked = xcalloc((size_t)sheet->rows, (size_t)sheet->cols);
	s->linked_rows = sheet->rows;
	s->linked_cols = sheet->cols;
}

static bool
same_ink(const struct ink *a, const struct ink *b)
{
	return a->role == b->role && a->over == b->over && a->style == b->style;
}

/* before: what was written before it in the same run, or NULL. */
static void
write_glyph(struct screen *s, const struct glyph *g, const struct glyph *before,
    const struct theme *theme)
{
	struct look look = theme_look(theme, g->ink);
	int pair = pair_of(s, &look);

	/* Curses keeps in mind what it is told here. */
	if (!before || !same_ink(&g->ink, &before->ink))
		vid_puts(attributes(look.attr), (short)0, &pair, putchar);
	fputs(g->text[0] ? g->text : " ", stdout);
}

/* Cells of one row from c on that lead to the same place; returns the column
 * behind them. */
static int
write_run(struct screen *s, const struct sheet *sheet, int r, int c,
    const struct theme *theme)
{
	unsigned char *linked = s->linked + (size_t)r * (size_t)sheet->cols;
	unsigned short link = sheet_at(sheet, r, c)->ink.link;
	const struct glyph *before = NULL;
	struct str open = { 0 };
	bool made = link && terminal_link(&open, sheet->link[link - 1].url,
	                        sheet->link[link - 1].number);

	putp(tiparm(cursor_address, r, c));
	fwrite(str_z(&open), 1, open.n, stdout);
	for (; c < sheet->cols; c++) {
		const struct glyph *g = sheet_at(sheet, r, c);

		if (g->ink.link != link || (!link && !linked[c]))
			break;
		if (g->width)
			write_glyph(s, g, before, theme);
		before = g;
		linked[c] = made;
	}
	str_clear(&open);
	terminal_link_end(&open);
	if (made)
		fwrite(open.s, 1, open.n, stdout);
	str_release(&open);
	return c;
}

/*
 * Curses knows no links, and what it writes anew loses them: so they are
 * written over what it has shown, each time; and what was a link and is none
 * now is written without, for curses may have left those cells alone.
 */
static void
paint_links(
    struct screen *s, const struct sheet *sheet, const struct theme *theme)
{
	bool any = false;

	if (!s->links || sheet->rows > LINES || sheet->cols > COLS)
		return;
	size_linked(s, sheet);
	for (int r = 0; r < sheet->rows; r++) {
		for (int c = 0; c < sheet->cols;) {
			size_t at = (size_t)r * (size_t)sheet->cols + (size_t)c;

			if (!s->linked[at] && !sheet->glyph[at].ink.link) {
				c++;
				continue;
			}
			c = write_run(s, sheet, r, c, theme);
			any = true;
		}
	}
	if (any)
		putp(tiparm(
		    cursor_address, sheet->cursor_row, sheet->cursor_col));
	fflush(stdout);
}

/* Curses writes these rows whatever it thinks that the terminal shows. */
static void
wipe(int row, int rows)
{
	if (row < LINES)
		wredrawln(stdscr, row, rows < LINES - row ? rows : LINES - row);
}

static void
write_out(struct str *out)
{
	if (out->n)
		fwrite(out->s, 1, out->n, stdout);
	fflush(stdout);
	str_clear(out);
}

void
screen_paint(struct screen *s, const struct sheet *sheet,
    const struct theme *theme, bool whole)
{
	struct str out = { 0 };
	bool prints;

	if (whole) {
		clearok(stdscr, TRUE);
		plotter_forget(&s->plotter);
	}
	for (int r = 0; r < sheet->rows && r < LINES; r++) {
		for (int c = 0; c < sheet->cols && c < COLS; c++) {
			const struct glyph *g = sheet_at(sheet, r, c);
			if (!g->width)
				continue;
			if (move(r, c) == OK)
				paint_glyph(s, g, theme);
		}
	}
	curs_set(sheet->cursor_shown ? 1 : 0);
	move(sheet->cursor_row, sheet->cursor_col);
	s->plotter.colours = s->graphics.registers;
	plotter_before(&s->plotter, sheet, &out, wipe);
	prints = plotter_prints(&s->plotter);
	/* All at once, where the terminal can (mode 2026). */
	if (prints)
		str_lit(&out, "\033[?2026h");
	write_out(&out);
	refresh();
	paint_links(s, sheet, theme);
	plotter_after(&s->plotter, &out);
	if (prints)
		str_lit(&out, "\033[?2026l");
	write_out(&out);
	str_release(&out);
}
