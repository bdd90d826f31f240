#include "config.h"

#include "store/trash.h"

#include "store/stmt.h"

/* deleted: since when, 0: no more. */
static bool
move(struct store *s, const int64_t *id, size_t n, int64_t deleted,
    struct ids *changed, struct err *err)
{
	struct stmt q;
	int got = 0;

	for (size_t i = 0; i < n && got >= 0; i++) {
		if (!stmt_get(&q, s,
		        "UPDATE article SET deleted = ?2 WHERE id = ?1 AND"
		        " (deleted = 0) = (?2 <> 0) RETURNING 1",
		        err))
			return false;
		stmt_int(&q, 1, id[i]);
		stmt_int(&q, 2, deleted);
		got = stmt_row(&q, err);
		if (got > 0 && changed)
			ids_add(changed, id[i]);
		stmt_done(&q);
	}
	return got >= 0;
}

bool
trash_put(struct store *s, const int64_t *id, size_t n, int64_t now,
    struct ids *changed, struct err *err)
{
	return move(s, id, n, now, changed, err);
}

bool
trash_restore(struct store *s, const int64_t *id, size_t n, struct ids *changed,
    struct err *err)
{
	return move(s, id, n, 0, changed, err);
}
