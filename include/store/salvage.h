/*
 * salvage: rows of a damaged file into a new one.
 *
 * For store only.  The new file has its tables, and no trigger fires; a row
 * that is there already stays as it is.
 */
#ifndef STORE_SALVAGE_H
#define STORE_SALVAGE_H

#include "store/repair.h"
#include "store/store.h"

struct sqlite3;

/* Copies every table row by row, around what cannot be read.  False: the new
 * file cannot be written.  *gaps counts what had to be walked around, and
 * tables that could not be found at all. */
bool salvage_tables(struct sqlite3 *from, struct store *to, int64_t *gaps,
    repair_fn *tell, void *data, struct err *err);
/*
 * Looks for rows in the pages of a file, whatever their tables have come to:
 * feeds, articles, texts and notes are known by their columns.  *found counts
 * rows that were not there yet.  The log beside it is looked at first.
 */
bool salvage_carve(
    const char *file, struct store *to, int64_t *found, struct err *err);
/* Tries each text; *bad counts those that cannot be read, which are dropped
 * when that is wished, in the caller's transaction. */
bool salvage_texts(struct store *s, bool drop, int64_t *bad, struct err *err);
/* What belongs to nobody goes; counters are counted, articles queued for the
 * full-text index, texts that cannot be unpacked dropped. */
bool salvage_finish(struct store *to, struct repair *r, repair_fn *tell,
    void *data, struct err *err);

#endif
