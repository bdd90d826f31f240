#include "config.h"

#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/paths.h"
#include "store/body.h"
#include "store/schema.h"
#include "store/stmt.h"

enum {
	BUSY_MS = 10000,        /* desks write short transactions */
	WAL_BYTES = 16 << 20,   /* then a checkpoint is tried */
	PROGRESS_STEPS = 10000, /* of SQLite's machine between looks */
	WRITER_CACHE_KB = 8192,
	READER_CACHE_KB = 2048
};

/* A query with a deadline is ended by SQLite's progress handler. */
static int
on_progress(void *data)
{
	struct store *s = data;

	return s->deadline_ms && loop_now_ms() > s->deadline_ms;
}

static struct store *
handle_new(const char *file, bool writer)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->file = xstrdup(file);
	s->writer = writer;
	return s;
}

/* Only a plain file of the person, or none yet: never a link's target in a
 * shared folder, never a device. */
static bool
check_file(const char *file, bool *exists, struct err *err)
{
	struct stat st;

	*exists = lstat(file, &st) == 0;
	if (!*exists && errno != ENOENT)
		return err_errno(err, "%s", file);
	if (*exists && S_ISLNK(st.st_mode) && stat(file, &st) != 0)
		return err_errno(err, "%s", file);
	if (*exists && !S_ISREG(st.st_mode))
		return err_set(
		    err, ERR_STORE, _("%s is not a plain file"), file);
	return true;
}

static bool
configure(struct store *s, struct err *err)
{
	struct str sql = { 0 };
	bool ok;

	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_extended_result_codes(s->db, 0);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_progress_handler(s->db, PROGRESS_STEPS, on_progress, s);
	str_printf(&sql, "PRAGMA cache_size = -%d; PRAGMA temp_store = MEMORY;",
	    s->writer ? WRITER_CACHE_KB : READER_CACHE_KB);
	ok = store_exec(s, str_z(&sql), err);
	str_release(&sql);
	return ok;
}

/* Before WAL, or the first two are silently ignored. */
static bool
configure_writer(struct store *s, struct err *err)
{
	return store_exec(s,
	    "PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL;"
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
	    "PRAGMA wal_autocheckpoint = 0;"
	    "PRAGMA journal_size_limit = 16777216;"
	    "PRAGMA foreign_keys = ON;",
	    err);
}

struct store *
store_open(const char *file, struct err *err)
{
	struct store *s;
	bool exists;
	int fd;

	if (!paths_make_for(file, err) || !check_file(file, &exists, err))
		return NULL;
	if (!exists) {
		/* 0600 from its first moment; SQLite copies it to -wal. */
		fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0) {
			err_errno(err, "%s", file);
			return NULL;
		}
		close(fd);
	}
	s = handle_new(file, true);
	if (sqlite3_open_v2(file, &s->db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK)
		store_fail(s, err);
	else if (configure(s, err) && configure_writer(s, err) &&
	         schema_apply(s, err))
		return s;
	store_close(s);
	return NULL;
}

/* As immutable: in a folder that cannot be written, when no -wal holds news
 * that would be missed. */
