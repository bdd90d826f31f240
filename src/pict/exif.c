#include "config.h"

#include <stdint.h>

#include "pict/decode.h"

enum { ORIENTATION = 0x0112, ENTRY_BYTES = 12, ENTRIES_MAX = 512, SHORT = 3 };

/* A TIFF header and what it is followed by. */
struct tiff {
	struct span bytes;
	bool little;
};

/* n bytes as a number; 0 beyond the end. */
static uint32_t
number(const struct tiff *t, size_t at, int n)
{
	uint32_t v = 0;

	if (at > t->bytes.n || t->bytes.n - at < (size_t)n)
		return 0;
	for (int i = 0; i < n; i++) {
		size_t k = at + (size_t)(t->little ? n - 1 - i : i);

		v = v << 8 | (unsigned char)t->bytes.s[k];
	}
	return v;
}

int
exif_orientation(struct span block)
{
	static const struct span name = { "Exif\0\0", 6 };
	struct tiff t = { .bytes = block };
	uint32_t ifd, n;

	if (span_eq(span_head(block, name.n), name))
		t.bytes = span_from(block, name.n);
	t.little = span_starts(t.bytes, "II*");
	if (!t.little && !span_starts(t.bytes, "MM"))
		return 1;
	ifd = number(&t, 4, 4);
	n = number(&t, ifd, 2);
	for (uint32_t i = 0; i < n && i < ENTRIES_MAX; i++) {
		size_t at = (size_t)ifd + 2 + (size_t)i * ENTRY_BYTES;
		uint32_t v = number(&t, at + 8, 2);

		if (number(&t, at, 2) == ORIENTATION &&
		    number(&t, at + 2, 2) == SHORT)
			return v >= 1 && v <= 8 ? (int)v : 1;
	}
	return 1;
}
