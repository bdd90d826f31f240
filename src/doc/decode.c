#include "config.h"

#include "doc/decode.h"

#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"

static void
add(struct str *out, uint32_t c)
{
	if (c && c != 0xfeff)
		utf8_add(out, c);
}

/* The half of a pair that UTF-16 needs and some write into UTF-8 (CESU-8);
 * 0 when it is none. */
static uint32_t
surrogate(struct span in, size_t at)
{
	const unsigned char *p = (const unsigned char *)in.s + at;

	if (in.n - at < 3 || p[0] != 0xed || p[1] < 0xa0 || p[1] > 0xbf ||
	    (p[2] & 0xc0) != 0x80)
		return 0;
	return 0xd000u | (p[1] & 0x3fu) << 6 | (p[2] & 0x3f);
}

/* What is not UTF-8, and how many bytes it takes. */
static size_t
mend(struct span in, size_t at, uint32_t *c)
{
	uint32_t high = surrogate(in, at), low;
	size_t n = utf8_next(in, at, c);

	if (!high)
		return n;
	low = high < 0xdc00 && in.n - at > 3 ? surrogate(in, at + 3) : 0;
	if (low < 0xdc00)
		return 3;
	*c = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	return 6;
}

static void
from_utf8(struct str *out, struct span in)
{
	size_t from = 0;

	for (size_t at = utf8_ascii(in, 0); at < in.n;) {
		uint32_t c;
		size_t n = utf8_next(in, at, &c);

		if (c && c != UTF8_BAD) {
			at += n;
			if (n == 1)
				at += utf8_ascii(in, at);
			continue;
		}
		n = mend(in, at, &c);
		str_addn(out, in.s + from, at - from);
		add(out, c);
		at += n;
		from = at;
	}
	str_add(out, span_from(in, from));
}

static uint32_t
unit(struct span in, size_t at, int bytes, bool big)
{
	uint32_t c = 0;

	for (int i = 0; i < bytes; i++)
		c |= (uint32_t)(unsigned char)in.s[at + (size_t)i]
		     << 8 * (big ? bytes - 1 - i : i);
	return c;
}

static void
from_utf16(struct str *out, struct span in, bool big)
{
	for (size_t at = 0; at + 1 < in.n; at += 2) {
		uint32_t c = unit(in, at, 2, big);

		if (c >= 0xd800 && c < 0xdc00 && at + 3 < in.n) {
			uint32_t low = unit(in, at + 2, 2, big);

			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				at += 2;
			}
		}
		add(out, c);
	}
}

static void
from_utf32(struct str *out, struct span in, bool big)
{
	for (size_t at = 0; at + 3 < in.n; at += 4)
		add(out, unit(in, at, 4, big));
}

/* 0x80-0x9f; those that windows-1252 leaves out are the controls. */
static const uint16_t upper[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026,
	0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
	0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178 };

static void
from_1252(struct str *out, struct span in)
{
	const unsigned stops = BYTE_HIGH | BYTE_CONTROL;

	for (size_t i = 0, from = 0; i < in.n; from = ++i) {
		unsigned char c;

		i = span_until(in, i, stops);
		str_addn(out, in.s + from, i - from);
		if (i == in.n)
			break;
		c = (unsigned char)in.s[i];
		add(out, c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : c);
	}
}

static bool
starts_with(struct span in, const char *bytes, size_t n)
{
	return in.n >= n && !memcmp(in.s, bytes, n);
}

bool
decode_plain(struct str *out, const char *name, struct span in)
{
	bool big = name[strlen(name) - 2] == 'b';

	if (!strcmp(name, "utf-8"))
		from_utf8(out, in);
	else if (!strcmp(name, "windows-1252"))
		from_1252(out, in);
	else if (!strncmp(name, "utf-16", 6))
		from_utf16(out, in,
		    starts_with(in, "\xfe\xff", 2) ||
		        (big && !starts_with(in, "\xff\xfe", 2)));
	else if (!strncmp(name, "utf-32", 6))
		from_utf32(out, in,
		    starts_with(in, "\0\0\xfe\xff", 4) ||
		        (big && !starts_with(in, "\xff\xfe\0\0", 4)));
	else
		return false;
	return true;
}

/* One such character alone may be what its writer writes about. */
enum { GOOD_FOR_ONE_BAD = 10, TWICE_MIN = 2 };

bool
decode_is_nearly_utf8(struct span bytes)
{
	size_t good = 0, bad = 0;

	for (size_t at = utf8_ascii(bytes, 0); at < bytes.n;) {
		uint32_t c;
		size_t n = utf8_next(bytes, at, &c);

		if (c == UTF8_BAD && surrogate(bytes, at)) {
			n = 3;
			good++;
		} else if (c == UTF8_BAD && n > 1 && at + n == bytes.n) {
			good++; /* cut off in the middle of a character */
		} else if (c == UTF8_BAD) {
			bad++;
		} else {
			good += n > 1;
		}
		at += n;
	}
	/* No sequence at all is whole: it is another set. */
	return good >= bad * GOOD_FOR_ONE_BAD || (good > 0 && bad <= 2);
}

/* The byte that windows-1252 has for a character, 0: none above ASCII. */
static unsigned char
byte_of(uint32_t c)
{
	if (c >= 0xa0 && c <= 0xff)
		return (unsigned char)c;
	for (int i = 0; i < 32; i++)
		if (c == upper[i] || c == 0x80u + (unsigned)i)
			return (unsigned char)(0x80 + i);
	return 0;
}

/* The next character above ASCII as a byte; false when it is none. */
static bool
take_byte(struct span utf8, size_t *at, char *byte)
{
	uint32_t c;

	if (*at == utf8.n)
		return false;
	*at += utf8_next(utf8, *at, &c);
	*byte = (char)byte_of(c);
	return *byte != 0;
}

/* The bytes of one character that was taken for several; false when what
 * stands there is no such thing. */
static bool
take_twice(struct span utf8, size_t *at, char bytes[4], size_t *n)
{
	unsigned char lead;

	if (!take_byte(utf8, at, bytes))
		return false;
	lead = (unsigned char)bytes[0];
	*n = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	for (size_t i = 1; i < *n; i++)
		if (!take_byte(utf8, at, bytes + i))
			return false;
	return utf8_valid(span_n(bytes, *n));
}

bool
decode_twice(struct str *out, struct span utf8)
{
	size_t before = out->n, from = 0, found = 0;
	char bytes[4];
	size_t n;

	for (size_t at = utf8_ascii(utf8, 0); at < utf8.n;) {
		size_t start = at;

		if ((unsigned char)utf8.s[at] < 0x80) {
			at++;
			at += utf8_ascii(utf8, at);
			continue;
		}
		if (!take_twice(utf8, &at, bytes, &n)) {
			str_cut(out, before);
			return false;
		}
		str_addn(out, utf8.s + from, start - from);
		str_addn(out, bytes, n);
		from = at;
		found++;
	}
	if (found < TWICE_MIN) {
		str_cut(out, before);
		return false;
	}
	str_add(out, span_from(utf8, from));
	return true;
}
