/*
 * What many feeds bring is written in one transaction: a commit costs more
 * than the headlines of a feed, and the full-text index takes in a thousand
 * texts at once for a third of what it asks for each alone.
 */
#include "config.h"

#include "base/loop.h"
#include "desk/item.h"

/* So long others wait at most for the store, and headlines for the screen. */
enum { SOON_MS = 20, HEADS_MS = 100, TEXTS_MS = 400 };

/* After the transaction, from the loop: those who were in it go on. */
static void
on_stored(void *data)
{
	struct desk *d = data;
	struct err trouble = d->store_trouble;
	struct item *it;

	d->stored_timer = 0;
	while ((it = d->stored)) {
		d->stored = it->then;
		it->then = NULL;
		item_stored(it, trouble.code == ERR_NONE ? NULL : &trouble);
	}
	event_changed(d);
	store_checkpoint(d->store);
	typeset_go(d);
}

/* One transaction at a time has ended but is not told of yet: those who begin
 * the next are told of this one first. */
static void
on_ended(void *data, const struct err *err)
{
	struct desk *d = data;

	loop_timer_remove(d->loop, d->share_timer);
	d->share_timer = 0;
	d->store_trouble = err ? *err : (struct err){ 0 };
	d->stored = d->shared;
	d->shared = NULL;
	if (d->stored && !d->stored_timer)
		d->stored_timer = loop_timer(d->loop, 0, on_stored, d);
}

static void
on_time(void *data)
{
	struct desk *d = data;

	d->share_timer = 0;
	share_end(d);
}

void
share_end(struct desk *d)
{
	store_share_end(d->store);
}

bool
share_begin(struct desk *d, struct err *err)
{
	if (d->stored) {
		loop_timer_remove(d->loop, d->stored_timer);
		on_stored(d);
	}
	if (!d->shared)
		d->share_began = loop_now_ms();
	return store_share(d->store, on_ended, d, err) &&
	       store_savepoint(d->store, err);
}

void
share_part(struct item *it, bool ok)
{
	struct desk *d = it->desk;
	int64_t most = it->headed ? TEXTS_MS : HEADS_MS;
	int64_t left = d->share_began + most - loop_now_ms();

	store_savepoint_end(d->store, ok);
	if (ok) {
		it->then = d->shared;
		d->shared = it;
	}
	if (!pool_load(d->pool) && left > SOON_MS)
		left = d->busy ? SOON_MS : 0;
	loop_timer_remove(d->loop, d->share_timer);
	d->share_timer = loop_timer(d->loop, left > 0 ? left : 0, on_time, d);
}
