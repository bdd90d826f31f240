#include "config.h"

#include "pict/sixel.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	BITS = 5, /* of each colour, for the choice */
	BINS = 1 << (3 * BITS),
	BAND = 6, /* pixels that one sign stands for */
	FIRST_SIGN = '?',
	LEAST_RUN = 4, /* that is shorter when it is counted */
	NOT_KNOWN = 0xffff
};

/* --- the choice of colours: median cut ----------------------------------- */

struct box {
	int lo[3], hi[3]; /* of the bins, both within it */
	long n;
};

static int
bin_of(const unsigned char *rgb)
{
	return rgb[0] >> (8 - BITS) << (2 * BITS) |
	       rgb[1] >> (8 - BITS) << BITS | rgb[2] >> (8 - BITS);
}

static int
bin_at(const int at[3])
{
	return at[0] << (2 * BITS) | at[1] << BITS | at[2];
}

/* Draws the box in to what is in it. */
static void
tighten(struct box *b, const uint32_t *count)
{
	struct box t = { .lo = { 99, 99, 99 }, .hi = { -1, -1, -1 } };
	int at[3];

	for (at[0] = b->lo[0]; at[0] <= b->hi[0]; at[0]++)
		for (at[1] = b->lo[1]; at[1] <= b->hi[1]; at[1]++)
			for (at[2] = b->lo[2]; at[2] <= b->hi[2]; at[2]++) {
				uint32_t n = count[bin_at(at)];

				for (int i = 0; n && i < 3; i++) {
					if (at[i] < t.lo[i])
						t.lo[i] = at[i];
					if (at[i] > t.hi[i])
						t.hi[i] = at[i];
				}
				t.n += n;
			}
	*b = t;
}

static int
longest(const struct box *b)
{
	int best = 0;

	for (int i = 1; i < 3; i++)
		if (b->hi[i] - b->lo[i] > b->hi[best] - b->lo[best])
			best = i;
	return best;
}

/* Where half of the pixels are on either side. */
static int
middle(const struct box *b, const uint32_t *count, int axis)
{
	long seen = 0;

	for (int cut = b->lo[axis]; cut < b->hi[axis]; cut++) {
		struct box slice = *b;

		slice.lo[axis] = slice.hi[axis] = cut;
		tighten(&slice, count);
		seen += slice.n;
		if (seen * 2 >= b->n)
			return cut;
	}
	return b->hi[axis] - 1;
}

/* The box that gains most by being cut: many pixels over a long way. */
static int
worst(const struct box *box, int n)
{
	int best = -1;
	long most = 0;

	for (int i = 0; i < n; i++) {
		int axis = longest(&box[i]);
		long v = box[i].n * (box[i].hi[axis] - box[i].lo[axis]);

		if (v > most) {
			most = v;
			best = i;
		}
	}
	return best;
}

static int
cut_boxes(struct box *box, const uint32_t *count, int most)
{
	int n = 1, at;

	box[0] = (struct box){ .hi = { (1 << BITS) - 1, (1 << BITS) - 1,
		                   (1 << BITS) - 1 } };
	tighten(&box[0], count);
	while (n < most && (at = worst(box, n)) >= 0) {
		int axis = longest(&box[at]);
		int cut = middle(&box[at], count, axis);

		box[n] = box[at];
		box[at].hi[axis] = cut;
		box[n].lo[axis] = cut + 1;
		tighten(&box[at], count);
		tighten(&box[n], count);
		n++;
	}
	return n;
}

static void
choose(struct sixel *s, const struct pixels *p, int most)
{
	size_t n = (size_t)p->width * (size_t)p->height;
	uint32_t *count = xcalloc(BINS, sizeof(*count));
	uint64_t(*sum)[4] = xcalloc(SIXEL_COLOURS_MAX, sizeof(*sum));
	struct box box[SIXEL_COLOURS_MAX];
	unsigned char *owner = xcalloc(BINS, 1);

	for (size_t i = 0; i < n; i++)
		count[bin_of(p->rgb + i * 3)]++;
	s->colours = cut_boxes(box, count, most);
	for (int k = 0; k < s->colours; k++) {
		int at[3];

		for (at[0] = box[k].lo[0]; at[0] <= box[k].hi[0]; at[0]++)
			for (at[1] = box[k].lo[1]; at[1] <= box[k].hi[1];
			     at[1]++)
				memset(&owner[at[0] << (2 * BITS) |
				              at[1] << BITS | box[k].lo[2]],
				    k, (size_t)box[k].hi[2] + 1 - box[k].lo[2]);
	}
	for (size_t i = 0; i < n; i++) {
		const unsigned char *rgb = p->rgb + i * 3;
		uint64_t *to = sum[owner[bin_of(rgb)]];

		for (int c = 0; c < 3; c++)
			to[c] += rgb[c];
		to[3]++;
	}
	for (int k = 0; k < s->colours; k++)
		for (int c = 0; c < 3 && sum[k][3]; c++)
			s->colour[k][c] =
			    (unsigned char)(sum[k][c] / sum[k][3]);
	free(count);
	free(sum);
	free(owner);
}

