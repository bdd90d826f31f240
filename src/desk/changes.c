/*
 * What a person changes in the archive: marks, tags, notes, the trash.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "desk/rooms.h"
#include "store/heading.h"
#include "store/notes.h"
#include "store/tags.h"
#include "store/trash.h"

/* The articles that an order names, and those that it changed. */
struct named {
	int64_t id[ORDER_IDS_MAX];
	size_t n;
	struct ids changed;
};

/* The articles are the arguments from `first` on. */
static bool
read_ids(struct named *a, const struct order *o, size_t first, struct err *err)
{
	*a = (struct named){ 0 };
	if (o->args <= first || o->args - first > ORDER_IDS_MAX)
		return err_set(err, ERR_USAGE, _("1 to %d articles at once"),
		    ORDER_IDS_MAX);
	for (size_t i = first; i < o->args; i++)
		if (!span_int(order_arg(o, i), &a->id[a->n++]))
			return err_set(err, ERR_USAGE,
			    _("\"%.*s\" is no article's number"),
			    SPAN_ARG(span_head(order_arg(o, i), 40)));
	return true;
}

bool
changes_journal(struct desk *d, const struct order *o, struct change_new *c,
    struct err *err)
{
	const struct options *options = &d->conf.options;
	struct journal_bounds bounds = {
		.count = conf_int(options, OPT_UNDO_COUNT),
		.oldest = desk_now() - conf_int(options, OPT_UNDO_TIME),
	};
	char *reader = span_dup(o->reader);
	bool ok;

	c->at = desk_now();
	c->reader = reader;
	ok = journal_add(d->store, c, &bounds, err);
	free(reader);
	return ok;
}

/* What a mark does: flags, or the way into the trash and out of it. */
struct mark {
	const char *word;
	unsigned set, clear;
	enum change_kind kind;
};

static const struct mark marks[] = {
	{ "read", 0, FLAG_UNREAD, CHANGE_READ },
	{ "unread", FLAG_UNREAD, 0, CHANGE_UNREAD },
	{ "star", FLAG_STARRED, 0, CHANGE_STAR },
	{ "unstar", 0, FLAG_STARRED, CHANGE_UNSTAR },
	{ "delete", FLAG_DELETED, 0, CHANGE_DELETE },
	{ "restore", 0, FLAG_DELETED, CHANGE_RESTORE },
};

static const struct mark *
find_mark(struct span word)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_is(word, marks[i].word))
			return &marks[i];
	return NULL;
}

static bool
carry_mark(
    struct desk *d, const struct mark *m, struct named *a, struct err *err)
{
	if (m->kind == CHANGE_DELETE)
		return trash_put(
		    d->store, a->id, a->n, desk_now(), &a->changed, err);
	if (m->kind == CHANGE_RESTORE)
		return trash_restore(d->store, a->id, a->n, &a->changed, err);
	return articles_mark(
	    d->store, a->id, a->n, m->set, m->clear, &a->changed, err);
}

bool
changes_mark(struct desk *d, const struct order *o, struct err *err)
{
	const struct mark *m = find_mark(order_arg(o, 0));
	bool more = span_is(order_arg(o, 1), "more"), ok;
	struct change_new c;
	struct named a;

	if (!m)
		return err_set(err, ERR_USAGE,
		    _("a mark is read, unread, star, unstar, delete or "
		      "restore"));
	if (!read_ids(&a, o, more ? 2 : 1, err))
		return false;
	c = (struct change_new){
		.kind = m->kind, .articles = &a.changed, .more = more
	};
	ok = carry_mark(d, m, &a, err) && changes_journal(d, o, &c, err);
	ids_release(&a.changed);
	return ok;
}

/* The list, as the journal calls it; empty: everything. */
static void
describe_scope(struct desk *d, const struct scope *scope, struct str *out)
{
	struct feed_rows *rows;
	const struct feed_row *f;

	if (scope->search)
		str_printf(out, "\"%s\"", scope->search);
	else if (scope->tag)
		str_addz(out, scope->tag);
	else if (scope->starred)
		str_addz(out, _("Starred"));
	else if (scope->section && !scope->feed)
		section_shown(out, span_of(scope->section));
	if (out->n || !scope->feed)
		return;
	rows = feed_rows_load(d->store, NULL);
	f = rows ? feed_rows_find(rows, scope->feed) : NULL;
	if (f)
		str_add(out, f->title);
	feed_rows_free(rows);
}

static bool
mark_scope(struct desk *d, const struct order *o, const struct scope *scope,
    int64_t newest, struct err *err)
{
	struct str subject = { 0 };
	struct ids changed = { 0 };
	struct change_new c = { .kind = CHANGE_READ, .articles = &changed };
	bool ok = articles_mark_scope(d->store, scope, newest, &changed, err);

	describe_scope(d, scope, &subject);
	c.subject = str_span(&subject);
	ok = ok && changes_journal(d, o, &c, err);
	ids_release(&changed);
	str_release(&subject);
	return ok;
}

bool
changes_readall(struct desk *d, const struct order *o, struct err *err)
{
	struct arena *mem = arena_new();
	struct scope scope;
	int64_t newest;
	bool ok;

	if (!span_int(order_arg(o, 0), &newest))
		ok = err_set(err, ERR_USAGE,
		    _("the newest article's number "
		      "comes first"));
	else
		ok = scope_read(&scope, mem, &o->words, 3, err) &&
		     mark_scope(d, o, &scope, newest, err);
	arena_free(mem);
	return ok;
}

bool
changes_tag(struct desk *d, const struct order *o, struct err *err)
{
	bool more = span_is(order_arg(o, 1), "more"), ok;
	bool put = o->verb == VERB_TAG;
	struct change_new c;
	struct named a;
	struct span name;

	if (!tag_read(order_arg(o, 0), &name, err) ||
	    !read_ids(&a, o, more ? 2 : 1, err))
		return false;
	c = (struct change_new){
		.kind = put ? CHANGE_TAG : CHANGE_UNTAG,
		.articles = &a.changed,
		.subject = name,
		.more = more,
	};
	ok = put ? tags_put(d->store, name, a.id, a.n, &a.changed, err)
	         : tags_take(d->store, name, a.id, a.n, &a.changed, err);
	ok = ok && changes_journal(d, o, &c, err);
	ids_release(&a.changed);
	return ok;
}

bool
changes_note(struct desk *d, const struct order *o, struct err *err)
{
	struct str text = { 0 }, before = { 0 }, after = { 0 };
	struct ids id = { 0 };
	struct change_new c = { .kind = CHANGE_NOTE, .articles = &id };
	int64_t article;
	bool changed, ok;

	if (!span_int(order_arg(o, 0), &article))
		return err_set(err, ERR_USAGE,
		    _("\"%.*s\" is no article's number"),
		    SPAN_ARG(span_head(order_arg(o, 0), 40)));
	text_read(&text, order_arg(o, 1));
	ok = notes_write(d->store, article, str_span(&text), desk_now(),
	    &before, &after, &changed, err);
	if (ok && changed)
		ids_add(&id, article);
	c.before = str_span(&before);
	c.after = str_span(&after);
	ok = ok && changes_journal(d, o, &c, err);
	ids_release(&id);
	str_release(&text);
	str_release(&before);
	str_release(&after);
	return ok;
}
