#include "config.h"

#include "doc/scrub.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "doc/entities.h"
#include "doc/scrubkind.h"

/* The text being read and what comes out. */
struct scrub {
	struct span in;
	size_t at;
	struct scrubbed *made;
	struct str *out;  /* the skeleton */
	struct str words; /* what had references in it, decoded */
	int depth;        /* of elements that stay open */
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

static bool
nests(unsigned kind)
{
	return !(kind & (SCRUB_VOID | SCRUB_UNCLOSED));
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

static bool
ends_attr_name(char c)
{
	return is_space(c) || c == '=' || c == '>' || c == '/' || !c;
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
	while (s->at < s->in.n && !ends_attr_name(peek(s, 0)))
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

/* Controls but white space are no characters of HTML. */
static void
add_char(struct str *out, uint32_t c)
{
	if (c >= 0x20 || (c && is_space((char)c)))
		utf8_add(out, c);
}

/* How much of t, which begins with "&", is a reference, and to what; without
 * one it is the sign itself. */
static size_t
take_reference(struct span t, bool attribute, uint32_t *a, uint32_t *b)
{
	size_t n = entity_take(span_from(t, 1), a, b);

	/* "?a=1&copy=2" in an address is no copyright sign. */
	if (n && attribute && t.s[n] != ';' && t.s[1] != '#' && n + 1 < t.n &&
	    (t.s[n + 1] == '=' || is_letter(t.s[n + 1])))
		n = 0;
	if (!n)
		*a = '&';
	return n + 1;
}

/* The text with what references stand for.  It lives as long as the tree, or,
 * where there is something to decode, as s->words. */
static struct span
decoded(struct scrub *s, struct span t, bool attribute)
{
	const unsigned stops = BYTE_REFERENCE | BYTE_CONTROL;
	size_t from = 0, i = span_until(t, 0, stops);

	if (i == t.n)
		return t;
	str_clear(&s->words);
	for (; i < t.n; i = span_until(t, i, stops)) {
		uint32_t a = (unsigned char)t.s[i], b = 0;
		size_t n = 1;

		str_addn(&s->words, t.s + from, i - from);
		if (a == '&')
			n = take_reference(span_from(t, i), attribute, &a, &b);
		add_char(&s->words, a);
		if (b)
			add_char(&s->words, b);
		i += n;
		from = i;
	}
	str_add(&s->words, span_from(t, from));
	return str_span(&s->words);
}

/* A mark in the skeleton for what libxml2 need not read. */
static void
add_mark(struct scrub *s, struct span text)
{
	struct scrubbed *made = s->made;

	vec_room(&made->text, made->texts, &made->texts_cap);
	made->text[made->texts] = span_keep(made->mem, text);
	str_int(s->out, (int64_t)made->texts++);
	str_addc(s->out, ';');
}

/* Where white space alone counts, libxml2 must see it. */
static void
add_text(struct scrub *s, struct span raw)
{
	struct span t = decoded(s, raw, false);

	if (span_trim(t).n)
		add_mark(s, t);
	else
		str_add(s->out, t);
}

static bool
is_attr_name(struct span name)
{
	bool good = name.n < 64;

	for (size_t i = 0; i < name.n && good; i++)
		good = is_letter(name.s[i]) ||
		       (i && strchr("-_:0123456789", name.s[i]));
	return good;
}

static const char *
lower_name(struct arena *mem, struct span name)
{
	char *s = arena_copy(mem, name.s, name.n);

	for (size_t i = 0; i < name.n; i++)
		s[i] = lower(s[i]);
	return s;
}

/* Puts it at the end of the list, unless one is called so already. */
static void
keep_attr(struct scrub *s, struct html_attr **list, const struct attr *a)
{
	struct arena *mem = s->made->mem;

	for (; *list; list = &(*list)->next)
		if (span_iis(a->name, (*list)->name))
			return;
	*list = arena_alloc(mem, sizeof(**list));
	(*list)->name = lower_name(mem, a->name);
	(*list)->value = span_keep(mem, decoded(s, a->value, true));
}

/* The attributes of a tag stand aside; the tag has the number of their list. */
static void
add_attrs(struct scrub *s)
{
	struct scrubbed *made = s->made;
	struct html_attr *list = NULL;
	struct attr a;
	int n = 0;

	while (take_attr(s, &a))
		if (n++ < HTML_ATTRS_MAX && is_attr_name(a.name))
			keep_attr(s, &list, &a);
	if (!list)
		return;
	vec_room(&made->attrs, made->lists, &made->lists_cap);
	made->attrs[made->lists] = list;
	str_lit(s->out, " i=");
	str_int(s->out, (int64_t)made->lists++);
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
		str_lit(s->out, "<script>");
		add_mark(s, span_n(s->in.s + s->at, end - s->at));
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
add_closing(struct scrub *s, struct span name)
{
	str_lit(s->out, "</");
	str_add(s->out, name);
	str_addc(s->out, '>');
}

static void
add_start_tag(struct scrub *s)
{
	struct span name;
	unsigned kind;

	s->at++;
	name = take_name(s);
	kind = scrub_kind(name);
	if (kind & SCRUB_DROPPED) {
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
	if (kind & SCRUB_NEW_VOID)
		add_closing(s, name);
}

static void
add_end_tag(struct scrub *s)
{
	struct span name;
	unsigned kind;

	s->at += 2;
	name = take_name(s);
	kind = scrub_kind(name);
	skip_tag(s);
	if (!is_plain_name(name) || (kind & (SCRUB_VOID | SCRUB_DROPPED))) {
		if (span_iis(name, "br")) /* browsers make one of it */
			str_lit(s->out, "<br>");
		return;
	}
	if (s->depth > 0 && nests(kind))
		s->depth--;
	add_closing(s, name);
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

		add_text(s, span_head(rest, end));
		s->at += end < rest.n ? end + 3 : end;
	} else if (next == '!' || next == '?' || next == '/') {
		skip_to_gt(s);
	} else {
		add_mark(s, SPAN("<"));
		s->at++;
	}
}

void
scrub_html(struct scrubbed *made, struct span utf8)
{
	struct scrub s = { .in = utf8, .made = made, .out = &made->skeleton };

	if (s.in.n > HTML_BYTES_MAX)
		s.in.n = HTML_BYTES_MAX;
	while (s.at < s.in.n) {
		struct span rest = span_from(s.in, s.at);
		size_t n = span_chr(rest, '<');

		add_text(&s, span_head(rest, n));
		s.at += n;
		if (s.at < s.in.n)
			add_markup(&s);
	}
	str_release(&s.words);
}

void
scrubbed_release(struct scrubbed *made)
{
	str_release(&made->skeleton);
	free(made->text);
	free(made->attrs);
}
