/*
 * Copying what can be read, table by table.  Where a page is broken the rows
 * behind it are found by their numbers: SQLite comes to them from above.
 */
#include "config.h"

#include "store/salvage.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "store/stmt.h"

enum {
	BATCH_ROWS = 2000, /* in a transaction */
	GAPS_MAX = 100000, /* in a table: what is so torn is given up */
	TABLES_MAX = 64
};

/* A table on its way. */
struct table {
	sqlite3 *from;
	struct store *to;
	char *name;
	struct str columns; /* "a", "b": those that both files have */
	struct str marks;   /* ?, ? */
	int n;
	bool has_rowid;
	sqlite3_stmt *insert;
	int64_t rows, gaps;
	repair_fn *tell;
	void *data;
};

enum walked { WALK_END, WALK_BROKEN, WALK_FAILED };

static void
table_release(struct table *t)
{
	sqlite3_finalize(t->insert);
	str_release(&t->columns);
	str_release(&t->marks);
	free(t->name);
}

/* Whether the damaged file has a column: it may be of an older schema. */
static bool
has_column(sqlite3 *db, const char *table, const char *column)
{
	return sqlite3_table_column_metadata(db, NULL, table, column, NULL,
	           NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static bool
list_columns(struct table *t, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, t->to, "SELECT name FROM pragma_table_info(?1)", err))
		return false;
	stmt_z(&q, 1, t->name);
	while ((got = stmt_row(&q, err)) > 0) {
		char *column = span_dup(stmt_col(&q, 0));

		if (has_column(t->from, t->name, column)) {
			str_printf(
			    &t->columns, "%s\"%s\"", t->n ? ", " : "", column);
			str_addz(&t->marks, t->n ? ", ?" : "?");
			t->n++;
		}
		free(column);
	}
	stmt_done(&q);
	return got == 0;
}

static bool
prepare_insert(struct table *t, struct err *err)
{
	struct str sql = { 0 };
	int code;

	str_printf(&sql, "INSERT OR IGNORE INTO \"%s\"(%s) VALUES (%s)",
	    t->name, str_z(&t->columns), str_z(&t->marks));
	code = sqlite3_prepare_v2(t->to->db, str_z(&sql), -1, &t->insert, NULL);
	str_release(&sql);
	return code == SQLITE_OK || store_fail(t->to, err);
}

/* New transaction now and then, so that the log stays small. */
static bool
breathe(struct table *t, struct err *err)
{
	if (t->rows % BATCH_ROWS != 0)
		return true;
	if (!store_commit(t->to, err) || !store_begin(t->to, false, err))
		return false;
	store_checkpoint(t->to);
	if (t->tell)
		t->tell(t->data, t->name, t->rows);
	return true;
}

static bool
insert_row(struct table *t, sqlite3_stmt *row, struct err *err)
{
	int code;

	for (int i = 0; i < t->n; i++)
		sqlite3_bind_value(
		    t->insert, i + 1, sqlite3_column_value(row, i));
	code = sqlite3_step(t->insert);
	if (code != SQLITE_DONE) {
		store_fail(t->to, err);
		sqlite3_reset(t->insert);
		return false;
	}
	sqlite3_reset(t->insert);
	t->rows += sqlite3_changes(t->to->db);
	return breathe(t, err);
}

/* Copies rows from *at on; afterwards *at is the row that could not be read,
 * or one before it. */
