#include "config.h"

#include "doc/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#include "doc/scrub.h"

/* XML_PARSE_HUGE by number: without it libxml2 forgets everything that is
 * nested deeper than 256. */
enum {
	PARSE_HUGE = 1 << 19,
	PARSE_OPTIONS = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
	                HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
	                HTML_PARSE_COMPACT | PARSE_HUGE
};

struct tag_row {
	const char *name;
	char kind;
};

/* Sorted by name; the index is the tag less TAG_OTHER + 1. */
static const struct tag_row tags[] = {
#define TAG(id, name, kind) { name, kind },
#include "doc/tags.def"
#undef TAG
};

static int
by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct tag_row *)row)->name);
}

static enum html_tag
tag_of(const char *name)
{
	const struct tag_row *row = bsearch(
	    name, tags, sizeof(tags) / sizeof(*tags), sizeof(*tags), by_name);

	return row ? (enum html_tag)(TAG_OTHER + 1 + (row - tags)) : TAG_OTHER;
}

static char
kind_of(const struct html_node *n)
{
	if (n->tag == TAG_TEXT)
		return 'I';
	return n->tag == TAG_OTHER ? 'T' : tags[n->tag - TAG_OTHER - 1].kind;
}

/* --- libxml2's tree -> ours --------------------------------------------- */

struct converting {
	struct arena *mem;
	size_t nodes;
};

static char *
keep_lower(struct arena *mem, const xmlChar *name)
{
	char *s = arena_strdup(mem, (const char *)name);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return s;
}

/* An attribute's value: text nodes only; entities were decoded before. */
static struct span
attr_value(struct arena *mem, const xmlNode *child)
{
	size_t n = 0;
	char *s;

	for (const xmlNode *t = child; t; t = t->next)
		if (t->type == XML_TEXT_NODE && t->content)
			n += strlen((const char *)t->content);
	s = arena_alloc(mem, n + 1);
	n = 0;
	for (const xmlNode *t = child; t; t = t->next) {
		size_t k;

		if (t->type != XML_TEXT_NODE || !t->content)
			continue;
		k = strlen((const char *)t->content);
		memcpy(s + n, t->content, k);
		n += k;
	}
	return span_n(s, n);
}

static void
convert_attrs(struct converting *c, struct html_node *to, const xmlNode *from)
{
	struct html_attr **at = &to->attr;

	for (const xmlAttr *a = from->properties; a; a = a->next) {
		*at = arena_alloc(c->mem, sizeof(**at));
		(*at)->name = keep_lower(c->mem, a->name);
		(*at)->value = attr_value(c->mem, a->children);
		at = &(*at)->next;
	}
}

static void
append(struct html_node *parent, struct html_node *n)
{
	n->parent = parent;
	n->prev = parent->last;
	if (parent->last)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
}

/* Our node for theirs; NULL when it is neither an element nor text. */
static struct html_node *
convert_one(struct converting *c, struct html_node *parent, const xmlNode *from)
{
	struct html_node *n;

	if (from->type != XML_ELEMENT_NODE && from->type != XML_TEXT_NODE &&
	    from->type != XML_CDATA_SECTION_NODE)
		return NULL;
	if (c->nodes++ >= HTML_NODES_MAX)
		return NULL;
	n = arena_alloc(c->mem, sizeof(*n));
	if (from->type == XML_ELEMENT_NODE) {
		n->name = keep_lower(c->mem, from->name);
		n->tag = tag_of(n->name);
		convert_attrs(c, n, from);
	} else {
		n->text =
		    span_keep(c->mem, span_of((const char *)from->content));
	}
	append(parent, n);
	return n;
}

/* Everything below `from` goes below `to`; without recursion, for a page may
 * be nested as deep as its author likes. */
static void
convert(struct converting *c, struct html_node *to, const xmlNode *from)
{
	const xmlNode *at = from->children;
	struct html_node *parent = to;

	while (at) {
		struct html_node *n = convert_one(c, parent, at);

		if (n && at->type == XML_ELEMENT_NODE && at->children) {
			parent = n;
			at = at->children;
			continue;
		}
		while (!at->next) {
			at = at->parent;
			if (at == from)
				return;
			parent = parent->parent;
		}
		at = at->next;
	}
}

static bool
is_term(const struct html_node *n)
{
	return n->tag == TAG_DT || n->tag == TAG_DD;
}

/* Puts n and all that follows it within its parent behind the parent. */
static void
move_out(struct html_node *n)
{
	struct html_node *p = n->parent, *last = p->last, *next = p->next;

	p->last = n->prev;
	if (n->prev)
		n->prev->next = NULL;
	else
		p->first = NULL;
	for (struct html_node *m = n; m; m = m->next)
		m->parent = p->parent;
	p->next = n;
	n->prev = p;
	last->next = next;
	if (next)
		next->prev = last;
	else
		p->parent->last = last;
}

/* libxml2 does not know that a dt or dd ends the one before it, whose end tag
 * may be left out. */
static void
settle_terms(struct html_node *root)
{
	for (struct html_node *n = root; n; n = html_next(root, n))
		while (is_term(n) && n->first) {
			struct html_node *m = n->first;

			while (m && !is_term(m))
				m = m->next;
			if (!m)
				break;
			move_out(m);
		}
}

