#include "config.h"

#include "doc/decode.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static void
add(struct str *out, uint32_t c)
{
	if (c && c != 0xfeff)
		utf8_add(out, c);
}

static void
from_utf8(struct str *out, struct span in)
{
	size_t from = 0;

	for (size_t at = 0; at < in.n;) {
		uint32_t c;
		size_t n;

		at += utf8_ascii(in, at);
		if (at < in.n && in.s[at] > 0)
			at++;
		if (at == in.n || in.s[at] > 0)
			continue;
		n = utf8_next(in, at, &c);
		if (c && c != UTF8_BAD) {
			at += n;
			continue;
		}
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
	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.s[i];

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

enum { GOOD_FOR_ONE_BAD = 10 };

bool
decode_is_nearly_utf8(struct span bytes)
{
	size_t good = 0, bad = 0;

	for (size_t at = 0; at < bytes.n;) {
		uint32_t c;
		size_t n = utf8_next(bytes, at, &c);

		if (n > 1 && c != UTF8_BAD)
			good++;
		else if (c == UTF8_BAD)
			bad++;
		at += n;
	}
	/* No sequence at all is whole: it is another set. */
	return good >= bad * GOOD_FOR_ONE_BAD || (good > 0 && bad <= 2);
}
