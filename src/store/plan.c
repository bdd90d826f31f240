#include "config.h"

#include "store/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "store/tokens.h"

static struct scope_shape *
add_shape(struct plan *p, enum scope_way way, int unread_is)
{
	struct scope_shape *shape = &p->shape[p->shapes++];

	shape->way = way;
	shape->unread_is = unread_is;
	scope_write(&p->scope, shape);
	return shape;
}

static void
add_group(struct plan *p, const struct scope_shape *shape, const int64_t *feed,
    size_t feeds)
{
	size_t cap = p->groups; /* grows by one, seldom: a list has few */

	p->group = xreallocarray(p->group, cap + 1, sizeof(*p->group));
	p->group[p->groups++] = (struct plan_group){ shape, feed, feeds };
}

/* The feeds of the scope that have anything of it, as in the file. */
static size_t
list_feeds(struct plan *p, int unread_is)
{
	const struct scope_sql *s = &p->scope;
	size_t n = 0;

	if (!p->feed)
		p->feed = xcalloc(s->feeds + 1, sizeof(*p->feed));
	for (size_t i = 0; i < s->feeds; i++) {
		const struct scope_feed *f = &s->feed[i];
		int64_t has = unread_is < 0 ? f->total
		              : unread_is   ? f->unread
		                            : f->total - f->unread;

		if (has > 0 && (!s->scope.starred || f->starred > 0))
			p->feed[n++] = f->id;
	}
	return n;
}

/* By date, of a scope or of what is unread or read of it. */
static void
add_dated(struct plan *p, int unread_is)
{
	const struct scope_sql *s = &p->scope;
	int unread = unread_is >= 0 ? unread_is : s->unread_is;
	bool kept = s->scope.starred || s->scope.tag || s->scope.trash;

	/* A feed or few of them, and not most of the archive: their indexes,
	 * merged. */
	if (s->scope.section && *s->scope.section && !s->scope.feed && !kept &&
	    s->feeds <= PLAN_MERGED_MAX && s->feeds > 0 &&
	    !scope_is_dense(s, unread)) {
		size_t n = list_feeds(p, unread_is < 0 ? unread : -1);

		add_group(p, add_shape(p, WAY_FEED, unread_is), p->feed, n);
		return;
	}
	add_group(p, add_shape(p, WAY_DATE, unread_is), NULL, 0);
}

/* ---- as feeds, as sections ---------------------------------------------- */

struct named {
	int64_t feed;
	struct str name; /* folded */
};

static int
by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = span_cmp(str_span(&x->name), str_span(&y->name));

	return order ? order : (x->feed > y->feed) - (x->feed < y->feed);
}

/* Puts the feeds in the order of their titles. */
static bool
sort_feeds(struct plan *p, struct store *s, size_t n, struct err *err)
{
	struct named *named = xcalloc(n + 1, sizeof(*named));
	bool ok = true;
	struct stmt q;

	for (size_t i = 0; ok && i < n; i++) {
		named[i].feed = p->feed[i];
		ok = stmt_get(&q, s,
		    "SELECT coalesce(title, own_title, url) FROM feed"
		    " WHERE id = ?1",
		    err);
		if (!ok)
			break;
		stmt_int(&q, 1, p->feed[i]);
		if (stmt_row(&q, err) > 0)
			tokens_title_key(&named[i].name, stmt_col(&q, 0));
		stmt_done(&q);
	}
	if (ok && n)
		qsort(named, n, sizeof(*named), by_name);
	for (size_t i = 0; i < n; i++) {
		if (ok)
			p->feed[i] = named[i].feed;
		str_release(&named[i].name);
	}
	free(named);
	return ok;
}

static bool
add_by_feeds(struct plan *p, struct store *s, struct err *err)
{
	size_t n = list_feeds(p, p->scope.unread_is);
	struct scope_shape *shape = add_shape(p, WAY_FEED, -1);

	if (p->scope.scope.order == ORDER_FEED && !sort_feeds(p, s, n, err))
		return false;
	p->group = xcalloc(n + 1, sizeof(*p->group));
	for (size_t i = 0; i < n; i++)
		p->group[p->groups++] =
		    (struct plan_group){ shape, &p->feed[i], 1 };
	p->grouped = p->by_feed = true;
	return true;
}

/* ---- the whole ---------------------------------------------------------- */

static void
add_search(struct plan *p)
{
	bool rank = p->scope.scope.order == ORDER_RANK;
	enum scope_way way = rank ? WAY_RANK : WAY_INDEX;
	const struct scope_shape *shape[] = {
		/* What is not in the index is newer than all that is. */
		add_shape(p, WAY_HEADS, -1),
		add_shape(p, WAY_WAITING, -1),
		add_shape(p, way, -1),
	};
	size_t n = sizeof(shape) / sizeof(*shape);

	for (size_t i = 0; i < n; i++)
		add_group(p, shape[p->falling ? i : n - 1 - i], NULL, 0);
	p->grouped = rank;
}

bool
plan_open(
    struct plan *p, struct store *s, const struct scope *scope, struct err *err)
{
	enum order_by order = scope->order;
	const struct scope_sql *q = &p->scope;
	bool few;

	*p = (struct plan){ .falling =
		                order != ORDER_OLDEST && order != ORDER_TITLE };
	if (!scope_open(&p->scope, s, scope, err))
		return false;
	if (q->nothing)
		return true;
	few = q->scope.trash || q->scope.tag || q->scope.feed;
	if (q->words) {
		p->falling = order != ORDER_OLDEST;
		add_search(p);
	} else if (order == ORDER_TITLE) {
		add_group(p, add_shape(p, WAY_TITLE, -1), NULL, 0);
	} else if ((order == ORDER_FEED || order == ORDER_SECTION) && !few) {
		return add_by_feeds(p, s, err);
	} else if (order == ORDER_UNREAD && q->unread_is < 0) {
		add_dated(p, 1);
		add_dated(p, 0);
		p->grouped = true;
	} else {
		add_dated(p, -1);
	}
	return true;
}

void
plan_release(struct plan *p)
{
	for (size_t i = 0; i < p->shapes; i++)
		scope_shape_release(&p->shape[i]);
	scope_release(&p->scope);
	free(p->group);
	free(p->feed);
	*p = (struct plan){ 0 };
}

size_t
plan_group_of(const struct plan *p, const struct headline_key *key)
{
	if (!p->grouped)
		return 0;
	if (!p->by_feed)
		return key->group < p->groups ? key->group : 0;
	for (size_t i = 0; i < p->groups; i++)
		if (p->group[i].feed[0] == key->feed)
			return i;
	return 0;
}

/* Their own order, going up. */
static int
compare_keys(const struct headline_key *a, const struct headline_key *b)
{
	int order = strcmp(a->title, b->title);

	if (order)
		return order;
	if (a->when != b->when)
		return a->when < b->when ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

int
plan_compare(const struct plan *p, const struct headline_key *a,
    const struct headline_key *b)
{
	size_t x = plan_group_of(p, a), y = plan_group_of(p, b);
	int order;

	if (x != y)
		return x < y ? -1 : 1;
	order = compare_keys(a, b);
	return p->falling ? -order : order;
}
