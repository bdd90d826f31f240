#include "config.h"

#include "store/headlines.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/mem.h"
#include "store/articles.h"
#include "store/plan.h"
#include "store/search.h"
#include "store/stmt.h"

enum { SEARCH_DEADLINE_MS = 5000 };

#define ROW_COLUMNS                                                 \
	"SELECT a.id, a.feed_id, a.sort, " SCOPE_FLAGS ", a.title," \
	" a.standfirst, a.url, coalesce(f.title, f.own_title, f.url), "

/* The column with what the row is ordered by. */
enum { KEY_COLUMN = 8 };

static const char *const order_names[ORDERS] = {
	[ORDER_NEWEST] = "newest",
	[ORDER_OLDEST] = "oldest",
	[ORDER_UNREAD] = "unread",
	[ORDER_TITLE] = "title",
	[ORDER_FEED] = "feed",
	[ORDER_SECTION] = "section",
	[ORDER_RANK] = "rank",
};

const char *
order_name(enum order_by order)
{
	return order_names[order];
}

enum order_by
order_of(struct span name)
{
	int i = 0;

	while (i < ORDERS && !span_iis(name, order_names[i]))
		i++;
	return (enum order_by)i;
}

/* One load under way: its list, and which way it goes. */
struct loading {
	struct store *store;
	const struct headlines_ask *ask;
	const struct plan *plan;
	struct headlines *list;
	size_t max; /* rows wanted, with one more that tells "more" */
	bool backward;
};

/* A part of a group that is read row by row. */
struct part {
	struct stmt q;
	bool open, has;
	struct headline_key key; /* of the row it stands on */
};

static bool
is_falling(const struct loading *l)
{
	return l->plan->falling != l->backward;
}

static struct headline_key
key_of_row(const struct loading *l, struct stmt *q, size_t group)
{
	struct headline_key key = { .id = stmt_col_int(q, 0),
		.feed = stmt_col_int(q, 1),
		.group = group };
	struct span title;

	if (l->plan->shape[0].way != WAY_TITLE) {
		key.when = stmt_col_int(q, KEY_COLUMN);
		return key;
	}
	title = span_head(stmt_col(q, KEY_COLUMN), TITLE_KEY_BYTES);
	memcpy(key.title, title.n ? title.s : "", title.n);
	return key;
}

static void
take_row(struct headlines *h, struct stmt *q, const struct headline_key *key)
{
	h->row[h->n++] = (struct headline){
		.key = *key,
		.id = stmt_col_int(q, 0),
		.feed = stmt_col_int(q, 1),
		.when = stmt_col_int(q, 2),
		.flags = (unsigned)stmt_col_int(q, 3),
		.title = span_keep(h->mem, stmt_col(q, 4)),
		.standfirst = span_keep(h->mem, stmt_col(q, 5)),
		.url = span_keep(h->mem, stmt_col(q, 6)),
		.source = span_keep(h->mem, stmt_col(q, 7)),
	};
}

/* ---- SQL ---------------------------------------------------------------- */

/* The best of those that came last; their rank is a number that only counts
 * here.  ?14 says of how many. */
static void
write_ranked(struct str *sql, const struct scope_shape *shape,
    const struct loading *l, bool from)
{
	const char *way = is_falling(l) ? "DESC" : "ASC";

	str_printf(sql,
	    ROW_COLUMNS "r.rank FROM (SELECT a.id AS id, x.rowid AS doc,"
	                " weight(x.%s) AS rank FROM %s WHERE %s"
	                " ORDER BY x.rowid DESC LIMIT ?14) r"
	                " CROSS JOIN article a ON a.id = r.id"
	                " CROSS JOIN feed f ON f.id = a.feed_id WHERE 1",
	    search_table(l->plan->scope.query.old), str_z(&shape->from),
	    str_z(&shape->where));
	if (from)
		str_printf(sql, " AND (r.rank, a.id) %s%s (?10, ?11)",
		    is_falling(l) ? "<" : ">", l->ask->inclusive ? "=" : "");
	str_printf(sql, " ORDER BY r.rank %s, a.id %s LIMIT ?12", way, way);
}

/* ?10 and ?11 are the key that rows come after, ?12 how many. */
static void
write_keyed(struct str *sql, const struct scope_shape *shape,
    const struct loading *l, bool from)
{
	const char *way = is_falling(l) ? "DESC" : "ASC";

	if (from)
		str_printf(sql, " AND (%s, a.id) %s%s (?10, ?11)", shape->key,
		    is_falling(l) ? "<" : ">", l->ask->inclusive ? "=" : "");
	/* An index delivers in order by itself. */
	if (shape->way >= WAY_INDEX)
		str_printf(sql, " ORDER BY %s %s LIMIT ?12", shape->key, way);
	else
		str_printf(sql, " ORDER BY %s %s, a.id %s LIMIT ?12",
		    shape->key, way, way);
}

