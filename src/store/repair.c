#include "config.h"

#include "store/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "conf/paths.h"
#include "doc/doc.h"
#include "doc/galley.h"
#include "store/salvage.h"
#include "store/stmt.h"

enum { KEPT_MAX = 999, COPY_BYTES = 1 << 20 };

void
repair_release(struct repair *r)
{
	str_release(&r->kept);
}

/* --- is anything wrong? ------------------------------------------------------
 */

/* FTS5 compares its index with itself; a statement that writes nothing, but
 * needs a handle that may. */
static const char index_check[] =
    "INSERT INTO words(words) VALUES ('integrity-check')";

/* What is wrong, as it is told afterwards; "" : nothing. */
static void
look_at(struct store *s, struct repair *r)
{
	struct err err = { 0 };
	int64_t bad = 0;

	if (!store_check_pages(s, &err))
		snprintf(r->why, sizeof(r->why), "%s", _("pages were damaged"));
	else if (!store_check_counters(s, &err))
		snprintf(
		    r->why, sizeof(r->why), "%s", _("counters were wrong"));
	else if (!store_exec(s, index_check, &err))
		snprintf(r->why, sizeof(r->why), "%s",
		    _("the index of texts was damaged"));
	/* Each text unpacks, and is a document. */
	else if (!salvage_texts(s, false, &bad, &err) || bad)
		snprintf(r->why, sizeof(r->why), "%s", _("texts were damaged"));
}

/* False: it is a store that we must leave alone. */
static bool
look(const char *file, struct repair *r, struct err *err)
{
	struct store *s = store_open(file, err);

	if (s) {
		/* It stays as it is, whatever is found. */
		sqlite3_db_config(
		    s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		s->writer = false;
		if (!store_begin(s, false, err)) {
			store_close(s);
			return false;
		}
		look_at(s, r);
		store_rollback(s);
		r->sound = r->why[0] == '\0';
		store_close(s);
		return true;
	}
	snprintf(r->why, sizeof(r->why), "%s", _("it could not be opened"));
	return err->code == ERR_DAMAGED;
}

/* --- files
 * -------------------------------------------------------------------- */

/* FILE + suffix. */
static char *
beside(const char *file, const char *suffix)
{
	struct str path = { 0 };

	str_printf(&path, "%s%s", file, suffix);
	return str_take(&path);
}

static void
remove_database(const char *file)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < sizeof(suffix) / sizeof(*suffix); i++) {
		char *path = beside(file, suffix[i]);

		unlink(path);
		free(path);
	}
}

static bool
copy_bytes(int from, int to)
{
	char *block = xmalloc(COPY_BYTES);
	bool ok = true;
	ssize_t n;

	while (ok && (n = read(from, block, COPY_BYTES)) != 0)
		for (ssize_t done = 0, some; ok && done < n; done += some) {
			some = write(to, block + done, (size_t)(n - done));
			ok = n > 0 && some > 0;
		}
	free(block);
	return ok && n == 0 && fsync(to) == 0;
}

/* A second name, where the system has such a thing; else a copy. */
static bool
keep_file(const char *from, const char *to, struct err *err)
{
	int in, out;
	bool ok;

	if (link(from, to) == 0)
		return true;
	in = open(from, O_RDONLY | O_CLOEXEC);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ok = in >= 0 && out >= 0 && copy_bytes(in, out);
	if (!ok)
		err_errno(err, "%s", to);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	if (!ok && out >= 0)
		unlink(to);
	return ok;
}

/* FILE.damaged-N, the first that is free. */
static bool
find_name(const char *file, struct str *name, struct err *err)
{
	for (int i = 1; i <= KEPT_MAX; i++) {
		str_clear(name);
		str_printf(name, "%s.damaged-%d", file, i);
		if (access(str_z(name), F_OK) != 0)
			return true;
	}
	return err_set(err, ERR_LIMIT,
	    _("%s: too many damaged files are kept beside it"), file);
}

/*
 * The old file gets its second name first, then the new one takes its place in
 * one step.  The old log is away before that: it would be taken for the new
 * file's.
 */
static bool
put_in_place(
    const char *file, const char *new, struct repair *r, struct err *err)
{
	char *wal = beside(file, "-wal"), *shm = beside(file, "-shm");
	char *kept_wal;
	bool ok;

	ok = find_name(file, &r->kept, err);
	kept_wal = beside(str_z(&r->kept), "-wal");
	ok = ok && keep_file(file, str_z(&r->kept), err) &&
	     (access(wal, F_OK) != 0 || keep_file(wal, kept_wal, err));
	if (ok) {
		paths_sync_folder(file);
		unlink(wal);
		unlink(shm);
		ok = rename(new, file) == 0 || err_errno(err, "%s", file);
		paths_sync_folder(file);
	}
	free(wal);
	free(shm);
	free(kept_wal);
	return ok;
}

