/*
 * RSS 0.9x, 1.0, 1.1 and 2.0, and what Atom shares with them.
 */
#include "config.h"

#include <string.h>

#include "feed/reading.h"

#define ENTRY(member) offsetof(struct entry, member)
#define HEAD(member) offsetof(struct feed, member)

/* ---- which RSS ---------------------------------------------------------- */

static const char *
rss_version(const struct xml *x)
{
	static const struct {
		const char *said, *version;
	} known[] = {
		{ "0.90", "rss090" },
		{ "0.91", "rss091u" },
		{ "0.92", "rss092" },
		{ "0.93", "rss093" },
		{ "0.94", "rss094" },
	};
	struct span said = span_trim(xml_attr(x, NS_NONE, "version"));

	if (span_is(said, "0.91") &&
	    span_find(x->doctype, SPAN("Netscape")) < x->doctype.n)
		return "rss091n";
	for (size_t i = 0; i < WALK_COUNT(known); i++)
		if (span_is(said, known[i].said))
			return known[i].version;
	return span_starts(said, "2") ? "rss20" : "rss";
}

/* False for a second root: some servers send their feed twice. */
static bool
is_first_root(struct reading *r)
{
	if (!*r->feed->version)
		return true;
	xml_add_fault(&r->walk.x, FAULT_JUNK, r->walk.x.at);
	walk_pass_over(&r->walk);
	return false;
}

static void
open_rss(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	if (is_first_root(r))
		r->feed->version = rss_version(&r->walk.x);
}

static const char *
version_of_ns(enum xml_ns ns)
{
	return ns == NS_RSS10 ? "rss10" : ns == NS_RSS090 ? "rss090" : "rss";
}

/* RDF: the namespace that the root declares for its own words says it. */
static void
open_rdf(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;

	(void)rule;
	if (!is_first_root(r))
		return;
	r->feed->version = "rss";
	for (size_t i = 0; i < x->bindings; i++)
		if (!strcmp(r->feed->version, "rss"))
			r->feed->version = version_of_ns(x->binding[i].ns);
}

static void
open_channel(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	if (!*r->feed->version || !strcmp(r->feed->version, "rss"))
		r->feed->version = version_of_ns(r->walk.x.ns);
}

static void
open_atom(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;
	struct span said = span_trim(xml_attr(x, NS_NONE, "version"));

	(void)rule;
	r->atom = true;
	if (*r->feed->version)
		return;
	r->feed->version = x->ns == NS_ATOM10 ? "atom10"
	                   : x->ns == NS_ATOM03 || span_starts(said, "0.")
	                       ? "atom03"
	                       : "atom";
}

/* An Atom document may be one entry (RFC 4287 2). */
static void
open_lone_entry(struct reading *r, const struct walk_rule *rule)
{
	if (!*r->feed->version)
		open_atom(r, rule);
	open_entry(r, rule);
}

/* ---- details ------------------------------------------------------------ */

static void
close_ttl(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	int64_t minutes;

	(void)rule;
	if (span_int(span_trim(t->text), &minutes) && minutes < INT32_MAX)
		r->head->ttl_s = minutes * 60;
}

static void
close_hour(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	int64_t hour;

	(void)rule;
	if (span_int(span_trim(t->text), &hour) && hour <= 24)
		r->head->skip_hours |= 1u << (hour % 24);
}

static void
close_day(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	static const char *const days[] = { "sun", "mon", "tue", "wed", "thu",
		"fri", "sat" };

	(void)rule;
	for (unsigned d = 0; d < WALK_COUNT(days); d++)
		if (span_istarts(span_trim(t->text), days[d]))
			r->head->skip_days |= 1u << d;
}

static void
open_guid(struct reading *r, const struct walk_rule *rule)
{
	struct span said = xml_attr(&r->walk.x, NS_NONE, "ispermalink");

	(void)rule;
	r->permalink = !said.n || span_iis(span_trim(said), "true");
}

static void
close_guid(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span id = reading_line(r, t->text);

	(void)rule;
	if (!id.n)
		return;
	if (r->permalink && *id.s == '/')
		id = reading_url(r, id);
	r->entry->id = id;
	r->entry->id_is_permalink = r->permalink && !r->entry->link.n;
	r->opaque_id = !r->permalink;
}

static void
open_enclosure(struct reading *r, const struct walk_rule *rule)
{
	open_link(r, rule);
	r->link.rel = SPAN("enclosure");
	reading_add_link(r, &r->link);
}

static void
open_generator(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;
	struct span uri = xml_attr(x, NS_NONE, "uri");

	(void)rule;
	if (!uri.n)
		uri = xml_attr(x, NS_NONE, "url");
	if (uri.n)
		r->head->generator_uri = reading_url(r, uri);
	r->head->generator_version =
	    reading_line(r, xml_attr(x, NS_NONE, "version"));
}

/* ---- tables ------------------------------------------------------------- */

static const struct walk_rule hour_rules[] = {
	{ "hour", NULL, close_hour, NULL, true, 0, 0 },
};
static const struct walk_part hour_part = { NS_CORE, hour_rules, 1 };
static const struct walk_part *const hour_parts[] = { &hour_part };
static const struct walk_context hour_context = { hour_parts, 1 };

