#include "config.h"

#include "store/stmt.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

struct failure {
	int code;
	enum err_code kind;
	const char *sentence; /* stands after the file's name */
};

static const struct failure failures[] = {
	{ SQLITE_BUSY, ERR_BUSY,
	    N_("another broadsheet is writing to it; try again in a moment") },
	{ SQLITE_LOCKED, ERR_BUSY,
	    N_("another broadsheet is writing to it; try again in a moment") },
	{ SQLITE_PROTOCOL, ERR_BUSY,
	    N_("another broadsheet is writing to it; try again in a moment") },
	{ SQLITE_FULL, ERR_STORE,
	    N_("the disk is full; make room and try again") },
	{ SQLITE_READONLY, ERR_STORE,
	    N_("it cannot be written to; may you write to the file and its "
	       "folder?") },
	{ SQLITE_PERM, ERR_STORE,
	    N_("it cannot be opened; may you read the file and its folder?") },
	{ SQLITE_CANTOPEN, ERR_STORE,
	    N_("it cannot be opened; may you read the file and its folder?") },
	{ SQLITE_IOERR, ERR_DAMAGED,
	    N_("the disk cannot be read or written; is it full, or failing?") },
	{ SQLITE_CORRUPT, ERR_DAMAGED,
	    N_("it is damaged; \"broadsheet doctor --repair\" saves what can "
	       "be read") },
	{ SQLITE_NOTADB, ERR_DAMAGED,
	    N_("it is no store, or a damaged one; \"broadsheet doctor "
	       "--repair\" saves what can be read") },
	{ SQLITE_NOMEM, ERR_STORE, N_("there is not enough memory for it") },
	{ SQLITE_INTERRUPT, ERR_LIMIT, N_("it took too long") },
};

/* The sentence of a failure that has one; false: it has none. */
static bool
say(struct store *s, int code, struct err *err)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (failures[i].code == code) {
			err_set(err, failures[i].kind, "%s: %s", s->file,
			    _(failures[i].sentence));
			return true;
		}
	return false;
}

bool
store_fail(struct store *s, struct err *err)
{
	int code = sqlite3_errcode(s->db) & 0xff;

	if (s->ended && !s->undone && !store_in_transaction(s))
		s->undone = code;
	if (code == SQLITE_INTERRUPT && s->cancelled) {
		s->cancelled = false;
		return err_set(
		    err, ERR_CANCELLED, _("the search was given up"));
	}
	if (say(s, code, err))
		return false;
	return err_set(
	    err, ERR_STORE, "%s: %s", s->file, sqlite3_errmsg(s->db));
}

bool
store_fail_undone(struct store *s, struct err *err)
{
	if (!say(s, s->undone, err))
		err_set(err, ERR_STORE, "%s: %s", s->file,
		    sqlite3_errstr(s->undone ? s->undone : SQLITE_ERROR));
	return false;
}

static struct cached *
cache_find(struct store *s, const char *sql, uint64_t hash)
{
	for (size_t i = 0; i < s->cached_n; i++) {
		struct cached *c = &s->cached[i];

		if (c->hash == hash && !c->busy && !strcmp(c->sql, sql))
			return c;
	}
	return NULL;
}

bool
stmt_get(struct stmt *q, struct store *s, const char *sql, struct err *err)
{
	uint64_t hash = span_hash(span_of(sql));
	struct cached *c = cache_find(s, sql, hash);

	*q = (struct stmt){ .store = s, .cached = c };
	if (c) {
		c->busy = true;
		q->stmt = c->stmt;
		return true;
	}
	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
	        &q->stmt, NULL) != SQLITE_OK)
		return store_fail(s, err);
	if (s->cached_n < STMT_CACHE) {
		c = &s->cached[s->cached_n++];
		*c = (struct cached){ xstrdup(sql), hash, q->stmt, true };
		q->cached = c;
	}
	return true;
}

void
stmt_int(struct stmt *q, int i, int64_t v)
{
	sqlite3_bind_int64(q->stmt, i, v);
}

void
stmt_text(struct stmt *q, int i, struct span v)
{
	if (v.s)
		sqlite3_bind_text64(
		    q->stmt, i, v.s, v.n, SQLITE_STATIC, SQLITE_UTF8);
	else
		sqlite3_bind_null(q->stmt, i);
}

void
stmt_z(struct stmt *q, int i, const char *v)
{
	stmt_text(q, i, span_of(v));
}

void
stmt_blob(struct stmt *q, int i, struct span v)
{
	if (v.s)
		sqlite3_bind_blob64(q->stmt, i, v.s, v.n, SQLITE_STATIC);
	else
		sqlite3_bind_null(q->stmt, i);
}

int
stmt_row(struct stmt *q, struct err *err)
{
	int code = sqlite3_step(q->stmt);

	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	store_fail(q->store, err);
	return -1;
}

bool
stmt_run(struct stmt *q, struct err *err)
{
	int got;

	while ((got = stmt_row(q, err)) > 0)
		;
	stmt_done(q);
	return got == 0;
}

void
stmt_again(struct stmt *q)
{
	sqlite3_reset(q->stmt);
}

void
stmt_done(struct stmt *q)
{
	if (!q->stmt)
		return;
	if (q->cached) {
		sqlite3_reset(q->stmt);
		sqlite3_clear_bindings(q->stmt);
		q->cached->busy = false;
	} else {
		sqlite3_finalize(q->stmt);
	}
	q->stmt = NULL;
}

int64_t
stmt_col_int(struct stmt *q, int i)
{
	return sqlite3_column_int64(q->stmt, i);
}

struct span
stmt_col(struct stmt *q, int i)
{
	const void *s = sqlite3_column_blob(q->stmt, i);

	return span_n(s, (size_t)sqlite3_column_bytes(q->stmt, i));
}

bool
store_exec(struct store *s, const char *sql, struct err *err)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return store_fail(s, err);
}

bool
store_number(struct store *s, const char *sql, int64_t *out, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s, sql, err))
		return false;
	got = stmt_row(&q, err);
	if (got > 0)
		*out = stmt_col_int(&q, 0);
	stmt_done(&q);
	return got >= 0;
}

int64_t
stmt_new_id(struct store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

int64_t
stmt_changed(struct store *s)
{
	return sqlite3_changes64(s->db);
}

int64_t
store_changes(struct store *s)
{
	return sqlite3_total_changes64(s->db);
}
