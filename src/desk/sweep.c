/*
 * Which feeds are asked, and when all of them have been.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/record.h"
#include "desk/rooms.h"

enum { LEASE_S = 3600, DUE_MIN_MS = 1000, DUE_MAX_MS = 60 * 1000 };

static void
tell_outage(struct desk *d, int64_t feeds)
{
	struct str line = { 0 };

	str_printf(&line,
	    P_("no server can be reached: is the network up? %lld feed is "
	       "asked again in a minute",
	        "no server can be reached: is the network up? %lld feeds are "
	        "asked again in a minute",
	        (unsigned long)feeds),
	    (long long)feeds);
	log_line("%s", str_z(&line));
	event_note(d, str_z(&line));
	str_release(&line);
}

/* A disk that is full is told of once, and not feed by feed. */
static void
tell_unstored(struct desk *d, const struct sweep *s)
{
	struct str line = { 0 };

	str_printf(&line,
	    P_("what %lld feed brought could not be kept: %s",
	        "what %lld feeds brought could not be kept: %s",
	        (unsigned long)s->unstored),
	    (long long)s->unstored, s->trouble.text);
	event_note(d, str_z(&line));
	str_release(&line);
}

void
sweep_drop(struct desk *d, struct sweep *s)
{
	struct sweep **at = &d->sweep;

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	free(s->reader);
	free(s);
}

static void
sweep_end(struct desk *d, struct sweep *s)
{
	struct err err = { 0 };
	struct str line = { 0 };

	if (s->spared)
		tell_outage(d, s->spared);
	if (s->unstored)
		tell_unstored(d, s);
	/* This commit is synced, and with it all that were made before. */
	if (s->seq && store_begin(d->store, true, &err) &&
	    store_ack(d->store, s->reader, s->seq, desk_now(), &err) &&
	    store_commit(d->store, &err)) {
		record_begin(&line, "done");
		record_int(&line, s->seq);
		record_int(&line, s->asked);
		record_int(&line, s->failed);
		record_int(&line, s->added);
		record_int(&line, s->spared);
		record_int(&line, s->held);
		record_int(&line, s->others);
		record_end(&line);
		event_line(d, &line);
		str_release(&line);
	} else if (s->seq) {
		store_rollback(d->store);
		event_failed(d, s->seq, err.text);
	}
	sweep_drop(d, s);
	ahead_go(d);
}

void
sweep_headed(struct desk *d, struct sweep *s)
{
	struct str line = { 0 };

	if (--s->heading || !s->seq)
		return;
	record_begin(&line, "headlines");
	record_int(&line, s->seq);
	record_int(&line, s->added);
	record_end(&line);
	event_line(d, &line);
	str_release(&line);
}

void
sweep_asked(struct desk *d, struct sweep *s)
{
	if (--s->waiting == 0)
		sweep_end(d, s);
}

/* What is left out is counted in s, unless that is NULL. */
static bool
lease_feeds(struct desk *d, const struct refresh_ask *ask,
    struct feed_due **due, size_t *n, struct sweep *s, struct err *err)
{
	char *section = ask->section.n ? span_dup(ask->section) : NULL;
	char *url = ask->url.n ? span_dup(ask->url) : NULL;
	size_t held = 0, others = 0;
	struct feed_lease lease = {
		.owner = d->owner,
		.now = desk_now(),
		.until = desk_now() + LEASE_S,
		.due_only = ask->due_only,
		.section = section,
		.url = url,
		.alive = owner_alive,
		.data = d,
		.max = FEEDS_MAX,
		.held = &held,
		.others = &others,
	};
	bool ok = feeds_lease(d->store, &lease, due, n, err);

	if (s) {
		s->held = (int64_t)held;
		s->others = (int64_t)others;
	}
	free(section);
	free(url);
	return ok;
}

/* Takes over what is due. */
static void
sweep_take(struct desk *d, struct sweep *s, struct feed_due *due, size_t n)
{
	d->total += (int64_t)n;
	for (size_t i = 0; i < n; i++)
		refresh_feed(d, s, &due[i]);
	free(due); /* the items have what was in it */
	event_progress(d);
}

void
sweep_listed(struct desk *d, struct sweep *s)
{
	struct refresh_ask ask = { .due_only = true };
	struct feed_due *due;
	struct err err = { 0 };
	size_t n;

	if (!subscribe_load(d, &err))
		log_line("%s", err.text);
	refresh_resubscribe(d);
	s->named = false;
	if (lease_feeds(d, &ask, &due, &n, NULL, &err))
		sweep_take(d, s, due, n);
	else
		log_line("%s", err.text);
}

bool
refresh_begin(struct desk *d, const struct refresh_ask *ask, struct err *err)
{
	struct sweep *s = xcalloc(1, sizeof(*s));
	struct feed_due *due;
	size_t n;

	if (!lease_feeds(d, ask, &due, &n, s, err)) {
		free(s);
		return false;
	}
	/* One that could not be taken, and is not on its way here. */
	if (n == 0 && ask->url.n && !refresh_has(d, ask->url) &&
	    feeds_find(d->store, ask->url)) {
		free(s);
		return err_set(err, ERR_BUSY, "%s",
		    _("another broadsheet is asking it just now"));
	}
	s->next = d->sweep;
	s->seq = ask->seq;
	s->named = ask->url.n > 0;
	s->reader = span_dup(ask->reader);
	d->sweep = s;
	sweep_take(d, s, due, n);
	if (n == 0)
		sweep_end(d, s);
	return true;
}

static void
on_due(void *data)
{
	struct desk *d = data;

	d->due_timer = 0;
	refresh_automatic(d);
}

void
refresh_automatic(struct desk *d)
{
	struct refresh_ask ask = { .due_only = true };
	struct err err = { 0 };
	int64_t next, wait_ms = DUE_MAX_MS;

	d->automatic = true;
	if (d->leaving)
		return;
	ahead_go(d);
	if (refresh_idle(d) && conf_bool(&d->conf.options, OPT_REFRESH) &&
	    !refresh_begin(d, &ask, &err))
		log_line("%s", err.text);
	next = feeds_next_due(d->store);
	if (next)
		wait_ms = (next - desk_now()) * 1000;
	if (wait_ms < DUE_MIN_MS)
		wait_ms = DUE_MIN_MS;
	if (wait_ms > DUE_MAX_MS) /* the clock may be set, feeds may come */
		wait_ms = DUE_MAX_MS;
	loop_timer_remove(d->loop, d->due_timer);
	d->due_timer = loop_timer(d->loop, wait_ms, on_due, d);
}
