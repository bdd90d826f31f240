#include "config.h"

#include "store/retain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "store/expire.h"
#include "store/scope.h"
#include "store/stmt.h"
#include "store/tombstones.h"

/* LOOK_MAX: articles looked at in a step; GO_MAX: of them that go. */
enum { A_DAY = 86400, LOOK_MAX = 500, GO_MAX = 50 };

/* A pass over all feeds once in so long, whatever has changed. */
enum { PASS_S = A_DAY };

/* Free pages: few stay for what comes next, and a step gives back so many. */
enum { FREE_MIN = 256, FREE_STEP = 64 };

enum step { FIND_END, FIND_SIZE, EXPIRE, FIND_BODIES, LET_GO, DONE };

/* The end is the newer of two keys. */
static void
move_end(struct retain *r, int64_t sort, int64_t id)
{
	if (sort < r->end_sort || (sort == r->end_sort && id < r->end_id))
		return;
	r->end_sort = sort;
	r->end_id = id;
}

/* The first article behind the newest `count` of them. */
static bool
find_count(struct retain *r, struct store *s, struct err *err)
{
	struct stmt q;
	int got;

	if (!r->rules.count)
		return true;
	if (!stmt_get(&q, s,
	        "SELECT sort, id FROM article WHERE feed_id = ?1 AND"
	        " deleted = 0 ORDER BY sort DESC, id DESC LIMIT 1 OFFSET ?2",
	        err))
		return false;
	stmt_int(&q, 1, r->feed);
	stmt_int(&q, 2, r->rules.count);
	got = stmt_row(&q, err);
	if (got > 0)
		move_end(r, stmt_col_int(&q, 0), stmt_col_int(&q, 1));
	stmt_done(&q);
	return got >= 0;
}

static bool
find_end(struct retain *r, struct store *s, struct err *err)
{
	r->end_sort = r->end_id = INT64_MIN;
	if (r->rules.days)
		move_end(r, r->now - r->rules.days * A_DAY, INT64_MAX);
	/* From the newest on, for the sizes. */
	r->sort = r->id = INT64_MAX;
	r->bytes = 0;
	r->step = r->rules.bytes ? FIND_SIZE : EXPIRE;
	return find_count(r, s, err);
}

/* Sums up the newest until it is too much. */
static bool
find_size(struct retain *r, struct store *s, struct err *err)
{
	struct stmt q;
	int got = 0, n = 0;

	if (!stmt_get(&q, s,
	        "SELECT a.sort, a.id, (SELECT coalesce(sum(length(b.data)), 0)"
	        " FROM body b WHERE b.id BETWEEN a.id * 2 AND a.id * 2 + 1)"
	        " FROM article a WHERE a.feed_id = ?1 AND a.deleted = 0 AND"
	        " (a.sort, a.id) < (?2, ?3) ORDER BY a.sort DESC, a.id DESC"
	        " LIMIT ?4",
	        err))
		return false;
	stmt_int(&q, 1, r->feed);
	stmt_int(&q, 2, r->sort);
	stmt_int(&q, 3, r->id);
	stmt_int(&q, 4, LOOK_MAX);
	while (r->step == FIND_SIZE && (got = stmt_row(&q, err)) > 0) {
		n++;
		r->sort = stmt_col_int(&q, 0);
		r->id = stmt_col_int(&q, 1);
		r->bytes += stmt_col_int(&q, 2);
		if (r->bytes <= r->rules.bytes)
			continue;
		move_end(r, r->sort, r->id);
		r->step = EXPIRE;
	}
	stmt_done(&q);
	if (r->step == FIND_SIZE && n < LOOK_MAX)
		r->step = EXPIRE;
	return r->step == EXPIRE || got >= 0;
}

