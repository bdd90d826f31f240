#include "config.h"

#include "doc/extract.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/url.h"
#include "base/utf8.h"
#include "doc/blocks.h"
#include "doc/candidate.h"
#include "doc/captions.h"
#include "doc/figures.h"
#include "doc/meta.h"
#include "doc/prune.h"
#include "doc/rules.h"

enum {
	ARTICLE_LETTERS = 250, /* less is no article */
	STANDFIRST_MAX = 600,
	KICKER_MAX = 80,
	SECTION_BYTES_MAX = 60,
	CLIMB_MAX = 4,
	BYLINE_MAX = 120,
	BOX_LETTERS_MAX = 500 /* of a picture with its caption */
};

/* --- standfirst and kicker ---------------------------------------------- */

static const char *const standfirst_words[] = { "standfirst", "dek", "deck",
	"subtitle", "sub-title", "subheadline", "article-summary",
	"article__summary", "article-intro", "lede", "strapline",
	"article-subtitle", "entry-subtitle", "chapo", "vorspann",
	"article__intro", "article-dek", "article__standfirst",
	"article-standfirst", "sub-headline", "article__subtitle" };
static const char *const kicker_words[] = { "kicker", "eyebrow", "overline",
	"topline", "article-kicker", "headline-kicker", "dachzeile",
	"article__kicker", "pretitle", "supertitle", "article__eyebrow" };

static const char *const section_words[] = { "section", "section-name",
	"section-label", "article-section", "article__section", "category",
	"category-name", "cat-name", "post-category", "entry-category",
	"article-category", "rubrik", "rubrique", "seccion", "sezione",
	"channel-name" };

/* The text of the first element that is named so, when it is short. */
static struct span
marked(struct page *p, const struct html_node *root, const char *const *words,
    size_t count, size_t most)
{
	for (const struct html_node *n = root->first; n;
	     n = html_next(root, n)) {
		struct span t;

		if (n->tag == TAG_TEXT || n->tag == TAG_BODY ||
		    !html_has_any(n, words, count) || html_weigh(n).text > most)
			continue;
		t = meta_node_line(p, n);
		if (t.n && !span_ieq(t, p->title))
			return t;
	}
	return span_n(NULL, 0);
}

/* Above its headline a story may stand under the name of its section. */
static struct span
section_above(struct page *p, const struct html_node *root)
{
	const struct html_node *n = root->first;

	while (n && n->tag != TAG_H1) {
		struct span t;

		if (n->tag == TAG_NAV || n->tag == TAG_UL) {
			n = html_skip(root, n);
			continue;
		}
		t = HTML_HAS_ANY(n, section_words) &&
		            html_weigh(n).text <= SECTION_BYTES_MAX
		        ? meta_node_line(p, n)
		        : span_n(NULL, 0);
		if (t.n)
			return t;
		n = html_next(root, n);
	}
	return span_n(NULL, 0);
}

#define MARKED(p, root, words, most) \
	marked((p), (root), (words), sizeof(words) / sizeof(*(words)), (most))

/* "Asia/South Asia" as it is printed above a headline. */
static struct span
spaced_path(struct page *p, struct span path)
{
	struct str t = { 0 };
	struct span kept = { 0 };

	while (path.s) {
		struct span name = span_trim(span_cut(&path, '/'));

		if (t.n && name.n)
			str_lit(&t, " / ");
		str_add(&t, name);
	}
	if (t.n)
		kept = span_keep(p->mem, str_span(&t));
	str_release(&t);
	return kept;
}

/* The first part of the path may be a section: "/sport/2026/…". */
static struct span
section_of_url(struct page *p, struct span url)
{
	struct span path, first;
	struct url u;
	struct str name = { 0 };

	url_split(url, &u);
	path = span_from(u.path, 1);
	first = span_cut(&path, '/');
	if (!path.n || first.n < 3 || first.n > 24)
		return span_n(NULL, 0);
	for (size_t i = 0; i < first.n; i++) {
		char c = first.s[i];

		if (!((c >= 'a' && c <= 'z') || c == '-')) {
			str_release(&name);
			return span_n(NULL, 0);
		}
		str_addc(&name, c == '-' ? ' ' : i == 0 ? (char)(c - 32) : c);
	}
	first = span_keep(p->mem, str_span(&name));
	str_release(&name);
	return first;
}