static bool
open_immutable(struct store *s, struct err *err)
{
	struct str uri = { 0 };
	int code;

	str_printf(&uri, "%s-wal", s->file);
	if (access(str_z(&uri), F_OK) == 0) {
		str_release(&uri);
		return err_set(err, ERR_STORE,
		    _("%s: its folder cannot be written to"), s->file);
	}
	str_clear(&uri);
	str_lit(&uri, "file:");
	for (const char *p = s->file; *p; p++)
		if (strchr("%?#", *p))
			str_printf(&uri, "%%%02x", (unsigned char)*p);
		else
			str_addc(&uri, *p);
	str_lit(&uri, "?immutable=1");
	sqlite3_close(s->db);
	code = sqlite3_open_v2(
	    str_z(&uri), &s->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	str_release(&uri);
	return code == SQLITE_OK ? configure(s, err) : store_fail(s, err);
}

static bool
folder_is_writable(const char *file)
{
	const char *slash = strrchr(file, '/');
	char *dir =
	    slash ? xstrndup(file, (size_t)(slash - file) + 1) : xstrdup(".");
	bool yes = access(dir, W_OK) == 0;

	free(dir);
	return yes;
}

static bool
open_read(struct store *s, struct err *err)
{
	int64_t version = 0;
	bool ok;

	if (sqlite3_open_v2(s->file, &s->db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK)
		return store_fail(s, err);
	ok = folder_is_writable(s->file) ? configure(s, err)
	                                 : open_immutable(s, err);
	if (!ok || !schema_version(s, &version, err))
		return false;
	if (version > STORE_SCHEMA)
		return err_set(err, ERR_STORE,
		    _("%s was written by a newer broadsheet; update this one"),
		    s->file);
	if (version < STORE_SCHEMA)
		return err_set(
		    err, ERR_GONE, _("%s is of an older broadsheet"), s->file);
	return true;
}

struct store *
store_open_read(const char *file, struct err *err)
{
	struct store *s;
	bool exists;

	if (!check_file(file, &exists, err))
		return NULL;
	if (!exists) {
		err_set(err, ERR_GONE, _("%s does not exist yet"), file);
		return NULL;
	}
	s = handle_new(file, false);
	if (open_read(s, err))
		return s;
	store_close(s);
	return NULL;
}

void
store_close(struct store *s)
{
	if (!s)
		return;
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
	body_forget_packer(s);
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
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

bool
store_savepoint(struct store *s, struct err *err)
{
	return store_exec(s, "SAVEPOINT part", err);
}

void
store_savepoint_end(struct store *s, bool keep)
{
	if (!keep)
		store_exec(s, "ROLLBACK TO part", NULL);
	store_exec(s, "RELEASE part", NULL);
}

void
store_checkpoint(struct store *s)
{
	struct str wal = { 0 };
	struct stat st;

	str_printf(&wal, "%s-wal", s->file);
	if (stat(str_z(&wal), &st) == 0 && st.st_size > WAL_BYTES)
		sqlite3_wal_checkpoint_v2(
		    s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	str_release(&wal);
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

/* How many tags and articles do not agree with a recount. */
static const char recount_own[] =
    "SELECT (SELECT count(*) FROM tag t WHERE (t.total, t.unread) IS NOT"
    " (SELECT count(*), coalesce(sum(a.unread), 0) FROM tagged g JOIN article"
    " a ON a.id = g.article_id WHERE g.tag_id = t.id AND a.deleted = 0)) +"
    " (SELECT count(*) FROM article a WHERE a.own <>"
    " (a.id IN (SELECT article_id FROM tagged)) +"
    " 2 * (a.id IN (SELECT id FROM note)))";

bool
store_check(struct store *s, struct err *err)
{
	struct stmt q;
	int64_t wrong = 0;
	bool ok;

	if (!stmt_get(&q, s, "PRAGMA quick_check(1)", err))
		return false;
	ok = stmt_row(&q, err) > 0 && span_is(stmt_col(&q, 0), "ok");
	stmt_done(&q);
	if (!ok)
		return err_set(err, ERR_STORE, _("%s is damaged"), s->file);
	if (!store_number(s,
	        "SELECT count(*) FROM feed f WHERE (f.total, f.unread,"
	        " f.starred) IS NOT (SELECT count(*),"
	        " coalesce(sum(unread), 0), coalesce(sum(starred), 0)"
	        " FROM article WHERE feed_id = f.id AND deleted = 0)",
	        &wrong, err))
		return false;
	if (wrong)
		return err_set(err, ERR_STORE,
		    _("%s: the counters of %lld feeds are wrong"), s->file,
		    (long long)wrong);
	if (!store_number(s, recount_own, &wrong, err))
		return false;
	if (wrong)
		return err_set(err, ERR_STORE,
		    _("%s: the counters of tags and notes are wrong"), s->file);
	return true;
}
