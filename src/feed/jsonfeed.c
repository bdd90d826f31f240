/*
 * JSON Feed 1.0 and 1.1, and RSS in JSON, whose members are RSS's elements:
 * they go the way of XML, through the same rules.
 */
#include "config.h"

#include "feed/reading.h"

#include "base/url.h"
#include "base/when.h"
#include "feed/json.h"

/* ---- JSON Feed ---------------------------------------------------------- */

static struct span
line(struct reading *r, const struct json *o, const char *key)
{
	return reading_line(r, json_text(json_get(o, key)));
}

static struct span
address(struct reading *r, const struct json *o, const char *key)
{
	return reading_url(r, json_text(json_get(o, key)));
}

static void
set_raw(
    struct reading *r, int which, enum raw_kind kind, const struct json *value)
{
	struct span text = span_trim(json_text(value));

	if (!text.n)
		return;
	r->raw[which] = (struct raw){
		.kind = kind,
		.text = span_head(text, ENTRY_TEXT_MAX),
		.base = walk_here(&r->walk)->base,
	};
}

static void
add_link(
    struct reading *r, const struct json *o, const char *key, struct span rel)
{
	struct feed_link l = {
		.href = address(r, o, key),
		.rel = rel,
		.length = -1,
	};

	reading_add_link(r, &l);
}

static void
add_person(struct reading *r, struct people *people, const struct json *o)
{
	struct feed_person p = {
		.name = line(r, o, "name"),
		.uri = address(r, o, "url"),
	};
	struct feed_person *new;

	if (span_istarts(p.uri, "mailto:")) {
		p.email = span_from(p.uri, 7);
		p.uri = span_n(NULL, 0);
	}
	if (!p.name.n && !p.uri.n && !p.email.n)
		return;
	new = feed_push(r->feed->mem, people);
	if (new)
		*new = p;
}

/* 1.1 says "authors", 1.0 "author". */
static void
add_people(struct reading *r, struct people *people, const struct json *o)
{
	const struct json *list = json_get(o, "authors");

	if (!list)
		list = json_get(o, "author");
	for (size_t i = 0; i < json_count(list); i++)
		add_person(r, people, json_at(list, i));
}

static struct feed_date
date(struct reading *r, const struct json *o, const char *key)
{
	struct feed_date d = { .raw = line(r, o, key) };

	d.t = when_seconds(d.raw);
	return d;
}

static void
add_attachment(struct reading *r, const struct json *o)
{
	struct feed_link l = {
		.href = address(r, o, "url"),
		.rel = SPAN("enclosure"),
		.type = line(r, o, "mime_type"),
		.title = line(r, o, "title"),
		.length = json_int(json_get(o, "size_in_bytes"), -1),
	};
	struct enclosures *list = &r->entry->enclosures;
	size_t before = list->n;

	reading_add_link(r, &l);
	if (list->n > before)
		list->v[before].duration_s =
		    json_int(json_get(o, "duration_in_seconds"), -1);
}

static void
read_item(struct reading *r, const struct json *o, bool torn)
{
	const struct json *list;

	open_entry(r, NULL);
	r->entry->torn = torn;
	r->entry->id = line(r, o, "id");
	set_raw(r, TEXT_TITLE, RAW_PLAIN, json_get(o, "title"));
	set_raw(r, TEXT_SUMMARY, RAW_GUESS, json_get(o, "summary"));
	set_raw(r, TEXT_CONTENT, RAW_PLAIN, json_get(o, "content_text"));
	set_raw(r, TEXT_CONTENT, RAW_HTML, json_get(o, "content_html"));
	add_link(r, o, "url", SPAN("alternate"));
	add_link(r, o, "external_url", SPAN("related"));
	r->entry->published = date(r, o, "date_published");
	r->entry->updated = date(r, o, "date_modified");
	r->entry->language = line(r, o, "language");
	add_people(r, &r->entry->authors, o);
	list = json_get(o, "tags");
	for (size_t i = 0; i < json_count(list); i++) {
		struct category c = {
			.term = reading_line(r, json_text(json_at(list, i))),
		};

		reading_add_category(r, &c);
	}
	list = json_get(o, "attachments");
	for (size_t i = 0; i < json_count(list); i++)
		add_attachment(r, json_at(list, i));
	r->link_image = address(r, o, "image");
	if (!r->link_image.n)
		r->link_image = address(r, o, "banner_image");
	close_entry(r, NULL, NULL);
}

