/* A search and a text, the one before the first line end: whatever is typed is
 * read or refused with a sentence, within the limits; FTS5 understands what is
 * made of it, and agrees with our own look at the text; marks lie within it. */
#include "config.h"

#include <sqlite3.h>

#include "fuzz.h"
#include "store/filter.h"
#include "store/match.h"
#include "store/query.h"
#include "store/tokens.h"

/* An index with one text in it. */
static sqlite3 *
index_of(struct span text)
{
	struct str folded = { 0 };
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;

	MUST(sqlite3_open(":memory:", &db) == SQLITE_OK);
	MUST(sqlite3_exec(db,
	         "CREATE VIRTUAL TABLE words USING fts5(title, author, body,"
	         " section, place, tokenize = \"unicode61 remove_diacritics 0"
	         " categories 'L* N* Co Mn Mc'\")",
	         NULL, NULL, NULL) == SQLITE_OK);
	tokens_write(&folded, text);
	MUST(sqlite3_prepare_v2(db,
	         "INSERT INTO words(rowid, body) VALUES (1, ?1)", -1, &q,
	         NULL) == SQLITE_OK);
	sqlite3_bind_text(q, 1, str_z(&folded), (int)folded.n, SQLITE_STATIC);
	MUST(sqlite3_step(q) == SQLITE_DONE);
	sqlite3_finalize(q);
	str_release(&folded);
	return db;
}

static bool
is_ascii(struct span t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.s[i] >= 0x80)
			return false;
	return true;
}

static void
ask(const struct query *query, struct span text, const struct match_text *t)
{
	struct match_row row = { 0 };
	sqlite3 *db = index_of(text);
	sqlite3_stmt *q = NULL;
	bool found;
	int got;

	MUST(sqlite3_prepare_v2(db, "SELECT 1 FROM words WHERE words MATCH ?1",
	         -1, &q, NULL) == SQLITE_OK);
	sqlite3_bind_text(q, 1, query->fts.s, (int)query->fts.n, SQLITE_STATIC);
	got = sqlite3_step(q);
	MUST(got == SQLITE_ROW || got == SQLITE_DONE);
	if (!query->where.n && got == SQLITE_ROW)
		MUST(match_may(query->filter->root, &text, 1));
	found = match_is(t, query->filter->root, &row);
	/* Our own look counts letters that SQLite's table may not know. */
	if (!query->where.n && is_ascii(text))
		MUST(found == (got == SQLITE_ROW));
	sqlite3_finalize(q);
	sqlite3_close(db);
}

static void
look(const struct filter *f, struct span text)
{
	struct match_text t = { 0 };
	struct match_marks m = { 0 };
	struct str snippet = { 0 };
	size_t last = 0;

	match_add(&t, text, COLUMN_ANY);
	match_marks(&m, &t, f->root, COLUMN_ANY);
	for (size_t i = 0; i < m.n; i++) {
		MUST(m.mark[i].from >= last && m.mark[i].to > m.mark[i].from);
		MUST(m.mark[i].to <= text.n);
		last = m.mark[i].to;
	}
	if (match_snippet(&snippet, &m, f->root, text, 80))
		for (size_t i = 0; i < m.n; i++)
			MUST(m.mark[i].to <= snippet.n);
	str_release(&snippet);
	match_marks_release(&m);
	match_release(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_n((const char *)data, size);
	struct span typed = span_cut(&text, '\n');
	struct match_text t = { 0 };
	struct query q = { 0 };
	struct err err = { 0 };

	for (int unfinished = 0; unfinished < 2; unfinished++) {
		q = (struct query){ 0 };
		q.filter =
		    filter_parse(typed, 1795435440, unfinished != 0, &err);
		if (!q.filter) {
			MUST(err.code == ERR_USAGE && err.text[0]);
			continue;
		}
		MUST(q.filter->terms <= FILTER_TERMS_MAX);
		MUST(q.filter->words <= FILTER_WORDS_MAX);
		if (q.filter->root) {
			match_add(&t, text, COLUMN_BODY);
			query_divide(&q);
			if (q.fts.n)
				ask(&q, text, &t);
			look(q.filter, text);
			match_clear(&t);
		}
		query_release(&q);
	}
	match_release(&t);
	return 0;
}
