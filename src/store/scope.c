#include "config.h"

#include "store/scope.h"

#include <stdlib.h>

/* The feeds of a section and of all below it. */
#define SECTION_FEEDS                                                      \
	"(SELECT p.feed_id FROM feed_place p"                              \
	" JOIN section s ON s.id = p.section_id"                           \
	" JOIN feed g ON g.id = p.feed_id WHERE g.active AND (s.path = ?1" \
	" OR substr(s.path, 1, length(?1) + 1) = ?1 || '/'))"

/*
 * A section that holds more than one in so many articles is found by walking
 * all of them in order, a smaller one by collecting and sorting its own.
 */
enum { DENSE = 20 };

static bool
has_section(const struct scope *scope)
{
	return scope->section && *scope->section;
}

static bool
is_dense(
    struct store *s, const struct scope *scope, bool *dense, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT total(CASE WHEN ?2 THEN unread ELSE total END)"
	        " * ?3 > (SELECT total(CASE WHEN ?2 THEN unread ELSE total"
	        " END) FROM feed) FROM feed WHERE id IN " SECTION_FEEDS,
	        err))
		return false;
	stmt_z(&q, 1, scope->section);
	stmt_int(&q, 2, scope->unread);
	stmt_int(&q, 3, DENSE);
	got = stmt_row(&q, err);
	if (got > 0)
		*dense = stmt_col_int(&q, 0) != 0;
	stmt_done(&q);
	return got >= 0;
}

/* Everything but the search. */
static void
add_filters(struct scope_sql *p, bool walk)
{
	const struct scope *scope = p->scope;
	const char *walk_sign = walk ? "+" : "";

	if (scope->feed)
		str_lit(&p->where, " AND a.feed_id = ?2");
	else if (has_section(scope))
		str_printf(&p->where, " AND %sa.feed_id IN %s", walk_sign,
		    SECTION_FEEDS);
	else if (!scope->starred && !scope->search && !scope->tag &&
	         !scope->trash)
		/* What is archived shows only among what the person kept and
		 * in searches. */
		str_lit(&p->where,
		    " AND +a.feed_id IN (SELECT id FROM feed WHERE active)");
	str_addz(&p->where,
	    scope->trash ? " AND a.deleted > 0" : " AND a.deleted = 0");
	if (scope->tag)
		str_lit(&p->where,
		    " AND a.id IN (SELECT g.article_id FROM tagged g"
		    " JOIN tag t ON t.id = g.tag_id WHERE t.name = ?13)");
	if (scope->unread)
		str_lit(&p->where, " AND a.unread = 1");
	if (scope->starred)
		str_lit(&p->where, " AND a.starred = 1");
	if (scope->since)
		str_lit(&p->where, " AND a.sort >= ?3");
}

bool
scope_build(struct scope_sql *p, struct store *s, const struct scope *scope,
    struct err *err)
{
	bool walk = true;

	*p = (struct scope_sql){ .scope = scope, .key = "a.sort" };
	if (scope->search) {
		if (!search_query(&p->fts, span_of(scope->search)))
			str_lit(&p->where, "0 AND ");
		str_lit(&p->from,
		    "search CROSS JOIN article a ON a.doc = search.rowid");
		str_lit(&p->where, "search MATCH ?4");
		p->key = "search.rowid";
	} else {
		str_lit(&p->from, "article a");
		str_lit(&p->where, "1");
		if (has_section(scope) && !scope->feed && !scope->starred &&
		    !scope->tag && !scope->trash &&
		    !is_dense(s, scope, &walk, err))
			return false;
	}
	add_filters(p, walk);
	return true;
}

void
scope_build_waiting(struct scope_sql *p, const struct scope *scope)
{
	*p = (struct scope_sql){ .scope = scope, .key = "w.id" };
	p->words =
	    search_words(p->word, SCOPE_WORDS_MAX, span_of(scope->search));
	str_lit(&p->from, "waiting w CROSS JOIN article a ON a.doc = w.id");
	str_addz(&p->where, p->words ? "1" : "0");
	for (size_t i = 0; i < p->words; i++)
		str_printf(&p->where,
		    " AND (coalesce(w.title, '') || ' ' ||"
		    " coalesce(w.author, '') || ' ' ||"
		    " coalesce(w.body, '')) %sLIKE ?%zu ESCAPE '\\'",
		    p->word[i].minus ? "NOT " : "", 5 + i);
	add_filters(p, true);
}

void
scope_bind(struct scope_sql *p, struct stmt *q)
{
	const struct scope *scope = p->scope;

	stmt_z(q, 1, scope->section);
	stmt_int(q, 2, scope->feed);
	stmt_int(q, 3, scope->since);
	if (p->fts.n)
		stmt_text(q, 4, str_span(&p->fts));
	for (size_t i = 0; i < p->words; i++)
		stmt_z(q, (int)(5 + i), p->word[i].like);
	if (scope->tag)
		stmt_z(q, 13, scope->tag);
}

void
scope_release(struct scope_sql *p)
{
	str_release(&p->from);
	str_release(&p->where);
	str_release(&p->fts);
	for (size_t i = 0; i < p->words; i++)
		free(p->word[i].like);
	p->words = 0;
}
