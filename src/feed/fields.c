#include "config.h"

#include "feed/fields.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* ---- shapes ------------------------------------------------------------- */

static const struct member span_members[] = {
	{ NULL, MEMBER_SPAN, 0, 0 },
};
static const struct shape span_shape = { SHAPE_VALUE, sizeof(struct span),
	span_members, 1 };

static const struct member flag_members[] = {
	{ NULL, MEMBER_BOOL, 0, 0 },
};
static const struct shape flag_shape = { SHAPE_VALUE, sizeof(bool),
	flag_members, 1 };

static const struct member count_members[] = {
	{ NULL, MEMBER_INT64, 0, -1 },
};
static const struct shape count_shape = { SHAPE_VALUE, sizeof(int64_t),
	count_members, 1 };

static const struct member bits_members[] = {
	{ NULL, MEMBER_INT, 0, 0 },
};
static const struct shape bits_shape = { SHAPE_VALUE, sizeof(int), bits_members,
	1 };

#define TEXT(m) offsetof(struct text, m)
static const struct member text_members[] = {
	{ "type", MEMBER_TYPE, TEXT(type), 0 },
	{ "plain", MEMBER_SPAN, TEXT(plain), 0 },
	{ "html", MEMBER_SPAN, TEXT(html), 0 },
	{ "mime", MEMBER_SPAN, TEXT(mime), 0 },
	{ "lang", MEMBER_SPAN, TEXT(lang), 0 },
	{ "base", MEMBER_SPAN, TEXT(base), 0 },
};
static const struct shape text_shape = { SHAPE_TEXT, sizeof(struct text),
	text_members, COUNT(text_members) };

#define DATE(m) offsetof(struct feed_date, m)
static const struct member date_members[] = {
	{ "t", MEMBER_TIME, DATE(t), 0 },
	{ "raw", MEMBER_SPAN, DATE(raw), 0 },
};
static const struct shape date_shape = { SHAPE_DATE, sizeof(struct feed_date),
	date_members, COUNT(date_members) };

#define PERSON(m) offsetof(struct feed_person, m)
static const struct member person_members[] = {
	{ "name", MEMBER_SPAN, PERSON(name), 0 },
	{ "email", MEMBER_SPAN, PERSON(email), 0 },
	{ "uri", MEMBER_SPAN, PERSON(uri), 0 },
};
static const struct shape person_shape = { SHAPE_OBJECT,
	sizeof(struct feed_person), person_members, COUNT(person_members) };

#define LINK(m) offsetof(struct feed_link, m)
static const struct member link_members[] = {
	{ "href", MEMBER_SPAN, LINK(href), 0 },
	{ "rel", MEMBER_SPAN, LINK(rel), 0 },
	{ "type", MEMBER_SPAN, LINK(type), 0 },
	{ "hreflang", MEMBER_SPAN, LINK(hreflang), 0 },
	{ "title", MEMBER_SPAN, LINK(title), 0 },
	{ "length", MEMBER_INT64, LINK(length), -1 },
};
static const struct shape link_shape = { SHAPE_OBJECT, sizeof(struct feed_link),
	link_members, COUNT(link_members) };

#define CATEGORY(m) offsetof(struct category, m)
static const struct member category_members[] = {
	{ "term", MEMBER_SPAN, CATEGORY(term), 0 },
	{ "scheme", MEMBER_SPAN, CATEGORY(scheme), 0 },
	{ "label", MEMBER_SPAN, CATEGORY(label), 0 },
};
static const struct shape category_shape = { SHAPE_OBJECT,
	sizeof(struct category), category_members, COUNT(category_members) };

#define IMAGE(m) offsetof(struct feed_image, m)
static const struct member image_members[] = {
	{ "url", MEMBER_SPAN, IMAGE(url), 0 },
	{ "title", MEMBER_SPAN, IMAGE(title), 0 },
	{ "link", MEMBER_SPAN, IMAGE(link), 0 },
	{ "width", MEMBER_INT, IMAGE(width), 0 },
	{ "height", MEMBER_INT, IMAGE(height), 0 },
	{ "description", MEMBER_SPAN, IMAGE(description), 0 },
	{ "alt", MEMBER_SPAN, IMAGE(alt), 0 },
	{ "caption", MEMBER_SPAN, IMAGE(caption), 0 },
	{ "credit", MEMBER_SPAN, IMAGE(credit), 0 },
};
static const struct shape image_shape = { SHAPE_OBJECT,
	sizeof(struct feed_image), image_members, COUNT(image_members) };

