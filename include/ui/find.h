/*
 * find: words within the lines of an article.
 *
 * For ui.  Without regard to case; a phrase is found across the end of a
 * line too.
 */
#ifndef UI_FIND_H
#define UI_FIND_H

#include <stddef.h>

#include "base/str.h"
#include "doc/layout.h"
#include "store/filter.h"

/* A piece of a match on one line; `match` counts from 0 in reading order. */
struct find_hit {
	size_t match, line;
	int col, width; /* cells, from the start of the line */
};

struct find {
	struct find_hit *hit;
	size_t n, cap;
	size_t matches;
};

/* Finds text in all lines; nothing for empty text. */
void find_in(struct find *f, const struct layout *l, struct span text);
/* Finds what a search of the store is about, words as the index sees them. */
void find_sought(
    struct find *f, const struct layout *l, const struct filter *sought);
/* The first hit of a match. */
const struct find_hit *find_match(const struct find *f, size_t match);
void find_release(struct find *f);

#endif
