#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/archive.h"
#include "store/body.h"
#include "store/stmt.h"
#include "store/tags.h"

/* Columns stand in the order of the members; bodies, which are two columns
 * each, are the last. */
struct query {
	enum archive_kind kind;
	int plain;  /* columns before the bodies */
	int bodies; /* members that are bodies, the last ones */
	const char *sql;
};

static const struct query queries[] = {
	{ ARCHIVE_FEED, FEED_MEMBERS, 0,
	    "SELECT url, title, own_title, site, source, checked, succeeded,"
	    " changed, listed, moved_to, stopped FROM feed ORDER BY url" },
	{ ARCHIVE_ARTICLE, ART_BODY, 2,
	    "SELECT f.url, a.key, a.id, a.print, a.sort, a.seen, a.published,"
	    " a.updated, a.unread, a.starred, a.deleted, a.let_go,"
	    " a.revisions, a.edited, a.page_of, a.url, a.title, a.author,"
	    " a.section, a.standfirst, a.lang, a.tags, a.picture,"
	    " a.enclosure, a.enclosure_type, a.own & 1, n.text, n.at,"
	    " b.format, b.data, w.format, w.data FROM article a"
	    " JOIN feed f ON f.id = a.feed_id"
	    " LEFT JOIN note n ON n.id = a.id"
	    " LEFT JOIN body b ON b.id = a.id * 2"
	    " LEFT JOIN body w ON w.id = a.id * 2 + 1 ORDER BY a.id" },
	{ ARCHIVE_REVISION, REV_BODY, 2,
	    "SELECT f.url, a.key, r.number, r.since, r.published, r.updated,"
	    " r.title, r.author, r.standfirst, r.format, r.data,"
	    " r.full_format, r.full_data FROM revision r"
	    " JOIN article a ON a.id = r.article"
	    " JOIN feed f ON f.id = a.feed_id ORDER BY r.article, r.number" },
	{ ARCHIVE_TOMBSTONE, TOMB_MEMBERS, 0,
	    "SELECT f.url, t.key, t.at FROM tombstone t"
	    " JOIN feed f ON f.id = t.feed_id ORDER BY f.url, t.key" },
};

enum { QUERIES = sizeof(queries) / sizeof(*queries) };

struct archive_out {
	struct store *store;
	size_t at; /* query */
	bool open;
	struct stmt q;
	struct arena *mem; /* of the row */
};

struct archive_out *
archive_out_new(struct store *s, struct err *err)
{
	struct archive_out *o;

	if (!store_exec(s, "BEGIN", err))
		return NULL;
	o = xcalloc(1, sizeof(*o));
	o->store = s;
	return o;
}

void
archive_out_free(struct archive_out *o)
{
	if (!o)
		return;
	if (o->open)
		stmt_done(&o->q);
	store_rollback(o->store);
	arena_free(o->mem);
	free(o);
}

static bool
take(struct archive_out *o, struct archive_row *row, struct err *err)
{
	const struct query *query = &queries[o->at];
	struct arena *mem = o->mem;
	bool ok = true;

	*row = (struct archive_row){ .kind = query->kind };
	for (int i = 0; i < query->plain; i++)
		row->v[i] = span_keep(mem, stmt_col(&o->q, i));
	for (int i = 0; ok && i < query->bodies; i++)
		ok = body_unpack(o->q.store, mem,
		    stmt_col_int(&o->q, query->plain + 2 * i),
		    stmt_col(&o->q, query->plain + 2 * i + 1),
		    &row->v[query->plain + i], err);
	if (!ok || query->kind != ARCHIVE_ARTICLE)
		return ok;
	if (!span_is(row->v[ART_OWN_TAGS], "1")) {
		row->v[ART_OWN_TAGS] = span_n(NULL, 0);
		return true;
	}
	return tags_of(o->store, mem, archive_int(row, ART_ID),
	    &row->v[ART_OWN_TAGS], err);
}

int
archive_out_next(
    struct archive_out *o, struct archive_row *row, struct err *err)
{
	while (o->at < QUERIES) {
		int got;

		if (!o->open &&
		    !stmt_get(&o->q, o->store, queries[o->at].sql, err))
			return -1;
		o->open = true;
		got = stmt_row(&o->q, err);
		if (got < 0)
			return -1;
		if (got > 0) {
			arena_free(o->mem);
			o->mem = arena_new();
			return take(o, row, err) ? 1 : -1;
		}
		stmt_done(&o->q);
		o->open = false;
		o->at++;
	}
	return 0;
}
