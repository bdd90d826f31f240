/*
 * Setters of links, enclosures, categories and the picture of a feed.
 */
#include "config.h"

#include "feed/reading.h"

#include "base/url.h"
#include "doc/html.h"

/* ---- links -------------------------------------------------------------- */

static int64_t
length_of(struct span t)
{
	int64_t n;

	return span_int(span_trim(t), &n) ? n : -1;
}

static void
add_enclosure(struct reading *r, const struct feed_link *l)
{
	struct enclosure *e;

	for (size_t i = 0; i < r->entry->enclosures.n; i++)
		if (span_eq(r->entry->enclosures.v[i].url, l->href))
			return;
	e = feed_push(r->feed->mem, &r->entry->enclosures);
	if (e)
		*e = (struct enclosure){
			.url = l->href,
			.type = l->type,
			.title = l->title,
			.length = l->length,
			.duration_s = -1,
		};
}

static bool
is_page(const struct feed_link *l)
{
	return !l->type.n || span_iis(l->type, "text/html") ||
	       span_iis(l->type, "application/xhtml+xml");
}

static void
entry_link(struct reading *r, const struct feed_link *l)
{
	struct entry *e = r->entry;

	if (span_iis(l->rel, "enclosure"))
		add_enclosure(r, l);
	else if (span_iis(l->rel, "license") && !e->license.n)
		e->license = l->href;
	else if (span_iis(l->rel, "replies") && !is_page(l))
		e->comments_feed = l->href;
	else if (span_iis(l->rel, "replies") && !e->comments.n)
		e->comments = l->href;
}

void
reading_add_link(struct reading *r, const struct feed_link *link)
{
	bool in_entry = reading_in_entry(r);
	struct feed_links *links =
	    in_entry ? &r->entry->links : &r->head->links;
	struct span *best = in_entry ? &r->entry->link : &r->head->link;
	struct feed_link *l;

	if (!link->href.n)
		return;
	l = feed_push(r->feed->mem, links);
	if (l)
		*l = *link;
	if (span_iis(link->rel, "alternate")) {
		if (is_page(link) && !best->n)
			*best = link->href;
		else if (!is_page(link) && in_entry && !r->link_other.n)
			r->link_other = link->href;
	}
	if (in_entry)
		entry_link(r, link);
	else if (span_iis(link->rel, "license") && !r->head->license.n)
		r->head->license = link->href;
}

/* feedparser's word for it: any of these names the address. */
static struct span
address_attr(const struct xml *x)
{
	static const char *const names[] = { "href", "url", "uri" };

	for (size_t i = 0; i < WALK_COUNT(names); i++)
		if (xml_has_attr(x, NS_NONE, names[i]))
			return xml_attr(x, NS_NONE, names[i]);
	return xml_attr(x, NS_RDF, "resource");
}

void
open_link(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;
	struct span rel = span_trim(xml_attr(x, NS_NONE, "rel"));
	int64_t replies = length_of(xml_attr(x, NS_THR, "count"));

	(void)rule;
	r->link = (struct feed_link){
		.href = reading_url(r, address_attr(x)),
		.rel = rel.n ? reading_line(r, rel) : SPAN("alternate"),
		.type = reading_line(r, xml_attr(x, NS_NONE, "type")),
		.hreflang = reading_line(r, xml_attr(x, NS_NONE, "hreflang")),
		.title = reading_line(r, xml_attr(x, NS_NONE, "title")),
		.length = length_of(xml_attr(x, NS_NONE, "length")),
	};
	if (span_istarts(r->link.rel, "http://www.iana.org/assignments/"))
		while (span_chr(r->link.rel, '/') < r->link.rel.n)
			r->link.rel = span_from(
			    r->link.rel, span_chr(r->link.rel, '/') + 1);
	if (reading_in_entry(r) && replies >= 0)
		r->entry->comment_count = replies;
}

void
close_link(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	if (!r->link.href.n && span_iis(r->link.rel, "alternate"))
		r->link.href = reading_url(r, t->text);
	reading_add_link(r, &r->link);
}

/* ---- categories --------------------------------------------------------- */

