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
#include "store/row.h"
#include "store/search.h"
#include "store/stmt.h"
#include "store/tombstones.h"

/* Its text has not been set; "-": nor is it waited for, but when it comes it
 * is the first. */
#define UNSET "print IN ('', '-')"
/* Some of it was, from a source that was cut off within it (row_fill). */
#define HALF "print = '-' AND source_print <> 0"

/* All that came at once. */
struct batch {
	struct store *store;
	int64_t feed, now;
	const struct article_new *a;
	const struct article_new **by_key; /* sorted */
	size_t n;
	struct pending *pending; /* headlines: whose text is to be set */
	size_t *pending_n;
	int64_t oldest; /* of what the feed has; 0: nothing */
	bool empty;     /* it never had anything */
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
	        " page_of, " UNSET ", source_print, " HALF
	        " FROM article WHERE feed_id = ?1 AND key = ?2",
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
		k->unset = stmt_col_int(&q, 5) != 0;
		k->source_print = stmt_col_int(&q, 6);
		k->half = stmt_col_int(&q, 7) != 0;
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
	        "SELECT id, seen, print = ?3, key, " UNSET ", source_print"
	        " FROM article"
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
		k->unset = stmt_col_int(&q, 4) != 0;
		k->source_print = stmt_col_int(&q, 5);
	}
	stmt_done(&q);
	if (rows > 1)
		*k = (struct known){ 0 };
	return got >= 0;
}

static bool
find_row(const struct batch *b, const struct article_new *a, struct known *k,
    struct err *err)
{
	/* A feed that has nothing yet knows nothing. */
	*k = (struct known){ 0 };
	if (b->empty)
		return true;
	if (!find_known(b->store, b->feed, a, k, err))
		return false;
	if (k->id)
		return true;
	return find_renamed(b, a, k, err) &&
	       (!k->id || row_rename(b->store, k->id, a, err));
}