/* --- what can be read
 * -------------------------------------------------------------- */

/* The first value of a query, into a text of n bytes. */
static bool
ask(sqlite3 *db, const char *sql, char *value, size_t n)
{
	sqlite3_stmt *q = NULL;
	bool ok;

	ok = sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK &&
	     sqlite3_step(q) == SQLITE_ROW;
	if (ok)
		snprintf(
		    value, n, "%s", (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	return ok;
}

/* Some of our tables can be found. */
static bool
has_tables(sqlite3 *db)
{
	char n[8];

	return ask(db,
	           "SELECT count(*) FROM sqlite_schema WHERE name IN ('feed',"
	           " 'article', 'body')",
	           n, sizeof(n)) &&
	       strcmp(n, "0") != 0;
}

static bool
has_sound_pages(sqlite3 *db)
{
	char said[8];

	return ask(db, "PRAGMA quick_check(1)", said, sizeof(said)) &&
	       !strcmp(said, "ok");
}

/* Without its log, if there is one. */
static sqlite3 *
open_alone(const char *file)
{
	struct str uri = { 0 };
	sqlite3 *db = NULL;

	str_lit(&uri, "file:");
	for (const char *p = file; *p; p++)
		if (strchr("%?#", *p))
			str_printf(&uri, "%%%02x", (unsigned char)*p);
		else
			str_addc(&uri, *p);
	str_lit(&uri, "?immutable=1");
	if (sqlite3_open_v2(str_z(&uri), &db,
	        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) != SQLITE_OK ||
	    !has_tables(db)) {
		sqlite3_close(db);
		db = NULL;
	}
	str_release(&uri);
	return db;
}

/* With its log.  If that is of another database or broken, the file alone is
 * sound; or nothing can be found with it.  NULL: neither way. */
static sqlite3 *
open_damaged(const char *file)
{
	sqlite3 *alone = open_alone(file), *db = NULL;

	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) ==
	        SQLITE_OK &&
	    has_tables(db) &&
	    !(alone && (store_has_strange_log(db) ||
	                   (has_sound_pages(alone) && !has_sound_pages(db))))) {
		sqlite3_close(alone);
		return db;
	}
	sqlite3_close(db);
	return alone;
}

static bool
salvage(const char *file, struct store *to, struct repair *r, repair_fn *tell,
    void *data, struct err *err)
{
	sqlite3 *from = open_damaged(file);
	int64_t gaps = 0;
	bool ok = true;

	sqlite3_db_config(to->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	ok = store_exec(to, "PRAGMA foreign_keys = OFF", err);
	if (ok && from)
		ok = salvage_tables(from, to, &gaps, tell, data, err);
	if (ok && (gaps || !from))
		ok = salvage_carve(file, to, &r->carved, err);
	sqlite3_close(from);
	ok = ok && salvage_finish(to, r, tell, data, err);
	sqlite3_db_config(to->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
	return ok;
}

static bool
make_anew(const char *file, struct repair *r, repair_fn *tell, void *data,
    struct err *err)
{
	char *new = beside(file, ".repair");
	char *wal = beside(new, "-wal");
	struct store *to;
	bool ok;

	remove_database(new);
	to = store_open(new, err);
	ok = to && salvage(file, to, r, tell, data, err) &&
	     store_check_pages(to, err) && store_check_counters(to, err);
	store_close(to);
	if (ok && access(wal, F_OK) == 0)
		ok = err_set(err, ERR_STORE,
		    _("%s is in use; nothing was changed"), new);
	ok = ok && put_in_place(file, new, r, err);
	remove_database(new);
	free(wal);
	free(new);
	return ok;
}

bool
repair_store(const char *file, struct repair *r, repair_fn *tell, void *data,
    struct err *err)
{
	struct err why = { 0 };
	struct stat st;

	*r = (struct repair){ 0 };
	if (stat(file, &st) != 0)
		return err_errno(err, "%s", file);
	if (!S_ISREG(st.st_mode))
		return err_set(
		    err, ERR_STORE, _("%s is not a plain file"), file);
	if (tell)
		tell(data, "check", 0);
	if (st.st_size == 0)
		snprintf(r->why, sizeof(r->why), "%s", _("it was empty"));
	else if (!look(file, r, &why))
		return err_set(err, why.code, "%s", why.text);
	if (r->sound)
		return true;
	return make_anew(file, r, tell, data, err);
}