/* What is sorted is sorted by number and key alone, without its columns. */
static void
write_sorted(struct str *sql, const struct scope_shape *shape,
    const struct loading *l, bool from)
{
	const char *way = is_falling(l) ? "DESC" : "ASC";

	str_printf(sql,
	    ROW_COLUMNS "%s FROM (SELECT a.id AS id FROM %s WHERE %s",
	    shape->key, str_z(&shape->from), str_z(&shape->where));
	write_keyed(sql, shape, l, from);
	str_printf(sql,
	    ") r CROSS JOIN article a ON a.id = r.id"
	    " CROSS JOIN feed f ON f.id = a.feed_id ORDER BY %s %s, a.id %s",
	    shape->key, way, way);
}

static void
write_sql(struct str *sql, const struct scope_shape *shape,
    const struct loading *l, bool from)
{
	if (shape->way == WAY_RANK) {
		write_ranked(sql, shape, l, from);
	} else if (shape->sorted) {
		write_sorted(sql, shape, l, from);
	} else {
		str_printf(sql,
		    ROW_COLUMNS
		    "%s FROM %s CROSS JOIN feed f ON f.id = a.feed_id WHERE %s",
		    shape->key, str_z(&shape->from), str_z(&shape->where));
		write_keyed(sql, shape, l, from);
	}
}

/* ---- a group ------------------------------------------------------------ */

static bool
step_part(struct loading *l, struct part *p, size_t group, struct err *err)
{
	int got = stmt_row(&p->q, err);

	p->has = got > 0;
	if (p->has)
		p->key = key_of_row(l, &p->q, group);
	return got >= 0;
}

static bool
open_part(struct loading *l, struct part *p, size_t group, const char *sql,
    int64_t feed, const struct headline_key *from, struct err *err)
{
	if (!stmt_get(&p->q, l->store, sql, err))
		return false;
	p->open = true;
	scope_bind(&l->plan->scope, &p->q, feed);
	if (from && l->plan->shape[0].way == WAY_TITLE)
		stmt_z(&p->q, 10, from->title);
	else if (from)
		stmt_int(&p->q, 10, from->when);
	if (from)
		stmt_int(&p->q, 11, from->id);
	stmt_int(&p->q, 12, (int64_t)(l->max - l->list->n));
	stmt_int(&p->q, 14, SCOPE_RANKED_MAX);
	return step_part(l, p, group, err);
}

/* The part whose row comes next; NULL: all are at their ends. */
static struct part *
next_part(struct loading *l, struct part *part, size_t n)
{
	struct part *best = NULL;

	for (size_t i = 0; i < n; i++) {
		int order;

		if (!part[i].has)
			continue;
		order =
		    best ? plan_compare(l->plan, &part[i].key, &best->key) : -1;
		if (l->backward && best)
			order = -order;
		if (order < 0)
			best = &part[i];
	}
	return best;
}

static bool
load_group(struct loading *l, size_t group, const struct headline_key *from,
    struct err *err)
{
	const struct plan_group *g = &l->plan->group[group];
	struct part part[PLAN_MERGED_MAX] = { 0 }, *next;
	size_t n = g->feeds ? g->feeds : 1;
	struct str sql = { 0 };
	bool ok = true;

	if (g->shape->way == WAY_FEED && !g->feeds)
		return true; /* none of its feeds has anything */
	write_sql(&sql, g->shape, l, from != NULL);
	for (size_t i = 0; ok && i < n; i++)
		ok = open_part(l, &part[i], group, str_z(&sql),
		    g->feeds ? g->feed[i] : 0, from, err);
	while (ok && l->list->n < l->max && (next = next_part(l, part, n))) {
		take_row(l->list, &next->q, &next->key);
		ok = step_part(l, next, group, err);
	}
	for (size_t i = 0; i < n; i++)
		if (part[i].open)
			stmt_done(&part[i].q);
	str_release(&sql);
	return ok;
}