static enum walked
copy_from(struct table *t, int64_t *at, struct err *err)
{
	struct str sql = { 0 };
	sqlite3_stmt *row = NULL;
	enum walked result = WALK_BROKEN;
	int code;

	str_printf(&sql,
	    "SELECT %s, rowid FROM \"%s\" NOT INDEXED WHERE rowid >= ?1"
	    " ORDER BY rowid",
	    str_z(&t->columns), t->name);
	code = sqlite3_prepare_v2(t->from, str_z(&sql), -1, &row, NULL);
	str_release(&sql);
	if (code != SQLITE_OK)
		return WALK_BROKEN;
	sqlite3_bind_int64(row, 1, *at);
	while ((code = sqlite3_step(row)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(row, t->n);

		/* Pages that lead in a ring. */
		if (id < *at)
			break;
		if (!insert_row(t, row, err)) {
			result = WALK_FAILED;
			break;
		}
		if (id == INT64_MAX) {
			code = SQLITE_DONE;
			break;
		}
		*at = id + 1;
	}
	if (code == SQLITE_DONE)
		result = WALK_END;
	sqlite3_finalize(row);
	return result;
}

/* The first row from `from` on: 1 and *id, 0 none, -1 it cannot be said. */
static int
probe(struct table *t, int64_t from, int64_t *id)
{
	struct str sql = { 0 };
	sqlite3_stmt *row = NULL;
	int got = -1;

	str_printf(&sql,
	    "SELECT rowid FROM \"%s\" NOT INDEXED WHERE rowid >= ?1"
	    " ORDER BY rowid LIMIT 1",
	    t->name);
	if (sqlite3_prepare_v2(t->from, str_z(&sql), -1, &row, NULL) ==
	    SQLITE_OK) {
		sqlite3_bind_int64(row, 1, from);
		switch (sqlite3_step(row)) {
		case SQLITE_ROW:
			*id = sqlite3_column_int64(row, 0);
			got = *id >= from ? 1 : -1;
			break;
		case SQLITE_DONE:
			got = 0;
			break;
		}
	}
	sqlite3_finalize(row);
	str_release(&sql);
	return got;
}

/* Moves *at behind what cannot be read; false: nothing more comes. */
static bool
skip(struct table *t, int64_t *at)
{
	int64_t id, bad = *at, good, width = 1;
	int got;

	if (++t->gaps > GAPS_MAX)
		return false;
	/* A row whose number can be read, and nothing else. */
	if (probe(t, *at, &id) > 0) {
		*at = id < INT64_MAX ? id + 1 : id;
		return id < INT64_MAX;
	}
	for (;;) {
		if (bad > INT64_MAX - width)
			return false;
		got = probe(t, bad + width, &id);
		if (got >= 0)
			break;
		bad += width;
		if (width <= INT64_MAX / 2)
			width *= 2;
	}
	good = bad + width;
	while (good - bad > 1) {
		int64_t middle = bad + (good - bad) / 2;

		if (probe(t, middle, &id) >= 0)
			good = middle;
		else
			bad = middle;
	}
	*at = good;
	return probe(t, good, &id) > 0;
}

static bool
copy_by_number(struct table *t, struct err *err)
{
	/* Ours count from 1. */
	int64_t at = 0;

	for (;;) {
		switch (copy_from(t, &at, err)) {
		case WALK_END:
			return true;
		case WALK_FAILED:
			return false;
		case WALK_BROKEN:
			if (!skip(t, &at))
				return true;
		}
	}
}

/* Without numbers: from the front as far as it goes, then from the back. */
static bool
copy_by_key(struct table *t, const char *order, struct err *err)
{
	struct str sql = { 0 };
	sqlite3_stmt *row = NULL;
	bool ok = true;
	int code;

	str_printf(&sql, "SELECT %s FROM \"%s\" ORDER BY 1%s, 2%s",
	    str_z(&t->columns), t->name, order, order);
	code = sqlite3_prepare_v2(t->from, str_z(&sql), -1, &row, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(row);
		if (code != SQLITE_ROW)
			break;
		ok = insert_row(t, row, err);
		if (!ok)
			break;
	}
	sqlite3_finalize(row);
	str_release(&sql);
	if (ok && code != SQLITE_DONE && !*order) {
		t->gaps++;
		return copy_by_key(t, " DESC", err);
	}
	return ok;
}

static bool
copy_table(struct table *t, int64_t *gaps, struct err *err)
{
	bool ok;

	if (!list_columns(t, err))
		return false;
	if (t->n == 0) {
		/* An older schema has not all; or it cannot be found. */
		++*gaps;
		return true;
	}
	ok = prepare_insert(t, err) && store_begin(t->to, false, err);
	if (ok)
		ok = t->has_rowid ? copy_by_number(t, err)
		                  : copy_by_key(t, "", err);
	*gaps += t->gaps;
	if (ok && store_commit(t->to, err))
		return true;
	store_rollback(t->to);
	return false;
}

/* What is made anew is not copied: the index of texts, what waits for it. */
static const char wanted[] =
    "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_schema s"
    " WHERE type = 'table' AND name <> 'waiting'"
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND NOT EXISTS (SELECT 1 FROM sqlite_schema v"
    " WHERE v.sql LIKE 'CREATE VIRTUAL%'"
    " AND s.name LIKE v.name || '\\_%' ESCAPE '\\') ORDER BY rowid";

/* A number that was given to an article that has gone is not given again: the
 * index of texts and the journal would mean another one. */
static bool
copy_numbers(sqlite3 *from, struct store *to, struct err *err)
{
	sqlite3_stmt *row = NULL;
	struct stmt q;
	bool ok = true;

	if (sqlite3_prepare_v2(from, "SELECT name, seq FROM sqlite_sequence",
	        -1, &row, NULL) != SQLITE_OK)
		return true;
	while (ok && sqlite3_step(row) == SQLITE_ROW) {
		ok = stmt_get(&q, to,
		    "UPDATE sqlite_sequence SET seq = max(seq, ?2)"
		    " WHERE name = ?1",
		    err);
		if (!ok)
			break;
		stmt_z(&q, 1, (const char *)sqlite3_column_text(row, 0));
		stmt_int(&q, 2, sqlite3_column_int64(row, 1));
		ok = stmt_run(&q, err);
	}
	sqlite3_finalize(row);
	return ok;
}

bool
salvage_tables(struct sqlite3 *from, struct store *to, int64_t *gaps,
    repair_fn *tell, void *data, struct err *err)
{
	struct table table[TABLES_MAX];
	size_t n = 0;
	bool ok = true;
	struct stmt q;
	int got;

	*gaps = 0;
	if (!stmt_get(&q, to, wanted, err))
		return false;
	while ((got = stmt_row(&q, err)) > 0 && n < TABLES_MAX)
		table[n++] = (struct table){
			.from = from,
			.to = to,
			.name = span_dup(stmt_col(&q, 0)),
			.has_rowid = stmt_col_int(&q, 1) == 0,
			.tell = tell,
			.data = data,
		};
	stmt_done(&q);
	for (size_t i = 0; i < n; i++) {
		ok = ok && got >= 0 && copy_table(&table[i], gaps, err);
		table_release(&table[i]);
	}
	return ok && copy_numbers(from, to, err);
}
