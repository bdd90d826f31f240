/*
 * Atom 1.0 (RFC 4287) and 0.3, beyond what rss.c has; and the contexts, which
 * put all words together.
 */
#include "config.h"

#include "feed/reading.h"

#define ENTRY(member) offsetof(struct entry, member)
#define HEAD(member) offsetof(struct feed, member)

static const struct walk_rule head_rules[] = {
	{ "contributor", open_person, close_person, &person_context, true, 0,
	    HEAD(contributors) },
	{ "created", NULL, set_date, NULL, true, 0, HEAD(created) },
	{ "icon", NULL, set_url, NULL, true, 0, HEAD(icon) },
	{ "id", NULL, set_id, NULL, true, 0, HEAD(id) },
	{ "issued", NULL, set_date, NULL, true, 0, HEAD(published) },
	{ "logo", NULL, set_url, NULL, true, 0, HEAD(logo) },
	{ "modified", NULL, set_date, NULL, true, 0, HEAD(updated) },
	{ "published", NULL, set_date, NULL, true, 0, HEAD(published) },
	{ "rights", open_text, close_text, NULL, true, RANK_CORE, TEXT_RIGHTS },
	{ "subtitle", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_SUMMARY },
	{ "tagline", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_SUMMARY },
	{ "updated", NULL, set_date, NULL, true, 0, HEAD(updated) },
};
const struct walk_part atom_head_part = {
	NS_CORE,
	head_rules,
	WALK_COUNT(head_rules),
};

static const struct walk_rule entry_rules[] = {
	{ "content", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_CONTENT },
	{ "contributor", open_person, close_person, &person_context, true, 0,
	    ENTRY(contributors) },
	{ "created", NULL, set_date, NULL, true, 0, ENTRY(created) },
	{ "id", NULL, set_id, NULL, true, 0, ENTRY(id) },
	{ "issued", NULL, set_date, NULL, true, 0, ENTRY(published) },
	{ "modified", NULL, set_date, NULL, true, 0, ENTRY(updated) },
	{ "published", NULL, set_date, NULL, true, 0, ENTRY(published) },
	{ "rights", open_text, close_text, NULL, true, RANK_CORE, TEXT_RIGHTS },
	{ "subtitle", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_SUBTITLE },
	{ "summary", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_SUMMARY },
	{ "tagline", open_text, close_text, NULL, true, RANK_CORE,
	    TEXT_SUBTITLE },
	{ "updated", NULL, set_date, NULL, true, 0, ENTRY(updated) },
};
const struct walk_part atom_entry_part = {
	NS_CORE,
	entry_rules,
	WALK_COUNT(entry_rules),
};

static const struct walk_rule person_rules[] = {
	{ "email", NULL, person_email, NULL, true, 0, 0 },
	{ "homepage", NULL, person_uri, NULL, true, 0, 0 },
	{ "name", NULL, person_name, NULL, true, 0, 0 },
	{ "uri", NULL, person_uri, NULL, true, 0, 0 },
	{ "url", NULL, person_uri, NULL, true, 0, 0 },
};
static const struct walk_part person_part = {
	NS_CORE,
	person_rules,
	WALK_COUNT(person_rules),
};
static const struct walk_part *const person_parts[] = { &person_part };
const struct walk_context person_context = { person_parts, 1 };

/* ---- contexts: a module is one line in one or two of them --------------- */

static const struct walk_part *const document_parts[] = {
	&rss_document_part,
	&rdf_document_part,
	&sitemap_document_part,
};
const struct walk_context document_context = {
	document_parts,
	WALK_COUNT(document_parts),
};

static const struct walk_part *const head_parts[] = {
	&rss_channel_part, /* first: source_context begins behind it */
	&rss_head_part,
	&atom_head_part,
	&admin_head_part,
	&cc_head_part,
	&dc_head_part,
	&dcterms_head_part,
	&itunes_head_part,
	&media_head_part,
	&sy_head_part,
};
const struct walk_context head_context = {
	head_parts,
	WALK_COUNT(head_parts),
};
const struct walk_context source_context = {
	head_parts + 1,
	WALK_COUNT(head_parts) - 1,
};

static const struct walk_part *const entry_parts[] = {
	&rss_entry_part,
	&atom_entry_part,
	&cc_entry_part,
	&content_entry_part,
	&dc_entry_part,
	&dcterms_entry_part,
	&feedburner_entry_part,
	&itunes_entry_part,
	&media_entry_part,
	&news_entry_part,
	&pheedo_entry_part,
	&rbc_entry_part,
	&slash_entry_part,
	&source_entry_part,
	&thr_entry_part,
	&wfw_entry_part,
	&xhtml_entry_part,
	&yandex_entry_part,
};
const struct walk_context entry_context = {
	entry_parts,
	WALK_COUNT(entry_parts),
};