/* All groups from the one with the key on, or back from it. */
static bool
load_rows(struct loading *l, struct err *err)
{
	const struct headline_key *from = l->ask->from;
	size_t groups = l->plan->groups;
	size_t start = l->backward && groups ? groups - 1 : 0;

	if (from && l->plan->grouped)
		start = plan_group_of(l->plan, from);
	for (size_t i = start; i < groups && l->list->n < l->max;
	     i = l->backward ? i - 1 : i + 1) {
		bool keyed = from && (i == start || !l->plan->grouped);

		if (!load_group(l, i, keyed ? from : NULL, err))
			return false;
	}
	return true;
}

/* ---- what is kept ------------------------------------------------------- */

static void
reverse(struct headlines *h)
{
	for (size_t i = 0; i < h->n / 2; i++) {
		struct headline t = h->row[i];

		h->row[i] = h->row[h->n - 1 - i];
		h->row[h->n - 1 - i] = t;
	}
}

static void
drop_row(struct headlines *h, int64_t id)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->row[i].id == id) {
			h->n--;
			memmove(&h->row[i], &h->row[i + 1],
			    (h->n - i) * sizeof(*h->row));
			return;
		}
}

static bool
is_listed(const struct headlines *h, int64_t id)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->row[i].id == id)
			return true;
	return false;
}

/* Where the row belongs. */
static size_t
place_of(const struct loading *l, const struct headline_key *key)
{
	const struct headlines *h = l->list;
	size_t i = 0;

	while (i < h->n && plan_compare(l->plan, key, &h->row[i].key) > 0)
		i++;
	return i;
}

/* Whether a row lies on this page, on the side where the page begins: by the
 * key, for the row that the key belongs to may be a kept one itself. */
static bool
comes_after_from(const struct loading *l, const struct headline_key *key)
{
	const struct headlines_ask *ask = l->ask;
	int c = ask->from ? plan_compare(l->plan, key, ask->from) : 0;

	if (!ask->from || c == 0)
		return !ask->from || ask->inclusive;
	return l->backward ? c < 0 : c > 0;
}

/* A row that the filter would drop now, where it stood; unless it stands on
 * another page. */
static void
insert_kept(struct loading *l, const struct headline *row)
{
	struct headlines *h = l->list;
	size_t at = place_of(l, &row->key);
	bool beyond = l->backward ? at == 0 && h->more_before
	                          : at == h->n && h->more_after;

	if (beyond || !comes_after_from(l, &row->key))
		return;
	memmove(&h->row[at + 1], &h->row[at], (h->n - at) * sizeof(*h->row));
	h->row[at] = *row;
	h->n++;
}

static bool
load_kept(struct loading *l, int64_t id, struct err *err)
{
	bool unread_first =
	    l->ask->scope.order == ORDER_UNREAD && l->plan->grouped;
	struct headlines one = { .mem = l->list->mem };
	struct headline row;
	struct headline_key key;
	struct str sql = { 0 };
	struct stmt q;
	int got;

	one.row = &row;
	/* What was read under the cursor stays among the unread. */
	if (unread_first)
		drop_row(l->list, id);
	else if (is_listed(l->list, id))
		return true;
	str_printf(&sql,
	    ROW_COLUMNS "a.%s FROM article a CROSS JOIN feed f"
	                " ON f.id = a.feed_id WHERE a.id = ?1"
	                " AND (a.deleted > 0) = ?2",
	    l->plan->shape[0].way == WAY_TITLE ? "title_key" : "sort");
	if (!stmt_get(&q, l->store, str_z(&sql), err)) {
		str_release(&sql);
		return false;
	}
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, l->ask->scope.trash);
	got = stmt_row(&q, err);
	if (got > 0) {
		key = key_of_row(l, &q, 0);
		take_row(&one, &q, &key);
	}
	stmt_done(&q);
	str_release(&sql);
	if (got > 0)
		insert_kept(l, &row);
	return got >= 0;
}

/* ---- a page ------------------------------------------------------------- */

/* Is there anything on the other side of where the page begins? */
static bool
probe(struct loading *l, bool *more, struct err *err)
{
	struct headlines_ask ask = *l->ask;
	struct headlines one = { .mem = l->list->mem };
	struct headline row;
	struct loading back = { l->store, &ask, l->plan, &one, 1,
		!l->backward };
	bool ok;

	one.row = &row;
	ask.inclusive = !l->ask->inclusive;
	ok = load_rows(&back, err);
	*more = one.n > 0;
	return ok;
}

