#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/record.h"
#include "desk/rooms.h"
#include "net/http.h"
#include "store/health.h"

enum {
	LEASE_S = 3600,
	OUTCOMES_MS = 100, /* plain outcomes are written in bunches */
	PARSER_LOAD_MAX = 4 * 1024 * 1024, /* then downloads wait */
	OUTAGE_MIN = 3, /* feeds without an answer, and none with one */
	OUTAGE_S = 60,
	DUE_MIN_MS = 1000,
	DUE_MAX_MS = 60 * 1000
};

/* Feeds asked for by one order; the order is done when all are. */
struct sweep {
	struct sweep *next;
	char *reader;
	int64_t seq;
	size_t waiting;
	int64_t asked, failed, added, spared;
};

/*
 * One feed on its way: fetched, then parsed, then merged.  When its outcome
 * is known it is settled: written at once with its articles, or, when there
 * are none, with others.
 */
struct item {
	struct item *next, **link;
	struct desk *desk;
	struct sweep *sweep;
	struct feed_due due;
	const struct subscription *sub;
	int64_t fresh_s, retry_after_s, ttl_s; /* what they ask for */
	struct str etag, last_modified, hash;
	struct str moved; /* for good */
	char *cut;        /* why the download ended early, or NULL */
	int64_t max_bytes;
	int64_t bytes;
	struct str error; /* of the outcome; empty: well */
	bool settled, have_validators, gone;
	bool unreachable; /* settled when it is known whether others are */
	bool spared;      /* our network was down */
};

static void on_fetched(void *data, struct fetch_reply *reply);
static void on_parsed(
    void *data, const struct reply *reply, const struct err *err);

bool
refresh_idle(const struct desk *d)
{
	return !d->item && !d->sweep;
}

static void
item_free(struct item *it)
{
	*it->link = it->next;
	if (it->next)
		it->next->link = it->link;
	it->desk->items--;
	feed_due_release(&it->due);
	str_release(&it->etag);
	str_release(&it->last_modified);
	str_release(&it->hash);
	str_release(&it->moved);
	str_release(&it->error);
	free(it->cut);
	free(it);
}

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

static void
sweep_end(struct desk *d, struct sweep *s)
{
	struct sweep **at = &d->sweep;
	struct err err = { 0 };
	struct str line = { 0 };

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	if (s->spared)
		tell_outage(d, s->spared);
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
		record_end(&line);
		event_line(d, &line);
		str_release(&line);
	} else if (s->seq) {
		store_rollback(d->store);
		event_failed(d, s->seq, err.text);
	}
	free(s->reader);
	free(s);
	ahead_go(d);
}

/* The next time: the person's wish, what the feed and its server ask for,
 * later after each failure. */
static int64_t
next_due(const struct item *it, bool failed, int64_t now)
{
	struct http_rhythm ask = {
		.now = now,
		.every_s =
		    conf_int(subscribe_options(it->desk, it->sub), OPT_EVERY),
		.rhythm_s =
		    failed ? 0 : health_rhythm(it->desk->store, it->due.id),
		.ttl_s = it->ttl_s > 0 ? it->ttl_s : 0,
		.fresh_s = it->fresh_s,
		.retry_after_s = it->retry_after_s,
		.failures = failed ? it->due.failures + 1 : 0,
		.random = (uint32_t)it->due.id * 2654435761u ^ (uint32_t)now,
	};

	return http_next_due(&ask);
}

static bool
write_outcome(struct item *it, bool changed, struct err *err)
{
	int64_t now = desk_now();
	bool failed = it->error.n > 0;
	struct feed_outcome o;

	if (it->spared)
		return feeds_spare(it->desk->store, it->due.id,
		    now + OUTAGE_S + it->due.id % OUTAGE_S, err);
	o = (struct feed_outcome){
		.id = it->due.id,
		.now = now,
		.next_due = next_due(it, failed, now),
		.error = failed ? str_z(&it->error) : NULL,
		.changed = changed,
		.have_validators = it->have_validators,
		.etag = str_span(&it->etag),
		.last_modified = str_span(&it->last_modified),
		.body_hash = str_span(&it->hash),
		.moved_to = failed ? span_n(NULL, 0) : str_span(&it->moved),
		.stopped = it->gone,
		.bytes = it->bytes,
	};

	return feeds_outcome(it->desk->store, &o, err);
}

