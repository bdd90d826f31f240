/*
 * Rows of articles, written.
 */
#include "config.h"

#include "store/row.h"

#include "store/search.h"
#include "store/stmt.h"
#include "store/tokens.h"

/* Lists are in the order of publishing, but nothing stands before the moment
 * it was first seen: a date in the future or none at all is that moment. */
int64_t
row_sort(const struct article_new *a, int64_t seen)
{
	int64_t t = a->published ? a->published : a->updated;

	return t && t < seen ? t : seen;
}

/* ?3 to ?18 and ?21, the same in both statements; key is to live as long as
 * they run. */
static void
bind_article(struct stmt *q, const struct article_new *a, int64_t seen,
    int64_t doc, struct str *key)
{
	tokens_title_key(key, a->title);
	stmt_text(q, 21, span_n(str_z(key), key->n));
	stmt_text(q, 3, a->torn && a->print.n ? SPAN("-") : a->print);
	stmt_int(q, 4, row_sort(a, seen));
	stmt_int(q, 5, a->published);
	stmt_int(q, 6, a->updated);
	stmt_int(q, 7, doc);
	stmt_text(q, 8, a->url);
	stmt_text(q, 9, a->title);
	stmt_text(q, 10, a->author);
	stmt_text(q, 11, a->section);
	stmt_text(q, 12, a->standfirst);
	stmt_text(q, 13, a->lang);
	stmt_text(q, 14, a->tags);
	stmt_text(q, 15, a->picture);
	stmt_text(q, 16, a->enclosure);
	stmt_text(q, 17, a->enclosure_type);
	stmt_int(q, 18, a->source_print);
}

bool
row_insert(struct store *s, int64_t feed, const struct article_new *a,
    int64_t now, bool unread, int64_t doc, int64_t *id, struct err *err)
{
	struct str title_key = { 0 };
	struct stmt q;
	bool ok;

	if (!stmt_get(&q, s,
	        /* FAIL: nobody goes on with a transaction in which one could
	         * not be put in, so that it need not be undone alone. */
	        "INSERT OR FAIL INTO article(feed_id, key, print, sort,"
	        " published,"
	        " updated, doc, url, title, author, section, standfirst, lang,"
	        " tags, picture, enclosure, enclosure_type, source_print, seen,"
	        " unread, title_key) VALUES (?1, ?2, coalesce(?3, ''), ?4, ?5, "
	        "?6,"
	        " nullif(?7, 0), ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
	        " ?17, ?18, ?19, ?20, ?21)",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_text(&q, 2, a->key);
	bind_article(&q, a, now, doc, &title_key);
	/* A date of the last edit alone is that of the first printing, too. */
	if (!a->published && a->updated) {
		stmt_int(&q, 5, a->updated);
		stmt_int(&q, 6, 0);
	}
	stmt_int(&q, 19, now);
	stmt_int(&q, 20, unread);
	ok = stmt_run(&q, err);
	*id = stmt_new_id(s);
	str_release(&title_key);
	return ok;
}

/* The read mark, the star and the first-seen time stay.  The publishing time
 * and the place in the lists stay too when the source gives none.  doc 0: it
 * is no edit. */
bool
row_update(struct store *s, const struct known *k, const struct article_new *a,
    int64_t doc, int64_t now, struct err *err)
{
	struct str title_key = { 0 };
	struct stmt q;
	bool ok;

	if (!stmt_get(&q, s,
	        "UPDATE article SET print = ?3,"
	        " sort = CASE ?5 WHEN 0 THEN sort ELSE ?4 END,"
	        " published = CASE ?5 WHEN 0 THEN published ELSE ?5 END,"
	        " updated = CASE WHEN ?5 <> 0 OR ?6 > published THEN ?6 ELSE 0"
	        " END, doc = coalesce(nullif(?7, 0), doc), url = ?8, title = "
	        "?9, author = ?10,"
	        " section = ?11, standfirst = ?12, lang = ?13, tags = ?14,"
	        " picture = ?15, enclosure = ?16, enclosure_type = ?17,"
	        " title_key = ?21, source_print = ?18, let_go = -abs(let_go),"
	        " revisions = revisions + (?19 <> 0),"
	        " edited = CASE ?19 WHEN 0 THEN edited ELSE ?19 END"
	        " WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, k->id);
	bind_article(&q, a, k->seen, doc, &title_key);
	stmt_int(&q, 19, doc ? now : 0);
	ok = stmt_run(&q, err);
	str_release(&title_key);
	return ok;
}

/* The same text now says where it stands, which is no edit. */
bool
row_address(
    struct store *s, int64_t id, const struct article_new *a, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "UPDATE article SET url = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, a->url);
	return stmt_run(&q, err);
}

bool
row_rename(
    struct store *s, int64_t id, const struct article_new *a, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "UPDATE article SET key = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, a->key);
	return stmt_run(&q, err);
}

/* What its source says has changed, but not what a reader sees; or it was not
 * known. */
bool
row_source(struct store *s, const struct known *k, const struct article_new *a,
    struct err *err)
{
	struct stmt q;

	if (!a->source_print || k->source_print == a->source_print)
		return true;
	if (!stmt_get(&q, s,
	        "UPDATE article SET source_print = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, k->id);
	stmt_int(&q, 2, a->source_print);
	return stmt_run(&q, err);
}

#define FILL                                                                  \
	"UPDATE article SET print = ?2, doc = ?3, author = ?4, section = ?5," \
	" standfirst = ?6, lang = ?7, tags = ?8, picture = ?9,"               \
	" enclosure = ?10, enclosure_type = ?11, source_print = ?12"

/* Its place in the lists and its marks are what they were; an index that need
 * not be written is not.  Half a text is shown, but "-" says that it is still
 * to come: the whole one is then its first, and no edit. */
bool
row_fill(struct store *s, const struct known *k, const struct article_new *a,
    struct err *err)
{
	int64_t doc = search_add(s, k->id, a, err);
	struct str title_key = { 0 };
	struct stmt q;
	bool ok;

	if (!doc ||
	    !stmt_get(&q, s,
	        k->titled ? FILL " WHERE id = ?1"
	                  : FILL ", title = ?13, title_key = ?14 WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, k->id);
	stmt_text(&q, 2, a->torn ? SPAN("-") : a->print);
	stmt_int(&q, 3, doc);
	stmt_text(&q, 4, a->author);
	stmt_text(&q, 5, a->section);
	stmt_text(&q, 6, a->standfirst);
	stmt_text(&q, 7, a->lang);
	stmt_text(&q, 8, a->tags);
	stmt_text(&q, 9, a->picture);
	stmt_text(&q, 10, a->enclosure);
	stmt_text(&q, 11, a->enclosure_type);
	stmt_int(&q, 12, a->source_print);
	if (!k->titled) {
		tokens_title_key(&title_key, a->title);
		stmt_text(&q, 13, a->title);
		stmt_text(&q, 14, span_of(str_z(&title_key)));
	}
	ok = stmt_run(&q, err);
	str_release(&title_key);
	return ok;
}
