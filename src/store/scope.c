#include "config.h"

#include "store/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "store/articles.h"
#include "store/search.h"

/* The feeds of a section and of all below it. */
#define SECTION_FEEDS                                                      \
	"(SELECT p.feed_id FROM feed_place p"                              \
	" JOIN section s ON s.id = p.section_id"                           \
	" JOIN feed g ON g.id = p.feed_id WHERE g.active AND (s.path = ?1" \
	" OR substr(s.path, 1, length(?1) + 1) = ?1 || '/'))"

/* So few articles are gone through one by one when a search is about them;
 * as many are looked at for the least number of their time. */
enum { FEW = 2000, LOOKED_AT_MAX = 5000 };

static bool
has_section(const struct scope *scope)
{
	return scope->section && *scope->section;
}

/* What the person kept shows archived articles, too, and so do searches for
 * words. */
static bool
is_active_only(const struct scope_sql *p)
{
	return !p->scope.feed && !has_section(&p->scope) && !p->scope.starred &&
	       !p->scope.tag && !p->scope.trash && !p->words;
}

/* ---- what is known before ----------------------------------------------- */

/* What a search says of flags and age goes where the scope has a word for it,
 * so that the right index is found. */
static void
take_state(struct scope_sql *p, const struct filter_node *n)
{
	if (n->kind == FILTER_FLAG && n->flag == FLAG_UNREAD)
		p->unread_is = n->set;
	else if (n->kind == FILTER_FLAG && n->flag == FLAG_STARRED && n->set)
		p->scope.starred = true;
	else if (n->kind == FILTER_AGE && n->from > p->scope.since)
		p->scope.since = n->from;
}

static bool
open_search(struct scope_sql *p, struct store *s, struct err *err)
{
	const struct filter_node *root;

	if (!p->scope.search)
		return true;
	if (!query_build(&p->query, s, span_of(p->scope.search),
	        p->scope.unfinished, err))
		return false;
	p->words = p->query.fts.n > 0;
	root = p->query.filter->root;
	p->nothing = !root;
	if (root && root->kind != FILTER_ALL)
		take_state(p, root);
	for (root = root && root->kind == FILTER_ALL ? root->first : NULL; root;
	     root = root->next)
		take_state(p, root);
	return true;
}

/* As they stand in the file, a feed once though it has several places. */
static bool
load_feeds(struct scope_sql *p, struct store *s, struct err *err)
{
	size_t cap = 0;
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        has_section(&p->scope)
	            ? "SELECT id, unread, total, starred FROM feed WHERE id IN"
	              " " SECTION_FEEDS " ORDER BY place, id"
	            : "SELECT id, unread, total, starred FROM feed"
	              " WHERE active AND ?1 IS NULL ORDER BY place, id",
	        err))
		return false;
	if (has_section(&p->scope))
		stmt_z(&q, 1, p->scope.section);
	while ((got = stmt_row(&q, err)) > 0) {
		struct scope_feed f = { stmt_col_int(&q, 0),
			stmt_col_int(&q, 1), stmt_col_int(&q, 2),
			stmt_col_int(&q, 3) };

		if (p->scope.feed && f.id != p->scope.feed)
			continue;
		vec_room(&p->feed, p->feeds, &cap);
		p->feed[p->feeds++] = f;
		p->unread += f.unread;
		p->total += f.total;
		p->starred += f.starred;
	}
	stmt_done(&q);
	return got == 0;
}

static bool
load_totals(struct scope_sql *p, struct store *s, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT coalesce(sum(unread), 0), coalesce(sum(total), 0)"
	        " FROM feed",
	        err))
		return false;
	got = stmt_row(&q, err);
	if (got > 0) {
		p->all_unread = stmt_col_int(&q, 0);
		p->all_total = stmt_col_int(&q, 1);
	}
	stmt_done(&q);
	return got >= 0;
}

static void
narrow(struct scope_sql *p)
{
	int64_t feed[QUERY_FEEDS_MAX];
	size_t n = 0;

	if (p->scope.feed) {
		p->narrowed = query_narrow(&p->query, &p->scope.feed, 1);
		return;
	}
	if (!has_section(&p->scope) || p->feeds > QUERY_FEEDS_MAX)
		return;
	for (size_t i = 0; i < p->feeds; i++)
		feed[n++] = p->feed[i].id;
	p->narrowed = query_narrow(&p->query, feed, n);
}