/* The articles that go next; *more: the end has not come. */
static bool
look(struct retain *r, struct store *s, bool bodies, struct ids *ids,
    bool *more, struct err *err)
{
	struct stmt q;
	int got = 1, n = 0;

	if (!stmt_get(&q, s,
	        bodies ? "SELECT a.sort, a.id, " SCOPE_FLAGS " FROM article a"
	                 " WHERE a.feed_id = ?1 AND a.deleted = 0 AND"
	                 " (a.sort, a.id) > (?2, ?3) AND (a.sort, a.id) <="
	                 " (?4, ?5) AND a.let_go <= 0 AND"
	                 " -a.let_go <= ?4 ORDER BY a.sort, a.id"
	                 " LIMIT ?6"
	               : "SELECT a.sort, a.id, " SCOPE_FLAGS " FROM article a"
	                 " WHERE a.feed_id = ?1 AND a.deleted = 0 AND"
	                 " (a.sort, a.id) > (?2, ?3) AND (a.sort, a.id) <="
	                 " (?4, ?5) ORDER BY a.sort, a.id LIMIT ?6",
	        err))
		return false;
	stmt_int(&q, 1, r->feed);
	stmt_int(&q, 2, r->sort);
	stmt_int(&q, 3, r->id);
	stmt_int(&q, 4, r->end_sort);
	stmt_int(&q, 5, r->end_id);
	stmt_int(&q, 6, LOOK_MAX);
	while (ids->n < GO_MAX && (got = stmt_row(&q, err)) > 0) {
		n++;
		r->sort = stmt_col_int(&q, 0);
		r->id = stmt_col_int(&q, 1);
		if (!((unsigned)stmt_col_int(&q, 2) & r->rules.pinned))
			ids_add(ids, r->id);
	}
	stmt_done(&q);
	*more = n == LOOK_MAX || ids->n == GO_MAX;
	return got >= 0;
}

typedef bool expire_fn(
    struct store *s, const struct expire_ask *ask, bool *gone, struct err *err);

/* One transaction; *n counts those that went. */
static bool
expire_all(struct store *s, const struct ids *ids, struct expire_ask *ask,
    expire_fn *fn, int64_t *n, struct err *err)
{
	int64_t went = 0;
	bool gone, ok = store_begin(s, false, err);

	for (size_t i = 0; ok && i < ids->n; i++) {
		ask->article = ids->id[i];
		ok = fn(s, ask, &gone, err);
		went += ok && gone;
	}
	if (ok && store_commit(s, err)) {
		*n += went;
		return true;
	}
	store_rollback(s);
	return false;
}

/* Lets some go, in a transaction if there are any. */
static bool
let_some_go(
    struct retain *r, struct store *s, bool bodies, bool *more, struct err *err)
{
	struct ids ids = { 0 };
	bool ok = look(r, s, bodies, &ids, more, err);

	if (ok && ids.n) {
		struct expire_ask ask = {
			.now = r->now,
			.lacks = r->rules.pinned | FLAG_DELETED,
		};

		ok = expire_all(s, &ids, &ask,
		    bodies ? expire_body : expire_article,
		    bodies ? &r->let_go : &r->expired, err);
	}
	ids_release(&ids);
	return ok;
}

bool
retain_step(struct retain *r, struct store *s, bool *done, struct err *err)
{
	bool more = false, ok = true;

	switch (r->step) {
	case FIND_END:
		ok = find_end(r, s, err);
		break;
	case FIND_SIZE:
		ok = find_size(r, s, err);
		break;
	case FIND_BODIES:
		r->end_sort = r->now - r->rules.bodies_days * A_DAY;
		r->end_id = INT64_MAX;
		r->step = r->rules.bodies_days ? LET_GO : DONE;
		break;
	case EXPIRE:
	case LET_GO:
		ok = let_some_go(r, s, r->step == LET_GO, &more, err);
		if (!more)
			r->step++;
		break;
	}
	/* From the oldest on. */
	if ((r->step == EXPIRE || r->step == LET_GO) && !more)
		r->sort = r->id = INT64_MIN;
	*done = r->step == DONE;
	return ok;
}

