/*
 * pages: where the next screen of an article begins.
 *
 * For ui/article.  A screen is no sheet of paper: what has been read stays for
 * two lines so that the eye finds its place.  But a heading, the first line of
 * a paragraph or the upper part of a picture that stands alone at the lower
 * edge is where the next screen begins, and where a line or two less does it,
 * none is left there.
 */
#ifndef UI_PAGES_H
#define UI_PAGES_H

#include <stddef.h>

#include "doc/layout.h"
#include "ui/command.h"

enum { PAGES_OVERLAP = 2 }; /* lines that stay */

/* The first line of the screen of so many rows that follows the one that
 * begins with line `top`; it may lie too far down to fill a screen. */
size_t pages_next(const struct layout *l, size_t top, size_t rows);
/* The first line of the screen above that one.  It begins with no last line
 * of a paragraph, lower part of a picture or blank line, if a line or two
 * more or less can help it. */
size_t pages_previous(const struct layout *l, size_t top, size_t rows);

/* Where a command that moves leads; may lie beyond the end. */
size_t pages_move(const struct layout *l, size_t top, size_t rows,
    enum ui_command command, int count);

#endif