static bool
load_all(struct loading *l, struct err *err)
{
	const struct headlines_ask *ask = l->ask;
	struct headlines *h = l->list;
	bool ahead, behind = false;

	if (!load_rows(l, err))
		return false;
	ahead = h->n > ask->max;
	if (ahead)
		h->n = ask->max;
	if (ask->from && !probe(l, &behind, err))
		return false;
	if (ask->backward)
		reverse(h);
	h->more_after = ask->backward ? behind : ahead;
	h->more_before = ask->backward ? ahead : behind;
	for (size_t i = 0; i < ask->keep_n && !l->plan->scope.words; i++)
		if (!load_kept(l, ask->keep[i], err))
			return false;
	return true;
}

struct headlines *
headlines_load(
    struct store *s, const struct headlines_ask *ask, struct err *err)
{
	struct headlines *h = xcalloc(1, sizeof(*h));
	struct plan plan;
	struct loading l = {
		.store = s,
		.ask = ask,
		.plan = &plan,
		.list = h,
		.max = ask->max + 1,
		.backward = ask->backward,
	};
	bool ok;

	h->mem = arena_new();
	h->row = xcalloc(ask->max + 1 + ask->keep_n, sizeof(*h->row));
	ok = plan_open(&plan, s, &ask->scope, err);
	if (ask->scope.search) {
		s->deadline_ms = loop_now_ms() + SEARCH_DEADLINE_MS;
		s->searching = ok ? plan.scope.query.filter : NULL;
	}
	ok = ok && load_all(&l, err);
	s->deadline_ms = 0;
	s->searching = NULL;
	plan_release(&plan);
	if (ok)
		return h;
	headlines_free(h);
	return NULL;
}

void
headlines_free(struct headlines *h)
{
	if (!h)
		return;
	arena_free(h->mem);
	free(h->row);
	free(h);
}

/* ---- counts ------------------------------------------------------------- */

static int64_t
count_shape(struct store *s, const struct scope_sql *p, enum scope_way way,
    int64_t limit, struct err *err)
{
	struct scope_shape shape = { .way = way, .unread_is = -1 };
	struct str sql = { 0 };
	struct stmt q;
	int64_t n = -1;

	scope_write(p, &shape);
	str_printf(&sql,
	    "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT ?12)",
	    str_z(&shape.from), str_z(&shape.where));
	if (stmt_get(&q, s, str_z(&sql), err)) {
		scope_bind(p, &q, 0);
		stmt_int(&q, 12, limit);
		if (stmt_row(&q, err) > 0)
			n = stmt_col_int(&q, 0);
		stmt_done(&q);
	}
	str_release(&sql);
	scope_shape_release(&shape);
	return n;
}

/* What the feeds' counters know need not be counted. */
static int64_t
count_known(const struct scope_sql *p)
{
	const struct scope *scope = &p->scope;

	if (p->nothing)
		return 0;
	if (scope->search || scope->tag || scope->trash || scope->since ||
	    (scope->feed && !p->feeds))
		return -1;
	if (scope->starred)
		return -1;
	return scope->unread ? p->unread : p->total;
}

int64_t
headlines_count(
    struct store *s, const struct scope *scope, int64_t limit, struct err *err)
{
	struct scope_sql p;
	enum scope_way way;
	int64_t n = -1, more = 0;

	if (scope_open(&p, s, scope, err)) {
		s->searching = p.query.filter;
		if (scope->search)
			s->deadline_ms = loop_now_ms() + SEARCH_DEADLINE_MS;
		n = count_known(&p);
		if (n < 0)
			n = count_shape(s, &p, scope_way(&p), limit, err);
		for (way = WAY_WAITING; p.words && more >= 0 && n >= 0 &&
		                        n < limit && way <= WAY_HEADS;
		     way++) {
			more = count_shape(s, &p, way, limit - n, err);
			n += more > 0 ? more : 0;
		}
		s->searching = NULL;
		s->deadline_ms = 0;
	}
	scope_release(&p);
	if (n < 0 || more < 0)
		return -1;
	return n < limit ? n : limit;
}

bool
headlines_next_unread(struct store *s, const struct scope *scope,
    const struct headline_key *after, bool backward, struct headline_key *out,
    struct err *err)
{
	struct headlines_ask ask = {
		.scope = *scope,
		.from = after,
		.backward = backward,
		.max = 1,
	};
	struct headlines *h;
	bool found = false;

	if (err)
		err->code = ERR_NONE;
	ask.scope.unread = true;
	for (int round = 0; round < 2 && !found; round++) {
		h = headlines_load(s, &ask, err);
		if (!h)
			return false;
		found = h->n > 0;
		if (found)
			*out = h->row[0].key;
		headlines_free(h);
		ask.from = NULL; /* once more, from the other end */
	}
	return found;
}
