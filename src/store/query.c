#include "config.h"

#include "store/query.h"

#include <stdlib.h>
#include <time.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "store/articles.h"
#include "store/match.h"
#include "store/search.h"

/* A word that stands in the titles of more feeds than that says nothing of
 * the feed. */
enum { NAMED_MAX = 200 };

/* ---- which feeds a search names ----------------------------------------- */

static void
add_feed(struct filter_node *n, size_t *cap, int64_t feed)
{
	if (n->feeds && n->feed[n->feeds - 1] == feed)
		return;
	vec_room(&n->feed, n->feeds, cap);
	n->feed[n->feeds++] = feed;
}

/* The feeds go into the filter's arena, where the rest of the tree is. */
static void
keep_feeds(struct filter *f, struct filter_node *n)
{
	int64_t *kept = arena_array(f->mem, n->feeds + 1, sizeof(*kept));

	for (size_t i = 0; i < n->feeds; i++)
		kept[i] = n->feed[i];
	free(n->feed);
	n->feed = kept;
}

/* Rows of sql: a feed, then the names that it goes by. */
static bool
name_feeds(struct query *q, struct store *s, struct filter_node *n,
    const char *sql, int names, struct err *err)
{
	struct filter_node any = *n;
	struct match_text t = { 0 };
	struct stmt rows;
	size_t cap = 0;
	int got;

	any.columns = COLUMN_ANY;
	if (!stmt_get(&rows, s, sql, err))
		return false;
	while ((got = stmt_row(&rows, err)) > 0) {
		match_clear(&t);
		for (int i = 1; i <= names; i++)
			match_add(&t, stmt_col(&rows, i), COLUMN_ANY);
		if (match_term(&t, &any))
			add_feed(n, &cap, stmt_col_int(&rows, 0));
	}
	stmt_done(&rows);
	match_release(&t);
	if (n->kind == FILTER_TERM && n->columns == COLUMN_ANY &&
	    n->feeds > NAMED_MAX)
		n->feeds = 0;
	keep_feeds(q->filter, n);
	return got == 0;
}

static bool
resolve(
    struct query *q, struct store *s, struct filter_node *n, struct err *err)
{
	bool ok = true;

	if (n->kind == FILTER_FEEDS)
		ok = name_feeds(q, s, n,
		    "SELECT id, title, own_title, url FROM feed", 3, err);
	else if (n->kind == FILTER_TERM && n->columns == COLUMN_ANY)
		ok = name_feeds(q, s, n,
		    "SELECT id, coalesce(title, own_title) FROM feed", 1, err);
	else if (n->kind == FILTER_TERM && n->columns == COLUMN_SECTION)
		ok = name_feeds(q, s, n,
		    "SELECT p.feed_id, s.path FROM feed_place p JOIN section s"
		    " ON s.id = p.section_id ORDER BY p.feed_id",
		    1, err);
	if (n->kind == FILTER_NEAR)
		return ok;
	for (struct filter_node *c = n->first; ok && c; c = c->next)
		ok = resolve(q, s, c, err);
	return ok;
}

/* ---- FTS5 --------------------------------------------------------------- */

static bool is_text(const struct query *q, const struct filter_node *n);

static bool
is_text_not(const struct query *q, const struct filter_node *n)
{
	return n->kind == FILTER_NOT && is_text(q, n->first);
}

/* Whether the index can answer all of it. */
static bool
is_text(const struct query *q, const struct filter_node *n)
{
	bool any = false;

	switch (n->kind) {
	case FILTER_TERM:
		return !q->old || (n->columns & ~(unsigned)COLUMN_SECTION);
	case FILTER_NEAR:
		return !q->old || (n->columns & ~(unsigned)COLUMN_SECTION);
	case FILTER_FEEDS:
		return !q->old;
	case FILTER_ALL:
		for (const struct filter_node *c = n->first; c; c = c->next) {
			if (!is_text(q, c) && !is_text_not(q, c))
				return false;
			any = any || is_text(q, c);
		}
		return any;
	case FILTER_ANY:
		for (const struct filter_node *c = n->first; c; c = c->next)
			if (!is_text(q, c))
				return false;
		return true;
	default:
		return false;
	}
}

/* "{title author} : ", or nothing when every column will do. */
static void
write_columns(struct str *out, const struct query *q, unsigned columns)
{
	static const char *const names[] = { "title", "author", "body",
		"section" };

	if (columns == COLUMN_ANY)
		return;
	if (q->old)
		columns &= ~(unsigned)COLUMN_SECTION;
	str_addc(out, '{');
	for (int i = 0; i < 4; i++)
		if (columns & 1U << i)
			str_printf(out, "%s ", names[i]);
	str_lit(out, "} : ");
}

/* Words are letters, digits and marks alone: nothing in them is syntax. */
static void
write_term(struct str *out, const struct filter_node *n)
{
	str_addc(out, '"');
	for (size_t i = 0; i < n->words; i++)
		str_printf(out, "%s%.*s", i ? " " : "", SPAN_ARG(n->word[i]));
	str_addz(out, n->prefix ? "\" *" : "\"");
}

