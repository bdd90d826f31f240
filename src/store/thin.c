/*
 * The index is made anew in three parts: "fresh" is filled by the numbers of
 * texts (article.doc), which only rise, until it has caught up with what came
 * meanwhile; it changes places with "words"; what is now "spent" is emptied
 * piece by piece, for to drop it at once would take the store for seconds.
 */
#include "config.h"

#include "store/thin.h"

#include <sqlite3.h>

#include "doc/doc.h"
#include "doc/galley.h"
#include "store/body.h"
#include "store/search.h"
#include "store/stmt.h"
#include "store/tokens.h"

/* BATCH: articles in a step, which takes some hundredths of a second; BLOCKS:
 * blocks of a spent index in a step, 2 MB.  The first few blocks tell FTS5 what
 * there is, even while it drops the table. */
enum { BATCH = 50, BLOCKS = 500, HEAD_BLOCKS = 10, WORD_COLUMNS = 4 };

/* meta.thin is the number of the last text that went over; meta.thin-base how
 * many of the numbers that were given out until then are in no index. */

/* How many rows of the index belong to no article, and how many do.  Numbers
 * are given out one by one (waiting's AUTOINCREMENT), so they need no counting:
 * feeds know how many articles they have. */
static bool
count_rows(struct store *s, int64_t *gone, int64_t *live, struct err *err)
{
	int64_t given = 0;

	if (!store_number(s,
	        "SELECT (SELECT coalesce(sum(total), 0) FROM feed) +"
	        " (SELECT count(*) FROM article WHERE deleted > 0)",
	        live, err) ||
	    !store_number(s,
	        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name ="
	        " 'waiting'), 0) - coalesce((SELECT CAST(value AS INTEGER)"
	        " FROM meta WHERE name = 'thin-base'), 0)",
	        &given, err))
		return false;
	*gone = given - *live;
	return true;
}

static bool
is_due(struct store *s, int64_t least, bool *due, struct err *err)
{
	int64_t gone, live;
	bool old;

	*due = false;
	if (!search_is_old(s, &old, NULL, err) ||
	    !count_rows(s, &gone, &live, err))
		return false;
	*due = !old && gone >= least && gone >= live / 2;
	return true;
}

/* ---- the fresh one ------------------------------------------------------ */

/* Little by little: what is merged must not wait for the end. */
static bool
begin(struct store *s, struct err *err)
{
	return store_exec(s,
	    "CREATE VIRTUAL TABLE fresh USING " SEARCH_INDEX ";"
	    "INSERT INTO fresh(fresh, rank) VALUES ('hashsize', 4194304);"
	    "INSERT INTO fresh(fresh, rank) VALUES ('automerge', 8);"
	    "INSERT INTO meta(name, value) VALUES ('thin', '0')",
	    err);
}

/* What an article says, as the archive has it: its whole text, or its feed's;
 * when that was let go, or cannot be read, its summary. */
static bool
add_text(struct store *s, int64_t id, struct span standfirst, struct str *words,
    struct err *err)
{
	struct arena *mem = arena_new();
	struct str text = { 0 };
	struct span galley;
	struct doc *d = NULL;
	struct err damaged;
	bool ok = true;

	for (int kind = BODY_FULL; !d && kind >= BODY_FEED; kind--) {
		damaged = (struct err){ 0 };
		if (body_read(
		        s, mem, id, (enum body_kind)kind, &galley, &damaged)) {
			d = galley.n ? galley_read(galley, NULL) : NULL;
		} else if (damaged.code != ERR_DAMAGED) {
			*err = damaged;
			ok = false;
			break;
		}
	}
	if (d)
		doc_search_text(&text, d);
	tokens_write(words, d ? str_span(&text) : standfirst);
	doc_free(d);
	str_release(&text);
	arena_free(mem);
	return ok;
}

/* Columns of the query in fill(): then those of the index, in its order. */
enum { DOC, FEED, ID, STANDFIRST, TITLE, AUTHOR, SECTION };

static bool
fill_one(struct store *s, struct stmt *row, struct err *err)
{
	struct str words[WORD_COLUMNS] = { 0 }, place = { 0 };
	struct stmt q;
	bool ok;

	tokens_write(&words[0], stmt_col(row, TITLE));
	tokens_write(&words[1], stmt_col(row, AUTHOR));
	tokens_write(&words[3], stmt_col(row, SECTION));
	str_printf(&place, SEARCH_PLACE, (long long)stmt_col_int(row, FEED));
	ok = add_text(s, stmt_col_int(row, ID), stmt_col(row, STANDFIRST),
	         &words[2], err) &&
	     stmt_get(&q, s,
	         "INSERT INTO fresh(rowid, title, author, body, section, place)"
	         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	         err);
	if (ok) {
		stmt_int(&q, 1, stmt_col_int(row, DOC));
		for (int i = 0; i < WORD_COLUMNS; i++)
			stmt_z(&q, i + 2, str_z(&words[i]));
		stmt_text(&q, 6, str_span(&place));
		ok = stmt_run(&q, err);
	}
	for (int i = 0; i < WORD_COLUMNS; i++)
		str_release(&words[i]);
	str_release(&place);
	return ok;
}

