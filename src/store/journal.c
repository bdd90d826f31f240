#include "config.h"

#include "store/journal.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "store/articles.h"
#include "store/notes.h"
#include "store/stmt.h"
#include "store/tags.h"

/* How a deed that is about a column is done, and done back; ?1 to ?2 are the
 * articles, ?3 is now. */
#define SET(assignment, was)                                           \
	"UPDATE article SET " assignment " WHERE id BETWEEN ?1 AND ?2" \
	" AND " was

struct kind {
	const char *name; /* in the column "kind" */
	const char *redo, *undo;
};

static const struct kind kinds[CHANGE_KINDS] = {
	[CHANGE_READ] = { "read", SET("unread = 0", "unread = 1"),
	    SET("unread = 1", "unread = 0") },
	[CHANGE_UNREAD] = { "unread", SET("unread = 1", "unread = 0"),
	    SET("unread = 0", "unread = 1") },
	[CHANGE_STAR] = { "star", SET("starred = 1", "starred = 0"),
	    SET("starred = 0", "starred = 1") },
	[CHANGE_UNSTAR] = { "unstar", SET("starred = 0", "starred = 1"),
	    SET("starred = 1", "starred = 0") },
	[CHANGE_DELETE] = { "delete", SET("deleted = ?3", "deleted = 0"),
	    SET("deleted = 0", "deleted > 0") },
	[CHANGE_RESTORE] = { "restore", SET("deleted = 0", "deleted > 0"),
	    SET("deleted = ?3", "deleted = 0") },
	[CHANGE_TAG] = { "tag", NULL, NULL },
	[CHANGE_UNTAG] = { "untag", NULL, NULL },
	[CHANGE_NOTE] = { "note", NULL, NULL },
	[CHANGE_UNSUBSCRIBE] = { "unsubscribe", NULL, NULL },
};

static void
unpack(struct ids *ids, struct span packed)
{
	struct id_runs runs = { .rest = packed };
	int64_t first, last;

	while (id_runs_next(&runs, &first, &last))
		for (int64_t id = first; id <= last; id++)
			ids_add(ids, id);
}

/* The last deed, when this one goes on with it: *id, else 0; its articles are
 * added to ours. */
static bool
find_begun(
    struct store *s, const struct change_new *c, int64_t *id, struct err *err)
{
	struct stmt q;
	int got;

	*id = 0;
	if (!c->more)
		return true;
	if (!stmt_get(&q, s,
	        "SELECT id, ids FROM journal WHERE id = (SELECT max(id) FROM"
	        " journal) AND kind = ?1 AND reader = ?2 AND undone = 0"
	        " AND subject IS ?3",
	        err))
		return false;
	stmt_z(&q, 1, kinds[c->kind].name);
	stmt_z(&q, 2, c->reader);
	stmt_text(&q, 3, c->subject);
	got = stmt_row(&q, err);
	if (got > 0) {
		*id = stmt_col_int(&q, 0);
		unpack(c->articles, stmt_col(&q, 1));
		ids_sort(c->articles);
	}
	stmt_done(&q);
	return got >= 0;
}

/* What was undone can be done again only until something else is done. */
static bool
drop_undone(struct store *s, struct err *err)
{
	return store_exec(s, "DELETE FROM journal WHERE undone = 1", err);
}

/* Numbers rise by at least one, so that no more than so many are left. */
static bool
drop_old(struct store *s, int64_t newest, const struct journal_bounds *bounds,
    struct err *err)
{
	struct stmt q;

	if (!stmt_get(&q, s,
	        "DELETE FROM journal WHERE id <= ?1 OR (at < ?2 AND id < ?3)",
	        err))
		return false;
	stmt_int(&q, 1, newest - bounds->count);
	stmt_int(&q, 2, bounds->oldest);
	stmt_int(&q, 3, newest);
	return stmt_run(&q, err);
}