static bool
is_old(const struct batch *b, const struct article_new *a)
{
	return b->oldest && row_sort(a, b->now) < b->oldest;
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

/* Its feed was cut off within it: that is no edit.  The next time it is whole
 * its source says something else than what is known. */
static bool
is_half_of(const struct article_new *a, const struct known *k)
{
	return a->torn && k->id && !k->unset;
}

/* Nothing that a reader sees has changed. */
static bool
keep_one(struct store *s, const struct known *k, const struct article_new *a,
    struct merge_count *count, struct err *err)
{
	count->kept++;
	if (!row_source(s, k, a, err))
		return false;
	return !k->bare || !a->url.n || row_address(s, k->id, a, err);
}

static bool
edit_one(struct store *s, const struct known *k, const struct article_new *a,
    int64_t now, struct merge_count *count, struct err *err)
{
	bool edit = true;
	int64_t doc;

	if (!revisions_is_edit(s, k->id, a, &edit, err))
		return false;
	if (!edit) {
		count->kept++;
		return row_update(s, k, a, 0, now, err) &&
		       body_write(s, k->id, BODY_FEED, a->body, err);
	}
	doc = search_queue(s, a->title, a->author, a->search, err);
	if (!doc || !revisions_keep(s, k->id, &a->keep, err) ||
	    !row_update(s, k, a, doc, now, err))
		return false;
	count->edited++;
	if (((a->errand && !a->read) || k->page) &&
	    !errands_add(s, k->id, ERRAND_PAGE, err))
		return false;
	if (a->pictures && !a->read &&
	    !errands_add(s, k->id, ERRAND_PICTURES, err))
		return false;
	return body_write(s, k->id, BODY_FEED, a->body, err);
}

static bool
add_one(const struct batch *b, const struct article_new *a, int64_t doc,
    int64_t *id, bool *held, struct merge_count *count, struct err *err)
{
	*held = b->flood && is_old(b, a);
	if (!row_insert(
	        b->store, b->feed, a, b->now, !*held && !a->read, doc, id, err))
		return false;
	count->added++;
	count->held += *held;
	return true;
}

static bool
merge_one(const struct batch *b, const struct article_new *a,
    struct merge_count *count, struct err *err)
{
	struct store *s = b->store;
	struct known k;
	int64_t doc;
	bool held, dead;

	if (!find_row(b, a, &k, err) || !is_dead(b, a, &k, &dead, err))
		return false;
	if (dead || is_half_of(a, &k)) {
		count->kept++;
		return true;
	}
	if (k.same)
		return keep_one(s, &k, a, count, err);
	if (k.id)
		return k.unset ? articles_set(s, k.id, a, b->now, count, err)
		               : edit_one(s, &k, a, b->now, count, err);
	doc = search_queue(s, a->title, a->author, a->search, err);
	if (!doc || !add_one(b, a, doc, &k.id, &held, count, err))
		return false;
	if (a->errand && !held && !a->read &&
	    !errands_add(s, k.id, ERRAND_PAGE, err))
		return false;
	if (a->pictures && !held && !a->read &&
	    !errands_add(s, k.id, ERRAND_PICTURES, err))
		return false;
	return body_write(s, k.id, BODY_FEED, a->body, err);
}

static bool
head_one(const struct batch *b, const struct article_new *a,
    struct merge_count *count, struct err *err)
{
	struct known k;
	bool held, dead;

	if (!find_row(b, a, &k, err) || !is_dead(b, a, &k, &dead, err))
		return false;
	if (dead || is_half_of(a, &k)) {
		count->kept++;
		return true;
	}
	if (k.id && (!k.unset || k.half) && k.source_print == a->source_print)
		return keep_one(b->store, &k, a, count, err);
	if (!k.id && !add_one(b, a, 0, &k.id, &held, count, err))
		return false;
	b->pending[(*b->pending_n)++] = (struct pending){ a->place, k.id };
	return true;
}

/* ---- a text that is set ------------------------------------------------- */

static bool
find_id(struct store *s, int64_t id, const struct article_new *a,
    struct known *k, bool *unread, struct err *err)
{
	struct stmt q;
	int got;

	*k = (struct known){ 0 };
	if (!stmt_get(&q, s,
	        "SELECT seen, print = ?2, coalesce(url, '') = '', " UNSET ","
	        " source_print, unread, page_of, title IS ?3"
	        " FROM article WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, a->print);
	stmt_text(&q, 3, a->title);
	got = stmt_row(&q, err);
	if (got > 0) {
		k->id = id;
		k->seen = stmt_col_int(&q, 0);
		k->same = stmt_col_int(&q, 1) != 0;
		k->bare = stmt_col_int(&q, 2) != 0;
		k->unset = stmt_col_int(&q, 3) != 0;
		k->source_print = stmt_col_int(&q, 4);
		*unread = stmt_col_int(&q, 5) != 0;
		k->page = stmt_col_int(&q, 6) != 0;
		k->titled = stmt_col_int(&q, 7) != 0;
	}
	stmt_done(&q);
	return got >= 0;
}

bool
articles_set(struct store *s, int64_t id, const struct article_new *a,
    int64_t now, struct merge_count *count, struct err *err)
{
	struct known k;
	bool unread = false;

	if (!find_id(s, id, a, &k, &unread, err))
		return false;
	if (!k.id)
		return true;
	if (is_half_of(a, &k)) {
		count->kept++;
		return true;
	}
	if (k.same)
		return keep_one(s, &k, a, count, err);
	if (!k.unset)
		return edit_one(s, &k, a, now, count, err);
	/* What came in as read is not waited for. */
	return row_fill(s, &k, a, err) &&
	       (!a->errand || !unread ||
	           errands_add(s, id, ERRAND_PAGE, err)) &&
	       (!a->pictures || !unread ||
	           errands_add(s, id, ERRAND_PICTURES, err)) &&
	       body_write(s, id, BODY_FEED, a->body, err);
}

bool
articles_unset(struct store *s, int64_t id, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE article SET print = '-', source_print = 0"
	        " WHERE id = ?1 AND print = ''",
	        err))
		return false;
	stmt_int(&q, 1, id);
	return stmt_run(&q, err);
}

/* ---- all that came at once ---------------------------------------------- */

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
	if (got < 0 || b->oldest)
		return got >= 0;
	if (!stmt_get(&q, b->store,
	        "SELECT 1 FROM article WHERE feed_id = ?1 LIMIT 1", err))
		return false;
	stmt_int(&q, 1, b->feed);
	got = stmt_row(&q, err);
	b->empty = got == 0;
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

typedef bool one_fn(const struct batch *b, const struct article_new *a,
    struct merge_count *count, struct err *err);

static bool
merge_all(
    struct batch *b, one_fn *one, struct merge_count *count, struct err *err)
{
	bool ok;

	*count = (struct merge_count){ 0 };
	b->by_key = xcalloc(b->n + 1, sizeof(*b->by_key));
	for (size_t i = 0; i < b->n; i++)
		b->by_key[i] = &b->a[i];
	qsort(b->by_key, b->n, sizeof(*b->by_key), by_key);
	ok = find_oldest(b, err) &&
	     tombstones_of(b->store, b->feed, b->now, &b->graves, err);
	find_flood(b);
	/* A feed lists its newest first; the oldest gets the lowest id. */
	for (size_t i = b->n; ok && i-- > 0;)
		ok = one(b, &b->a[i], count, err);
	free(b->by_key);
	return ok;
}

bool
articles_merge(struct store *s, int64_t feed, const struct article_new *a,
    size_t n, int64_t now, struct merge_count *count, struct err *err)
{
	struct batch b = {
		.store = s, .feed = feed, .now = now, .a = a, .n = n
	};

	return merge_all(&b, merge_one, count, err);
}

static int
by_place(const void *a, const void *b)
{
	return ((const struct pending *)a)->place -
	       ((const struct pending *)b)->place;
}

bool
articles_heads(struct store *s, int64_t feed, const struct article_new *a,
    size_t n, int64_t now, struct merge_count *count, struct pending *pending,
    size_t *pending_n, struct err *err)
{
	struct batch b = {
		.store = s,
		.feed = feed,
		.now = now,
		.a = a,
		.n = n,
		.pending = pending,
		.pending_n = pending_n,
	};

	*pending_n = 0;
	if (!merge_all(&b, head_one, count, err))
		return false;
	qsort(pending, *pending_n, sizeof(*pending), by_place);
	return true;
}
