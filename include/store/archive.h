/*
 * archive: everything that is in the store, row by row, out and in.
 *
 * For cmd (out) and desk (in).  feed/archive.h tells what the rows are.  What
 * is made anew by itself is not among them: the index, counters, validators,
 * leases, errands; nor is the journal.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "feed/archive.h"
#include "store/store.h"

struct archive_out;

/*
 * All rows but the head and the feeds file, in one order whatever the order
 * in which they came: feeds by address, articles by number, versions, then
 * tombstones.  The store is seen as it is now, until archive_out_free: not for
 * a process that waits for others.  NULL with a sentence.
 */
struct archive_out *archive_out_new(struct store *s, struct err *err);
/* 1: *row, which lives until the next call; 0: the end; -1: an error. */
int archive_out_next(
    struct archive_out *o, struct archive_row *row, struct err *err);
void archive_out_free(struct archive_out *o);

struct archive_count {
	int64_t added, known; /* articles */
	int64_t versions;
};

struct archive_in {
	struct store *store;
	bool empty;  /* there was no article: numbers are kept */
	int64_t now; /* seconds since 1970 */
	struct archive_count count;
};

/* Whether there is no article yet. */
bool archive_is_empty(struct store *s, bool *empty, struct err *err);
/*
 * Puts a row into the store, which becomes the union of both; the same row
 * twice changes nothing.  Where an article is known its text stays; it is read
 * when it is read on either side, starred and tagged likewise, and both notes
 * are kept.  A feed that is not in the feeds file is archived.  ERR_FORMAT when
 * the row cannot stand there, other errors are the store's.  In the caller's
 * transaction.
 */
bool archive_put(
    struct archive_in *in, const struct archive_row *row, struct err *err);

/* Where an import has come to, kept with what it did; false: nowhere.  name:
 * the file and what tells that it is the same. */
bool archive_place(struct store *s, struct span name, int64_t *offset,
    int64_t *line, bool *empty);
/* offset -1: it has ended. */
bool archive_place_set(struct store *s, struct span name, int64_t offset,
    int64_t line, bool empty, struct err *err);

#endif
