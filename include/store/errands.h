/*
 * errands: pages, and pictures, that are to be fetched ahead of need.
 *
 * For desk.  An article whose text is thin has an errand until its page was
 * fetched, was found to hold no more, or failed too often.  The list is in the
 * store, so that it outlives the desk and several desks share it: who takes
 * an errand puts off its next try, and so nobody else takes it meanwhile.  The
 * pictures of an article have an errand of their own, whose row has the
 * article's number below zero; they come after all pages, which may bring more
 * of them.
 */
#ifndef STORE_ERRANDS_H
#define STORE_ERRANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum { ERRAND_TRIES = 3 };

enum errand_kind { ERRAND_PAGE, ERRAND_PICTURES };

struct errand {
	enum errand_kind kind;
	int64_t article;
	char *url, *feed_url;
};

/* The article's page, or its pictures, are wanted, as of now.  In the caller's
 * transaction. */
bool errands_add(
    struct store *s, int64_t article, enum errand_kind kind, struct err *err);
/*
 * Takes up to max errands that are due at now, the newest articles first, and
 * puts them off until then.  What has been read meanwhile (and has no star) is
 * dropped.  In the caller's transaction.  *list is freed by errands_free.
 */
bool errands_take(struct store *s, int64_t now, int64_t until, size_t max,
    struct errand **list, size_t *n, struct err *err);
void errands_free(struct errand *list, size_t n);
/* It is done, or there is nothing to be had. */
bool errands_drop(
    struct store *s, int64_t article, enum errand_kind kind, struct err *err);
/* It failed; again at that time, unless it was the last try. */
bool errands_retry(struct store *s, int64_t article, enum errand_kind kind,
    int64_t at, struct err *err);
/* How many are due at now; 0 also when that cannot be told. */
int64_t errands_due(struct store *s, int64_t now);

#endif
