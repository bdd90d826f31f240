#include "config.h"

#include "pict/pixels.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/record.h"

enum {
	FORM = 1,
	FIELDS = 6,
	HEAD_BYTES_MAX = 100,
	OPAQUE = 255,
	CHANNELS = 4,
	MIDDLE = 128 /* darker ink lies on white paper, lighter on black */
};

void
pixels_release(struct pixels *p)
{
	free(p->rgb);
	*p = (struct pixels){ 0 };
}

static size_t
bytes_of(int width, int height)
{
	return (size_t)width * (size_t)height * 3;
}

void
pixels_write(struct str *out, const struct pixels *p)
{
	record_begin(out, "pixels");
	record_int(out, FORM);
	record_int(out, p->width);
	record_int(out, p->height);
	record_int(out, p->full_width);
	record_int(out, p->full_height);
	record_end(out);
	str_addn(out, (const char *)p->rgb, bytes_of(p->width, p->height));
}

static bool
is_side(int64_t v, int64_t most)
{
	return v >= 1 && v <= most;
}

bool
pixels_read(struct pixels *p, struct span bytes, struct err *err)
{
	size_t n = span_chr(span_head(bytes, HEAD_BYTES_MAX), '\n');
	struct span line = span_head(bytes, n + 1);
	struct record r = { 0 };
	int64_t v[FIELDS] = { 0 };
	bool ok;

	ok = n + 1 <= bytes.n && record_next(&r, &line, err) &&
	     record_is(&r, "pixels") && r.n == FIELDS;
	for (int i = 1; ok && i < FIELDS; i++)
		v[i] = record_num(&r, i, 0);
	record_release(&r);
	ok = ok && v[1] == FORM && is_side(v[2], PIXELS_SIDE_MAX) &&
	     is_side(v[3], PIXELS_SIDE_MAX) && is_side(v[4], PIXELS_FULL_MAX) &&
	     is_side(v[5], PIXELS_FULL_MAX) &&
	     bytes.n - n - 1 == bytes_of((int)v[2], (int)v[3]);
	if (!ok)
		return err_set(err, ERR_FORMAT, "no picture of ours");
	*p = (struct pixels){ .width = (int)v[2],
		.height = (int)v[3],
		.full_width = (int)v[4],
		.full_height = (int)v[5],
		.rgb = xmalloc(bytes.n - n - 1) };
	memcpy(p->rgb, bytes.s + n + 1, bytes.n - n - 1);
	return true;
}

void
pixels_fit(int width, int height, int side, int *w, int *h)
{
	int longer = width > height ? width : height;

	*w = width;
	*h = height;
	if (longer > side) {
		*w = (int)((int64_t)width * side / longer);
		*h = (int)((int64_t)height * side / longer);
	}
	*w = *w > 0 ? *w : 1;
	*h = *h > 0 ? *h : 1;
}

/* --- shrinking ---------------------------------------------------------- */

void
shrink_begin(struct shrink *s, int from_w, int from_h, int to_w, int to_h)
{
	size_t n = (size_t)to_w * CHANNELS;

	*s = (struct shrink){ .from_w = from_w,
		.from_h = from_h,
		.to_w = to_w,
		.to_h = to_h,
		.line = xcalloc(n, sizeof(*s->line)),
		.sum = xcalloc(n, sizeof(*s->sum)),
		.rgba = xcalloc(n, (size_t)to_h) };
}

void
shrink_release(struct shrink *s)
{
	free(s->line);
	free(s->sum);
	free(s->rgba);
	*s = (struct shrink){ 0 };
}

/*
 * Along a row of both, a pixel of the source is to_w long and one of the
 * target from_w: so all edges are whole numbers.
 */
static void
squeeze(struct shrink *s, const unsigned char *rgba)
{
	int64_t at = 0, edge = s->from_w;
	uint64_t *to = s->line;

	memset(s->line, 0, (size_t)s->to_w * CHANNELS * sizeof(*s->line));
	for (int x = 0; x < s->from_w; x++, rgba += CHANNELS) {
		int64_t end = at + s->to_w;
		uint64_t a = rgba[3], light[3];

		for (int i = 0; i < 3; i++)
			light[i] = (uint64_t)rgba[i] * rgba[i] * a;
		while (at < end) {
			int64_t stop = end < edge ? end : edge;
			uint64_t part = (uint64_t)(stop - at);

			for (int i = 0; i < 3; i++)
				to[i] += light[i] * part;
			to[3] += a * part;
			at = stop;
			if (at == edge) {
				edge += s->from_w;
				to += CHANNELS;
			}
		}
	}
}

/* The nearest whole root of what is at most 255 * 255. */
static unsigned char
root(uint64_t v)
{
	unsigned r = 0;

	for (unsigned bit = 128; bit; bit >>= 1)
		if ((uint64_t)(r | bit) * (r | bit) <= v)
			r |= bit;
	/* (r + 1/2)^2 = r^2 + r + 1/4 */
	return (unsigned char)(r < 255 && v > (uint64_t)r * r + r ? r + 1 : r);
}

