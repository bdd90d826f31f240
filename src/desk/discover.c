#include "config.h"

#include "base/i18n.h"
#include "base/record.h"
#include "base/url.h"
#include "desk/rooms.h"
#include "doc/extract.h"
#include "feed/feedtext.h"
#include "feed/platforms.h"
#include "net/guard.h"
#include "net/manner.h"

/*
 * Where the feeds of an address are looked for: where its platform keeps
 * them, then the address itself (a feed, or a page that names some), then
 * where sites are used to have one.  Each step that finds something is the
 * last.
 */
enum { STEP_PLATFORM, STEP_PAGE, STEP_USUAL, STEP_END };

static pool_fn on_maybe_feed;

/* A feed on the server that was asked with a name and password needs them. */
static void
found(struct visit *v, struct span url, struct span type, struct span title)
{
	struct str line = { 0 }, with = { 0 };

	v->hits++;
	manner_with_user(&with, str_span(&v->asked), url);
	record_begin(&line, "found");
	record_int(&line, v->seq);
	record_span(&line, str_span(&with));
	record_span(&line, type);
	record_span(&line, title);
	record_end(&line);
	event_line(v->desk, &line);
	str_release(&line);
	str_release(&with);
}

static void
try(struct visit *v, struct span url)
{
	struct str with = { 0 };

	fetch_reply_release(&v->reply);
	v->reply = (struct fetch_reply){ 0 };
	v->kind = JOB_FEED;
	v->parsed = on_maybe_feed;
	manner_with_user(&with, str_span(&v->asked), url);
	visit_start(v, str_span(&with), SOURCE_WEB, v->named, span_n(NULL, 0));
	str_release(&with);
}

/* The next address to be tried, or the end. */
static void
go_on(struct visit *v)
{
	struct span url;
	struct str rest = { 0 };

	while (!v->guesses.n && !v->hits && v->step < STEP_END) {
		v->step++;
		if (v->step == STEP_PAGE)
			str_printf(&v->guesses, "%s\n", str_z(&v->asked));
		else if (v->step == STEP_USUAL)
			platforms_usual(&v->guesses, str_span(&v->asked));
	}
	/* A platform may have several feeds; of the usual places, one. */
	if (!v->guesses.n || (v->hits && v->step != STEP_PLATFORM)) {
		if (!v->hits && v->why.n)
			visit_failed(v, str_z(&v->why));
		else
			visit_done(v);
		return;
	}
	str_add(&rest, str_span(&v->guesses));
	str_clear(&v->guesses);
	url = str_span(&rest);
	url = span_cut(&url, '\n');
	str_add(&v->guesses, span_from(str_span(&rest), url.n + 1));
	try(v, url);
	str_release(&rest);
}

/* What could not be had is told only of the address that was typed.  A server
 * that does not answer is not asked nine times more. */
static bool
missed(struct visit *v, int status, const char *why)
{
	if (v->step == STEP_PAGE)
		str_addz(&v->why, why);
	if (!status && v->step != STEP_USUAL)
		return false;
	go_on(v);
	return true;
}

/* A page of the world names no feed of the house: once it was in the feeds
 * file, its host would be trusted. */
static bool
may_lead(const struct visit *v, struct span url)
{
	struct url from, to;

	url_split(str_span(&v->reply.url), &from);
	url_split(url, &to);
	return url_is_web(url) && (guard_host_is_public(to.host) ||
	                              !guard_host_is_public(from.host));
}

static void
on_links(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct err why = { 0 };
	struct page *page;

	if (!visit_records(v, reply, err))
		return;
	page = page_read(reply->text, &why);
	if (!page) {
		visit_failed(v, why.text);
		return;
	}
	for (size_t i = 0; i < page->feeds; i++)
		if (may_lead(v, page->feed[i].url))
			found(v, page->feed[i].url, page->feed[i].type,
			    page->feed[i].title);
	page_free(page);
	go_on(v);
}

/* A feed is its own answer; the page that was typed may offer some. */
static void
on_maybe_feed(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct err why = { 0 };
	struct feed *feed;
	struct span *bodies;

	if (!visit_records(v, reply, err))
		return;
	feed = feedtext_scan(reply->text, &bodies, &why);
	if (!feed) {
		visit_failed(v, why.text);
		return;
	}
	if (*feed->version) {
		found(v, str_span(&v->reply.url),
		    str_span(&v->reply.content_type), feed->title.plain);
		go_on(v);
	} else if (v->step == STEP_PAGE) {
		v->kind = JOB_DISCOVER;
		v->parsed = on_links;
		visit_parse(v);
	} else {
		go_on(v);
	}
	feed_free(feed);
}

bool
discover_order(struct desk *d, const struct order *o, struct err *err)
{
	struct span url = order_arg(o, 0);
	struct visit *v;

	if (!url_is_web(url) || span_has_control(url))
		return err_set(err, ERR_USAGE, _("\"%.*s\" is no web address"),
		    SPAN_ARG(span_head(url, 80)));
	v = visit_new(d, o, JOB_FEED, on_maybe_feed);
	v->missed = missed;
	v->named = order_is_named(o);
	str_add(&v->asked, url);
	platforms_feeds(&v->guesses, url);
	go_on(v);
	return true;
}
