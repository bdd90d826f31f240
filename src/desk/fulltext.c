#include "config.h"

#include "base/i18n.h"
#include "desk/rooms.h"
#include "doc/extract.h"
#include "doc/galley.h"

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

/* It may show more than the feed's own text did. */
static bool
settle_errands(struct visit *v, const struct options *o, struct err *err)
{
	struct store *s = v->desk->store;

	return errands_drop(s, v->article, ERRAND_PAGE, err) &&
	       (v->seq || !subscribe_wants_pictures(o) ||
	           errands_add(s, v->article, ERRAND_PICTURES, err));
}

static bool
keep_page(struct visit *v, const struct page *page, struct err *err)
{
	struct store *s = v->desk->store;
	struct article *a = article_load(s, v->article, err);
	struct str galley = { 0 }, search = { 0 };
	const struct options *o;
	struct article_page found;
	bool ok;

	if (!a)
		return false;
	o = subscribe_options(v->desk, subscribe_find(v->desk, a->feed_url));
	ok = page->doc && page->is_article &&
	     is_better(a->feed_body.n ? a->feed_body : a->body, page->doc);
	if (!ok) {
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
		.standfirst = page->standfirst,
		.published = page->published.grain ? page->published.t : 0,
		.updated = page->modified.grain ? page->modified.t : 0,
		.now = desk_now(),
		.keep = subscribe_revisions(o),
	};
	ok = store_begin(s, v->seq != 0, err) &&
	     articles_fulltext(s, v->article, &found, err) &&
	     settle_errands(v, o, err) &&
	     (!v->seq || store_ack(s, v->reader, v->seq, desk_now(), err)) &&
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

	if (!visit_records(v, reply, err))
		return;
	page = page_read(reply->text, &why);
	ok = page && keep_page(v, page, &why);
	page_free(page);
	if (!ok) {
		visit_failed(v, why.text);
		return;
	}
	d->index_waits = true;
	event_changed(d);
	visit_done(v);
}

static void
visit_page(struct desk *d, const struct order *o, int64_t article,
    struct span url, enum source_kind source, struct span feed)
{
	struct visit *v = visit_new(d, o, JOB_ARTICLE, on_fulltext);

	v->article = article;
	visit_start(v, url, source, true, feed);
}

bool
fulltext_order(struct desk *d, const struct order *o, struct err *err)
{
	enum source_kind source;
	struct article *a;
	int64_t id;
	bool ok;

	if (!span_int(order_arg(o, 0), &id))
		return err_set(
		    err, ERR_USAGE, _("an article's number is missing"));
	a = article_load(d->store, id, err);
	if (!a)
		return false;
	ok = visit_source(a->url, a->feed_url, &source, err);
	if (ok)
		visit_page(d, o, id, a->url, source, a->feed_url);
	article_free(a);
	return ok;
}

bool
fulltext_errand(struct desk *d, const struct errand *e, struct err *err)
{
	struct span url = span_of(e->url), feed = span_of(e->feed_url);
	enum source_kind source;

	if (!visit_source(url, feed, &source, err))
		return false;
	visit_page(d, NULL, e->article, url, source, feed);
	return true;
}