/* --- the body ----------------------------------------------------------- */

static bool
shows_picture(const struct html_node *n)
{
	return n->tag == TAG_IMG || n->tag == TAG_FIGURE ||
	       n->tag == TAG_PICTURE || n->tag == TAG_VIDEO;
}

/* The box around a picture that holds it and its caption, nothing else. */
static struct html_node *
picture_box(struct html_node *n, const struct html_node *body)
{
	for (int i = 0; i < CLIMB_MAX && n->parent; i++) {
		struct html_node *up = n->parent;

		if (up->tag == TAG_BODY || html_contains(up, body) ||
		    html_find(up, TAG_H1) ||
		    html_weigh(up).text > BOX_LETTERS_MAX)
			break;
		n = up;
	}
	return n;
}

/* The picture between the headline and the text belongs to the article: it
 * is moved into the box that holds the text. */
static void
move_lead(struct page *p, struct html_node *root, struct html_node *body,
    struct span base)
{
	struct html_node *n = html_find(root, TAG_H1);

	if (!n || html_contains(body, n))
		return;
	for (n = html_next(root, n); n && n != body; n = html_next(root, n)) {
		struct html_node *box;

		/* A figure may hold the text, when its end is missing. */
		if (!shows_picture(n) || html_contains(n, body) ||
		    !figure_from_html(p->mem, n, base))
			continue;
		box = picture_box(n, body);
		html_unlink(box);
		html_insert(body, box, body->first);
		return;
	}
}

/* A picture that only the meta elements name is put in front. */
static void
settle_lead(struct page *p)
{
	struct figure *first = NULL;

	for (struct block *b = p->doc->first; b && !first;
	     b = doc_walk(NULL, b, NULL))
		if (b->kind == BLOCK_FIGURE && b->figure->kind == FIGURE_IMAGE)
			first = b->figure;
	if (first)
		p->lead = first;
}

/* What the head of the article says already: its headline, section, names and
 * dates, which pages print once more above the text. */
static bool
is_of_head(struct page *p, const struct html_node *n)
{
	struct span t = meta_node_line(p, n), section = p->section;
	struct span last = section;

	while (section.s)
		last = span_cut(&section, '/');
	if (caption_same(t, p->title) || caption_same(t, p->standfirst) ||
	    caption_same(t, p->kicker) || caption_same(t, p->section) ||
	    caption_same(t, last) || caption_same(t, p->byline) ||
	    caption_same(t, p->site) || caption_same(t, p->published_raw))
		return true;
	/* A longer form of the headline. */
	if (n->tag == TAG_H1 && p->title.n &&
	    span_ieq(span_head(t, p->title.n), p->title))
		return true;
	if (t.n > BYLINE_MAX)
		return false;
	return html_find(n, TAG_TIME) || n->tag == TAG_TIME ||
	       span_istarts(t, "published") || span_istarts(t, "updated") ||
	       span_istarts(t, "posted on") ||
	       span_istarts(t, "last updated") ||
	       (span_istarts(t, "by ") && p->byline.n &&
	           span_ifind(t, p->author[0].name) < t.n);
}

/* The text begins with the first real paragraph. */
static bool
begins_text(const struct html_node *n)
{
	struct html_weight w;

	if (n->tag != TAG_P && n->tag != TAG_BLOCKQUOTE)
		return false;
	w = html_weigh(n);
	return w.text > BYLINE_MAX && w.links * 2 < w.text;
}

static void
drop_head(struct html_node *body, struct page *p)
{
	struct html_node *n = body->first;

	while (n) {
		struct html_node *next = html_next(body, n);

		if (n->tag != TAG_TEXT && !html_find(n, TAG_IMG) &&
		    html_weigh(n).text < STANDFIRST_MAX && is_of_head(p, n)) {
			next = html_skip(body, n);
			html_unlink(n);
		} else if (begins_text(n)) {
			return;
		}
		n = next;
	}
}

