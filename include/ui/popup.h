/*
 * popup: rows over the views, just above the last line.
 *
 * For ui.  What may be typed next, with a sentence each.
 */
#ifndef UI_POPUP_H
#define UI_POPUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ui/canvas.h"

struct popup_row {
	struct span name, words;
};

enum { POPUP_ROWS_MAX = 10 };

/* How many rows there is room for on a canvas, the ruled line apart. */
size_t popup_room(const struct canvas *c);
/* Draws them so that they end above the last row of c, below a ruled line;
 * chosen: the row that bears the bar, or n; all: how many there are, of which
 * there may be no room for more than n. */
void popup_draw(struct canvas *c, const struct popup_row *row, size_t n,
    size_t chosen, size_t all, bool ascii);

#endif
