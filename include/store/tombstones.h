/*
 * tombstones: articles that were expired or purged, and must not come back.
 *
 * For store only.  A tombstone is two numbers and a time: the feed, one made
 * of the article's key, and when the feed last listed it.  It is dropped long
 * after the feed has ceased to list it: TOMBSTONE_S after a time at which the
 * feed was read without it.
 */
#ifndef STORE_TOMBSTONES_H
#define STORE_TOMBSTONES_H

#include "base/str.h"
#include "store/store.h"

enum { TOMBSTONE_S = 180 * 86400 };

/* The number that stands for an article's key. */
int64_t tombstone_key(struct span key);
bool tombstones_add(struct store *s, int64_t feed, struct span key, int64_t now,
    struct err *err);
/* Whether the feed has any; if so, that it was read now is written down. */
bool tombstones_of(
    struct store *s, int64_t feed, int64_t now, bool *any, struct err *err);
/* Whether the key is dead; that the feed still lists it is written down, once
 * a day. */
bool tombstones_has(struct store *s, int64_t feed, struct span key, int64_t now,
    bool *dead, struct err *err);
/* Drops those that no feed lists any more; at most max. */
bool tombstones_drop(struct store *s, size_t max, struct err *err);

#endif
