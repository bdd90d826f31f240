#include "config.h"

#include "doc/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "doc/decode.h"

enum { LABEL_MAX = 40, HEAD_BYTES = 4096 };

struct row {
	const char *label, *name, *iconv;
};

static const struct row rows[] = {
#define CHARSET(label, name, iconv) { label, name, iconv },
#include "doc/charsets.def"
#undef CHARSET
};

struct charset {
	const char *name;
	iconv_t cd;
};

static int
by_label(const void *key, const void *row)
{
	return strcmp(key, ((const struct row *)row)->label);
}

static const struct row *
look_up(const char *label)
{
	return bsearch(
	    label, rows, sizeof(rows) / sizeof(*rows), sizeof(*rows), by_label);
}

static const struct row *
find(struct span label)
{
	char low[LABEL_MAX + 1];
	const struct row *row;
	size_t n = 0;

	label = span_trim(label);
	if (!label.n || label.n > LABEL_MAX)
		return NULL;
	for (; n < label.n; n++)
		low[n] = label.s[n] >= 'A' && label.s[n] <= 'Z'
		             ? (char)(label.s[n] + 32)
		             : label.s[n];
	low[n] = '\0';
	row = look_up(low);
	if (row)
		return row;
	/* "iso_8859_2" is what programmers write. */
	for (n = 0; low[n]; n++)
		if (low[n] == '_')
			low[n] = '-';
	return look_up(low);
}

const char *
charset_known(struct span label)
{
	const struct row *row = find(label);

	return row ? row->name : NULL;
}

const char *
charset_name(const struct charset *c)
{
	return c->name;
}

struct charset *
charset_open(const char *name, struct err *err)
{
	const struct row *row = find(span_of(name));
	struct charset *c;
	char in[] = "a", out[16], *from = in, *to = out;
	size_t left = 1, room = sizeof(out);
	iconv_t cd;

	if (!row) {
		err_set(
		    err, ERR_FORMAT, _("no character set is called %s"), name);
		return NULL;
	}
	cd = iconv_open("UTF-8", row->iconv);
	if (cd == (iconv_t)-1) {
		err_set(err, ERR_SYSTEM,
		    _("this machine cannot read the character set %s"), name);
		return NULL;
	}
	/* glibc loads a table at its first use. */
	iconv(cd, &from, &left, &to, &room);
	iconv(cd, NULL, NULL, NULL, NULL);
	c = xcalloc(1, sizeof(*c));
	c->name = row->name;
	c->cd = cd;
	return c;
}

void
charset_close(struct charset *c)
{
	if (!c)
		return;
	iconv_close(c->cd);
	free(c);
}

/* Converts all; a byte that cannot be becomes U+FFFD. */
static void
by_iconv(struct str *out, struct charset *c, struct span in)
{
	char *from = (char *)(uintptr_t)in.s;
	size_t left = in.n;

	iconv(c->cd, NULL, NULL, NULL, NULL);
	while (left) {
		char block[8192], *to = block;
		size_t room = sizeof(block);
		size_t got = iconv(c->cd, &from, &left, &to, &room);

		for (char *p = block; p < to; p++)
			if (*p)
				str_addc(out, *p);
		if (got != (size_t)-1)
			break;
		if (errno == E2BIG)
			continue;
		utf8_add(out, UTF8_BAD);
		if (errno != EILSEQ || !left)
			break; /* cut off within a character */
		from++;
		left--;
	}
}

/* --- what is it? -------------------------------------------------------- */

/* The value of name="value" or name=value that begins in t. */
static struct span
value_of(struct span t, const char *name)
{
	size_t at = span_ifind(t, span_of(name));
	char quote;
	size_t n;

	if (at == t.n)
		return span_n(NULL, 0);
	t = span_trim(span_from(t, at + strlen(name)));
	if (!t.n || *t.s != '=')
		return span_n(NULL, 0);
	t = span_trim(span_from(t, 1));
	quote = t.n ? *t.s : 0;
	if (quote == '"' || quote == '\'') {
		t = span_from(t, 1);
		return span_head(t, span_chr(t, quote));
	}
	for (n = 0; n < t.n; n++)
		if (strchr(" \t\r\n;>?/\"'", t.s[n]))
			break;
	return span_head(t, n);
}