/* --- dithering: Floyd and Steinberg --------------------------------------- */

static int
nearest(const struct sixel *s, const int rgb[3])
{
	int best = 0, least = 1 << 30;

	for (int k = 0; k < s->colours; k++) {
		int r = rgb[0] - s->colour[k][0], g = rgb[1] - s->colour[k][1];
		int b = rgb[2] - s->colour[k][2];
		int d = 3 * r * r + 4 * g * g + 2 * b * b;

		if (d < least) {
			least = d;
			best = k;
		}
	}
	return best;
}

static int
byte(int v)
{
	return v < 0 ? 0 : v > 255 ? 255 : v;
}

/* One pixel: its colour, and what it is off by goes to its neighbours. */
static unsigned char
settle(const struct sixel *s, uint16_t *known, const unsigned char *rgb,
    int *here, int *below)
{
	unsigned char want[3];
	int v[3];
	uint16_t *k;

	for (int c = 0; c < 3; c++) {
		v[c] = byte(rgb[c] + here[c] / 16);
		want[c] = (unsigned char)v[c];
	}
	k = &known[bin_of(want)];
	if (*k == NOT_KNOWN)
		*k = (uint16_t)nearest(s, v);
	for (int c = 0; c < 3; c++) {
		int off = v[c] - s->colour[*k][c];

		here[c + 3] += off * 7;
		below[c - 3] += off * 3;
		below[c] += off * 5;
		below[c + 3] += off;
	}
	return (unsigned char)*k;
}

void
sixel_make(struct sixel *s, const struct pixels *p, int colours)
{
	size_t w = (size_t)p->width, row = (w + 2) * 3;
	uint16_t *known = xmalloc(BINS * sizeof(*known));
	int *off = xcalloc(row * 2, sizeof(*off));

	*s = (struct sixel){ .width = p->width, .height = p->height };
	choose(s, p, colours);
	s->index = xmalloc(w * (size_t)p->height);
	memset(known, 0xff, BINS * sizeof(*known));
	for (int y = 0; y < p->height; y++) {
		int *here = off + (y & 1 ? row : 0) + 3;
		int *below = off + (y & 1 ? 0 : row) + 3;

		memset(below - 3, 0, row * sizeof(*off));
		for (size_t x = 0; x < w; x++) {
			size_t at = (size_t)y * w + x;

			s->index[at] = settle(s, known, p->rgb + at * 3,
			    here + x * 3, below + x * 3);
		}
	}
	free(known);
	free(off);
}

void
sixel_release(struct sixel *s)
{
	free(s->index);
	*s = (struct sixel){ 0 };
}

/* --- writing -------------------------------------------------------------- */

static void
add_run(struct str *out, int n, char sign)
{
	if (n < LEAST_RUN)
		str_fill(out, sign, (size_t)n);
	else
		str_printf(out, "!%d%c", n, sign);
}

/* One colour of a band of rows y..y + rows. */
static void
add_colour(struct str *out, const struct sixel *s, int y, int rows, int colour)
{
	int run = 0;
	char sign = 0;

	str_printf(out, "#%d", colour);
	for (int x = 0; x < s->width; x++) {
		const unsigned char *at =
		    s->index + (size_t)y * (size_t)s->width + (size_t)x;
		int bits = 0;
		char now;

		for (int i = 0; i < rows; i++, at += s->width)
			bits |= (*at == colour) << i;
		now = (char)(FIRST_SIGN + bits);
		if (run && now != sign) {
			add_run(out, run, sign);
			run = 0;
		}
		sign = now;
		run++;
	}
	if (sign != FIRST_SIGN)
		add_run(out, run, sign);
}

static void
add_band(struct str *out, const struct sixel *s, int y, int rows)
{
	bool used[SIXEL_COLOURS_MAX] = { false };
	const unsigned char *at = s->index + (size_t)y * (size_t)s->width;
	bool first = true;

	for (size_t i = 0; i < (size_t)rows * (size_t)s->width; i++)
		used[at[i]] = true;
	for (int k = 0; k < s->colours; k++) {
		if (!used[k])
			continue;
		if (!first)
			str_addc(out, '$');
		first = false;
		add_colour(out, s, y, rows, k);
	}
	str_addc(out, '-');
}

void
sixel_add(struct str *out, const struct sixel *s, int from, int end)
{
	enum { PERCENT = 100, WHOLE = 255 };

	/* What is not painted stays as it is (P2 = 1); pixels are square. */
	str_printf(out, "\033P0;1q\"1;1;%d;%d", s->width, end - from);
	for (int k = 0; k < s->colours; k++)
		str_printf(out, "#%d;2;%d;%d;%d", k,
		    s->colour[k][0] * PERCENT / WHOLE,
		    s->colour[k][1] * PERCENT / WHOLE,
		    s->colour[k][2] * PERCENT / WHOLE);
	for (int y = from; y < end; y += BAND)
		add_band(out, s, y, end - y < BAND ? end - y : BAND);
	str_lit(out, "\033\\");
}
