/*
 * backup: a copy of the store as it was before its schema changes.
 *
 * For store only.  FILE.v3 is the store of schema 3, beside FILE.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"

enum { BACKUPS_MAX = 2 }; /* of as many schemas */

/*
 * Copies the open store to FILE.vVERSION, which is whole or not there, synced,
 * and for its owner's eyes alone (0600).  The caller holds the lock of the
 * writer (store_begin) and has written nothing yet.  A full disk: false with
 * the sentence, and no half a copy is left.
 */
bool backup_make(struct store *s, int64_t version, struct err *err);
/* Removes all but the newest BACKUPS_MAX. */
void backup_forget(const char *file);

#endif