struct span
content_type_charset(struct span content_type)
{
	return span_trim(value_of(content_type, "charset"));
}

/* <?xml … encoding="…"?> at the very start (after junk that some write). */
static struct span
xml_declared(struct span head)
{
	size_t at = span_find(head, SPAN("<?xml"));
	struct span t = span_from(head, at);

	if (at == head.n)
		return t;
	return value_of(span_head(t, span_find(t, SPAN("?>"))), "encoding");
}

/* <meta charset="…"> or its http-equiv form. */
static struct span
meta_declared(struct span head)
{
	struct span none = { 0 };

	while (head.n) {
		size_t at = span_ifind(head, SPAN("<meta")), end;
		struct span tag, v;

		if (at == head.n)
			return none;
		head = span_from(head, at + 5);
		end = span_chr(head, '>');
		tag = span_head(head, end);
		v = value_of(tag, "charset");
		if (v.n)
			return v;
		head = span_from(head, end);
	}
	return none;
}

static const char *
by_bom(struct span b)
{
	if (span_starts(b, "\xef\xbb\xbf"))
		return "utf-8";
	if (b.n >= 4 && !memcmp(b.s, "\xff\xfe\0\0", 4))
		return "utf-32le";
	if (b.n >= 4 && !memcmp(b.s, "\0\0\xfe\xff", 4))
		return "utf-32be";
	if (span_starts(b, "\xff\xfe"))
		return "utf-16le";
	if (span_starts(b, "\xfe\xff"))
		return "utf-16be";
	return NULL;
}

/* The letters, digits and signs of a declaration stand at the same places in
 * every EBCDIC; a blank for all else. */
static char
ebcdic_sign(unsigned char c)
{
	static const char signs[] = "\x4c<\x6e>\x6f?\x7e=\x7f\"\x7d'\x60-\x6d_"
	                            "\x4b.\x7a:";
	unsigned char low = c & 0xf;

	for (size_t i = 0; signs[i]; i += 2)
		if ((unsigned char)signs[i] == c)
			return signs[i + 1];
	if (low > 9 || c < 0x81)
		return ' ';
	switch (c >> 4) {
	case 0x8:
	case 0xc:
		return low ? (char)('a' + low - 1) : ' ';
	case 0x9:
	case 0xd:
		return low ? (char)('j' + low - 1) : ' ';
	case 0xa:
	case 0xe:
		return low > 1 ? (char)('s' + low - 2) : ' ';
	default:
		return c >= 0xf0 ? (char)('0' + low) : ' ';
	}
}

static bool
is_ebcdic(const char *name)
{
	return !strncmp(name, "cp", 2) || !strncmp(name, "ibm", 3) ||
	       !strncmp(name, "ebcdic", 6);
}

/* Which EBCDIC the declaration names. */
static const char *
by_ebcdic(struct span b)
{
	char text[256];
	size_t n = b.n < sizeof(text) ? b.n : sizeof(text);
	const char *name;

	for (size_t i = 0; i < n; i++)
		text[i] = ebcdic_sign((unsigned char)b.s[i]);
	name = charset_known(xml_declared(span_n(text, n)));
	return name && is_ebcdic(name) ? name : "cp037";
}

/* "<?" or "<r" as it looks in wide characters without BOM, and in EBCDIC. */
static const char *
by_pattern(struct span b)
{
	if (b.n < 4)
		return NULL;
	if (!memcmp(b.s, "\0\0\0<", 4))
		return "utf-32be";
	if (!memcmp(b.s, "<\0\0\0", 4))
		return "utf-32le";
	if (b.s[0] == 0 && b.s[1] == '<' && b.s[2] == 0)
		return "utf-16be";
	if (b.s[0] == '<' && b.s[1] == 0 && b.s[3] == 0)
		return "utf-16le";
	if (!memcmp(b.s, "\x4c\x6f\xa7\x94", 4))
		return by_ebcdic(b);
	return NULL;
}