#define ENCLOSURE(m) offsetof(struct enclosure, m)
static const struct member enclosure_members[] = {
	{ "url", MEMBER_SPAN, ENCLOSURE(url), 0 },
	{ "type", MEMBER_SPAN, ENCLOSURE(type), 0 },
	{ "length", MEMBER_INT64, ENCLOSURE(length), -1 },
	{ "title", MEMBER_SPAN, ENCLOSURE(title), 0 },
	{ "duration", MEMBER_INT64, ENCLOSURE(duration_s), -1 },
};
static const struct shape enclosure_shape = { SHAPE_OBJECT,
	sizeof(struct enclosure), enclosure_members, COUNT(enclosure_members) };

#define MEDIA(m) offsetof(struct media, m)
static const struct member media_members[] = {
	{ "thumbnail", MEMBER_BOOL, MEDIA(thumbnail), 0 },
	{ "url", MEMBER_SPAN, MEDIA(url), 0 },
	{ "type", MEMBER_SPAN, MEDIA(type), 0 },
	{ "medium", MEMBER_SPAN, MEDIA(medium), 0 },
	{ "width", MEMBER_INT, MEDIA(width), 0 },
	{ "height", MEMBER_INT, MEDIA(height), 0 },
	{ "caption", MEMBER_SPAN, MEDIA(caption), 0 },
	{ "credit", MEMBER_SPAN, MEDIA(credit), 0 },
	{ "alt", MEMBER_SPAN, MEDIA(alt), 0 },
};
static const struct shape media_shape = { SHAPE_OBJECT, sizeof(struct media),
	media_members, COUNT(media_members) };

#define HEAD(m) offsetof(struct feed, m)
static const struct member generator_members[] = {
	{ "name", MEMBER_SPAN, HEAD(generator), 0 },
	{ "uri", MEMBER_SPAN, HEAD(generator_uri), 0 },
	{ "version", MEMBER_SPAN, HEAD(generator_version), 0 },
};
static const struct shape generator_shape = { SHAPE_OBJECT, 0,
	generator_members, COUNT(generator_members) };

#define ENTRY(m) offsetof(struct entry, m)
static const struct member reply_members[] = {
	{ "href", MEMBER_SPAN, ENTRY(reply_href), 0 },
	{ "ref", MEMBER_SPAN, ENTRY(reply_ref), 0 },
};
static const struct shape reply_shape = { SHAPE_OBJECT, 0, reply_members,
	COUNT(reply_members) };

/* ---- fields ------------------------------------------------------------- */

const struct field feed_fields[] = {
	{ "title", &text_shape, HEAD(title), false, false, false },
	{ "subtitle", &text_shape, HEAD(subtitle), false, false, false },
	{ "link", &span_shape, HEAD(link), false, false, false },
	{ "links", &link_shape, HEAD(links), true, false, false },
	{ "id", &span_shape, HEAD(id), false, false, false },
	{ "language", &span_shape, HEAD(language), false, false, false },
	{ "ttl", &count_shape, HEAD(ttl_s), false, true, false },
	{ "skip-hours", &bits_shape, HEAD(skip_hours), false, true, false },
	{ "skip-days", &bits_shape, HEAD(skip_days), false, true, false },
	{ "published", &date_shape, HEAD(published), false, false, false },
	{ "updated", &date_shape, HEAD(updated), false, false, false },
	{ "created", &date_shape, HEAD(created), false, false, false },
	{ "image", &image_shape, HEAD(image), false, false, false },
	{ "icon", &span_shape, HEAD(icon), false, false, false },
	{ "logo", &span_shape, HEAD(logo), false, false, false },
	{ "authors", &person_shape, HEAD(authors), true, false, false },
	{ "contributors", &person_shape, HEAD(contributors), true, false,
	    false },
	{ "publisher", &person_shape, HEAD(publisher), false, false, false },
	{ "categories", &category_shape, HEAD(categories), true, false, false },
	{ "rights", &text_shape, HEAD(rights), false, false, false },
	{ "license", &span_shape, HEAD(license), false, false, false },
	{ "generator", &generator_shape, 0, false, false, false },
	{ "next_url", &span_shape, HEAD(next_url), false, false, false },
};
const size_t feed_field_count = COUNT(feed_fields);