/* Numbers are given as articles come, and none is older than its coming: what
 * is not older than a time has no number below those that were given then. */
static bool
find_least_doc(struct scope_sql *p, struct store *s, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT min(doc), count(*) FROM (SELECT doc FROM article"
	        " INDEXED BY article_sort WHERE sort >= ?1 AND deleted = 0"
	        " LIMIT ?2)",
	        err))
		return false;
	stmt_int(&q, 1, p->scope.since);
	stmt_int(&q, 2, LOOKED_AT_MAX);
	got = stmt_row(&q, err);
	if (got > 0 && stmt_col_int(&q, 1) < LOOKED_AT_MAX)
		p->least_doc =
		    stmt_col_int(&q, 1) ? stmt_col_int(&q, 0) : INT64_MAX;
	stmt_done(&q);
	return got >= 0;
}

bool
scope_open(struct scope_sql *p, struct store *s, const struct scope *scope,
    struct err *err)
{
	*p = (struct scope_sql){ .scope = *scope,
		.unread_is = scope->unread ? 1 : -1 };
	if (!open_search(p, s, err) || !load_feeds(p, s, err) ||
	    !load_totals(p, s, err))
		return false;
	if (!p->words)
		return true;
	narrow(p);
	return !p->scope.since || find_least_doc(p, s, err);
}

void
scope_release(struct scope_sql *p)
{
	query_release(&p->query);
	free(p->feed);
	*p = (struct scope_sql){ 0 };
}

bool
scope_is_dense(const struct scope_sql *p, int unread_is)
{
	int64_t some = p->total, all = p->all_total;

	if (p->scope.tag || p->scope.trash || p->scope.starred)
		return false;
	if (unread_is >= 0) {
		some = unread_is ? p->unread : p->total - p->unread;
		all = unread_is ? p->all_unread : all - p->all_unread;
	}
	return some * SCOPE_DENSE > all;
}

enum scope_way
scope_way(const struct scope_sql *p)
{
	if (p->words)
		return WAY_INDEX;
	return p->scope.feed ? WAY_FEED : WAY_DATE;
}

/* ---- SQL ---------------------------------------------------------------- */

static int
unread_of(const struct scope_sql *p, const struct scope_shape *shape)
{
	return shape->unread_is >= 0 ? shape->unread_is : p->unread_is;
}

/* The index that is gone through; what has none that fits is left to SQLite. */
static const char *
index_of(const struct scope_sql *p, const struct scope_shape *shape)
{
	int unread = unread_of(p, shape);
	bool dense = scope_is_dense(p, unread);

	if (p->scope.trash || p->scope.tag)
		return "";
	if (p->scope.starred)
		return " INDEXED BY article_starred";
	if (p->scope.feed || shape->way == WAY_FEED ||
	    (has_section(&p->scope) && !dense))
		return unread >= 0 ? " INDEXED BY article_feed_unread"
		                   : " INDEXED BY article_feed";
	/* Titles of what is little by itself are sorted. */
	if (shape->way == WAY_TITLE && !p->scope.since &&
	    (unread < 0 ||
	        (unread ? p->all_unread : p->all_total - p->all_unread) *
	                SCOPE_DENSE >
	            p->all_total))
		return " INDEXED BY article_title";
	return unread >= 0 ? " INDEXED BY article_unread"
	                   : " INDEXED BY article_sort";
}

/* A search for words in so few articles that each is looked up. */
static bool
is_few(const struct scope_sql *p)
{
	if (p->scope.trash || p->scope.tag)
		return true;
	return (p->scope.starred && p->starred < FEW) ||
	       (p->unread_is == 1 && p->unread < FEW && !p->scope.feed);
}

/* Whether a text that is not in the index is one that is looked for. */
#define FOUND(text)                                                  \
	"found(" text ", a.section, a.feed_id, a.sort, " SCOPE_FLAGS \
	", (SELECT group_concat(t.name, char(31)) FROM tagged g"     \
	" JOIN tag t ON t.id = g.tag_id WHERE g.article_id = a.id))"

