#include "config.h"

#include "store/revisions.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "doc/diff.h"
#include "doc/galley.h"
#include "store/body.h"
#include "store/heading.h"
#include "store/stmt.h"

/* ---- keeping ------------------------------------------------------------ */

static uint64_t
essence(struct span galley)
{
	struct err err = { 0 };
	struct doc *d = galley.n ? galley_read(galley, &err) : NULL;
	uint64_t h = d ? diff_essence(d) : 0;

	doc_free(d);
	return h;
}

static bool
line_differs(struct span a, struct span b)
{
	return diff_essence_line(a) != diff_essence_line(b);
}

static bool
body_differs(struct store *s, int64_t id, enum body_kind kind, struct span now,
    bool *differs, struct err *err)
{
	struct arena *mem = arena_new();
	struct span was;
	bool ok = body_read(s, mem, id, kind, &was, err);

	/* A page that is not there any more was let go. */
	if (kind == BODY_FULL && !was.n)
		was = now;
	*differs = ok && !span_eq(was, now) && essence(was) != essence(now);
	arena_free(mem);
	return ok;
}

bool
revisions_is_edit(struct store *s, int64_t id, const struct article_new *a,
    bool *edit, struct err *err)
{
	struct stmt q;
	bool let_go = false;
	int got;

	*edit = false;
	if (!stmt_get(&q, s,
	        "SELECT title, author, let_go FROM article WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	got = stmt_row(&q, err);
	if (got > 0) {
		*edit = line_differs(stmt_col(&q, 0), a->title) ||
		        line_differs(stmt_col(&q, 1), a->author);
		let_go = stmt_col_int(&q, 2) != 0;
	}
	stmt_done(&q);
	/* There is nothing left to compare with. */
	if (*edit || let_go)
		return got >= 0;
	return got >= 0 && body_differs(s, id, BODY_FEED, a->body, edit, err);
}

/* Behind the first and before the newest `count`, or where the sum of those
 * that are newer reaches the limit. */
static bool
drop_old(struct store *s, int64_t id, const struct revision_limits *limits,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "DELETE FROM revision WHERE article = ?1 AND number > (SELECT"
	        " min(number) FROM revision WHERE article = ?1) AND ((SELECT"
	        " count(*) FROM revision r WHERE r.article = ?1 AND r.number"
	        " >= revision.number) >= ?2 OR (SELECT sum(bytes) FROM"
	        " revision r WHERE r.article = ?1 AND r.number >="
	        " revision.number) > ?3)",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, limits->count);
	stmt_int(&q, 3, limits->bytes);
	return stmt_run(&q, err);
}

bool
revisions_keep(struct store *s, int64_t id,
    const struct revision_limits *limits, struct err *err)
{
	struct stmt q;

	if (limits->count <= 0)
		return true;
	/* Bodies go over as they are packed. */
	if (!stmt_get(&q, s,
	        "INSERT OR REPLACE INTO revision(article, number, since,"
	        " published, updated, title, author, standfirst, format,"
	        " data, full_format, full_data, bytes)"
	        " SELECT a.id, a.revisions + 1, CASE a.edited WHEN 0 THEN"
	        " a.seen ELSE a.edited END, a.published, a.updated, a.title,"
	        " a.author, a.standfirst, b.format, b.data, f.format, f.data,"
	        " coalesce(length(b.data), 0) + coalesce(length(f.data), 0)"
	        " FROM article a LEFT JOIN body b ON b.id = a.id * 2"
	        " LEFT JOIN body f ON f.id = a.id * 2 + 1 WHERE a.id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	return stmt_run(&q, err) && drop_old(s, id, limits, err);
}

static void
bind_packed(struct stmt *q, int i, const struct packed_body *p)
{
	stmt_int(q, i, p->format);
	stmt_blob(q, i + 1, p->data);
}

bool
revisions_add(struct store *s, int64_t id, const struct revision_new *v,
    bool *added, struct err *err)
{
	struct packed_body body, full;
	struct stmt q;
	int got;

	*added = false;
	if (!stmt_get(&q, s,
	        "INSERT OR IGNORE INTO revision(article, number, since,"
	        " published, updated, title, author, standfirst, format,"
	        " data, full_format, full_data, bytes)"
	        " SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
	        " coalesce(length(?10), 0) + coalesce(length(?12), 0)"
	        " FROM article WHERE id = ?1 AND ?2 BETWEEN 1 AND revisions"
	        " RETURNING 1",
	        err))
		return false;
	body_pack(s, &body, v->body);
	body_pack(s, &full, v->full);
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, v->number);
	stmt_int(&q, 3, v->since);
	stmt_int(&q, 4, v->published);
	stmt_int(&q, 5, v->updated);
	stmt_text(&q, 6, v->title);
	stmt_text(&q, 7, v->author);
	stmt_text(&q, 8, v->standfirst);
	bind_packed(&q, 9, &body);
	bind_packed(&q, 11, &full);
	got = stmt_row(&q, err);
	*added = got > 0;
	stmt_done(&q);
	str_release(&body.own);
	str_release(&full.own);
	return got >= 0;
}

/* Whether the page that is there is that of the newest version. */
static bool
page_is_of_now(struct store *s, int64_t id, bool *of_now, struct err *err)
{
	struct stmt q;
	int got;

	if (!stmt_get(&q, s,
	        "SELECT page_of = revisions + 1 FROM article WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	got = stmt_row(&q, err);
	*of_now = got > 0 && stmt_col_int(&q, 0) != 0;
	stmt_done(&q);
	return got >= 0;
}

bool
revisions_page(struct store *s, int64_t id, const struct article_page *page,
    struct err *err)
{
	bool of_now, differs = false;
	struct stmt q;

	if (!page_is_of_now(s, id, &of_now, err))
		return false;
	if (!of_now)
		return true;
	if (!body_differs(s, id, BODY_FULL, page->galley, &differs, err))
		return false;
	if (!differs)
		return true;
	if (!revisions_keep(s, id, &page->keep, err) ||
	    !stmt_get(&q, s,
	        "UPDATE article SET revisions = revisions + 1, edited = ?2"
	        " WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, page->now);
	return stmt_run(&q, err);
}

/* ---- reading ------------------------------------------------------------ */

static struct span
kept(struct arena *mem, struct stmt *q, int column)
{
	struct span t = stmt_col(q, column);

	return t.n ? span_keep(mem, t) : span_n(NULL, 0);
}

static bool
take_body(struct arena *mem, struct stmt *q, int column, struct span *out,
    struct err *err)
{
	return body_unpack(q->store, mem, stmt_col_int(q, column),
	    stmt_col(q, column + 1), out, err);
}

static bool
take_row(struct arena *mem, struct stmt *q, struct revision *v, struct err *err)
{
	*v = (struct revision){
		.number = stmt_col_int(q, 0),
		.since = stmt_col_int(q, 1),
		.published = stmt_col_int(q, 2),
		.updated = stmt_col_int(q, 3),
		.title = kept(mem, q, 4),
		.author = kept(mem, q, 5),
		.standfirst = kept(mem, q, 6),
	};
	return take_body(mem, q, 7, &v->body, err) &&
	       take_body(mem, q, 9, &v->full, err);
}

static bool
load_earlier(struct store *s, struct revisions *r, int64_t id, size_t most,
    struct err *err)
{
	struct stmt q;
	bool ok = true;
	int got = 0;

	if (!stmt_get(&q, s,
	        "SELECT number, since, published, updated, title, author,"
	        " standfirst, format, data, full_format, full_data"
	        " FROM revision WHERE article = ?1 ORDER BY number",
	        err))
		return false;
	stmt_int(&q, 1, id);
	while (ok && r->n < most && (got = stmt_row(&q, err)) > 0)
		ok = take_row(r->mem, &q, &r->v[r->n++], err);
	stmt_done(&q);
	return ok && got >= 0;
}

static void
add_newest(struct revisions *r, const struct article *a)
{
	bool whole = a->feed_body.n > 0;

	r->v[r->n++] = (struct revision){
		.number = a->revisions + 1,
		.since = a->edited ? a->edited : a->seen,
		.published = a->published,
		.updated = a->updated,
		.title = a->title,
		.author = a->author,
		.standfirst = a->standfirst,
		.body = whole ? a->feed_body : a->body,
		.full = whole ? a->body : span_n(NULL, 0),
	};
}

struct revisions *
revisions_load(struct store *s, const struct article *a, struct err *err)
{
	struct revisions *r = xcalloc(1, sizeof(*r));
	struct stmt q;
	int64_t n = 0;

	r->mem = arena_new();
	if (stmt_get(&q, s, "SELECT count(*) FROM revision WHERE article = ?1",
	        err)) {
		stmt_int(&q, 1, a->id);
		if (stmt_row(&q, err) > 0)
			n = stmt_col_int(&q, 0);
		stmt_done(&q);
		r->v = arena_array(r->mem, (size_t)n + 1, sizeof(*r->v));
		if (load_earlier(s, r, a->id, (size_t)n, err)) {
			add_newest(r, a);
			return r;
		}
	}
	revisions_free(r);
	return NULL;
}

void
revisions_free(struct revisions *r)
{
	if (!r)
		return;
	arena_free(r->mem);
	free(r);
}

bool
revisions_find(const struct revisions *r, int64_t number, size_t *at)
{
	for (*at = 0; *at < r->n; ++*at)
		if (r->v[*at].number == number)
			return true;
	return false;
}

void
revisions_as_article(const struct revisions *r, size_t at,
    const struct article *now, struct article *out)
{
	const struct revision *v = &r->v[at];

	*out = *now;
	if (at + 1 == r->n)
		return;
	out->published = v->published;
	out->updated = v->updated;
	out->revisions = v->number - 1;
	out->edited = v->number > 1 ? v->since : 0;
	out->title = v->title;
	out->author = v->author;
	out->standfirst = v->standfirst;
	out->body = v->full.n ? v->full : v->body;
	out->feed_body = v->full.n ? v->body : span_n(NULL, 0);
}

/* ---- what has changed --------------------------------------------------- */

/* "Headline was: …", unless it is the same; only what was is shown. */
static void
add_was(struct doc *d, const char *what, struct span old, struct span now)
{
	struct block *b;

	if (!old.n || !line_differs(old, now))
		return;
	b = doc_block(d, NULL, BLOCK_PARAGRAPH);
	if (!b)
		return;
	b->change = CHANGE_DELETED;
	doc_run(d, b, RUN_TEXT, STYLE_BOLD, 0, span_of(what));
	doc_run(d, b, RUN_TEXT, 0, 0, SPAN(" "));
	diff_line(d, b, old, now);
}

static struct doc *
read_body(struct span galley, struct err *err)
{
	return galley.n ? galley_read(galley, err) : doc_new(NULL);
}

/* The head of the list stands before the text. */
static void
put_first(struct doc *d, struct block *last_of_body)
{
	struct block *head = last_of_body ? last_of_body->next : NULL;

	if (!head)
		return;
	last_of_body->next = NULL;
	head->prev = NULL;
	d->last->next = d->first;
	d->first->prev = d->last;
	d->first = head;
	d->last = last_of_body;
}

struct doc *
revisions_changes(const struct revisions *r, size_t at, struct err *err)
{
	const struct revision *old = &r->v[at - 1], *now = &r->v[at];
	bool whole = old->full.n && now->full.n;
	struct doc *was = read_body(whole ? old->full : old->body, err);
	struct doc *is = read_body(whole ? now->full : now->body, err);
	struct doc *d = NULL;
	struct block *last;

	if (was && is) {
		d = diff_docs(was, is);
		last = d->last;
		add_was(d, _("Headline was:"), old->title, now->title);
		add_was(d, _("Byline was:"), old->author, now->author);
		if (!heading_repeats(old->standfirst, was))
			add_was(d, _("Summary was:"), old->standfirst,
			    now->standfirst);
		put_first(d, last);
	}
	doc_free(was);
	doc_free(is);
	return d;
}
