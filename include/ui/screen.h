/*
 * screen: a sheet on the terminal, and what is typed there.
 *
 * For ui/app only.  The one user of curses besides ui/keys.c; there is one
 * terminal, so there is one screen.
 */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "ui/answers.h"
#include "ui/canvas.h"
#include "ui/theme.h"

struct screen;

/* Takes the terminal.  NULL with a sentence: TERM is unknown, or names one
 * that cannot place its cursor. */
struct screen *screen_open(bool mouse, struct err *err);
/* Gives the terminal back as it was.  Harmless on NULL. */
void screen_close(struct screen *s);

/* 0, 8, 16, 88, 256 or 1 << 24; 0 also when NO_COLOR is set. */
int screen_colours(const struct screen *s);
void screen_size(const struct screen *s, int *rows, int *cols);
/* Pixels of a cell; 0 when the terminal does not say. */
void screen_cell(const struct screen *s, int *width, int *height);
/* The window has another size (SIGWINCH). */
void screen_resized(struct screen *s);
/* Shows a sheet; only what has changed is written.  whole: as if the screen
 * held rubbish. */
void screen_paint(struct screen *s, const struct sheet *sheet,
    const struct theme *theme, bool whole);
/* Next key (keys.h), KEYS_NONE when there is none now. */
int screen_key(struct screen *s);
/* Where the mouse was at the last KEYS_CLICK or KEYS_WHEEL_*. */
void screen_mouse(const struct screen *s, int *row, int *col);
/* Whether the mouse is read; with an open screen only. */
void screen_use_mouse(bool mouse);
/* Asks for the background colour; the answer comes as KEYS_BACKGROUND. */
void screen_ask_background(struct screen *s);
/* Asks how it shows pictures; answers come as KEYS_GRAPHICS, or never. */
void screen_ask_graphics(struct screen *s);
/* Asks, once, one that may know kitty's pictures whether it does. */
void screen_ask_kitty(struct screen *s);
const struct graphics *screen_graphics(const struct screen *s);
struct span screen_background(const struct screen *s);
/* Puts text on the clipboard of whoever sits there (OSC 52). */
void screen_copy(struct screen *s, struct span text);
/* Tells a terminal that puts lines from right to left in order to leave that
 * to us (VTE's explicit mode), until the screen is closed. */
void screen_keep_order(struct screen *s, bool ours);
/* Whether cells that lead somewhere are links of the terminal (OSC 8). */
void screen_links(struct screen *s, bool on);
/* Leaves the terminal to another program, and takes it again. */
void screen_suspend(struct screen *s);
void screen_resume(struct screen *s);

#endif
