#include "config.h"

#include "feed/xmlread.h"

#include <string.h>

void
xml_add_fault(struct xml *x, enum xml_fault_kind kind, size_t at)
{
	for (size_t i = 0; i < x->faults; i++)
		if (x->fault[i].kind == kind)
			return; /* one of a kind says it */
	if (x->faults < XML_FAULTS_MAX)
		x->fault[x->faults++] = (struct xml_fault){ kind, at };
}

void
xml_place(const struct xml *x, size_t at, int *line, int *column)
{
	struct span before = span_head(x->in, at);

	*line = 1;
	for (size_t end; (end = span_chr(before, '\n')) < before.n;) {
		before = span_from(before, end + 1);
		if (*line < INT32_MAX)
			(*line)++;
	}
	*column = before.n < INT32_MAX ? (int)before.n + 1 : INT32_MAX;
}

void
xml_begin(struct xml *x, struct span utf8, struct arena *mem)
{
	memset(x, 0, sizeof(*x));
	x->in = utf8;
	x->mem = mem;
	x->open = arena_array(mem, XML_DEPTH_MAX, sizeof(*x->open));
	x->binding = arena_array(mem, XML_BINDINGS_MAX, sizeof(*x->binding));
	x->entity = arena_array(mem, XML_ENTITIES_MAX, sizeof(*x->entity));
}

/* ---- names -------------------------------------------------------------- */

static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == ':' || (unsigned char)c >= 0x80;
}

