/*
 * wrap: where lines break.
 *
 * For doc/layout and ui.  UAX #14 by libunistring, with its missing rule LB29
 * put back; widths in cells by cell_width; clusters are never cut, words only
 * when longer than a line, URLs at sensible places.
 */
#ifndef DOC_WRAP_H
#define DOC_WRAP_H

#include <stdbool.h>

#include "base/str.h"

/* Text that went through cells_add, and what to break it into.  A newline in
 * it ends a line. */
struct wrap {
	struct span text;
	unsigned char *breaks; /* a verdict a byte; owned */
	size_t at;             /* where the next line begins */
	bool hyphen;           /* the last line ended within a word, at a soft
	                          hyphen: one is to be shown behind it */
};

void wrap_begin(struct wrap *w, struct span text);
/* No line begins at byte `at`, which is the start of a character. */
void wrap_glue(struct wrap *w, size_t at);
/* A word may be divided at byte `at`, the start of a character. */
void wrap_soft(struct wrap *w, size_t at);
/* Cells of the widest part that does not break: what a column needs. */
int wrap_least(const struct wrap *w);
/* The next line of at most width cells, without the blanks at its end; false
 * when there is none.  *cells (may be NULL) becomes its width,
 * that of its hyphen included. */
bool wrap_next(struct wrap *w, int width, struct span *line, int *cells);
void wrap_end(struct wrap *w);

#endif
