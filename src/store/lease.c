#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "store/feeds.h"
#include "store/stmt.h"

/*
 * Feeds that are asked for, soonest due first.  source 3 is a saved search.
 * ?1 now, ?2 due only, ?3 section path or NULL, ?4 URL or NULL.
 */
static const char candidates[] =
    "SELECT id, url, etag, last_modified, body_hash, source, failures,"
    " lease_owner, lease_until, moved_to, ttl_s, skip_hours, skip_days,"
    " ?4 IS NULL AND held_until > ?1 FROM feed"
    " WHERE active AND source <> 3"
    " AND (NOT ?2 OR next_due <= ?1)"
    " AND CASE WHEN ?4 IS NULL THEN NOT stopped AND every_s >= 0"
    " ELSE url = ?4 END"
    " AND (?3 IS NULL OR id IN (SELECT feed_id FROM feed_place p JOIN"
    " section s ON s.id = p.section_id WHERE s.path = ?3 OR"
    " substr(s.path, 1, length(?3) + 1) = ?3 || '/'))"
    " ORDER BY next_due, place";

static char *
column_dup(struct stmt *q, int i)
{
	struct span v = stmt_col(q, i);

	return v.s ? span_dup(v) : NULL;
}

/* A lease holds until it runs out or its owner has died. */
static bool
is_leased(struct stmt *q, const struct feed_lease *ask, size_t *others)
{
	struct span owner = stmt_col(q, 7);
	char *name;
	bool held;

	if (!owner.n || stmt_col_int(q, 8) <= ask->now)
		return false;
	if (span_is(owner, ask->owner))
		return true; /* we are asking it already */
	name = span_dup(owner);
	held = !ask->alive || ask->alive(name, ask->data);
	free(name);
	*others += held;
	return held;
}

static void
collect(struct stmt *q, struct feed_due *d)
{
	*d = (struct feed_due){
		.id = stmt_col_int(q, 0),
		.url = column_dup(q, 1),
		.etag = column_dup(q, 2),
		.last_modified = column_dup(q, 3),
		.body_hash = column_dup(q, 4),
		.source = (int)stmt_col_int(q, 5),
		.failures = (int)stmt_col_int(q, 6),
		.moved_to = column_dup(q, 9),
		.wish = { stmt_col_int(q, 10), (unsigned)stmt_col_int(q, 11),
		    (unsigned)stmt_col_int(q, 12) },
	};
}

static bool
find(struct store *s, const struct feed_lease *ask, struct feed_due **due,
    size_t *n, struct err *err)
{
	struct stmt q;
	size_t cap = 0;
	int got = 0;
	size_t held = 0, others = 0;

	if (!stmt_get(&q, s, candidates, err))
		return false;
	stmt_int(&q, 1, ask->now);
	stmt_int(&q, 2, ask->due_only);
	stmt_z(&q, 3, ask->section);
	stmt_z(&q, 4, ask->url);
	while (*n < ask->max && (got = stmt_row(&q, err)) > 0) {
		if (is_leased(&q, ask, &others))
			continue;
		if (stmt_col_int(&q, 13)) {
			held++;
			continue;
		}
		vec_room(due, *n, &cap);
		collect(&q, &(*due)[(*n)++]);
	}
	stmt_done(&q);
	if (ask->held)
		*ask->held = held;
	if (ask->others)
		*ask->others = others;
	return got >= 0;
}

static bool
take(struct store *s, const struct feed_lease *ask, const struct feed_due *due,
    size_t n, struct err *err)
{
	struct stmt q;

	for (size_t i = 0; i < n; i++) {
		if (!stmt_get(&q, s,
		        "UPDATE feed SET lease_owner = ?2, lease_until = ?3"
		        " WHERE id = ?1",
		        err))
			return false;
		stmt_int(&q, 1, due[i].id);
		stmt_z(&q, 2, ask->owner);
		stmt_int(&q, 3, ask->until);
		if (!stmt_run(&q, err))
			return false;
	}
	return true;
}

bool
feeds_lease(struct store *s, const struct feed_lease *ask,
    struct feed_due **due, size_t *n, struct err *err)
{
	*due = NULL;
	*n = 0;
	if (!store_begin(s, false, err))
		return false;
	if (!find(s, ask, due, n, err) || !take(s, ask, *due, *n, err)) {
		store_rollback(s);
		goto fail;
	}
	/* Nothing to take: nothing is written. */
	if (store_commit(s, err))
		return true;
fail:
	feed_due_free(*due, *n);
	*due = NULL;
	*n = 0;
	return false;
}

void
feed_due_release(struct feed_due *due)
{
	free(due->url);
	free(due->etag);
	free(due->last_modified);
	free(due->body_hash);
	free(due->moved_to);
}

void
feed_due_free(struct feed_due *due, size_t n)
{
	for (size_t i = 0; i < n; i++)
		feed_due_release(&due[i]);
	free(due);
}

bool
feeds_unlease(struct store *s, const char *owner, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE feed SET lease_owner = NULL, lease_until = 0"
	        " WHERE lease_owner = ?1",
	        err))
		return false;
	stmt_z(&q, 1, owner);
	return stmt_run(&q, err);
}
