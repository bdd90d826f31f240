#include "config.h"

#include "store/tombstones.h"

#include "store/stmt.h"

enum { A_DAY = 86400 };

int64_t
tombstone_key(struct span key)
{
	return (int64_t)span_hash(key);
}

bool
tombstones_add(struct store *s, int64_t feed, struct span key, int64_t now,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT OR REPLACE INTO tombstone(feed_id, key, at)"
	        " VALUES (?1, ?2, ?3)",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_int(&q, 2, tombstone_key(key));
	stmt_int(&q, 3, now);
	return stmt_run(&q, err);
}

bool
tombstones_of(
    struct store *s, int64_t feed, int64_t now, bool *any, struct err *err)
{
	struct stmt q;
	int got;

	/* Feeds without any cost a look, and no write. */
	if (!stmt_get(&q, s,
	        "SELECT 1 FROM tombstone WHERE feed_id = ?1 LIMIT 1", err))
		return false;
	stmt_int(&q, 1, feed);
	got = stmt_row(&q, err);
	stmt_done(&q);
	*any = got > 0;
	if (got <= 0)
		return got == 0;
	if (!stmt_get(&q, s, "UPDATE feed SET listed = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_int(&q, 2, now);
	return stmt_run(&q, err);
}

bool
tombstones_has(struct store *s, int64_t feed, struct span key, int64_t now,
    bool *dead, struct err *err)
{
	int64_t at = 0;
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT at FROM tombstone WHERE feed_id = ?1 AND key = ?2",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_int(&q, 2, tombstone_key(key));
	got = stmt_row(&q, err);
	if (got > 0)
		at = stmt_col_int(&q, 0);
	stmt_done(&q);
	*dead = got > 0;
	if (got <= 0 || at > now - A_DAY)
		return got >= 0;
	return tombstones_add(s, feed, key, now, err);
}

bool
tombstones_drop(struct store *s, size_t max, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "DELETE FROM tombstone WHERE (feed_id, key) IN (SELECT"
	        " t.feed_id, t.key FROM tombstone t JOIN feed f"
	        " ON f.id = t.feed_id WHERE t.at < f.listed - ?1 LIMIT ?2)",
	        err))
		return false;
	stmt_int(&q, 1, TOMBSTONE_S);
	stmt_int(&q, 2, (int64_t)max);
	return stmt_run(&q, err);
}
