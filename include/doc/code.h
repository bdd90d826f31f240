/*
 * code: what pages say about a listing beside its lines.
 *
 * For doc/boxes.c.
 */
#ifndef DOC_CODE_H
#define DOC_CODE_H

#include "doc/html.h"

/* The language of a pre element, as the page calls it, or "". */
struct span code_language(const struct html_node *pre);
/* Is the text of pre nothing but the numbers of the lines beside it? */
bool code_is_gutter(const struct html_node *pre, struct span text);

#endif
