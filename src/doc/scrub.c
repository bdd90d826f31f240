#include "config.h"

#include "doc/scrub.h"

#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "doc/entities.h"
#include "doc/html.h"

/* The text being read and what comes out. */
struct scrub {
	struct span in;
	size_t at;
	struct str *out;
	int depth; /* of elements that stay open */
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char
peek(const struct scrub *s, size_t ahead)
{
	return s->at + ahead < s->in.n ? s->in.s[s->at + ahead] : '\0';
}

/* What is special about an element. */
enum {
	/* Its content is never read as markup, and is dropped with it.  Scripts
	 * of JSON-LD are handled apart. */
	DROPPED = 1,
	VOID = 2,     /* opens nothing … */
	NEW_VOID = 4, /* … which libxml2 2.9 does not know */
	/* May be left open without nesting: it says nothing about how deep we
	 * are. */
	UNCLOSED = 8
};

/* Sorted by name. */
static const struct {
	const char *name;
	unsigned kind;
} elements[] = {
	{ "area", VOID },
	{ "base", VOID },
	{ "body", UNCLOSED },
	{ "br", VOID },
	{ "col", VOID },
	{ "colgroup", UNCLOSED },
	{ "dd", UNCLOSED },
	{ "dt", UNCLOSED },
	{ "embed", VOID },
	{ "frame", VOID },
	{ "head", UNCLOSED },
	{ "hr", VOID },
	{ "html", UNCLOSED },
	{ "iframe", DROPPED },
	{ "img", VOID },
	{ "input", VOID },
	{ "li", UNCLOSED },
	{ "link", VOID },
	{ "meta", VOID },
	{ "noembed", DROPPED },
	{ "noframes", DROPPED },
	{ "optgroup", UNCLOSED },
	{ "option", UNCLOSED },
	{ "p", UNCLOSED },
	{ "param", VOID },
	{ "plaintext", DROPPED },
	{ "rb", UNCLOSED },
	{ "rp", UNCLOSED },
	{ "rt", UNCLOSED },
	{ "script", DROPPED },
	{ "source", VOID | NEW_VOID },
	{ "style", DROPPED },
	{ "tbody", UNCLOSED },
	{ "td", UNCLOSED },
	{ "template", DROPPED },
	{ "textarea", DROPPED },
	{ "tfoot", UNCLOSED },
	{ "th", UNCLOSED },
	{ "thead", UNCLOSED },
	{ "tr", UNCLOSED },
	{ "track", VOID | NEW_VOID },
	{ "wbr", VOID | NEW_VOID },
	{ "xmp", DROPPED },
};

static int
compare_name(struct span name, const char *other)
{
	for (size_t i = 0; i < name.n; i++) {
		int a = (unsigned char)lower(name.s[i]);
		int b = (unsigned char)other[i];

		/* Text may hold NUL; a name in the table ends there. */
		if (a != b || !b)
			return a < b ? -1 : 1;
	}
	return -(unsigned char)other[name.n];
}

static unsigned
kind_of(struct span name)
{
	size_t low = 0, high = sizeof(elements) / sizeof(*elements);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = compare_name(name, elements[mid].name);

		if (!order)
			return elements[mid].kind;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

static bool
nests(unsigned kind)
{
	return !(kind & (VOID | UNCLOSED));
}

/* Skips to behind the next ">" (or the end). */
static void
skip_to_gt(struct scrub *s)
{
	const char *p = memchr(s->in.s + s->at, '>', s->in.n - s->at);

	s->at = p ? (size_t)(p - s->in.s) + 1 : s->in.n;
}

/* HTML 13.2.5.41 and following: "<!-->", "<!--->", "--!>" end one, too. */
static void
skip_comment(struct scrub *s)
{
	s->at += 4;
	if (peek(s, 0) == '>' || (peek(s, 0) == '-' && peek(s, 1) == '>')) {
		skip_to_gt(s);
		return;
	}
	while (s->at < s->in.n) {
		struct span rest = span_from(s->in, s->at);
		size_t dash = span_chr(rest, '-');

		s->at += dash;
		if (peek(s, 1) == '-' &&
		    (peek(s, 2) == '>' ||
		        (peek(s, 2) == '!' && peek(s, 3) == '>'))) {
			skip_to_gt(s);
			return;
		}
		s->at++;
	}
	s->at = s->in.n;
}

/* Where "</name" begins, from s->at on; the end when it does not. */
static size_t
find_end_tag(const struct scrub *s, struct span name)
{
	size_t at = s->at;

	while (at < s->in.n) {
		struct span rest = span_from(s->in, at);
		size_t lt = span_chr(rest, '<');
		char after;

		at += lt;
		if (at >= s->in.n)
			break;
		rest = span_from(s->in, at + 1);
		if (rest.n > name.n && *rest.s == '/' &&
		    span_ieq(span_n(rest.s + 1, name.n), name)) {
			after = rest.n > name.n + 1 ? rest.s[name.n + 1] : '>';
			if (is_space(after) || after == '>' || after == '/')
				return at;
		}
		at++;
	}
	return s->in.n;
}

/* "<!--<script" within a script hides one "</script>" (13.2.5.21). */
static size_t
find_script_end(struct scrub *s, struct span name)
{
	size_t from = s->at, end = find_end_tag(s, name);
	struct span text = span_n(s->in.s + from, end - from);
	size_t open = span_find(text, SPAN("<!--"));

	if (open < text.n && span_iis(name, "script")) {
		struct span inner = span_from(text, open);
		size_t again = span_ifind(inner, SPAN("<script"));

		if (again < inner.n &&
		    span_find(inner, SPAN("-->")) == inner.n) {
			s->at = end + 1;
			end = find_end_tag(s, name);
			s->at = from;
		}
	}
	return end;
}

/* One attribute of a tag, borrowed. */
struct attr {
	struct span name, value;
	char quote; /* 0: none, or no value */
};

/* Takes the next attribute; false at the tag's end, which is taken. */
static bool
take_attr(struct scrub *s, struct attr *a)
{
	size_t from;

	while (s->at < s->in.n && (is_space(peek(s, 0)) || peek(s, 0) == '/'))
		s->at++;
	if (s->at >= s->in.n)
		return false;
	if (peek(s, 0) == '>') {
		s->at++;
		return false;
	}
	*a = (struct attr){ 0 };
	from = s->at++;
	while (s->at < s->in.n && !is_space(peek(s, 0)) &&
	       !strchr("=>/", peek(s, 0)))
		s->at++;
	a->name = span_n(s->in.s + from, s->at - from);
	from = s->at;
	while (is_space(peek(s, 0)))
		s->at++;
	if (peek(s, 0) != '=') {
		s->at = from;
		return true;
	}
	s->at++;
	while (is_space(peek(s, 0)))
		s->at++;
	if (peek(s, 0) == '"' || peek(s, 0) == '\'') {
		struct span rest;

		a->quote = peek(s, 0);
		rest = span_from(s->in, ++s->at);
		a->value = span_head(rest, span_chr(rest, a->quote));
		s->at += a->value.n;
		s->at += s->at < s->in.n; /* the quote, unless cut off */
		return true;
	}
	from = s->at;
	while (s->at < s->in.n && !is_space(peek(s, 0)) && peek(s, 0) != '>')
		s->at++;
	a->value = span_n(s->in.s + from, s->at - from);
	return true;
}

/* A character as libxml2 is to see it. */
static void
add_char(struct str *out, uint32_t c)
{
	switch (c) {
	case '<':
		str_lit(out, "&lt;");
		break;
	case '>':
		str_lit(out, "&gt;");
		break;
	case '&':
		str_lit(out, "&amp;");
		break;
	case '"':
		str_lit(out, "&quot;");
		break;
	case 0:
		break;
	default:
		/* Controls but white space are no characters of HTML. */
		if (c >= 0x20 || is_space((char)c))
			utf8_add(out, c);
	}
}

/* Copies text; references become what they stand for, in a form that needs
 * no table of names. */
static void
add_text(struct str *out, struct span t, bool attribute)
{
	const unsigned stops = BYTE_MARKUP | BYTE_CONTROL;
	size_t from = 0;

	for (size_t i = 0; (i = span_until(t, i, stops)) < t.n;) {
		uint32_t a = 0, b = 0;
		size_t n = 1;

		str_addn(out, t.s + from, i - from);
		if (t.s[i] == '&') {
			n = entity_take(span_from(t, i + 1), &a, &b);
			/* "?a=1&copy=2" in an address is no copyright sign. */
			if (n && attribute && t.s[i + n] != ';' &&
			    t.s[i + 1] != '#' && i + n + 1 < t.n &&
			    (t.s[i + n + 1] == '=' ||
			        is_letter(t.s[i + n + 1])))
				n = 0;
			a = n ? a : '&';
			n++;
		} else {
			a = (unsigned char)t.s[i];
		}
		add_char(out, a);
		if (b)
			add_char(out, b);
		i += n;
		from = i;
	}
	str_add(out, span_from(t, from));
}

static void
add_attrs(struct scrub *s)
{
	struct attr a;
	int n = 0;

	while (take_attr(s, &a)) {
		bool good = n++ < HTML_ATTRS_MAX && a.name.n < 64;

		for (size_t i = 0; i < a.name.n && good; i++)
			good = is_letter(a.name.s[i]) ||
			       (i && strchr("-_:0123456789", a.name.s[i]));
		if (!good)
			continue;
		str_addc(s->out, ' ');
		str_add(s->out, a.name);
		str_lit(s->out, "=\"");
		add_text(s->out, a.value, true);
		str_addc(s->out, '"');
	}
}

/* Is it <script type="application/ld+json">?  Its attributes are taken. */
static bool
is_json_ld(struct scrub *s)
{
	struct attr a;
	bool yes = false;

	while (take_attr(s, &a))
		if (span_iis(a.name, "type") &&
		    span_istarts(span_trim(a.value), "application/ld+json"))
			yes = true;
	return yes;
}

/* A player's frame may be worth a link: the element stays, empty. */
static void
add_dropped(struct scrub *s, struct span name)
{
	bool keep = false;
	size_t end;

	if (span_iis(name, "iframe")) {
		str_lit(s->out, "<iframe");
		add_attrs(s);
		str_lit(s->out, "></iframe>");
	} else if (span_iis(name, "script")) {
		keep = is_json_ld(s);
	} else {
		struct attr a;

		while (take_attr(s, &a))
			;
	}
	end = find_script_end(s, name);
	if (keep) {
		str_lit(s->out, "<script type=\"application/ld+json\">");
		str_addn(s->out, s->in.s + s->at, end - s->at);
		str_lit(s->out, "</script>");
	}
	s->at = end;
	if (end < s->in.n)
		skip_to_gt(s);
}

static struct span
take_name(struct scrub *s)
{
	size_t from = s->at;

	while (s->at < s->in.n && !is_space(peek(s, 0)) && peek(s, 0) != '>' &&
	       peek(s, 0) != '/')
		s->at++;
	return span_n(s->in.s + from, s->at - from);
}

static bool
is_plain_name(struct span name)
{
	if (name.n > 40)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!is_letter(name.s[i]) &&
		    !(name.s[i] >= '0' && name.s[i] <= '9') && name.s[i] != '-')
			return false;
	return true;
}

static void
skip_tag(struct scrub *s)
{
	struct attr a;

	while (take_attr(s, &a))
		;
}

static void
add_start_tag(struct scrub *s)
{
	struct span name;
	unsigned kind;

	s->at++;
	name = take_name(s);
	kind = kind_of(name);
	if (kind & DROPPED) {
		add_dropped(s, name);
		return;
	}
	/* <o:p> and its like: what is in them counts, they do not. */
	if (!is_plain_name(name) ||
	    (nests(kind) && s->depth >= HTML_DEPTH_MAX)) {
		skip_tag(s);
		return;
	}
	s->depth += nests(kind);
	str_addc(s->out, '<');
	str_add(s->out, name);
	add_attrs(s);
	str_addc(s->out, '>');
	if (kind & NEW_VOID)
		str_printf(s->out, "</%.*s>", SPAN_ARG(name));
}

static void
add_end_tag(struct scrub *s)
{
	struct span name;
	unsigned kind;

	s->at += 2;
	name = take_name(s);
	kind = kind_of(name);
	skip_tag(s);
	if (!is_plain_name(name) || (kind & (VOID | DROPPED))) {
		if (span_iis(name, "br")) /* browsers make one of it */
			str_lit(s->out, "<br>");
		return;
	}
	if (s->depth > 0 && nests(kind))
		s->depth--;
	str_lit(s->out, "</");
	str_add(s->out, name);
	str_addc(s->out, '>');
}

/* What a "<" begins. */
static void
add_markup(struct scrub *s)
{
	char next = peek(s, 1);

	if (is_letter(next)) {
		add_start_tag(s);
	} else if (next == '/' && is_letter(peek(s, 2))) {
		add_end_tag(s);
	} else if (next == '!' && peek(s, 2) == '-' && peek(s, 3) == '-') {
		skip_comment(s);
	} else if (span_istarts(span_from(s->in, s->at), "<![CDATA[")) {
		struct span rest = span_from(s->in, s->at += 9);
		size_t end = span_find(rest, SPAN("]]>"));

		add_text(s->out, span_head(rest, end), false);
		s->at += end < rest.n ? end + 3 : end;
	} else if (next == '!' || next == '?' || next == '/') {
		skip_to_gt(s);
	} else {
		str_lit(s->out, "&lt;");
		s->at++;
	}
}

void
scrub_html(struct str *out, struct span utf8)
{
	struct scrub s = { .in = utf8, .out = out };

	if (s.in.n > HTML_BYTES_MAX)
		s.in.n = HTML_BYTES_MAX;
	str_reserve(out, s.in.n + 1024);
	while (s.at < s.in.n) {
		struct span rest = span_from(s.in, s.at);
		size_t n = span_chr(rest, '<');

		add_text(out, span_head(rest, n), false);
		s.at += n;
		if (s.at < s.in.n)
			add_markup(&s);
	}
}
