/*
 * The full-text index: what waits for it goes in, and a store whose index is
 * of an older kind gets a new one in the background.
 */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "doc/galley.h"
#include "store/articles.h"
#include "store/body.h"
#include "store/packer.h"
#include "store/search.h"
#include "store/stmt.h"
#include "store/tokens.h"

/* The columns of the index, in order. */
enum column { TITLE, AUTHOR, BODY, SECTION, COLUMNS };

/* GATHER_BYTES of words fill FTS5's own table ("hashsize"), which is then
 * written as one segment. */
enum { GATHER_BYTES = 1 << 20 };

/* One article on its way into the index; its columns stand in words one behind
 * the other. */
struct entry {
	int64_t doc, feed; /* feed 0: no article has this text any more */
	size_t n[COLUMNS];
};

/* What was gathered in a shared transaction; mark, mark_n: what of it was there
 * when the savepoint was set. */
struct gathered {
	struct str words;
	struct entry *entry;
	size_t n, cap;
	size_t mark, mark_n;
};

static void
add_words(
    struct entry *e, struct str *words, enum column column, struct span text)
{
	size_t before = words->n;

	tokens_write(words, text);
	e->n[column] = words->n - before;
}

int64_t
search_queue(struct store *s, struct span title, struct span author,
    struct span body, struct err *err)
{
	struct stmt q;

	/* AUTOINCREMENT: a number that was indexed is never given again. */
	if (!stmt_get(&q, s,
	        "INSERT INTO waiting(title, author, body)"
	        " VALUES (?1, ?2, ?3)",
	        err))
		return 0;
	stmt_text(&q, 1, title);
	stmt_text(&q, 2, author);
	stmt_text(&q, 3, body);
	return stmt_run(&q, err) ? stmt_new_id(s) : 0;
}

static void
bind_words(struct stmt *q, int i, struct span words)
{
	stmt_text(q, i, span_n(words.n ? words.s : "", words.n));
}

static void
bind_columns(struct stmt *q, const struct entry *e, const char *words, int last)
{
	for (int i = TITLE; i <= last; i++) {
		bind_words(q, i + 2, span_n(words, e->n[i]));
		words += e->n[i];
	}
}

static bool
add_new(
    struct store *s, const struct entry *e, const char *words, struct err *err)
{
	struct str place = { 0 };
	struct stmt q;
	bool ok;

	if (!stmt_get(&q, s,
	        "INSERT INTO words(rowid, title, author, body, section, place)"
	        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	        err))
		return false;
	str_printf(&place, SEARCH_PLACE, (long long)e->feed);
	stmt_int(&q, 1, e->doc);
	bind_columns(&q, e, words, SECTION);
	stmt_text(&q, 6, str_span(&place));
	ok = stmt_run(&q, err);
	str_release(&place);
	return ok;
}

/* The index of an older kind is kept whole for as long as it is asked. */
static bool
add_old(
    struct store *s, const struct entry *e, const char *words, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO search(rowid, title, author, body)"
	        " VALUES (?1, ?2, ?3, ?4)",
	        err))
		return false;
	stmt_int(&q, 1, e->doc);
	bind_columns(&q, e, words, BODY);
	return stmt_run(&q, err);
}

static bool
add_entry(struct store *s, const struct entry *e, const char *words,
    bool old_too, struct err *err)
{
	return add_new(s, e, words, err) &&
	       (!old_too || add_old(s, e, words, err));
}

/* ---- gathering ---------------------------------------------------------- */

static struct gathered *
gathered_of(struct store *s)
{
	if (!s->gathered)
		s->gathered = xcalloc(1, sizeof(*s->gathered));
	return s->gathered;
}

void
search_mark(struct store *s)
{
	if (!s->gathered)
		return;
	s->gathered->mark = s->gathered->words.n;
	s->gathered->mark_n = s->gathered->n;
}

void
search_forget(struct store *s, bool all)
{
	struct gathered *g = s->gathered;

	if (!g)
		return;
	str_cut(&g->words, all ? 0 : g->mark);
	g->n = all ? 0 : g->mark_n;
	g->mark = g->words.n;
	g->mark_n = g->n;
}

