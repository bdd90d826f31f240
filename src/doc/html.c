#include "config.h"

#include "doc/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
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

/* By hand: it is asked for each element, and most steps are decided by the
 * first letter. */
static enum html_tag
tag_of(const char *name)
{
	size_t low = 0, high = sizeof(tags) / sizeof(*tags);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *other = tags[mid].name;
		int order = (unsigned char)*name - (unsigned char)*other;

		if (!order)
			order = strcmp(name, other);
		if (!order)
			return (enum html_tag)(TAG_OTHER + 1 + mid);
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return TAG_OTHER;
}

static char
kind_of(const struct html_node *n)
{
	if (n->tag == TAG_TEXT)
		return 'I';
	return n->tag == TAG_OTHER ? 'T' : tags[n->tag - TAG_OTHER - 1].kind;
}

/* --- libxml2's events -> our tree --------------------------------------- */

struct building {
	struct arena *mem;
	struct html_node *root, *at; /* the open element */
	struct scrubbed from;
	struct str marks; /* of the text node that comes, as libxml2 has it */
	size_t nodes;
};

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

/* A new last child of the open element; NULL when there are too many. */
static struct html_node *
push(struct building *b)
{
	struct html_node *n;

	if (b->nodes++ >= HTML_NODES_MAX)
		return NULL;
	n = arena_alloc(b->mem, sizeof(*n));
	append(b->at, n);
	return n;
}

static bool
is_inline(const struct html_node *n)
{
	return n && n->tag != TAG_BR && kind_of(n) != 'B' && n->tag != TAG_HR;
}

/* White space between blocks is how the source was typed. */
static bool
is_layout(const struct building *b, struct span text)
{
	return !span_trim(text).n && !is_inline(b->at->last) &&
	       kind_of(b->at) == 'B' && b->at->tag != TAG_PRE;
}

/* Takes a number off the start of *t, and the sign that ends it; limit: there
 * is none, or it stands for nothing. */
static size_t
take_number(struct span *t, char end, size_t limit)
{
	int64_t n;

	if (!span_int(span_cut(t, end), &n) || (uint64_t)n >= limit)
		return limit;
	return (size_t)n;
}

/* A text of more than one piece, in the arena. */
static struct span
join_pieces(struct building *b, struct span marks)
{
	struct str text = { 0 };
	struct span joined;

	while (marks.n) {
		size_t i;

		if (*marks.s < '0' || *marks.s > '9') {
			str_addc(&text, *marks.s);
			marks = span_from(marks, 1);
			continue;
		}
		i = take_number(&marks, ';', b->from.texts);
		if (i < b->from.texts)
			str_add(&text, b->from.text[i]);
	}
	joined = span_keep(b->mem, str_span(&text));
	str_release(&text);
	return joined;
}

static void
end_text(struct building *b)
{
	struct span marks = str_span(&b->marks), rest = marks, text;
	size_t i = take_number(&rest, ';', b->from.texts);
	struct html_node *n;

	if (!marks.n)
		return;
	if (!rest.n && i < b->from.texts)
		text = b->from.text[i];
	else
		text = join_pieces(b, marks);
	if (!is_layout(b, text) && (n = push(b)))
		n->text = text;
	str_clear(&b->marks);
}

static char *
keep_lower(struct arena *mem, const xmlChar *name)
{
	char *s = arena_strdup(mem, (const char *)name);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return s;
}

static struct html_attr *
attrs_of(const struct building *b, const xmlChar *const *pairs)
{
	struct span number;
	size_t i;

	/* What libxml2 puts in where a tag was left out has none. */
	if (!pairs || !pairs[0] || !pairs[1])
		return NULL;
	number = span_of((const char *)pairs[1]);
	i = take_number(&number, ';', b->from.lists);
	return i < b->from.lists ? b->from.attrs[i] : NULL;
}

static void
on_start(void *context, const xmlChar *name, const xmlChar **pairs)
{
	struct building *b = ((xmlParserCtxt *)context)->_private;
	struct html_node *n;

	end_text(b);
	n = push(b);
	if (!n)
		return;
	n->tag = tag_of((const char *)name);
	n->name = n->tag == TAG_OTHER ? keep_lower(b->mem, name)
	                              : tags[n->tag - TAG_OTHER - 1].name;
	n->attr = attrs_of(b, pairs);
	b->at = n;
}