static bool
write_entry(struct store *s, const struct change_new *c, int64_t begun,
    int64_t *id, struct err *err)
{
	struct str packed = { 0 };
	struct stmt q;
	int got = -1;

	if (c->articles)
		ids_pack(&packed, c->articles);
	if (stmt_get(&q, s,
	        "INSERT INTO journal(id, at, reader, kind, articles, ids,"
	        " subject, before, after) VALUES (nullif(?1, 0), ?2, ?3, ?4,"
	        " ?5, ?6, ?7, ?8, ?9) ON CONFLICT(id) DO UPDATE SET at = ?2,"
	        " articles = ?5, ids = ?6 RETURNING id",
	        err)) {
		stmt_int(&q, 1, begun);
		stmt_int(&q, 2, c->at);
		stmt_z(&q, 3, c->reader);
		stmt_z(&q, 4, kinds[c->kind].name);
		stmt_int(&q, 5, c->articles ? (int64_t)c->articles->n : 0);
		stmt_blob(&q, 6, str_span(&packed));
		stmt_text(&q, 7, c->subject);
		stmt_text(&q, 8, c->before);
		stmt_text(&q, 9, c->after);
		got = stmt_row(&q, err);
		if (got > 0)
			*id = stmt_col_int(&q, 0);
		stmt_done(&q);
	}
	str_release(&packed);
	return got > 0;
}

bool
journal_add(struct store *s, const struct change_new *c,
    const struct journal_bounds *bounds, struct err *err)
{
	int64_t begun, id = 0;

	if (!bounds->count || (c->articles && !c->articles->n))
		return true;
	if (c->articles)
		ids_sort(c->articles);
	return find_begun(s, c, &begun, err) && drop_undone(s, err) &&
	       write_entry(s, c, begun, &id, err) &&
	       drop_old(s, id, bounds, err);
}

static enum change_kind
kind_of(struct span name)
{
	size_t i = 0;

	while (i < CHANGE_KINDS && !span_is(name, kinds[i].name))
		i++;
	return (enum change_kind)i;
}

#define COLUMNS                                                              \
	"SELECT id, at, kind, undone, articles, ids, subject, before, after" \
	" FROM journal "

static void
take_row(struct change *c, struct arena *mem, struct stmt *q)
{
	struct span *const text[] = { &c->ids, &c->subject, &c->before,
		&c->after };

	*c = (struct change){
		.id = stmt_col_int(q, 0),
		.at = stmt_col_int(q, 1),
		.kind = kind_of(stmt_col(q, 2)),
		.undone = stmt_col_int(q, 3) != 0,
		.articles = stmt_col_int(q, 4),
	};
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++)
		*text[i] = span_keep(mem, stmt_col(q, 5 + (int)i));
}

/* The title of the only article. */
static bool
find_title(
    struct store *s, struct arena *mem, struct change *c, struct err *err)
{
	struct id_runs runs = { .rest = c->ids };
	int64_t first, last;
	struct stmt q;
	int got;

