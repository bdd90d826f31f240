/*
 * The small modules: content, dc, dcterms, itunes, slash, wfw, thr, sy,
 * creativeCommons, source, admin, feedburner, pheedo, yandex, rbc.
 */
#include "config.h"

#include "feed/reading.h"

#include "base/url.h"

#define ENTRY(member) offsetof(struct entry, member)
#define HEAD(member) offsetof(struct feed, member)
#define PART(name, ns, rules) \
	const struct walk_part name = { ns, rules, WALK_COUNT(rules) }

/* ---- dc, dcterms -------------------------------------------------------- */

static const struct walk_rule dc_head[] = {
	{ "author", open_person, close_person, NULL, true, 0, HEAD(authors) },
	{ "contributor", open_person, close_person, NULL, true, 0,
	    HEAD(contributors) },
	{ "creator", open_person, close_person, NULL, true, 0, HEAD(authors) },
	{ "date", NULL, set_date, NULL, true, 0, HEAD(updated) },
	{ "description", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_SUMMARY },
	{ "language", NULL, set_line, NULL, true, 0, HEAD(language) },
	{ "publisher", open_person, close_publisher, NULL, true, 0,
	    HEAD(publisher) },
	{ "rights", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_RIGHTS },
	{ "subject", open_category, close_category, NULL, true, 0, 0 },
	{ "title", open_text, close_text, NULL, true, RANK_MODULE, TEXT_TITLE },
};
PART(dc_head_part, NS_DC, dc_head);

static const struct walk_rule dc_entry[] = {
	{ "author", open_person, close_person, NULL, true, 0, ENTRY(authors) },
	{ "contributor", open_person, close_person, NULL, true, 0,
	    ENTRY(contributors) },
	{ "creator", open_person, close_person, NULL, true, 0, ENTRY(authors) },
	{ "date", NULL, set_date, NULL, true, 0, ENTRY(updated) },
	{ "description", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_SUMMARY },
	{ "identifier", NULL, set_line, NULL, true, 0, ENTRY(id) },
	{ "language", NULL, set_language, NULL, true, 0, 0 },
	{ "publisher", open_person, close_publisher, NULL, true, 0,
	    ENTRY(publisher) },
	{ "rights", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_RIGHTS },
	{ "subject", open_category, close_category, NULL, true, 0, 0 },
	{ "title", open_text, close_text, NULL, true, RANK_MODULE, TEXT_TITLE },
};
PART(dc_entry_part, NS_DC, dc_entry);

static const struct walk_rule dcterms_head[] = {
	{ "created", NULL, set_date, NULL, true, 0, HEAD(created) },
	{ "issued", NULL, set_date, NULL, true, 0, HEAD(published) },
	{ "modified", NULL, set_date, NULL, true, 0, HEAD(updated) },
};
PART(dcterms_head_part, NS_DCTERMS, dcterms_head);

static const struct walk_rule dcterms_entry[] = {
	{ "created", NULL, set_date, NULL, true, 0, ENTRY(created) },
	{ "issued", NULL, set_date, NULL, true, 0, ENTRY(published) },
	{ "modified", NULL, set_date, NULL, true, 0, ENTRY(updated) },
};
PART(dcterms_entry_part, NS_DCTERMS, dcterms_entry);

/* ---- content, XHTML and whoever gives the full text --------------------- */

static const struct walk_rule content_entry[] = {
	{ "encoded", open_html, close_text, NULL, true, RANK_CORE,
	    TEXT_CONTENT },
};
PART(content_entry_part, NS_CONTENT, content_entry);

static const struct walk_rule xhtml_entry[] = {
	{ "body", open_html, close_text, NULL, true, RANK_CORE, TEXT_CONTENT },
	{ "div", open_html, close_text, NULL, true, RANK_MODULE, TEXT_CONTENT },
};
PART(xhtml_entry_part, NS_XHTML, xhtml_entry);

static const struct walk_rule full_text[] = {
	{ "full-text", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_CONTENT },
};
PART(yandex_entry_part, NS_YANDEX, full_text);
PART(rbc_entry_part, NS_RBC, full_text);

static const struct walk_rule source_entry[] = {
	{ "content", open_html, close_text, NULL, true, RANK_MODULE,
	    TEXT_CONTENT },
};
PART(source_entry_part, NS_SOURCE, source_entry);

/* ---- itunes ------------------------------------------------------------- */

static void
open_itunes_image(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;
	struct span href = xml_attr(x, NS_NONE, "href");
	struct span url =
	    reading_url(r, href.n ? href : xml_attr(x, NS_NONE, "url"));

	(void)rule;
	if (!url.n)
		return;
	if (reading_in_entry(r))
		r->link_image = url;
	else
		r->head->image.url = url;
}

/* "1:02:03", "62:03", "3723". */
static void
close_duration(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span rest = span_trim(t->text);
	int64_t seconds = 0, part;

	(void)rule;
	while (rest.n) {
		struct span digits = span_trim(span_cut(&rest, ':'));

		digits = span_head(digits, span_chr(digits, '.'));
		if (!span_int(digits, &part) || part > 1000000 ||
		    seconds > 1000000)
			return;
		seconds = seconds * 60 + part;
	}
	r->duration_s = seconds;
}

static const struct walk_rule owner_rules[] = {
	{ "email", NULL, person_email, NULL, true, 0, 0 },
	{ "name", NULL, person_name, NULL, true, 0, 0 },
};
static const struct walk_part owner_part = { NS_ITUNES, owner_rules, 2 };
static const struct walk_part *const owner_parts[] = { &owner_part };
const struct walk_context owner_context = { owner_parts, 1 };

