#include "config.h"

#include <json-c/json.h>
#include <string.h>

#include "doc/meta.h"

enum { JSON_DEPTH_MAX = 32, OBJECTS_MAX = 400 };

/* Types whose words we take; a page may describe its site and its crumbs,
 * too. */
static const char *const types[] = { "NewsArticle", "Article", "BlogPosting",
	"ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
	"BackgroundNewsArticle", "ReviewNewsArticle", "LiveBlogPosting",
	"Report", "ScholarlyArticle", "TechArticle", "AdvertiserContentArticle",
	"SocialMediaPosting", "VideoObject" };

struct reading {
	struct page *page;
	struct span *body;
	int objects;
	int depth;
};

static struct span
text_of(struct json_object *o)
{
	if (!json_object_is_type(o, json_type_string))
		return span_n(NULL, 0);
	return span_n(
	    json_object_get_string(o), (size_t)json_object_get_string_len(o));
}

static struct json_object *
member(struct json_object *o, const char *name)
{
	struct json_object *v = NULL;

	if (!json_object_is_type(o, json_type_object))
		return NULL;
	json_object_object_get_ex(o, name, &v);
	if (json_object_is_type(v, json_type_array) &&
	    json_object_array_length(v) > 0 && strcmp(name, "author") != 0 &&
	    strcmp(name, "@graph") != 0 && strcmp(name, "keywords") != 0 &&
	    strcmp(name, "itemListElement") != 0)
		v = json_object_array_get_idx(v, 0);
	return v;
}

static struct span
line(struct reading *r, struct json_object *o, const char *name)
{
	struct str plain = { 0 };
	struct span kept;

	/* Some write references in their JSON. */
	html_unescape(&plain, text_of(member(o, name)));
	kept = meta_line(r->page, str_span(&plain));
	str_release(&plain);
	return kept;
}

static bool
has_type(struct json_object *o, const char *type)
{
	struct json_object *t = NULL;

	if (!json_object_object_get_ex(o, "@type", &t))
		return false;
	if (json_object_is_type(t, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(t); i++)
			if (span_is(
			        text_of(json_object_array_get_idx(t, i)), type))
				return true;
		return false;
	}
	return span_is(text_of(t), type);
}

static bool
is_article(struct json_object *o)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (has_type(o, types[i]))
			return true;
	return false;
}

static void
take_author(struct reading *r, struct json_object *a)
{
	if (json_object_is_type(a, json_type_string))
		meta_add_author(r->page, text_of(a), span_n(NULL, 0));
	else if (json_object_is_type(a, json_type_object))
		meta_add_author(r->page, line(r, a, "name"), line(r, a, "url"));
}

static void
take_authors(struct reading *r, struct json_object *a)
{
	if (!json_object_is_type(a, json_type_array)) {
		take_author(r, a);
		return;
	}
	for (size_t i = 0; i < json_object_array_length(a); i++)
		take_author(r, json_object_array_get_idx(a, i));
}

static void
take_keywords(struct reading *r, struct json_object *k)
{
	struct span rest = text_of(k);

	while (rest.n)
		meta_add_tag(r->page, span_cut(&rest, ','));
	if (json_object_is_type(k, json_type_array))
		for (size_t i = 0; i < json_object_array_length(k); i++)
			meta_add_tag(
			    r->page, text_of(json_object_array_get_idx(k, i)));
}

static void
set(struct span *slot, struct span value)
{
	if (!slot->n)
		*slot = value;
}

static void
take_image(struct reading *r, struct json_object *image)
{
	struct page *p = r->page;
	struct span url = json_object_is_type(image, json_type_object)
	                      ? line(r, image, "url")
	                      : meta_line(p, text_of(image));

	if (p->lead || !url.n)
		return;
	p->lead = arena_alloc(p->mem, sizeof(*p->lead));
	p->lead->url = url;
	if (!json_object_is_type(image, json_type_object))
		return;
	p->lead->caption = line(r, image, "caption");
	p->lead->credit = line(r, image, "creditText");
	p->lead->width = json_object_get_int(member(image, "width"));
	p->lead->height = json_object_get_int(member(image, "height"));
}

static void
take_article(struct reading *r, struct json_object *o)
{
	struct page *p = r->page;

	set(&p->title, line(r, o, "headline"));
	set(&p->section, line(r, o, "articleSection"));
	set(&p->excerpt, line(r, o, "description"));
	set(&p->lang, line(r, o, "inLanguage"));
	set(&p->site, line(r, member(o, "publisher"), "name"));
	take_authors(r, member(o, "author"));
	take_keywords(r, member(o, "keywords"));
	meta_date(p, &p->published, &p->published_raw,
	    text_of(member(o, "datePublished")));
	meta_date(p, &p->modified, &p->modified_raw,
	    text_of(member(o, "dateModified")));
	take_image(r, member(o, "image"));
	if (r->body && !r->body->n) {
		struct span text = text_of(member(o, "articleBody"));

		if (text.n)
			*r->body = span_keep(p->mem, text);
	}
	p->is_article = true;
}

/* {"@type": "BreadcrumbList", "itemListElement": [{"name": …}]} */
static void
take_crumbs(struct reading *r, struct json_object *o)
{
	struct json_object *list = member(o, "itemListElement");
	struct str path = { 0 };

	if (!json_object_is_type(list, json_type_array) || r->page->section.n)
		return;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *e = json_object_array_get_idx(list, i);
		struct span name = line(r, e, "name");

		if (!name.n)
			name = line(r, member(e, "item"), "name");
		if (!name.n || (i == 0 && name.n < 12) ||
		    i + 1 == json_object_array_length(list))
			continue; /* the front page, the article itself */
		if (path.n)
			str_addc(&path, '/');
		str_add(&path, name);
	}
	r->page->section = meta_line(r->page, str_span(&path));
	str_release(&path);
}

static void
take(struct reading *r, struct json_object *o)
{
	if (r->depth > 4 || r->objects++ > OBJECTS_MAX)
		return;
	r->depth++;
	if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(o); i++)
			take(r, json_object_array_get_idx(o, i));
	} else if (json_object_is_type(o, json_type_object)) {
		if (member(o, "@graph"))
			take(r, member(o, "@graph"));
		if (is_article(o))
			take_article(r, o);
		else if (has_type(o, "BreadcrumbList"))
			take_crumbs(r, o);
		else if (member(o, "mainEntity"))
			take(r, member(o, "mainEntity"));
	}
	r->depth--;
}

void
jsonld_read(struct page *p, const struct html_node *root, struct span *body)
{
	struct reading r = { .page = p, .body = body };

	for (const struct html_node *n = root->first; n;
	     n = html_next(root, n)) {
		struct json_tokener *tok;
		struct json_object *o;

		if (n->tag != TAG_SCRIPT || !n->first)
			continue;
		tok = json_tokener_new_ex(JSON_DEPTH_MAX);
		o = json_tokener_parse_ex(
		    tok, n->first->text.s, (int)n->first->text.n);
		if (o)
			take(&r, o);
		json_object_put(o);
		json_tokener_free(tok);
	}
}
