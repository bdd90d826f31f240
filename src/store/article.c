#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/articles.h"
#include "store/body.h"
#include "store/notes.h"
#include "store/scope.h"
#include "store/stmt.h"
#include "store/tags.h"

static const char columns[] =
    "SELECT a.id, a.feed_id, " SCOPE_FLAGS
    ", a.let_go, a.print = '', a.published, a.updated,"
    " a.seen, a.revisions, a.url, a.title, a.author, a.section, a.standfirst,"
    " a.lang, a.tags, a.key, a.picture, a.enclosure, a.enclosure_type,"
    " coalesce(f.title, f.own_title, ''), f.url, coalesce((SELECT s.path FROM"
    " feed_place p JOIN section s ON s.id = p.section_id WHERE p.feed_id ="
    " f.id ORDER BY s.place LIMIT 1), ''),"
    " a.edited, a.page_of BETWEEN 1 AND a.revisions"
    " FROM article a JOIN feed f ON f.id = a.feed_id WHERE a.id = ?1";

static void
take_row(struct article *a, struct stmt *q)
{
	struct span *const text[] = { &a->url, &a->title, &a->author,
		&a->section, &a->standfirst, &a->lang, &a->tags, &a->key,
		&a->picture, &a->enclosure, &a->enclosure_type, &a->feed_title,
		&a->feed_url, &a->feed_section };

	a->id = stmt_col_int(q, 0);
	a->feed = stmt_col_int(q, 1);
	a->flags = (unsigned)stmt_col_int(q, 2);
	a->let_go = stmt_col_int(q, 3) > 0;
	a->unset = stmt_col_int(q, 4) != 0;
	a->published = stmt_col_int(q, 5);
	a->updated = stmt_col_int(q, 6);
	a->seen = stmt_col_int(q, 7);
	a->revisions = stmt_col_int(q, 8);
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++)
		*text[i] = span_keep(a->mem, stmt_col(q, 9 + (int)i));
	a->edited = stmt_col_int(q, 23);
	a->page_is_old = stmt_col_int(q, 24) != 0;
}

static bool
load_own(struct store *s, struct article *a, struct err *err)
{
	if ((a->flags & FLAG_TAGGED) &&
	    !tags_of(s, a->mem, a->id, &a->own_tags, err))
		return false;
	return !(a->flags & FLAG_NOTED) ||
	       notes_read(s, a->mem, a->id, &a->note, err);
}

/* What stands in a page that is broken is missed; all else is not. */
static bool
load_body(struct store *s, struct article *a, enum body_kind kind,
    struct span *out, struct err *err)
{
	struct err why = { 0 };

	if (body_read(s, a->mem, a->id, kind, out, &why))
		return true;
	a->damaged = why.code == ERR_DAMAGED;
	*out = span_n(NULL, 0);
	return a->damaged || err_set(err, why.code, "%s", why.text);
}

static bool
load_bodies(struct store *s, struct article *a, struct err *err)
{
	struct span full;

	if (!load_body(s, a, BODY_FEED, &a->body, err) ||
	    !load_body(s, a, BODY_FULL, &full, err))
		return false;
	if (full.n) {
		a->feed_body = a->body;
		a->body = full;
	}
	return true;
}

struct article *
article_load(struct store *s, int64_t id, struct err *err)
{
	struct article *a;
	struct stmt q;
	int got;

	if (!stmt_get(&q, s, columns, err))
		return NULL;
	stmt_int(&q, 1, id);
	a = xcalloc(1, sizeof(*a));
	a->mem = arena_new();
	got = stmt_row(&q, err);
	if (got > 0)
		take_row(a, &q);
	stmt_done(&q);
	if (got == 0)
		err_set(err, ERR_GONE, _("there is no article %lld"),
		    (long long)id);
	if (got > 0 && load_own(s, a, err) && load_bodies(s, a, err))
		return a;
	article_free(a);
	return NULL;
}

void
article_free(struct article *a)
{
	if (!a)
		return;
	arena_free(a->mem);
	free(a);
}
