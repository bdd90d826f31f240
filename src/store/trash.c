#include "config.h"

#include "store/trash.h"

#include "store/articles.h"

/* deleted: since when, 0: no more. */
static bool
move(struct store *s, const int64_t *id, size_t n, int64_t deleted,
    struct ids *changed, struct err *err)
{
	return articles_each(s,
	    "UPDATE article SET deleted = ?2 WHERE id = ?1 AND"
	    " (deleted = 0) = (?2 <> 0) RETURNING 1",
	    id, n, deleted, 0, changed, err);
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
