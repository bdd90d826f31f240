/*
 * Whole texts and pictures ahead of need, so that they are there without a
 * network and the texts are found by a search.  Refreshes and people go first.
 */
#include "config.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/record.h"
#include "desk/rooms.h"

enum {
	AT_ONCE = 16,      /* of as many hosts; a host is asked one by one */
	GIVEN_UP_S = 1800, /* an errand whose desk has gone is taken again */
	AGAIN_S = 6 * 3600,
	PAUSE_MS = 50 /* between looks at the list */
};

struct ahead_wait {
	struct ahead_wait *next;
	int64_t seq;
};

bool
ahead_idle(const struct desk *d)
{
	return !d->ahead_wait;
}

/* Nothing is due and nothing under way: those who wait are told. */
static void
finished(struct desk *d)
{
	struct ahead_wait *w;

	if (d->errands)
		return;
	while ((w = d->ahead_wait)) {
		d->ahead_wait = w->next;
		event_done(d, w->seq);
		free(w);
	}
}

void
ahead_abandon(struct desk *d)
{
	struct ahead_wait *w;

	while ((w = d->ahead_wait)) {
		d->ahead_wait = w->next;
		free(w);
	}
}

static bool
take(struct desk *d, struct errand **list, size_t *n, struct err *err)
{
	int64_t now = desk_now();

	if (!store_begin(d->store, false, err))
		return false;
	if (errands_take(d->store, now, now + GIVEN_UP_S, AT_ONCE - d->errands,
	        list, n, err) &&
	    store_commit(d->store, err))
		return true;
	store_rollback(d->store);
	return false;
}

static void
event_ahead(struct desk *d)
{
	struct str line = { 0 };

	record_begin(&line, "ahead");
	record_int(
	    &line, errands_due(d->store, desk_now()) + (int64_t)d->errands);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

static bool
start(struct desk *d, const struct errand *e, struct err *err)
{
	return e->kind == ERRAND_PICTURES ? pictures_errand(d, e, err)
	                                  : fulltext_errand(d, e, err);
}

static void
on_turn(void *data)
{
	struct desk *d = data;
	struct errand *list = NULL;
	struct err err = { 0 };
	size_t n = 0;

	d->ahead_timer = 0;
	if (d->leaving || !refresh_idle(d) || d->errands >= AT_ONCE)
		return;
	if (!take(d, &list, &n, &err))
		log_line("%s", err.text);
	for (size_t i = 0; i < n; i++)
		if (!start(d, &list[i], &err))
			ahead_settle(d, list[i].article, list[i].kind, false);
	errands_free(list, n);
	event_ahead(d);
	if (!n)
		finished(d);
}

void
ahead_go(struct desk *d)
{
	if (!d->ahead_timer && !d->leaving)
		d->ahead_timer = loop_timer(d->loop, PAUSE_MS, on_turn, d);
}

void
ahead_settle(struct desk *d, int64_t article, enum errand_kind kind, bool again)
{
	struct err err = { 0 };
	bool ok = store_begin(d->store, false, &err);

	if (ok && again)
		ok = errands_retry(
		    d->store, article, kind, desk_now() + AGAIN_S, &err);
	else if (ok)
		ok = errands_drop(d->store, article, kind, &err);
	if (!ok || !store_commit(d->store, &err)) {
		store_rollback(d->store);
		log_line("%s", err.text);
	}
	ahead_go(d);
}

bool
ahead_order(struct desk *d, const struct order *o, struct err *err)
{
	struct ahead_wait *w = xcalloc(1, sizeof(*w));

	(void)err;
	w->seq = o->seq;
	w->next = d->ahead_wait;
	d->ahead_wait = w;
	ahead_go(d);
	return true;
}
