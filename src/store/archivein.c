#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "doc/galley.h"
#include "store/archive.h"
#include "store/articles.h"
#include "store/body.h"
#include "store/notes.h"
#include "store/revisions.h"
#include "store/search.h"
#include "store/stmt.h"
#include "store/tokens.h"
#include "store/tags.h"
#include "store/tombstones.h"

/* The article of a row as it is here; id 0: there is none. */
struct known {
	int64_t id;
	bool has_body, has_full;
};

bool
archive_is_empty(struct store *s, bool *empty, struct err *err)
{
	int64_t n = 0;

	if (!store_number(s, "SELECT EXISTS (SELECT 1 FROM article)", &n, err))
		return false;
	*empty = n == 0;
	return true;
}

/* ---- feeds -------------------------------------------------------------- */

static bool
find_feed(struct store *s, struct span url, int64_t *id, struct err *err)
{
	struct stmt q;
	int got;

	*id = 0;
	if (!stmt_get(&q, s, "SELECT id FROM feed WHERE url = ?1", err))
		return false;
	stmt_text(&q, 1, url);
	got = stmt_row(&q, err);
	if (got > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return got >= 0;
}

/* A feed is asked only when the feeds file says so: here it is archived. */
static bool
make_feed(struct store *s, struct span url, int64_t *id, struct err *err)
{
	struct stmt q;

	if (!find_feed(s, url, id, err))
		return false;
	if (*id)
		return true;
	if (!stmt_get(&q, s,
	        "INSERT INTO feed(url, active) VALUES (?1, 0) RETURNING id",
	        err))
		return false;
	stmt_text(&q, 1, url);
	if (stmt_row(&q, err) > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	return *id != 0;
}

static bool
put_feed(struct archive_in *in, const struct archive_row *row, struct err *err)
{
	struct stmt q;
	int64_t id;

	if (!make_feed(in->store, row->v[FEED_URL], &id, err) ||
	    !stmt_get(&q, in->store,
	        "UPDATE feed SET title = coalesce(nullif(title, ''), ?2),"
	        " own_title = coalesce(nullif(own_title, ''), ?3),"
	        " site = coalesce(nullif(site, ''), ?4),"
	        " source = CASE active WHEN 0 THEN ?5 ELSE source END,"
	        " checked = max(checked, ?6), succeeded = max(succeeded, ?7),"
	        " changed = max(changed, ?8), listed = max(listed, ?9),"
	        " moved_to = coalesce(moved_to, ?10),"
	        " stopped = max(stopped, ?11) WHERE id = ?1",
	        err))
		return false;
	stmt_int(&q, 1, id);
	for (int i = FEED_NAME; i < FEED_MEMBERS; i++) {
		enum archive_type type =
		    archive_kinds[ARCHIVE_FEED].member[i].type;
		struct span t = row->v[i];

		if (type == MEMBER_TEXT || type == MEMBER_URL)
			stmt_text(&q, 1 + i, t.n ? t : span_n(NULL, 0));
		else
			stmt_int(&q, 1 + i, archive_int(row, i));
	}
	return stmt_run(&q, err);
}

/* ---- articles ----------------------------------------------------------- */

static bool
find_article(struct store *s, int64_t feed, struct span key, struct known *k,
    struct err *err)
{
	struct stmt q;
	int got;

	*k = (struct known){ 0 };
	if (!stmt_get(&q, s,
	        "SELECT a.id, EXISTS (SELECT 1 FROM body WHERE id = a.id * 2),"
	        " EXISTS (SELECT 1 FROM body WHERE id = a.id * 2 + 1)"
	        " FROM article a WHERE feed_id = ?1 AND key = ?2",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_text(&q, 2, key);
	got = stmt_row(&q, err);
	if (got > 0) {
		k->id = stmt_col_int(&q, 0);
		k->has_body = stmt_col_int(&q, 1) != 0;
		k->has_full = stmt_col_int(&q, 2) != 0;
	}
	stmt_done(&q);
	return got >= 0;
}

/* What the index gets: all words of the better text. */
static int64_t
queue(struct store *s, const struct archive_row *row, struct err *err)
{
	struct span galley =
	    row->v[ART_FULL].n ? row->v[ART_FULL] : row->v[ART_BODY];
	struct err why = { 0 };
	struct doc *d = galley.n ? galley_read(galley, &why) : NULL;
	struct str text = { 0 };
	int64_t doc;

	if (row->v[ART_FULL].n) {
		str_add(&text, row->v[ART_STANDFIRST]);
		str_lit(&text, "\n\n");
	}
	if (d)
		doc_search_text(&text, d);
	else
		str_add(&text, row->v[ART_STANDFIRST]);
	doc = search_queue(
	    s, row->v[ART_TITLE], row->v[ART_AUTHOR], str_span(&text), err);
	doc_free(d);
	str_release(&text);
	return doc;
}

/* ?3 and on are the members from id to enclosure_type, in their order. */
static const char insert_sql[] =
    "INSERT INTO article(feed_id, key, id, print, sort, seen, published,"
    " updated, unread, starred, deleted, let_go, revisions, edited, page_of,"
    " url, title, author, section, standfirst, lang, tags, picture,"
    " enclosure, enclosure_type, doc, title_key) VALUES (?1, ?2, CASE WHEN ?3 "
    "> 0 AND"
    " ?27 AND NOT EXISTS (SELECT 1 FROM article WHERE id = ?3) THEN ?3 END,"
    " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
    " ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?28)"
    " RETURNING id";

static bool
insert(struct archive_in *in, int64_t feed, const struct archive_row *row,
    int64_t *id, struct err *err)
{
	int64_t doc = queue(in->store, row, err);
	struct str title_key = { 0 };
	struct stmt q;

	*id = 0;
	if (!doc || !stmt_get(&q, in->store, insert_sql, err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_text(&q, 2, row->v[ART_KEY]);
	for (int i = ART_ID; i <= ART_ENCLOSURE_TYPE; i++) {
		enum archive_type type =
		    archive_kinds[ARCHIVE_ARTICLE].member[i].type;
		struct span t = row->v[i];

		if (type == MEMBER_TEXT || type == MEMBER_URL)
			stmt_text(&q, 1 + i, t.s ? t : SPAN(""));
		else
			stmt_int(&q, 1 + i, archive_int(row, i));
	}
	stmt_int(&q, 26, doc);
	stmt_int(&q, 27, in->empty);
	tokens_title_key(&title_key, row->v[ART_TITLE]);
	stmt_text(&q, 28, span_of(str_z(&title_key)));
	if (stmt_row(&q, err) > 0)
		*id = stmt_col_int(&q, 0);
	stmt_done(&q);
	str_release(&title_key);
	return *id != 0;
}

static bool
join_marks(
    struct store *s, int64_t id, const struct archive_row *row, struct err *err)
{
	unsigned set = archive_int(row, ART_STARRED) ? FLAG_STARRED : 0;
	unsigned clear = archive_int(row, ART_UNREAD) ? 0 : FLAG_UNREAD;

	return articles_mark(s, &id, 1, set, clear, NULL, err);
}

static bool
put_tags(struct store *s, int64_t id, struct span list, struct err *err)
{
	while (list.n) {
		struct span typed = span_cut(&list, ','), name;

		if (!tag_read(typed, &name, err) ||
		    !tags_put(s, name, &id, 1, NULL, err))
			return false;
	}
	return true;
}

/* A note of both sides is both notes, unless one holds the other. */
static bool
put_note(struct store *s, int64_t id, struct span theirs, int64_t at,
    struct err *err)
{
	struct arena *mem = arena_new();
	struct str both = { 0 };
	struct span ours;
	bool changed, ok = notes_read(s, mem, id, &ours, err);

	if (ok && span_find(ours, theirs) == ours.n) {
		if (ours.n && span_find(theirs, ours) == theirs.n)
			str_printf(&both, "%.*s\n\n", SPAN_ARG(ours));
		str_add(&both, theirs);
		ok = notes_write(
		    s, id, str_span(&both), at, NULL, NULL, &changed, err);
	}
	str_release(&both);
	arena_free(mem);
	return ok;
}

static bool
put_own(
    struct store *s, int64_t id, const struct archive_row *row, struct err *err)
{
	return put_tags(s, id, row->v[ART_OWN_TAGS], err) &&
	       (!row->v[ART_NOTE].n || put_note(s, id, row->v[ART_NOTE],
	                                   archive_int(row, ART_NOTE_AT), err));
}

/* What is known gets what it lacks: a text that was let go, a whole one. */
static bool
join_bodies(struct store *s, const struct known *k,
    const struct archive_row *row, struct err *err)
{
	struct stmt q;

	if (!k->has_body && row->v[ART_BODY].n &&
	    (!body_write(s, k->id, BODY_FEED, row->v[ART_BODY], err) ||
	        !stmt_get(
	            &q, s, "UPDATE article SET let_go = 0 WHERE id = ?1", err)))
		return false;
	if (!k->has_body && row->v[ART_BODY].n) {
		stmt_int(&q, 1, k->id);
		if (!stmt_run(&q, err))
			return false;
	}
	return k->has_full || !row->v[ART_FULL].n ||
	       body_write(s, k->id, BODY_FULL, row->v[ART_FULL], err);
}

/* What was let go for good here does not come back, unless nothing is here. */
static bool
is_dead(struct archive_in *in, int64_t feed, struct span key, bool *dead,
    struct err *err)
{
	struct stmt q;
	int got;

	*dead = false;
	if (in->empty)
		return true;
	if (!stmt_get(&q, in->store,
	        "SELECT 1 FROM tombstone WHERE feed_id = ?1 AND key = ?2", err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_int(&q, 2, tombstone_key(key));
	got = stmt_row(&q, err);
	*dead = got > 0;
	stmt_done(&q);
	return got >= 0;
}

static bool
put_article(
    struct archive_in *in, const struct archive_row *row, struct err *err)
{
	struct store *s = in->store;
	struct known k;
	int64_t feed, id;
	bool dead;

	if (!make_feed(s, row->v[ART_FEED], &feed, err) ||
	    !find_article(s, feed, row->v[ART_KEY], &k, err) ||
	    !is_dead(in, feed, row->v[ART_KEY], &dead, err))
		return false;
	if (k.id) {
		in->count.known++;
		return join_marks(s, k.id, row, err) &&
		       join_bodies(s, &k, row, err) &&
		       put_own(s, k.id, row, err);
	}
	if (dead) {
		in->count.known++;
		return true;
	}
	in->count.added++;
	return insert(in, feed, row, &id, err) &&
	       body_write(s, id, BODY_FEED, row->v[ART_BODY], err) &&
	       body_write(s, id, BODY_FULL, row->v[ART_FULL], err) &&
	       put_own(s, id, row, err);
}

/* ---- the rest ----------------------------------------------------------- */

static bool
put_revision(
    struct archive_in *in, const struct archive_row *row, struct err *err)
{
	struct revision_new v = {
		.number = archive_int(row, REV_NUMBER),
		.since = archive_int(row, REV_SINCE),
		.published = archive_int(row, REV_PUBLISHED),
		.updated = archive_int(row, REV_UPDATED),
		.title = row->v[REV_TITLE],
		.author = row->v[REV_AUTHOR],
		.standfirst = row->v[REV_STANDFIRST],
		.body = row->v[REV_BODY],
		.full = row->v[REV_FULL],
	};
	struct known k = { 0 };
	int64_t feed;
	bool added, dead;

	if (!find_feed(in->store, row->v[REV_FEED], &feed, err) ||
	    (feed && !find_article(in->store, feed, row->v[REV_KEY], &k, err)))
		return false;
	if (!k.id && feed && !is_dead(in, feed, row->v[REV_KEY], &dead, err))
		return false;
	if (!k.id && feed && dead)
		return true;
	if (!k.id)
		return err_set(err, ERR_FORMAT,
		    _("it is a version of an article that is not there"));
	if (!revisions_add(in->store, k.id, &v, &added, err))
		return false;
	in->count.versions += added;
	return true;
}

static bool
put_tombstone(
    struct archive_in *in, const struct archive_row *row, struct err *err)
{
	struct stmt q;
	int64_t feed;

	if (!make_feed(in->store, row->v[TOMB_FEED], &feed, err) ||
	    !stmt_get(&q, in->store,
	        "INSERT OR IGNORE INTO tombstone(feed_id, key, at)"
	        " VALUES (?1, ?2, ?3)",
	        err))
		return false;
	stmt_int(&q, 1, feed);
	stmt_int(&q, 2, archive_int(row, TOMB_KEY));
	stmt_int(&q, 3, archive_int(row, TOMB_AT));
	return stmt_run(&q, err);
}

bool
archive_put(
    struct archive_in *in, const struct archive_row *row, struct err *err)
{
	switch (row->kind) {
	case ARCHIVE_FEED:
		return put_feed(in, row, err);
	case ARCHIVE_ARTICLE:
		return put_article(in, row, err);
	case ARCHIVE_REVISION:
		return put_revision(in, row, err);
	case ARCHIVE_TOMBSTONE:
		return put_tombstone(in, row, err);
	default:
		return true; /* the caller's */
	}
}

/* ---- where it has come to ----------------------------------------------- */

bool
archive_place(struct store *s, struct span name, int64_t *offset, int64_t *line,
    bool *empty)
{
	struct stmt q;
	bool same = false;

	if (!stmt_get(
	        &q, s, "SELECT value FROM meta WHERE name = 'import'", NULL))
		return false;
	if (stmt_row(&q, NULL) > 0) {
		struct span rest = stmt_col(&q, 0);
		struct span o = span_cut(&rest, ' '), l = span_cut(&rest, ' ');
		struct span e = span_cut(&rest, ' ');

		same = span_eq(rest, name) && span_int(o, offset) &&
		       span_int(l, line);
		*empty = span_is(e, "1");
	}
	stmt_done(&q);
	return same;
}

bool
archive_place_set(struct store *s, struct span name, int64_t offset,
    int64_t line, bool empty, struct err *err)
{
	struct str value = { 0 };
	struct stmt q;
	bool ok;

	if (offset < 0)
		return store_exec(
		    s, "DELETE FROM meta WHERE name = 'import'", err);
	str_printf(&value, "%" PRId64 " %" PRId64 " %d %.*s", offset, line,
	    empty, SPAN_ARG(name));
	ok = stmt_get(&q, s,
	    "INSERT OR REPLACE INTO meta(name, value) VALUES ('import', ?1)",
	    err);
	if (ok) {
		stmt_text(&q, 1, str_span(&value));
		ok = stmt_run(&q, err);
	}
	str_release(&value);
	return ok;
}
