#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/rooms.h"
#include "feed/feedtext.h"
#include "feed/identity.h"

enum { STANDFIRST_BYTES = 600, TITLE_BYTES = 200, NOTES_BYTES = 400 };

/* The texts made for one entry live until its feed is merged. */
struct merging {
	struct arena *mem;
	struct span tags;
	bool heads; /* there are no bodies, and so no prints */
};

static struct span
keep(struct merging *m, struct str *t)
{
	struct span kept = span_keep(m->mem, str_span(t));

	str_clear(t);
	return kept;
}

/* At most n bytes, cut between characters. */
static struct span
cut_at(struct span t, size_t n)
{
	if (t.n <= n)
		return t;
	while (n > 0 && ((unsigned char)t.s[n] & 0xc0) == 0x80)
		n--;
	return span_head(t, n);
}

static void
add_item(struct str *list, struct span item)
{
	if (!item.n)
		return;
	if (list->n)
		str_lit(list, ", ");
	str_add(list, item);
}

static struct span
byline(struct merging *m, const struct entry *e)
{
	struct str t = { 0 };
	struct span kept;

	for (size_t i = 0; i < e->authors.n; i++) {
		const struct feed_person *p = &e->authors.v[i];

		add_item(&t, p->name.n ? p->name : p->email);
	}
	kept = keep(m, &t);
	str_release(&t);
	return kept;
}

static struct span
all_tags(struct merging *m, const struct entry *e)
{
	struct str t = { 0 };
	struct span kept;

	for (size_t i = 0; i < e->categories.n; i++) {
		const struct category *c = &e->categories.v[i];

		add_item(&t, c->label.n ? c->label : c->term);
	}
	add_item(&t, m->tags);
	kept = keep(m, &t);
	str_release(&t);
	return kept;
}

/* An entry may have no title (a short message): its first words, then. */
static struct span
title(const struct entry *e)
{
	struct span t = e->title.plain;

	if (!t.n)
		t = e->summary.plain;
	if (!t.n)
		t = e->content.plain;
	return cut_at(span_head(t, span_chr(t, '\n')), TITLE_BYTES);
}

static struct span
standfirst(const struct entry *e)
{
	struct span t =
	    e->summary.plain.n ? e->summary.plain : e->content.plain;

	return cut_at(span_head(t, span_chr(t, '\n')), STANDFIRST_BYTES);
}

static struct span
print(struct merging *m, const struct entry *e, struct span galley)
{
	struct str t = { 0 };
	struct span kept;

	identity_print(&t, e, galley);
	kept = keep(m, &t);
	str_release(&t);
	return kept;
}

static struct article_new
article_of(struct merging *m, const struct entry *e, struct span galley)
{
	const struct enclosure *enclosure =
	    e->enclosures.n ? &e->enclosures.v[0] : NULL;
	int64_t published = e->published.t ? e->published.t : e->created.t;

	return (struct article_new){
		.key = e->key,
		.print = m->heads ? span_n(NULL, 0) : print(m, e, galley),
		.source_print = e->source_print,
		.torn = e->torn,
		.place = e->place,
		.url = e->link,
		.title = title(e),
		.author = byline(m, e),
		.section = e->section,
		.standfirst = standfirst(e),
		.lang = e->language,
		.published = published,
		.updated = e->updated.t > published ? e->updated.t : 0,
		.body = galley,
		.search =
		    e->content.plain.n ? e->content.plain : e->summary.plain,
		.picture = e->image.url,
		.enclosure = enclosure ? enclosure->url : span_n(NULL, 0),
		.enclosure_type = enclosure ? enclosure->type : span_n(NULL, 0),
		.tags = all_tags(m, e),
	};
}

/* "line 3: an entity is not declared; …": once each, and not for ever. */
static void
add_notes(struct str *out, const struct feed *f)
{
	for (size_t i = 0; i < f->notes && out->n < NOTES_BYTES; i++) {
		const struct feed_note *n = &f->note[i];

		if (span_find(str_span(out), n->message) < out->n)
			continue;
		if (out->n)
			str_lit(out, "; ");
		if (n->line)
			str_printf(out, _("line %d: "), n->line);
		str_add(out, n->message);
	}
}

