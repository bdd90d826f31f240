/*
 * What the archive lets go: a pass over the feeds that have changed, once a
 * day over all, step by step while nothing else is to be done.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "desk/rooms.h"
#include "store/retain.h"
#include "store/thin.h"

/* THIN_MIN: fewer rows of the index than that are not worth a new one. */
enum { A_DAY = 86400, THIN_MIN = 5000 };

/* A pass: the trash, the feeds one after another, the index, the file's free
 * pages. */
struct retaining {
	struct retain *feed; /* by number */
	size_t feeds, at;
	bool trash_done, feeds_done, index_done;
	int64_t since;        /* when the pass began */
	struct str stamp;     /* of the rules */
	int64_t purged, went; /* articles, and those or their texts */
};

static unsigned
pinned_flags(const struct options *o)
{
	static const struct {
		const char *word;
		unsigned flag;
	} words[] = {
		{ "unread", FLAG_UNREAD },
		{ "starred", FLAG_STARRED },
		{ "tagged", FLAG_TAGGED },
		{ "noted", FLAG_NOTED },
	};
	struct span rest = span_of(conf_string(o, OPT_KEEP_PINNED));
	unsigned flags = 0;

	while (rest.n) {
		struct span word = span_trim(span_cut(&rest, ','));

		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (span_is(word, words[i].word))
				flags |= words[i].flag;
	}
	return flags;
}

static struct retain_rules
rules_of(const struct options *o)
{
	return (struct retain_rules){
		.count = conf_int(o, OPT_KEEP_COUNT),
		.days = conf_int(o, OPT_KEEP_DAYS),
		.bytes = conf_int(o, OPT_KEEP_SIZE),
		.bodies_days = conf_int(o, OPT_KEEP_BODIES_DAYS),
		.pinned = pinned_flags(o),
	};
}

static bool
lets_go(const struct retain_rules *r)
{
	return r->count || r->days || r->bytes || r->bodies_days;
}

/* Changes when a rule does: all feeds are gone over then. */
static void
write_stamp(const struct desk *d, struct str *out)
{
	struct str text = { 0 };

	for (size_t i = 0; i < d->feeds->subs; i++) {
		struct retain_rules r = rules_of(&d->feeds->sub[i].options);

		if (lets_go(&r))
			str_printf(&text, "%.*s %lld %lld %lld %lld %u\n",
			    SPAN_ARG(d->feeds->sub[i].url), (long long)r.count,
			    (long long)r.days, (long long)r.bytes,
			    (long long)r.bodies_days, r.pinned);
	}
	str_printf(
	    out, "%016llx", (unsigned long long)span_hash(str_span(&text)));
	str_release(&text);
}

void
retaining_wake(struct desk *d)
{
	d->retain_waits = true;
}

void
retaining_abandon(struct desk *d)
{
	struct retaining *r = d->retaining;

	d->retaining = NULL;
	if (!r)
		return;
	free(r->feed);
	str_release(&r->stamp);
	free(r);
}

static int
by_id(const void *key, const void *feed)
{
	int64_t id = *(const int64_t *)key;
	int64_t there = ((const struct retain *)feed)->feed;

	return (id > there) - (id < there);
}

/* Gives the feeds that are due their rules: those of the first line of each,
 * for a feed may stand in several sections. */
static void
give_rules(struct desk *d, struct retaining *r)
{
	for (size_t i = d->feeds->subs; r->feeds && i-- > 0;) {
		const struct subscription *sub = &d->feeds->sub[i];
		struct retain_rules rules = rules_of(&sub->options);
		int64_t id = feeds_find(d->store, sub->url);
		struct retain *feed =
		    bsearch(&id, r->feed, r->feeds, sizeof(*r->feed), by_id);

		if (feed)
			feed->rules = rules;
	}
}

