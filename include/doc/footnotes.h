/*
 * footnotes: which links refer to notes, and which elements are the notes.
 *
 * For doc/blocks.c and doc/elements.c only.
 */
#ifndef DOC_FOOTNOTES_H
#define DOC_FOOTNOTES_H

#include "doc/html.h"

enum { FOOTNOTES_MAX = 200 };

/* A note, once it was found; numbered from 1 as they are referred to. */
struct footnote {
	struct span id;
	const struct html_node *ref;  /* the first link to it */
	const struct html_node *body; /* NULL: there is none */
	int number;
};

struct footnotes {
	struct footnote note[FOOTNOTES_MAX];
	size_t n;
	/* The bodies, sorted by address, for footnote_is_body. */
	const struct html_node *body[FOOTNOTES_MAX];
	size_t bodies;
};

/* Looks at all links below root. */
void footnotes_find(struct footnotes *f, const struct html_node *root);
/* The number that a link, or a sup around one, refers to; 0: to none. */
int footnote_number(const struct footnotes *f, const struct html_node *n);
bool footnote_is_body(const struct footnotes *f, const struct html_node *n);
/* Within a note: its own number, or what leads back to the text, be it an
 * arrow or a word. */
bool footnote_is_mark(const struct footnotes *f, const struct html_node *n);

#endif
