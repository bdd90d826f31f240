#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/record.h"
#include "base/url.h"
#include "desk/rooms.h"
#include "doc/extract.h"
#include "doc/galley.h"
#include "feed/feedtext.h"

/* A page that an order waits for: fetched, then parsed. */
struct visit {
	struct visit *next, **link;
	struct desk *desk;
	int64_t seq;
	char *reader;
	int64_t article;          /* fulltext: whose page it is */
	struct fetch_reply reply; /* kept for a second look at it */
	pool_fn *parsed;
	enum job_kind kind;
};

bool
pages_idle(const struct desk *d)
{
	return !d->visit;
}

static struct visit *
visit_new(
    struct desk *d, const struct order *o, enum job_kind kind, pool_fn *parsed)
{
	struct visit *v = xcalloc(1, sizeof(*v));

	v->desk = d;
	v->seq = o->seq;
	v->reader = span_dup(o->reader);
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
	fetch_reply_release(&v->reply);
	free(v->reader);
	free(v);
}

void
pages_abandon(struct desk *d)
{
	while (d->visit)
		visit_free(d->visit);
}

static void
fail(struct visit *v, const char *sentence)
{
	event_failed(v->desk, v->seq, sentence);
	visit_free(v);
}

static void
done(struct visit *v)
{
	event_done(v->desk, v->seq);
	visit_free(v);
}

static void
parse(struct visit *v)
{
	struct job job = {
		.kind = v->kind,
		.url = str_span(&v->reply.url),
		.content_type = str_span(&v->reply.content_type),
		.body = str_span(&v->reply.body),
	};

	pool_run(v->desk->pool, &job, v->parsed, v);
}

static void
on_fetched(void *data, struct fetch_reply *reply)
{
	struct visit *v = data;

	if (reply->err.code != ERR_NONE) {
		fail(v, reply->err.text);
		return;
	}
	v->reply = *reply;
	*reply = (struct fetch_reply){ 0 };
	parse(v);
}

/* The records of a good reply; false after the order has failed. */
static bool
records_of(struct visit *v, const struct reply *reply, const struct err *err)
{
	struct err why = { 0 };

	if (reply && reply->kind == REPLY_OK)
		return true;
	err_set(&why, ERR_FORMAT, "%.*s",
	    SPAN_ARG(reply ? reply->text : span_of(err->text)));
	fail(v, why.text);
	return false;
}

/*
 * Where pages may come from.  A local feed may name pages in its own folder:
 * the sample edition does.
 */
