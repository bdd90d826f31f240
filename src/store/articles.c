#include "config.h"

#include "store/articles.h"

#include "base/i18n.h"
#include "store/body.h"
#include "store/revisions.h"
#include "store/scope.h"
#include "store/search.h"
#include "store/stmt.h"

/* The text goes into the index anew, under another number. */
static bool
queue_page(struct store *s, int64_t id, struct span text, int64_t *doc,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "INSERT INTO waiting(title, author, body) SELECT title,"
	        " author, ?2 FROM article WHERE id = ?1 RETURNING id",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_text(&q, 2, text);
	*doc = stmt_row(&q, err) > 0 ? stmt_col_int(&q, 0) : 0;
	stmt_done(&q);
	return *doc || err_set(err, ERR_GONE, _("no article has that number"));
}

bool
articles_fulltext(struct store *s, int64_t id, const struct article_page *page,
    struct err *err)
{
	struct stmt q;
	int64_t doc;

	if (!queue_page(s, id, page->search, &doc, err) ||
	    !revisions_page(s, id, page, err) ||
	    !body_write(s, id, BODY_FULL, page->galley, err) ||
	    !stmt_get(&q, s,
	        "UPDATE article SET doc = ?2, let_go = CASE WHEN"
	        " let_go > 0 THEN -?7 ELSE let_go END, author = CASE WHEN"
	        " coalesce(author, '') = '' THEN ?3 ELSE author END,"
	        " published = CASE published WHEN 0 THEN ?4 ELSE published"
	        " END, updated = CASE WHEN updated = 0 AND ?5 > published"
	        " THEN ?5 ELSE updated END, standfirst ="
	        " coalesce(nullif(?6, ''), standfirst),"
	        " page_of = revisions + 1 WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, doc);
	stmt_text(&q, 3, page->author);
	stmt_int(&q, 4, page->published);
	stmt_int(&q, 5, page->updated);
	stmt_text(&q, 6, page->standfirst);
	stmt_int(&q, 7, page->now);
	return stmt_run(&q, err);
}

/* The flag of a column: set wins over clear, neither keeps it. */
static int64_t
verdict(unsigned set, unsigned clear, unsigned flag)
{
	return set & flag ? 1 : clear & flag ? 0 : -1;
}

bool
articles_each(struct store *s, const char *sql, const int64_t *id, size_t n,
    int64_t a, int64_t b, struct ids *changed, struct err *err)
{
	struct stmt q;
	int got = 0;

	for (size_t i = 0; i < n && got >= 0; i++) {
		if (!stmt_get(&q, s, sql, err))
			return false;
		stmt_int(&q, 1, id[i]);
		stmt_int(&q, 2, a);
		stmt_int(&q, 3, b);
		got = stmt_row(&q, err);
		if (got > 0 && changed)
			ids_add(changed, id[i]);
		stmt_done(&q);
	}
	return got >= 0;
}

bool
articles_mark(struct store *s, const int64_t *id, size_t n, unsigned set,
    unsigned clear, struct ids *changed, struct err *err)
{
	int64_t unread = verdict(set, clear, FLAG_UNREAD);
	int64_t starred = verdict(set, clear, FLAG_STARRED);

	return articles_each(s,
	    "UPDATE article SET"
	    " unread = CASE ?2 WHEN -1 THEN unread ELSE ?2 END,"
	    " starred = CASE ?3 WHEN -1 THEN starred ELSE ?3 END"
	    " WHERE id = ?1 AND ((?2 <> -1 AND unread <> ?2) OR"
	    " (?3 <> -1 AND starred <> ?3)) RETURNING id",
	    id, n, unread, starred, changed, err);
}

bool
articles_mark_scope(struct store *s, const struct scope *scope, int64_t newest,
    struct ids *changed, struct err *err)
{
	struct scope unread = *scope;
	struct str sql = { 0 };
	struct scope_shape shape = { .unread_is = -1 };
	struct scope_sql parts;
	struct stmt q;
	int got = -1;

	unread.unread = true;
	if (!scope_open(&parts, s, &unread, err)) {
		scope_release(&parts);
		return false;
	}
	if (parts.nothing) {
		scope_release(&parts);
		return true;
	}
	shape.way = scope_way(&parts);
	scope_write(&parts, &shape);
	str_printf(&sql,
	    "UPDATE article SET unread = 0 WHERE id IN (SELECT a.id FROM %s"
	    " WHERE %s AND a.id <= ?10) RETURNING id",
	    str_z(&shape.from), str_z(&shape.where));
	if (stmt_get(&q, s, str_z(&sql), err)) {
		scope_bind(&parts, &q, 0);
		stmt_int(&q, 10, newest);
		while ((got = stmt_row(&q, err)) > 0)
			if (changed)
				ids_add(changed, stmt_col_int(&q, 0));
		stmt_done(&q);
	}
	scope_release(&parts);
	scope_shape_release(&shape);
	str_release(&sql);
	return got == 0;
}

int64_t
articles_newest(struct store *s)
{
	int64_t id = 0;

	store_number(s, "SELECT coalesce(max(id), 0) FROM article", &id, NULL);
	return id;
}
