/*
 * An entry's document: its text, the lead picture in front, what can be heard
 * or seen at the end.
 */
#include "config.h"

#include "feed/reading.h"

#include "base/utf8.h"
#include "doc/blocks.h"
#include "doc/figures.h"
#include "doc/galley.h"
#include "doc/html.h"

enum { PICTURE_PIXELS_MIN = 64 };

static bool
is_rtl_language(struct span lang)
{
	static const char *const rtl[] = { "ar", "dv", "fa", "he", "iw", "ps",
		"sd", "ug", "ur", "yi" };

	for (size_t i = 0; i < WALK_COUNT(rtl); i++)
		if (span_istarts(lang, rtl[i]) &&
		    (lang.n == 2 || lang.s[2] == '-'))
			return true;
	return false;
}

static struct span
language(const struct reading *r, const struct raw *raw)
{
	if (r->entry->language.n)
		return r->entry->language;
	return raw->lang.n ? raw->lang : r->feed->language;
}

static void
add_text(struct reading *r, const struct raw *raw, const struct html_node *root,
    struct doc *d)
{
	struct blocks_ask ask = {
		.base = raw_base(r, raw),
		.title = r->entry->title.plain,
		.rtl = is_rtl_language(language(r, raw)),
	};

	if (root)
		blocks_from_html(d, root, &ask);
	else
		blocks_from_text(d, raw->text);
}

/* Two summaries, and the first says more than the other. */
static bool
is_the_short_one(const struct raw *content, const struct raw *summary)
{
	return content->kind && content->rank == RANK_LAST_RESORT &&
	       content->text.n < summary->text.n;
}

/* The words of the entry: content, else summary, else what Media RSS says. */
static void
add_words(struct reading *r, struct doc *d)
{
	struct entry *e = r->entry;
	const struct raw *content = &r->entry_raw[TEXT_CONTENT];
	const struct raw *summary = &r->entry_raw[TEXT_SUMMARY];
	struct html_node *summary_tree, *content_tree;
	struct str plain = { 0 };

	if (!summary->kind && !content->kind && r->media_text.n)
		r->entry_raw[TEXT_SUMMARY] = (struct raw){
			.kind = RAW_PLAIN,
			.text = r->media_text,
		};
	summary_tree = raw_text(r, summary, true, &e->summary);
	content_tree = raw_text(
	    r, content, is_the_short_one(content, summary), &e->content);
	if (is_the_short_one(content, summary)) {
		add_text(r, summary, summary_tree, d);
		return;
	}
	if (content->kind && e->content.type != TEXT_MIME) {
		add_text(r, content, content_tree, d);
		doc_text(&plain, d);
	} else if (content->kind) {
		utf8_plain(&plain, content->text, PLAIN_LINES);
		blocks_from_text(d, str_span(&plain));
	}
	e->content.plain = span_keep(reading_bulk(r), str_span(&plain));
	str_release(&plain);
	if (d->first)
		return;
	if (summary->kind)
		add_text(r, summary, summary_tree, d);
}

/* ---- the picture -------------------------------------------------------- */

static struct figure *
next_picture(struct doc *d, struct block **at)
{
	struct block *b = *at ? *at : d->first;
	int depth = 0;

	if (*at)
		b = doc_walk(NULL, *at, &depth);
	for (; b; b = doc_walk(NULL, b, &depth))
		if (b->kind == BLOCK_FIGURE && b->figure &&
		    b->figure->kind == FIGURE_IMAGE)
			break;
	*at = b;
	return b ? b->figure : NULL;
}

static struct figure *
find_same(struct doc *d, const struct figure *f)
{
	struct block *at = NULL;
	struct figure *there;

	while ((there = next_picture(d, &at)))
		if (figure_same(there, f))
			return there;
	return NULL;
}

static bool
is_big(const struct figure *f)
{
	return (!f->width || f->width >= PICTURE_PIXELS_MIN) &&
	       (!f->height || f->height >= PICTURE_PIXELS_MIN);
}

/* The entry's picture is one that stands in its text. */
static bool
adopt_picture(struct entry *e, struct arena *mem)
{
	struct block *at = NULL;
	struct figure *f;

	while ((f = next_picture(e->body, &at)))
		if (f->url.n && is_big(f))
			break;
	if (!f)
		return false;
	e->image = (struct feed_image){
		.url = span_keep(mem, f->url),
		.alt = span_keep(mem, f->alt),
		.caption = span_keep(mem, f->caption),
		.credit = span_keep(mem, f->credit),
		.width = f->width,
		.height = f->height,
	};
	return true;
}

/* The last block becomes the first. */
static void
move_to_front(struct doc *d)
{
	struct block *last = d->last, *before = d->first;

	if (!last || before == last)
		return;
	while (before->next != last)
		before = before->next;
	before->next = NULL;
	d->last = before;
	last->next = d->first;
	d->first = last;
}

static void
add_figure(struct doc *d, const struct figure *f)
{
	struct block *b = doc_block(d, NULL, BLOCK_FIGURE);

	if (!b)
		return;
	b->figure = arena_alloc(d->mem, sizeof(*b->figure));
	*b->figure = *f;
}

static void
place_picture(struct reading *r)
{
	struct entry *e = r->entry;
	struct figure f = {
		.kind = FIGURE_IMAGE,
		.url = e->image.url,
		.alt = e->image.alt,
		.caption = e->image.caption,
		.credit = e->image.credit,
		.width = e->image.width,
		.height = e->image.height,
	};
	struct figure *there;

	if (!f.url.n || r->image_is_thumbnail)
		if (adopt_picture(e, r->feed->mem) || !f.url.n)
			return;
	there = find_same(e->body, &f);
	if (!there) {
		add_figure(e->body, &f);
		move_to_front(e->body);
		return;
	}
	if (!there->caption.n)
		there->caption = f.caption;
	if (!there->credit.n)
		there->credit = f.credit;
}

/* ---- sound and film ----------------------------------------------------- */

static bool
has_media(struct doc *d, struct span url)
{
	int depth = 0;

	for (struct block *b = d->first; b; b = doc_walk(NULL, b, &depth))
		if (b->figure && span_eq(b->figure->media, url))
			return true;
	return false;
}

static void
place_enclosures(struct entry *e)
{
	for (size_t i = 0; i < e->enclosures.n; i++) {
		const struct enclosure *c = &e->enclosures.v[i];
		bool audio = span_istarts(c->type, "audio/");
		struct figure f = {
			.kind = audio ? FIGURE_AUDIO : FIGURE_VIDEO,
			.media = c->url,
			.caption = c->title,
		};

		if ((audio || span_istarts(c->type, "video/")) &&
		    !has_media(e->body, c->url))
			add_figure(e->body, &f);
	}
}

void
body_make(struct reading *r)
{
	struct entry *e = r->entry;
	struct str galley = { 0 };

	e->body = doc_new(r->scratch);
	add_words(r, e->body);
	place_picture(r);
	place_enclosures(e);
	e->weight = (int64_t)doc_weight(e->body);
	galley_write(&galley, e->body);
	e->galley = span_keep(reading_bulk(r), str_span(&galley));
	str_release(&galley);
	doc_free(e->body);
	e->body = NULL;
}
