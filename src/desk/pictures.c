/*
 * pictures: fetched as their section wants it, decoded in the locked room, and
 * kept on the shelf, where the reader finds them.
 */
#include "config.h"

#include "base/i18n.h"
#include "base/log.h"
#include "base/record.h"
#include "base/url.h"
#include "desk/rooms.h"

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

static bool
on_missed(struct visit *v, int status, const char *why)
{
	bool final;
	const char *word = word_for(status, v->fault, &final);
	struct str url = { 0 };

	url_redact(&url, url_of(v));
	log_line("picture %s: %s", str_z(&url), why);
	str_release(&url);
	if (final)
		keep_why(v->desk, url_of(v), span_of(word));
	visit_failed(v, word);
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
		visit_failed(v, why.text);
		return;
	}
	if (!v->kept && !v->reply.coding.n &&
	    !shelf_keep_original(
	        &d->shelf, url_of(v), str_span(&v->reply.body), &why))
		log_line("%s", why.text);
	if (!v->kept)
		tell_bytes(v);
	if (shelf_keep(&d->shelf, url_of(v), v->side, reply->text, &why))
		visit_done(v);
	else
		visit_failed(v, why.text);
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
