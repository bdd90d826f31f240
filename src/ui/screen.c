#include "config.h"

#include "ui/screen.h"

/* Wide characters, which curses.h hides otherwise on some systems. */
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "conf/terminal.h"
#include "ui/keys.h"

enum {
	ESC_DELAY_MS = 25,
	ANSWER_WAIT_MS = 3000, /* later, "ESC ]" is a person's Alt-] */
	ANSWER_BYTES_MAX = 64,
	CODE_PASTE_BEGIN = KEY_MAX + 1,
	CODE_PASTE_END = KEY_MAX + 2,
	BELL = 7,
	DELETE = 127
};

/* Where we are in the terminal's answer "ESC ] 11 ; rgb:… BEL". */
enum answer { ANSWER_NONE, ANSWER_INSIDE, ANSWER_ESCAPE };

struct screen {
	SCREEN *curses;
	int colours;
	bool utf8;
	int64_t asked_ms; /* when the background was asked for; 0: not */
	enum answer answer;
	struct str background;
	bool keeps_order;
	bool links;            /* OSC 8 */
	unsigned char *linked; /* a cell each: it is a link on the terminal */
	int linked_rows, linked_cols;
	int mouse_row, mouse_col;
	int held; /* a key that came behind an escape; KEYS_NONE: none */
};

/* Modes that curses does not set: bracketed paste; whether the terminal shows
 * cells in the order in which it gets them. */
static void
write_modes(const struct screen *s, bool on)
{
	fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
	if (s->keeps_order)
		fputs(on ? "\033[8l" : "\033[8h", stdout);
	fflush(stdout);
}

static int
colours_of_terminal(void)
{
	const char *no = getenv("NO_COLOR");

	if ((no && *no) || !has_colors() || start_color() == ERR)
		return 0;
	use_default_colors();
	return COLORS;
}

void
screen_use_mouse(bool mouse)
{
#ifdef BUTTON5_PRESSED
	mmask_t wanted = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;

	mousemask(mouse ? wanted : 0, NULL);
	mouseinterval(0);
#else
	(void)mouse;
#endif
}

static void
set_modes(const struct screen *s, bool mouse)
{
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	leaveok(stdscr, FALSE);
	define_key("\033[200~", CODE_PASTE_BEGIN);
	define_key("\033[201~", CODE_PASTE_END);
	screen_use_mouse(mouse);
	write_modes(s, true);
}

static bool
check_terminal(struct err *err)
{
	const char *term = getenv("TERM");
	int known = 0;
	bool able;

	if (setupterm(NULL, STDOUT_FILENO, &known) == ERR || known != 1)
		return err_set(err, ERR_USAGE,
		    _("the terminal \"%s\" (TERM) is not known "
		      "here; \"broadsheet list\" needs none"),
		    term ? term : "");
	able = cursor_address != NULL;
	del_curterm(cur_term); /* newterm makes its own */
	if (!able)
		return err_set(err, ERR_USAGE,
		    _("the terminal \"%s\" (TERM) cannot place its "
		      "cursor; \"broadsheet list\" needs no such "
		      "thing"),
		    term ? term : "");
	return true;
}

struct screen *
screen_open(bool mouse, struct err *err)
{
	struct screen *s;
	SCREEN *curses;

	if (!check_terminal(err))
		return NULL;
	set_escdelay(ESC_DELAY_MS);
	curses = newterm(NULL, stdout, stdin);
	if (!curses) {
		err_set(
		    err, ERR_USAGE, "%s", _("curses cannot use this terminal"));
		return NULL;
	}
	s = xcalloc(1, sizeof(*s));
	s->curses = curses;
	s->held = KEYS_NONE;
	s->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	s->colours = colours_of_terminal();
	set_modes(s, mouse);
	return s;
}

void
screen_close(struct screen *s)
{
	if (!s)
		return;
	write_modes(s, false);
	endwin();
	delscreen(s->curses);
	str_release(&s->background);
	free(s->linked);
	free(s);
}

void
screen_suspend(struct screen *s)
{
	write_modes(s, false);
	endwin();
}

void
screen_resume(struct screen *s)
{
	screen_resized(s);
	refresh();
	write_modes(s, true);
}

void
screen_keep_order(struct screen *s, bool ours)
{
	if (ours == s->keeps_order)
		return;
	fputs(ours ? "\033[8l" : "\033[8h", stdout);
	fflush(stdout);
	s->keeps_order = ours;
}

int
screen_colours(const struct screen *s)
{
	return s->colours;
}

void
screen_size(const struct screen *s, int *rows, int *cols)
{
	(void)s;
	*rows = LINES > 0 ? LINES : 1;
	*cols = COLS > 0 ? COLS : 1;
}

void
screen_resized(struct screen *s)
{
	struct winsize size;

	(void)s;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row &&
	    size.ws_col && (size.ws_row != LINES || size.ws_col != COLS))
		resizeterm(size.ws_row, size.ws_col);
}

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

