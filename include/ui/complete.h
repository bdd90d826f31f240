/*
 * complete: what may stand next on a line of commands, with a sentence each.
 *
 * For ui.  A completion holds copies; nothing of it is borrowed.
 */
#ifndef UI_COMPLETE_H
#define UI_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct app;

struct candidate {
	char *text;     /* as it is written on the line, quotes included */
	char *sentence; /* "" when there is none */
};

enum { CANDIDATES_MAX = 2000 };

struct completion {
	struct candidate *item; /* sorted, unless their order has a meaning */
	size_t n, cap;
	size_t from; /* the byte of the line where they begin */
	/* The one that Tab has put there; n: none. */
	size_t chosen;
	struct str typed; /* what stood there before Tab */
	struct str about; /* what is known of the command on the line */
};

/* Finds what may stand in place of the last word of `head`, which is the line
 * up to the cursor, for the view that has the focus. */
void complete_line(struct completion *c, const struct app *a, struct span head);
/* Appends the longest beginning that all of them have. */
void complete_common(const struct completion *c, struct str *out);
void complete_release(struct completion *c);

#endif
