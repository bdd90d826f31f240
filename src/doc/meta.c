#include "config.h"

#include "doc/meta.h"

#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "doc/metadates.h"
#include "doc/prune.h"

enum {
	LINE_MAX = 2000,
	BYLINE_MAX = 160,
	NAME_BYTES_MAX = 80,
	SITE_BYTES_MAX = 60
};

struct span
meta_line(struct page *p, struct span text)
{
	struct str line = { 0 };
	struct span kept = { 0 };

	utf8_plain(&line, span_head(text, LINE_MAX), PLAIN_LINE);
	if (line.n)
		kept = span_keep(p->mem, str_span(&line));
	str_release(&line);
	return kept;
}

struct span
meta_node_line(struct page *p, const struct html_node *n)
{
	struct str text = { 0 };
	struct span kept;

	html_text(&text, n);
	kept = meta_line(p, str_span(&text));
	str_release(&text);
	return kept;
}

/* "By Rina Das," -> "Rina Das". */
static struct span
bare_name(struct span t)
{
	static const char *const words[] = { "by ", "written by ", "von ",
		"par ", "por ", "di ", "door ",
		"text: ", "author: ", "reporter: ", "story by " };

	t = span_trim(t);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_istarts(t, words[i]))
			t = span_trim(span_from(t, strlen(words[i])));
	/* "Rina Das - https://rina.example/" */
	for (size_t i = 1; i < t.n; i++)
		if (t.s[i - 1] == ' ' && url_is_web(span_from(t, i)))
			t = span_trim(span_head(t, i));
	while (t.n && strchr(",|;-(·", t.s[t.n - 1]))
		t = span_trim(span_head(t, t.n - 1));
	return t;
}

void
meta_add_author(struct page *p, struct span name, struct span uri)
{
	struct span kept = meta_line(p, bare_name(name));

	if (!kept.n || kept.n > NAME_BYTES_MAX || url_is_web(kept) ||
	    p->authors >= AUTHORS_MAX)
		return;
	for (size_t i = 0; i < p->authors; i++)
		if (span_ieq(p->author[i].name, kept))
			return;
	p->author[p->authors++] = (struct person){
		.name = kept,
		.uri = url_is_web(uri) ? meta_line(p, uri) : span_n(NULL, 0),
	};
}

void
meta_add_tag(struct page *p, struct span tag)
{
	struct span kept = meta_line(p, tag);

	if (!kept.n || p->tags >= PAGE_TAGS_MAX)
		return;
	for (size_t i = 0; i < p->tags; i++)
		if (span_ieq(p->tag[i], kept))
			return;
	p->tag[p->tags++] = kept;
}

void
meta_date(struct page *p, struct when *slot, struct span *raw, struct span text)
{
	if (slot->grain || !text.n || !when_parse(text, slot))
		return;
	*raw = meta_line(p, text);
}

/* --- meta and link elements --------------------------------------------- */

enum field {
	F_TITLE,
	F_SITE,
	F_SECTION,
	F_EXCERPT,
	F_CANONICAL,
	F_LANG,
	F_FIELDS
};

struct meta_name {
	const char *name;
	enum {
		M_FIELD,
		M_PUBLISHED,
		M_MODIFIED,
		M_AUTHOR,
		M_TAG,
		M_TAGS,
		M_IMAGE,
		M_TYPE
	} what;
	enum field field;
};

