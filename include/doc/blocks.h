/*
 * blocks: an HTML tree -> a document, by a table of elements.
 *
 * For feed and parse.  Figures get their caption and credit (doc/figures),
 * tables their grid (doc/tables); what stands twice is printed once.
 */
#ifndef DOC_BLOCKS_H
#define DOC_BLOCKS_H

#include "doc/doc.h"
#include "doc/html.h"

struct blocks_ask {
	struct span base;  /* for relative addresses */
	struct span title; /* a first heading that repeats it is dropped */
	bool rtl;          /* direction of the whole, if it was declared */
};

/* Appends what stands below root to d. */
void blocks_from_html(
    struct doc *d, const struct html_node *root, const struct blocks_ask *ask);
/* Paragraphs by blank lines, lines kept: a plain-text body. http(s)
 * addresses in it become links. */
void blocks_from_text(struct doc *d, struct span text);

/* Appends the document as clean HTML (content_html of JSON.md). */
void blocks_to_html(struct str *out, const struct doc *d);

#endif
