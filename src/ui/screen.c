#include "config.h"

#include "ui/screen.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "base/mem.h"
#include "conf/terminal.h"
#include "ui/keys.h"
#include "ui/screenparts.h"

enum {
	ESC_DELAY_MS = 25,
	ANSWER_WAIT_MS = 3000, /* later, "ESC ]" is a person's Alt-] */
	ANSWER_BYTES_MAX = 64,
	CODE_PASTE_BEGIN = KEY_MAX + 1,
	CODE_PASTE_END = KEY_MAX + 2,
	BELL = 7,
	DELETE = 127
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
	mmask_t wanted = BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON4_PRESSED |
	                 BUTTON5_PRESSED;

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

/* As many colours as the terminal has; NULL: curses' own choice will do. */
static SCREEN *
open_direct(void)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");
	struct str name = { 0 };
	SCREEN *curses = NULL;
	int known = 0;

	if ((no && *no) || !term || !terminal_direct(&name, term))
		return NULL;
	if (setupterm(str_z(&name), STDOUT_FILENO, &known) == OK &&
	    known == 1) {
		del_curterm(cur_term);
		curses = newterm(name.s, stdout, stdin);
	}
	str_release(&name);
	return curses;
}

struct screen *
screen_open(bool mouse, struct err *err)
{
	struct screen *s;
	SCREEN *curses;

	if (!check_terminal(err))
		return NULL;
	set_escdelay(ESC_DELAY_MS);
	curses = open_direct();
	if (!curses)
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
	struct str out = { 0 };

	if (!s)
		return;
	plotter_end(&s->plotter, &out);
	fwrite(str_z(&out), 1, out.n, stdout);
	str_release(&out);
	write_modes(s, false);
	endwin();
	delscreen(s->curses);
	plotter_release(&s->plotter);
	str_release(&s->said);
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
screen_cell(const struct screen *s, int *width, int *height)
{
	struct winsize size;

	*width = s->graphics.cell_w;
	*height = s->graphics.cell_h;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col ||
	    !size.ws_row || !size.ws_xpixel || !size.ws_ypixel)
		return;
	*width = size.ws_xpixel / size.ws_col;
	*height = size.ws_ypixel / size.ws_row;
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
		if (event.bstate & BUTTON1_RELEASED)
			return KEYS_RELEASE;
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

/* An answer is complete: what key it is. */
static int
answered(struct screen *s)
{
	s->answer = ANSWER_NONE;
	if (s->begun == ']' && span_starts(str_span(&s->said), "11;")) {
		str_clear(&s->background);
		str_add(&s->background, str_span(&s->said));
		return KEYS_BACKGROUND;
	}
	if (answers_take(&s->graphics, s->begun, str_span(&s->said)))
		return KEYS_GRAPHICS;
	return KEYS_NONE;
}

/* Takes one character of a terminal's answer; a key when it has told
 * something. */
static int
take_answer(struct screen *s, int c)
{
	bool sequence = s->begun == '[';
	bool end = answers_ends(s->begun, c) || (!sequence && c == BELL) ||
	           (s->answer == ANSWER_ESCAPE && c == '\\');

	if (s->said.n >= ANSWER_BYTES_MAX) {
		s->answer = ANSWER_NONE;
		return KEYS_NONE;
	}
	if (c >= ' ' && c < DELETE && (sequence || !end))
		str_addc(&s->said, (char)c);
	if (end)
		return answered(s);
	s->answer = c == KEY_ESCAPE ? ANSWER_ESCAPE : ANSWER_INSIDE;
	return KEYS_NONE;
}

static bool
awaits_answer(const struct screen *s)
{
	return s->asked_ms && loop_now_ms() - s->asked_ms < ANSWER_WAIT_MS;
}

/* "ESC [" with more behind it is a key that curses does not know, or a late
 * answer: it is read to its end, for its letters are no keys ("ESC [ 1 ; 5 A",
 * which is Ctrl and an arrow, would be A).  Alone it is a person's Alt-[. */
static int
bracket_key(struct screen *s)
{
	bool is_code;
	int next = next_code(&is_code);

	if (next == KEYS_NONE)
		return KEYS_ALT | '[';
	if (is_code) {
		s->held = code_key(s, next);
		return KEYS_ALT | '[';
	}
	s->answer = ANSWER_INSIDE;
	s->begun = '[';
	str_clear(&s->said);
	next = take_answer(s, next);
	return next == KEYS_NONE ? screen_key(s) : next;
}

/* An escape alone, with a key behind it (Alt), or an answer's beginning. */
static int
escape_key(struct screen *s)
{
	bool is_code;
	int next = next_code(&is_code);

	if (next == KEYS_NONE)
		return KEY_ESCAPE;
	if (!is_code && next > 0 && next < DELETE && strchr("]_[P", next) &&
	    awaits_answer(s)) {
		s->answer = ANSWER_INSIDE;
		s->begun = (char)next;
		str_clear(&s->said);
		return screen_key(s);
	}
	if (next == '[')
		return bracket_key(s);
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
	/* Behind a person's Esc an answer may have begun. */
	if (c != KEYS_NONE)
		return c == KEY_ESCAPE ? escape_key(s) : c;
	for (;;) {
		c = next_code(&is_code);
		if (c == KEYS_NONE)
			return c;
		if (s->answer == ANSWER_NONE || is_code)
			break;
		c = take_answer(s, c);
		if (c != KEYS_NONE)
			return c;
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

void
screen_ask_graphics(struct screen *s)
{
	struct str out = { 0 };

	if (!s->utf8 || !terminal_may_be_asked())
		return;
	s->asked_ms = loop_now_ms();
	answers_ask(&out);
	fwrite(out.s, 1, out.n, stdout);
	fflush(stdout);
	str_release(&out);
}

void
screen_ask_kitty(struct screen *s)
{
	struct str out = { 0 };

	if (s->asked_kitty || !s->graphics.has_signs)
		return;
	s->asked_kitty = true;
	s->asked_ms = loop_now_ms();
	answers_ask_kitty(&out);
	fwrite(out.s, 1, out.n, stdout);
	fflush(stdout);
	str_release(&out);
}

const struct graphics *
screen_graphics(const struct screen *s)
{
	return &s->graphics;
}

struct span
screen_background(const struct screen *s)
{
	return span_from(str_span(&s->background), sizeof("11;") - 1);
}

void
screen_copy(struct screen *s, struct span text)
{
	struct str out = { 0 };

	(void)s;
	str_lit(&out, "\033]52;c;");
	str_base64(&out, text);
	str_lit(&out, "\033\\");
	fwrite(out.s, 1, out.n, stdout);
	fflush(stdout);
	str_release(&out);
}