/* In the order of belief. */
static const struct meta_name metas[] = {
	{ "og:title", M_FIELD, F_TITLE },
	{ "twitter:title", M_FIELD, F_TITLE },
	{ "dc.title", M_FIELD, F_TITLE },
	{ "og:site_name", M_FIELD, F_SITE },
	{ "application-name", M_FIELD, F_SITE },
	{ "article:section", M_FIELD, F_SECTION },
	{ "og:description", M_FIELD, F_EXCERPT },
	{ "description", M_FIELD, F_EXCERPT },
	{ "twitter:description", M_FIELD, F_EXCERPT },
	{ "og:url", M_FIELD, F_CANONICAL },
	{ "article:published_time", M_PUBLISHED, 0 },
	{ "og:article:published_time", M_PUBLISHED, 0 },
	{ "datepublished", M_PUBLISHED, 0 },
	{ "og:published_time", M_PUBLISHED, 0 },
	{ "parsely-pub-date", M_PUBLISHED, 0 },
	{ "sailthru.date", M_PUBLISHED, 0 },
	{ "pubdate", M_PUBLISHED, 0 },
	{ "publish-date", M_PUBLISHED, 0 },
	{ "publishdate", M_PUBLISHED, 0 },
	{ "dc.date.issued", M_PUBLISHED, 0 },
	{ "dcterms.created", M_PUBLISHED, 0 },
	{ "dc.date", M_PUBLISHED, 0 },
	{ "date", M_PUBLISHED, 0 },
	{ "article:modified_time", M_MODIFIED, 0 },
	{ "og:updated_time", M_MODIFIED, 0 },
	{ "datemodified", M_MODIFIED, 0 },
	{ "lastmod", M_MODIFIED, 0 },
	{ "last-modified", M_MODIFIED, 0 },
	{ "dcterms.modified", M_MODIFIED, 0 },
	{ "author", M_AUTHOR, 0 },
	{ "article:author", M_AUTHOR, 0 },
	{ "parsely-author", M_AUTHOR, 0 },
	{ "sailthru.author", M_AUTHOR, 0 },
	{ "dc.creator", M_AUTHOR, 0 },
	{ "byl", M_AUTHOR, 0 },
	{ "article:tag", M_TAG, 0 },
	{ "news_keywords", M_TAGS, 0 },
	{ "keywords", M_TAGS, 0 },
	{ "og:image:secure_url", M_IMAGE, 0 },
	{ "og:image", M_IMAGE, 0 },
	{ "twitter:image", M_IMAGE, 0 },
	{ "og:type", M_TYPE, 0 },
};

static struct span *
field_of(struct page *p, enum field f)
{
	struct span *const fields[F_FIELDS] = { &p->title, &p->site,
		&p->section, &p->excerpt, &p->canonical, &p->lang };

	return fields[f];
}

static void
take_image(struct page *p, struct span url, struct span base)
{
	struct str abs = { 0 };

	if (!p->lead && url.n && url_resolve(&abs, base, url) &&
	    (url_is_web(str_span(&abs)) || span_istarts(base, "file:"))) {
		p->lead = arena_alloc(p->mem, sizeof(*p->lead));
		p->lead->url = span_keep(p->mem, str_span(&abs));
	}
	str_release(&abs);
}

/* What a template left unfilled, or filled with nothing: "{{title}}", ". ." */
static bool
says_nothing(struct span value)
{
	if (span_find(value, SPAN("{{")) < value.n)
		return true;
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.s[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') ||
		    ((c | 32) >= 'a' && (c | 32) <= 'z'))
			return false;
	}
	return true;
}

static void
take_meta(struct page *p, const struct meta_name *m, struct span value,
    struct span base)
{
	struct span rest = value;

	if (says_nothing(value))
		return;
	switch (m->what) {
	case M_FIELD:
		if (!field_of(p, m->field)->n)
			*field_of(p, m->field) = meta_line(p, value);
		break;
	case M_PUBLISHED:
		meta_date(p, &p->published, &p->published_raw, value);
		break;
	case M_MODIFIED:
		meta_date(p, &p->modified, &p->modified_raw, value);
		break;
	case M_AUTHOR:
		if (!p->authors)
			meta_add_author(p, value, span_n(NULL, 0));
		break;
	case M_TAG:
		meta_add_tag(p, value);
		break;
	case M_TAGS:
		while (rest.n && !p->tags)
			meta_add_tag(p, span_cut(&rest, ','));
		while (rest.n)
			meta_add_tag(p, span_cut(&rest, ','));
		break;
	case M_IMAGE:
		take_image(p, value, base);
		break;
	case M_TYPE:
		if (span_istarts(value, "article"))
			p->is_article = true;
		break;
	}
}

