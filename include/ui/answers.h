/*
 * answers: what a terminal says of itself when it is asked.
 *
 * For ui.  It is asked once, after the first paint, and never waited for: an
 * answer is adopted when it comes.  No curses.
 */
#ifndef UI_ANSWERS_H
#define UI_ANSWERS_H

#include <stdbool.h>

#include "base/str.h"

/* What is known of its graphics; {0} is nothing. */
struct graphics {
	bool answers_kitty; /* to the question of kitty's protocol */
	bool has_signs;     /* it is one that knows placeholders */
	bool sixel;
	int registers;      /* colours of sixel at once; 0: not told */
	int cell_w, cell_h; /* pixels; 0: not told */
};

/* Appends the questions: name and version (XTVERSION), pixels of a cell,
 * colours of sixel (XTSMGRAPHICS), and last what every terminal answers (DA1).
 */
void answers_ask(struct str *out);
/* Appends the question whether kitty's pictures are shown; for those alone that
 * may know it, as others print it. */
void answers_ask_kitty(struct str *out);
/* Whether a byte ends what began with ESC and that byte: "[" by any letter;
 * others end by BEL or ESC \, which is for the caller. */
bool answers_ends(char begun, int c);
/* Reads an answer without its beginning and end; true when it has told
 * something new. */
bool answers_take(struct graphics *g, char begun, struct span text);
/* Kitty's pictures can be shown so that they behave as text. */
bool graphics_kitty(const struct graphics *g);

#endif
