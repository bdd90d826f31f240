/*
 * bytes: what a byte is to those who look for the next one that matters.
 *
 * For everybody.  Text is mostly bytes that need no look; span_until steps
 * over them eight at a time, with one table for all who ask.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

enum byte_trait {
	BYTE_CONTROL = 1,     /* below 0x20 but not white space, and 0x7f */
	BYTE_WHITE = 2,       /* TAB, LF, CR */
	BYTE_BLANK = 4,       /* 0x20 */
	BYTE_MARKUP = 8,      /* & < > " */
	BYTE_ESCAPE = 16,     /* backslash */
	BYTE_HIGH = 32,       /* of a longer sequence of UTF-8 */
	BYTE_LATIN = 64,      /* 0xc2: it leads the C1 controls, among others */
	BYTE_REFERENCE = 128, /* & */
	BYTE_BRACE = 256,     /* { } */
	BYTE_UNSAFE = 512     /* not for an address as it is (RFC 3986 2) */
};

extern const uint16_t byte_traits[256];

/* Eight bytes, whatever the order that the machine has them in. */
static inline uint64_t
bytes_word(const char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return word;
}

#define BYTES_OF(b) (UINT64_C(0x0101010101010101) * (b))

/* Not 0 when one of eight bytes is less than b (at most 0x80), or is b (less
 * than 0x80).  Bytes above 0x7f are neither. */
static inline uint64_t
bytes_below(uint64_t word, unsigned b)
{
	return (word - BYTES_OF(b)) & ~word & BYTES_OF(0x80);
}

static inline uint64_t
bytes_equal(uint64_t word, unsigned b)
{
	return bytes_below(word ^ BYTES_OF(b), 1);
}

/* False when none of eight bytes has one of the traits. */
static inline bool
bytes_suspect(uint64_t word, unsigned traits)
{
	uint64_t hit = 0;

	if (traits & BYTE_UNSAFE)
		return true; /* too many of them to look for each */
	if (traits & (BYTE_CONTROL | BYTE_WHITE))
		hit |= bytes_below(word, 0x20);
	if (traits & BYTE_CONTROL)
		hit |= bytes_equal(word, 0x7f);
	if (traits & BYTE_BLANK)
		hit |= bytes_equal(word, ' ');
	if (traits & BYTE_MARKUP)
		hit |= bytes_equal(word, '<') | bytes_equal(word, '>') |
		       bytes_equal(word, '"');
	if (traits & (BYTE_MARKUP | BYTE_REFERENCE))
		hit |= bytes_equal(word, '&');
	if (traits & BYTE_ESCAPE)
		hit |= bytes_equal(word, '\\');
	if (traits & BYTE_BRACE)
		hit |= bytes_equal(word, '{') | bytes_equal(word, '}');
	if (traits & (BYTE_HIGH | BYTE_LATIN))
		hit |= word & BYTES_OF(0x80);
	return hit != 0;
}

/* Where the first byte from `at` on stands that has one of the traits; t.n
 * when there is none. */
static inline size_t
span_until(struct span t, size_t at, unsigned traits)
{
	while (at < t.n) {
		size_t end;

		while (t.n - at >= 8 &&
		       !bytes_suspect(bytes_word(t.s + at), traits))
			at += 8;
		end = t.n - at < 8 ? t.n : at + 8;
		for (; at < end; at++)
			if (byte_traits[(unsigned char)t.s[at]] & traits)
				return at;
	}
	return at;
}

#endif