bool
search_flush(struct store *s, bool always, struct err *err)
{
	struct gathered *g = s->gathered;
	bool old, ok = true;
	size_t at = 0;

	if (!g || !g->n || (!always && g->words.n < GATHER_BYTES))
		return true;
	if (!store_in_transaction(s)) {
		search_forget(s, true); /* the disk was full */
		return true;
	}
	if (!search_is_old(s, &old, NULL, err))
		return false;
	for (size_t i = 0; ok && i < g->n; i++) {
		const struct entry *e = &g->entry[i];

		ok = add_entry(s, e, str_z(&g->words) + at, old, err);
		for (int c = 0; c < COLUMNS; c++)
			at += e->n[c];
	}
	search_forget(s, true);
	str_release(&g->words);
	return ok;
}

void
search_release(struct store *s)
{
	if (!s->gathered)
		return;
	str_release(&s->gathered->words);
	free(s->gathered->entry);
	free(s->gathered);
	s->gathered = NULL;
}

static bool
find_feed(struct store *s, int64_t id, int64_t *feed, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "SELECT feed_id FROM article WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	*feed = stmt_row(&q, err) > 0 ? stmt_col_int(&q, 0) : 0;
	stmt_done(&q);
	return *feed != 0;
}

/* A number of the queue: they are never given again.  RETURNING would make a
 * table for it. */
static bool
take_number(struct store *s, int64_t *doc, struct err *err)
{
	struct stmt q;

	return stmt_get(&q, s,
	           "UPDATE sqlite_sequence SET seq = seq + 1"
	           " WHERE name = 'waiting'",
	           err) &&
	       stmt_run(&q, err) &&
	       store_number(s,
	           "SELECT seq FROM sqlite_sequence WHERE name = 'waiting'",
	           doc, err) &&
	       *doc > 0;
}

int64_t
search_add(
    struct store *s, int64_t id, const struct article_new *a, struct err *err)
{
	struct gathered *g = gathered_of(s);
	struct entry e = { 0 };

	if (!find_feed(s, id, &e.feed, err) || !take_number(s, &e.doc, err))
		return 0;
	add_words(&e, &g->words, TITLE, a->title);
	add_words(&e, &g->words, AUTHOR, a->author);
	add_words(&e, &g->words, BODY, a->search);
	add_words(&e, &g->words, SECTION, a->section);
	vec_room(&g->entry, g->n, &g->cap);
	g->entry[g->n++] = e;
	return s->ended || search_flush(s, true, err) ? e.doc : 0;
}

/* ---- what waits --------------------------------------------------------- */

/* Indexes the oldest waiting rows; *n counts them, *last is the newest.  What
 * no article names any more (it was edited once more) is passed over. */
static bool
index_rows(struct store *s, bool old_too, size_t max, size_t *n, int64_t *last,
    struct err *err)
{
	struct str words = { 0 };
	struct entry e = { 0 };
	bool ok = true;
	struct stmt q;
	int got = 0;

	if (!stmt_get(&q, s,
	        "SELECT w.id, w.title, w.author, w.body, a.section,"
	        " coalesce(a.feed_id, 0) FROM waiting w"
	        " LEFT JOIN article a ON a.doc = w.id ORDER BY w.id LIMIT ?1",
	        err))
		return false;
	stmt_int(&q, 1, (int64_t)max);
	while (ok && (got = stmt_row(&q, err)) > 0) {
		e.doc = *last = stmt_col_int(&q, 0);
		e.feed = stmt_col_int(&q, 5);
		++*n;
		if (!e.feed)
			continue;
		str_clear(&words);
		for (int i = 0; i < COLUMNS; i++)
			add_words(
			    &e, &words, (enum column)i, stmt_col(&q, i + 1));
		ok = add_entry(s, &e, str_z(&words), old_too, err);
	}
	stmt_done(&q);
	str_release(&words);
	return ok && got == 0;
}

