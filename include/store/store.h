/*
 * store: the archive in one SQLite file.
 *
 * For desk, ui, cmd, main.  All SQL of the program is in src/store.  The desk
 * opens for writing, everybody else read only; SQLite enforces it.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { STORE_SCHEMA = 8 }; /* user_version this program writes */

struct store;

/*
 * Opens for writing, makes the file and its folder (0700, 0600), brings an
 * older schema up to date (after a backup beside it).  A newer schema, a
 * folder that cannot be written, a damaged file, one of another program: each
 * its own sentence, and the file as it was.
 * Others who make, change or leave the store at the same moment are waited
 * for, up to a minute.
 */
struct store *store_open(const char *file, struct err *err);
/*
 * Opens read only.  ERR_GONE: no such file, or not yet of this schema (wait
 * for the desk's "ready").  In a folder that cannot be written the file is
 * opened as immutable when no -wal stands beside it.
 */
struct store *store_open_read(const char *file, struct err *err);
/* Harmless on NULL.  A writer truncates the WAL if nobody reads it. */
void store_close(struct store *s);

/* Moves whenever another process has committed (PRAGMA data_version), or
 * this one has (a writer counts its own commits). */
int64_t store_epoch(struct store *s);
/* True when a statement was not reset: a fault of ours; asserted in tests and
 * before each poll in debug builds. */
bool store_has_open_statement(struct store *s);

/* While a search goes on, watch is called every now and then; true ends it, and
 * who asked for it gets ERR_CANCELLED.  NULL: nobody watches. */
void store_watch(struct store *s, bool (*watch)(void *data), void *data);

/* BEGIN IMMEDIATE; nested calls are not allowed.  safe: the commit is synced
 * to the disk, and with it all before it, so that a power cut cannot undo
 * them. */
bool store_begin(struct store *s, bool safe, struct err *err);
/* Whether one is open: a disk that is full or broken ends the one that was
 * begun, and nothing of it has happened. */
bool store_in_transaction(const struct store *s);
/* On an error everything since store_begin is undone. */
bool store_commit(struct store *s, struct err *err);
/* Harmless outside a transaction. */
void store_rollback(struct store *s);
/*
 * A transaction that many take part in, one after the other: begins one, or
 * goes on with the one that is open.  Each puts what it does into a part of
 * its own (store_savepoint).  It is committed by store_share_end, or by
 * whoever calls store_begin next; `ended` is called then, once, and must not
 * use the store.  err: why nothing of it is in the store; NULL: all is.
 */
typedef void store_ended_fn(void *data, const struct err *err);
bool store_share(
    struct store *s, store_ended_fn *ended, void *data, struct err *err);
/* Harmless when there is none. */
void store_share_end(struct store *s);
/* A part of a transaction that can be undone alone. */
bool store_savepoint(struct store *s, struct err *err);
void store_savepoint_end(struct store *s, bool keep);
/* After a commit: a WAL of more than 16 MB is copied into the file, in passing;
 * one of more than 64 MB waits for its readers (half a second) and is cut. */
void store_checkpoint(struct store *s);

/* Last sequence number carried out for a reader; 0: none.  store_ack keeps
 * it, in the transaction of the order itself. */
int64_t store_acked(struct store *s, const char *reader);
bool store_ack(struct store *s, const char *reader, int64_t seq, int64_t now,
    struct err *err);
/* Forgets readers that have not ordered anything since. */
bool store_forget_readers(struct store *s, int64_t before, struct err *err);

/* PRAGMA quick_check and a recount of all counters: true when sound. */
bool store_check(struct store *s, struct err *err);
/* PRAGMA integrity_check: its pages, and each index with its table. */
bool store_check_pages(struct store *s, struct err *err);
/* The recount alone. */
bool store_check_counters(struct store *s, struct err *err);
/* Makes all counters what a recount says; in the caller's transaction. */
bool store_recount(struct store *s, struct err *err);

#endif
