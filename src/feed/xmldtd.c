/*
 * What xmlread needs of DTDs and references.
 */
#include "config.h"

#include "feed/xmlread.h"

#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "doc/html.h"

enum { REFERENCE_NAME_MAX = 32 };

/* ---- references --------------------------------------------------------- */

static int
digit_value(char c, int base)
{
	int v = c >= '0' && c <= '9'   ? c - '0'
	        : c >= 'a' && c <= 'f' ? c - 'a' + 10
	        : c >= 'A' && c <= 'F' ? c - 'A' + 10
	                               : base;

	return v < base ? v : -1;
}

/* The number of "&#…" at the start of t; 0 bytes when it is none. */
static size_t
number(struct span t, uint32_t *value)
{
	bool hex = t.n > 2 && (t.s[2] | 0x20) == 'x';
	size_t at = hex ? 3 : 2, from = at;
	int base = hex ? 16 : 10, digit;

	for (*value = 0; at < t.n; at++) {
		digit = digit_value(t.s[at], base);
		if (digit < 0)
			break;
		if (*value <= 0x10ffff)
			*value = *value * (uint32_t)base + (uint32_t)digit;
	}
	if (at == from)
		return 0;
	return at < t.n && t.s[at] == ';' ? at + 1 : at;
}

/* Two references to the halves of a pair, as some programs write emoji. */
static size_t
pair(struct span t, size_t used, uint32_t *value)
{
	uint32_t low = 0;
	struct span rest = span_from(t, used);
	size_t n = span_starts(rest, "&#") ? number(rest, &low) : 0;

	if (!n || *value > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return used;
	*value = 0x10000 + ((*value - 0xd800) << 10) + (low - 0xdc00);
	return used + n;
}

static size_t
decode_number(struct xml *x, struct str *out, struct span t)
{
	uint32_t value;
	size_t used = number(t, &value);

	if (!used)
		return 0;
	if (value >= 0xd800 && value <= 0xdfff)
		used = pair(t, used, &value);
	if (value >= 0x80 && value <= 0x9f)
		/* Meant as windows-1252: the HTML rule. */
		html_unescape(out, span_head(t, used));
	else if (value >= 0x20 ? value != 0x7f : value == '\n' || value == '\t')
		utf8_add(out, value);
	else if (value != '\r')
		xml_add_fault(x, FAULT_CONTROL, x->at);
	return used;
}

static const struct xml_entity *
find_entity(const struct xml *x, struct span name)
{
	for (size_t i = 0; i < x->entities; i++)
		if (span_eq(x->entity[i].name, name))
			return &x->entity[i];
	return NULL;
}

/* True when out grew by it.  ref is "&name;". */
static bool
decode_name(struct xml *x, struct str *out, struct span ref)
{
	struct span name = span_n(ref.s + 1, ref.n - 2);
	const struct xml_entity *e = find_entity(x, name);
	size_t before = out->n;

	if (e) {
		if (x->expanded + e->value.n > XML_EXPANSION_MAX) {
			xml_add_fault(x, FAULT_EXPANSION, x->at);
			return true; /* enough of that */
		}
		x->expanded += e->value.n;
		str_add(out, e->value);
		return true;
	}
	html_unescape(out, ref);
	if (!span_eq(span_from(str_span(out), before), ref))
		return true;
	str_cut(out, before);
	return false;
}

/* The bytes of "&name;" at the start of t; 0 for a sign that stands alone. */
static size_t
reference_bytes(struct span t)
{
	size_t n = span_until(span_head(t, REFERENCE_NAME_MAX), 1,
	    BYTE_BLANK | BYTE_WHITE | BYTE_MARKUP);

	t = span_head(t, n);
	n = span_chr(t, ';');
	return n > 1 && n < t.n ? n + 1 : 0;
}

/* Decodes what stands at t, which begins with "&"; returns its bytes. */
static size_t
decode_one(struct xml *x, struct str *out, struct span t)
{
	/* XML's own, and two that XHTML's DTD and HTML 5 understand
	 * differently. */
	static const struct {
		const char *name, *text;
	} own[] = { { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" },
		{ "&quot;", "\"" }, { "&apos;", "'" },
		{ "&lang;", "\xe2\x8c\xa9" }, { "&rang;", "\xe2\x8c\xaa" } };
	size_t end = 0, used = 0;

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		if (!span_starts(t, own[i].name))
			continue;
		str_addz(out, own[i].text);
		return strlen(own[i].name);
	}
	if (t.n > 1 && t.s[1] == '#') {
		used = decode_number(x, out, t);
	} else {
		end = reference_bytes(t);
		if (end && decode_name(x, out, span_head(t, end)))
			used = end;
	}
	if (used)
		return used;
	xml_add_fault(x, end ? FAULT_ENTITY : FAULT_SYNTAX, x->at);
	str_addc(out, '&');
	return 1;
}

void
xml_decode(struct xml *x, struct str *out, struct span text)
{
	while (text.n) {
		size_t n = span_chr(text, '&');

		str_add(out, span_head(text, n));
		text = span_from(text, n);
		if (text.n)
			text = span_from(text, decode_one(x, out, text));
	}
}

/* ---- the DTD ------------------------------------------------------------ */

static struct span
next_word(struct span *t)
{
	size_t n = 0;
	struct span word;

	*t = span_trim(*t);
	while (n < t->n && !strchr(" \t\r\n\"'[>", t->s[n]))
		n++;
	word = span_head(*t, n);
	*t = span_trim(span_from(*t, n));
	return word;
}

/* '<!ENTITY name "value"': only what is plain text or one character. */
static void
declare(struct xml *x, struct span t)
{
	struct str value = { 0 };
	struct span name, raw;
	char quote;

	next_word(&t);
	name = next_word(&t);
	if (!name.n || !t.n || (*t.s != '"' && *t.s != '\''))
		return; /* a parameter entity, or one from outside */
	quote = *t.s;
	t = span_from(t, 1);
	raw = span_head(t, span_chr(t, quote));
	if (raw.n > XML_ENTITY_MAX || x->entities == XML_ENTITIES_MAX ||
	    find_entity(x, name))
		return;
	for (size_t i = 0; i < raw.n; i++)
		if (raw.s[i] == '&' && (i + 1 == raw.n || raw.s[i + 1] != '#'))
			return; /* entities in entities: no */
	xml_decode(x, &value, raw);
	x->entity[x->entities++] =
	    (struct xml_entity){ name, span_keep(x->mem, str_span(&value)) };
	str_release(&value);
}

/* The bytes of the declaration that t begins with; t.n when it has no end. */
static size_t
declaration_bytes(struct span t)
{
	char quote = 0;

	if (span_starts(t, "<!--")) {
		size_t n = span_find(t, SPAN("-->"));

		return n < t.n ? n + 3 : t.n;
	}
	for (size_t i = 0; i < t.n; i++) {
		char c = t.s[i];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i + 1;
	}
	return t.n;
}

/* What stands between "[" and "]"; returns its bytes. */
static size_t
internal_subset(struct xml *x, struct span t)
{
	size_t at = 0;

	while (at < t.n && t.s[at] != ']') {
		struct span rest = span_from(t, at);
		size_t n;

		if (*rest.s != '<') {
			at++;
			continue;
		}
		n = declaration_bytes(rest);
		if (span_starts(rest, "<!ENTITY"))
			declare(x, span_head(rest, n));
		at += n;
	}
	return at;
}

void
xml_read_doctype(struct xml *x)
{
	struct span rest = span_from(x->in, x->at);
	size_t end = declaration_bytes(rest);
	size_t bracket = span_chr(span_head(rest, end), '[');
	size_t simple = span_chr(rest, '>');

	if (bracket < end) {
		x->doctype = span_head(rest, bracket);
		end = bracket + 1;
		end += internal_subset(x, span_from(rest, end));
		end += span_chr(span_from(rest, end), '>') + 1;
	} else {
		x->doctype = span_head(rest, end);
	}
	if (end >= rest.n) {
		/* It has no end: only its first line can be meant. */
		xml_add_fault(x, FAULT_SYNTAX, x->at);
		end = simple < rest.n ? simple + 1 : rest.n;
	}
	x->at += end;
}
