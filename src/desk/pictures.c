/*
 * pictures: fetched as their section wants it, decoded in the locked room, and
 * kept on the shelf, where the reader finds them.
 */
#include "config.h"

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/record.h"
#include "base/url.h"
#include "desk/rooms.h"
#include "doc/galley.h"

enum {
	AHEAD_SIDE = 160, /* what the usual measure has use for */
	AHEAD_MAX = 40    /* pictures of an article */
};
enum { GONE = 410, NOT_FOUND = 404, UNAUTHORISED = 401, FORBIDDEN = 403 };

static struct span
url_of(const struct visit *v)
{
	return str_span(&v->asked);
}

/* What is broken today is broken tomorrow: nobody asks again for a while. */
static void
keep_why(struct desk *d, struct span url, struct span why)
{
	struct err err = { 0 };

	if (!shelf_keep_bad(&d->shelf, url, why, &err))
		log_line("%s", err.text);
}

/* One word for whoever sees the place of the picture; the log has the rest. */
static const char *
word_for(int status, enum err_code code, bool *final)
{
	*final = true;
	if (status == NOT_FOUND || status == GONE || code == ERR_GONE)
		return N_("gone");
	if (status == UNAUTHORISED || status == FORBIDDEN)
		return N_("refused");
	if (code == ERR_LIMIT)
		return N_("too large");
	if (code == ERR_USAGE)
		return N_("not allowed");
	*final = false;
	return N_("not reached");
}

static bool next_ahead(struct visit *v);

/* The end of one picture; of an errand there may be more. */
static void
ended(struct visit *v, const char *why)
{
	if (!v->seq && next_ahead(v))
		return;
	if (!v->seq && v->step)
		visit_put_off(v);
	else if (why && v->seq)
		visit_failed(v, why);
	else
		visit_done(v);
}

static bool
on_missed(struct visit *v, int status, const char *why)
{
	bool final;
	const char *word = word_for(status, v->fault, &final);
	struct str url = { 0 };

	url_redact(&url, url_of(v));
	log_line("picture %s: %s", str_z(&url), why);
	str_release(&url);
	/* Not reached now may be reached later. */
	v->step += !final;
	if (final)
		keep_why(v->desk, url_of(v), span_of(word));
	ended(v, word);
	return true;
}

/* What it has cost, before its end is told. */
static void
tell_bytes(const struct visit *v)
{
	struct str line = { 0 };

	record_begin(&line, "picture");
	record_int(&line, v->seq);
	record_int(&line, (int64_t)v->reply.body.n);
	record_end(&line);
	event_line(v->desk, &line);
	str_release(&line);
}

/* What a parser killed for or refused is told in its own words. */
static void
on_picture(void *data, const struct reply *reply, const struct err *err)
{
	struct visit *v = data;
	struct desk *d = v->desk;
	struct err why = { 0 };

	if (!reply || reply->kind != REPLY_OK) {
		err_set(&why, ERR_FORMAT, "%.*s",
		    SPAN_ARG(reply ? reply->text : SPAN("too large")));
		if (!reply)
			log_line("picture: %s", err->text);
		keep_why(d, url_of(v), span_of(why.text));
		ended(v, why.text);
		return;
	}
	if (!v->kept && !v->reply.coding.n &&
	    !shelf_keep_original(
	        &d->shelf, url_of(v), str_span(&v->reply.body), &why))
		log_line("%s", why.text);
	if (!v->kept)
		v->hits += v->reply.body.n;
	if (!v->kept && v->seq)
		tell_bytes(v);
	ended(v, shelf_keep(&d->shelf, url_of(v), v->side, reply->text, &why)
	             ? NULL
	             : why.text);
}

/* Decodes what came before, in another size. */
static bool
from_shelf(struct visit *v)
{
	if (!shelf_original(&v->desk->shelf, url_of(v), &v->reply.body))
		return false;
	v->kept = true;
	visit_parse(v);
	return true;
}