static bool
choose_source(struct span url, struct span feed, enum source_kind *source,
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

static void
start(struct visit *v, struct span url, enum source_kind source,
    bool from_content, struct span feed)
{
	struct desk *d = v->desk;
	struct asking ask = {
		.source = source,
		.url = url,
		.options = subscribe_options(d, subscribe_find(d, feed)),
		.page = v->kind != JOB_FEED,
		.from_content = from_content,
		.now = true,
	};

	asking_start(d, &ask, on_fetched, v);
}

/* --- page URL ----------------------------------------------------------- */

static void
on_page(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct str line = { 0 };

	if (!records_of(v, reply, err))
		return;
	record_begin(&line, "page");
	record_int(&line, v->seq);
	record_span(&line, reply->text);
	record_end(&line);
	event_line(v->desk, &line);
	str_release(&line);
	done(v);
}

bool
pages_print(struct desk *d, const struct order *o, struct err *err)
{
	struct span url = order_arg(o, 0);
	enum source_kind source;

	if (!choose_source(url, span_n(NULL, 0), &source, err))
		return false;
	start(visit_new(d, o, JOB_ARTICLE, on_page), url, source, false,
	    span_n(NULL, 0));
	return true;
}

/* --- discover URL ------------------------------------------------------- */

static void
found(struct visit *v, struct span url, struct span type, struct span title)
{
	struct str line = { 0 };

	record_begin(&line, "found");
	record_int(&line, v->seq);
	record_span(&line, url);
	record_span(&line, type);
	record_span(&line, title);
	record_end(&line);
	event_line(v->desk, &line);
	str_release(&line);
}

static void
on_links(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct err why = { 0 };
	struct page *page;

	if (!records_of(v, reply, err))
		return;
	page = page_read(reply->text, &why);
	if (!page) {
		fail(v, why.text);
		return;
	}
	for (size_t i = 0; i < page->feeds; i++)
		found(v, page->feed[i].url, page->feed[i].type,
		    page->feed[i].title);
	page_free(page);
	done(v);
}

/* A feed is its own answer; anything else may be a page that offers some. */
static void
on_maybe_feed(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct err why = { 0 };
	struct feed *feed;
	struct span *bodies;

	if (!records_of(v, reply, err))
		return;
	feed = feedtext_scan(reply->text, &bodies, &why);
	if (!feed) {
		fail(v, why.text);
		return;
	}
	if (*feed->version) {
		found(v, str_span(&v->reply.url),
		    str_span(&v->reply.content_type), feed->title.plain);
		done(v);
	} else {
		v->kind = JOB_DISCOVER;
		v->parsed = on_links;
		parse(v);
	}
	feed_free(feed);
}

bool
pages_discover(struct desk *d, const struct order *o, struct err *err)
{
	struct span url = order_arg(o, 0);

	if (!url_is_web(url))
		return err_set(err, ERR_USAGE, _("\"%.*s\" is no web address"),
		    SPAN_ARG(span_head(url, 80)));
	start(visit_new(d, o, JOB_FEED, on_maybe_feed), url, SOURCE_WEB, false,
	    span_n(NULL, 0));
	return true;
}

/* --- fulltext ID -------------------------------------------------------- */

static void
add_text(struct str *out, struct span text)
{
	if (!text.n)
		return;
	str_add(out, text);
	str_lit(out, "\n\n");
}

/* Is the page's text better than the feed's own?  A page that holds less was
 * not understood, or is behind a wall. */
static bool
is_better(struct span feed_body, const struct doc *page)
{
	struct err err;
	struct doc *own = galley_read(feed_body, &err);
	bool better = !own || doc_weight(page) > doc_weight(own);

	doc_free(own);
	return better;
}

static bool
keep_page(struct visit *v, const struct page *page, struct err *err)
{
	struct store *s = v->desk->store;
	struct article *a = article_load(s, v->article, err);
	struct str galley = { 0 }, search = { 0 };
	struct article_page found;
	bool ok;

	if (!a)
		return false;
	ok = !page->doc ||
	     is_better(a->feed_body.n ? a->feed_body : a->body, page->doc);
	if (!page->doc || !ok) {
		article_free(a);
		return err_set(err, ERR_FORMAT,
		    _("the page holds no more than the feed itself"));
	}
	galley_write(&galley, page->doc);
	add_text(&search, page->standfirst);
	doc_search_text(&search, page->doc);
	found = (struct article_page){
		.galley = str_span(&galley),
		.search = str_span(&search),
		.author = page->byline,
		.published = page->published.grain ? page->published.t : 0,
		.updated = page->modified.grain ? page->modified.t : 0,
	};
	ok = store_begin(s, true, err) &&
	     articles_fulltext(s, v->article, &found, err) &&
	     store_ack(s, v->reader, v->seq, desk_now(), err) &&
	     store_commit(s, err);
	if (!ok)
		store_rollback(s);
	str_release(&galley);
	str_release(&search);
	article_free(a);
	return ok;
}

static void
on_fulltext(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct desk *d = v->desk;
	struct err why = { 0 };
	struct page *page;
	bool ok;

	if (!records_of(v, reply, err))
		return;
	page = page_read(reply->text, &why);
	ok = page && keep_page(v, page, &why);
	page_free(page);
	if (!ok) {
		fail(v, why.text);
		return;
	}
	d->index_waits = true;
	event_changed(d);
	done(v);
}

bool
pages_fulltext(struct desk *d, const struct order *o, struct err *err)
{
	enum source_kind source;
	struct article *a;
	struct visit *v;
	int64_t id;
	bool ok;

	if (!span_int(order_arg(o, 0), &id))
		return err_set(err, ERR_USAGE,
		    _("an article's number is "
		      "missing"));
	a = article_load(d->store, id, err);
	if (!a)
		return false;
	ok = choose_source(a->url, a->feed_url, &source, err);
	if (ok) {
		v = visit_new(d, o, JOB_ARTICLE, on_fulltext);
		v->article = id;
		start(v, a->url, source, true, a->feed_url);
	}
	article_free(a);
	return ok;
}
