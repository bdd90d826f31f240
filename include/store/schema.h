/*
 * schema: the tables, and the steps from each released one to the next.
 *
 * For store only.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/store.h"

/* Brings the open file to STORE_SCHEMA, in one transaction; an older one is
 * backed up first (backup.h).  ERR_STORE with a sentence when it is newer than
 * we are: it is left as it is. */
bool schema_apply(struct store *s, struct err *err);
/* That sentence; returns false. */
bool schema_newer(struct store *s, struct err *err);
/* user_version of the open file; 0: empty. */
bool schema_version(struct store *s, int64_t *version, struct err *err);

#endif