static bool
index_waiting(
    struct store *s, bool old_too, size_t max, bool *left, struct err *err)
{
	int64_t last = 0;
	size_t n = 0;
	struct stmt q;

	if (!store_begin(s, false, err))
		return false;
	if (!index_rows(s, old_too, max, &n, &last, err) ||
	    !stmt_get(&q, s, "DELETE FROM waiting WHERE id <= ?1", err))
		goto fail;
	stmt_int(&q, 1, last);
	if (!stmt_run(&q, err))
		goto fail;
	*left = n == max;
	return store_commit(s, err);
fail:
	store_rollback(s);
	return false;
}

/* ---- headlines ---------------------------------------------------------- */

/* Those whose text nobody is about to set: a refresh that was killed, an entry
 * that has left its feed.  Their words are what there is of them. */
#define LEFT_ALONE                                                          \
	" FROM article a WHERE a.doc IS NULL AND NOT EXISTS (SELECT 1 FROM" \
	" feed f WHERE f.id = a.feed_id AND f.lease_until >"                \
	" CAST(strftime('%s', 'now') AS INTEGER))"

static bool
index_head(
    struct store *s, int64_t id, const struct article_new *a, struct err *err)
{
	int64_t doc = search_add(s, id, a, err);
	struct stmt q;

	if (!doc ||
	    !stmt_get(&q, s, "UPDATE article SET doc = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, doc);
	return stmt_run(&q, err);
}

static bool
index_some_heads(struct store *s, size_t max, size_t *n, struct err *err)
{
	bool ok = true;
	struct stmt q;
	int got = 0;

	if (!stmt_get(&q, s,
	        "SELECT id, title, author, standfirst, section" LEFT_ALONE
	        " LIMIT ?1",
	        err))
		return false;
	stmt_int(&q, 1, (int64_t)max);
	while (ok && (got = stmt_row(&q, err)) > 0) {
		struct article_new a = { .title = stmt_col(&q, 1),
			.author = stmt_col(&q, 2),
			.search = stmt_col(&q, 3),
			.section = stmt_col(&q, 4) };

		ok = index_head(s, stmt_col_int(&q, 0), &a, err);
		++*n;
	}
	stmt_done(&q);
	return ok && got == 0;
}

static bool
index_heads(struct store *s, size_t max, bool *left, struct err *err)
{
	size_t n = 0;

	if (!store_begin(s, false, err))
		return false;
	if (index_some_heads(s, max, &n, err)) {
		*left = n == max;
		return store_commit(s, err);
	}
	store_rollback(s);
	return false;
}

/* ---- a new index for an old store --------------------------------------- */

/* meta.reindex is the number of the last text that went over, reindex-end that
 * of the last that has to: what came later goes into both as it comes. */
bool
search_is_old(struct store *s, bool *old, int64_t *done, struct err *err)
{
	int64_t at = -1;

	if (!store_number(s,
	        "SELECT CAST(value AS INTEGER) FROM meta"
	        " WHERE name = 'reindex'",
	        &at, err))
		return false;
	*old = at >= 0;
	if (done)
		*done = at;
	return true;
}

bool
search_renew(struct store *s, struct err *err)
{
	int64_t any = 0;

	if (!store_number(s, "SELECT 1 FROM article LIMIT 1", &any, err))
		return false;
	return store_exec(s,
	    any ? "INSERT INTO meta(name, value) VALUES ('reindex', '0'),"
	          " ('reindex-end', coalesce((SELECT min(id) - 1 FROM waiting),"
	          " (SELECT max(doc) FROM article), 0))"
	        : "DROP TABLE search",
	    err);
}

/* The words of an article as it stands in the archive: of its whole text when
 * there is one, as when it came. */
static bool
add_stored(struct store *s, struct entry *e, struct str *words, int64_t id,
    struct err *err)
{
	struct arena *mem = arena_new();
	struct str text = { 0 };
	struct span galley;
	struct doc *d = NULL;
	bool ok = body_read(s, mem, id, BODY_FULL, &galley, err);

	if (ok && !galley.n)
		ok = body_read(s, mem, id, BODY_FEED, &galley, err);
	/* What cannot be read is found by its title, at least. */
	if (ok && galley.n)
		d = galley_read(galley, NULL);
	if (d)
		doc_search_text(&text, d);
	add_words(e, words, BODY, str_span(&text));
	doc_free(d);
	str_release(&text);
	arena_free(mem);
	return ok;
}

/* The next articles whose text is in the old index alone. */
static bool
renew_rows(
    struct store *s, size_t max, size_t *n, int64_t *done, struct err *err)
{
	struct str words = { 0 };
	struct entry e = { 0 };
	bool ok = true;
	struct stmt q;
	int got = 0;

	if (!stmt_get(&q, s,
	        "SELECT doc, feed_id, title, author, section, id FROM article"
	        " WHERE doc > ?1 AND doc <= (SELECT CAST(value AS INTEGER)"
	        " FROM meta WHERE name = 'reindex-end') ORDER BY doc LIMIT ?2",
	        err))
		return false;
	stmt_int(&q, 1, *done);
	stmt_int(&q, 2, (int64_t)max);
	while (ok && (got = stmt_row(&q, err)) > 0) {
		e.doc = *done = stmt_col_int(&q, 0);
		e.feed = stmt_col_int(&q, 1);
		str_clear(&words);
		add_words(&e, &words, TITLE, stmt_col(&q, 2));
		add_words(&e, &words, AUTHOR, stmt_col(&q, 3));
		ok = add_stored(s, &e, &words, stmt_col_int(&q, 5), err);
		add_words(&e, &words, SECTION, stmt_col(&q, 4));
		++*n;
		ok = ok && add_entry(s, &e, str_z(&words), false, err);
	}
	stmt_done(&q);
	str_release(&words);
	return ok && got == 0;
}

/* All of it went over: from now on the new index is asked. */
static bool
end_renewal(struct store *s, struct err *err)
{
	return store_exec(s,
	    "DELETE FROM meta WHERE name IN ('reindex', 'reindex-end');"
	    "DROP TABLE search",
	    err);
}

static bool
renew(struct store *s, int64_t done, size_t max, bool *left, struct err *err)
{
	struct str sql = { 0 };
	size_t n = 0;
	bool ok;

	if (!store_begin(s, false, err))
		return false;
	ok = renew_rows(s, max, &n, &done, err);
	*left = n == max;
	str_printf(&sql,
	    "UPDATE meta SET value = '%lld' WHERE name = 'reindex'",
	    (long long)done);
	ok = ok &&
	     (*left ? store_exec(s, str_z(&sql), err) : end_renewal(s, err));
	str_release(&sql);
	if (ok)
		return store_commit(s, err);
	store_rollback(s);
	return false;
}

static bool
learn_words(struct store *s, struct err *err)
{
	if (!store_begin(s, false, err))
		return false;
	if (packer_learn(s, err))
		return store_commit(s, err);
	store_rollback(s);
	return false;
}

bool
articles_index_some(struct store *s, size_t max, bool *left, struct err *err)
{
	int64_t waits = 0, heads = 0, done = 0;
	bool old, learn;

	*left = false;
	/* Looking costs no write lock. */
	if (!store_number(s, "SELECT id FROM waiting LIMIT 1", &waits, err) ||
	    !store_number(s, "SELECT id" LEFT_ALONE " LIMIT 1", &heads, err) ||
	    !search_is_old(s, &old, &done, err) ||
	    !packer_wants(s, &learn, err))
		return false;
	/* What is new comes first. */
	if (waits   ? !index_waiting(s, old, max, left, err)
	    : heads ? !index_heads(s, max, left, err)
	            : old && !renew(s, done, max, left, err))
		return false;
	if (!waits && !heads && !old)
		return !learn || learn_words(s, err);
	*left = *left || (waits && heads) || ((waits || heads) && old) || learn;
	return true;
}