/* Passwords in addresses are not for the log. */
static void
log_failure(const struct item *it)
{
	struct str url = { 0 };

	url_redact(&url, span_of(it->due.url));
	log_line("%s: %s", str_z(&url), str_z(&it->error));
	str_release(&url);
}

/* Its outcome is in the store. */
static void
item_end(struct item *it)
{
	struct desk *d = it->desk;
	struct sweep *s = it->sweep;
	bool failed = it->error.n > 0;

	s->spared += it->spared;
	if (failed && !it->spared)
		log_failure(it);
	/* Once may be a slip. */
	else if (!failed && it->due.moved_to && it->moved.n &&
	         span_is(str_span(&it->moved), it->due.moved_to))
		moves_add(
		    d, it->due.id, span_of(it->due.url), str_span(&it->moved));
	d->asked++;
	d->failed += failed;
	s->asked++;
	s->failed += failed;
	event_progress(d);
	item_free(it);
	if (!d->item)
		moves_settle(d);
	if (--s->waiting == 0)
		sweep_end(d, s);
	if (refresh_idle(d)) {
		d->asked = d->total = d->failed = 0;
		d->reached = false;
	}
}

/* Whether a feed that nobody answered for has failed, or we are without a
 * network, is known when all have been asked. */
static bool
can_be_written(const struct item *it)
{
	return it->settled && (!it->unreachable || it->desk->busy == 0);
}

/* Writes what has settled without articles, in one transaction. */
static void
on_outcomes(void *data)
{
	struct desk *d = data;
	struct err err = { 0 };
	struct item *it, *next;
	bool ok, outage = !d->reached && d->held >= OUTAGE_MIN;

	d->outcome_timer = 0;
	ok = store_begin(d->store, false, &err);
	for (it = d->item; ok && it; it = it->next) {
		if (!can_be_written(it))
			continue;
		it->spared = outage && it->unreachable;
		ok = write_outcome(it, false, &err);
	}
	if (!ok || !store_commit(d->store, &err)) {
		store_rollback(d->store);
		log_line("%s", err.text);
		event_note(d, err.text);
	}
	event_changed(d);
	for (it = d->item; it; it = next) {
		next = it->next;
		if (!can_be_written(it))
			continue;
		d->held -= it->unreachable;
		item_end(it);
	}
}

/* At once when nothing more is to come with them. */
static void
write_soon(struct desk *d)
{
	if (d->outcome_timer && d->busy)
		return;
	loop_timer_remove(d->loop, d->outcome_timer);
	d->outcome_timer =
	    loop_timer(d->loop, d->busy ? OUTCOMES_MS : 0, on_outcomes, d);
}

static void
settle(struct item *it, const char *error)
{
	struct desk *d = it->desk;

	if (error)
		str_addz(&it->error, error);
	it->settled = true;
	d->held += it->unreachable;
	d->busy--;
	write_soon(d);
}

static bool
merge(struct item *it, struct span records, struct merge_result *result,
    struct err *err)
{
	struct desk *d = it->desk;
	const struct options *o = subscribe_options(d, it->sub);
	struct merge_ask ask = {
		.feed = it->due.id,
		.now = desk_now(),
		.tags = span_of(conf_string(o, OPT_TAGS)),
		.ahead = conf_int(o, OPT_AHEAD),
		.thin = conf_thin(o),
		.keep = subscribe_revisions(o),
		.reply = records,
	};