static void
write_places(struct str *out, const int64_t *feed, size_t n)
{
	str_addc(out, '(');
	for (size_t i = 0; i < n || i == 0; i++)
		str_printf(out, "%s\"" SEARCH_PLACE "\"", i ? " OR " : "",
		    (long long)(n ? feed[i] : 0)); /* 0: no feed at all */
	str_addc(out, ')');
}

static void
write_near(struct str *out, const struct query *q, const struct filter_node *n)
{
	write_columns(out, q, n->columns);
	str_lit(out, "NEAR(");
	for (const struct filter_node *c = n->first; c; c = c->next) {
		write_term(out, c);
		str_addc(out, ' ');
	}
	str_printf(out, ", %d)", n->within);
}

static void write_fts(
    struct str *out, const struct query *q, const struct filter_node *n);

/* Appends a part of "a AND b": with the word in front, unless it is first. */
static void
join(struct str *to, const char *word, const struct query *q,
    const struct filter_node *n)
{
	if (to->n)
		str_addz(to, word);
	write_fts(to, q, n);
}

static void
write_all(struct str *out, const struct query *q, const struct filter_node *n)
{
	struct str with = { 0 }, without = { 0 };

	for (const struct filter_node *c = n->first; c; c = c->next)
		if (c->kind == FILTER_NOT)
			join(&without, " OR ", q, c->first);
		else
			join(&with, " AND ", q, c);
	if (without.n)
		str_printf(
		    out, "((%s) NOT (%s))", str_z(&with), str_z(&without));
	else
		str_printf(out, "(%s)", str_z(&with));
	str_release(&with);
	str_release(&without);
}

static void
write_any(struct str *out, const struct query *q, const struct filter_node *n)
{
	struct str any = { 0 };

	for (const struct filter_node *c = n->first; c; c = c->next)
		join(&any, " OR ", q, c);
	str_printf(out, "(%s)", str_z(&any));
	str_release(&any);
}

static void
write_fts(struct str *out, const struct query *q, const struct filter_node *n)
{
	bool places = n->feeds && !q->old;

	switch (n->kind) {
	case FILTER_TERM:
		str_addz(out, places ? "(" : "");
		write_columns(out, q, n->columns);
		write_term(out, n);
		if (places) {
			str_lit(out, " OR ");
			write_places(out, n->feed, n->feeds);
			str_addc(out, ')');
		}
		break;
	case FILTER_NEAR:
		write_near(out, q, n);
		break;
	case FILTER_FEEDS:
		write_places(out, n->feed, n->feeds);
		break;
	case FILTER_ANY:
		write_any(out, q, n);
		break;
	default:
		write_all(out, q, n);
	}
}

/* ---- SQL ---------------------------------------------------------------- */

static int
add_number(struct query *q, int64_t number)
{
	if (q->values == QUERY_VALUES_MAX)
		return 0;
	q->value[q->values] =
	    (struct query_value){ .is_number = true, .number = number };
	return QUERY_VALUE + (int)q->values++;
}

/* Takes the text; 0: no room, which FILTER_TERMS_MAX does not let happen. */
static int
add_text(struct query *q, struct str *text)
{
	if (q->values == QUERY_VALUES_MAX) {
		str_release(text);
		return 0;
	}
	q->value[q->values] = (struct query_value){ .text = *text };
	return QUERY_VALUE + (int)q->values++;
}

static void
write_in_index(struct str *out, struct query *q, const struct filter_node *n)
{
	struct str fts = { 0 };

	write_fts(&fts, q, n);
	str_printf(out, "a.doc IN (SELECT rowid FROM %s WHERE %s MATCH ?%d)",
	    search_table(q->old), search_table(q->old), add_text(q, &fts));
}

static void
write_feeds(struct str *out, struct query *q, const struct filter_node *n)
{
	struct str list = { 0 };

	str_addc(&list, '[');
	for (size_t i = 0; i < n->feeds; i++)
		str_printf(
		    &list, "%s%lld", i ? "," : "", (long long)n->feed[i]);
	str_addc(&list, ']');
	str_printf(out, "a.feed_id IN (SELECT value FROM json_each(?%d))",
	    add_text(q, &list));
}

static void
write_age(struct str *out, struct query *q, const struct filter_node *n)
{
	str_printf(out, "a.sort %s ?%d", n->from ? ">=" : "<",
	    add_number(q, n->from ? n->from : n->before));
}

static void
write_flag(struct str *out, const struct filter_node *n)
{
	if (n->flag == FLAG_UNREAD || n->flag == FLAG_STARRED)
		str_printf(out, "a.%s = %d",
		    n->flag == FLAG_UNREAD ? "unread" : "starred", n->set);
	else
		str_printf(out, "((a.own & %d) <> 0) = %d",
		    n->flag == FLAG_TAGGED ? 1 : 2, n->set);
}

static void
write_tag(struct str *out, struct query *q, const struct filter_node *n)
{
	struct str name = { 0 };

	str_add(&name, n->tag);
	str_printf(out,
	    "a.id IN (SELECT g.article_id FROM tagged g JOIN tag t"
	    " ON t.id = g.tag_id WHERE t.name = ?%d)",
	    add_text(q, &name));
}