	if (c->articles != 1 || !id_runs_next(&runs, &first, &last))
		return true;
	if (!stmt_get(&q, s, "SELECT title FROM article WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, first);
	got = stmt_row(&q, err);
	if (got > 0)
		c->title = span_keep(mem, stmt_col(&q, 0));
	stmt_done(&q);
	return got >= 0;
}

bool
journal_next(struct store *s, struct arena *mem, bool redo, struct change *c,
    struct err *err)
{
	struct stmt q;
	int got;

	*c = (struct change){ 0 };
	if (!stmt_get(&q, s,
	        redo ? COLUMNS "WHERE undone = 1 ORDER BY id LIMIT 1"
	             : COLUMNS "WHERE undone = 0 ORDER BY id DESC LIMIT 1",
	        err))
		return false;
	got = stmt_row(&q, err);
	if (got > 0)
		take_row(c, mem, &q);
	stmt_done(&q);
	if (got > 0 && c->kind == CHANGE_KINDS)
		return err_set(err, ERR_STORE,
		    _("the journal holds what this broadsheet does not know"));
	return got >= 0 && find_title(s, mem, c, err);
}

/* A run of articles at a time, in the table's statement. */
static bool
turn_marks(struct store *s, const struct change *c, const char *sql,
    int64_t now, int64_t *changed, struct err *err)
{
	struct id_runs runs = { .rest = c->ids };
	int64_t first, last;
	struct stmt q;
	bool ok = true;

	while (ok && id_runs_next(&runs, &first, &last)) {
		if (!stmt_get(&q, s, sql, err))
			return false;
		stmt_int(&q, 1, first);
		stmt_int(&q, 2, last);
		stmt_int(&q, 3, now);
		ok = stmt_run(&q, err);
		*changed += ok ? stmt_changed(s) : 0;
	}
	return ok;
}

static bool
turn_tag(struct store *s, const struct change *c, bool on, int64_t *changed,
    struct err *err)
{
	struct ids ids = { 0 }, done = { 0 };
	bool ok;

	unpack(&ids, c->ids);
	ok = on ? tags_put(s, c->subject, ids.id, ids.n, &done, err)
	        : tags_take(s, c->subject, ids.id, ids.n, &done, err);
	*changed = (int64_t)done.n;
	ids_release(&ids);
	ids_release(&done);
	return ok;
}

/* A note that was written anew since stays. */
static bool
turn_note(struct store *s, const struct change *c, bool redo, int64_t now,
    int64_t *changed, struct err *err)
{
	struct span was = redo ? c->before : c->after, there;
	struct span to = redo ? c->after : c->before;
	struct id_runs runs = { .rest = c->ids };
	struct err gone = { 0 };
	struct arena *mem;
	int64_t id, last;
	bool ok, written = false;

	if (!id_runs_next(&runs, &id, &last))
		return true;
	mem = arena_new();
	ok = notes_read(s, mem, id, &there, err);
	if (ok && span_eq(there, was) &&
	    !notes_write(s, id, to, now, NULL, NULL, &written, &gone)) {
		ok = gone.code == ERR_GONE;
		if (!ok && err)
			*err = gone;
	}
	*changed = written;
	arena_free(mem);
	return ok;
}

static bool
set_undone(struct store *s, int64_t id, bool undone, struct err *err)
{
	struct stmt q;

	if (!stmt_get(
	        &q, s, "UPDATE journal SET undone = ?2 WHERE id = ?1", err))
		return false;
	stmt_int(&q, 1, id);
	stmt_int(&q, 2, undone);
	return stmt_run(&q, err);
}

bool
journal_turn(struct store *s, const struct change *c, bool redo, int64_t now,
    int64_t *changed, struct err *err)
{
	const char *sql = redo ? kinds[c->kind].redo : kinds[c->kind].undo;
	bool ok = true;

	*changed = 0;
	if (sql)
		ok = turn_marks(s, c, sql, now, changed, err);
	else if (c->kind == CHANGE_TAG || c->kind == CHANGE_UNTAG)
		ok = turn_tag(
		    s, c, redo == (c->kind == CHANGE_TAG), changed, err);
	else if (c->kind == CHANGE_NOTE)
		ok = turn_note(s, c, redo, now, changed, err);
	return ok && set_undone(s, c->id, !redo, err);
}

struct changes *
changes_load(struct store *s, size_t max, struct err *err)
{
	struct changes *list;
	size_t cap = 0;
	struct stmt q;
	bool ok;
	int got;

	if (!stmt_get(&q, s, COLUMNS "ORDER BY id DESC LIMIT ?1", err))
		return NULL;
	list = xcalloc(1, sizeof(*list));
	list->mem = arena_new();
	stmt_int(&q, 1, (int64_t)max);
	while ((got = stmt_row(&q, err)) > 0) {
		vec_room(&list->row, list->n, &cap);
		take_row(&list->row[list->n], list->mem, &q);
		list->n += list->row[list->n].kind < CHANGE_KINDS;
	}
	stmt_done(&q);
	ok = got == 0;
	for (size_t i = 0; ok && i < list->n; i++)
		ok = find_title(s, list->mem, &list->row[i], err);
	if (ok)
		return list;
	changes_free(list);
	return NULL;
}

void
changes_free(struct changes *c)
{
	if (!c)
		return;
	arena_free(c->mem);
	free(c->row);
	free(c);
}
