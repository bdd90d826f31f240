/*
 * What a person changes in the archive: marks, tags, notes, the trash.
 */
#include "config.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "desk/rooms.h"
#include "store/notes.h"
#include "store/tags.h"
#include "store/trash.h"

/* The articles that an order names. */
struct named {
	int64_t id[ORDER_IDS_MAX];
	size_t n;
};

/* The articles are the arguments from `first` on. */
static bool
read_ids(struct named *a, const struct order *o, size_t first, struct err *err)
{
	if (o->args <= first || o->args - first > ORDER_IDS_MAX)
		return err_set(err, ERR_USAGE, _("1 to %d articles at once"),
		    ORDER_IDS_MAX);
	a->n = 0;
	for (size_t i = first; i < o->args; i++)
		if (!span_int(order_arg(o, i), &a->id[a->n++]))
			return err_set(err, ERR_USAGE,
			    _("\"%.*s\" is no article's number"),
			    SPAN_ARG(span_head(order_arg(o, i), 40)));
	return true;
}

/* What a mark does: flags, or the way into the trash and out of it. */
struct mark {
	const char *word;
	unsigned set, clear;
};

static const struct mark marks[] = {
	{ "read", 0, FLAG_UNREAD },
	{ "unread", FLAG_UNREAD, 0 },
	{ "star", FLAG_STARRED, 0 },
	{ "unstar", 0, FLAG_STARRED },
	{ "delete", FLAG_DELETED, 0 },
	{ "restore", 0, FLAG_DELETED },
};

static const struct mark *
find_mark(struct span word)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_is(word, marks[i].word))
			return &marks[i];
	return NULL;
}

bool
changes_mark(struct desk *d, const struct order *o, struct err *err)
{
	const struct mark *m = find_mark(order_arg(o, 0));
	struct named a;

	if (!m)
		return err_set(err, ERR_USAGE,
		    _("a mark is read, unread, star, unstar, delete or "
		      "restore"));
	if (!read_ids(&a, o, 1, err))
		return false;
	if (m->set & FLAG_DELETED)
		return trash_put(d->store, a.id, a.n, desk_now(), NULL, err);
	if (m->clear & FLAG_DELETED)
		return trash_restore(d->store, a.id, a.n, NULL, err);
	return articles_mark(d->store, a.id, a.n, m->set, m->clear, NULL, err);
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
		     articles_mark_scope(d->store, &scope, newest, NULL, err);
	arena_free(mem);
	return ok;
}

bool
changes_tag(struct desk *d, const struct order *o, struct err *err)
{
	struct span name;
	struct named a;

	if (!tag_read(order_arg(o, 0), &name, err) || !read_ids(&a, o, 1, err))
		return false;
	return o->verb == VERB_TAG
	           ? tags_put(d->store, name, a.id, a.n, NULL, err)
	           : tags_take(d->store, name, a.id, a.n, NULL, err);
}

bool
changes_note(struct desk *d, const struct order *o, struct err *err)
{
	struct str text = { 0 };
	int64_t id;
	bool changed, ok;

	if (!span_int(order_arg(o, 0), &id))
		return err_set(err, ERR_USAGE,
		    _("\"%.*s\" is no article's number"),
		    SPAN_ARG(span_head(order_arg(o, 0), 40)));
	text_read(&text, order_arg(o, 1));
	ok = notes_write(
	    d->store, id, str_span(&text), desk_now(), NULL, &changed, err);
	str_release(&text);
	return ok;
}