static void
read_feed(struct reading *r, const struct json *o, bool cut)
{
	struct feed *f = r->feed;
	const struct json *items = json_get(o, "items");

	set_raw(r, TEXT_TITLE, RAW_PLAIN, json_get(o, "title"));
	set_raw(r, TEXT_SUMMARY, RAW_PLAIN, json_get(o, "description"));
	add_link(r, o, "home_page_url", SPAN("alternate"));
	add_link(r, o, "feed_url", SPAN("self"));
	f->id = line(r, o, "feed_url");
	f->language = line(r, o, "language");
	f->icon = address(r, o, "favicon");
	f->logo = address(r, o, "icon");
	f->image.url = f->logo;
	add_people(r, &f->authors, o);
	for (size_t i = 0; i < json_count(items); i++)
		read_item(
		    r, json_at(items, i), cut && i + 1 == json_count(items));
}

/* ---- RSS in JSON -------------------------------------------------------- */

static void feed_member(void *data, struct span key, const struct json *value);

static const struct json *
own_text(const struct json *o)
{
	static const char *const names[] = { "#value", "#text", "$t", "_" };
	const struct json *v = NULL;

	for (size_t i = 0; !v && i < WALK_COUNT(names); i++)
		v = json_get(o, names[i]);
	return v;
}

static void
add_attr(void *data, struct span key, const struct json *value)
{
	struct reading *r = data;
	struct xml *x = &r->walk.x;
	struct span text = json_text(value);

	if (text.n && x->attrs < XML_ATTRS_MAX)
		x->attr[x->attrs++] = (struct xml_attr){ NS_NONE, key, text };
}

/* An element by the name of key; json_read has bounded the depth. */
static void
feed_element(struct reading *r, struct span key, const struct json *value)
{
	struct walk *w = &r->walk;
	size_t colon = span_chr(key, ':');

	w->x.ns = NS_NONE;
	w->x.name = key;
	if (colon < key.n) {
		w->x.ns = ns_of_prefix(span_head(key, colon));
		w->x.name = span_from(key, colon + 1);
	}
	w->x.attrs = 0;
	json_each(value, add_attr, r);
	walk_enter(w);
	if (!json_is_object(value))
		walk_add_text(w, json_text(value));
	else if (own_text(value))
		walk_add_text(w, json_text(own_text(value)));
	else
		json_each(value, feed_member, r);
	walk_leave(w);
}

static void
feed_member(void *data, struct span key, const struct json *value)
{
	struct reading *r = data;

	for (size_t i = 0; i < json_count(value); i++)
		feed_element(r, key, json_at(value, i));
}

/* ---- which -------------------------------------------------------------- */

static const char *
version_of(const struct json *o)
{
	struct span said = json_text(json_get(o, "version"));

	if (span_find(said, SPAN("jsonfeed.org/version/1.1")) < said.n)
		return "json11";
	if (span_find(said, SPAN("jsonfeed.org/version/")) < said.n)
		return "json1";
	return "";
}

static void
note_end(struct feed *f, enum json_end end)
{
	if (end == JSON_CUT)
		feed_note(f, "truncated", SPAN("it ends in the middle"), 0, 0);
	else
		feed_limit(f, "values", JSON_VALUES_MAX);
	f->bozo = true;
}

void
jsonfeed_read(struct reading *r, struct span utf8)
{
	struct arena *mem = arena_new();
	enum json_end end;
	struct json *o = json_read(utf8, &end);

	walk_begin(
	    &r->walk, r, span_n(NULL, 0), r->ask->url, &document_context, mem);
	r->feed->version = version_of(o);
	if (*r->feed->version)
		read_feed(r, o, end == JSON_CUT);
	else if (json_is_object(json_get(o, "rss")))
		feed_element(r, SPAN("rss"), json_get(o, "rss"));
	else if (json_is_object(json_get(o, "channel")))
		feed_element(r, SPAN("rss"), o);
	if (end != JSON_WHOLE && *r->feed->version)
		note_end(r->feed, end);
	finish_head(r, r->feed, r->feed_raw);
	walk_end(&r->walk);
	json_free(o);
	arena_free(mem);
}