static void
paint_glyph(struct screen *s, const struct glyph *g, const struct theme *theme)
{
	struct look look = theme_look(theme, g->ink);
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

void
screen_paint(struct screen *s, const struct sheet *sheet,
    const struct theme *theme, bool whole)
{
	if (whole)
		clearok(stdscr, TRUE);
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
	refresh();
	paint_links(s, sheet, theme);
}

/* One character or code from curses; KEYS_NONE: nothing now. */
static int
next_code(bool *is_code)
{
	wint_t c;
	int got = wget_wch(stdscr, &c);

	*is_code = got == KEY_CODE_YES;
	return got == ERR ? KEYS_NONE : (int)c;
}

static int
mouse_key(struct screen *s)
{
#ifdef BUTTON5_PRESSED
	MEVENT event;

	if (getmouse(&event) == OK) {
		s->mouse_row = event.y;
		s->mouse_col = event.x;
		if (event.bstate & BUTTON1_PRESSED)
			return KEYS_CLICK;
		if (event.bstate & BUTTON4_PRESSED)
			return KEYS_WHEEL_UP;
		if (event.bstate & BUTTON5_PRESSED)
			return KEYS_WHEEL_DOWN;
	}
#endif
	return KEYS_NONE;
}

static int
code_key(struct screen *s, int code)
{
	switch (code) {
	case KEY_RESIZE:
		return KEYS_RESIZED;
	case CODE_PASTE_BEGIN:
		return KEYS_PASTE_BEGIN;
	case CODE_PASTE_END:
		return KEYS_PASTE_END;
	case KEY_MOUSE:
		return mouse_key(s);
	default:
		return key_of_code(code);
	}
}

/* Takes one character of the terminal's answer; true when it is complete. */
static bool
take_answer(struct screen *s, int c)
{
	bool end = c == BELL || (s->answer == ANSWER_ESCAPE && c == '\\');

	if (end || s->background.n >= ANSWER_BYTES_MAX) {
		s->answer = ANSWER_NONE;
		s->asked_ms = 0;
		return end && span_starts(str_span(&s->background), "11;");
	}
	s->answer = c == KEY_ESCAPE ? ANSWER_ESCAPE : ANSWER_INSIDE;
	if (c != KEY_ESCAPE && c >= ' ' && c < DELETE)
		str_addc(&s->background, (char)c);
	return false;
}

static bool
awaits_answer(const struct screen *s)
{
	return s->asked_ms && loop_now_ms() - s->asked_ms < ANSWER_WAIT_MS;
}

/* An escape alone, with a key behind it (Alt), or an answer's beginning. */
static int
escape_key(struct screen *s)
{
	bool is_code;
	int next = next_code(&is_code);

	if (next == KEYS_NONE)
		return KEY_ESCAPE;
	if (next == ']' && !is_code && awaits_answer(s)) {
		s->answer = ANSWER_INSIDE;
		str_clear(&s->background);
		return screen_key(s);
	}
	if (is_code || next == KEY_ESCAPE) {
		s->held = is_code ? code_key(s, next) : KEY_ESCAPE;
		return KEY_ESCAPE;
	}
	return KEYS_ALT | key_of_char((unsigned long)next);
}

int
screen_key(struct screen *s)
{
	bool is_code;
	int c = s->held;

	s->held = KEYS_NONE;
	if (c != KEYS_NONE)
		return c;
	for (;;) {
		c = next_code(&is_code);
		if (c == KEYS_NONE)
			return c;
		if (s->answer == ANSWER_NONE || is_code)
			break;
		if (take_answer(s, c))
			return KEYS_BACKGROUND;
	}
	if (is_code)
		return code_key(s, c);
	if (c == KEY_ESCAPE)
		return escape_key(s);
	return key_of_char((unsigned long)c);
}

void
screen_mouse(const struct screen *s, int *row, int *col)
{
	*row = s->mouse_row;
	*col = s->mouse_col;
}

void
screen_ask_background(struct screen *s)
{
	s->asked_ms = loop_now_ms();
	fputs("\033]11;?\033\\", stdout);
	fflush(stdout);
}

struct span
screen_background(const struct screen *s)
{
	return span_from(str_span(&s->background), sizeof("11;") - 1);
}

static void
add_base64(struct str *out, struct span t)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
	                             "pqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < t.n; i += 3) {
		size_t left = t.n - i;
		unsigned long v = (unsigned long)(unsigned char)t.s[i] << 16;
		if (left > 1)
			v |= (unsigned long)(unsigned char)t.s[i + 1] << 8;
		if (left > 2)
			v |= (unsigned char)t.s[i + 2];
		str_addc(out, digits[v >> 18 & 63]);
		str_addc(out, digits[v >> 12 & 63]);
		str_addc(out, left > 1 ? digits[v >> 6 & 63] : '=');
		str_addc(out, left > 2 ? digits[v & 63] : '=');
	}
}

void
screen_copy(struct screen *s, struct span text)
{
	struct str out = { 0 };

	(void)s;
	str_lit(&out, "\033]52;c;");
	add_base64(&out, text);
	str_lit(&out, "\033\\");
	fwrite(out.s, 1, out.n, stdout);
	fflush(stdout);
	str_release(&out);
}