/* Of all meta elements, those whose name is believed most come first. */
static void
read_metas(struct page *p, const struct html_node *root, struct span base)
{
	const struct html_node **meta = NULL;
	size_t n_meta = 0, cap = 0;

	for (const struct html_node *n = root->first; n;
	     n = html_next(root, n)) {
		if (n->tag != TAG_META)
			continue;
		vec_room(&meta, n_meta, &cap);
		meta[n_meta++] = n;
	}
	for (size_t i = 0; i < sizeof(metas) / sizeof(*metas); i++) {
		for (size_t k = 0; k < n_meta; k++) {
			struct span name = html_get(meta[k], "property");

			if (!name.n)
				name = html_get(meta[k], "name");
			if (!name.n)
				name = html_get(meta[k], "itemprop");
			if (span_iis(name, metas[i].name))
				take_meta(p, &metas[i],
				    html_get(meta[k], "content"), base);
		}
	}
	free(meta);
}

static bool
is_feed_type(struct span type)
{
	return span_istarts(type, "application/rss+xml") ||
	       span_istarts(type, "application/atom+xml") ||
	       span_istarts(type, "application/feed+json") ||
	       span_istarts(type, "application/rdf+xml");
}

static void
take_link(struct page *p, const struct html_node *n, struct span base)
{
	struct span rel = html_get(n, "rel"), type = html_get(n, "type");
	struct str url = { 0 };

	if (!url_resolve(&url, base, html_get(n, "href")) || !url.n)
		goto out;
	if (span_ifind(rel, SPAN("canonical")) < rel.n && !p->canonical.n)
		p->canonical = meta_line(p, str_span(&url));
	if (span_ifind(rel, SPAN("alternate")) < rel.n && is_feed_type(type) &&
	    p->feeds < 100) {
		vec_room(&p->feed, p->feeds, &p->feeds_cap);
		p->feed[p->feeds++] = (struct page_feed){
			.url = meta_line(p, str_span(&url)),
			.type = meta_line(p, type),
			.title = meta_line(p, html_get(n, "title")),
		};
	}
out:
	str_release(&url);
}

/* --- marked elements ---------------------------------------------------- */

static const char *const author_words[] = { "author", "byline", "author-name",
	"article-author", "byline__name", "post-author", "entry-author",
	"writer", "reporter", "byline-name", "author__name" };

static bool
is_author(const struct html_node *n)
{
	struct span rel = html_get(n, "rel");

	if (html_is_prop(n, "author") || span_iis(rel, "author"))
		return true;
	return HTML_HAS_ANY(n, author_words);
}

static void
read_authors(struct page *p, const struct html_node *root)
{
	for (const struct html_node *n = root->first; n && !p->authors;
	     n = html_next(root, n)) {
		if (n->tag == TAG_TEXT || n->tag == TAG_BODY ||
		    n->tag == TAG_META || !is_author(n))
			continue;
		if (html_weigh(n).text < BYLINE_MAX)
			meta_add_author(
			    p, meta_node_line(p, n), html_get(n, "href"));
	}
}

/* The crumbs without the front page and the article: "Asia/South Asia". */
static void
read_crumbs(struct page *p, const struct html_node *root)
{
	const struct html_node *box = NULL;
	struct str path = { 0 };

	for (const struct html_node *n = root->first; n && !box;
	     n = html_next(root, n))
		if (n->tag != TAG_TEXT &&
		    (html_has_word(n, "breadcrumb") ||
		        html_has_word(n, "breadcrumbs") ||
		        span_ifind(
		            html_get(n, "itemtype"), SPAN("BreadcrumbList")) <
		            html_get(n, "itemtype").n ||
		        span_iis(html_get(n, "aria-label"), "breadcrumb")))
			box = n;
	if (!box)
		return;
	for (const struct html_node *n = box->first; n; n = html_next(box, n)) {
		struct span name;

		if (n->tag != TAG_A)
			continue;
		name = meta_node_line(p, n);
		if (!name.n || span_iis(name, "home") ||
		    span_is(html_get(n, "href"), "/") ||
		    span_ieq(name, p->title))
			continue;
		if (path.n)
			str_addc(&path, '/');
		str_add(&path, name);
	}
	if (path.n)
		p->section = meta_line(p, str_span(&path));
	str_release(&path);
}