/* The box nearest to the text says which way it reads. */
static void
take_direction(struct page *p, const struct html_node *body)
{
	struct span dir = { 0 };

	for (; body && !dir.n; body = body->parent)
		dir = meta_line(p, html_get(body, "dir"));
	if (dir.n)
		p->dir = dir;
}

/* True when a rule has found the body. */
static bool
take_body(struct page *p, struct html_node *root, struct span rules,
    struct span base, struct span json_body)
{
	struct blocks_ask ask = {
		.base = base,
		.title = p->title,
	};
	struct html_node *body;
	bool ruled;

	rules_prune(root, rules);
	body = rules_body(root, rules);
	ruled = body != NULL;
	if (!ruled && rules_have(rules, "body"))
		page_note(p, "site-rule",
		    _("the rules of the site name a body that is not there"));
	prune_page(root);
	if (!body)
		body = candidate_find(root);
	/* A page of a few words is what it is; is_article tells. */
	if (!body)
		body = html_find(root, TAG_BODY);
	if (body) {
		take_direction(p, body);
		ask.rtl = span_iis(p->dir, "rtl");
		move_lead(p, root, body, base);
		drop_head(body, p);
		prune_body(body);
		blocks_from_html(p->doc, body, &ask);
	}
	if (!ruled && json_body.n && doc_weight(p->doc) * 2 < json_body.n) {
		/* The page shows less than it says it holds. */
		doc_free(p->doc);
		p->doc = doc_new(p->mem);
		if (html_looks_like(json_body))
			blocks_from_html(
			    p->doc, html_parse(p->mem, json_body, true), &ask);
		else
			blocks_from_text(p->doc, json_body);
	}
	return ruled;
}

/* What reads like a list of names: "A, B and C". */
static void
join_byline(struct page *p)
{
	struct str t = { 0 };

	for (size_t i = 0; i < p->authors; i++) {
		if (i)
			str_addz(&t, i + 1 == p->authors ? " and " : ", ");
		str_add(&t, p->author[i].name);
	}
	if (t.n)
		p->byline = span_keep(p->mem, str_span(&t));
	str_release(&t);
}

static void
first_words(struct page *p)
{
	struct str text = { 0 };

	if (p->excerpt.n)
		return;
	if (p->standfirst.n) {
		p->excerpt = p->standfirst;
		return;
	}
	doc_text(&text, p->doc);
	p->excerpt = meta_line(
	    p, span_head(str_span(&text), span_chr(str_span(&text), '\n')));
	str_release(&text);
}

struct page *
page_extract(struct span utf8, struct span url, struct span rules)
{
	struct page *p = page_new();
	struct html_node *root = html_parse(p->mem, utf8, false);
	struct span body = { 0 };
	struct str base = { 0 };
	bool ruled;
	const struct html_node *tag = html_find(root, TAG_BASE);

	url_resolve(&base, url, tag ? html_get(tag, "href") : SPAN(""));
	p->doc = doc_new(p->mem);
	jsonld_read(p, root, &body);
	meta_read(p, root, url);
	p->standfirst = MARKED(p, root, standfirst_words, STANDFIRST_MAX);
	p->kicker = MARKED(p, root, kicker_words, KICKER_MAX);
	if (!p->section.n)
		p->section = section_above(p, root);
	if (!p->section.n)
		p->section = section_of_url(p, url);
	rules_head(p, root, rules);
	if (!p->kicker.n)
		p->kicker = spaced_path(p, p->section);
	join_byline(p);
	ruled = take_body(p, root, rules, str_span(&base), body);
	settle_lead(p);
	first_words(p);
	/* Where a rule names the body, a person has looked. */
	p->is_article = doc_weight(p->doc) >= (ruled ? 1 : ARTICLE_LETTERS);
	if (!p->is_article)
		page_note(
		    p, "not-an-article", _("there is no article on the page"));
	str_release(&base);
	return p;
}

struct page *
page_discover(struct span utf8, struct span url)
{
	struct page *p = page_new();
	struct html_node *root = html_parse(p->mem, utf8, false);

	p->doc = doc_new(p->mem);
	meta_read(p, root, url);
	return p;
}