	if (!store_begin(d->store, false, err))
		return false;
	if (!merge_reply(d->store, &ask, result, err))
		goto fail;
	/* What was cut off may not be known as a feed any more. */
	if (it->cut)
		str_addz(&it->error, it->cut);
	else if (!result->is_feed)
		str_addz(&it->error,
		    _("this is no feed; \"broadsheet feeds add\" looks for "
		      "the feeds of a page"));
	it->have_validators = result->is_feed || it->cut;
	/* The whole of it must be read next time, even if it is what it was
	 * before this. */
	if (it->cut) {
		str_clear(&it->etag);
		str_clear(&it->last_modified);
		str_clear(&it->hash);
	}
	it->ttl_s = result->ttl_s;
	if (!write_outcome(
	        it, result->count.added + result->count.edited > 0, err))
		goto fail;
	return store_commit(d->store, err);
fail:
	store_rollback(d->store);
	return false;
}

/* Nobody should wonder where a hundred articles came from, or went. */
static void
tell_flood(const struct item *it, int64_t held)
{
	struct str url = { 0 }, line = { 0 };

	url_redact(&url, span_of(it->due.url));
	str_printf(&line,
	    P_("%s: %lld article older than all it had came in, marked read",
	        "%s: %lld articles older than all it had came in, marked read",
	        (unsigned long)held),
	    str_z(&url), (long long)held);
	log_line("%s", str_z(&line));
	event_note(it->desk, str_z(&line));
	str_release(&url);
	str_release(&line);
}

static void
on_parsed(void *data, const struct reply *reply, const struct err *err)
{
	struct item *it = data;
	struct desk *d = it->desk;
	struct merge_result result = { 0 };
	struct err merge_err = { 0 };

	fetch_pause(d->fetch, pool_load(d->pool) > PARSER_LOAD_MAX);
	if (!reply || reply->kind != REPLY_OK) {
		char *sentence = reply ? span_dup(reply->text) : NULL;

		settle(it, sentence ? sentence : err->text);
		free(sentence);
		return;
	}
	if (reply->bytes != UNPACK_WHOLE && !it->cut) {
		asking_fault(&merge_err, reply->bytes, span_of(it->due.url),
		    it->max_bytes);
		it->cut = xstrdup(merge_err.text);
	}
	if (!reply->text.n) { /* nothing could be unpacked */
		settle(it, it->cut);
		return;
	}
	if (!merge(it, reply->text, &result, &merge_err)) {
		str_clear(&it->error);
		it->have_validators = false;
		settle(it, merge_err.text);
		return;
	}
	it->sweep->added += result.count.added;
	if (result.count.held)
		tell_flood(it, result.count.held);
	if (--d->busy == 0 && (d->outcome_timer || d->held))
		write_soon(d); /* it was waited for */
	if (result.count.added + result.count.edited > 0) {
		d->index_waits = true;
		event_changed(d);
	}
	store_checkpoint(d->store);
	item_end(it);
}

/* The same bytes as last time need no parser, whatever the server says. */
static bool
is_unchanged(struct item *it, const struct fetch_reply *reply)
{
	if (reply->not_modified)
		return true;
	str_clear(&it->hash);
	str_printf(&it->hash, "%016llx-%zu",
	    (unsigned long long)span_fingerprint(str_span(&reply->body)),
	    reply->body.n);
	return it->due.body_hash && reply->err.code == ERR_NONE &&
	       span_is(str_span(&it->hash), it->due.body_hash);
}

static void
keep_validators(struct item *it, const struct fetch_reply *reply)
{
	str_add(&it->etag, str_span(&reply->etag));
	str_add(&it->last_modified, str_span(&reply->last_modified));
	it->fresh_s = reply->fresh_s;
	it->retry_after_s = reply->retry_after_s;
	it->bytes = reply->wire_bytes;
	it->gone = reply->status == HTTP_GONE;
	str_add(&it->moved, str_span(&reply->permanent_url));
}

