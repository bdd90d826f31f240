/*
 * selector: which elements of a page a site's rule means.
 *
 * For conf's callers (as a check) and doc/rules.c.  The part of CSS (Selectors
 * Level 4) that such rules need: "div.story", "#text", "[data-kind=ad]",
 * several of them joined on one element, blanks for "somewhere inside", commas
 * between alternatives.  Knows no tree.
 */
#ifndef DOC_SELECTOR_H
#define DOC_SELECTOR_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

enum { SELECTOR_PARTS_MAX = 6, SELECTOR_TESTS_MAX = 6, SELECTORS_MAX = 32 };

enum selector_how {
	SELECT_WORD,    /* .name, [name~=value]: one of its words */
	SELECT_HAS,     /* [name] */
	SELECT_EQUALS,  /* #name, [name=value] */
	SELECT_BEGINS,  /* [name^=value] */
	SELECT_ENDS,    /* [name$=value] */
	SELECT_CONTAINS /* [name*=value] */
};

/* An attribute and what it must hold; borrowed from the text. */
struct selector_test {
	enum selector_how how;
	struct span name, value;
};

struct selector_part {
	struct span tag; /* empty: any */
	struct selector_test test[SELECTOR_TESTS_MAX];
	size_t tests;
};

/* Each part stands somewhere inside the one before it. */
struct selector {
	struct selector_part part[SELECTOR_PARTS_MAX];
	size_t parts;
};

/* Reads a list into at most SELECTORS_MAX selectors; their number, or 0 with
 * a sentence.  They borrow the text. */
size_t selectors_read(struct selector *out, struct span list, struct err *err);
/* Only whether it can be read. */
bool selectors_check(struct span list, struct err *err);

#endif
