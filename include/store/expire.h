/*
 * expire: one article, or its text, leaves the archive with all that belongs
 * to it.
 *
 * For store only.  In the caller's transaction.
 */
#ifndef STORE_EXPIRE_H
#define STORE_EXPIRE_H

#include "store/articles.h"
#include "store/store.h"

/* Which article, and what must hold when it goes: somebody may have marked it
 * since it was chosen. */
struct expire_ask {
	int64_t article, now; /* seconds since 1970 */
	unsigned has, lacks;  /* enum article_flag: all of the ones, none of
	                         the others */
};

/* All of it goes; a tombstone stays.  *gone: it did. */
bool expire_article(
    struct store *s, const struct expire_ask *ask, bool *gone, struct err *err);
/* Its texts go; the headline stays, and says so. */
bool expire_body(
    struct store *s, const struct expire_ask *ask, bool *gone, struct err *err);

#endif
