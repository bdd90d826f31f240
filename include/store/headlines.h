/*
 * headlines: the rows of a list, by key paging; never all of them.
 *
 * For ui and cmd.
 */
#ifndef STORE_HEADLINES_H
#define STORE_HEADLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "store/store.h"
#include "store/tokens.h"

/*
 * What rows are ordered by.  Each page of each order, from either end, costs
 * what it shows: store/plan.c knows how.  Within a feed, a section, unread and
 * read the newest is first.  A search for words has an order of its own: the
 * newest or the oldest of what came, or by rank, the best of the
 * SCOPE_RANKED_MAX that came last; others are as NEWEST there, and RANK is as
 * NEWEST elsewhere.
 */
enum order_by {
	ORDER_NEWEST,
	ORDER_OLDEST,
	ORDER_UNREAD, /* first what is unread, then what is read */
	ORDER_TITLE,
	ORDER_FEED,    /* by the feeds' titles */
	ORDER_SECTION, /* as the feeds stand in the feeds file */
	ORDER_RANK,
	ORDERS
};
/* Its name for people who type it: "newest"; and back, ORDERS: none such. */
const char *order_name(enum order_by order);
enum order_by order_of(struct span name);

/* What a list shows.  {0} is everything, newest first. */
struct scope {
	const char *section; /* path: it and all below; NULL: no matter */
	int64_t feed;        /* 0: no matter */
	bool unread, starred;
	const char *tag;    /* of the person; NULL: no matter */
	bool trash;         /* what was deleted, which is in no other list */
	int64_t since;      /* published or seen at or after; 0: no matter */
	const char *search; /* in the language of store/filter.h */
	bool unfinished;    /* it is being typed: the last word may go on */
	enum order_by order;
};

/* Where a row stands in its list: opaque, only to be given back.  In a list
 * that is no search `when` is headline.when. */
struct headline_key {
	int64_t when, id, feed;
	size_t group;
	char title[TITLE_KEY_BYTES + 1];
};

struct headline {
	struct headline_key key;
	int64_t id, feed, when; /* when: published, never after first seen */
	unsigned flags;         /* enum article_flag */
	struct span title, source, standfirst, url;
};

struct headlines {
	struct arena *mem;
	struct headline *row;
	size_t n;
	bool more_before, more_after;
};

/*
 * Loads at most max rows in the scope's order: after `from` (forward), or
 * before it (the max rows that stand just before it).  from NULL: from the
 * start or, backward, from the end.  keep: ids that stay in the list, and in
 * their place, even though the filter would drop them or the order move them
 * (marked read under the cursor).  NULL with ERR_USAGE: the search cannot be
 * read, with the column where; ERR_CANCELLED: store_watch ended it.
 */
struct headlines_ask {
	struct scope scope;
	const struct headline_key *from;
	bool backward, inclusive;
	size_t max;
	const int64_t *keep;
	size_t keep_n;
};
struct headlines *headlines_load(
    struct store *s, const struct headlines_ask *ask, struct err *err);
void headlines_free(struct headlines *h);

/* Number of articles in a scope, counted only up to limit.  -1 on error. */
int64_t headlines_count(
    struct store *s, const struct scope *scope, int64_t limit, struct err *err);
/* The next (or previous) unread article of the scope after the key, wrapping
 * to the start once; false when there is none (no error). */
bool headlines_next_unread(struct store *s, const struct scope *scope,
    const struct headline_key *after, bool backward, struct headline_key *out,
    struct err *err);

#endif
