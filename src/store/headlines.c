#include "config.h"

#include "store/headlines.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/loop.h"
#include "base/mem.h"
#include "store/articles.h"
#include "store/scope.h"
#include "store/stmt.h"

enum { SEARCH_DEADLINE_MS = 2000 };

#define ROW_COLUMNS                                                 \
	"SELECT a.id, a.feed_id, a.sort, " SCOPE_FLAGS ", a.title," \
	" a.standfirst, a.url, coalesce(f.title, f.own_title, f.url), "

/* One load under way: its list, and which way it goes. */
struct loading {
	struct store *store;
	const struct headlines_ask *ask;
	struct headlines *list;
	size_t max;   /* rows wanted, with one more that tells "more" */
	bool falling; /* keys go down on the way */
};

static void
take_row(struct headlines *h, struct stmt *q)
{
	struct headline *r = &h->row[h->n++];

	*r = (struct headline){
		.id = stmt_col_int(q, 0),
		.feed = stmt_col_int(q, 1),
		.when = stmt_col_int(q, 2),
		.flags = (unsigned)stmt_col_int(q, 3),
		.title = span_keep(h->mem, stmt_col(q, 4)),
		.standfirst = span_keep(h->mem, stmt_col(q, 5)),
		.url = span_keep(h->mem, stmt_col(q, 6)),
		.source = span_keep(h->mem, stmt_col(q, 7)),
	};
	r->key = (struct headline_key){ stmt_col_int(q, 8), r->id };
}

/* ?10 and ?11 are the key that rows come after, ?12 how many. */
static void
write_sql(struct str *sql, const struct scope_sql *p, const struct loading *l)
{
	const char *way = l->falling ? "DESC" : "ASC";

	str_printf(sql,
	    ROW_COLUMNS "%s FROM %s CROSS JOIN feed f ON f.id = a.feed_id"
	                " WHERE %s",
	    p->key, str_z(&p->from), str_z(&p->where));
	if (l->ask->from)
		str_printf(sql, " AND (%s, a.id) %s%s (?10, ?11)", p->key,
		    l->falling ? "<" : ">", l->ask->inclusive ? "=" : "");
	if (l->ask->scope.search) /* an index delivers in order by itself */
		str_printf(sql, " ORDER BY %s %s LIMIT ?12", p->key, way);
	else
		str_printf(sql, " ORDER BY %s %s, a.id %s LIMIT ?12", p->key,
		    way, way);
}

static bool
load_part(struct loading *l, struct scope_sql *p, struct err *err)
{
	struct headlines *h = l->list;
	struct str sql = { 0 };
	struct stmt q;
	int got = -1;

	write_sql(&sql, p, l);
	if (stmt_get(&q, l->store, str_z(&sql), err)) {
		scope_bind(p, &q);
		if (l->ask->from) {
			stmt_int(&q, 10, l->ask->from->when);
			stmt_int(&q, 11, l->ask->from->id);
		}
		stmt_int(&q, 12, (int64_t)(l->max - h->n));
		while (h->n < l->max && (got = stmt_row(&q, err)) > 0)
			take_row(h, &q);
		stmt_done(&q);
	}
	str_release(&sql);
	return got >= 0;
}

static bool
load_indexed(struct loading *l, struct err *err)
{
	struct scope_sql p;
	bool ok = scope_build(&p, l->store, &l->ask->scope, err) &&
	          load_part(l, &p, err);

	scope_release(&p);
	return ok;
}

static bool
load_waiting(struct loading *l, struct err *err)
{
	struct scope_sql p;
	bool ok;

	scope_build_waiting(&p, &l->ask->scope);
	ok = load_part(l, &p, err);
	scope_release(&p);
	return ok;
}

/* What waits for the index is newer than all that is in it. */
static bool
load_rows(struct loading *l, struct err *err)
{
	if (!l->ask->scope.search)
		return load_indexed(l, err);
	if (l->falling)
		return load_waiting(l, err) &&
		       (l->list->n >= l->max || load_indexed(l, err));
	return load_indexed(l, err) &&
	       (l->list->n >= l->max || load_waiting(l, err));
}

static void
reverse(struct headlines *h)
{
	for (size_t i = 0; i < h->n / 2; i++) {
		struct headline t = h->row[i];

		h->row[i] = h->row[h->n - 1 - i];
		h->row[h->n - 1 - i] = t;
	}
}