bool
retain_purge(struct store *s, int64_t before, int64_t now, int64_t *n,
    bool *left, struct err *err)
{
	struct ids ids = { 0 };
	struct stmt q;
	bool ok;
	int got;

	*left = false;
	if (!stmt_get(&q, s,
	        "SELECT id FROM article WHERE deleted > 0 AND deleted < ?1"
	        " ORDER BY deleted, id LIMIT ?2",
	        err))
		return false;
	stmt_int(&q, 1, before);
	stmt_int(&q, 2, GO_MAX);
	while ((got = stmt_row(&q, err)) > 0)
		ids_add(&ids, stmt_col_int(&q, 0));
	stmt_done(&q);
	ok = got == 0;
	if (ok && ids.n) {
		struct expire_ask ask = { .now = now, .has = FLAG_DELETED };

		ok = expire_all(s, &ids, &ask, expire_article, n, err);
		*left = ids.n == GO_MAX;
	}
	ids_release(&ids);
	return ok;
}

bool
retain_tombstones(struct store *s, struct err *err)
{
	if (!store_begin(s, false, err))
		return false;
	if (tombstones_drop(s, LOOK_MAX, err) && store_commit(s, err))
		return true;
	store_rollback(s);
	return false;
}

/* When the last pass began; 0: never, or by other rules. */
static bool
last_pass(struct store *s, struct span stamp, int64_t *began, struct err *err)
{
	struct span value, time;
	struct stmt q;
	int got;

	*began = 0;
	if (!stmt_get(
	        &q, s, "SELECT value FROM meta WHERE name = 'retained'", err))
		return false;
	got = stmt_row(&q, err);
	if (got > 0) {
		value = stmt_col(&q, 0);
		time = span_cut(&value, ' ');
		if (!span_eq(value, stamp) || !span_int(time, began))
			*began = 0;
	}
	stmt_done(&q);
	return got >= 0;
}

bool
retain_due(struct store *s, int64_t now, struct span stamp, int64_t **feed,
    size_t *n, struct err *err)
{
	size_t cap = 0;
	int64_t began;
	struct stmt q;
	int got;

	*feed = NULL;
	*n = 0;
	if (!last_pass(s, stamp, &began, err) ||
	    !stmt_get(&q, s,
	        "SELECT id FROM feed WHERE active AND total > 0 AND"
	        " changed >= ?1 ORDER BY id",
	        err))
		return false;
	stmt_int(&q, 1, began < now - PASS_S ? 0 : began);
	while ((got = stmt_row(&q, err)) > 0) {
		vec_room(feed, *n, &cap);
		(*feed)[(*n)++] = stmt_col_int(&q, 0);
	}
	stmt_done(&q);
	if (got == 0)
		return true;
	free(*feed);
	*feed = NULL;
	*n = 0;
	return false;
}

bool
retain_passed(
    struct store *s, int64_t began, struct span stamp, struct err *err)
{
	struct str value = { 0 };
	struct stmt q;
	bool ok = false;

	str_printf(&value, "%lld %.*s", (long long)began, SPAN_ARG(stamp));
	if (store_begin(s, false, err)) {
		ok = stmt_get(&q, s,
		    "INSERT INTO meta(name, value) VALUES ('retained', ?1)"
		    " ON CONFLICT(name) DO UPDATE SET value = ?1",
		    err);
		if (ok) {
			stmt_text(&q, 1, str_span(&value));
			ok = stmt_run(&q, err) && store_commit(s, err);
		}
		if (!ok)
			store_rollback(s);
	}
	str_release(&value);
	return ok;
}

bool
retain_vacuum(struct store *s, bool *left, struct err *err)
{
	struct str sql = { 0 };
	int64_t spare = 0;
	bool ok;

	*left = false;
	if (!store_number(s, "PRAGMA freelist_count", &spare, err))
		return false;
	if (spare <= FREE_MIN)
		return true;
	str_printf(&sql, "PRAGMA incremental_vacuum(%d)", FREE_STEP);
	ok = store_exec(s, str_z(&sql), err);
	str_release(&sql);
	*left = ok && spare - FREE_STEP > FREE_MIN;
	return ok;
}
