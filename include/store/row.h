/*
 * row: an article's row, written.
 *
 * For store/merge.c, which knows what has changed.  All in the caller's
 * transaction.
 */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include "store/articles.h"

/* The row of a key as it is; id 0: there is none. */
struct known {
	int64_t id, seen;
	bool same;   /* its print is the one given */
	bool bare;   /* it has no address */
	bool titled; /* by the same title */
	bool page;   /* its whole text was fetched */
	bool unset;  /* it is a headline, and waits for its text */
	bool half;   /* and has some of it, for its feed was cut off */
	int64_t source_print;
};

/* When it stands in lists; seen: when it was seen first. */
int64_t row_sort(const struct article_new *a, int64_t seen);
/* A new one.  doc: its number in the index; 0: it is not there yet. */
bool row_insert(struct store *s, int64_t feed, const struct article_new *a,
    int64_t now, bool unread, int64_t doc, int64_t *id, struct err *err);
/* Says something else than before.  doc 0: that is no edit. */
bool row_update(struct store *s, const struct known *k,
    const struct article_new *a, int64_t doc, int64_t now, struct err *err);
/* Its text, which was not set before, and which goes into the index. */
bool row_fill(struct store *s, const struct known *k,
    const struct article_new *a, struct err *err);
bool row_address(
    struct store *s, int64_t id, const struct article_new *a, struct err *err);
bool row_rename(
    struct store *s, int64_t id, const struct article_new *a, struct err *err);
/* Its source_print, where that is another one. */
bool row_source(struct store *s, const struct known *k,
    const struct article_new *a, struct err *err);

#endif