static int
key_cmp(const struct headline_key *a, const struct headline_key *b)
{
	if (a->when != b->when)
		return a->when < b->when ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Where the row belongs; the list is in the scope's order. */
static size_t
place_of(const struct headlines *h, const struct headline_key *key,
    enum order_by order)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		int c = key_cmp(key, &h->row[i].key);

		if (order == ORDER_NEWEST ? c > 0 : c < 0)
			break;
	}
	return i;
}

static bool
is_listed(const struct headlines *h, int64_t id)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->row[i].id == id)
			return true;
	return false;
}

/* Whether a row lies on this page, on the side where the page begins: by the
 * key, for the row that the key belongs to may be a kept one itself. */
static bool
comes_after_from(const struct loading *l, const struct headline_key *key)
{
	const struct headlines_ask *ask = l->ask;
	int c = ask->from ? key_cmp(key, ask->from) : 0;

	if (!ask->from || c == 0)
		return !ask->from || ask->inclusive;
	return l->falling ? c < 0 : c > 0;
}

/* A row that the filter would drop now, where it stood; unless it stands on
 * another page. */
static void
insert_kept(struct loading *l, const struct headline *row)
{
	const struct headlines_ask *ask = l->ask;
	struct headlines *h = l->list;
	size_t at = place_of(h, &row->key, ask->scope.order);
	bool beyond = ask->backward ? at == 0 && h->more_before
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
	struct headlines one = { .mem = l->list->mem };
	struct headline row;
	struct stmt q;
	int got;

	one.row = &row;
	if (is_listed(l->list, id))
		return true;
	if (!stmt_get(&q, l->store,
	        ROW_COLUMNS "a.sort FROM article a CROSS JOIN feed f"
	                    " ON f.id = a.feed_id WHERE a.id = ?1"
	                    " AND (a.deleted > 0) = ?2",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, l->ask->scope.trash);
	got = stmt_row(&q, err);
	if (got > 0)
		take_row(&one, &q);
	stmt_done(&q);
	if (got > 0)
		insert_kept(l, &row);
	return got >= 0;
}

/* Is there anything on the other side of where the page begins? */
static bool
probe(struct loading *l, bool *more, struct err *err)
{
	struct headlines_ask ask = *l->ask;
	struct headlines one = { .mem = l->list->mem };
	struct headline row;
	struct loading back = { l->store, &ask, &one, 1, !l->falling };
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
	for (size_t i = 0; i < ask->keep_n && !ask->scope.search; i++)
		if (!load_kept(l, ask->keep[i], err))
			return false;
	return true;
}

struct headlines *
headlines_load(
    struct store *s, const struct headlines_ask *ask, struct err *err)
{
	struct headlines *h = xcalloc(1, sizeof(*h));
	struct loading l = {
		.store = s,
		.ask = ask,
		.list = h,
		.max = ask->max + 1,
		.falling = (ask->scope.order == ORDER_NEWEST) != ask->backward,
	};
	bool ok;

	h->mem = arena_new();
	h->row = xcalloc(ask->max + 1 + ask->keep_n, sizeof(*h->row));
	if (ask->scope.search)
		s->deadline_ms = loop_now_ms() + SEARCH_DEADLINE_MS;
	ok = load_all(&l, err);
	s->deadline_ms = 0;
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

static int64_t
count_part(struct store *s, struct scope_sql *p, int64_t limit, struct err *err)
{
	struct str sql = { 0 };
	struct stmt q;
	int64_t n = -1;

	str_printf(&sql,
	    "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT ?12)",
	    str_z(&p->from), str_z(&p->where));
	if (stmt_get(&q, s, str_z(&sql), err)) {
		scope_bind(p, &q);
		stmt_int(&q, 12, limit);
		if (stmt_row(&q, err) > 0)
			n = stmt_col_int(&q, 0);
		stmt_done(&q);
	}
	str_release(&sql);
	return n;
}

int64_t
headlines_count(
    struct store *s, const struct scope *scope, int64_t limit, struct err *err)
{
	struct scope_sql p;
	int64_t n = -1, more = 0;

	if (scope_build(&p, s, scope, err))
		n = count_part(s, &p, limit, err);
	scope_release(&p);
	if (n < 0 || !scope->search || n >= limit)
		return n;
	scope_build_waiting(&p, scope);
	more = count_part(s, &p, limit - n, err);
	scope_release(&p);
	return more < 0 ? -1 : n + more;
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
