#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/url.h"
#include "base/vec.h"
#include "conf/feedsfile.h"
#include "store/feeds.h"
#include "store/stmt.h"

/* Where a feed stands; sorted by section, then place in the file. */
struct spot {
	int64_t section;
	size_t feed; /* index into feed[] */
};

struct loading {
	struct store *store;
	struct feed_rows *rows;
	size_t feed_cap, tree_cap;
	struct spot *spot;
	size_t spots, spot_cap;
};

static struct span
keep(struct loading *l, struct stmt *q, int i)
{
	return span_keep(l->rows->mem, stmt_col(q, i));
}

/* The address without what people leave out: a host alone would be the same for
 * all feeds of a site. */
static struct span
address_title(struct span url)
{
	struct span site = url_site(url), t = url;

	if (site.n)
		t = span_from(url, (size_t)(site.s - url.s));
	t = span_head(t, span_chr(t, '#'));
	return span_ends(t, "/") ? span_head(t, t.n - 1) : t;
}

/* The person's title, else the feed's own, else its address. */
static struct span
shown_title(struct loading *l, struct stmt *q)
{
	for (int i = 2; i <= 3; i++)
		if (stmt_col(q, i).n)
			return keep(l, q, i);
	return address_title(keep(l, q, 1));
}

static bool
load_feeds(struct loading *l, struct err *err)
{
	struct feed_rows *r = l->rows;
	struct stmt q;
	int got;

	if (!stmt_get(&q, l->store,
	        "SELECT id, url, title, own_title, site, source, every_s,"
	        " place, unread, total, starred, checked, succeeded, changed,"
	        " next_due, failures, error, bytes, notes, moved_to,"
	        " stopped, held_until, remedy, muted FROM feed"
	        " WHERE active"
	        " ORDER BY id",
	        err))
		return false;
	while ((got = stmt_row(&q, err)) > 0) {
		vec_room(&r->feed, r->n, &l->feed_cap);
		r->feed[r->n++] = (struct feed_row){
			.id = stmt_col_int(&q, 0),
			.url = keep(l, &q, 1),
			.title = shown_title(l, &q),
			.site = keep(l, &q, 4),
			.source = (int)stmt_col_int(&q, 5),
			.every_s = stmt_col_int(&q, 6),
			.place = stmt_col_int(&q, 7),
			.unread = stmt_col_int(&q, 8),
			.total = stmt_col_int(&q, 9),
			.starred = stmt_col_int(&q, 10),
			.checked = stmt_col_int(&q, 11),
			.succeeded = stmt_col_int(&q, 12),
			.changed = stmt_col_int(&q, 13),
			.next_due = stmt_col_int(&q, 14),
			.failures = (int)stmt_col_int(&q, 15),
			.error = keep(l, &q, 16),
			.bytes = stmt_col_int(&q, 17),
			.notes = keep(l, &q, 18),
			.moved_to = keep(l, &q, 19),
			.stopped = stmt_col_int(&q, 20) != 0,
			.held_until = stmt_col_int(&q, 21),
			.remedy = keep(l, &q, 22),
			.muted = stmt_col_int(&q, 23) != 0,
			.active = true,
		};
	}
	stmt_done(&q);
	return got == 0;
}

static int
by_id(const void *key, const void *row)
{
	int64_t id = *(const int64_t *)key;
	int64_t there = ((const struct feed_row *)row)->id;

	return (id > there) - (id < there);
}

const struct feed_row *
feed_rows_find(const struct feed_rows *r, int64_t id)
{
	return r->n ? bsearch(&id, r->feed, r->n, sizeof(*r->feed), by_id)
	            : NULL;
}

static bool
load_spots(struct loading *l, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, l->store,
	        "SELECT section_id, feed_id FROM feed_place"
	        " ORDER BY section_id, place",
	        err))
		return false;
	while ((got = stmt_row(&q, err)) > 0) {
		const struct feed_row *f =
		    feed_rows_find(l->rows, stmt_col_int(&q, 1));

		if (!f)
			continue;
		vec_room(&l->spot, l->spots, &l->spot_cap);
		l->spot[l->spots++] = (struct spot){ stmt_col_int(&q, 0),
			(size_t)(f - l->rows->feed) };
	}
	stmt_done(&q);
	return got == 0;
}

/* "World/Asia\/Pacific": the part after the last "/" that is not "\/". */
static struct span
last_part(struct arena *mem, struct span path, int *depth)
{
	struct str name = { 0 };
	struct span kept;
	size_t from = 0;

	*depth = 0;
	for (size_t i = 0; i < path.n; i++) {
		if (path.s[i] == '\\' && i + 1 < path.n) {
			i++;
		} else if (path.s[i] == '/') {
			from = i + 1;
			++*depth;
		}
	}
	for (size_t i = from; i < path.n; i++) {
		if (path.s[i] == '\\' && i + 1 < path.n)
			i++;
		str_addc(&name, path.s[i]);
	}
	kept = span_keep(mem, str_span(&name));
	str_release(&name);
	return kept;
}

