/*
 * trash: articles that a person has deleted, until they are purged.
 *
 * For desk, ui, cmd.  What is in the trash is in no list and in no counter
 * but the trash's own; it keeps its marks, tags and note.
 */
#ifndef STORE_TRASH_H
#define STORE_TRASH_H

#include "store/ids.h"
#include "store/store.h"

/* Puts articles into the trash, or takes them out; `changed` (may be NULL)
 * gets those that were elsewhere before, unknown ones are skipped.  now:
 * seconds since 1970.  In the caller's transaction. */
bool trash_put(struct store *s, const int64_t *id, size_t n, int64_t now,
    struct ids *changed, struct err *err);
bool trash_restore(struct store *s, const int64_t *id, size_t n,
    struct ids *changed, struct err *err);

#endif
