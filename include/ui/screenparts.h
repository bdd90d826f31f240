/*
 * screenparts: what the files of the screen share.
 *
 * For ui/screen.c (the terminal, and what is typed there) and ui/paint.c (a
 * sheet on it) alone: they and ui/keys.c are all that knows curses.
 */
#ifndef UI_SCREENPARTS_H
#define UI_SCREENPARTS_H

/* term.h makes macros of words such as "columns": ours come first. */
#include "base/str.h"
#include "ui/answers.h"
#include "ui/plotter.h"
#include "ui/screen.h"

/* Wide characters, which curses.h hides otherwise on some systems. */
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <stdbool.h>
#include <stdint.h>
#include <term.h>

/* Where we are in a terminal's answer such as "ESC ] 11 ; rgb:… BEL". */
enum answer { ANSWER_NONE, ANSWER_INSIDE, ANSWER_ESCAPE };

struct screen {
	SCREEN *curses;
	int colours;
	bool utf8;
	int64_t asked_ms; /* when the background was asked for; 0: not */
	enum answer answer;
	char begun;      /* the byte behind ESC that it began with */
	struct str said; /* of it so far */
	struct str background;
	struct graphics graphics;
	bool asked_kitty;
	struct plotter plotter;
	bool keeps_order;
	bool links;            /* OSC 8 */
	unsigned char *linked; /* a cell each: it is a link on the terminal */
	int linked_rows, linked_cols;
	int mouse_row, mouse_col;
	int held; /* a key that came behind an escape; KEYS_NONE: none */
};

#endif
