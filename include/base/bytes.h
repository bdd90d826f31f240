/*
 * bytes: what a byte is to those who look for the next one that matters.
 *
 * For everybody.  Text is mostly bytes that need no look; span_until steps
 * over them at a byte a cycle, with one table for all who ask.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>

#include "base/str.h"

enum byte_trait {
	BYTE_CONTROL = 1, /* below 0x20 but not white space, and 0x7f */
	BYTE_WHITE = 2,   /* TAB, LF, CR */
	BYTE_BLANK = 4,   /* 0x20 */
	BYTE_MARKUP = 8,  /* & < > " */
	BYTE_ESCAPE = 16, /* backslash */
	BYTE_HIGH = 32,   /* of a longer sequence of UTF-8 */
	BYTE_LATIN = 64   /* 0xc2: it leads the C1 controls, among others */
};

extern const unsigned char byte_traits[256];

/* Where the first byte from `at` on stands that has one of the traits; t.n
 * when there is none. */
static inline size_t
span_until(struct span t, size_t at, unsigned traits)
{
	while (at < t.n && !(byte_traits[(unsigned char)t.s[at]] & traits))
		at++;
	return at;
}

#endif
