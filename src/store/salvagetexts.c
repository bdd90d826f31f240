/*
 * What follows the copying: texts are tried, queued for the index, counted.
 */
#include "config.h"

#include <stdlib.h>

#include "doc/doc.h"
#include "doc/galley.h"
#include "store/body.h"
#include "store/salvage.h"
#include "store/search.h"
#include "store/stmt.h"
#include "store/tokens.h"

enum { BATCH = 500 };

/* The text of a body for the index; false: it is damaged. */
static bool
body_text(struct store *s, int64_t row, struct str *text)
{
	struct arena *mem = arena_new();
	struct err err = { 0 };
	struct span galley;
	struct doc *doc = NULL;
	bool ok;

	ok = body_read(
	    s, mem, row / 2, row % 2 ? BODY_FULL : BODY_FEED, &galley, &err);
	if (ok && galley.n) {
		doc = galley_read(galley, &err);
		ok = doc != NULL;
	}
	if (doc && text)
		doc_search_text(text, doc);
	doc_free(doc);
	arena_free(mem);
	return ok;
}

static bool
drop_row(struct store *s, int64_t row, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "DELETE FROM body WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, row);
	return stmt_run(&q, err);
}

/* The next row after *id; 1, 0: no more, -1: error. */
static int
next_id(struct store *s, const char *sql, int64_t *id, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s, sql, err))
		return -1;
	stmt_int(&q, 1, *id);
	got = stmt_row(&q, err);
	if (got > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return got;
}

bool
salvage_texts(struct store *s, bool drop, int64_t *bad, struct err *err)
{
	int64_t id = -1;
	int got;

	while ((got = next_id(s,
	            "SELECT id FROM body WHERE id > ?1 ORDER BY id LIMIT 1",
	            &id, err)) > 0) {
		if (body_text(s, id, NULL))
			continue;
		++*bad;
		if (drop && !drop_row(s, id, err))
			return false;
	}
	return got == 0;
}

/* The whole text is what a search should find, where there is one. */
static bool
queue_article(struct store *s, int64_t id, struct err *err)
{
	struct str text = { 0 }, key = { 0 };
	struct span title, author;
	struct arena *mem = arena_new();
	struct stmt q;
	int64_t doc = 0;
	bool ok;

	if (body_text(s, id * 2 + BODY_FULL, &text) && !text.n)
		body_text(s, id * 2 + BODY_FEED, &text);
	ok = stmt_get(
	    &q, s, "SELECT title, author FROM article WHERE id = ?1", err);
	if (ok) {
		stmt_int(&q, 1, id);
		ok = stmt_row(&q, err) > 0;
		title = span_keep(mem, stmt_col(&q, 0));
		author = span_keep(mem, stmt_col(&q, 1));
		stmt_done(&q);
	}
	ok = ok &&
	     (doc = search_queue(s, title, author, str_span(&text), err)) &&
	     stmt_get(&q, s,
	         "UPDATE article SET doc = ?2, title_key = ?3 WHERE id = ?1",
	         err);
	if (ok) {
		/* A row of an older schema has none. */
		tokens_title_key(&key, title);
		stmt_int(&q, 1, id);
		stmt_int(&q, 2, doc);
		stmt_z(&q, 3, str_z(&key));
		ok = stmt_run(&q, err);
	}
	str_release(&text);
	str_release(&key);
	arena_free(mem);
	return ok;
}

static bool
queue_all(struct store *s, repair_fn *tell, void *data, struct err *err)
{
	int64_t id = 0, n = 0;
	int got;

	if (!store_begin(s, false, err))
		return false;
	while ((got = next_id(s,
	            "SELECT id FROM article WHERE id > ?1 ORDER BY id LIMIT 1",
	            &id, err)) > 0) {
		if (!queue_article(s, id, err))
			break;
		if (++n % BATCH)
			continue;
		if (!store_commit(s, err) || !store_begin(s, false, err))
			return false;
		store_checkpoint(s);
		if (tell)
			tell(data, "index", n);
	}
	if (got == 0 && store_commit(s, err))
		return true;
	store_rollback(s);
	return false;
}

/* Rows that name another which is lost.  An article without its feed is kept:
 * the feed gets a line without a name, and is archived. */
static const char orphans[] =
    "DELETE FROM body WHERE id / 2 NOT IN (SELECT id FROM article);"
    "DELETE FROM tagged WHERE article_id NOT IN (SELECT id FROM article)"
    " OR tag_id NOT IN (SELECT id FROM tag);"
    "DELETE FROM note WHERE id NOT IN (SELECT id FROM article);"
    "DELETE FROM revision WHERE article NOT IN (SELECT id FROM article);"
    "DELETE FROM errand WHERE id NOT IN (SELECT id FROM article);"
    "DELETE FROM feed_place WHERE feed_id NOT IN (SELECT id FROM feed)"
    " OR section_id NOT IN (SELECT id FROM section);"
    "DELETE FROM tombstone WHERE feed_id NOT IN (SELECT id FROM feed);"
    /* The next desk reads the feeds file anew; nobody has a lease.  No number
     * of a text that was given until now is in the new index. */
    "DELETE FROM meta WHERE name IN ('feeds', 'reindex', 'reindex-end',"
    " 'thin', 'thin-base');"
    "INSERT INTO meta(name, value) SELECT 'thin-base', seq"
    " FROM sqlite_sequence WHERE name = 'waiting';"
    "UPDATE feed SET lease_owner = NULL, lease_until = 0";

static bool
give_names(struct store *s, struct repair *r, struct err *err)
{
	int64_t before = 0, after = 0;

	if (!store_number(s, "SELECT count(*) FROM feed", &before, err) ||
	    !store_exec(s,
	        "INSERT OR IGNORE INTO feed(id, url, active) SELECT DISTINCT"
	        " feed_id, 'lost:' || feed_id, 0 FROM article WHERE feed_id"
	        " NOT IN (SELECT id FROM feed)",
	        err) ||
	    !store_number(s, "SELECT count(*) FROM feed", &after, err))
		return false;
	r->nameless = after - before;
	return true;
}

static bool
count_saved(struct store *s, struct repair *r, struct err *err)
{
	return store_number(s, "SELECT count(*) FROM feed", &r->feeds, err) &&
	       store_number(
	           s, "SELECT count(*) FROM article", &r->articles, err) &&
	       store_number(s, "SELECT count(*) FROM body", &r->texts, err) &&
	       store_number(s, "SELECT count(*) FROM tag", &r->tags, err) &&
	       store_number(s, "SELECT count(*) FROM note", &r->notes, err);
}

bool
salvage_finish(struct store *to, struct repair *r, repair_fn *tell, void *data,
    struct err *err)
{
	int64_t had = 0, has = 0, texts = 0, left = 0;
	const char *total = "SELECT coalesce(sum(total), 0) FROM feed";

	if (!store_begin(to, false, err))
		return false;
	if (!salvage_texts(to, true, &r->lost_texts, err) ||
	    !store_number(to, "SELECT count(*) FROM body", &texts, err) ||
	    !give_names(to, r, err) || !store_exec(to, orphans, err) ||
	    !store_number(to, "SELECT count(*) FROM body", &left, err) ||
	    !store_number(to, total, &had, err) || !store_recount(to, err) ||
	    !store_number(to, total, &has, err) || !store_commit(to, err)) {
		store_rollback(to);
		return false;
	}
	r->lost_texts += texts - left;
	r->lost_articles = had > has ? had - has : 0;
	return queue_all(to, tell, data, err) && count_saved(to, r, err);
}