static void
write_from(const struct scope_sql *p, struct scope_shape *shape)
{
	const char *table = search_table(p->query.old), *index;

	switch (shape->way) {
	case WAY_INDEX:
	case WAY_RANK:
		if (is_few(p))
			str_printf(&shape->from,
			    "article a%s CROSS JOIN %s x ON x.rowid = a.doc",
			    index_of(p, shape), table);
		else
			str_printf(&shape->from,
			    "%s x CROSS JOIN article a ON a.doc = x.rowid",
			    table);
		str_printf(&shape->where, "x.%s MATCH ?4", table);
		shape->key = "x.rowid";
		if (p->least_doc)
			str_lit(&shape->where, " AND x.rowid >= ?5");
		break;
	case WAY_WAITING:
		str_lit(&shape->from,
		    "waiting w CROSS JOIN article a ON a.doc = w.id");
		str_lit(&shape->where, FOUND("w.title, w.author, w.body"));
		shape->key = "w.id";
		break;
	case WAY_HEADS:
		str_lit(&shape->from, "article a INDEXED BY article_doc");
		str_lit(&shape->where, "a.doc IS NULL AND " FOUND(
		                           "a.title, a.author, a.standfirst"));
		/* Above all numbers of texts. */
		shape->key = "(a.id + 4611686018427387904)";
		break;
	default:
		index = index_of(p, shape);
		str_printf(&shape->from, "article a%s", index);
		str_lit(&shape->where, "1");
		shape->key = shape->way == WAY_TITLE ? "a.title_key" : "a.sort";
		shape->sorted =
		    shape->way == WAY_TITLE
		        ? !strstr(index, "title")
		        : shape->way == WAY_DATE && strstr(index, "feed");
	}
}

static void
write_feeds(const struct scope_sql *p, struct scope_shape *shape)
{
	bool text = shape->way >= WAY_INDEX;
	bool narrowed =
	    p->narrowed && (shape->way == WAY_INDEX || shape->way == WAY_RANK);

	if (narrowed)
		return;
	if (shape->way == WAY_FEED)
		str_lit(&shape->where, " AND a.feed_id = ?9");
	else if (p->scope.feed)
		str_lit(&shape->where, " AND a.feed_id = ?2");
	else if (has_section(&p->scope))
		str_printf(&shape->where, " AND %sa.feed_id IN %s",
		    text || scope_is_dense(p, unread_of(p, shape)) ? "+" : "",
		    SECTION_FEEDS);
	else if (is_active_only(p))
		str_lit(&shape->where,
		    " AND +a.feed_id IN (SELECT id FROM feed WHERE active)");
}

void
scope_write(const struct scope_sql *p, struct scope_shape *shape)
{
	const struct scope *scope = &p->scope;
	int unread = unread_of(p, shape);

	write_from(p, shape);
	write_feeds(p, shape);
	str_addz(&shape->where,
	    scope->trash ? " AND a.deleted > 0" : " AND a.deleted = 0");
	if (scope->tag)
		str_lit(&shape->where,
		    " AND a.id IN (SELECT g.article_id FROM tagged g"
		    " JOIN tag t ON t.id = g.tag_id WHERE t.name = ?13)");
	if (unread >= 0)
		str_printf(&shape->where, " AND a.unread = %d", unread);
	if (scope->starred)
		str_lit(&shape->where, " AND a.starred = 1");
	if (scope->since)
		str_lit(&shape->where, " AND a.sort >= ?3");
	if (shape->way < WAY_WAITING)
		str_add(&shape->where, str_span(&p->query.where));
}

void
scope_shape_release(struct scope_shape *shape)
{
	str_release(&shape->from);
	str_release(&shape->where);
}

void
scope_bind(const struct scope_sql *p, struct stmt *q, int64_t feed)
{
	const struct scope *scope = &p->scope;

	stmt_z(q, 1, scope->section);
	stmt_int(q, 2, scope->feed);
	stmt_int(q, 3, scope->since);
	if (p->words)
		stmt_text(q, 4, str_span(&p->query.fts));
	stmt_int(q, 5, p->least_doc);
	stmt_int(q, 9, feed ? feed : scope->feed);
	if (scope->tag)
		stmt_z(q, 13, scope->tag);
	query_bind(&p->query, q);
}
