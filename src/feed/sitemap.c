/*
 * News sitemaps: how papers without a feed list their articles of two days for
 * search engines (Google's sitemap-news 0.9); and the same words in RSS.
 */
#include "config.h"

#include "feed/reading.h"

#define ENTRY(member) offsetof(struct entry, member)

/* A list of addresses alone is no feed. */
static void
open_news(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	if (!*r->feed->version)
		r->feed->version = "sitemap";
}

static void
close_loc(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct feed_link link = {
		.href = reading_url(r, t->text),
		.rel = SPAN("alternate"),
		.length = -1,
	};

	(void)rule;
	reading_add_link(r, &link);
}

/* The paper's name is in each entry; the first one names the feed. */
static void
close_name(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct raw *title = &r->feed_raw[TEXT_TITLE];

	(void)rule;
	if (title->kind || !span_trim(t->text).n)
		return;
	title->kind = RAW_PLAIN;
	title->text = reading_line(r, t->text);
}

static const struct walk_rule publication_rules[] = {
	{ "language", NULL, set_line, NULL, true, 0, ENTRY(language) },
	{ "name", NULL, close_name, NULL, true, 0, 0 },
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

static const struct walk_rule news_rules[] = {
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "news", open_news, NULL, &entry_context, false, 0, 0 },
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

static const struct walk_rule url_rules[] = {
	{ "lastmod", NULL, set_date, NULL, true, 0, ENTRY(updated) },
	{ "loc", NULL, close_loc, NULL, true, 0, 0 },
};
static const struct walk_part url_part = {
	NS_SITEMAP,
	url_rules,
	WALK_COUNT(url_rules),
};
static const struct walk_part *const url_parts[] = {
	&url_part,
	&news_entry_part,
};
static const struct walk_context url_context = {
	url_parts,
	WALK_COUNT(url_parts),
};

static const struct walk_rule set_rules[] = {
	{ "url", open_entry, close_entry, &url_context, false, 0, 0 },
};
static const struct walk_part set_part = { NS_SITEMAP, set_rules, 1 };
static const struct walk_part *const set_parts[] = { &set_part };
static const struct walk_context set_context = { set_parts, 1 };

static const struct walk_rule root_rules[] = {
	{ "urlset", NULL, NULL, &set_context, false, 0, 0 },
};
const struct walk_part sitemap_document_part = { NS_SITEMAP, root_rules, 1 };
