/*
 * What a person did is taken back, or done again; and unsubscribing, which
 * changes the feeds file and can be taken back as well.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "desk/rooms.h"

/* The feeds file as the deed left it, or as it was before. */
static bool
turn_file(struct desk *d, const struct change *c, bool redo, struct err *err)
{
	struct err gone = { 0 };

	if (c->kind != CHANGE_UNSUBSCRIBE)
		return true;
	if (!redo)
		return feedsfile_put_back(d->paths->feeds, c->before, err);
	if (feedsfile_remove(d->paths->feeds, c->after, &gone) ||
	    gone.code == ERR_GONE)
		return true;
	*err = gone;
	return false;
}

/* "Undone: 31 stories of World / Asia marked read; 2 had changed since". */
static void
say(struct desk *d, const struct order *o, const struct change *c, bool redo,
    int64_t changed)
{
	struct str text = { 0 };
	int64_t others = c->articles - changed;

	str_addz(&text, redo ? _("Done again: ") : _("Undone: "));
	change_describe(&text, c);
	if (c->articles && !changed)
		str_addz(&text, _("; but all of that has changed since"));
	else if (others > 0)
		str_printf(&text,
		    P_("; %lld had changed since", "; %lld had changed since",
		        (unsigned long)others),
		    (long long)others);
	event_said(d, o->seq, str_z(&text));
	str_release(&text);
}

static bool
ack(struct desk *d, const struct order *o, struct err *err)
{
	char *reader = span_dup(o->reader);
	bool ok = store_ack(d->store, reader, o->seq, desk_now(), err);

	free(reader);
	return ok;
}

/* The feeds file has changed under our hands. */
static bool
read_feeds(struct desk *d, struct err *err)
{
	if (!subscribe_load(d, err))
		return false;
	refresh_resubscribe(d);
	return true;
}

/* In a transaction: *c has id 0 when there is nothing. */
static bool
turn(struct desk *d, const struct order *o, struct arena *mem, bool redo,
    struct change *c, int64_t *changed, struct err *err)
{
	if (!journal_next(d->store, mem, redo, c, err))
		return false;
	if (!c->id)
		return err_set(err, ERR_GONE, "%s",
		    redo ? _("There is nothing to do again")
		         : _("There is nothing to undo"));
	return journal_turn(d->store, c, redo, desk_now(), changed, err) &&
	       ack(d, o, err) && turn_file(d, c, redo, err);
}

bool
undoing_order(struct desk *d, const struct order *o, struct err *err)
{
	bool redo = o->verb == VERB_REDO, ok;
	struct arena *mem;
	struct change c;
	int64_t changed = 0;

	if (!store_begin(d->store, true, err))
		return false;
	mem = arena_new();
	ok = turn(d, o, mem, redo, &c, &changed, err);
	if (!ok)
		store_rollback(d->store);
	ok = ok && store_commit(d->store, err) &&
	     (c.kind != CHANGE_UNSUBSCRIBE || read_feeds(d, err));
	if (ok) {
		say(d, o, &c, redo, changed);
		event_changed(d);
		store_checkpoint(d->store);
	}
	arena_free(mem);
	return ok;
}

static bool
unsubscribe(
    struct desk *d, const struct order *o, struct span title, struct err *err)
{
	struct span url = order_arg(o, 0);
	struct str taken = { 0 };
	struct change_new c = {
		.kind = CHANGE_UNSUBSCRIBE, .subject = title, .after = url
	};
	bool ok;

	if (!store_begin(d->store, true, err))
		return false;
	ok = feedsfile_take(d->paths->feeds, url, &taken, err);
	c.before = str_span(&taken);
	/* What cannot be written here cannot be undone, but it is done. */
	ok = ok && changes_journal(d, o, &c, err) && ack(d, o, err) &&
	     store_commit(d->store, err);
	if (!ok)
		store_rollback(d->store);
	str_release(&taken);
	return ok && read_feeds(d, err);
}

bool
undoing_unsubscribe(struct desk *d, const struct order *o, struct err *err)
{
	struct feed_rows *rows = feed_rows_load(d->store, err);
	const struct feed_row *f;
	struct str title = { 0 };
	bool ok;

	if (!rows)
		return false;
	f = feed_rows_find(rows, feeds_find(d->store, order_arg(o, 0)));
	if (f)
		str_add(&title, f->title);
	else
		url_redact(&title, order_arg(o, 0));
	feed_rows_free(rows);
	ok = unsubscribe(d, o, str_span(&title), err);
	str_release(&title);
	if (ok) {
		event_said(d, o->seq,
		    _("Unsubscribed; its articles stay in the archive"));
		event_changed(d);
	}
	return ok;
}
