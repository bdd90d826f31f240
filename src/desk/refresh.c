#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/record.h"
#include "base/url.h"
#include "desk/item.h"
#include "net/http.h"

enum {
	OUTCOMES_MS = 100, /* plain outcomes are written in bunches */
	PARSER_LOAD_MAX = 2 * 1024 * 1024, /* then downloads wait */
	OUTAGE_MIN = 3 /* feeds without an answer, and none with one */
};

static void on_fetched(void *data, struct fetch_reply *reply);

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
	str_release(&it->body);
	str_release(&it->url);
	str_release(&it->content_type);
	str_release(&it->coding);
	rest_drop(&it->desk->resting, &it->rest);
	free(it->pending);
	free(it->cut);
	free(it);
}

bool
item_outcome(struct item *it, struct err *err)
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
		.changed = it->changed,
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

/* Nobody waits for its headlines any more. */
static void
headed(struct item *it)
{
	struct desk *d = it->desk;

	if (it->headed)
		return;
	it->headed = true;
	d->asked++;
	event_progress(d);
	sweep_headed(d, it->sweep);
}

/* One line of the log of a refresh. */
static void
tell_asked(const struct item *it)
{
	bool failed = it->error.n > 0;
	struct str line = { 0 };

	record_begin(&line, "asked");
	record_int(&line, it->due.id);
	record_z(&line, it->spared ? "spared"
	                : it->held ? "held"
	                : failed   ? "failed"
	                : it->same ? "same"
	                           : "read");
	record_int(&line, it->added);
	record_int(&line, it->bytes);
	record_z(&line, failed ? str_z(&it->error) : "");
	record_end(&line);
	event_line(it->desk, &line);
	str_release(&line);
}

void
item_end(struct item *it)
{
	struct desk *d = it->desk;
	struct sweep *s = it->sweep;
	bool failed = it->error.n > 0, listed = it->listed;
	int64_t feed = it->due.id;

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
	tell_asked(it);
	d->failed += failed;
	s->asked++;
	s->failed += failed;
	headed(it);
	item_free(it);
	typeset_told(d, feed);
	if (listed)
		sweep_listed(d, s);
	if (!d->item)
		moves_settle(d);
	sweep_asked(d, s);
	if (refresh_idle(d)) {
		d->asked = d->total = d->failed = 0;
		d->reached = false;
		/* Headlines whose texts did not come go in as they are. */
		d->index_waits = true;
		mem_give_back();
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
		ok = item_outcome(it, &err);
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

void
item_settle(struct item *it, const char *error)
{
	struct desk *d = it->desk;

	if (error)
		str_addz(&it->error, error);
	it->settled = true;
	d->held += it->unreachable;
	d->busy -= !it->headed;
	write_soon(d);
}

void
item_merge_ask(const struct item *it, struct merge_ask *ask)
{
	const struct options *o = subscribe_options(it->desk, it->sub);

	*ask = (struct merge_ask){
		.feed = it->due.id,
		.now = desk_now(),
		.options = o,
		.ahead = conf_int(o, OPT_AHEAD),
	};
}

void
item_unstored(struct item *it, const struct err *err)
{
	/* Of a store in trouble: that is no fault of the feed's. */
	it->unstored = err->code != ERR_FORMAT;
	if (it->unstored)
		it->sweep->trouble = *err;
	str_clear(&it->error);
	it->have_validators = it->changed = false;
	item_settle(it, err->text);
}

void
item_stored(struct item *it, const struct err *err)
{
	struct desk *d = it->desk;

	if (err) {
		item_unstored(it, err);
		return;
	}
	if (!it->headed && --d->busy == 0 && (d->outcome_timer || d->held))
		write_soon(d); /* it was waited for */
	if (!it->pending) {
		item_end(it);
		return;
	}
	headed(it);
	typeset_add(it);
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

/* What a parser needs, now and for the texts later. */
static void
keep_answer(struct item *it, struct fetch_reply *reply)
{
	it->url = reply->url;
	it->content_type = reply->content_type;
	it->coding = reply->coding;
	it->body = reply->body;
	reply->url = reply->content_type = (struct str){ 0 };
	reply->coding = reply->body = (struct str){ 0 };
}

static void
read_answer(struct item *it)
{
	struct desk *d = it->desk;
	bool list = it->due.source == SOURCE_OPML;
	struct job job = {
		.kind = list ? JOB_OPML : JOB_HEADS,
		.url = str_span(&it->url),
		.content_type = str_span(&it->content_type),
		.coding = str_span(&it->coding),
		.max_bytes = it->max_bytes,
		.truncated = it->cut != NULL,
		.body = str_span(&it->body),
	};

	d->heads++;
	d->answered_ms = loop_now_ms();
	pool_run(d->pool, &job, heads_take, it);
	refresh_pace(d);
}

static void
on_fetched(void *data, struct fetch_reply *reply)
{
	struct item *it = data;
	struct desk *d = it->desk;
	bool failed = reply->err.code != ERR_NONE;

	keep_validators(it, reply);
	it->unreachable = reply->unreachable && !reply->refused;
	if (it->due.source != SOURCE_FILE && it->due.source != SOURCE_EXEC &&
	    !it->unreachable)
		d->reached = true;
	if (failed && !reply->body.n) {
		item_settle(it, it->held ? NULL : reply->err.text);
		return;
	}
	it->same = is_unchanged(it, reply);
	if (it->same) {
		item_settle(it, NULL);
		return;
	}
	if (failed)
		it->cut = xstrdup(reply->err.text);
	keep_answer(it, reply);
	read_answer(it);
}

void
refresh_pace(struct desk *d)
{
	fetch_pause(d->fetch,
	    pool_load(d->pool) > PARSER_LOAD_MAX || rest_is_full(&d->resting));
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
	s->heading++;
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

	share_end(d);
	d->stored = NULL;
	loop_timer_remove(d->loop, d->stored_timer);
	if (!feeds_unlease(d->store, d->owner, &err))
		log_line("%s", err.text);
	while (d->item)
		item_free(d->item);
	d->busy = 0;
	while (d->sweep)
		sweep_drop(d, d->sweep);
}