/* Its categories nest in one another. */
static const struct walk_context subcategory_context;
static const struct walk_rule subcategory_rules[] = {
	{ "category", open_category, NULL, &subcategory_context, false, 0, 0 },
};
static const struct walk_part subcategory_part = { NS_ITUNES, subcategory_rules,
	1 };
static const struct walk_part *const subcategory_parts[] = {
	&subcategory_part
};
static const struct walk_context subcategory_context = { subcategory_parts, 1 };

static const struct walk_rule itunes_head[] = {
	{ "author", open_person, close_person, NULL, true, 0, HEAD(authors) },
	{ "category", open_category, NULL, &subcategory_context, false, 0, 0 },
	{ "image", open_itunes_image, NULL, NULL, false, 0, 0 },
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "link", open_itunes_image, NULL, NULL, false, 0, 0 },
	{ "new-feed-url", NULL, set_url, NULL, true, 0, HEAD(next_url) },
	{ "owner", open_person, close_publisher, &owner_context, true, 0,
	    HEAD(publisher) },
	{ "subtitle", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_SUMMARY },
	{ "summary", open_text, close_text, NULL, true, RANK_LAST_RESORT,
	    TEXT_SUMMARY },
};
PART(itunes_head_part, NS_ITUNES, itunes_head);

static const struct walk_rule itunes_entry[] = {
	{ "author", open_person, close_person, NULL, true, 0, ENTRY(authors) },
	{ "category", open_category, NULL, &subcategory_context, false, 0, 0 },
	{ "duration", NULL, close_duration, NULL, true, 0, 0 },
	{ "image", open_itunes_image, NULL, NULL, false, 0, 0 },
	{ "keywords", NULL, close_keywords, NULL, true, 0, 0 },
	{ "link", open_itunes_image, NULL, NULL, false, 0, 0 },
	{ "subtitle", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_SUBTITLE },
	{ "summary", open_text, close_text, NULL, true, RANK_MODULE,
	    TEXT_SUMMARY },
	{ "title", open_text, close_text, NULL, true, RANK_LAST_RESORT,
	    TEXT_TITLE },
};
PART(itunes_entry_part, NS_ITUNES, itunes_entry);

/* ---- comments and threads ----------------------------------------------- */

static const struct walk_rule slash_entry[] = {
	{ "comments", NULL, set_count, NULL, true, 0, ENTRY(comment_count) },
};
PART(slash_entry_part, NS_SLASH, slash_entry);

static const struct walk_rule wfw_entry[] = {
	{ "commentrss", NULL, set_url, NULL, true, 0, ENTRY(comments_feed) },
};
PART(wfw_entry_part, NS_WFW, wfw_entry);

/* RFC 4685 3. */
static void
open_reply(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;

	(void)rule;
	r->entry->reply_href = reading_url(r, xml_attr(x, NS_NONE, "href"));
	r->entry->reply_ref = reading_line(r, xml_attr(x, NS_NONE, "ref"));
}

static const struct walk_rule thr_entry[] = {
	{ "in-reply-to", open_reply, NULL, NULL, false, 0, 0 },
	{ "total", NULL, set_count, NULL, true, 0, ENTRY(comment_count) },
};
PART(thr_entry_part, NS_THR, thr_entry);

/* ---- licence, generator, rhythm, original links ------------------------- */

static void
open_license(struct reading *r, const struct walk_rule *rule)
{
	struct span *value =
	    (struct span *)((char *)reading_target(r) + rule->at);

	if (!value->n)
		*value =
		    reading_url(r, xml_attr(&r->walk.x, NS_RDF, "resource"));
}

static const struct walk_rule cc_head[] = {
	{ "license", open_license, set_url, NULL, true, 0, HEAD(license) },
};
PART(cc_head_part, NS_CC, cc_head);

static const struct walk_rule cc_entry[] = {
	{ "license", open_license, set_url, NULL, true, 0, ENTRY(license) },
};
PART(cc_entry_part, NS_CC, cc_entry);

static void
open_agent(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	if (!r->head->generator.n)
		r->head->generator =
		    reading_line(r, xml_attr(&r->walk.x, NS_RDF, "resource"));
}

static const struct walk_rule admin_head[] = {
	{ "generatoragent", open_agent, NULL, NULL, false, 0, 0 },
};
PART(admin_head_part, NS_ADMIN, admin_head);

static void
close_period(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	static const struct {
		const char *word;
		int seconds;
	} periods[] = {
		{ "hourly", 3600 },
		{ "daily", 86400 },
		{ "weekly", 7 * 86400 },
		{ "monthly", 30 * 86400 },
		{ "yearly", 365 * 86400 },
	};

	(void)rule;
	for (size_t i = 0; i < WALK_COUNT(periods); i++)
		if (span_iis(span_trim(t->text), periods[i].word))
			r->sy_period_s = periods[i].seconds;
}

static void
close_frequency(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	int64_t times;

	(void)rule;
	if (span_int(span_trim(t->text), &times) && times > 0 && times <= 86400)
		r->sy_times = (int)times;
}

static const struct walk_rule sy_head[] = {
	{ "updatefrequency", NULL, close_frequency, NULL, true, 0, 0 },
	{ "updateperiod", NULL, close_period, NULL, true, 0, 0 },
};
PART(sy_head_part, NS_SY, sy_head);

static void
close_original(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span url = reading_url(r, t->text);

	(void)rule;
	if (url_is_web(url))
		r->link_original = url;
}

static const struct walk_rule original[] = {
	{ "origlink", NULL, close_original, NULL, true, 0, 0 },
};
PART(feedburner_entry_part, NS_FEEDBURNER, original);
PART(pheedo_entry_part, NS_PHEEDO, original);