static bool
is_name(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' ||
	       c == '.';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static size_t
skip_blank(struct span in, size_t at)
{
	while (at < in.n && is_blank(in.s[at]))
		at++;
	return at;
}

static size_t
name_end(struct span in, size_t at)
{
	while (at < in.n && is_name(in.s[at]))
		at++;
	return at;
}

/* Splits "prefix:name"; without a colon *prefix is empty. */
static struct span
local_name(struct span tag, struct span *prefix)
{
	size_t colon = span_chr(tag, ':');

	*prefix = span_n(NULL, 0);
	if (colon == 0 || colon + 1 >= tag.n)
		return colon == 0 ? span_from(tag, 1) : tag;
	*prefix = span_head(tag, colon);
	return span_from(tag, colon + 1);
}

/* ---- namespaces --------------------------------------------------------- */

static enum xml_ns
ns_in_force(struct xml *x, struct span prefix)
{
	enum xml_ns ns;

	for (size_t i = x->bindings; i > 0; i--)
		if (span_eq(x->binding[i - 1].prefix, prefix))
			return x->binding[i - 1].ns;
	if (!prefix.n)
		return NS_NONE;
	ns = ns_of_prefix(prefix);
	if (ns != NS_XML)
		xml_add_fault(x, FAULT_NAMESPACE, x->at);
	return ns;
}

static void
bind(struct xml *x, struct span prefix, struct span uri)
{
	if (x->bindings < XML_BINDINGS_MAX)
		x->binding[x->bindings++] =
		    (struct xml_binding){ prefix, ns_of_uri(uri) };
	else
		xml_add_fault(x, FAULT_BINDINGS, x->at);
}

static bool
is_root_word(struct span name)
{
	return span_iis(name, "rss") || span_iis(name, "feed") ||
	       span_iis(name, "rdf");
}

/* Takes the declarations out of the attributes, then names the rest. */
static void
resolve_names(struct xml *x, struct xml_element *e)
{
	struct span prefix;
	size_t kept = 0;

	e->bindings = x->bindings;
	for (size_t i = 0; i < x->attrs; i++) {
		struct xml_attr *a = &x->attr[i];

		if (span_is(a->name, "xmlns"))
			bind(x, span_n(NULL, 0), a->value);
		else if (span_starts(a->name, "xmlns:"))
			bind(x, span_from(a->name, 6), a->value);
		else
			x->attr[kept++] = *a;
	}
	x->attrs = kept;
	e->name = local_name(e->tag, &prefix);
	e->ns = ns_in_force(x, prefix);
	if (!x->depth && e->ns == NS_OTHER && is_root_word(e->name)) {
		/* A feed by its words: the address is a wrong one. */
		xml_add_fault(x, FAULT_NAMESPACE, x->at);
		if (x->bindings < XML_BINDINGS_MAX)
			x->binding[x->bindings++] =
			    (struct xml_binding){ prefix, NS_NONE };
		e->ns = NS_NONE;
	}
	for (size_t i = 0; i < x->attrs; i++) {
		struct xml_attr *a = &x->attr[i];

		a->name = local_name(a->name, &prefix);
		a->ns = prefix.n ? ns_in_force(x, prefix) : NS_NONE;
	}
}

/* ---- tags --------------------------------------------------------------- */

/* The end of an attribute's value at *at, which is moved behind it. */
static struct span
quoted(struct xml *x, size_t *at)
{
	char quote = x->in.s[*at];
	bool *none = quote == '"' ? &x->no_quote : &x->no_apostrophe;
	struct span rest = span_from(x->in, *at + 1);
	size_t end = *none ? rest.n : span_chr(rest, quote);

	if (end == rest.n) {
		/* It never ends: better that the tag does. */
		*none = true;
		xml_add_fault(x, FAULT_SYNTAX, *at);
		end = span_chr(rest, '>');
		*at += 1 + end;
	} else {
		*at += 2 + end;
	}
	return span_head(rest, end);
}

static struct span
attr_value(struct xml *x, size_t *at)
{
	struct span in = x->in, value;
	size_t from;

	if (*at < in.n && (in.s[*at] == '"' || in.s[*at] == '\'')) {
		value = quoted(x, at);
	} else {
		xml_add_fault(x, FAULT_SYNTAX, *at);
		from = *at;
		while (*at < in.n && !is_blank(in.s[*at]) && in.s[*at] != '>')
			++*at;
		value = span_n(in.s + from, *at - from);
	}
	if (span_chr(value, '&') < value.n) {
		struct str decoded = { 0 };

		xml_decode(x, &decoded, value);
		value = span_keep(x->mem, str_span(&decoded));
		str_release(&decoded);
	}
	return value;
}

static void
read_attr(struct xml *x, size_t *at)
{
	struct span in = x->in;
	size_t end = name_end(in, *at);
	struct xml_attr a = { .name = span_n(in.s + *at, end - *at) };

	if (end == *at) { /* no name: a stray character */
		xml_add_fault(x, FAULT_SYNTAX, *at);
		++*at;
		return;
	}
	*at = skip_blank(in, end);
	if (*at < in.n && in.s[*at] == '=') {
		*at = skip_blank(in, *at + 1);
		a.value = attr_value(x, at);
	} else {
		xml_add_fault(x, FAULT_SYNTAX, *at);
	}
	if (x->attrs < XML_ATTRS_MAX)
		x->attr[x->attrs++] = a;
	else
		xml_add_fault(x, FAULT_ATTRS, *at);
}

/* Attributes up to the tag's end; *at is behind it then.  True for "/>". */
static bool
read_attrs(struct xml *x, size_t *at)
{
	struct span in = x->in;
	bool empty = false;

	x->attrs = 0;
	for (;;) {
		*at = skip_blank(in, *at);
		if (*at >= in.n) {
			xml_add_fault(x, FAULT_TRUNCATED, in.n);
			return empty;
		}
		if (in.s[*at] ==
		    '<') { /* the next tag: this one's ">" is lost */
			xml_add_fault(x, FAULT_SYNTAX, *at);
			return false;
		}
		empty = in.s[*at] == '/';
		if (in.s[*at] == '>') {
			++*at;
			return empty;
		}
		if (empty && *at + 1 < in.n && in.s[*at + 1] == '>') {
			*at += 2;
			return true;
		}
		read_attr(x, at);
	}
}

/* What a "<" at `at` begins to say is an element of that name. */
static enum xml_event
open_tag(struct xml *x, size_t at, size_t end)
{
	struct xml_element e = { .tag = span_n(x->in.s + at, end - at) };
	bool empty = read_attrs(x, &end);

	x->at = end;
	/* Half a tag says nothing that could be believed. */
	if (end >= x->in.n && x->in.s[x->in.n - 1] != '>')
		return XML_TEXT;
	resolve_names(x, &e);
	if (x->depth == XML_DEPTH_MAX) {
		xml_add_fault(x, FAULT_DEPTH, at);
		x->bindings = e.bindings;
		x->passed += !empty;
		return XML_TEXT; /* an empty one */
	}
	x->open[x->depth++] = e;
	x->root_seen = true;
	x->name = e.name;
	x->ns = e.ns;
	x->closing = empty;
	return XML_OPEN;
}

static enum xml_event
close_one(struct xml *x)
{
	struct xml_element *e = &x->open[--x->depth];

	x->name = e->name;
	x->ns = e->ns;
	x->bindings = e->bindings;
	x->attrs = 0;
	if (x->closing)
		x->closing--;
	return XML_CLOSE;
}

/* An end tag closes the innermost element of its name and all within. */
static enum xml_event
close_tag(struct xml *x, struct span tag)
{
	size_t i = x->depth;

	if (i && span_eq(x->open[i - 1].tag, tag))
		return close_one(x);
	if (x->passed) {
		x->passed--;
		return XML_TEXT;
	}
	xml_add_fault(x, FAULT_TAG, x->at);
	while (i > 0 && !span_ieq(x->open[i - 1].tag, tag))
		i--;
	if (i == 0)
		return XML_TEXT; /* of nothing that is open */
	x->closing = x->depth - i + 1;
	return close_one(x);
}

/* ---- what else "<" may begin -------------------------------------------- */

/* Moves behind `what`; the input ends where it is missing. */
static struct span
up_to(struct xml *x, size_t from, struct span what)
{
	struct span rest = span_from(x->in, from);
	size_t end = span_find(rest, what);

	if (end == rest.n) {
		xml_add_fault(x, FAULT_TRUNCATED, x->at);
		x->at = x->in.n;
	} else {
		x->at = from + end + what.n;
	}
	return span_head(rest, end);
}

static enum xml_event
read_declaration(struct xml *x)
{
	struct span rest = span_from(x->in, x->at);

	if (span_starts(rest, "<![CDATA[")) {
		x->text = up_to(x, x->at + 9, SPAN("]]>"));
		return XML_TEXT;
	}
	if (span_starts(rest, "<!--"))
		up_to(x, x->at + 4, SPAN("-->"));
	else if (span_istarts(rest, "<!DOCTYPE") && !x->root_seen)
		xml_read_doctype(x);
	else
		up_to(x, x->at + 2, SPAN(">"));
	return XML_TEXT;
}

/* A "<" that begins nothing is meant as itself. */
static enum xml_event
lone_sign(struct xml *x)
{
	xml_add_fault(x, FAULT_SYNTAX, x->at);
	x->text = span_n(x->in.s + x->at, 1);
	x->at++;
	return XML_TEXT;
}

static enum xml_event
read_markup(struct xml *x)
{
	size_t at = x->at + 1, end;
	bool closes = at < x->in.n && x->in.s[at] == '/';
	struct span tag;

	if (at == x->in.n) {
		xml_add_fault(x, FAULT_TRUNCATED, x->at);
		x->at = at;
		return XML_TEXT;
	}
	if (x->in.s[at] == '!')
		return read_declaration(x);
	if (x->in.s[at] == '?') {
		up_to(x, at, SPAN("?>"));
		return XML_TEXT;
	}
	at += closes;
	if (at >= x->in.n || !is_name_start(x->in.s[at]))
		return lone_sign(x);
	end = name_end(x->in, at);
	if (end - at > XML_NAME_MAX)
		return lone_sign(x);
	if (!closes)
		return open_tag(x, at, end);
	tag = span_n(x->in.s + at, end - at);
	up_to(x, end, SPAN(">"));
	return close_tag(x, tag);
}

static enum xml_event
read_text(struct xml *x)
{
	struct span rest = span_from(x->in, x->at);

	x->text = span_head(rest, span_chr(rest, '<'));
	x->references = span_chr(x->text, '&') < x->text.n;
	if (!x->depth && span_trim(x->text).n)
		xml_add_fault(x, FAULT_JUNK, x->at);
	x->at += x->text.n;
	return XML_TEXT;
}

enum xml_event
xml_next(struct xml *x)
{
	enum xml_event event = XML_TEXT;

	if (x->closing)
		return close_one(x);
	x->text = span_n(NULL, 0);
	x->references = false;
	/* What says nothing is an empty text: on to the next. */
	while (event == XML_TEXT && !x->text.n) {
		if (x->at < x->in.n) {
			event = x->in.s[x->at] == '<' ? read_markup(x)
			                              : read_text(x);
		} else if (x->depth) {
			xml_add_fault(x, FAULT_TRUNCATED, x->in.n);
			x->torn = true;
			return close_one(x);
		} else {
			return XML_END;
		}
	}
	return event;
}

static const struct xml_attr *
find_attr(const struct xml *x, enum xml_ns ns, const char *name)
{
	for (size_t i = 0; i < x->attrs; i++)
		if (x->attr[i].ns == ns && span_iis(x->attr[i].name, name))
			return &x->attr[i];
	return NULL;
}

struct span
xml_attr(const struct xml *x, enum xml_ns ns, const char *name)
{
	const struct xml_attr *a = find_attr(x, ns, name);

	return a ? a->value : span_n(NULL, 0);
}

bool
xml_has_attr(const struct xml *x, enum xml_ns ns, const char *name)
{
	return find_attr(x, ns, name) != NULL;
}
