/*
 * stmt: prepared statements that are always put back.
 *
 * For store only.  A statement comes from the handle's cache by its text,
 * values are always bound, and stmt_done resets it: one that stays open stops
 * data_version from moving and the WAL from being checkpointed.
 */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

struct sqlite3;
struct sqlite3_stmt;

enum {
	STMT_CACHE = 96,
	/* Bodies are of about 2 KB: pages of 8 KB take a tenth less than those
	 * of 4 KB, which stores were made with before and keep. */
	STORE_PAGE_BYTES = 8192,
	STORE_PAGE_BYTES_WAS = 4096,
	STORE_BUSY_MS = 60000 /* a lock is waited for; desks write briefly */
};

struct cached {
	char *sql;
	uint64_t hash;
	struct sqlite3_stmt *stmt;
	bool busy;
};

struct store {
	struct sqlite3 *db;
	char *file;
	bool writer;        /* it has been opened as one, wholly */
	bool safe;          /* synchronous=FULL is set */
	int64_t commits;    /* of this handle: they do not move data_version */
	int64_t wal_pages;  /* in the log, at the last commit of this handle */
	int64_t page_bytes; /* of this file; a reader does not ask */
	struct cached cached[STMT_CACHE];
	size_t cached_n;
	int64_t deadline_ms; /* of the query under way; 0: none */
	void *packer;        /* store/packer.c keeps it between bodies */
	struct gathered
	    *gathered; /* store/index.c: texts of a shared transaction */
	store_ended_fn *ended; /* of the shared transaction; NULL: none is */
	void *ended_data;
	int undone; /* why SQLite has undone it on its own; 0: it has not */
	const struct filter *searching; /* what found() looks for */
	bool (*watch)(void *data);      /* store_watch */
	void *watch_data;
	bool cancelled; /* by it */
};

struct stmt {
	struct store *store;
	struct sqlite3_stmt *stmt;
	struct cached *cached; /* NULL: ours alone, to be finalised */
};

/* sql may be built by us but never holds text from outside. */
bool stmt_get(
    struct stmt *q, struct store *s, const char *sql, struct err *err);
/* Binding: i counts from 1. */
void stmt_int(struct stmt *q, int i, int64_t v);
void stmt_text(struct stmt *q, int i, struct span v); /* s NULL: NULL */
void stmt_z(struct stmt *q, int i, const char *v);
void stmt_blob(struct stmt *q, int i, struct span v);
/* 1: a row; 0: the end; -1: an error. */
int stmt_row(struct stmt *q, struct err *err);
/* Steps to the end, puts the statement back. */
bool stmt_run(struct stmt *q, struct err *err);
/* Puts the statement back; harmless on one that was never got. */
void stmt_done(struct stmt *q);
/* The same statement with new values: reset, bindings stay. */
void stmt_again(struct stmt *q);
int64_t stmt_col_int(struct stmt *q, int i); /* i counts from 0 */
/* Borrowed until the next step. */
struct span stmt_col(struct stmt *q, int i);

/* Runs sql (no values); false with the sentence for SQLite's error. */
bool store_exec(struct store *s, const char *sql, struct err *err);
/* One number; fallback when there is no row. */
bool store_number(
    struct store *s, const char *sql, int64_t *out, struct err *err);
/* The sentence for what SQLite says; returns false. */
bool store_fail(struct store *s, struct err *err);
/* The sentence of the failure that has undone a shared transaction before its
 * end (a full disk); returns false. */
bool store_fail_undone(struct store *s, struct err *err);
/* The number of the row that was put in last, by this handle: RETURNING costs
 * a table of its own each time. */
int64_t stmt_new_id(struct store *s);
/* Rows that the last statement has changed itself, triggers left out. */
int64_t stmt_changed(struct store *s);
/* Whether the log that is read with a database belongs to another one. */
bool store_has_strange_log(struct sqlite3 *db);
/* Rows this handle has changed since it was opened. */
int64_t store_changes(struct store *s);

#endif
