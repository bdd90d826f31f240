#include "config.h"

#include "store/errands.h"
#include "store/articles.h"

#include "base/i18n.h"
#include "store/body.h"
#include "store/scope.h"
#include "store/search.h"
#include "store/stmt.h"

/* The row of a key as it is; id 0: there is none. */
struct known {
	int64_t id, seen;
	bool same; /* its print is the one given */
};

static bool
find_known(struct store *s, int64_t feed, const struct article_new *a,
    struct known *k, struct err *err)
{
	struct stmt q;
	int got;

	*k = (struct known){ 0 };
	if (!stmt_get(&q, s,
	        "SELECT id, seen, print = ?3 FROM article"
	        " WHERE feed_id = ?1 AND key = ?2",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_text(&q, 2, a->key);
	stmt_text(&q, 3, a->print);
	got = stmt_row(&q, err);
	if (got > 0) {
		k->id = stmt_col_int(&q, 0);
		k->seen = stmt_col_int(&q, 1);
		k->same = stmt_col_int(&q, 2) != 0;
	}
	stmt_done(&q);
	return got >= 0;
}

/* Lists are in the order of publishing, but nothing stands before the moment
 * it was first seen: a date in the future or none at all is that moment. */
static int64_t
sort_time(const struct article_new *a, int64_t seen)
{
	int64_t t = a->published ? a->published : a->updated;

	return t && t < seen ? t : seen;
}

/* ?3 to ?17, the same in both statements. */
static void
bind_article(
    struct stmt *q, const struct article_new *a, int64_t seen, int64_t doc)
{
	stmt_text(q, 3, a->print);
	stmt_int(q, 4, sort_time(a, seen));
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
}

static bool
insert(struct store *s, int64_t feed, const struct article_new *a, int64_t now,
    int64_t doc, int64_t *id, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "INSERT INTO article(feed_id, key, print, sort, published,"
	        " updated, doc, url, title, author, section, standfirst, lang,"
	        " tags, picture, enclosure, enclosure_type, seen) VALUES (?1,"
	        " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	        " ?15, ?16, ?17, ?18) RETURNING id",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_text(&q, 2, a->key);
	bind_article(&q, a, now, doc);
	stmt_int(&q, 18, now);
	got = stmt_row(&q, err);
	if (got > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return got > 0;
}

/* The read mark, the star and the first-seen time stay.  The place in the
 * lists stays too when the source gives no date. */
static bool
update(struct store *s, const struct known *k, const struct article_new *a,
    int64_t doc, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE article SET print = ?3, sort = ?4, published = ?5,"
	        " updated = ?6, doc = ?7, url = ?8, title = ?9, author = ?10,"
	        " section = ?11, standfirst = ?12, lang = ?13, tags = ?14,"
	        " picture = ?15, enclosure = ?16, enclosure_type = ?17,"
	        " revisions = revisions + 1 WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, k->id);
	bind_article(&q, a, k->seen, doc);
	return stmt_run(&q, err);
}

static bool
merge_one(struct store *s, int64_t feed, const struct article_new *a,
    int64_t now, struct merge_count *count, struct err *err)
{
	struct known k;
	int64_t doc;

	if (!find_known(s, feed, a, &k, err))
		return false;
	if (k.same) {
		count->kept++;
		return true;
	}
	doc = search_queue(s, a->title, a->author, a->search, err);
	if (!doc)
		return false;
	if (k.id ? !update(s, &k, a, doc, err)
	         : !insert(s, feed, a, now, doc, &k.id, err))
		return false;
	*(k.seen ? &count->edited : &count->added) += 1;
	if (a->errand && !errands_add(s, k.id, err))
		return false;
	return body_write(s, k.id, BODY_FEED, a->body, err);
}

bool
articles_merge(struct store *s, int64_t feed, const struct article_new *a,
    size_t n, int64_t now, struct merge_count *count, struct err *err)
{
	*count = (struct merge_count){ 0 };
	/* A feed lists its newest first; the oldest gets the lowest id. */
	for (size_t i = n; i-- > 0;)
		if (!merge_one(s, feed, &a[i], now, count, err))
			return false;
	return true;
}

/* The text goes into the index anew, under another number. */
static bool
queue_page(struct store *s, int64_t id, struct span text, int64_t *doc,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO waiting(title, author, body) SELECT title,"
	        " author, ?2 FROM article WHERE id = ?1 RETURNING id",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, text);
	*doc = stmt_row(&q, err) > 0 ? stmt_col_int(&q, 0) : 0;
	stmt_done(&q);
	return *doc || err_set(err, ERR_GONE, _("no article has that number"));
}

bool
articles_fulltext(struct store *s, int64_t id, const struct article_page *page,
    struct err *err)
{
	struct stmt q;
	int64_t doc;

