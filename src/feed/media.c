/*
 * Media RSS: pictures with their captions and credits.
 */
#include "config.h"

#include "feed/reading.h"

#include "doc/captions.h"
#include "doc/figures.h"
#include "doc/html.h"

enum { PIXELS_MIN = 64, PIXELS_GUESS = 400 * 300 };

static int
size_of(struct span t)
{
	int64_t n;

	return span_int(span_trim(t), &n) && n < INT32_MAX ? (int)n : 0;
}

static void
add_media(struct reading *r, bool thumbnail, struct span address)
{
	const struct xml *x = &r->walk.x;
	struct media *m;
	struct span url = reading_url(r, address);

	if (!url.n)
		return;
	m = feed_push(r->feed->mem, &r->entry->media);
	if (!m)
		return;
	*m = (struct media){
		.thumbnail = thumbnail,
		.url = url,
		.type = reading_line(r, xml_attr(x, NS_NONE, "type")),
		.medium = reading_line(r, xml_attr(x, NS_NONE, "medium")),
		.width = size_of(xml_attr(x, NS_NONE, "width")),
		.height = size_of(xml_attr(x, NS_NONE, "height")),
	};
	if (!thumbnail)
		r->media_at = (long)r->entry->media.n - 1;
}

static void
open_content(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	r->media_at = -1;
	add_media(r, false, xml_attr(&r->walk.x, NS_NONE, "url"));
}

static void
close_content(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	(void)t;
	r->media_at = -1;
}

static void
open_thumbnail(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	add_media(r, true, xml_attr(&r->walk.x, NS_NONE, "url"));
}

/* Some write its address as they write RSS. */
static void
close_thumbnail(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	if (!t->markup && span_trim(t->text).n)
		add_media(r, true, t->text);
}

/* Text that may be HTML (type="html" or not said) -> one plain line. */
static struct span
line_of(struct reading *r, const struct walk_text *t)
{
	struct raw raw = r->text;
	struct text text = { 0 };

	raw.text = t->text;
	raw.kind = t->markup ? RAW_XHTML : RAW_GUESS;
	raw_text(r, &raw, true, &text);
	return text.plain;
}

static struct media *
open_media(struct reading *r)
{
	return r->media_at < 0 ? NULL : &r->entry->media.v[r->media_at];
}

static void
close_description(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct media *m = open_media(r);
	struct span *value = m ? &m->caption : &r->media_text;

	(void)rule;
	if (!value->n)
		*value = line_of(r, t);
}

/* Several people share a picture: photographer, agency. */
static void
close_credit(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct media *m = open_media(r);
	struct span *value = m ? &m->credit : &r->media_credit;
	struct span name = line_of(r, t);
	struct str both = { 0 };

	(void)rule;
	if (!name.n || span_ifind(*value, name) < value->n)
		return;
	if (value->n && value->n + name.n < 200) {
		str_add(&both, *value);
		str_lit(&both, ", ");
		str_add(&both, name);
		*value = span_keep(r->feed->mem, str_span(&both));
		str_release(&both);
	} else if (!value->n) {
		*value = name;
	}
}

static void
close_title(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct media *m = open_media(r);

	if (m) {
		if (!m->alt.n)
			m->alt = line_of(r, t);
		return;
	}
	close_text(r, rule, t);
}

static const struct walk_rule rules[] = {
	{ "category", open_category, close_category, NULL, true, 0, 0 },
	{ "content", open_content, close_content, &media_context, false, 0, 0 },
	{ "credit", open_text, close_credit, NULL, true, 0, 0 },
	{ "description", open_text, close_description, NULL, true, 0, 0 },
	{ "group", NULL, NULL, &media_context, false, 0, 0 },
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "text", open_text, close_text, NULL, true, RANK_LAST_RESORT,
	    TEXT_CONTENT },
	{ "thumbnail", open_thumbnail, close_thumbnail, NULL, true, 0, 0 },
	{ "title", open_text, close_title, NULL, true, RANK_LAST_RESORT,
	    TEXT_TITLE },
};
const struct walk_part media_entry_part = {
	NS_MEDIA,
	rules,
	WALK_COUNT(rules),
};
/* What Media RSS says of a whole channel, where nothing else does. */
static const struct walk_rule head_rules[] = {
	{ "category", open_category, close_category, NULL, true, 0, 0 },
	{ "copyright", open_text, close_text, NULL, true, RANK_LAST_RESORT,
	    TEXT_RIGHTS },
	{ "description", open_text, close_text, NULL, true, RANK_LAST_RESORT,
	    TEXT_SUMMARY },
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "thumbnail", open_image, close_image, NULL, true, 0, 0 },
	{ "title", open_text, close_text, NULL, true, RANK_LAST_RESORT,
	    TEXT_TITLE },
};
const struct walk_part media_head_part = {
	NS_MEDIA,
	head_rules,
	WALK_COUNT(head_rules),
};
static const struct walk_part *const parts[] = { &media_entry_part };
const struct walk_context media_context = { parts, 1 };