/* The next texts; not what still waits for the old index, nor what is behind
 * it, so that each goes into either of them once. */
static bool
fill(struct store *s, int *n, int64_t *done, struct err *err)
{
	struct stmt q;
	bool ok = true;
	int got = 0;

	if (!stmt_get(&q, s,
	        "SELECT doc, feed_id, id, standfirst, title, author, section"
	        " FROM article WHERE doc > ?1 AND doc < coalesce((SELECT"
	        " min(id) FROM waiting), 9223372036854775807)"
	        " ORDER BY doc LIMIT ?2",
	        err))
		return false;
	stmt_int(&q, 1, *done);
	stmt_int(&q, 2, BATCH);
	while (ok && (got = stmt_row(&q, err)) > 0) {
		*done = stmt_col_int(&q, DOC);
		++*n;
		ok = fill_one(s, &q, err);
	}
	stmt_done(&q);
	return ok && got == 0;
}

/* From now on the fresh one is asked.  Numbers that no article has are not in
 * it. */
static bool
swap(struct store *s, struct err *err)
{
	return store_exec(s,
	    "INSERT INTO fresh(fresh, rank) VALUES ('automerge', 0);"
	    "ALTER TABLE words RENAME TO spent;"
	    "ALTER TABLE fresh RENAME TO words;"
	    "DELETE FROM meta WHERE name IN ('thin', 'thin-base');"
	    "INSERT INTO meta(name, value) SELECT 'thin-base', seq -"
	    " (SELECT count(*) FROM article WHERE doc > 0)"
	    " FROM sqlite_sequence WHERE name = 'waiting'",
	    err);
}

static bool
note_done(struct store *s, int64_t done, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE meta SET value = CAST(?1 AS TEXT) WHERE name = 'thin'",
	        err))
		return false;
	stmt_int(&q, 1, done);
	return stmt_run(&q, err);
}

static bool
fill_some(struct store *s, bool *left, struct err *err)
{
	int64_t done = 0, waits = 0;
	int n = 0;

	/* Again, now that nobody else can write. */
	if (!store_number(s,
	        "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'thin'",
	        &done, err) ||
	    !store_number(s, "SELECT id FROM waiting LIMIT 1", &waits, err) ||
	    !fill(s, &n, &done, err))
		return false;
	*left = true;
	if (n == BATCH)
		return note_done(s, done, err);
	if (!waits)
		return swap(s, err);
	/* Who indexes what waits comes back to this. */
	*left = false;
	return note_done(s, done, err);
}

/* ---- the spent one ------------------------------------------------------ */

/* FTS5's own table may be written to by nobody else while the handle is
 * defensive; that of an index which is asked nothing any more may. */
static bool
empty_some(struct store *s, struct err *err)
{
	struct str sql = { 0 };
	int64_t any = 0;
	bool ok;

	str_printf(&sql,
	    "DELETE FROM spent_data WHERE id IN (SELECT id FROM spent_data"
	    " WHERE id > %d LIMIT %d)",
	    HEAD_BLOCKS, BLOCKS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	ok = store_exec(s, str_z(&sql), err);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	str_clear(&sql);
	str_printf(&sql, "SELECT 1 FROM spent_data WHERE id > %d LIMIT 1",
	    HEAD_BLOCKS);
	ok = ok && store_number(s, str_z(&sql), &any, err);
	str_release(&sql);
	return ok && (any || store_exec(s, "DROP TABLE spent", err));
}

/* ---- a step ------------------------------------------------------------- */

/* What there is to do; in a transaction it is still so. */
enum part { NOTHING, BEGIN, FILL, EMPTY };

static bool
find_part(struct store *s, int64_t least, enum part *part, struct err *err)
{
	int64_t spent = 0, filling = 0;
	bool due;

	if (!store_number(s, "SELECT 1 FROM sqlite_schema WHERE name = 'spent'",
	        &spent, err) ||
	    !store_number(
	        s, "SELECT 1 FROM meta WHERE name = 'thin'", &filling, err))
		return false;
	*part = spent ? EMPTY : filling ? FILL : NOTHING;
	if (*part != NOTHING)
		return true;
	if (!is_due(s, least, &due, err))
		return false;
	*part = due ? BEGIN : NOTHING;
	return true;
}

bool
thin_step(struct store *s, int64_t least, bool *left, struct err *err)
{
	enum part part;
	bool ok;

	*left = false;
	/* Looking costs no write lock. */
	if (!find_part(s, least, &part, err))
		return false;
	if (part == NOTHING)
		return true;
	if (!store_begin(s, false, err))
		return false;
	ok = find_part(s, least, &part, err);
	*left = ok && part != NOTHING;
	if (ok && part == BEGIN)
		ok = begin(s, err);
	else if (ok && part == FILL)
		ok = fill_some(s, left, err);
	else if (ok && part == EMPTY)
		ok = empty_some(s, err);
	if (ok && store_commit(s, err)) {
		store_checkpoint(s);
		return true;
	}
	store_rollback(s);
	return false;
}
