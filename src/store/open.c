/*
 * Opening: what is there, is it ours, may we, and who else is at it just now.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/paths.h"
#include "store/schema.h"
#include "store/search.h"
#include "store/stmt.h"

enum {
	OPEN_MS = 60000, /* somebody else may be making or changing it */
	AGAIN_US = 20000,
	PROGRESS_STEPS = 10000, /* of SQLite's machine between looks */
	WRITER_CACHE_KB = 4096,
	READER_CACHE_KB = 2048,
	NUMBER_AT = 68 /* application_id in the header of a database */
};

/* A query with a deadline is ended by SQLite's progress handler. */
static int
on_progress(void *data)
{
	struct store *s = data;

	if (s->searching && s->watch && s->watch(s->watch_data)) {
		s->cancelled = true;
		return 1;
	}
	return s->deadline_ms && loop_now_ms() > s->deadline_ms;
}

void
store_watch(struct store *s, bool (*watch)(void *data), void *data)
{
	s->watch = watch;
	s->watch_data = data;
}

static int
on_commit(void *data, sqlite3 *db, const char *name, int pages)
{
	struct store *s = data;

	(void)db;
	(void)name;
	s->wal_pages = pages;
	return SQLITE_OK;
}

static struct store *
handle_new(const char *file)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->file = xstrdup(file);
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
	sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
	sqlite3_extended_result_codes(s->db, 0);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_progress_handler(s->db, PROGRESS_STEPS, on_progress, s);
	return store_exec(s, "PRAGMA temp_store = MEMORY", err) &&
	       search_attach(s, err);
}

/* Once the size of a page is known: SQLite reckons how many there is room for
 * by the size that it takes for granted until then, which is half of ours. */
static bool
limit_cache(struct store *s, int kb, struct err *err)
{
	struct str sql = { 0 };
	bool ok;

	str_printf(&sql, "PRAGMA cache_size = -%d", kb);
	ok = store_exec(s, str_z(&sql), err);
	str_release(&sql);
	return ok;
}

/* Before WAL, or the first two are silently ignored. */
static bool
configure_writer(struct store *s, struct err *err)
{
	struct str sql = { 0 };
	bool ok;

	/* A file that exists keeps the size that it has. */
	str_printf(&sql, "PRAGMA page_size = %d", STORE_PAGE_BYTES);
	ok = store_exec(s, str_z(&sql), err);
	str_release(&sql);
	if (!ok ||
	    !store_exec(s,
	        "PRAGMA auto_vacuum = INCREMENTAL;"
	        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
	        "PRAGMA wal_autocheckpoint = 0;"
	        "PRAGMA journal_size_limit = 16777216;"
	        /* store_check looks for what points nowhere.  As long as it is
	         * on, each row that is put in copies every page that it
	         * touches, to be undone alone. */
	        "PRAGMA foreign_keys = OFF;",
	        err) ||
	    !store_number(s, "PRAGMA page_size", &s->page_bytes, err))
		return false;
	sqlite3_wal_hook(s->db, on_commit, s);
	return true;
}

/* A store has a number of its own in its first page.  That of the file itself
 * is read here, whatever the log has for that page: a log that was left beside
 * another store would be taken for its newest pages. */
bool
store_has_strange_log(struct sqlite3 *db)
{
	sqlite3_file *f = NULL;
	unsigned char b[4] = { 0 };
	sqlite3_stmt *q = NULL;
	uint32_t raw, seen = 0;

	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &f) !=
	        SQLITE_OK ||
	    !f || !f->pMethods ||
	    f->pMethods->xRead(f, b, sizeof(b), NUMBER_AT) != SQLITE_OK)
		return false;
	raw = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	      (uint32_t)b[2] << 8 | b[3];
	if (sqlite3_prepare_v2(db, "PRAGMA application_id", -1, &q, NULL) ==
	        SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW)
		seen = (uint32_t)sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	/* 0: of before there were numbers, or all of it is in the log yet. */
	return raw && seen && raw != seen;
}

