/*
 * meta: what a page says of itself: meta elements, JSON-LD, marked elements.
 *
 * For doc/extract.c.  The witnesses are asked in this order; the first that
 * knows is believed.
 */
#ifndef DOC_META_H
#define DOC_META_H

#include "doc/extract.h"

/* Fills in everything but the body: title to feeds.  url may be empty. */
void meta_read(struct page *p, const struct html_node *root, struct span url);
/* From JSON-LD scripts; *body (may be NULL) receives articleBody. */
void jsonld_read(
    struct page *p, const struct html_node *root, struct span *body);

/* Plain text, one line, in the page's arena; empty for blanks only. */
struct span meta_line(struct page *p, struct span text);
/* The text below a node, likewise. */
struct span meta_node_line(struct page *p, const struct html_node *n);
/* Adds an author unless it is there; names are cleaned of "By". */
void meta_add_author(struct page *p, struct span name, struct span uri);
void meta_add_tag(struct page *p, struct span tag);
/* Keeps a date that can be read, when none is there yet. */
void meta_date(
    struct page *p, struct when *slot, struct span *raw, struct span text);

#endif
