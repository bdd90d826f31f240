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

enum {
	OUTCOMES_MS = 100, /* plain outcomes are written in bunches */
	PARSER_LOAD_MAX = 4 * 1024 * 1024, /* then downloads wait */
	OUTAGE_MIN = 3 /* feeds without an answer, and none with one */
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
	int64_t fresh_s, retry_after_s, hold_s; /* what they ask for */
	struct str etag, last_modified, hash;
	struct str moved;   /* for good */
	struct str place;   /* of the host that is busy */
	char *cut;          /* why the download ended early, or NULL */
	const char *remedy; /* of what is wrong, or NULL */
	int64_t max_bytes;
	int64_t bytes;
	struct str error; /* of the outcome; empty: well */
	bool settled, have_validators, gone;
	bool unreachable; /* settled when it is known whether others are */
	bool spared;      /* our network was down */
	bool unstored;    /* the store could not take what it brought */
	bool held;        /* its host is busy: it was not asked */
	bool named;       /* by a person */
	bool listed;      /* a list, and it may name other feeds now */
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
	str_release(&it->place);
	str_release(&it->error);
	free(it->cut);
	free(it);
}

static bool
write_outcome(struct item *it, bool changed, struct err *err)
{
	bool failed = it->error.n > 0;
	struct outcome o = {
		.kind = it->spared || it->unstored ? OUTCOME_SPARED
		        : it->held                 ? OUTCOME_HELD
		                                   : OUTCOME_ANSWERED,
		.due = &it->due,
		.sub = it->sub,
		.error = failed ? str_z(&it->error) : NULL,
		.remedy = it->remedy,
		.wish = it->due.wish,
		.fresh_s = it->fresh_s,
		.retry_after_s = it->retry_after_s,
		.hold_s = it->hold_s,
		.place = str_span(&it->place),
		.named = it->named,
		.changed = changed,
		.have_validators = it->have_validators,
		.gone = it->gone,
		.etag = str_span(&it->etag),
		.last_modified = str_span(&it->last_modified),
		.body_hash = str_span(&it->hash),
		.moved = str_span(&it->moved),
		.bytes = it->bytes,
	};

	return outcome_write(it->desk, &o, err);
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
	bool failed = it->error.n > 0, listed = it->listed;

	s->spared += it->spared;
	s->held += it->held;
	s->unstored += it->unstored;
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
	if (listed)
		sweep_listed(d, s);
	if (!d->item)
		moves_settle(d);
	sweep_asked(d, s);
	if (refresh_idle(d)) {
		d->asked = d->total = d->failed = 0;
		d->reached = false;
		retaining_wake(d);
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
		.options = o,
		.ahead = conf_int(o, OPT_AHEAD),
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
	if (result->is_feed && !it->cut)
		it->due.wish = result->wish;
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

/* What is left of a list that was cut off takes nothing away. */
static void
take_list(struct item *it, struct span records)
{
	struct err err = { 0 };
	bool ok = !it->cut && lists_take(it->desk, it->due.id, records, &err);

	it->listed = it->have_validators = ok;
	settle(it, ok ? NULL : it->cut ? it->cut : err.text);
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

		/* Of what was cut off a parser may make nothing. */
		settle(it, it->cut ? it->cut : sentence ? sentence : err->text);
		free(sentence);
		return;
	}
	if (reply->bytes != UNPACK_WHOLE && !it->cut) {
		it->remedy = asking_fault(&merge_err, reply->bytes,
		    span_of(it->due.url), it->max_bytes);
		it->cut = xstrdup(merge_err.text);
	}
	if (!reply->text.n) { /* nothing could be unpacked */
		settle(it, it->cut);
		return;
	}
	if (it->due.source == SOURCE_OPML) {
		take_list(it, reply->text);
		return;
	}
	if (!merge(it, reply->text, &result, &merge_err)) {
		/* That is no fault of the feed's. */
		it->unstored = merge_err.code != ERR_FORMAT;
		if (it->unstored)
			it->sweep->trouble = merge_err;
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
	it->hold_s = reply->hold_s;
	it->remedy = reply->err.code == ERR_NONE ? NULL : reply->remedy;
	it->held = reply->busy && !reply->status;
	if (reply->busy)
		str_add(&it->place, str_span(&reply->url));
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
		.kind = it->due.source == SOURCE_OPML ? JOB_OPML : JOB_FEED,
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
	if (it->due.source != SOURCE_FILE && it->due.source != SOURCE_EXEC &&
	    !it->unreachable)
		d->reached = true;
	if (failed && !reply->body.n) {
		settle(it, it->held ? NULL : reply->err.text);
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

void
refresh_feed(struct desk *d, struct sweep *s, const struct feed_due *due)
{
	struct item *it = xcalloc(1, sizeof(*it));
	struct asking ask;

	it->desk = d;
	it->sweep = s;
	it->due = *due;
	it->fresh_s = -1;
	it->named = s->named;
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
		.from_content = it->sub && it->sub->listed,
		.now = it->named,
	};
	asking_start(d, &ask, on_fetched, it);
}

bool
refresh_has(const struct desk *d, struct span url)
{
	for (const struct item *it = d->item; it; it = it->next)
		if (span_is(url, it->due.url))
			return true;
	return false;
}

void
refresh_resubscribe(struct desk *d)
{
	for (struct item *it = d->item; it; it = it->next)
		it->sub = subscribe_find(d, span_of(it->due.url));
}

void
refresh_abandon(struct desk *d)
{
	struct err err = { 0 };

	if (!feeds_unlease(d->store, d->owner, &err))
		log_line("%s", err.text);
	while (d->item)
		item_free(d->item);
	d->busy = 0;
	while (d->sweep)
		sweep_drop(d, d->sweep);
}
