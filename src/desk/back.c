#include "config.h"

#include "base/i18n.h"
#include "base/url.h"
#include "desk/rooms.h"
#include "feed/feedtext.h"

/*
 * Back issues, on request: a feed is read again from its newest page, and then
 * page by page what it says is older (RFC 5005: prev-archive, else next), or
 * what WordPress gives for ?paged=2 and on.  Feeds name these addresses, so
 * none of them leads into a private network.
 */
enum { BACK_PAGES_MAX = 500 };

static pool_fn on_issue;

static void
ask_for(struct visit *v, struct span url)
{
	struct str copy = { 0 };

	str_add(&copy, url); /* it may be of the reply that ends here */
	fetch_reply_release(&v->reply);
	v->reply = (struct fetch_reply){ 0 };
	/* A line for each that was asked: no circle is gone round twice. */
	str_printf(&v->guesses, "%s\n", str_z(&copy));
	visit_start(
	    v, str_span(&copy), SOURCE_WEB, v->step > 1, str_span(&v->asked));
	str_release(&copy);
}

static void
tell(struct visit *v)
{
	struct str line = { 0 };

	url_redact(&line, str_span(&v->asked));
	str_printf(&line,
	    P_(": %zu older article came in", ": %zu older articles came in",
	        (unsigned long)v->hits),
	    v->hits);
	event_note(v->desk, str_z(&line));
	str_release(&line);
	visit_done(v);
}

/* The archive's end is often a page that is not there. */
static bool
missed(struct visit *v, int status, const char *why)
{
	(void)status;
	(void)why;
	if (v->step == 1)
		return false;
	tell(v);
	return true;
}

static bool
was_asked(const struct visit *v, struct span url)
{
	struct span rest = str_span(&v->guesses);

	while (rest.n)
		if (span_eq(span_cut(&rest, '\n'), url))
			return true;
	return false;
}

static bool
is_wordpress(const struct feed *f)
{
	return span_ifind(f->generator, SPAN("wordpress")) < f->generator.n ||
	       span_ifind(f->generator_uri, SPAN("wordpress.org")) <
	           f->generator_uri.n;
}

static struct span
link_of(const struct feed *f, const char *rel)
{
	for (size_t i = 0; i < f->links.n; i++)
		if (span_iis(f->links.v[i].rel, rel))
			return f->links.v[i].href;
	return span_n(NULL, 0);
}

/* Where the issue before this one is; empty: nowhere. */
static void
find_older(struct str *out, const struct visit *v, const struct feed *f)
{
	struct span url = link_of(f, "prev-archive"), asked;

	if (!url.n)
		url = link_of(f, "next");
	if (url.n) {
		if (url_is_web(url) && !span_has_control(url))
			str_add(out, url);
		return;
	}
	if (!is_wordpress(f))
		return;
	asked = str_span(&v->asked);
	asked = span_head(asked, span_chr(asked, '#'));
	str_printf(out, "%.*s%cpaged=%d", SPAN_ARG(asked),
	    span_chr(asked, '?') < asked.n ? '&' : '?', v->step + 1);
}

static bool
merge(struct visit *v, struct span records, struct err *err)
{
	struct desk *d = v->desk;
	const struct options *o =
	    subscribe_options(d, subscribe_find(d, str_span(&v->asked)));
	struct merge_result result = { 0 };
	struct merge_ask ask = {
		.feed = v->feed,
		.now = desk_now(),
		.options = o,
		.reply = records,
	};

	if (!store_begin(d->store, false, err))
		return false;
	if (!merge_reply(d->store, &ask, &result, err) ||
	    !store_commit(d->store, err)) {
		store_rollback(d->store);
		return false;
	}
	v->hits += (size_t)result.count.added;
	if (result.count.added) {
		d->index_waits = true;
		event_changed(d);
	}
	store_checkpoint(d->store);
	return true;
}

static void
on_issue(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	uint64_t print = span_fingerprint(str_span(&v->reply.body));
	struct str older = { 0 };
	struct err why = { 0 };
	struct span *bodies;
	struct feed *f;

	if (!visit_records(v, reply, err))
		return;
	f = feedtext_scan(reply->text, &bodies, &why);
	if (!f || !merge(v, reply->text, &why)) {
		feed_free(f);
		visit_failed(v, why.text);
		return;
	}
	/* A server that gives the same whatever page is asked has no others. */
	if (*f->version && f->n && v->step <= v->pages && print != v->before)
		find_older(&older, v, f);
	feed_free(f);
	v->before = print;
	v->step++;
	if (older.n && !was_asked(v, str_span(&older)))
		ask_for(v, str_span(&older));
	else
		tell(v);
	str_release(&older);
}

bool
back_order(struct desk *d, const struct order *o, struct err *err)
{
	struct span url = order_arg(o, 0);
	int64_t feed = feeds_find(d->store, url), pages;
	struct visit *v;

	if (o->args != 2 || !span_int(order_arg(o, 1), &pages) || pages < 1 ||
	    pages > BACK_PAGES_MAX)
		return err_set(err, ERR_USAGE, _("1 to %d pages back at once"),
		    BACK_PAGES_MAX);
	if (!feed || !url_is_web(url))
		return err_set(
		    err, ERR_USAGE, _("back issues are of a feed of the web"));
	v = visit_new(d, o, JOB_FEED, on_issue);
	v->missed = missed;
	v->feed = feed;
	v->pages = (int)pages;
	v->step = 1;
	str_add(&v->asked, url);
	ask_for(v, url);
	return true;
}
