#include "config.h"

#include "base/i18n.h"
#include "base/log.h"
#include "base/url.h"
#include "base/when.h"
#include "desk/rooms.h"
#include "net/http.h"
#include "store/health.h"

enum {
	OUTAGE_S = 60,       /* until it is tried again */
	HOLD_SPREAD_S = 300, /* a host's feeds are asked so long after it was
	                        busy, and not all at once */
};

/* The next time: the person's wish, what the feed and its server ask for,
 * later after each failure.  A person who names a feed begins anew. */
static int64_t
next_due(struct desk *d, const struct outcome *o, int64_t now)
{
	struct http_rhythm ask = {
		.now = now,
		.every_s = conf_int(subscribe_options(d, o->sub), OPT_EVERY),
		.rhythm_s = o->error ? 0 : health_rhythm(d->store, o->due->id),
		.ttl_s = o->wish.ttl_s > 0 ? o->wish.ttl_s : 0,
		.skip_hours = o->wish.skip_hours,
		.skip_days = o->wish.skip_days,
		.fresh_s = o->fresh_s,
		.retry_after_s = o->retry_after_s,
		.failures = !o->error  ? 0
		            : o->named ? 1
		                       : o->due->failures + 1,
		.random = (uint32_t)o->due->id * 2654435761u ^ (uint32_t)now,
	};

	return http_next_due(&ask);
}

/* An address up to and with the slash that its path begins with; empty when
 * it is none of the web. */
static struct span
place_of(struct span url)
{
	size_t n = span_find(url, SPAN("://")) + 3;

	if (!url_is_web(url))
		return span_n(NULL, 0);
	return span_head(url, n + span_chr(span_from(url, n), '/') + 1);
}

static void
tell_hold(struct span place, int64_t until)
{
	struct str line = { 0 }, at = { 0 };

	url_redact(&line, place);
	when_local(&at, until, "%Y-%m-%d %H:%M");
	log_line(_("%s is busy: its feeds are paused until %s"), str_z(&line),
	    str_z(&at));
	str_release(&line);
	str_release(&at);
}

/* Where the busy host is, and, as the person wrote it, where the feed is. */
static bool
hold(struct desk *d, const struct outcome *o, int64_t until, struct err *err)
{
	struct span places[2] = { place_of(span_of(o->due->url)),
		place_of(o->place) };
	int64_t spread = until - desk_now();
	struct str from = { 0 }, at = { 0 };
	bool ok = true;

	if (spread > HOLD_SPREAD_S)
		spread = HOLD_SPREAD_S;
	url_origin(&from, places[0]);
	url_origin(&at, places[1]);
	tell_hold(places[1], until);
	/* A feed that was redirected says nothing of its own host. */
	if (span_eq(str_span(&from), str_span(&at)) &&
	    !span_eq(places[0], places[1]))
		ok = feeds_hold(d->store, places[0], until, spread, err);
	ok = ok && feeds_hold(d->store, places[1], until, spread, err);
	str_release(&from);
	str_release(&at);
	return ok;
}

bool
outcome_write(struct desk *d, const struct outcome *o, struct err *err)
{
	int64_t now = desk_now(), id = o->due->id;
	int64_t until = o->hold_s ? now + o->hold_s : 0;
	struct feed_outcome row;

	if (o->kind == OUTCOME_SPARED)
		return feeds_spare(
		    d->store, id, now + OUTAGE_S + id % OUTAGE_S, 0, err);
	if (o->kind == OUTCOME_HELD)
		return feeds_spare(d->store, id,
		    until + id * 7919 % HOLD_SPREAD_S, until, err);
	row = (struct feed_outcome){
		.id = id,
		.now = now,
		.next_due = next_due(d, o, now),
		.error = o->error,
		.remedy = o->remedy,
		.held_until = until,
		.wish = o->wish,
		.changed = o->changed,
		.have_validators = o->have_validators,
		.etag = o->etag,
		.last_modified = o->last_modified,
		.body_hash = o->body_hash,
		.moved_to = o->error ? span_n(NULL, 0) : o->moved,
		.stopped = o->gone,
		.bytes = o->bytes,
	};
	return feeds_outcome(d->store, &row, err) &&
	       (!until || hold(d, o, until, err));
}