/* The tables of ours that are there; all 0: nothing is in it yet. */
static bool
count_tables(struct store *s, int64_t *tables, int64_t *ours, struct err *err)
{
	return store_number(
	           s, "SELECT count(*) FROM sqlite_schema", tables, err) &&
	       store_number(s,
	           "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
	           " AND name IN ('feed', 'article', 'body', 'meta')",
	           ours, err);
}

/* Nobody else's database is written to, whatever its file is called; nor one
 * that a later broadsheet has made.  Two looks at the version: what is looked
 * at between them may be made by another desk just now. */
static bool
check_contents(struct store *s, int64_t *version, struct err *err)
{
	int64_t tables, ours, again = 0;

	if (store_has_strange_log(s->db))
		return err_set(err, ERR_DAMAGED,
		    _("%s: the log beside it (-wal) is of another store; "
		      "\"broadsheet doctor --repair\" sets it aside"),
		    s->file);
	do {
		*version = again;
		if (!count_tables(s, &tables, &ours, err) ||
		    !schema_version(s, &again, err))
			return false;
	} while (again != *version);
	if (tables == 0 && *version == 0)
		return true;
	if (ours == 4 && *version <= 0)
		return err_set(err, ERR_DAMAGED,
		    _("%s: it is damaged; \"broadsheet doctor --repair\" saves "
		      "what can be read"),
		    s->file);
	if (ours < 4)
		return err_set(err, ERR_STORE,
		    _("%s is the database of another program; name another "
		      "file"),
		    s->file);
	return *version <= STORE_SCHEMA || schema_newer(s, err);
}

/* 0600 from its first moment, which SQLite copies to the log; and there after
 * a power cut, for SQLite syncs what is in a file, not that there is one. */
static bool
make_file(const char *file, struct err *err)
{
	int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_errno(err, "%s", file);
	close(fd);
	paths_sync_folder(file);
	return true;
}

/* Even a handle that writes nothing copies the log into the file when it is
 * closed; not into one that we leave alone. */
static void
keep_as_it_is(struct store *s, bool yes)
{
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, yes, NULL);
}

static struct store *
open_write(const char *file, struct err *err)
{
	struct store *s;
	int64_t version;
	bool exists;

	if (!paths_make_for(file, err) || !check_file(file, &exists, err) ||
	    (!exists && !make_file(file, err)))
		return NULL;
	s = handle_new(file);
	if (sqlite3_open_v2(file, &s->db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK) {
		store_fail(s, err);
		store_close(s);
		return NULL;
	}
	keep_as_it_is(s, true);
	if (configure(s, err) && check_contents(s, &version, err)) {
		keep_as_it_is(s, false);
		s->writer = configure_writer(s, err) && schema_apply(s, err) &&
		            limit_cache(s, WRITER_CACHE_KB, err);
	}
	if (s->writer)
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
	if (!ok || !check_contents(s, &version, err))
		return false;
	if (version < STORE_SCHEMA)
		return err_set(
		    err, ERR_GONE, _("%s is of an older broadsheet"), s->file);
	return limit_cache(s, READER_CACHE_KB, err);
}

static struct store *
open_to_read(const char *file, struct err *err)
{
	struct store *s;
	bool exists;

	if (!check_file(file, &exists, err))
		return NULL;
	if (!exists) {
		err_set(err, ERR_GONE, _("%s does not exist yet"), file);
		return NULL;
	}
	s = handle_new(file);
	if (open_read(s, err))
		return s;
	store_close(s);
	return NULL;
}

/* SQLite's own waiting has gaps: who turns a new file's log on, and who takes
 * away the log of one that is being left, is not waited for. */
static struct store *
open_patiently(const char *file, struct store *open(const char *, struct err *),
    struct err *err)
{
	int64_t until = loop_now_ms() + OPEN_MS;

	for (;;) {
		struct err why = { 0 };
		struct store *s = open(file, &why);

		if (s)
			return s;
		if (why.code != ERR_BUSY || loop_now_ms() > until) {
			if (err)
				*err = why;
			return NULL;
		}
		usleep(AGAIN_US);
	}
}

struct store *
store_open(const char *file, struct err *err)
{
	return open_patiently(file, open_write, err);
}

struct store *
store_open_read(const char *file, struct err *err)
{
	return open_patiently(file, open_to_read, err);
}
