#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "desk/rooms.h"

/* No order waits for one. */
bool
visits_idle(const struct desk *d)
{
	for (const struct visit *v = d->visit; v; v = v->next)
		if (v->seq)
			return false;
	return true;
}

struct visit *
visit_new(
    struct desk *d, const struct order *o, enum job_kind kind, pool_fn *parsed)
{
	struct visit *v = xcalloc(1, sizeof(*v));

	v->desk = d;
	if (o) {
		v->seq = o->seq;
		v->reader = span_dup(o->reader);
	}
	d->errands += !o;
	v->kind = kind;
	v->parsed = parsed;
	v->next = d->visit;
	v->link = &d->visit;
	if (v->next)
		v->next->link = &v->next;
	d->visit = v;
	return v;
}

static void
visit_free(struct visit *v)
{
	*v->link = v->next;
	if (v->next)
		v->next->link = v->link;
	v->desk->errands -= !v->seq;
	fetch_reply_release(&v->reply);
	str_release(&v->asked);
	str_release(&v->guesses);
	str_release(&v->why);
	free(v->reader);
	free(v);
}

void
visits_abandon(struct desk *d)
{
	while (d->visit)
		visit_free(d->visit);
}

/* An errand has nobody to tell, but it may go better another time. */
static void
visit_end(struct visit *v, const char *sentence, bool again)
{
	struct desk *d = v->desk;
	int64_t article = v->article, seq = v->seq;
	enum errand_kind kind =
	    v->kind == JOB_PICTURE ? ERRAND_PICTURES : ERRAND_PAGE;
	/* It may be the visit's own, or its reply's. */
	char *kept = sentence ? xstrdup(sentence) : NULL;

	visit_free(v);
	if (!seq)
		ahead_settle(d, article, kind, again);
	else if (kept)
		event_failed(d, seq, kept);
	else
		event_done(d, seq);
	free(kept);
}

void
visit_failed(struct visit *v, const char *sentence)
{
	visit_end(v, sentence, false);
}

void
visit_done(struct visit *v)
{
	visit_end(v, NULL, false);
}

void
visit_put_off(struct visit *v)
{
	visit_end(v, NULL, true);
}

void
visit_parse(struct visit *v)
{
	struct url parts;
	struct job job = {
		.kind = v->kind,
		.url = str_span(&v->reply.url),
		.content_type = str_span(&v->reply.content_type),
		.coding = str_span(&v->reply.coding),
		.max_bytes = v->max_bytes,
		.body = str_span(&v->reply.body),
		.side = v->side,
	};

	url_split(job.url, &parts);
	if (v->kind == JOB_ARTICLE)
		job.rules = sites_rules(&v->desk->sites, parts.host);
	pool_run(v->desk->pool, &job, v->parsed, v);
}

/* A server that says no to this page will say so tomorrow. */
static bool
is_final(int status)
{
	return status >= 400 && status < 500 && status != 408 && status != 429;
}

static void
on_fetched(void *data, struct fetch_reply *reply)
{
	struct visit *v = data;

	if (reply->err.code != ERR_NONE) {
		v->fault = reply->err.code;
		if (v->missed && v->missed(v, reply->status, reply->err.text))
			return;
		visit_end(v, reply->err.text, !is_final(reply->status));
		return;
	}
	v->reply = *reply;
	*reply = (struct fetch_reply){ 0 };
	visit_parse(v);
}

bool
visit_records(struct visit *v, const struct reply *reply, const struct err *err)
{
	struct err why = { 0 };

	if (reply && reply->kind == REPLY_OK && reply->bytes == UNPACK_WHOLE)
		return true;
	if (reply && reply->bytes != UNPACK_WHOLE)
		asking_fault(
		    &why, reply->bytes, str_span(&v->reply.url), v->max_bytes);
	else
		err_set(&why, ERR_FORMAT, "%.*s",
		    SPAN_ARG(reply ? reply->text : span_of(err->text)));
	if (!v->missed || !v->missed(v, v->reply.status, why.text))
		visit_failed(v, why.text);
	return false;
}

bool
visit_source(struct span url, struct span feed, enum source_kind *source,
    struct err *err)
{
	size_t n = feed.n;

	*source = SOURCE_WEB;
	if (url_is_web(url))
		return true;
	while (n > 0 && feed.s[n - 1] != '/')
		n--;
	if (span_starts(feed, "file:") && n && url.n > n &&
	    span_eq(span_head(url, n), span_head(feed, n)) &&
	    span_find(url, SPAN("..")) == url.n) {
		*source = SOURCE_FILE;
		return true;
	}
	return err_set(err, ERR_USAGE, _("\"%.*s\" is no web address"),
	    SPAN_ARG(span_head(url, 80)));
}

void
visit_start(struct visit *v, struct span url, enum source_kind source,
    bool from_content, struct span feed)
{
	struct desk *d = v->desk;
	struct asking ask = {
		.source = source,
		.url = url,
		.home = feed,
		.options = subscribe_options(d, subscribe_find(d, feed)),
		.page = v->kind != JOB_FEED,
		.picture = v->kind == JOB_PICTURE,
		.from_content = from_content,
		.now = v->seq != 0,
		.later = v->seq == 0,
	};

	v->max_bytes = conf_int(
	    ask.options, ask.picture ? OPT_PICTURE_SIZE : OPT_MAX_SIZE);
	asking_start(d, &ask, on_fetched, v);
}
