/*
 * The texts of articles whose headlines are in the store: documents are made
 * of them when no headline is waited for, those that a person has opened
 * first.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "desk/item.h"

/* QUIET_MS: no answer came for so long, although some are still to come. */
enum { QUIET_MS = 50 };

/* An order for the text of an article. */
struct text_wait {
	struct text_wait *next;
	int64_t seq, article, feed;
};

static void on_texts(
    void *data, const struct reply *reply, const struct err *err);

/* "0-3,7": the places of what is pending. */
static void
write_places(struct str *out, const struct item *it)
{
	size_t end;

	for (size_t i = 0; i < it->pending_n; i = end) {
		int first = it->pending[i].place, last = first;

		for (end = i + 1;
		     end < it->pending_n && it->pending[end].place == last + 1;
		     end++)
			last++;
		str_printf(out, "%s%d", out->n ? "," : "", first);
		if (last > first)
			str_printf(out, "-%d", last);
	}
}

static void
start(struct item *it)
{
	struct desk *d = it->desk;
	struct str places = { 0 };
	struct err err = { 0 };
	struct job job = {
		.kind = JOB_FEED,
		.url = str_span(&it->url),
		.content_type = str_span(&it->content_type),
		.coding = str_span(&it->coding),
		.max_bytes = it->max_bytes,
		.truncated = it->cut != NULL,
		.brief = true, /* the store keeps documents */
	};

	if (!rest_take(&d->resting, &it->rest, &it->body)) {
		err_set(&err, ERR_SYSTEM,
		    _("what was fetched could not be read back"));
		item_unstored(it, &err);
		return;
	}
	write_places(&places, it);
	job.places = str_span(&places);
	job.body = str_span(&it->body);
	d->texts++;
	pool_run(d->pool, &job, on_texts, it);
	str_release(&places);
}

static struct item *
take_first(struct desk *d)
{
	struct item **at = &d->typeset, *it;

	for (struct item **p = at; *p; p = &(*p)->then)
		if ((*p)->urgent) {
			at = p;
			break;
		}
	it = *at;
	*at = it->then;
	if (!it->then)
		d->typeset_end = at;
	it->then = NULL;
	return it;
}

static void
on_quiet(void *data)
{
	struct desk *d = data;

	d->typeset_timer = 0;
	typeset_go(d);
}

/* Headlines go first: those that parsers have, and those that servers are
 * about to send. */
static bool
may_set(struct desk *d)
{
	int64_t left = d->answered_ms + QUIET_MS - loop_now_ms();

	if (d->urgent || rest_is_full(&d->resting))
		return true;
	if (d->heads)
		return false;
	if (!d->busy || left <= 0)
		return true;
	if (!d->typeset_timer)
		d->typeset_timer = loop_timer(d->loop, left, on_quiet, d);
	return false;
}

void
typeset_go(struct desk *d)
{
	/* One more than there are parsers, so that none is ever idle. */
	size_t most = (size_t)conf_int(&d->conf.options, OPT_PARSERS) + 1;

	while (d->typeset && d->texts < most && may_set(d)) {
		struct item *it = take_first(d);

		d->urgent -= it->urgent;
		start(it);
	}
}

void
typeset_add(struct item *it)
{
	struct desk *d = it->desk;

	rest_put(&d->resting, &it->rest, &it->body, d->paths->store);
	it->then = NULL;
	if (!d->typeset)
		d->typeset_end = &d->typeset;
	*d->typeset_end = it;
	d->typeset_end = &it->then;
	for (struct text_wait *w = d->text_wait; w; w = w->next)
		it->urgent = it->urgent || w->feed == it->due.id;
	d->urgent += it->urgent;
	refresh_pace(d);
}

static bool
merge(struct item *it, struct span records, struct err *err)
{
	struct desk *d = it->desk;
	struct merge_result result = { 0 };
	struct merge_ask ask;
	bool ok;

	item_merge_ask(it, &ask);
	ask.reply = records;
	ask.pending = it->pending;
	ask.pending_n = it->pending_n;
	if (!share_begin(d, err))
		return false;
	ok = merge_texts(d->store, &ask, &result, err);
	it->changed = it->changed || result.count.edited > 0;
	free(it->pending);
	it->pending = NULL;
	ok = ok && item_outcome(it, err);
	share_part(it, ok);
	d->index_waits = d->index_waits || (ok && result.count.edited > 0);
	return ok;
}

static void
on_texts(void *data, const struct reply *reply, const struct err *err)
{
	struct item *it = data;
	struct desk *d = it->desk;
	struct err why = { 0 };
	bool ok = reply && reply->kind == REPLY_OK;

	d->texts--;
	str_release(&it->body);
	if (!ok)
		err_set(&why, ERR_FORMAT, "%.*s",
		    SPAN_ARG(reply ? reply->text : span_of(err->text)));
	/* Its headlines stay; it will be read again. */
	if (!ok || !merge(it, reply->text, &why))
		item_unstored(it, &why);
	refresh_pace(d);
	typeset_go(d);
}

/* ---- a person waits ----------------------------------------------------- */

static void
hurry(struct desk *d, int64_t feed)
{
	for (struct item *it = d->typeset; it; it = it->then)
		if (it->due.id == feed && !it->urgent) {
			it->urgent = true;
			d->urgent++;
		}
	typeset_go(d);
}

static bool
is_on_its_way(const struct desk *d, int64_t feed)
{
	for (const struct item *it = d->item; it; it = it->next)
		if (it->due.id == feed)
			return true;
	return false;
}

static void
wait_for(struct desk *d, const struct order *o, const struct article *a)
{
	struct text_wait *w = xcalloc(1, sizeof(*w));

	w->seq = o->seq;
	w->article = a->id;
	w->feed = a->feed;
	w->next = d->text_wait;
	d->text_wait = w;
}

/* What the feed has not told of the article now it will not tell. */
static void
give_up(struct desk *d, int64_t article)
{
	struct err err = { 0 };

	if (!store_begin(d->store, false, &err))
		return;
	if (!articles_unset(d->store, article, &err) ||
	    !store_commit(d->store, &err))
		store_rollback(d->store);
	event_changed(d);
}

bool
typeset_order(struct desk *d, const struct order *o, struct err *err)
{
	struct refresh_ask ask = { .reader = o->reader };
	struct article *a;
	int64_t id;
	bool ok = true;

	if (!span_int(order_arg(o, 0), &id))
		return err_set(
		    err, ERR_USAGE, _("an article's number is missing"));
	a = article_load(d->store, id, err);
	if (!a)
		return false;
	ask.url = a->feed_url;
	if (!a->unset) {
		event_done(d, o->seq);
	} else if (is_on_its_way(d, a->feed)) {
		wait_for(d, o, a);
		hurry(d, a->feed);
	} else if (!subscribe_find(d, a->feed_url)) {
		give_up(d, a->id);
		event_done(d, o->seq);
	} else {
		/* Who fetched the headlines has gone before the texts. */
		ok = refresh_begin(d, &ask, err);
		if (ok)
			wait_for(d, o, a);
	}
	article_free(a);
	return ok;
}

void
typeset_told(struct desk *d, int64_t feed)
{
	struct text_wait **at = &d->text_wait, *w;

	while ((w = *at)) {
		if (w->feed != feed) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		give_up(d, w->article);
		event_done(d, w->seq);
		free(w);
	}
}

void
typeset_abandon(struct desk *d)
{
	struct text_wait *w;

	while ((w = d->text_wait)) {
		d->text_wait = w->next;
		free(w);
	}
	d->typeset = NULL;
}
