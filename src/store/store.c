#include "config.h"

#include "store/store.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "store/packer.h"
#include "store/search.h"
#include "store/stmt.h"

enum {
	WAL_BYTES = 16 << 20, /* then a checkpoint is tried */
	WAL_LARGE = 64 << 20, /* then readers are waited for, too */
	WAL_WAIT_MS = 500     /* so long, and writers with us */
};

void
store_close(struct store *s)
{
	if (!s)
		return;
	store_share_end(s);
	for (size_t i = 0; i < s->cached_n; i++) {
		sqlite3_finalize(s->cached[i].stmt);
		free(s->cached[i].sql);
	}
	if (s->db && s->writer) {
		sqlite3_busy_timeout(s->db, 0); /* readers may stay */
		sqlite3_exec(s->db, "PRAGMA optimize", NULL, NULL, NULL);
		sqlite3_wal_checkpoint_v2(
		    s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	}
	sqlite3_close(s->db);
	packer_forget(s);
	search_release(s);
	free(s->file);
	free(s);
}

int64_t
store_epoch(struct store *s)
{
	int64_t version = 0;

	store_number(s, "PRAGMA data_version", &version, NULL);
	return version * 1000003 + s->commits;
}

bool
store_has_open_statement(struct store *s)
{
	for (sqlite3_stmt *q = sqlite3_next_stmt(s->db, NULL); q;
	     q = sqlite3_next_stmt(s->db, q))
		if (sqlite3_stmt_busy(q))
			return true;
	return false;
}

bool
store_begin(struct store *s, bool safe, struct err *err)
{
	store_share_end(s);
	/* Has no effect inside a transaction, so it is set before. */
	if (safe != s->safe && !store_exec(s,
	                           safe ? "PRAGMA synchronous = FULL"
	                                : "PRAGMA synchronous = NORMAL",
	                           err))
		return false;
	s->safe = safe;
	return store_exec(s, "BEGIN IMMEDIATE", err);
}

bool
store_in_transaction(const struct store *s)
{
	return !sqlite3_get_autocommit(s->db);
}

bool
store_commit(struct store *s, struct err *err)
{
	if (!store_exec(s, "COMMIT", err)) {
		store_rollback(s);
		return false;
	}
	s->commits++;
	return true;
}

void
store_rollback(struct store *s)
{
	search_forget(s, true);
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

/* The end of a shared transaction, told to those who were in it. */
static void
end_share(struct store *s, bool ok, struct err *err)
{
	store_ended_fn *ended = s->ended;

	s->ended = NULL;
	if (!ok)
		store_rollback(s);
	else if (store_in_transaction(s))
		ok = store_commit(s, err);
	else
		ok = store_fail_undone(s, err);
	ended(s->ended_data, ok ? NULL : err);
}

bool
store_share(struct store *s, store_ended_fn *ended, void *data, struct err *err)
{
	/* What a full disk has ended is over for all that were in it. */
	if (s->ended && !store_in_transaction(s))
		store_share_end(s);
	if (s->ended) {
		/* Now, where no savepoint is open. */
		if (search_flush(s, false, err))
			return true;
		end_share(s, false, err);
		return false;
	}
	if (!store_begin(s, false, err))
		return false;
	s->ended = ended;
	s->ended_data = data;
	s->undone = 0;
	return true;
}

void
store_share_end(struct store *s)
{
	struct err err = { 0 };

	if (s->ended)
		end_share(s, search_flush(s, true, &err), &err);
}

bool
store_savepoint(struct store *s, struct err *err)
{
	search_mark(s);
	return store_exec(s, "SAVEPOINT part", err);
}

void
store_savepoint_end(struct store *s, bool keep)
{
	if (!store_in_transaction(s))
		return;
	if (!keep) {
		search_forget(s, false);
		store_exec(s, "ROLLBACK TO part", NULL);
	}
	store_exec(s, "RELEASE part", NULL);
}

/* What is copied into the file needs no copy in the log; it begins anew when
 * nobody reads in it any more.  Readers do so for milliseconds: one that
 * always has somebody in it grows, and then the next one waits outside. */
void
store_checkpoint(struct store *s)
{
	int64_t bytes = s->wal_pages * s->page_bytes;

	if (bytes <= WAL_BYTES)
		return;
	if (bytes <= WAL_LARGE) {
		sqlite3_wal_checkpoint_v2(
		    s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		return;
	}
	sqlite3_busy_timeout(s->db, WAL_WAIT_MS);
	sqlite3_wal_checkpoint_v2(
	    s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
}

int64_t
store_acked(struct store *s, const char *reader)
{
	struct stmt q;
	int64_t seq = 0;

	if (!stmt_get(&q, s, "SELECT seq FROM ack WHERE reader = ?1", NULL))
		return 0;
	stmt_z(&q, 1, reader);
	if (stmt_row(&q, NULL) > 0)
		seq = stmt_col_int(&q, 0);
	stmt_done(&q);
	return seq;
}

bool
store_ack(struct store *s, const char *reader, int64_t seq, int64_t now,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO ack(reader, seq, at) VALUES (?1, ?2, ?3)"
	        " ON CONFLICT(reader) DO UPDATE SET seq = ?2, at = ?3",
	        err))
		return false;
	stmt_z(&q, 1, reader);
	stmt_int(&q, 2, seq);
	stmt_int(&q, 3, now);
	return stmt_run(&q, err);
}

bool
store_forget_readers(struct store *s, int64_t before, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "DELETE FROM ack WHERE at < ?1", err))
		return false;
	stmt_int(&q, 1, before);
	return stmt_run(&q, err);
}
