#include "config.h"

#include "store/feeds.h"

#include <stdlib.h>
#include <string.h>

#include "store/stmt.h"

/* Sections and feeds that are in the file become active again below. */
static bool
sync_begin(struct store *s, struct err *err)
{
	return store_exec(s,
	    "UPDATE section SET active = 0 WHERE active;"
	    "UPDATE feed SET active = 0 WHERE active;"
	    "DELETE FROM feed_place;",
	    err);
}

static bool
sync_section(struct store *s, struct span path, size_t place, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO section(path, place) VALUES (?1, ?2)"
	        " ON CONFLICT(path) DO UPDATE SET place = ?2, active = 1",
	        err))
		return false;
	stmt_text(&q, 1, path.s ? path : SPAN(""));
	stmt_int(&q, 2, (int64_t)place);
	return stmt_run(&q, err);
}

static bool
sync_feed(struct store *s, const struct feed_want *w, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO feed(url, title, source, every_s, place, muted)"
	        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(url) DO UPDATE "
	        "SET"
	        " title = ?2, source = ?3, every_s = ?4, place = ?5,"
	        " active = 1, muted = ?6, next_due = CASE WHEN every_s > ?4 AND"
	        " failures = 0 THEN min(next_due, checked + ?4)"
	        " ELSE next_due END",
	        err))
		return false;
	stmt_text(&q, 1, w->url);
	stmt_text(&q, 2, w->title.n ? w->title : span_n(NULL, 0));
	stmt_int(&q, 3, w->source);
	stmt_int(&q, 4, w->every_s);
	stmt_int(&q, 5, w->place);
	stmt_int(&q, 6, w->muted);
	return stmt_run(&q, err);
}

static bool
sync_place(struct store *s, const struct feed_want *w, struct span section,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT OR IGNORE INTO feed_place(section_id, feed_id, place)"
	        " SELECT s.id, f.id, ?3 FROM section s, feed f"
	        " WHERE s.path = ?1 AND f.url = ?2",
	        err))
		return false;
	stmt_text(&q, 1, section.s ? section : SPAN(""));
	stmt_text(&q, 2, w->url);
	stmt_int(&q, 3, w->place);
	return stmt_run(&q, err);
}

static bool
sync_all(struct store *s, const struct feed_want *want, size_t n,
    const struct span *sections, size_t section_n, struct err *err)
{
	if (!sync_begin(s, err) || !sync_section(s, SPAN(""), 0, err))
		return false;
	for (size_t i = 0; i < section_n; i++)
		if (!sync_section(s, sections[i], i + 1, err))
			return false;
	for (size_t i = 0; i < n; i++) {
		if (!sync_feed(s, &want[i], err))
			return false;
		for (size_t k = 0; k < want[i].sections; k++)
			if (!sync_place(s, &want[i], want[i].section[k], err))
				return false;
	}
	return true;
}

/* True when the file is as it was: nothing needs to be written. */
static bool
is_synced(struct store *s, struct span stamp)
{
	struct stmt q;
	bool same;

	if (!stmt_get(
	        &q, s, "SELECT value FROM meta WHERE name = 'feeds'", NULL))
		return false;
	same = stmt_row(&q, NULL) > 0 && span_eq(stmt_col(&q, 0), stamp);
	stmt_done(&q);
	return same;
}

static bool
keep_stamp(struct store *s, struct span stamp, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO meta(name, value) VALUES ('feeds', ?1)"
	        " ON CONFLICT(name) DO UPDATE SET value = ?1",
	        err))
		return false;
	stmt_text(&q, 1, stamp);
	return stmt_run(&q, err);
}

bool
feeds_sync(struct store *s, const struct feed_want *want, size_t n,
    const struct span *sections, size_t section_n, struct span stamp,
    struct err *err)
{
	if (is_synced(s, stamp))
		return true;
	if (!store_begin(s, false, err))
		return false;
	if (!sync_all(s, want, n, sections, section_n, err) ||
	    !keep_stamp(s, stamp, err)) {
		store_rollback(s);
		return false;
	}
	return store_commit(s, err);
}

/* The validators are kept byte for byte; a failure keeps the old ones. */
static bool
write_validators(struct store *s, const struct feed_outcome *o, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE feed SET etag = ?2, last_modified = ?3,"
	        " body_hash = ?4 WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, o->id);
	stmt_blob(&q, 2, o->etag);
	stmt_blob(&q, 3, o->last_modified);
	stmt_text(&q, 4, o->body_hash);
	return stmt_run(&q, err);
}

