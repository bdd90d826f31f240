/*
 * wide: code that is wider than its window, and moves to the left in it.
 *
 * For ui/article.c.
 */
#ifndef UI_WIDE_H
#define UI_WIDE_H

#include "doc/layout.h"
#include "ui/canvas.h"

/* Cells of a line of code up to its end; 0: it is no code. */
int wide_end(const struct line *line);
/* Cells of the widest line of code that do not go into so many; l may be NULL.
 */
int wide_beyond(const struct layout *l, int room);
/* Draws code from the cell on to which it was moved, with a sign where more of
 * it is. */
void wide_draw(struct canvas *c, int row, int col, const struct piece *p,
    int shift, bool ascii);

#endif
