/*
 * metadates: when a page says that it was published and changed.
 *
 * For doc/meta.c and doc/rules.c.
 */
#ifndef DOC_METADATES_H
#define DOC_METADATES_H

#include "doc/extract.h"

/* From marked elements, time elements, visible lines "Published : ..." and a
 * date alone beside the headline; what is known already stays. */
void metadates_read(struct page *p, const struct html_node *root);
/* The date of that element (datetime, content or text) instead of what the
 * slot holds; a text that is no date changes nothing. */
void metadates_set(struct page *p, const struct html_node *n, struct when *slot,
    struct span *raw);

#endif