static bool
is_wide(const char *name)
{
	return !strncmp(name, "utf-16", 6) || !strncmp(name, "utf-32", 6);
}

/* A label we know, and whether one was given that we do not. */
static const char *
labelled(struct span label, struct charset_answer *a)
{
	const char *name = charset_known(label);

	if (label.n && !name)
		a->unknown = true;
	return name;
}

static const char *
decide(const struct charset_ask *ask, struct charset_answer *a)
{
	struct span head = span_head(ask->bytes, HEAD_BYTES);
	const char *bom = by_bom(ask->bytes);
	const char *seen = by_pattern(ask->bytes);
	const char *http = labelled(ask->http, a);
	const char *said;

	a->declared = ask->html ? meta_declared(head) : xml_declared(head);
	if (ask->html && !a->declared.n)
		a->declared = xml_declared(head);
	said = labelled(a->declared, a);
	if (bom) {
		a->override = (http && strcmp(http, bom) != 0) ||
		              (said && strcmp(said, bom) != 0 && !is_wide(bom));
		return bom;
	}
	/* Bytes that can be nothing else are believed before anybody's word. */
	if (seen && (is_wide(seen) || !http || !is_ebcdic(http)))
		return seen;
	if (http) {
		a->override = said && strcmp(said, http) != 0;
		return http;
	}
	/* A declaration that could be read was not in wide characters. */
	if (said && is_wide(said)) {
		a->override = true;
		said = NULL;
	}
	return said;
}

static struct span
without_bom(struct span b, const char *name)
{
	if (!strcmp(name, "utf-8") && span_starts(b, "\xef\xbb\xbf"))
		return span_from(b, 3);
	return b;
}

/* Sets of East Asia, in which two bytes that UTF-8 has too are one sign. */
static bool
is_east_asian(const char *name)
{
	static const char *const starts[] = { "big5", "euc-", "gb", "shift" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (span_starts(span_of(name), starts[i]))
			return true;
	return false;
}

/* UTF-8 is what it is when there is anything to see it by: in East Asia a
 * sign of three bytes, for a short text of two may be chance. */
static bool
is_surely_utf8(struct span valid, const char *declared)
{
	unsigned char least = is_east_asian(declared) ? 0xe0 : 0x80;
	size_t at = 0;

	while ((at = span_until(valid, at, BYTE_HIGH)) < valid.n &&
	       (unsigned char)valid.s[at] < least)
		at++;
	return at < valid.n;
}

enum charset_verdict
charset_to_utf8(
    struct str *out, const struct charset_ask *ask, struct charset_answer *a)
{
	bool valid = utf8_valid(ask->bytes);
	const char *name;
	struct span body;

	*a = (struct charset_answer){ 0 };
	name = decide(ask, a);
	if (!name)
		name = valid || decode_is_nearly_utf8(ask->bytes)
		           ? "utf-8"
		           : "windows-1252";
	if (!is_wide(name) && strcmp(name, "utf-8") != 0 &&
	    strncmp(name, "iso-2022", 8) != 0 && valid &&
	    is_surely_utf8(ask->bytes, name)) {
		a->override = true;
		name = "utf-8";
	} else if (!strcmp(name, "utf-8") && !valid &&
	           !decode_is_nearly_utf8(ask->bytes)) {
		/* The server is wrong, then; its author may be right. */
		a->override = true;
		name = charset_known(a->declared);
		if (!name || is_wide(name) || !strcmp(name, "utf-8"))
			name = "windows-1252";
	}
	a->used = name;
	body = without_bom(ask->bytes, name);
	if (!strcmp(name, "utf-8") && span_chr(body, '\0') == body.n) {
		if (decode_twice(out, body)) {
			a->override = true;
			return CHARSET_OK;
		}
		if (ask->borrow && valid) {
			a->borrowed = body;
			return CHARSET_OK;
		}
	}
	if (decode_plain(out, name, body))
		return CHARSET_OK;
	if (!ask->have || strcmp(ask->have->name, name) != 0) {
		a->need = name;
		return CHARSET_NEED;
	}
	by_iconv(out, ask->have, body);
	return CHARSET_OK;
}