bool
feeds_outcome(struct store *s, const struct feed_outcome *o, struct err *err)
{
	struct stmt q;

	if (o->have_validators && !write_validators(s, o, err))
		return false;
	if (!stmt_get(&q, s,
	        "UPDATE feed SET checked = ?2, next_due = ?3, error = ?4,"
	        " remedy = ?9, held_until = ?10,"
	        " ttl_s = ?11, skip_hours = ?12, skip_days = ?13,"
	        " failures = CASE WHEN ?4 IS NULL THEN 0 ELSE failures + 1"
	        " END, succeeded = CASE WHEN ?4 IS NULL THEN ?2 ELSE"
	        " succeeded END, changed = CASE WHEN ?5 THEN ?2 ELSE changed"
	        " END, bytes = bytes + ?6, lease_owner = NULL,"
	        " lease_until = 0, moved_to = nullif(?7, ''), stopped = ?8"
	        " WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, o->id);
	stmt_int(&q, 2, o->now);
	stmt_int(&q, 3, o->next_due);
	stmt_z(&q, 4, o->error);
	stmt_int(&q, 5, o->changed);
	stmt_int(&q, 6, o->bytes);
	stmt_text(&q, 7, o->moved_to);
	stmt_int(&q, 8, o->stopped);
	stmt_z(&q, 9, o->error ? o->remedy : NULL);
	stmt_int(&q, 10, o->held_until);
	stmt_int(&q, 11, o->wish.ttl_s);
	stmt_int(&q, 12, o->wish.skip_hours);
	stmt_int(&q, 13, o->wish.skip_days);
	return stmt_run(&q, err);
}

bool
feeds_spare(struct store *s, int64_t id, int64_t next_due, int64_t held_until,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE feed SET next_due = ?2, lease_owner = NULL,"
	        " lease_until = 0, held_until = max(held_until, ?3)"
	        " WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, next_due);
	stmt_int(&q, 3, held_until);
	return stmt_run(&q, err);
}

bool
feeds_hold(struct store *s, struct span place, int64_t until, int64_t spread_s,
    struct err *err)
{
	struct str end = { 0 };
	struct stmt q;
	bool ok;

	if (!place.n || place.s[place.n - 1] != '/')
		return true;
	/* The addresses below it lie between it and what follows its slash. */
	str_add(&end, span_head(place, place.n - 1));
	str_addc(&end, '/' + 1);
	ok = stmt_get(&q, s,
	    "UPDATE feed SET held_until = ?3,"
	    " next_due = max(next_due, ?3 + id * 7919 % ?4)"
	    " WHERE active AND url >= ?1 AND url < ?2 AND held_until < ?3",
	    err);
	if (ok) {
		stmt_text(&q, 1, place);
		stmt_text(&q, 2, str_span(&end));
		stmt_int(&q, 3, until);
		stmt_int(&q, 4, spread_s > 0 ? spread_s : 1);
		ok = stmt_run(&q, err);
	}
	str_release(&end);
	return ok;
}

bool
feeds_describe(
    struct store *s, int64_t id, const struct feed_words *w, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE feed SET own_title = ?2, site = ?3, notes = ?4"
	        " WHERE id = ?1"
	        " AND (own_title, site, notes) IS NOT (?2, ?3, ?4)",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, w->title);
	stmt_text(&q, 3, w->site);
	stmt_text(&q, 4, w->notes);
	return stmt_run(&q, err);
}

bool
feeds_move(struct store *s, int64_t id, struct span new_url, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        /* What the old address said to a feed in trouble is void. */
	        "UPDATE feed SET url = ?2, moved_to = NULL, stopped = 0,"
	        " etag = CASE WHEN failures THEN NULL ELSE etag END,"
	        " last_modified = CASE WHEN failures THEN NULL"
	        " ELSE last_modified END,"
	        " next_due = CASE WHEN failures THEN 0 ELSE next_due END,"
	        " failures = 0, error = NULL, remedy = NULL, held_until = 0"
	        " WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, new_url);
	return stmt_run(&q, err);
}

int64_t
feeds_find(struct store *s, struct span url)
{
	struct stmt q;
	int64_t id = 0;

	if (!stmt_get(&q, s, "SELECT id FROM feed WHERE url = ?1", NULL))
		return 0;
	stmt_text(&q, 1, url);
	if (stmt_row(&q, NULL) > 0)
		id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return id;
}

int64_t
feeds_next_due(struct store *s)
{
	int64_t due = 0;

	store_number(s,
	    "SELECT coalesce(min(next_due), 0) FROM feed"
	    " WHERE active AND NOT stopped AND every_s >= 0 AND source <> 3",
	    &due, NULL);
	return due;
}
