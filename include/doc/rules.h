/*
 * rules: what a site's rules say about a page of it.
 *
 * For doc/extract.c.  Rules are lines "VERB SELECTORS" (conf/sites.h finds
 * those of a host); a line that cannot be read becomes a note of the page.
 */
#ifndef DOC_RULES_H
#define DOC_RULES_H

#include "doc/extract.h"

/* title, kicker, section, standfirst, author, published, modified: what the
 * rules find stands instead of what was found before. */
void rules_head(
    struct page *p, const struct html_node *root, struct span rules);
/* drop: goes at once; keep: is safe from doc/prune.h, and what is around it. */
void rules_prune(struct html_node *root, struct span rules);
/* body: the elements that hold the text, the later ones moved into the
 * first.  NULL: no rule, or no such element. */
struct html_node *rules_body(struct html_node *root, struct span rules);
/* Is there a rule of that verb? */
bool rules_have(struct span rules, const char *verb);

#endif
