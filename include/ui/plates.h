/*
 * plates: the pictures of a story on its page.
 *
 * For ui/article.
 */
#ifndef UI_PLATES_H
#define UI_PLATES_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"
#include "ui/story.h"
#include "ui/view.h"

/* Has the pictures fetched that are not there: first those on the screen of
 * rows lines from top on, then, of a story that was opened, the others. */
void plates_look(
    const struct story *s, struct ui *ui, size_t top, size_t rows, bool opened);
/* Draws the line's part of its picture into a row, its text beginning at
 * column left.  False: there is no picture yet, or none at all, and its words
 * are to be drawn. */
bool plates_draw(const struct story *s, const struct ui *ui, struct canvas *c,
    int row, int left, const struct line *line);

/* Draws row `at` of a picture's cells, or of its pixels, from column col on. */
void plates_row(const struct ui *ui, struct canvas *c, int row, int col,
    const struct album_ask *ask, const struct mosaic *m, int at);

/* Hides the pictures of all stories, or shows them again; they are to be laid
 * out anew.  False: there are none. */
bool plates_toggle(struct ui *ui);

#endif