void
reading_add_category(struct reading *r, const struct category *new)
{
	struct categories *list =
	    reading_in_entry(r) ? &r->entry->categories : &r->head->categories;
	struct category *c;

	if (!new->term.n && !new->label.n)
		return;
	for (size_t i = 0; i < list->n; i++)
		if (span_eq(list->v[i].term, new->term) &&
		    span_eq(list->v[i].scheme, new->scheme))
			return;
	c = feed_push(r->feed->mem, list);
	if (c)
		*c = *new;
}

void
open_category(struct reading *r, const struct walk_rule *rule)
{
	const struct xml *x = &r->walk.x;
	struct span scheme = xml_attr(x, NS_NONE, "scheme");
	struct span term = xml_attr(x, NS_NONE, "term");

	(void)rule;
	if (!term.n)
		term = xml_attr(x, NS_NONE, "text"); /* itunes */
	if (!scheme.n)
		scheme = xml_attr(x, NS_NONE, "domain");
	if (x->ns == NS_ITUNES)
		scheme = SPAN("http://www.itunes.com/");
	else if (x->ns == NS_MEDIA && !scheme.n)
		scheme = SPAN("http://search.yahoo.com/mrss/category_schema");
	r->category = (struct category){
		.term = reading_line(r, term),
		.scheme = reading_line(r, scheme),
		.label = reading_line(r, xml_attr(x, NS_NONE, "label")),
	};
	/* They nest; the outer one must be added before its children. */
	if (x->ns == NS_ITUNES)
		reading_add_category(r, &r->category);
}

void
close_category(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct str text = { 0 };

	(void)rule;
	if (!r->category.term.n) {
		html_unescape(&text, t->text);
		r->category.term = t->markup ? reading_words(r, t)
		                             : reading_line(r, str_span(&text));
		str_release(&text);
	}
	reading_add_category(r, &r->category);
}

void
close_keywords(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span rest = t->markup ? reading_words(r, t) : t->text;

	(void)rule;
	while (rest.n) {
		struct span word = span_trim(span_cut(&rest, ','));
		struct category c = { .term = reading_line(r, word) };

		if (r->walk.x.ns == NS_ITUNES)
			c.scheme = SPAN("http://www.itunes.com/");
		if (c.term.n)
			reading_add_category(r, &c);
	}
}

/* ---- the picture of a feed ---------------------------------------------- */

void
open_image(struct reading *r, const struct walk_rule *rule)
{
	(void)rule;
	r->image = (struct feed_image){ 0 };
	/* RSS 0.90, RSS 1.0 and Media RSS say the address here. */
	r->image.url = reading_url(r, address_attr(&r->walk.x));
}

void
close_image(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	(void)rule;
	if (!r->image.url.n)
		r->image.url = reading_url(r, t->text);
	if (reading_in_entry(r)) {
		if (!r->link_image.n)
			r->link_image = r->image.url;
	} else if (!r->head->image.url.n || r->walk.x.ns != NS_MEDIA) {
		r->head->image = r->image;
	}
}

static void
image_text(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span *value = (struct span *)((char *)&r->image + rule->at);

	*value = reading_line(r, t->text);
}

static void
image_url(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	struct span *value = (struct span *)((char *)&r->image + rule->at);

	*value = reading_url(r, t->text);
}

static void
image_size(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t)
{
	int *value = (int *)((char *)&r->image + rule->at);
	int64_t n = length_of(t->text);

	if (n > 0 && n < INT32_MAX)
		*value = (int)n;
}

#define IMAGE(m) offsetof(struct feed_image, m)
static const struct walk_rule image_rules[] = {
	{ .name = "description",
	    .close = image_text,
	    .text = true,
	    .at = IMAGE(description) },
	{ .name = "height",
	    .close = image_size,
	    .text = true,
	    .at = IMAGE(height) },
	{ .name = "link", .close = image_url, .text = true, .at = IMAGE(link) },
	{ .name = "title",
	    .close = image_text,
	    .text = true,
	    .at = IMAGE(title) },
	{ .name = "url", .close = image_url, .text = true, .at = IMAGE(url) },
	{ .name = "width",
	    .close = image_size,
	    .text = true,
	    .at = IMAGE(width) },
};
static const struct walk_part image_part = {
	NS_CORE,
	image_rules,
	WALK_COUNT(image_rules),
};
static const struct walk_part *const image_parts[] = { &image_part };
const struct walk_context image_context = { image_parts, 1 };
