/*
 * prune: what does not belong to an article goes.
 *
 * For doc/extract.c.
 */
#ifndef DOC_PRUNE_H
#define DOC_PRUNE_H

#include "doc/html.h"

/* Takes navigation, share bars, related links, newsletter boxes, comments,
 * advertisements, cookie walls … out of the page. */
void prune_page(struct html_node *root);
/* The same within what was found to be the article: lists of links, "read
 * also" lines, empty labels. */
void prune_body(struct html_node *body);
/* True when class, id or role say it is no part of an article. */
bool prune_is_furniture(const struct html_node *n);

/* Letters of text below n, and those within links. */
struct html_weight {
	size_t text, links;
};
struct html_weight html_weigh(const struct html_node *n);

#endif
