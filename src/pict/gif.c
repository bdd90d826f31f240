/*
 * gif: the first picture of a GIF (GIF89a Specification, 31 July 1990).
 *
 * Our own reader: what has to be known of the format is less than what the
 * library would have to be trusted with.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pict/decode.h"

enum {
	CODE_BITS_MAX = 12,
	CODES_MAX = 1 << CODE_BITS_MAX,
	NO_CODE = CODES_MAX,
	CHANNELS = 4,
	OPAQUE = 255,
	SCREEN_BYTES = 13,
	IMAGE_BYTES = 9,
	EXTENSION = 0x21,
	IMAGE = 0x2c,
	CONTROL = 0xf9
};

struct gif {
	struct decoding *d;
	struct span rest;
	struct span palette; /* 3 bytes a colour */
	int clear;           /* the colour that can be seen through; -1 */
	int left, top, width, height;
	bool interlaced;
	unsigned char *screen; /* of indices; seen: where there are any */
	unsigned char *seen;
};

/* What an LZW stream has told so far. */
struct lzw {
	struct span block, rest; /* of the sub-blocks */
	uint32_t bits;
	int n_bits;
	int root, size, next; /* bits of a sign, of a code; the next code */
	uint16_t prefix[CODES_MAX];
	unsigned char last[CODES_MAX], first[CODES_MAX];
	uint16_t length[CODES_MAX];
};

static unsigned
byte(struct span t, size_t at)
{
	return at < t.n ? (unsigned char)t.s[at] : 0;
}

static unsigned
word(struct span t, size_t at)
{
	return byte(t, at) | byte(t, at + 1) << 8;
}

/* Takes n bytes off; empty when there are not so many. */
static struct span
take(struct span *rest, size_t n)
{
	struct span part = span_head(*rest, n);

	*rest = span_from(*rest, n);
	return part.n == n ? part : span_n(NULL, 0);
}

static struct span
take_palette(struct span *rest, unsigned flags)
{
	return flags & 0x80 ? take(rest, (size_t)3 << ((flags & 7) + 1))
	                    : span_n(NULL, 0);
}

static struct span
take_block(struct span *rest)
{
	size_t n = byte(*rest, 0);

	*rest = span_from(*rest, 1);
	n = n < rest->n ? n : rest->n;
	return take(rest, n);
}

/* --- LZW ---------------------------------------------------------------- */

static void
lzw_clear(struct lzw *z)
{
	z->size = z->root + 1;
	z->next = (1 << z->root) + 2;
}

static void
lzw_begin(struct lzw *z, struct span data, int root)
{
	z->rest = data;
	z->block = span_n(NULL, 0);
	z->bits = 0;
	z->n_bits = 0;
	z->root = root;
	for (int i = 0; i < 1 << root; i++) {
		z->first[i] = z->last[i] = (unsigned char)i;
		z->length[i] = 1;
	}
	lzw_clear(z);
}

/* NO_CODE at the end. */
static int
lzw_code(struct lzw *z)
{
	int code;

	while (z->n_bits < z->size) {
		if (!z->block.n)
			z->block = take_block(&z->rest);
		if (!z->block.n)
			return NO_CODE;
		z->bits |= (uint32_t)byte(z->block, 0) << z->n_bits;
		z->block = span_from(z->block, 1);
		z->n_bits += 8;
	}
	code = (int)(z->bits & ((1u << z->size) - 1));
	z->bits >>= z->size;
	z->n_bits -= z->size;
	return code;
}

static void
lzw_add(struct lzw *z, int prefix, unsigned char sign)
{
	if (z->next == CODES_MAX)
		return;
	z->prefix[z->next] = (uint16_t)prefix;
	z->first[z->next] = z->first[prefix];
	z->last[z->next] = sign;
	z->length[z->next] = (uint16_t)(z->length[prefix] + 1);
	z->next++;
	if (z->next == 1 << z->size && z->size < CODE_BITS_MAX)
		z->size++;
}

/* Writes what a code stands for, as far as there is room. */
static size_t
lzw_write(
    const struct lzw *z, int code, unsigned char *out, size_t at, size_t end)
{
	size_t n = z->length[code];

	for (size_t i = n; i-- > 0; code = z->prefix[code])
		if (at + i < end)
			out[at + i] = z->last[code];
	return at + n < end ? at + n : end;
}