static bool
describe(struct store *s, int64_t id, const struct feed *f, struct err *err)
{
	struct str notes = { 0 };
	struct feed_words words = { .title = f->title.plain, .site = f->link };
	bool ok;

	add_notes(&notes, f);
	words.notes = str_span(&notes);
	ok = feeds_describe(s, id, &words, err);
	str_release(&notes);
	return ok;
}

/* A reply, taken apart. */
struct taken {
	struct feed *feed;
	struct span *bodies;
	struct article_new *a;
	size_t n;
};

static bool
take(struct taken *t, const struct merge_ask *ask, struct merge_result *result,
    struct err *err)
{
	const struct options *o = ask->options;
	struct merging m = { .tags = span_of(conf_string(o, OPT_TAGS)),
		.heads = ask->heads };
	struct feed *f = feedtext_scan(ask->reply, &t->bodies, err);

	if (!f)
		return false;
	*result = (struct merge_result){
		.wish = { f->ttl_s, f->skip_hours, f->skip_days },
		.is_feed = *f->version != '\0',
	};
	t->feed = f;
	t->n = 0;
	t->a = arena_array(f->mem, f->n + 1, sizeof(*t->a));
	m.mem = f->mem;
	if (!ask->pending)
		identity_settle(f);
	for (size_t i = 0; i < f->n; i++) {
		const struct entry *e = &f->entry[i];
		struct article_new *a = &t->a[t->n];

		if (!e->key.n)
			continue;
		*a = article_of(&m, e, t->bodies[i]);
		a->errand = e->place < ask->ahead && e->weight < conf_thin(o) &&
		            a->url.n;
		a->pictures =
		    e->place < ask->ahead && subscribe_wants_pictures(o);
		a->read = conf_bool(o, OPT_MUTED);
		a->keep = subscribe_revisions(o);
		t->n++;
	}
	return true;
}

bool
merge_reply(struct store *s, const struct merge_ask *ask,
    struct merge_result *result, struct err *err)
{
	struct taken t;
	bool ok;

	if (!take(&t, ask, result, err))
		return false;
	ok = !result->is_feed || (describe(s, ask->feed, t.feed, err) &&
	                             articles_merge(s, ask->feed, t.a, t.n,
	                                 ask->now, &result->count, err));
	feed_free(t.feed);
	return ok;
}

bool
merge_heads(struct store *s, const struct merge_ask *ask,
    struct merge_result *result, struct pending **pending, size_t *pending_n,
    struct err *err)
{
	struct taken t;
	bool ok;

	*pending = NULL;
	*pending_n = 0;
	if (!take(&t, ask, result, err))
		return false;
	*pending = xreallocarray(NULL, t.n + 1, sizeof(**pending));
	ok = !result->is_feed ||
	     (describe(s, ask->feed, t.feed, err) &&
	         articles_heads(s, ask->feed, t.a, t.n, ask->now,
	             &result->count, *pending, pending_n, err));
	feed_free(t.feed);
	if (ok && *pending_n)
		return true;
	free(*pending);
	*pending = NULL;
	*pending_n = 0;
	return ok;
}

bool
merge_texts(struct store *s, const struct merge_ask *ask,
    struct merge_result *result, struct err *err)
{
	struct taken t;
	size_t k = ask->pending_n;
	bool ok = true;

	if (!take(&t, ask, result, err))
		return false;
	/* Both are in the order of the feed, its newest first; a search shows
	 * first what went into the index last. */
	for (size_t i = t.n; ok && i-- > 0;) {
		while (k && ask->pending[k - 1].place > t.a[i].place)
			k--;
		if (k && ask->pending[k - 1].place == t.a[i].place)
			ok = articles_set(s, ask->pending[k - 1].id, &t.a[i],
			    ask->now, &result->count, err);
	}
	feed_free(t.feed);
	return ok;
}
