/*
 * plan: how a list is gone through, so that a page costs what it shows.
 *
 * For store only.  A list is a sequence of groups, and a group one or several
 * parts that are merged as they are read: newest first in a small section is
 * one group of its feeds; "as feeds" is a group for each feed, one after the
 * other; "unread first" two groups; a search what waits for the index, and
 * what is in it.
 */
#ifndef STORE_PLAN_H
#define STORE_PLAN_H

#include "store/headlines.h"
#include "store/scope.h"

/* More feeds than that are not merged. */
enum { PLAN_MERGED_MAX = 64, PLAN_SHAPES_MAX = 3 };

struct plan_group {
	const struct scope_shape *shape;
	const int64_t *feed; /* WAY_FEED: a part for each */
	size_t feeds;        /* 0: one part */
};

struct plan {
	struct scope_sql scope;
	struct scope_shape shape[PLAN_SHAPES_MAX];
	size_t shapes;
	struct plan_group *group;
	size_t groups;
	int64_t *feed; /* what groups borrow */
	bool falling;  /* keys go down from the first row to the last */
	bool grouped;  /* keys of several groups are not to be compared */
	bool by_feed;  /* each group is a feed */
};

/* False with a sentence; to be released in any case. */
bool plan_open(struct plan *p, struct store *s, const struct scope *scope,
    struct err *err);
void plan_release(struct plan *p);
/* The group that a row with that key is in. */
size_t plan_group_of(const struct plan *p, const struct headline_key *key);
/* Where a row stands to another in the list: before it (< 0), behind it. */
int plan_compare(const struct plan *p, const struct headline_key *a,
    const struct headline_key *b);

#endif