/* Elements end in order; one beyond the limit of nodes has never begun. */
static void
on_end(void *context, const xmlChar *name)
{
	struct building *b = ((xmlParserCtxt *)context)->_private;

	end_text(b);
	if (b->at != b->root && !strcmp(b->at->name, (const char *)name))
		b->at = b->at->parent;
}

static void
on_text(void *context, const xmlChar *text, int n)
{
	struct building *b = ((xmlParserCtxt *)context)->_private;

	str_addn(&b->marks, (const char *)text, (size_t)n);
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

/* The children of the body, without what holds it. */
static void
unwrap(struct html_node *root)
{
	struct html_node *body = html_find(root, TAG_BODY);

	if (!body)
		return;
	root->first = body->first;
	root->last = body->last;
	for (struct html_node *n = root->first; n; n = n->next)
		n->parent = root;
}

static void
build(struct building *b, struct span utf8, bool fragment)
{
	htmlParserCtxtPtr ctxt = htmlNewParserCtxt();
	struct str *text = &b->from.skeleton;

	if (!ctxt)
		return;
	/* In an open body text gets no paragraph that nobody wrote. */
	if (fragment)
		str_lit(text, "<html><body>");
	scrub_html(&b->from, utf8);
	memset(ctxt->sax, 0, sizeof(*ctxt->sax));
	ctxt->sax->startElement = on_start;
	ctxt->sax->endElement = on_end;
	ctxt->sax->characters = on_text;
	ctxt->sax->cdataBlock = on_text;
	ctxt->_private = b;
	if (text->n)
		xmlFreeDoc(htmlCtxtReadMemory(
		    ctxt, text->s, (int)text->n, NULL, "UTF-8", PARSE_OPTIONS));
	end_text(b);
	htmlFreeParserCtxt(ctxt);
}

struct html_node *
html_parse(struct arena *mem, struct span utf8, bool fragment)
{
	struct html_node *root = arena_alloc(mem, sizeof(*root));
	struct building b = {
		.mem = mem,
		.root = root,
		.at = root,
		.from = { .mem = mem },
	};

	root->tag = TAG_OTHER;
	root->name = "#root";
	build(&b, utf8, fragment);
	scrubbed_release(&b.from);
	str_release(&b.marks);
	if (fragment)
		unwrap(root);
	settle_terms(root);
	return root;
}

/* --- asking the tree ---------------------------------------------------- */

const struct span *
html_attr(const struct html_node *n, const char *name)
{
	for (const struct html_attr *a = n->attr; a; a = a->next)
		if (*a->name == *name && !strcmp(a->name, name))
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

/* Is one of the words among the names in list, case ignored? */
static bool
lists_any(struct span list, const char *const *words, size_t count)
{
	size_t n;

	while ((list = span_trim(list)).n) {
		for (n = 0; n < list.n && !is_blank(list.s[n]); n++)
			;
		for (size_t i = 0; i < count; i++)
			if (span_iis(span_head(list, n), words[i]))
				return true;
		list = span_from(list, n);
	}
	return false;
}

bool
html_is_prop(const struct html_node *n, const char *prop)
{
	return span_iis(html_get(n, "itemprop"), prop);
}

bool
html_has_any(const struct html_node *n, const char *const *words, size_t count)
{
	/* Most nodes have neither. */
	return n->attr && (lists_any(html_get(n, "class"), words, count) ||
	                      lists_any(html_get(n, "id"), words, count));
}

bool
html_has_word(const struct html_node *n, const char *word)
{
	return html_has_any(n, &word, 1);
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
html_insert(
    struct html_node *parent, struct html_node *n, struct html_node *before)
{
	n->parent = parent;
	n->next = before;
	n->prev = before ? before->prev : parent->last;
	*(n->prev ? &n->prev->next : &parent->first) = n;
	*(before ? &before->prev : &parent->last) = n;
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
	if (n->tag == TAG_DIALOG && !html_attr(n, "open"))
		return true;
	if (html_attr(n, "hidden") || (style && style_hides(*style)))
		return true;
	return span_iis(html_get(n, "aria-hidden"), "true") &&
	       n->tag != TAG_IMG && n->tag != TAG_PICTURE &&
	       n->tag != TAG_FIGURE && !html_find(n, TAG_IMG);
}
