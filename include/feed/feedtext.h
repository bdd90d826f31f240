/*
 * feedtext: a feed as records, and back.
 *
 * For parse, desk, cmd.  The parser's reply to a feed job: records for the
 * feed and each entry (all that JSON.md names), each entry's body as a galley
 * between "body" and the entry's end.
 */
#ifndef FEED_FEEDTEXT_H
#define FEED_FEEDTEXT_H

#include "base/err.h"
#include "feed/feed.h"

void feedtext_write(struct str *out, const struct feed *f);
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