static bool
fetch(struct desk *d, const struct order *o, const struct article *a, int side,
    struct err *err)
{
	struct span url = order_arg(o, 2);
	const struct options *options =
	    subscribe_options(d, subscribe_find(d, a->feed_url));
	enum source_kind source;
	struct visit *v;

	if (!visit_source(url, a->feed_url, &source, err))
		return false;
	v = visit_new(d, o, JOB_PICTURE, on_picture);
	v->missed = on_missed;
	v->side = side;
	str_add(&v->asked, url);
	if (from_shelf(v))
		return true;
	/* choices: open, ahead, never */
	if (conf_choice(options, OPT_FETCH_PICTURES) == 2)
		visit_failed(v, N_("not fetched"));
	else
		visit_start(v, url, source, true, a->feed_url);
	return true;
}

bool
pictures_order(struct desk *d, const struct order *o, struct err *err)
{
	struct shelf_facts facts;
	struct article *a;
	int64_t id, side;
	bool ok;

	if (!span_int(order_arg(o, 0), &id) ||
	    !span_int(order_arg(o, 1), &side) || side < 1 ||
	    side > PIXELS_SIDE_MAX || !order_arg(o, 2).n)
		return err_set(err, ERR_USAGE,
		    _("picture wants an article's number, pixels and an "
		      "address"));
	side = shelf_side((int)side);
	if (shelf_has(&d->shelf, order_arg(o, 2), (int)side)) {
		event_done(d, o->seq);
		return true;
	}
	shelf_facts(&d->shelf, order_arg(o, 2), desk_now(), &facts);
	if (facts.why[0])
		return err_set(err, ERR_FORMAT, "%s", facts.why);
	a = article_load(d->store, id, err);
	if (!a)
		return false;
	ok = fetch(d, o, a, (int)side, err);
	article_free(a);
	return ok;
}

/* --- ahead of need ------------------------------------------------------ */

/* Is it there, or known to be none? */
static bool
is_settled(struct desk *d, struct span url)
{
	struct shelf_facts facts;

	shelf_facts(&d->shelf, url, desk_now(), &facts);
	return facts.width || facts.why[0];
}

/* The next picture of the article, within what its pictures may cost. */
static bool
next_ahead(struct visit *v)
{
	struct desk *d = v->desk;
	struct span feed = span_of(v->reader ? v->reader : "");
	const struct options *o = subscribe_options(d, subscribe_find(d, feed));

	while (v->guesses.n &&
	       (int64_t)v->hits < conf_int(o, OPT_PICTURE_BUDGET)) {
		struct span rest = str_span(&v->guesses);
		struct span url = span_cut(&rest, '\n');
		enum source_kind source;
		struct err err;

		str_clear(&v->asked);
		str_add(&v->asked, url);
		str_drop(&v->guesses, v->guesses.n - rest.n);
		fetch_reply_release(&v->reply);
		v->kept = false;
		if (is_settled(d, url_of(v)) ||
		    !visit_source(url_of(v), feed, &source, &err))
			continue;
		if (!from_shelf(v))
			visit_start(v, url_of(v), source, true, feed);
		return true;
	}
	return false;
}

/* A line each; what has no address is no picture. */
static void
list_pictures(struct str *out, struct doc *doc)
{
	int n = 0;

	for (struct block *b = doc->first; b && n < AHEAD_MAX;
	     b = doc_walk(NULL, b, NULL)) {
		if (b->kind != BLOCK_FIGURE || !b->figure->url.n)
			continue;
		str_add(out, b->figure->url);
		str_addc(out, '\n');
		n++;
	}
}

bool
pictures_errand(struct desk *d, const struct errand *e, struct err *err)
{
	struct article *a = article_load(d->store, e->article, err);
	struct doc *doc = a ? galley_read(a->body, err) : NULL;
	struct visit *v;

	article_free(a);
	if (!doc)
		return false;
	v = visit_new(d, NULL, JOB_PICTURE, on_picture);
	v->article = e->article;
	v->missed = on_missed;
	v->side = AHEAD_SIDE;
	v->reader = xstrdup(e->feed_url);
	list_pictures(&v->guesses, doc);
	doc_free(doc);
	ended(v, NULL);
	return true;
}
