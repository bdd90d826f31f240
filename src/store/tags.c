#include "config.h"

#include "store/tags.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "store/articles.h"
#include "store/stmt.h"

bool
tag_read(struct span typed, struct span *name, struct err *err)
{
	struct str plain = { 0 };
	bool same;

	*name = span_trim(typed);
	utf8_plain(&plain, *name, PLAIN_LINE);
	same = span_eq(str_span(&plain), *name);
	str_release(&plain);
	if (!name->n)
		return err_set(err, ERR_USAGE, _("a tag is a word or some"));
	if (name->n > TAG_BYTES_MAX)
		return err_set(err, ERR_LIMIT, _("a tag has at most %d bytes"),
		    TAG_BYTES_MAX);
	if (!same || span_chr(*name, ',') < name->n)
		return err_set(err, ERR_USAGE,
		    _("a tag has no comma and no control characters"));
	return true;
}

/* *id is 0 when there is no such tag. */
static bool
find(struct store *s, struct span name, int64_t *id, struct err *err)
{
	struct stmt q;
	int got;

	*id = 0;
	if (!stmt_get(&q, s, "SELECT id FROM tag WHERE name = ?1", err))
		return false;
	stmt_text(&q, 1, name);
	got = stmt_row(&q, err);
	if (got > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return got >= 0;
}

static bool
find_or_make(struct store *s, struct span name, int64_t *id, struct err *err)
{
	struct stmt q;
	int64_t n = 0;
	int got;

	if (!find(s, name, id, err))
		return false;
	if (*id)
		return true;
	if (!store_number(s, "SELECT count(*) FROM tag", &n, err))
		return false;
	if (n >= TAGS_MAX)
		return err_set(err, ERR_LIMIT,
		    _("there are %d tags already; take some away"), TAGS_MAX);
	if (!stmt_get(
	        &q, s, "INSERT INTO tag(name) VALUES (?1) RETURNING id", err))
		return false;
	stmt_text(&q, 1, name);
	got = stmt_row(&q, err);
	if (got > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return got > 0;
}

bool
tags_put(struct store *s, struct span name, const int64_t *id, size_t n,
    struct ids *changed, struct err *err)
{
	int64_t tag;

	return find_or_make(s, name, &tag, err) &&
	       articles_each(s,
	           "INSERT INTO tagged(article_id, tag_id) SELECT a.id, ?2"
	           " FROM article a WHERE a.id = ?1 AND (SELECT count(*) FROM"
	           " tagged WHERE article_id = ?1) < ?3"
	           " ON CONFLICT DO NOTHING RETURNING 1",
	           id, n, tag, ARTICLE_TAGS_MAX, changed, err) &&
	       /* A tag that nothing took is none. */
	       store_exec(s,
	           "DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM tagged"
	           " WHERE tag_id = tag.id)",
	           err);
}

bool
tags_take(struct store *s, struct span name, const int64_t *id, size_t n,
    struct ids *changed, struct err *err)
{
	int64_t tag;

	if (!find(s, name, &tag, err))
		return false;
	return !tag || articles_each(s,
	                   "DELETE FROM tagged WHERE article_id = ?1 AND"
	                   " tag_id = ?2 RETURNING 1",
	                   id, n, tag, 0, changed, err);
}

bool
tags_of(struct store *s, struct arena *mem, int64_t article, struct span *list,
    struct err *err)
{
	struct str names = { 0 };
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT t.name FROM tagged g JOIN tag t ON t.id = g.tag_id"
	        " WHERE g.article_id = ?1 ORDER BY t.name",
	        err))
		return false;
	stmt_int(&q, 1, article);
	while ((got = stmt_row(&q, err)) > 0) {
		if (names.n)
			str_lit(&names, ", ");
		str_add(&names, stmt_col(&q, 0));
	}
	stmt_done(&q);
	*list = span_keep(mem, str_span(&names));
	str_release(&names);
	return got == 0;
}

bool
tags_has(struct store *s, struct span name, int64_t article)
{
	struct stmt q;
	bool has;

	if (!stmt_get(&q, s,
	        "SELECT 1 FROM tagged g JOIN tag t ON t.id = g.tag_id"
	        " WHERE g.article_id = ?1 AND t.name = ?2",
	        NULL))
		return false;
	stmt_int(&q, 1, article);
	stmt_text(&q, 2, name);
	has = stmt_row(&q, NULL) > 0;
	stmt_done(&q);
	return has;
}

struct tag_rows *
tag_rows_load(struct store *s, struct err *err)
{
	struct tag_rows *t;
	size_t cap = 0;
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT name, total, unread FROM tag WHERE total > 0"
	        " ORDER BY name",
	        err))
		return NULL;
	t = xcalloc(1, sizeof(*t));
	t->mem = arena_new();
	while ((got = stmt_row(&q, err)) > 0) {
		vec_room(&t->row, t->n, &cap);
		t->row[t->n++] = (struct tag_row){
			.name = span_keep(t->mem, stmt_col(&q, 0)),
			.total = stmt_col_int(&q, 1),
			.unread = stmt_col_int(&q, 2),
		};
	}
	stmt_done(&q);
	if (got == 0)
		return t;
	tag_rows_free(t);
	return NULL;
}

void
tag_rows_free(struct tag_rows *t)
{
	if (!t)
		return;
	arena_free(t->mem);
	free(t->row);
	free(t);
}
