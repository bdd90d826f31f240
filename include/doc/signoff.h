/*
 * signoff: what programs put around a text that its author did not write.
 *
 * For doc.  Pages are pruned by doc/prune.c; this is what comes with feeds.
 */
#ifndef DOC_SIGNOFF_H
#define DOC_SIGNOFF_H

#include <stdbool.h>

#include "doc/doc.h"
#include "doc/html.h"

/* Buttons of feed services and blog programs, by the names of their boxes. */
bool signoff_is_share(const struct html_node *n);
/* A link that passes the article on to others. */
bool signoff_is_share_link(const struct html_node *n);
/* A paragraph, box or list with such links and nothing else. */
bool signoff_is_share_line(const struct html_node *n);
/* "The post … appeared first on …", in the languages that blogs are run in. */
bool signoff_is_post(struct span paragraph);

#endif
