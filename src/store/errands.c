#include "config.h"

#include "store/errands.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "store/stmt.h"

/* The number of its row. */
static int64_t
row_of(int64_t article, enum errand_kind kind)
{
	return kind == ERRAND_PICTURES ? -article : article;
}

static bool
run_one(struct store *s, const char *sql, int64_t row, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s, sql, err))
		return false;
	stmt_int(&q, 1, row);
	return stmt_run(&q, err);
}

bool
errands_add(
    struct store *s, int64_t article, enum errand_kind kind, struct err *err)
{
	return run_one(s,
	    "INSERT OR REPLACE INTO errand(id, due, tries) VALUES (?1, 0, 0)",
	    row_of(article, kind), err);
}

bool
errands_drop(
    struct store *s, int64_t article, enum errand_kind kind, struct err *err)
{
	return run_one(
	    s, "DELETE FROM errand WHERE id = ?1", row_of(article, kind), err);
}

bool
errands_retry(struct store *s, int64_t article, enum errand_kind kind,
    int64_t at, struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "UPDATE errand SET due = ?2, tries = tries + 1 WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, row_of(article, kind));
	stmt_int(&q, 2, at);
	if (!stmt_run(&q, err) ||
	    !stmt_get(
	        &q, s, "DELETE FROM errand WHERE id = ?1 AND tries >= ?2", err))
		return false;
	stmt_int(&q, 1, row_of(article, kind));
	stmt_int(&q, 2, ERRAND_TRIES);
	return stmt_run(&q, err);
}

void
errands_free(struct errand *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].url);
		free(list[i].feed_url);
	}
	free(list);
}

static bool
put_off(struct store *s, const struct errand *list, size_t n, int64_t until,
    struct err *err)
{
	struct stmt q;

	for (size_t i = 0; i < n; i++) {
		if (!stmt_get(
		        &q, s, "UPDATE errand SET due = ?2 WHERE id = ?1", err))
			return false;
		stmt_int(&q, 1, row_of(list[i].article, list[i].kind));
		stmt_int(&q, 2, until);
		if (!stmt_run(&q, err))
			return false;
	}
	return true;
}

bool
errands_take(struct store *s, int64_t now, int64_t until, size_t max,
    struct errand **list, size_t *n, struct err *err)
{
	struct stmt q;
	size_t cap = 0;
	int got;

	*list = NULL;
	*n = 0;
	if (!store_exec(s,
	        "DELETE FROM errand WHERE NOT EXISTS (SELECT 1 FROM article a"
	        " WHERE a.id = abs(errand.id) AND a.deleted = 0 AND"
	        " (a.unread OR a.starred))",
	        err) ||
	    !stmt_get(&q, s,
	        "SELECT a.id, a.url, f.url, e.id < 0 FROM errand e"
	        " JOIN article a ON a.id = abs(e.id) JOIN feed f ON f.id = "
	        "a.feed_id"
	        " WHERE e.due <= ?1 AND f.active ORDER BY e.id < 0, a.sort "
	        "DESC, a.id"
	        " DESC LIMIT ?2",
	        err))
		return false;
	stmt_int(&q, 1, now);
	stmt_int(&q, 2, (int64_t)max);
	while ((got = stmt_row(&q, err)) > 0) {
		vec_room(list, *n, &cap);
		(*list)[(*n)++] = (struct errand){
			.article = stmt_col_int(&q, 0),
			.url = span_dup(stmt_col(&q, 1)),
			.feed_url = span_dup(stmt_col(&q, 2)),
			.kind =
			    stmt_col_int(&q, 3) ? ERRAND_PICTURES : ERRAND_PAGE,
		};
	}
	stmt_done(&q);
	if (got == 0 && put_off(s, *list, *n, until, err))
		return true;
	errands_free(*list, *n);
	*list = NULL;
	*n = 0;
	return false;
}

int64_t
errands_due(struct store *s, int64_t now)
{
	struct err err;
	struct stmt q;
	int64_t n = 0;

	if (!stmt_get(&q, s,
	        "SELECT count(*) FROM errand e JOIN article a ON a.id = "
	        "abs(e.id)"
	        " JOIN feed f ON f.id = a.feed_id WHERE e.due <= ?1 AND"
	        " f.active AND a.deleted = 0 AND (a.unread OR a.starred)",
	        &err))
		return 0;
	stmt_int(&q, 1, now);
	if (stmt_row(&q, &err) > 0)
		n = stmt_col_int(&q, 0);
	stmt_done(&q);
	return n;
}