static struct span
first_heading(struct page *p, const struct html_node *root)
{
	const struct html_node *h1 = html_find(root, TAG_H1);

	return h1 ? meta_node_line(p, h1) : span_n(NULL, 0);
}

static const char *const bars[] = { " | ", " - ", " – ", " — ", " :: ", " » ",
	" • " };

/* "Headline | The Paper": without the paper. */
static struct span
without_site(struct page *p, struct span title)
{
	for (size_t i = 0; i < sizeof(bars) / sizeof(*bars); i++) {
		struct span bar = span_of(bars[i]), tail;
		size_t at = title.n;

		for (size_t k = title.n; k > 0; k--) {
			if (k + bar.n <= title.n &&
			    span_eq(span_n(title.s + k, bar.n), bar)) {
				at = k;
				break;
			}
		}
		if (at == title.n)
			continue;
		tail = span_from(title, at + bar.n);
		if (span_ieq(tail, p->site) ||
		    (!p->site.n && tail.n < 30 && at > tail.n))
			return span_head(title, at);
	}
	return title;
}

/* "The page's headline | The Paper" names the paper. */
static void
read_site(struct page *p, struct span title, struct span h1)
{
	struct span rest, name;

	if (p->site.n || !h1.n || !span_ieq(span_head(title, h1.n), h1))
		return;
	rest = span_from(title, h1.n);
	for (size_t i = 0; i < sizeof(bars) / sizeof(*bars); i++) {
		if (!span_starts(rest, bars[i]))
			continue;
		name = span_trim(span_from(rest, strlen(bars[i])));
		if (name.n && name.n <= SITE_BYTES_MAX)
			p->site = name;
		return;
	}
}

/* Whole words, and enough of them to be no accident. */
static bool
begins_with(struct span longer, struct span words)
{
	return words.n > 15 && words.n < longer.n &&
	       span_ieq(span_head(longer, words.n), words) &&
	       strchr(" ,.;:!?-", longer.s[words.n]) != NULL;
}

static void
read_title(struct page *p, const struct html_node *root)
{
	struct span h1 = first_heading(p, root);
	const struct html_node *title = html_find(root, TAG_TITLE);
	bool told = p->title.n > 0;

	if (title)
		read_site(p, meta_node_line(p, title), h1);
	if (!p->title.n && title)
		p->title = meta_node_line(p, title);
	if (!p->title.n)
		p->title = h1;
	p->title = without_site(p, p->title);
	/* The page's own headline, when the other begins or ends with it, or
	 * is a short form of it for a tab of the browser. */
	if (h1.n > 15 && (span_ifind(p->title, h1) < p->title.n ||
	                     (!told && begins_with(h1, p->title))))
		p->title = h1;
}

void
meta_read(struct page *p, const struct html_node *root, struct span url)
{
	const struct html_node *html = html_find(root, TAG_HTML);
	const struct html_node *base = html_find(root, TAG_BASE);
	struct str at = { 0 };

	url_resolve(&at, url, base ? html_get(base, "href") : SPAN(""));
	read_metas(p, root, str_span(&at));
	for (const struct html_node *n = root->first; n; n = html_next(root, n))
		if (n->tag == TAG_LINK)
			take_link(p, n, str_span(&at));
	if (html) {
		if (!p->lang.n)
			p->lang = meta_line(p, html_get(html, "lang"));
		p->dir = meta_line(p, html_get(html, "dir"));
	}
	read_title(p, root);
	if (!p->section.n)
		read_crumbs(p, root);
	metadates_read(p, root);
	read_authors(p, root);
	str_release(&at);
}