static void
on_fetched(void *data, struct fetch_reply *reply)
{
	struct item *it = data;
	struct desk *d = it->desk;
	bool failed = reply->err.code != ERR_NONE;
	struct job job = {
		.kind = JOB_FEED,
		.url = str_span(&reply->url),
		.content_type = str_span(&reply->content_type),
		.coding = str_span(&reply->coding),
		.max_bytes = it->max_bytes,
		.truncated = failed,
		.brief = true, /* the store keeps documents */
		.body = str_span(&reply->body),
	};

	keep_validators(it, reply);
	it->unreachable = reply->unreachable && !reply->refused;
	if (it->due.source == SOURCE_WEB && !it->unreachable)
		d->reached = true;
	if (failed && !reply->body.n) {
		settle(it, reply->err.text);
		return;
	}
	if (is_unchanged(it, reply)) {
		settle(it, NULL);
		return;
	}
	if (failed)
		it->cut = xstrdup(reply->err.text);
	pool_run(d->pool, &job, on_parsed, it);
	fetch_pause(d->fetch, pool_load(d->pool) > PARSER_LOAD_MAX);
}

static void
item_start(struct desk *d, struct sweep *s, const struct feed_due *due)
{
	struct item *it = xcalloc(1, sizeof(*it));
	struct asking ask;

	it->desk = d;
	it->sweep = s;
	it->due = *due;
	it->fresh_s = it->ttl_s = -1;
	it->sub = subscribe_find(d, span_of(due->url));
	it->max_bytes = conf_int(subscribe_options(d, it->sub), OPT_MAX_SIZE);
	it->next = d->item;
	it->link = &d->item;
	if (it->next)
		it->next->link = &it->next;
	d->item = it;
	d->items++;
	d->busy++;
	s->waiting++;
	ask = (struct asking){
		.source = (enum source_kind)due->source,
		.url = span_of(due->url),
		.etag = span_of(due->etag),
		.last_modified = span_of(due->last_modified),
		.options = subscribe_options(d, it->sub),
		.command = it->sub ? it->sub->command : span_n(NULL, 0),
	};
	asking_start(d, &ask, on_fetched, it);
}

/* A feed that could not be taken, and is not on its way here. */
static bool
is_asked_elsewhere(const struct desk *d, struct span url)
{
	for (const struct item *it = d->item; it; it = it->next)
		if (span_is(url, it->due.url))
			return false;
	return url.n && feeds_find(d->store, url);
}

bool
refresh_begin(struct desk *d, const struct refresh_ask *ask, struct err *err)
{
	struct sweep *s;
	struct feed_due *due;
	size_t n;
	char *section = ask->section.n ? span_dup(ask->section) : NULL;
	char *url = ask->url.n ? span_dup(ask->url) : NULL;
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
	};
	bool ok = feeds_lease(d->store, &lease, &due, &n, err);

	free(section);
	free(url);
	if (!ok)
		return false;
	if (n == 0 && is_asked_elsewhere(d, ask->url))
		return err_set(err, ERR_BUSY, "%s",
		    _("another broadsheet is asking it just now"));
	s = xcalloc(1, sizeof(*s));
	s->next = d->sweep;
	s->seq = ask->seq;
	s->reader = span_dup(ask->reader);
	d->sweep = s;
	d->total += (int64_t)n;
	for (size_t i = 0; i < n; i++)
		item_start(d, s, &due[i]);
	free(due); /* the items have what was in it */
	event_progress(d);
	if (n == 0)
		sweep_end(d, s);
	return true;
}

void
refresh_resubscribe(struct desk *d)
{
	for (struct item *it = d->item; it; it = it->next)
		it->sub = subscribe_find(d, span_of(it->due.url));
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

void
refresh_abandon(struct desk *d)
{
	struct err err = { 0 };
	struct sweep *s;

	if (!feeds_unlease(d->store, d->owner, &err))
		log_line("%s", err.text);
	while (d->item)
		item_free(d->item);
	d->busy = 0;
	while ((s = d->sweep)) {
		d->sweep = s->next;
		free(s->reader);
		free(s);
	}
}
