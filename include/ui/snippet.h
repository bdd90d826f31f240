/*
 * snippet: why a search found a story, in a line with the hits marked.
 *
 * For ui/headlines.c.
 */
#ifndef UI_SNIPPET_H
#define UI_SNIPPET_H

#include <stdbool.h>
#include <stdint.h>

#include "store/headlines.h"
#include "store/match.h"
#include "ui/canvas.h"

/* {0} is an empty one. */
struct snippet {
	struct filter
	    *filter;     /* of the search; NULL: not read, or unreadable */
	bool tried;      /* to read it */
	int64_t id;      /* the story it is of; 0: none */
	int width;       /* cells that it was made for */
	struct str text; /* empty: nothing of the search is in its texts */
	struct match_marks marks;
};

/* Makes it for a story that the scope's search has found, unless it is that
 * one's already.  A story that cannot be read leaves it empty. */
void snippet_look(struct snippet *p, struct store *s, const struct scope *scope,
    int64_t now, int64_t id, int width);
/* The stories may be others now; with another search snippet_release. */
void snippet_spoil(struct snippet *p);
/* Draws it, its hits bold and underlined; false: it is empty. */
bool snippet_draw(const struct snippet *p, struct canvas *c, int row, int col);
void snippet_release(struct snippet *p);

#endif
