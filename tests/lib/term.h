/*
 * term: a program in a pseudo terminal, and what its screen shows.
 *
 * For tests.  The program's output goes through libvterm, in this process:
 * nothing is guessed from escape sequences, and nothing sleeps.  Waiting is
 * always for something, with a deadline that only a failure reaches.
 *
 * Columns and rows count from 0.  A failed check prints the screen and fails
 * the cmocka test.
 */
#ifndef TESTS_LIB_TERM_H
#define TESTS_LIB_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { TERM_PATIENCE_MS = 20000 };

/* Colours: an index of the terminal's palette, or one of these. */
enum { TERM_DEFAULT = -1, TERM_RGB = -2 };

struct term;

/* What stands in a cell.  The second cell of a wide character has width 0 and
 * no text. */
struct term_cell {
	char text[32]; /* UTF-8; empty: blank */
	int width;
	bool bold, italic, underline, reverse;
	int fg, bg;
	uint32_t fg_rgb, bg_rgb; /* 0xRRGGBB where fg, bg are TERM_RGB */
};

/*
 * Starts argv[0] (looked up in PATH) with exactly this environment; both are
 * ended by NULL.  Fails the test when that is impossible.
 */
struct term *term_start(
    int columns, int rows, char *const argv[], char *const env[]);
/* Ends the program, if it still runs, and frees t. */
void term_free(struct term *t);
pid_t term_pid(const struct term *t);

/*
 * Types text.  A name in angle brackets is a key: <Enter> <Esc> <Tab> <Space>
 * <BS> <Up> <Down> <Left> <Right> <Home> <End> <PageUp> <PageDown> <C-x> <lt>.
 */
void term_keys(struct term *t, const char *keys);
void term_resize(struct term *t, int columns, int rows);
/* Tells the program of a size that the emulator does not take: no larger than
 * its own.  libvterm 0.1 falls over what was drawn for a larger screen, which
 * many sizes in a row make certain. */
void term_tell_size(struct term *t, int columns, int rows);
/* Closes the window. */
void term_hang_up(struct term *t);

/* Wait until the screen shows the text in one of its rows; until no row does;
 * until the program has left (its wait status). */
#define term_expect_text(t, text) \
	term_expect_at(t, text, true, TERM_PATIENCE_MS, __FILE__, __LINE__)
#define term_expect_gone(t, text) \
	term_expect_at(t, text, false, TERM_PATIENCE_MS, __FILE__, __LINE__)
#define term_expect_exit(t) \
	term_exit_at(t, TERM_PATIENCE_MS, __FILE__, __LINE__)
void term_expect_at(struct term *t, const char *text, bool shown,
    int deadline_ms, const char *file, int line);
int term_exit_at(struct term *t, int deadline_ms, const char *file, int line);
/* The same without failing: whether it came true. */
bool term_wait_text(
    struct term *t, const char *text, bool shown, int deadline_ms);
/* Lets that time pass, also when the program has left, and reads on. */
void term_pause(struct term *t, int ms);

/* A condition about the screen comes true, or the screen is printed: what is
 * seen may be a frame half drawn. */
#define term_check(t, condition)                                              \
	do {                                                                  \
		int64_t term_until = term_now_ms() + TERM_PATIENCE_MS;        \
		while (!(condition))                                          \
			if (!term_read_until(t, term_until))                  \
				term_fail(t, #condition, __FILE__, __LINE__); \
	} while (0)
int64_t term_now_ms(void);
/* Reads for a moment; false when the time has come, or the program left. */
bool term_read_until(struct term *t, int64_t until);
void term_fail(struct term *t, const char *what, const char *file, int line);

struct term_cell term_cell(const struct term *t, int column, int row);
void term_cursor(const struct term *t, int *column, int *row);
/* The text of a row without the blanks at its end; to be freed. */
char *term_row(const struct term *t, int row);
/* All rows, each with a newline; to be freed. */
char *term_screen(const struct term *t);
/* Where a text begins on the screen; false when it is not there. */
bool term_find(const struct term *t, const char *text, int *column, int *row);
/* The last operating system command (OSC) that the program sent, such as
 * "52;c;aGVsbG8=" (a text for the clipboard); empty: none came. */
const char *term_osc(const struct term *t);
int term_columns(const struct term *t);
int term_rows(const struct term *t);

#endif