/* Signs into out, at most n of them; how many there were. */
static size_t
lzw_read(struct lzw *z, unsigned char *out, size_t n)
{
	int clear = 1 << z->root, before = NO_CODE, code;
	size_t at = 0;

	while (at < n && (code = lzw_code(z)) != NO_CODE) {
		if (code == clear) {
			lzw_clear(z);
			before = NO_CODE;
			continue;
		}
		/* The end, or what no writer could have meant. */
		if (code == clear + 1 || code > z->next ||
		    (code == z->next && before == NO_CODE) ||
		    (before == NO_CODE && code >= clear))
			break;
		if (before != NO_CODE)
			lzw_add(z, before,
			    z->first[code < z->next ? code : before]);
		/* A full table takes no more. */
		if (code >= z->next)
			break;
		at = lzw_write(z, code, out, at, n);
		before = code;
	}
	return at;
}

/* --- the picture -------------------------------------------------------- */

/* The row of the picture that the i-th one in the stream is. */
static int
row_of(const struct gif *g, int i)
{
	static const struct {
		int from, step;
	} passes[] = { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } };

	for (size_t p = 0; g->interlaced && p < 4; p++) {
		int rows =
		    g->height > passes[p].from
		        ? (g->height - passes[p].from - 1) / passes[p].step + 1
		        : 0;

		if (i < rows)
			return passes[p].from + i * passes[p].step;
		i -= rows;
	}
	return i;
}

/* Where the picture lies on the screen, as far as it is on it. */
static void
place(struct gif *g, const unsigned char *signs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int x = g->left + (int)(i % (size_t)g->width);
		int y = g->top + row_of(g, (int)(i / (size_t)g->width));
		size_t at = (size_t)y * (size_t)g->d->width + (size_t)x;

		if (x >= g->d->width || y >= g->d->height)
			continue;
		g->screen[at] = signs[i];
		g->seen[at] = signs[i] != g->clear;
	}
}

static void
shrink(struct gif *g)
{
	struct decoding *d = g->d;
	unsigned char *row = xcalloc((size_t)d->width, CHANNELS);
	int w, h;

	pixels_fit(d->width, d->height, d->side, &w, &h);
	shrink_begin(&d->shrink, d->width, d->height, w, h);
	for (int y = 0; y < d->height; y++) {
		size_t at = (size_t)y * (size_t)d->width;

		for (size_t x = 0; x < (size_t)d->width; x++) {
			size_t colour = (size_t)g->screen[at + x] * 3;

			for (size_t i = 0; i < 3; i++)
				row[x * CHANNELS + i] =
				    (unsigned char)byte(g->palette, colour + i);
			row[x * CHANNELS + 3] = g->seen[at + x] ? OPAQUE : 0;
		}
		shrink_row(&d->shrink, row);
	}
	free(row);
}

static bool
read_image(struct gif *g)
{
	struct span head = take(&g->rest, IMAGE_BYTES), own;
	size_t n, got = 0;
	unsigned char *signs;
	struct lzw *z;
	int root;

	own = take_palette(&g->rest, byte(head, 8));
	if (own.n)
		g->palette = own;
	g->left = (int)word(head, 0);
	g->top = (int)word(head, 2);
	g->width = (int)word(head, 4);
	g->height = (int)word(head, 6);
	g->interlaced = byte(head, 8) & 0x40;
	root = (int)byte(g->rest, 0);
	n = (size_t)g->width * (size_t)g->height;
	if (!n || n > PICT_PIXELS_MAX || root < 1 || root > 8)
		return decoding_broken(g->d);
	z = xcalloc(1, sizeof(*z));
	signs = xmalloc(n);
	lzw_begin(z, span_from(g->rest, 1), root);
	got = lzw_read(z, signs, n);
	place(g, signs, got);
	free(signs);
	free(z);
	return got > 0 || decoding_broken(g->d);
}

/* To the first picture; on the way it may be told what is seen through. */
static bool
find_image(struct gif *g)
{
	while (g->rest.n) {
		unsigned kind = byte(take(&g->rest, 1), 0), what;

		if (kind == IMAGE)
			return read_image(g);
		if (kind != EXTENSION)
			break;
		what = byte(take(&g->rest, 1), 0);
		for (;;) {
			struct span block = take_block(&g->rest);

			if (!block.n)
				break;
			if (what == CONTROL && block.n == 4)
				g->clear = byte(block, 0) & 1
				               ? (int)byte(block, 3)
				               : -1;
		}
	}
	return decoding_broken(g->d);
}

bool
gif_decode(struct decoding *d)
{
	struct gif g = { .d = d, .rest = d->bytes, .clear = -1 };
	struct span head = take(&g.rest, SCREEN_BYTES);
	size_t n;
	bool ok;

	if (!decoding_size(d, word(head, 6), word(head, 8)))
		return false;
	g.palette = take_palette(&g.rest, byte(head, 10));
	n = (size_t)d->width * (size_t)d->height;
	g.screen = xcalloc(n, 1);
	g.seen = xcalloc(n, 1);
	ok = find_image(&g);
	if (ok)
		shrink(&g);
	free(g.screen);
	free(g.seen);
	return ok;
}
