/*
 * lists: the feeds that somebody else's list names, as it said them last.
 *
 * For desk.  A list is a row of feed with the source SOURCE_OPML; what it
 * names is kept here, for no file of the person's does.
 */
#ifndef STORE_LISTS_H
#define STORE_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "conf/feedsfile.h"
#include "store/store.h"

/* Puts n feeds in place of those that the list named before; in the caller's
 * transaction.  The list field of each is not looked at. */
bool lists_put(struct store *s, int64_t list, const struct listed *feed,
    size_t n, struct err *err);

/* Those of all lists, in their order; lists_release frees them. */
struct lists {
	struct arena *mem;
	struct listed *feed;
	size_t n, cap;
};
bool lists_load(struct lists *l, struct store *s, struct err *err);
void lists_release(struct lists *l);

#endif
