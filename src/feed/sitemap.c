/*
 * News sitemaps: how papers without a feed list their articles of two days for
 * search engines (Google's sitemap-news 0.9); and the same words in RSS.
 * Pages without a title are the index of a site, and no news.
 */
#include "config.h"

#include <string.h>

#include "feed/reading.h"

#define ENTRY(member) offsetof(struct entry, member)

static const char sitemap[] = "sitemap"; /* the version of such a feed */

static void
open_urlset(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	if (!*r->feed->version)
		r->feed->version = sitemap;
}

static void
close_urlset(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	(void)t;
	if (!strcmp(r->feed->version, sitemap) && !r->feed->n)
		r->feed->version = "";
}

static void
close_url(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	if (r->entry && !r->entry_raw[TEXT_TITLE].kind) {
		memset(r->entry, 0, sizeof(*r->entry));
		r->entry->comment_count = -1;
		r->link_image = span_n(NULL, 0);
	}
	close_entry(r, rule, t);
}

static void
close_loc(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct feed_link page = {
		.href = reading_url(r, t->text),
		.rel = SPAN("alternate"),
		.length = -1,
	};

	(void)rule;
	reading_add_link(r, &page);
	r->entry->id = page.href;
}

static void
close_image_loc(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	if (!r->link_image.n)
		r->link_image = reading_url(r, t->text);
}

/* Each article says which paper it is from: so the feed has a name. */
static void
close_publication_name(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct raw *title = &r->feed_raw[TEXT_TITLE];

	(void)rule;
	if (title->kind)
		return;
	title->text = reading_words(r, t);
	title->kind = title->text.n ? RAW_PLAIN : RAW_NONE;
	title->rank = RANK_LAST_RESORT;
}

static void
close_publication_language(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	r->entry->language = reading_words(r, t);
	if (!r->feed->language.n)
		r->feed->language = r->entry->language;
	if (span_eq(r->entry->language, r->feed->language))
		r->entry->language = span_n(NULL, 0);
}

/* ---- tables ------------------------------------------------------------- */

static const struct walk_rule publication_rules[] = {
	{ "language", NULL, close_publication_language, NULL, true, 0, 0 },
	{ "name", NULL, close_publication_name, NULL, true, 0, 0 },
};
static const struct walk_part publication_part = {
	NS_NEWS,
	publication_rules,
	WALK_COUNT(publication_rules),
};
static const struct walk_part *const publication_parts[] = {
	&publication_part,
};
static const struct walk_context publication_context = {
	publication_parts,
	1,
};

static const struct walk_context news_context;
static const struct walk_rule news_rules[] = {
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "news", NULL, NULL, &news_context, false, 0, 0 },
	{ "publication", NULL, NULL, &publication_context, false, 0, 0 },
	{ "publication_date", NULL, set_date, NULL, true, 0, ENTRY(published) },
	{ "title", open_text, close_text, NULL, true, RANK_LAST_RESORT,
	    TEXT_TITLE },
};
const struct walk_part news_entry_part = {
	NS_NEWS,
	news_rules,
	WALK_COUNT(news_rules),
};
static const struct walk_part *const news_parts[] = { &news_entry_part };
static const struct walk_context news_context = { news_parts, 1 };

static const struct walk_context picture_context;
static const struct walk_rule picture_rules[] = {
	{ "image", NULL, NULL, &picture_context, false, 0, 0 },
	{ "loc", NULL, close_image_loc, NULL, true, 0, 0 },
};
static const struct walk_part picture_part = {
	NS_SITEMAP_IMAGE,
	picture_rules,
	WALK_COUNT(picture_rules),
};
static const struct walk_part *const picture_parts[] = { &picture_part };
static const struct walk_context picture_context = { picture_parts, 1 };

static const struct walk_rule url_rules[] = {
	{ "lastmod", NULL, set_date, NULL, true, 0, ENTRY(updated) },
	{ "loc", NULL, close_loc, NULL, true, 0, 0 },
};
static const struct walk_part url_part = { NS_SITEMAP, url_rules,
	WALK_COUNT(url_rules) };
static const struct walk_part *const url_parts[] = {
	&url_part,
	&news_entry_part,
	&picture_part,
};
static const struct walk_context url_context = {
	url_parts,
	WALK_COUNT(url_parts),
};

static const struct walk_rule urlset_rules[] = {
	{ "url", open_entry, close_url, &url_context, false, 0, 0 },
};
static const struct walk_part urlset_part = { NS_SITEMAP, urlset_rules, 1 };
static const struct walk_part *const urlset_parts[] = { &urlset_part };
static const struct walk_context urlset_context = { urlset_parts, 1 };

static const struct walk_rule document_rules[] = {
	{ "urlset", open_urlset, close_urlset, &urlset_context, false, 0, 0 },
};
const struct walk_part sitemap_document_part = {
	NS_SITEMAP,
	document_rules,
	1,
};