static bool
any_rules(const struct desk *d)
{
	for (size_t i = 0; i < d->feeds->subs; i++) {
		struct retain_rules r = rules_of(&d->feeds->sub[i].options);

		if (lets_go(&r))
			return true;
	}
	return false;
}

static bool
begin(struct desk *d, struct err *err)
{
	struct retaining *r = xcalloc(1, sizeof(*r));
	int64_t *id = NULL;

	d->retaining = r;
	r->since = desk_now();
	write_stamp(d, &r->stamp);
	if (!any_rules(d))
		return true;
	if (!retain_due(
	        d->store, r->since, str_span(&r->stamp), &id, &r->feeds, err))
		return false;
	r->feed = xcalloc(r->feeds + 1, sizeof(*r->feed));
	for (size_t i = 0; i < r->feeds; i++)
		r->feed[i] = (struct retain){ .feed = id[i], .now = r->since };
	free(id);
	give_rules(d, r);
	return true;
}

static bool
step_trash(struct desk *d, struct retaining *r, struct err *err)
{
	int64_t days = conf_int(&d->conf.options, OPT_TRASH_DAYS);
	bool left = false;

	if (days && !retain_purge(d->store, r->since - days * A_DAY, r->since,
	                &r->purged, &left, err))
		return false;
	r->trash_done = !left;
	return left || retain_tombstones(d->store, err);
}

static bool
step_feed(struct desk *d, struct retaining *r, struct err *err)
{
	struct retain *feed = &r->feed[r->at];
	int64_t before = feed->expired + feed->let_go;
	bool done = true;

	if (lets_go(&feed->rules) && !retain_step(feed, d->store, &done, err))
		return false;
	r->went += feed->expired + feed->let_go - before;
	r->at += done;
	return true;
}

/* The feeds are done: so much is written down, and told in the log. */
static bool
pass(struct desk *d, struct retaining *r, struct err *err)
{
	r->feeds_done = true;
	if (r->purged || r->went)
		log_line("retention: %lld purged, %lld let go",
		    (long long)r->purged, (long long)r->went);
	return !r->feeds ||
	       retain_passed(d->store, r->since, str_span(&r->stamp), err);
}

static bool
step(struct desk *d, bool *left, struct err *err)
{
	struct retaining *r = d->retaining;

	*left = true;
	if (!r)
		return begin(d, err);
	if (!r->trash_done)
		return step_trash(d, r, err);
	if (r->at < r->feeds)
		return step_feed(d, r, err);
	if (!r->feeds_done)
		return pass(d, r, err);
	if (!r->index_done) {
		bool more;

		if (!thin_step(d->store, THIN_MIN, &more, err))
			return false;
		r->index_done = !more;
		return true;
	}
	return retain_vacuum(d->store, left, err);
}

static int64_t
work_done(const struct retaining *r)
{
	return r ? r->purged + r->went : 0;
}

bool
retaining_step(struct desk *d)
{
	int64_t before = work_done(d->retaining);
	struct err err = { 0 };
	bool left;

	if (!d->retain_waits || !refresh_idle(d) || !visits_idle(d))
		return false;
	if (!step(d, &left, &err)) {
		/* Another pass will find what this one has left. */
		log_line("retention: %s", err.text);
		left = false;
	}
	if (work_done(d->retaining) != before)
		event_changed(d);
	if (left)
		return true;
	retaining_abandon(d);
	d->retain_waits = false;
	store_checkpoint(d->store);
	return false;
}

bool
retaining_purge(struct desk *d, const struct order *o, struct err *err)
{
	struct str text = { 0 };
	int64_t n = 0;
	bool left = true;

	while (left)
		if (!retain_purge(
		        d->store, INT64_MAX, desk_now(), &n, &left, err))
			return false;
	str_printf(&text,
	    P_("%lld story is gone for good", "%lld stories are gone for good",
	        (unsigned long)n),
	    (long long)n);
	event_said(d, o->seq, str_z(&text));
	str_release(&text);
	event_changed(d);
	retaining_wake(d);
	return true;
}
