/*
 * feedtext: a feed as records, and back.
 *
 * For parse, desk, cmd.  The parser's reply to a feed job: records for each
 * entry (all that JSON.md names), at its end the body as a galley behind
 * "body"; after the entries those for the feed, which is only known whole
 * when its last byte was read.
 */
#ifndef FEED_FEEDTEXT_H
#define FEED_FEEDTEXT_H

#include "base/err.h"
#include "feed/feed.h"

void feedtext_write(struct str *out, const struct feed *f);
/* The same in two steps, for feed_ask.each: the entries as they come, and at
 * last what follows them. */
void feedtext_entry(struct str *out, const struct entry *e);
void feedtext_end(struct str *out, const struct feed *f);
/* An entry as a headline: what a list shows, and no body. */
void feedtext_head(struct str *out, const struct entry *e);
/* Strict; NULL with ERR_FORMAT.  Bodies are documents (galley_read). */
struct feed *feedtext_read(struct span text, struct err *err);

/*
 * The desk does not need documents, only their bytes: entry i's body galley
 * as it stands in text is body[i].  feed->entry[i].body is NULL then.
 * bodies is allocated in the feed's arena and borrows text.
 */
struct feed *feedtext_scan(
    struct span text, struct span **bodies, struct err *err);

#endif