static void
finish_row(struct shrink *s)
{
	uint64_t whole = (uint64_t)s->from_w * (uint64_t)s->from_h;
	unsigned char *to =
	    s->rgba + (size_t)s->made * (size_t)s->to_w * CHANNELS;

	for (int x = 0; x < s->to_w; x++, to += CHANNELS) {
		const uint64_t *sum = s->sum + (size_t)x * CHANNELS;

		for (int i = 0; i < 3; i++)
			to[i] = sum[3] ? root(sum[i] / sum[3]) : 0;
		to[3] = (unsigned char)((sum[3] + whole / 2) / whole);
	}
	memset(s->sum, 0, (size_t)s->to_w * CHANNELS * sizeof(*s->sum));
	s->made++;
}

void
shrink_row(struct shrink *s, const unsigned char *rgba)
{
	int64_t at = (int64_t)s->row * s->to_h, end = at + s->to_h;

	if (s->row >= s->from_h)
		return;
	squeeze(s, rgba);
	while (at < end) {
		int64_t edge = (int64_t)(s->made + 1) * s->from_h;
		int64_t stop = end < edge ? end : edge;
		uint64_t part = (uint64_t)(stop - at);

		for (size_t i = 0; i < (size_t)s->to_w * CHANNELS; i++)
			s->sum[i] += s->line[i] * part;
		at = stop;
		if (at == edge)
			finish_row(s);
	}
	s->row++;
}

/* --- what is opaque ----------------------------------------------------- */

/* How bright what is drawn is, 0 to 255 (Rec. 601). */
static int
brightness(const unsigned char *rgba, size_t n)
{
	uint64_t sum = 0, seen = 0;

	for (size_t i = 0; i < n; i++, rgba += CHANNELS) {
		uint64_t luma =
		    (299u * rgba[0] + 587u * rgba[1] + 114u * rgba[2]) / 1000;

		sum += luma * rgba[3];
		seen += rgba[3];
	}
	return seen ? (int)(sum / seen) : 0;
}

void
pixels_flatten(struct pixels *p, const unsigned char *rgba, int w, int h)
{
	size_t n = (size_t)w * (size_t)h;
	unsigned paper = brightness(rgba, n) < MIDDLE ? 255 : 0;
	unsigned char *to;

	*p = (struct pixels){ .width = w, .height = h };
	p->rgb = to = xmalloc(bytes_of(w, h));
	for (size_t i = 0; i < n; i++, rgba += CHANNELS) {
		unsigned a = rgba[3];

		for (int k = 0; k < 3; k++)
			*to++ = (unsigned char)((rgba[k] * a +
			                            paper * (OPAQUE - a) +
			                            OPAQUE / 2) /
			                        OPAQUE);
	}
}

void
pixels_scale(struct pixels *to, const struct pixels *from, int w, int h)
{
	size_t n = (size_t)from->width;
	unsigned char *row = xmalloc(n * CHANNELS);
	const unsigned char *rgb = from->rgb;
	struct shrink s;

	shrink_begin(&s, from->width, from->height, w, h);
	for (int y = 0; y < from->height; y++) {
		for (size_t x = 0; x < n; x++, rgb += 3) {
			memcpy(row + x * CHANNELS, rgb, 3);
			row[x * CHANNELS + 3] = OPAQUE;
		}
		shrink_row(&s, row);
	}
	pixels_flatten(to, s.rgba, w, h);
	to->full_width = from->full_width;
	to->full_height = from->full_height;
	shrink_release(&s);
	free(row);
}

/* Where the pixel at x, y of the turned picture was (TIFF 6.0, Orientation).
 */
static void
turned_from(
    const struct pixels *p, int orientation, int x, int y, int *ox, int *oy)
{
	int right = p->width - 1, bottom = p->height - 1;

	*ox = orientation < 5 ? x : y;
	*oy = orientation < 5 ? y : x;
	if (orientation == 2 || orientation == 3 || orientation == 7 ||
	    orientation == 8)
		*ox = right - *ox;
	if (orientation == 3 || orientation == 4 || orientation == 6 ||
	    orientation == 7)
		*oy = bottom - *oy;
}

void
pixels_turn(struct pixels *p, int orientation)
{
	bool sideways = orientation >= 5;
	struct pixels to = *p;
	unsigned char *at;

	if (orientation < 2 || orientation > 8)
		return;
	if (sideways)
		to = (struct pixels){ p->height, p->width, p->full_height,
			p->full_width, NULL };
	to.rgb = at = xmalloc(bytes_of(to.width, to.height));
	for (int y = 0; y < to.height; y++) {
		for (int x = 0; x < to.width; x++, at += 3) {
			int ox, oy;

			turned_from(p, orientation, x, y, &ox, &oy);
			memcpy(at, p->rgb + bytes_of(p->width, oy) + ox * 3, 3);
		}
	}
	pixels_release(p);
	*p = to;
}
