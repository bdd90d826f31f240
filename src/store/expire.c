#include "config.h"

#include "store/expire.h"

#include "store/scope.h"
#include "store/stmt.h"
#include "store/tombstones.h"

/* Runs the statements one by one, each with the article as ?1. */
static bool
run_all(struct store *s, const char *const sql[], size_t n, int64_t article,
    struct err *err)
{
	struct stmt q;

	for (size_t i = 0; i < n; i++) {
		if (!stmt_get(&q, s, sql[i], err))
			return false;
		stmt_int(&q, 1, article);
		if (!stmt_run(&q, err))
			return false;
	}
	return true;
}

/* Whether it may go; then its tombstone is set. */
static bool
bury(struct store *s, const struct expire_ask *ask, bool for_good, bool *may,
    struct err *err)
{
	struct stmt q;
	bool ok;
	int got;

	*may = false;
	if (!stmt_get(&q, s,
	        "SELECT " SCOPE_FLAGS ", a.feed_id, a.key FROM article a"
	        " WHERE a.id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, ask->article);
	got = stmt_row(&q, err);
	if (got > 0) {
		unsigned flags = (unsigned)stmt_col_int(&q, 0);

		*may = (flags & ask->has) == ask->has && !(flags & ask->lacks);
	}
	ok = got >= 0 && (!*may || !for_good ||
	                     tombstones_add(s, stmt_col_int(&q, 1),
	                         stmt_col(&q, 2), ask->now, err));
	stmt_done(&q);
	return ok;
}

bool
expire_article(
    struct store *s, const struct expire_ask *ask, bool *gone, struct err *err)
{
	/* The counters follow by triggers; tags before the article that they
	 * count. */
	static const char *const sql[] = {
		("DELETE FROM waiting WHERE id = (SELECT doc FROM article"
		 " WHERE id = ?1)"),
		"DELETE FROM body WHERE id BETWEEN ?1 * 2 AND ?1 * 2 + 1",
		"DELETE FROM tagged WHERE article_id = ?1",
		"DELETE FROM note WHERE id = ?1",
		"DELETE FROM errand WHERE id IN (?1, -?1)",
		"DELETE FROM article WHERE id = ?1",
	};

	return bury(s, ask, true, gone, err) &&
	       (!*gone || run_all(s, sql, sizeof(sql) / sizeof(*sql),
	                      ask->article, err));
}

bool
expire_body(
    struct store *s, const struct expire_ask *ask, bool *gone, struct err *err)
{
	static const char *const sql[] = {
		"DELETE FROM body WHERE id BETWEEN ?1 * 2 AND ?1 * 2 + 1",
		"DELETE FROM revision WHERE article = ?1",
		"DELETE FROM errand WHERE id IN (?1, -?1)",
	};
	struct stmt q;

	if (!bury(s, ask, false, gone, err))
		return false;
	if (!*gone)
		return true;
	if (!run_all(s, sql, sizeof(sql) / sizeof(*sql), ask->article, err) ||
	    !stmt_get(&q, s,
	        "UPDATE article SET let_go = ?2, page_of = 0 WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, ask->article);
	stmt_int(&q, 2, ask->now);
	return stmt_run(&q, err);
}