/* ---- which picture stands for the entry --------------------------------- */

static bool
has_picture_name(struct span url)
{
	static const char *const ends[] = { ".jpg", ".jpeg", ".png", ".gif",
		".webp", ".avif" };

	url = span_head(url, span_chr(url, '?'));
	for (size_t i = 0; i < WALK_COUNT(ends); i++) {
		struct span end = span_of(ends[i]);

		if (url.n > end.n &&
		    span_ieq(span_from(url, url.n - end.n), end))
			return true;
	}
	return false;
}

static bool
is_picture(const struct media *m)
{
	if (m->thumbnail)
		return true;
	if (m->type.n)
		return span_istarts(m->type, "image");
	if (m->medium.n)
		return span_iis(m->medium, "image");
	return has_picture_name(m->url);
}

/* What it is worth: pixels, a thumbnail less than any other, 0: nothing.
 * The face of the author, which some blogs add, is not the article's. */
static int64_t
worth(const struct media *m)
{
	bool sized = m->width > 0 && m->height > 0;

	if (!is_picture(m) ||
	    span_find(m->url, SPAN("gravatar.com/")) < m->url.n)
		return 0;
	if ((m->width && m->width < PIXELS_MIN) ||
	    (m->height && m->height < PIXELS_MIN))
		return m->thumbnail && m->width > 1 && m->height > 1;
	return (sized ? (int64_t)m->width * m->height : PIXELS_GUESS) +
	       (m->thumbnail ? 2 : (int64_t)1 << 62);
}

static const struct media *
best_media(const struct entry *e)
{
	const struct media *best = NULL;

	for (size_t i = 0; i < e->media.n; i++)
		if (worth(&e->media.v[i]) > (best ? worth(best) : 0))
			best = &e->media.v[i];
	return best;
}

static struct span
picture_enclosure(const struct entry *e)
{
	for (size_t i = 0; i < e->enclosures.n; i++) {
		const struct enclosure *c = &e->enclosures.v[i];

		if (c->type.n ? span_istarts(c->type, "image/")
		              : has_picture_name(c->url))
			return c->url;
	}
	return span_n(NULL, 0);
}

static void
describe(struct reading *r, const struct media *m)
{
	struct feed_image *image = &r->entry->image;
	struct span caption = m ? m->caption : span_n(NULL, 0), credit;

	/* Said of the whole entry it is a caption, unless it is the text. */
	if (!caption.n && r->entry_raw[TEXT_SUMMARY].kind &&
	    !span_eq(span_trim(r->entry_raw[TEXT_SUMMARY].text), r->media_text))
		caption = r->media_text;
	if (caption.n)
		caption_split(r->feed->mem, caption, &image->caption, &credit);
	image->credit = credit_plain(m && m->credit.n    ? m->credit
	                             : r->media_credit.n ? r->media_credit
	                             : caption.n         ? credit
	                                                 : span_n(NULL, 0));
	if (m && !span_eq(m->alt, image->caption))
		image->alt = m->alt;
}

void
media_finish(struct reading *r)
{
	struct entry *e = r->entry;
	const struct media *m = best_media(e);
	struct span enclosure = picture_enclosure(e);

	if (m && m->thumbnail && (enclosure.n || r->link_image.n))
		m = NULL;
	r->image_is_thumbnail = m && m->thumbnail;
	if (m) {
		e->image.url = m->url;
		e->image.width = m->width;
		e->image.height = m->height;
	} else {
		e->image.url = enclosure.n ? enclosure : r->link_image;
	}
	if (e->image.url.n)
		describe(r, m);
	for (size_t i = 0; r->duration_s > 0 && i < e->enclosures.n; i++)
		if (span_istarts(e->enclosures.v[i].type, "audio/") ||
		    span_istarts(e->enclosures.v[i].type, "video/"))
			e->enclosures.v[i].duration_s = r->duration_s;
}
