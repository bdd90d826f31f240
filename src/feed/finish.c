/*
 * Begin and end of entries, sources and the feed.
 */
#include "config.h"

#include "feed/reading.h"

#include <string.h>

#include "base/url.h"
#include "feed/fields.h"
#include "feed/identity.h"

enum { SECTION_BYTES_MAX = 64 };

/* ---- entries ------------------------------------------------------------ */

static void
reset_entry(struct reading *r)
{
	memset(r->entry, 0, sizeof(*r->entry));
	r->entry->comment_count = -1;
	memset(r->entry_raw, 0, sizeof(r->entry_raw));
	r->raw = r->entry_raw;
	r->head = r->feed;
	r->link_original = r->link_other = r->link_image = (struct span){ 0 };
	r->media_text = r->media_credit = (struct span){ 0 };
	r->media_at = -1;
	r->duration_s = 0;
	r->image_is_thumbnail = false;
	r->opaque_id = false;
}

/* An entry that nobody will see: its setters need somewhere to write. */
static void
begin_discarded(struct reading *r)
{
	r->discard = true;
	r->entry = &r->passing;
	reset_entry(r);
}

static void
begin_entry(struct reading *r)
{
	struct feed *f = r->feed;
	bool wanted = heads_wanted(r);

	arena_free(r->scratch);
	r->scratch = arena_new();
	r->entry_at = r->walk.x.at;
	if (!wanted) {
		begin_discarded(r);
		return;
	}
	if (!r->ask->each)
		r->entry = feed_push_entry(f);
	else if (f->n < ENTRIES_MAX)
		f->n++, r->entry = &r->passing;
	else
		r->entry = NULL;
	r->discard = !r->entry;
	if (r->entry) {
		reset_entry(r);
		r->entry->place = r->places - 1;
		return;
	}
	if (!r->full)
		feed_limit(f, "entries", ENTRIES_MAX);
	r->full = true;
	begin_discarded(r);
}

static void
end_entry(struct reading *r)
{
	if (!r->discard)
		finish_entry(r);
	arena_free(r->scratch);
	r->scratch = NULL;
	r->entry = NULL;
	r->discard = false;
	r->head = r->feed;
	r->raw = r->feed_raw;
}

void
open_entry(struct reading *r, const struct walk_rule *rule)
{
	struct span about = xml_attr(&r->walk.x, NS_RDF, "about");

	(void)rule;
	/* An item within an item: the outer one was not closed. */
	if (r->entry)
		end_entry(r);
	r->entry_depth++;
	begin_entry(r);
	r->entry->id = reading_line(r, about);
	r->entry->language = reading_line(r, walk_here(&r->walk)->lang);
	if (span_eq(r->entry->language, r->walk.frame[1].lang))
		r->entry->language = span_n(NULL, 0);
}

void
close_entry(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	(void)t;
	if (r->entry)
		end_entry(r);
	if (--r->entry_depth > 0) {
		r->scratch = arena_new();
		begin_discarded(r);
	}
}

/* ---- sources ------------------------------------------------------------ */

void
open_source(struct reading *r, const struct walk_rule *rule)
{
	struct entry *e = r->entry;

	(void)rule;
	if (!e->source_href.n)
		e->source_href =
		    reading_url(r, xml_attr(&r->walk.x, NS_NONE, "url"));
	if (!e->source) {
		e->source = arena_alloc(r->feed->mem, sizeof(*e->source));
		e->source->version = "";
		e->source->ttl_s = -1;
	}
	memset(r->source_raw, 0, sizeof(r->source_raw));
	r->raw = r->source_raw;
	r->head = e->source;
}

void
close_source(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct raw *title = &r->source_raw[TEXT_TITLE];

	(void)rule;
	if (!title->kind && span_trim(t->text).n) {
		title->kind = RAW_GUESS;
		title->text = span_trim(t->text);
	}
	finish_head(r, r->head, r->source_raw);
	r->head = r->feed;
	r->raw = r->entry_raw;
}

/* ---- the end ------------------------------------------------------------ */

void
finish_head(struct reading *r, struct feed *head, struct raw *raw)
{
	raw_text(r, &raw[TEXT_TITLE], true, &head->title);
	raw_text(r, &raw[TEXT_SUMMARY], true, &head->subtitle);
	raw_text(r, &raw[TEXT_RIGHTS], true, &head->rights);
	if (head->ttl_s < 0 && r->sy_period_s && head == r->feed)
		head->ttl_s = r->sy_period_s / (r->sy_times ? r->sy_times : 1);
}

static void
choose_link(struct reading *r)
{
	struct entry *e = r->entry;

	if (r->link_original.n)
		e->link = r->link_original;
	if (!e->link.n)
		e->link = r->link_other;
	/* Better to follow what names the entry than nothing. */
	if (!e->link.n && !r->opaque_id && url_is_web(e->id))
		e->link = e->id;
}

/* A word that names a part of the paper: not a URL, no hash of a machine. */
static bool
is_section(const struct category *c)
{
	struct span t = c->label.n ? c->label : c->term;
	static const char *const none[] = { "uncategorized", "uncategorised",
		"news", "rss", "all", "default", "article" };

	if (!t.n || t.n > SECTION_BYTES_MAX || url_is_web(t) || *t.s == '#' ||
	    span_find(t, SPAN("://")) < t.n || span_istarts(t, "tag:") ||
	    url_is_web(c->scheme))
		return false;
	for (size_t i = 0; i < WALK_COUNT(none); i++)
		if (span_iis(t, none[i]))
			return false;
	return true;
}

static void
choose_section(struct entry *e)
{
	for (size_t i = 0; i < e->categories.n && !e->section.n; i++) {
		const struct category *c = &e->categories.v[i];

		if (is_section(c))
			e->section = c->label.n ? c->label : c->term;
	}
}

/* As at the place where a download was cut off. */
static bool
says_nothing(const struct entry *e)
{
	for (size_t i = 0; i < entry_field_count; i++) {
		const void *item = field_item(&entry_fields[i], e, 0);

		if (item && !item_is_empty(entry_fields[i].shape, item))
			return false;
	}
	return !e->source && !e->source_href.n;
}

void
finish_entry(struct reading *r)
{
	struct entry *e = r->entry;
	struct str key = { 0 };

	e->torn = e->torn || r->walk.x.torn;
	choose_link(r);
	raw_text(r, &r->entry_raw[TEXT_TITLE], true, &e->title);
	if (!r->ask->heads) {
		raw_text(r, &r->entry_raw[TEXT_RIGHTS], true, &e->rights);
		raw_text(r, &r->entry_raw[TEXT_SUBTITLE], true, &e->subtitle);
	}
	if (!r->entry_raw[TEXT_SUMMARY].kind)
		r->entry_raw[TEXT_SUMMARY] = r->entry_raw[TEXT_SUBTITLE];
	media_finish(r);
	/* Before a picture is found in the text. */
	heads_print(r);
	/* What has no title is known by its words. */
	if (r->ask->heads && e->title.plain.n)
		heads_make(r);
	else
		body_make(r);
	/* The end of the feed is missing, and with it what would tell later
	 * that this is the same entry. */
	if (says_nothing(e) || (e->torn && !e->id.n && !e->link.n)) {
		r->feed->n--;
		return;
	}
	choose_section(e);
	identity_key(&key, e);
	e->key = span_keep(r->feed->mem, str_span(&key));
	str_release(&key);
	if (r->ask->each)
		r->ask->each(r->ask->data, e);
}
