/*
 * candidate: which box of a page holds the article.
 *
 * For doc/extract.c.
 */
#ifndef DOC_CANDIDATE_H
#define DOC_CANDIDATE_H

#include "doc/html.h"

/*
 * The element whose paragraphs weigh most: text counts for the box it stands
 * in and, less, for the boxes around it; links count against it; names such as
 * "article-body" count for it.  Boxes beside it that carry the same story on
 * are moved into it.  NULL: no text at all.
 */
struct html_node *candidate_find(struct html_node *root);

#endif
