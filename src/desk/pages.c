#include "config.h"

#include "base/i18n.h"
#include "base/record.h"
#include "base/url.h"
#include "desk/rooms.h"
#include "net/manner.h"
#include "doc/extract.h"
#include "feed/feedtext.h"

/* --- page URL ----------------------------------------------------------- */

static void
on_page(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct str line = { 0 };

	if (!visit_records(v, reply, err))
		return;
	record_begin(&line, "page");
	record_int(&line, v->seq);
	record_span(&line, reply->text);
	record_end(&line);
	event_line(v->desk, &line);
	str_release(&line);
	visit_done(v);
}

bool
pages_print(struct desk *d, const struct order *o, struct err *err)
{
	struct span url = order_arg(o, 0);
	enum source_kind source;

	if (!visit_source(url, span_n(NULL, 0), &source, err))
		return false;
	visit_start(visit_new(d, o, JOB_ARTICLE, on_page), url, source, false,
	    span_n(NULL, 0));
	return true;
}

/* --- discover URL ------------------------------------------------------- */

/* A feed on the server that was asked with a name and password needs them. */
static void
found(struct visit *v, struct span url, struct span type, struct span title)
{
	struct str line = { 0 }, with = { 0 };

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
		found(v, page->feed[i].url, page->feed[i].type,
		    page->feed[i].title);
	page_free(page);
	visit_done(v);
}

/* A feed is its own answer; anything else may be a page that offers some. */
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
		visit_done(v);
	} else {
		v->kind = JOB_DISCOVER;
		v->parsed = on_links;
		visit_parse(v);
	}
	feed_free(feed);
}

bool
pages_discover(struct desk *d, const struct order *o, struct err *err)
{
	struct span url = order_arg(o, 0);
	struct visit *v;

	if (!url_is_web(url))
		return err_set(err, ERR_USAGE, _("\"%.*s\" is no web address"),
		    SPAN_ARG(span_head(url, 80)));
	v = visit_new(d, o, JOB_FEED, on_maybe_feed);
	str_add(&v->asked, url);
	visit_start(v, url, SOURCE_WEB, false, span_n(NULL, 0));
	return true;
}
