#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "desk/rooms.h"

/* What an order does.  TX: inside the transaction that also keeps its
 * number; OWN_TX: it has one of its own, which does; LATER: it is answered when
 * its work has ended. */
enum when_done { TX, OWN_TX, AT_ONCE, LATER };

typedef bool order_fn(struct desk *d, const struct order *o, struct err *err);

struct carrier {
	order_fn *run;
	enum when_done when;
};

/* The order's readers are named by strings in the store. */
static char *
reader_name(const struct order *o)
{
	return span_dup(o->reader);
}

static bool
run_refresh(struct desk *d, const struct order *o, struct err *err)
{
	struct refresh_ask ask = { .reader = o->reader, .seq = o->seq };
	struct span what = order_arg(o, 0);

	if (span_is(what, "due"))
		ask.due_only = true;
	else if (span_is(what, "section") && o->args == 2)
		ask.section = order_arg(o, 1);
	else if (span_is(what, "feed") && o->args == 2)
		ask.url = order_arg(o, 1);
	else if (!span_is(what, "all"))
		return err_set(err, ERR_USAGE,
		    _("a refresh is all, due, auto, section PATH or feed "
		      "URL"));
	return refresh_begin(d, &ask, err);
}

static bool
run_reload(struct desk *d, const struct order *o, struct err *err)
{
	(void)o;
	if (!subscribe_load(d, err))
		return false;
	refresh_resubscribe(d);
	event_changed(d);
	return true;
}

static const struct carrier carriers[VERB_COUNT] = {
	[VERB_MARK] = { changes_mark, TX },
	[VERB_READALL] = { changes_readall, TX },
	[VERB_TAG] = { changes_tag, TX },
	[VERB_UNTAG] = { changes_tag, TX },
	[VERB_NOTE] = { changes_note, TX },
	[VERB_UNDO] = { undoing_order, OWN_TX },
	[VERB_REDO] = { undoing_order, OWN_TX },
	[VERB_PURGE] = { retaining_purge, AT_ONCE },
	[VERB_UNSUBSCRIBE] = { undoing_unsubscribe, OWN_TX },
	[VERB_REFRESH] = { run_refresh, LATER },
	[VERB_TEXT] = { typeset_order, LATER },
	[VERB_FULLTEXT] = { fulltext_order, LATER },
	[VERB_PICTURE] = { pictures_order, LATER },
	[VERB_AHEAD] = { ahead_order, LATER },
	[VERB_DISCOVER] = { discover_order, LATER },
	[VERB_BACK] = { back_order, LATER },
	[VERB_IMPORT] = { importing_order, LATER },
	[VERB_PREVIEW] = { pages_preview, LATER },
	[VERB_PAGE] = { pages_print, LATER },
	[VERB_MOVE] = { moves_order, AT_ONCE },
	[VERB_RELOAD] = { run_reload, AT_ONCE },
};

/* Marks that came together are one transaction and one fsync; they are
 * answered after the commit. */
struct bunch {
	int64_t *seq;
	size_t n, cap;
	bool open;
};

static void
bunch_close(struct desk *d, struct bunch *b)
{
	struct err err = { 0 };
	bool ok;

	if (!b->open)
		return;
	b->open = false;
	ok = store_commit(d->store, &err);
	for (size_t i = 0; i < b->n; i++)
		if (ok)
			event_done(d, b->seq[i]);
		else
			event_failed(d, b->seq[i], err.text);
	b->n = 0;
	event_changed(d);
	store_checkpoint(d->store);
}

/* The disk has undone all that came with it. */
static void
bunch_lost(struct desk *d, struct bunch *b, const struct err *err)
{
	for (size_t i = 0; i < b->n; i++)
		event_failed(d, b->seq[i], err->text);
	b->n = 0;
	b->open = false;
}

static bool
carry_in_bunch(struct desk *d, struct bunch *b, const struct order *o,
    order_fn *run, struct err *err)
{
	char *reader;
	bool ok;

	if (!b->open && !store_begin(d->store, true, err))
		return false;
	b->open = true;
	/* Each order alone: a bad one undoes nothing of the others. */
	if (!store_savepoint(d->store, err)) {
		if (!store_in_transaction(d->store))
			bunch_lost(d, b, err);
		return false;
	}
	reader = reader_name(o);
	ok = run(d, o, err) &&
	     store_ack(d->store, reader, o->seq, desk_now(), err);
	free(reader);
	store_savepoint_end(d->store, ok);
	if (!store_in_transaction(d->store))
		bunch_lost(d, b, err);
	if (!ok)
		return false;
	vec_room(&b->seq, b->n, &b->cap);
	b->seq[b->n++] = o->seq;
	return true;
}

static bool
is_repeated(struct desk *d, const struct order *o)
{
	char *reader = reader_name(o);
	bool repeated = o->seq <= store_acked(d->store, reader);

	free(reader);
	return repeated;
}

static void
carry_out(struct desk *d, struct bunch *b, const struct order *o)
{
	const struct carrier *c = &carriers[o->verb];
	struct err err = { 0 };
	bool ok;

	if (o->verb == VERB_REFRESH && span_is(order_arg(o, 0), "auto")) {
		refresh_automatic(d);
		retaining_wake(d);
		event_done(d, o->seq);
		return;
	}
	if ((c->when == TX || c->when == OWN_TX) && is_repeated(d, o)) {
		event_done(d, o->seq);
		return;
	}
	if (c->when == TX) {
		ok = carry_in_bunch(d, b, o, c->run, &err);
	} else {
		bunch_close(d, b); /* orders keep their order */
		ok = c->run(d, o, &err);
	}
	if (!ok)
		event_failed(d, o->seq, err.text);
	else if (c->when == AT_ONCE || c->when == OWN_TX)
		event_done(d, o->seq);
}

void
orders_take(struct desk *d)
{
	struct span rest = str_span(&d->in);
	struct order o = { 0 };
	struct bunch b = { 0 };
	struct err err;

	while (span_chr(rest, '\n') < rest.n) {
		struct span line = span_cut(&rest, '\n');

		if (!span_trim(line).n)
			continue;
		err = (struct err){ 0 };
		if (order_read(&o, line, &err))
			carry_out(d, &b, &o);
		else
			event_failed(d, o.seq, err.text);
	}
	bunch_close(d, &b);
	free(b.seq);
	order_release(&o);
	str_drop(&d->in, d->in.n - rest.n);
}