static struct tree_row *
add_row(struct loading *l)
{
	struct feed_rows *r = l->rows;

	vec_room(&r->tree, r->tree_n, &l->tree_cap);
	r->tree[r->tree_n] = (struct tree_row){ 0 };
	return &r->tree[r->tree_n++];
}

static void
add_feed(struct loading *l, const struct tree_row *section, size_t spot)
{
	const struct feed_row *f = &l->rows->feed[l->spot[spot].feed];

	*add_row(l) = (struct tree_row){
		.section = section->section,
		.path = section->path,
		.name = f->title,
		.depth = section->path.n ? section->depth + 1 : 0,
		.place = f->place,
		.unread = f->unread,
		.total = f->total,
		.failing = f->error.n > 0,
		.feed = f->id,
		.feed_row = l->spot[spot].feed,
	};
}

/* The section's feeds, or its lists.  Those of the top ("") stand one step
 * further out. */
static void
add_feeds(struct loading *l, struct tree_row section, bool lists)
{
	size_t lo = 0, hi = l->spots;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->spot[mid].section < section.section)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < l->spots && l->spot[lo].section == section.section; lo++)
		if (lists ==
		    (l->rows->feed[l->spot[lo].feed].source == SOURCE_OPML))
			add_feed(l, &section, lo);
}

/* Lists of others stand behind the tree: nobody reads them, but they have
 * health. */
static void
add_lists(struct loading *l, const struct tree_row *top)
{
	struct feed_rows *r = l->rows;
	size_t n = r->tree_n;

	add_feeds(l, *top, true);
	for (size_t i = 0; i < n; i++)
		if (!r->tree[i].feed)
			add_feeds(l, r->tree[i], true);
	r->lists = r->tree_n - n;
	r->tree_n = n;
}

/* place is the order of the file, in which a parent stands before its
 * children; the feeds file's reader makes it so. */
static bool
load_tree(struct loading *l, struct err *err)
{
	struct tree_row top = { 0 };
	struct stmt q;
	int got;

	if (!stmt_get(&q, l->store,
	        "SELECT id, path, place FROM section WHERE active"
	        " ORDER BY place",
	        err))
		return false;
	while ((got = stmt_row(&q, err)) > 0) {
		struct tree_row *row = add_row(l), section;

		row->section = stmt_col_int(&q, 0);
		row->path = keep(l, &q, 1);
		row->name = last_part(l->rows->mem, row->path, &row->depth);
		row->place = stmt_col_int(&q, 2);
		section = *row; /* add_feeds may move it */
		if (!section.path.n) {
			l->rows->tree_n--; /* the top has no row of its own */
			top = section;
		}
		add_feeds(l, section, false);
	}
	stmt_done(&q);
	add_lists(l, &top);
	return got == 0;
}

/* Sums what stands below each section, a feed once however often it is. */
static void
roll_up(struct feed_rows *r)
{
	size_t *seen = xcalloc(r->n + 1, sizeof(*seen));

	for (size_t i = 0; i < r->tree_n; i++) {
		struct tree_row *row = &r->tree[i];

		if (row->feed)
			continue;
		for (size_t k = i + 1;
		     k < r->tree_n && r->tree[k].depth > row->depth; k++) {
			const struct tree_row *t = &r->tree[k];

			if (!t->feed || seen[t->feed_row] == i + 1)
				continue;
			seen[t->feed_row] = i + 1;
			row->unread += t->unread;
			row->total += t->total;
			row->failing += t->failing;
		}
	}
	for (size_t i = 0; i < r->n; i++) {
		r->unread += r->feed[i].unread;
		r->total += r->feed[i].total;
		r->starred += r->feed[i].starred;
	}
	free(seen);
}

struct feed_rows *
feed_rows_load(struct store *s, struct err *err)
{
	struct feed_rows *r = xcalloc(1, sizeof(*r));
	struct loading l = { .store = s, .rows = r };
	bool within = store_in_transaction(s), ok;

	r->mem = arena_new();
	/* One snapshot for the three statements; that of an order that is being
	 * carried out is one already, and not ours to end. */
	ok = within || store_exec(s, "BEGIN", err);
	ok = ok && load_feeds(&l, err) && load_spots(&l, err) &&
	     load_tree(&l, err);
	if (!within)
		store_rollback(s);
	free(l.spot);
	if (!ok) {
		feed_rows_free(r);
		return NULL;
	}
	roll_up(r);
	return r;
}

void
feed_rows_free(struct feed_rows *r)
{
	if (!r)
		return;
	free(r->feed);
	free(r->tree);
	arena_free(r->mem);
	free(r);
}