	if (!queue_page(s, id, page->search, &doc, err) ||
	    !body_write(s, id, BODY_FULL, page->galley, err) ||
	    !stmt_get(&q, s,
	        "UPDATE article SET doc = ?2, author = CASE WHEN"
	        " coalesce(author, '') = '' THEN ?3 ELSE author END,"
	        " published = CASE published WHEN 0 THEN ?4 ELSE published"
	        " END, updated = CASE WHEN updated = 0 AND ?5 > published"
	        " THEN ?5 ELSE updated END WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, doc);
	stmt_text(&q, 3, page->author);
	stmt_int(&q, 4, page->published);
	stmt_int(&q, 5, page->updated);
	return stmt_run(&q, err);
}

/* The flag of a column: set wins over clear, neither keeps it. */
static int64_t
verdict(unsigned set, unsigned clear, unsigned flag)
{
	return set & flag ? 1 : clear & flag ? 0 : -1;
}

bool
articles_mark(struct store *s, const int64_t *id, size_t n, unsigned set,
    unsigned clear, int64_t *changed, struct err *err)
{
	int64_t unread = verdict(set, clear, FLAG_UNREAD);
	int64_t starred = verdict(set, clear, FLAG_STARRED);
	struct stmt q;

	for (size_t i = 0; i < n; i++) {
		if (!stmt_get(&q, s,
		        "UPDATE article SET"
		        " unread = CASE ?2 WHEN -1 THEN unread ELSE ?2 END,"
		        " starred = CASE ?3 WHEN -1 THEN starred ELSE ?3 END"
		        " WHERE id = ?1 AND ((?2 <> -1 AND unread <> ?2) OR"
		        " (?3 <> -1 AND starred <> ?3)) RETURNING id",
		        err))
			return false;
		stmt_int(&q, 1, id[i]);
		stmt_int(&q, 2, unread);
		stmt_int(&q, 3, starred);
		switch (stmt_row(&q, err)) {
		case 1:
			if (changed)
				++*changed;
			break;
		case -1:
			stmt_done(&q);
			return false;
		}
		stmt_done(&q);
	}
	return true;
}

bool
articles_mark_scope(struct store *s, const struct scope *scope, int64_t newest,
    int64_t *changed, struct err *err)
{
	struct scope unread = *scope;
	struct str sql = { 0 };
	struct scope_sql parts = { 0 };
	int64_t before = 0, after = 0;
	struct stmt q;
	bool ok;

	unread.unread = true;
	if (!scope_build(&parts, s, &unread, err)) {
		scope_release(&parts);
		return false;
	}
	str_printf(&sql,
	    "UPDATE article SET unread = 0 WHERE id IN (SELECT a.id FROM %s"
	    " WHERE %s AND a.id <= ?9)",
	    str_z(&parts.from), str_z(&parts.where));
	ok = store_number(s, "SELECT sum(unread) FROM feed", &before, err) &&
	     stmt_get(&q, s, str_z(&sql), err);
	if (ok) {
		scope_bind(&parts, &q);
		stmt_int(&q, 9, newest);
		ok = stmt_run(&q, err) &&
		     store_number(
		         s, "SELECT sum(unread) FROM feed", &after, err);
	}
	if (changed)
		*changed = before - after;
	scope_release(&parts);
	str_release(&sql);
	return ok;
}

int64_t
articles_newest(struct store *s)
{
	int64_t id = 0;

	store_number(s, "SELECT coalesce(max(id), 0) FROM article", &id, NULL);
	return id;
}
