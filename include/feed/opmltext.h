/*
 * opmltext: making lists of subscriptions.
 *
 * For feed, and cmd, which writes them.  Whoever only writes is not linked
 * with what reads.
 */
#ifndef FEED_OPMLTEXT_H
#define FEED_OPMLTEXT_H

#include "feed/opml.h"

struct opml *opml_new(void);
/* Adds a copy of *f; its spans must live in o->mem or outlive it.  Beyond
 * OPML_FEEDS_MAX it is counted as skipped. */
void opml_push(struct opml *o, const struct opml_feed *f);

#endif
