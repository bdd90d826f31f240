#include "config.h"

#include "feed/xmlwalk.h"

#include <string.h>
#include <strings.h>

#include "base/url.h"
#include "feed/xmlescape.h"

void
walk_begin(struct walk *w, struct reading *r, struct span utf8,
    struct span base, const struct walk_context *context, struct arena *mem)
{
	memset(w, 0, sizeof(*w));
	xml_begin(&w->x, utf8, mem);
	w->reading = r;
	w->collector = -1;
	w->frame[0].inner = context;
	w->frame[0].base = base;
}

void
walk_end(struct walk *w)
{
	str_release(&w->buf);
}

const struct walk_frame *
walk_here(const struct walk *w)
{
	return &w->frame[w->top];
}

void
walk_pass_over(struct walk *w)
{
	w->frame[w->top].inner = NULL;
}

/* ---- rules -------------------------------------------------------------- */

static int
compare_name(struct span name, const char *rule)
{
	size_t n = strlen(rule);
	int order =
	    name.n ? strncasecmp(name.s, rule, name.n < n ? name.n : n) : 0;

	return order ? order : (name.n > n) - (name.n < n);
}

static const struct walk_rule *
rule_in(const struct walk_part *part, struct span name)
{
	size_t low = 0, high = part->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = compare_name(name, part->rule[mid].name);

		if (!order)
			return &part->rule[mid];
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static const struct walk_rule *
find_rule(const struct walk_context *c, enum xml_ns ns, struct span name)
{
	bool core = ns_is_core(ns);

	for (size_t i = 0; c && i < c->n; i++) {
		const struct walk_part *part = c->part[i];
		const struct walk_rule *rule;

		if (part->ns != ns && !(core && part->ns == NS_CORE))
			continue;
		rule = rule_in(part, name);
		if (rule)
			return rule;
	}
	return NULL;
}

/* ---- text --------------------------------------------------------------- */

/* What is a piece of the input so far moves to where more can follow. */
static void
spill(struct walk *w, struct walk_frame *f)
{
	str_add(&w->buf, f->one);
	f->one = span_n(NULL, 0);
}

void
walk_add_text(struct walk *w, struct span text)
{
	struct walk_frame *f;

	if (w->collector < 0 || !text.n)
		return;
	f = &w->frame[w->collector];
	if (f->markup) {
		xml_escape(&w->buf, text);
	} else if (w->buf.n == f->from && !f->one.n) {
		f->one = text;
	} else {
		spill(w, f);
		str_add(&w->buf, text);
	}
}

static void
add_references(struct walk *w, struct span text)
{
	struct str decoded = { 0 };
	struct walk_frame *f;

	if (w->collector < 0)
		return;
	f = &w->frame[w->collector];
	if (!f->markup) {
		spill(w, f);
		xml_decode(&w->x, &w->buf, text);
		return;
	}
	xml_decode(&w->x, &decoded, text);
	xml_escape(&w->buf, str_span(&decoded));
	str_release(&decoded);
}

/* The text turns out to have elements in it: what came before was text. */
static void
become_markup(struct walk *w, struct walk_frame *f)
{
	struct str before = { 0 };

	if (f->markup)
		return;
	f->markup = true;
	spill(w, f);
	str_add(&before, span_from(str_span(&w->buf), f->from));
	str_cut(&w->buf, f->from);
	xml_escape(&w->buf, str_span(&before));
	str_release(&before);
}

/* ---- elements that are part of a text ----------------------------------- */

static bool
is_url_attr(struct span name)
{
	static const char *const names[] = { "href", "src", "cite", "poster",
		"longdesc", "data-src" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (span_iis(name, names[i]))
			return true;
	return false;
}

/* An element of a foreign vocabulary is not HTML: its text alone counts. */
static bool
is_markup_ns(enum xml_ns ns)
{
	return ns_is_core(ns) || ns == NS_XHTML || ns == NS_SVG ||
	       ns == NS_MATHML || ns == NS_OTHER;
}

static bool
is_void(struct span name)
{
	static const char *const names[] = { "br", "img", "hr", "wbr", "input",
		"source", "track", "area", "col", "embed", "link", "meta",
		"param", "base" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (span_iis(name, names[i]))
			return true;
	return false;
}

static void
write_attr(struct walk *w, const struct walk_frame *f, const struct xml_attr *a)
{
	struct span outer = w->frame[w->collector].base;
	struct str url = { 0 };
	struct span value = a->value;

	if (!span_eq(f->base, outer) && is_url_attr(a->name) &&
	    url_resolve(&url, f->base, value))
		value = str_span(&url);
	str_lit(&w->buf, " ");
	str_add(&w->buf, a->name);
	str_lit(&w->buf, "=\"");
	xml_escape(&w->buf, value);
	str_lit(&w->buf, "\"");
	str_release(&url);
}

static void
write_open(struct walk *w, struct walk_frame *f)
{
	become_markup(w, &w->frame[w->collector]);
	f->written = true;
	if (!is_markup_ns(w->x.ns))
		return;
	f->name = w->x.name;
	str_lit(&w->buf, "<");
	str_add(&w->buf, f->name);
	for (size_t i = 0; i < w->x.attrs; i++)
		if (w->x.attr[i].ns == NS_NONE)
			write_attr(w, f, &w->x.attr[i]);
	str_lit(&w->buf, ">");
}

static void
write_close(struct walk *w, const struct walk_frame *f)
{
	if (!f->name.n || is_void(f->name))
		return;
	str_lit(&w->buf, "</");
	str_add(&w->buf, f->name);
	str_lit(&w->buf, ">");
}

/* ---- frames ------------------------------------------------------------- */

static void
inherit(struct walk *w, struct walk_frame *f)
{
	const struct walk_frame *parent = f - 1;
	struct str base = { 0 };

	f->base = parent->base;
	f->lang = parent->lang;
	f->based = parent->based;
	if (!w->x.attrs)
		return;
	if (xml_has_attr(&w->x, NS_XML, "base") &&
	    url_resolve(&base, f->base, xml_attr(&w->x, NS_XML, "base"))) {
		f->base = span_keep(w->x.mem, str_span(&base));
		f->based = true;
	}
	if (xml_has_attr(&w->x, NS_XML, "lang"))
		f->lang = span_trim(xml_attr(&w->x, NS_XML, "lang"));
	str_release(&base);
}

/* Hands the text of a frame to its rule. */
static bool
is_one_of(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcasecmp(name, names[i]))
			return true;
	return false;
}

/* The innermost element that the end of the input has cut through. */
static bool
is_torn(struct walk *w)
{
	bool torn = w->x.torn && !w->tore;

	w->tore = w->x.torn;
	return torn;
}

/* Half a text is worth reading; half an id, address or date is another one. */
static bool
is_exact(const struct walk_rule *rule)
{
	static const char *const words[] = { "guid", "id", "identifier", "link",
		"url", "loc", "origlink", "pubdate", "published", "updated",
		"modified", "created", "issued", "date" };

	return rule->text && is_one_of(rule->name, words, WALK_COUNT(words));
}

static void
give_text(struct walk *w, struct walk_frame *f)
{
	struct walk_text t = { 0 };
	bool torn = is_torn(w);

	if (f->rule && f->rule->close && !(torn && is_exact(f->rule))) {
		t.stays = f->one.n > 0;
		t.markup = f->markup;
		t.text =
		    t.stays ? f->one : span_from(str_span(&w->buf), f->from);
		f->rule->close(w->reading, f->rule, &t);
	}
	if (f->rule)
		str_cut(&w->buf, f->from);
}

/* True when what begins now can only be a neighbour of the text that is open,
 * whose end tag is lost: "<title>Rain<link>…". */
static bool
is_neighbour(const struct walk *w, const struct walk_frame *open)
{
	static const char *const words[] = { "body", "div", "image", "link",
		"source", "summary", "title" }; /* of HTML, too */
	static const char *const lines[] = { "author", "category", "comments",
		"creator", "guid", "link", "pubdate", "title" };
	const struct walk_rule *rule;

	if (!open->rule || !open->rule->text || w->collector != w->top ||
	    w->x.ns == NS_XHTML || !strcmp(open->rule->name, "content") ||
	    find_rule(open->inner, w->x.ns, w->x.name))
		return false;
	rule = find_rule(open[-1].inner, w->x.ns, w->x.name);
	return rule &&
	       (!is_one_of(rule->name, words, WALK_COUNT(words)) ||
	           is_one_of(open->rule->name, lines, WALK_COUNT(lines)));
}

/* The frame stays for as long as the reader has it, but says no more. */
static void
end_early(struct walk *w, struct walk_frame *open)
{
	xml_add_fault(&w->x, FAULT_TAG, w->x.at);
	give_text(w, open);
	w->collector = open->collector;
	open->inner = open[-1].inner;
	open->rule = NULL;
}

void
walk_enter(struct walk *w)
{
	struct walk_frame *parent = &w->frame[w->top], *f;

	if (w->top == XML_DEPTH_MAX)
		return;
	if (is_neighbour(w, parent))
		end_early(w, parent);
	f = &w->frame[++w->top];
	memset(f, 0, sizeof(*f));
	f->collector = w->collector;
	inherit(w, f);
	if (!parent->written)
		f->rule = find_rule(parent->inner, w->x.ns, w->x.name);
	if (!f->rule) {
		if (w->collector >= 0)
			write_open(w, f);
		else if (parent->inner == w->frame[0].inner)
			f->inner = parent->inner; /* a feed may be within */
		return;
	}
	f->inner = f->rule->inner;
	f->from = w->buf.n;
	w->collector = f->rule->text ? w->top : -1;
	if (f->rule->open)
		f->rule->open(w->reading, f->rule);
}

void
walk_leave(struct walk *w)
{
	struct walk_frame *f = &w->frame[w->top];

	if (!w->top)
		return;
	if (f->written)
		write_close(w, f);
	give_text(w, f);
	w->collector = f->collector;
	w->top--;
}

void
walk_run(struct walk *w)
{
	enum xml_event event;

	while ((event = xml_next(&w->x)) != XML_END) {
		if (event == XML_OPEN)
			walk_enter(w);
		else if (event == XML_CLOSE)
			walk_leave(w);
		else if (w->x.references)
			add_references(w, w->x.text);
		else
			walk_add_text(w, w->x.text);
	}
}