static void
write_sql(struct str *out, struct query *q, const struct filter_node *n)
{
	if (n->kind == FILTER_FEEDS ||
	    (n->kind == FILTER_TERM && !is_text(q, n))) {
		write_feeds(out, q, n);
	} else if (is_text(q, n)) {
		write_in_index(out, q, n);
	} else if (n->kind == FILTER_FLAG) {
		write_flag(out, n);
	} else if (n->kind == FILTER_TAG) {
		write_tag(out, q, n);
	} else if (n->kind == FILTER_AGE) {
		write_age(out, q, n);
	} else if (n->kind == FILTER_NOT) {
		str_lit(out, "NOT ");
		write_sql(out, q, n->first);
	} else if (n->first) {
		str_addc(out, '(');
		for (const struct filter_node *c = n->first; c; c = c->next) {
			write_sql(out, q, c);
			if (c->next)
				str_addz(out,
				    n->kind == FILTER_ALL ? " AND " : " OR ");
		}
		str_addc(out, ')');
	} else {
		str_lit(out, "0");
	}
}

/* ---- what the index is asked, and what SQLite --------------------------- */

void
query_divide(struct query *q)
{
	const struct filter_node *root = q->filter->root;
	const struct filter_node *first = root, *stop = root->next;
	struct str with = { 0 }, without = { 0 };
	bool words = false;

	if (root->kind == FILTER_ALL) {
		first = root->first;
		stop = NULL;
	}
	for (const struct filter_node *c = first; c != stop; c = c->next)
		words = words || (is_text(q, c) && filter_has_words(c));
	for (const struct filter_node *c = first; c != stop; c = c->next) {
		if (words && is_text(q, c)) {
			join(&with, " AND ", q, c);
		} else if (words && is_text_not(q, c)) {
			join(&without, " OR ", q, c->first);
		} else {
			str_lit(&q->where, " AND ");
			write_sql(&q->where, q, c);
		}
	}
	if (without.n)
		str_printf(
		    &q->fts, "(%s) NOT (%s)", str_z(&with), str_z(&without));
	else
		str_add(&q->fts, str_span(&with));
	str_release(&with);
	str_release(&without);
}

/* ---- while it is typed --------------------------------------------------- */

/*
 * FTS5 joins all texts with all words that a prefix stands for before the first
 * is shown, and cannot be stopped in the midst of it: "the*" in a million
 * articles keeps the keys waiting for most of a second.  So in a large archive
 * a short prefix is a whole word until the typing has ended.
 */
static const struct {
	int64_t articles;
	size_t letters;
} prefixes[] = { { 500000, 5 }, { 200000, 4 }, { 0, 0 } };

static void
make_whole(struct filter_node *n, size_t letters)
{
	if (n->kind == FILTER_TERM && n->prefix && n->words &&
	    utf8_count(n->word[n->words - 1]) < letters)
		n->prefix = false;
	for (struct filter_node *c = n->first; c; c = c->next)
		make_whole(c, letters);
}

static bool
spare_keys(struct query *q, struct store *s, struct err *err)
{
	int64_t articles = 0;
	size_t i = 0;

	if (!store_number(
	        s, "SELECT coalesce(sum(total), 0) FROM feed", &articles, err))
		return false;
	while (articles < prefixes[i].articles)
		i++;
	make_whole(q->filter->root, prefixes[i].letters);
	return true;
}

/* ---- the whole ---------------------------------------------------------- */

bool
query_build(struct query *q, struct store *s, struct span text, bool unfinished,
    struct err *err)
{
	*q = (struct query){ 0 };
	q->filter = filter_parse(text, (int64_t)time(NULL), unfinished, err);
	if (!q->filter || !search_is_old(s, &q->old, NULL, err))
		return false;
	if (!q->filter->root)
		return true;
	if (unfinished && !spare_keys(q, s, err))
		return false;
	if (!resolve(q, s, q->filter->root, err))
		return false;
	query_divide(q);
	return true;
}

bool
query_narrow(struct query *q, const int64_t *feed, size_t n)
{
	struct str all = { 0 };

	if (q->old || !q->fts.n || n > QUERY_FEEDS_MAX)
		return false;
	write_places(&all, feed, n);
	str_printf(&all, " AND (%s)", str_z(&q->fts));
	str_release(&q->fts);
	q->fts = all;
	return true;
}

void
query_bind(const struct query *q, struct stmt *stmt)
{
	for (size_t i = 0; i < q->values; i++)
		if (q->value[i].is_number)
			stmt_int(
			    stmt, QUERY_VALUE + (int)i, q->value[i].number);
		else
			stmt_text(stmt, QUERY_VALUE + (int)i,
			    str_span(&q->value[i].text));
}

void
query_release(struct query *q)
{
	filter_free(q->filter);
	str_release(&q->fts);
	str_release(&q->where);
	for (size_t i = 0; i < q->values; i++)
		str_release(&q->value[i].text);
	*q = (struct query){ 0 };
}
