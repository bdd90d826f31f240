/*
 * What came from a feed becomes rows: which are known, which are new.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/articles.h"
#include "store/body.h"
#include "store/errands.h"
#include "store/revisions.h"
#include "store/search.h"
#include "store/stmt.h"
#include "store/tombstones.h"

/* The row of a key as it is; id 0: there is none. */
struct known {
	int64_t id, seen;
	bool same; /* its print is the one given */
	bool bare; /* it has no address */
	bool page; /* its whole text was fetched */
};

/* All that came at once. */
struct batch {
	struct store *store;
	int64_t feed, now;
	const struct article_new *a;
	const struct article_new **by_key; /* sorted */
	size_t n;
	int64_t oldest; /* of what the feed has; 0: nothing */
	bool flood;     /* what is older than that comes in read */
	bool graves;    /* it has tombstones */
};

static int
key_order(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.s, b.s, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int
by_key(const void *a, const void *b)
{
	return key_order((*(const struct article_new *const *)a)->key,
	    (*(const struct article_new *const *)b)->key);
}

static int
find_key(const void *key, const void *b)
{
	return key_order(*(const struct span *)key,
	    (*(const struct article_new *const *)b)->key);
}

static bool
is_among(const struct batch *b, struct span key)
{
	return bsearch(&key, b->by_key, b->n, sizeof(*b->by_key), find_key) !=
	       NULL;
}

static bool
find_known(struct store *s, int64_t feed, const struct article_new *a,
    struct known *k, struct err *err)
{
	struct stmt q;
	int got;

	*k = (struct known){ 0 };
	if (!stmt_get(&q, s,
	        "SELECT id, seen, print = ?3, coalesce(url, '') = '',"
	        " page_of FROM article WHERE feed_id = ?1 AND key = ?2",
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
		k->bare = stmt_col_int(&q, 3) != 0;
		k->page = stmt_col_int(&q, 4) != 0;
	}
	stmt_done(&q);
	return got >= 0;
}

/* One row, and only one, that is this article under a key that its feed does
 * not give any more. */
static bool
find_renamed(const struct batch *b, const struct article_new *a,
    struct known *k, struct err *err)
{
	struct stmt q;
	int got, rows = 0;

	if (!a->url.n)
		return true;
	if (!stmt_get(&q, b->store,
	        "SELECT id, seen, print = ?3, key FROM article"
	        " WHERE feed_id = ?1 AND url = ?2 AND (title = ?4 OR"
	        " (published = ?5 AND ?5 <> 0)) LIMIT 2",
	        err))
		return false;
	stmt_int(&q, 1, b->feed);
	stmt_text(&q, 2, a->url);
	stmt_text(&q, 3, a->print);
	stmt_text(&q, 4, a->title);
	stmt_int(&q, 5, a->published);
	while ((got = stmt_row(&q, err)) > 0 && rows++ == 0) {
		if (is_among(b, stmt_col(&q, 3)))
			continue;
		k->id = stmt_col_int(&q, 0);
		k->seen = stmt_col_int(&q, 1);
		k->same = stmt_col_int(&q, 2) != 0;
	}
	stmt_done(&q);
	if (rows > 1)
		*k = (struct known){ 0 };
	return got >= 0;
}

static bool
rename_key(
    struct store *s, int64_t id, const struct article_new *a, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "UPDATE article SET key = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, a->key);
	return stmt_run(&q, err);
}

static bool
find_row(const struct batch *b, const struct article_new *a, struct known *k,
    struct err *err)
{
	if (!find_known(b->store, b->feed, a, k, err))
		return false;
	if (k->id)
		return true;
	return find_renamed(b, a, k, err) &&
	       (!k->id || rename_key(b->store, k->id, a, err));
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
insert(const struct batch *b, const struct article_new *a, bool unread,
    int64_t doc, int64_t *id, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, b->store,
	        "INSERT INTO article(feed_id, key, print, sort, published,"
	        " updated, doc, url, title, author, section, standfirst, lang,"
	        " tags, picture, enclosure, enclosure_type, seen, unread)"
	        " VALUES (?1,"
	        " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	        " ?15, ?16, ?17, ?18, ?19) RETURNING id",
	        err))
		return false;
	stmt_int(&q, 1, b->feed);
	stmt_text(&q, 2, a->key);
	bind_article(&q, a, b->now, doc);
	/* A date of the last edit alone is that of the first printing, too. */
	if (!a->published && a->updated) {
		stmt_int(&q, 5, a->updated);
		stmt_int(&q, 6, 0);
	}
	stmt_int(&q, 18, b->now);
	stmt_int(&q, 19, unread);
	got = stmt_row(&q, err);
	if (got > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return got > 0;
}

/* The read mark, the star and the first-seen time stay.  The publishing time
 * and the place in the lists stay too when the source gives none.  doc 0: it
 * is no edit. */
static bool
update(struct store *s, const struct known *k, const struct article_new *a,
    int64_t doc, int64_t now, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE article SET print = ?3,"
	        " sort = CASE ?5 WHEN 0 THEN sort ELSE ?4 END,"
	        " published = CASE ?5 WHEN 0 THEN published ELSE ?5 END,"
	        " updated = CASE WHEN ?5 <> 0 OR ?6 > published THEN ?6 ELSE 0"
	        " END, doc = coalesce(nullif(?7, 0), doc), url = ?8, title = "
	        "?9, author = ?10,"
	        " section = ?11, standfirst = ?12, lang = ?13, tags = ?14,"
	        " picture = ?15, enclosure = ?16, enclosure_type = ?17,"
	        " let_go = -abs(let_go), revisions = revisions + (?18 <> 0),"
	        " edited = CASE ?18 WHEN 0 THEN edited ELSE ?18 END"
	        " WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, k->id);
	bind_article(&q, a, k->seen, doc);
	stmt_int(&q, 18, doc ? now : 0);
	return stmt_run(&q, err);
}

/* The same text now says where it stands, which is no edit. */
static bool
give_address(
    struct store *s, int64_t id, const struct article_new *a, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, "UPDATE article SET url = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, a->url);
	return stmt_run(&q, err);
}

static bool
is_old(const struct batch *b, const struct article_new *a)
{
	return b->oldest && sort_time(a, b->now) < b->oldest;
}

/* What was expired or purged stays away. */
static bool
is_dead(const struct batch *b, const struct article_new *a,
    const struct known *k, bool *dead, struct err *err)
{
	*dead = false;
	return k->id || !b->graves ||
	       tombstones_has(b->store, b->feed, a->key, b->now, dead, err);
}

static bool
merge_one(const struct batch *b, const struct article_new *a,
    struct merge_count *count, struct err *err)
{
	struct store *s = b->store;
	struct known k;
	int64_t doc;
	bool held, dead, edit = true;

	if (!find_row(b, a, &k, err) || !is_dead(b, a, &k, &dead, err))
		return false;
	if (dead) {
		count->kept++;
		return true;
	}
	if (k.same) {
		count->kept++;
		return !k.bare || !a->url.n || give_address(s, k.id, a, err);
	}
	if (k.id && !revisions_is_edit(s, k.id, a, &edit, err))
		return false;
	if (!edit) {
		count->kept++;
		return update(s, &k, a, 0, b->now, err) &&
		       body_write(s, k.id, BODY_FEED, a->body, err);
	}
	doc = search_queue(s, a->title, a->author, a->search, err);
	if (!doc)
		return false;
	held = !k.id && b->flood && is_old(b, a);
	if (k.id ? !revisions_keep(s, k.id, &a->keep, err) ||
	               !update(s, &k, a, doc, b->now, err)
	         : !insert(b, a, !held && !a->read, doc, &k.id, err))
		return false;
	*(k.seen ? &count->edited : &count->added) += 1;
	count->held += held;
	if (((a->errand && !held && !a->read) || k.page) &&
	    !errands_add(s, k.id, ERRAND_PAGE, err))
		return false;
	if (a->pictures && !held && !a->read &&
	    !errands_add(s, k.id, ERRAND_PICTURES, err))
		return false;
	return body_write(s, k.id, BODY_FEED, a->body, err);
}

/* When the feed's oldest article is from; 0: it has none. */
static bool
find_oldest(struct batch *b, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, b->store,
	        "SELECT min(sort) FROM article WHERE feed_id = ?1"
	        " AND deleted = 0",
	        err))
		return false;
	stmt_int(&q, 1, b->feed);
	got = stmt_row(&q, err);
	b->oldest = got > 0 ? stmt_col_int(&q, 0) : 0;
	stmt_done(&q);
	return got >= 0;
}

/* Only new articles count: what is known may be as old as it likes, but then
 * it is not older than the oldest. */
static void
find_flood(struct batch *b)
{
	size_t old = 0;

	for (size_t i = 0; i < b->n; i++)
		old += is_old(b, &b->a[i]);
	b->flood = old >= FLOOD_MIN;
}

bool
articles_merge(struct store *s, int64_t feed, const struct article_new *a,
    size_t n, int64_t now, struct merge_count *count, struct err *err)
{
	struct batch b = {
		.store = s, .feed = feed, .now = now, .a = a, .n = n
	};
	bool ok;

	*count = (struct merge_count){ 0 };
	b.by_key = xcalloc(n + 1, sizeof(*b.by_key));
	for (size_t i = 0; i < n; i++)
		b.by_key[i] = &a[i];
	qsort(b.by_key, n, sizeof(*b.by_key), by_key);
	ok =
	    find_oldest(&b, err) && tombstones_of(s, feed, now, &b.graves, err);
	find_flood(&b);
	/* A feed lists its newest first; the oldest gets the lowest id. */
	for (size_t i = n; ok && i-- > 0;)
		ok = merge_one(&b, &a[i], count, err);
	free(b.by_key);
	return ok;
}
