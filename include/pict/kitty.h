/*
 * kitty: pictures in kitty's graphics protocol, with Unicode placeholders:
 * signs of text in whose places the terminal shows the picture, so that it
 * scrolls, is covered and goes as text does.
 *
 * For ui and tests.
 */
#ifndef PICT_KITTY_H
#define PICT_KITTY_H

#include "base/str.h"
#include "pict/pixels.h"

enum {
	KITTY_FIRST_ID = 16, /* an id is told by a colour of the palette, and
	                        those below are the theme's */
	KITTY_LAST_ID = 255,
	KITTY_SIDE_MAX = 240 /* cells: as many marks count rows and columns */
};

/* Appends what gives the picture to the terminal, to be shown in cols x rows
 * cells under that number; what had the number before goes. */
void kitty_add(
    struct str *out, const struct pixels *p, int id, int cols, int rows);
/* Appends what takes back all pictures of ours. */
void kitty_forget(struct str *out);
/* The sign in whose place that cell of a picture is shown; its foreground is
 * the picture's number. */
void kitty_sign(char sign[16], int row, int col);
/* Whether the terminal of that name and version (its answer to XTVERSION) knows
 * placeholders: others that show kitty's pictures do not. */
bool kitty_has_signs(struct span version);

#endif