static const struct walk_rule day_rules[] = {
	{ "day", NULL, close_day, NULL, true, 0, 0 },
};
static const struct walk_part day_part = { NS_CORE, day_rules, 1 };
static const struct walk_part *const day_parts[] = { &day_part };
static const struct walk_context day_context = { day_parts, 1 };

static const struct walk_rule document_rules[] = {
	{ "channel", open_channel, NULL, &head_context, false, 0, 0 },
	{ "entry", open_lone_entry, close_entry, &entry_context, false, 0, 0 },
	{ "feed", open_atom, NULL, &head_context, false, 0, 0 },
	{ "html", NULL, NULL, NULL, false, 0, 0 },
	{ "image", open_image, close_image, &image_context, false, 0, 0 },
	{ "item", open_entry, close_entry, &entry_context, false, 0, 0 },
	{ "rdf", open_rdf, NULL, &document_context, false, 0, 0 },
	{ "rss", open_rss, NULL, &document_context, false, 0, 0 },
};
const struct walk_part rss_document_part = {
	NS_CORE,
	document_rules,
	WALK_COUNT(document_rules),
};

static const struct walk_rule rdf_rules[] = {
	{ "rdf", open_rdf, NULL, &document_context, false, 0, 0 },
};
const struct walk_part rdf_document_part = { NS_RDF, rdf_rules, 1 };

/* What contains entries: never in the source of an entry. */
static const struct walk_rule channel_rules[] = {
	{ "channel", NULL, NULL, &head_context, false, 0, 0 },
	{ "entry", open_entry, close_entry, &entry_context, false, 0, 0 },
	{ "item", open_entry, close_entry, &entry_context, false, 0, 0 },
	{ "items", NULL, NULL, &head_context, false, 0, 0 },
};
const struct walk_part rss_channel_part = {
	NS_CORE,
	channel_rules,
	WALK_COUNT(channel_rules),
};

static const struct walk_rule head_rules[] = {
	{ "author", open_person, close_person, &person_context, true, 0,
	    HEAD(authors) },
	{ "category", open_category, close_category, NULL, true, 0, 0 },
	{ "copyright", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_RIGHTS },
	{ "description", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_SUMMARY },
	{ "generator", open_generator, set_line, NULL, true, 0,
	    HEAD(generator) },
	{ "image", open_image, close_image, &image_context, false, 0, 0 },
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "language", NULL, set_line, NULL, true, 0, HEAD(language) },
	{ "lastbuilddate", NULL, set_date, NULL, true, 0, HEAD(updated) },
	{ "link", open_link, close_link, NULL, true, 0, 0 },
	{ "managingeditor", open_person, close_person, NULL, true, 0,
	    HEAD(authors) },
	{ "pubdate", NULL, set_date, NULL, true, 0, HEAD(published) },
	{ "skipdays", NULL, NULL, &day_context, false, 0, 0 },
	{ "skiphours", NULL, NULL, &hour_context, false, 0, 0 },
	{ "title", open_text, close_text, NULL, true, RANK_CORE, TEXT_TITLE },
	{ "ttl", NULL, close_ttl, NULL, true, 0, 0 },
	{ "webmaster", open_person, close_publisher, NULL, true, 0,
	    HEAD(publisher) },
};
const struct walk_part rss_head_part = {
	NS_CORE,
	head_rules,
	WALK_COUNT(head_rules),
};

static const struct walk_rule entry_rules[] = {
	{ "author", open_person, close_person, &person_context, true, 0,
	    ENTRY(authors) },
	{ "body", open_html, close_text, NULL, true, RANK_CORE, TEXT_CONTENT },
	{ "category", open_category, close_category, NULL, true, 0, 0 },
	{ "comments", NULL, set_url, NULL, true, 0, ENTRY(comments) },
	{ "copyright", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_RIGHTS },
	{ "description", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_SUMMARY },
	{ "enclosure", open_enclosure, NULL, NULL, false, 0, 0 },
	{ "entry", open_entry, close_entry, &entry_context, false, 0, 0 },
	{ "expirationdate", NULL, set_date, NULL, true, 0, ENTRY(expired) },
	{ "fullitem", open_html, close_text, NULL, true, RANK_CORE,
	    TEXT_CONTENT },
	{ "guid", open_guid, close_guid, NULL, true, 0, 0 },
	{ "image", open_image, close_image, &image_context, true, 0, 0 },
	{ "item", open_entry, close_entry, &entry_context, false, 0, 0 },
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "language", NULL, set_language, NULL, true, 0, 0 },
	{ "lastbuilddate", NULL, set_date, NULL, true, 0, ENTRY(updated) },
	{ "link", open_link, close_link, NULL, true, 0, 0 },
	{ "managingeditor", open_person, close_person, NULL, true, 0,
	    ENTRY(authors) },
	{ "pubdate", NULL, set_date, NULL, true, 0, ENTRY(published) },
	{ "source", open_source, close_source, &source_context, true, 0, 0 },
	{ "title", open_text, close_text, NULL, true, RANK_CORE, TEXT_TITLE },
};
const struct walk_part rss_entry_part = {
	NS_CORE,
	entry_rules,
	WALK_COUNT(entry_rules),
};