const struct field entry_fields[] = {
	{ "id", &span_shape, ENTRY(id), false, false, false },
	{ "id_is_permalink", &flag_shape, ENTRY(id_is_permalink), false, false,
	    false },
	{ "title", &text_shape, ENTRY(title), false, false, true },
	{ "link", &span_shape, ENTRY(link), false, false, true },
	{ "links", &link_shape, ENTRY(links), true, false, false },
	{ "published", &date_shape, ENTRY(published), false, false, true },
	{ "updated", &date_shape, ENTRY(updated), false, false, true },
	{ "created", &date_shape, ENTRY(created), false, false, true },
	{ "expired", &date_shape, ENTRY(expired), false, false, false },
	{ "authors", &person_shape, ENTRY(authors), true, false, true },
	{ "contributors", &person_shape, ENTRY(contributors), true, false,
	    false },
	{ "publisher", &person_shape, ENTRY(publisher), false, false, false },
	{ "section", &span_shape, ENTRY(section), false, false, true },
	{ "categories", &category_shape, ENTRY(categories), true, false, true },
	{ "summary", &text_shape, ENTRY(summary), false, false, true },
	{ "subtitle", &text_shape, ENTRY(subtitle), false, false, false },
	{ "content", &text_shape, ENTRY(content), false, false, true },
	{ "content_src", &span_shape, ENTRY(content_src), false, false, false },
	{ "rights", &text_shape, ENTRY(rights), false, false, false },
	{ "image", &image_shape, ENTRY(image), false, false, true },
	{ "enclosures", &enclosure_shape, ENTRY(enclosures), true, false,
	    true },
	{ "media", &media_shape, ENTRY(media), true, false, false },
	{ "comments", &span_shape, ENTRY(comments), false, false, false },
	{ "comments_feed", &span_shape, ENTRY(comments_feed), false, false,
	    false },
	{ "comment_count", &count_shape, ENTRY(comment_count), false, false,
	    false },
	{ "language", &span_shape, ENTRY(language), false, false, true },
	{ "license", &span_shape, ENTRY(license), false, false, false },
	{ "in_reply_to", &reply_shape, 0, false, false, false },
};
const size_t entry_field_count = COUNT(entry_fields);

/* ---- access ------------------------------------------------------------- */

static const char *const type_names[] = {
	[TEXT_NONE] = "",
	[TEXT_PLAIN] = "text",
	[TEXT_HTML] = "html",
	[TEXT_XHTML] = "xhtml",
	[TEXT_MIME] = "mime",
};

const char *
text_type_name(enum text_type type)
{
	return type_names[type];
}

enum text_type
text_type_of(struct span name)
{
	for (size_t i = 0; i < COUNT(type_names); i++)
		if (span_is(name, type_names[i]))
			return (enum text_type)i;
	return TEXT_NONE;
}

/* All lists have these members: { v, n, cap }. */
struct any_list {
	void *v;
	size_t n, cap;
};

const void *
field_item(const struct field *f, const void *whole, size_t i)
{
	const char *at = (const char *)whole + f->at;
	struct any_list list;

	if (!f->list)
		return i ? NULL : at;
	memcpy(&list, at, sizeof(list));
	return i < list.n ? (const char *)list.v + i * f->shape->size : NULL;
}

void *
field_new(const struct field *f, void *whole, struct arena *mem)
{
	char *at = (char *)whole + f->at;
	struct any_list list;

	if (!f->list)
		return at;
	memcpy(&list, at, sizeof(list));
	if (list.n == FEED_LIST_MAX)
		return NULL;
	list.v = feed_room_(mem, list.v, list.n, &list.cap, f->shape->size);
	list.n++;
	memcpy(at, &list, sizeof(list));
	return (char *)list.v + (list.n - 1) * f->shape->size;
}

struct span
member_span(const struct member *m, const void *item)
{
	return *(const struct span *)(const void *)((const char *)item + m->at);
}

int64_t
member_number(const struct member *m, const void *item)
{
	const void *at = (const char *)item + m->at;

	switch (m->kind) {
	case MEMBER_INT:
		return *(const int *)at;
	case MEMBER_BOOL:
		return *(const bool *)at;
	case MEMBER_TYPE:
		return *(const enum text_type *)at;
	case MEMBER_INT64:
	case MEMBER_TIME:
		return *(const int64_t *)at;
	case MEMBER_SPAN:
		break;
	}
	return 0;
}

bool
item_is_empty(const struct shape *shape, const void *item)
{
	for (size_t i = 0; i < shape->members; i++) {
		const struct member *m = &shape->member[i];

		if (m->kind == MEMBER_SPAN
		        ? member_span(m, item).n > 0
		        : member_number(m, item) != m->unknown)
			return false;
	}
	return true;
}