static const xmlNode *
find_body(const xmlNode *root)
{
	for (const xmlNode *n = root->children; n; n = n->next)
		if (n->type == XML_ELEMENT_NODE &&
		    !strcmp((const char *)n->name, "body"))
			return n;
	return root;
}

static xmlDoc *
read_tree(struct span utf8, bool fragment)
{
	struct str text = { 0 };
	htmlParserCtxtPtr ctxt = htmlNewParserCtxt();
	xmlDoc *doc = NULL;

	/* In an open body text gets no paragraph that nobody wrote. */
	if (fragment)
		str_lit(&text, "<html><body>");
	scrub_html(&text, utf8);
	if (ctxt && text.n)
		doc = htmlCtxtReadMemory(
		    ctxt, text.s, (int)text.n, NULL, "UTF-8", PARSE_OPTIONS);
	htmlFreeParserCtxt(ctxt);
	str_release(&text);
	return doc;
}

struct html_node *
html_parse(struct arena *mem, struct span utf8, bool fragment)
{
	struct html_node *root = arena_alloc(mem, sizeof(*root));
	struct converting c = { .mem = mem };
	xmlDoc *doc = read_tree(utf8, fragment);
	const xmlNode *top;

	root->tag = TAG_OTHER;
	root->name = "#root";
	if (!doc)
		return root;
	top = (const xmlNode *)doc;
	if (fragment && xmlDocGetRootElement(doc))
		top = find_body(xmlDocGetRootElement(doc));
	convert(&c, root, top);
	settle_terms(root);
	xmlFreeDoc(doc);
	return root;
}

/* --- asking the tree ---------------------------------------------------- */

const struct span *
html_attr(const struct html_node *n, const char *name)
{
	for (const struct html_attr *a = n->attr; a; a = a->next)
		if (!strcmp(a->name, name))
			return &a->value;
	return NULL;
}

struct span
html_get(const struct html_node *n, const char *name)
{
	const struct span *v = html_attr(n, name);

	return v ? *v : span_n(NULL, 0);
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Is word one of the words of list, case ignored? */
static bool
has_word(struct span list, struct span word)
{
	size_t n;

	while ((list = span_trim(list)).n) {
		for (n = 0; n < list.n && !is_blank(list.s[n]); n++)
			;
		if (span_ieq(span_head(list, n), word))
			return true;
		list = span_from(list, n);
	}
	return false;
}

bool
html_has_word(const struct html_node *n, const char *word)
{
	return has_word(html_get(n, "class"), span_of(word)) ||
	       has_word(html_get(n, "id"), span_of(word));
}

struct html_node *
html_skip(const struct html_node *root, const struct html_node *at)
{
	while (at != root && !at->next)
		at = at->parent;
	return at == root ? NULL : at->next;
}

struct html_node *
html_next(const struct html_node *root, const struct html_node *at)
{
	return at->first ? at->first : html_skip(root, at);
}

struct html_node *
html_find(const struct html_node *root, enum html_tag tag)
{
	for (struct html_node *n = root->first; n; n = html_next(root, n))
		if (n->tag == tag)
			return n;
	return NULL;
}

void
html_unlink(struct html_node *n)
{
	if (!n->parent)
		return;
	if (n->prev)
		n->prev->next = n->next;
	else
		n->parent->first = n->next;
	if (n->next)
		n->next->prev = n->prev;
	else
		n->parent->last = n->prev;
	n->parent = n->prev = n->next = NULL;
}

void
html_prepend(struct html_node *parent, struct html_node *n)
{
	n->parent = parent;
	n->next = parent->first;
	if (parent->first)
		parent->first->prev = n;
	else
		parent->last = n;
	parent->first = n;
}

bool
html_contains(const struct html_node *root, const struct html_node *n)
{
	for (; n; n = n->parent)
		if (n == root)
			return true;
	return false;
}

bool
html_is_block(const struct html_node *n)
{
	return kind_of(n) == 'B' || n->tag == TAG_HR;
}

bool
html_is_skipped(const struct html_node *n)
{
	return kind_of(n) == 'X';
}

/* "display: none" however it is spaced. */
static bool
style_hides(struct span style)
{
	static const char *const hiding[] = { "display:none",
		"visibility:hidden", "font-size:0;", "opacity:0;",
		"mso-hide:all" };
	struct str tight = { 0 };
	bool hides = false;

	for (size_t i = 0; i < style.n; i++)
		if (span_trim(span_n(style.s + i, 1)).n)
			str_addc(&tight, style.s[i]);
	str_addc(&tight, ';');
	for (size_t i = 0; i < sizeof(hiding) / sizeof(*hiding); i++)
		if (span_ifind(str_span(&tight), span_of(hiding[i])) < tight.n)
			hides = true;
	str_release(&tight);
	return hides;
}

bool
html_is_hidden(const struct html_node *n)
{
	const struct span *style;

	if (n->tag == TAG_TEXT)
		return false;
	style = html_attr(n, "style");
	if (html_attr(n, "hidden") || (style && style_hides(*style)))
		return true;
	return span_iis(html_get(n, "aria-hidden"), "true") &&
	       n->tag != TAG_IMG && n->tag != TAG_PICTURE &&
	       n->tag != TAG_FIGURE && !html_find(n, TAG_IMG);
}
