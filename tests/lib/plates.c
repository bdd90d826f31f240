#include "config.h"

#include "plates.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_JPEG
#include <jpeglib.h>
#endif
#ifdef HAVE_PNG
#include <png.h>
#endif
#ifdef HAVE_WEBP
#include <webp/encode.h>
#endif

#include "base/mem.h"

/* Red, green, blue and opacity at a point, of w x h. */
typedef void paint_fn(unsigned char *rgba, int x, int y, int w, int h);

static void
sunset(unsigned char *rgba, int x, int y, int w, int h)
{
	int dx = x - w * 2 / 3, dy = (y - h / 2) * 2;
	int sun = dx * dx + dy * dy < w * w / 100;

	rgba[0] = (unsigned char)(sun ? 255 : 40 + 200 * y / h);
	rgba[1] = (unsigned char)(sun ? 230 : 30 + 90 * y / h);
	rgba[2] = (unsigned char)(sun ? 160 : 110 - 70 * y / h);
	rgba[3] = 255;
	if (y > h * 3 / 4 && x < w / 2)
		memset(rgba, 20, 3);
}

/* Bars of all colours, from dark to bright. */
static void
bars(unsigned char *rgba, int x, int y, int w, int h)
{
	int bar = x * 8 / w, v = 255 * y / (h > 1 ? h - 1 : 1);

	for (int i = 0; i < 3; i++)
		rgba[i] = (unsigned char)(bar >> i & 1 ? v : v / 4);
	rgba[3] = 255;
}

/* Strokes of black ink, with nothing between them. */
static void
ink(unsigned char *rgba, int x, int y, int w, int h)
{
	(void)w;
	memset(rgba, 0, 4);
	if ((x / 3 + y / 5) % 2 == 0 && y > h / 5)
		rgba[3] = 255;
}

static void
light(unsigned char *rgba, int x, int y, int w, int h)
{
	ink(rgba, x, y, w, h);
	memset(rgba, 250, 3);
}

/* Half there: it fades from left to right. */
static void
mist(unsigned char *rgba, int x, int y, int w, int h)
{
	sunset(rgba, x, y, w, h);
	rgba[3] = (unsigned char)(255 * x / w);
}

/* An arrow that points up, so that one sees how it was turned. */
static void
arrow(unsigned char *rgba, int x, int y, int w, int h)
{
	int off = abs(2 * x - w) * h, tip = 2 * y * w;
	bool head = y < h / 2 && off < tip;
	bool shaft = y >= h / 2 && abs(2 * x - w) < w / 4;

	memset(rgba, head || shaft ? 240 : 30, 3);
	rgba[2] = (unsigned char)(x < w / 2 ? 200 : 20);
	rgba[3] = 255;
}

static unsigned char *
painted(paint_fn *paint, int w, int h)
{
	unsigned char *rgba = xmalloc((size_t)w * (size_t)h * 4);

	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++)
			paint(rgba + ((size_t)y * (size_t)w + (size_t)x) * 4, x,
			    y, w, h);
	return rgba;
}

/* --- PNG ---------------------------------------------------------------- */

#ifdef HAVE_PNG
static void
on_png(png_structp png, png_bytep data, size_t n)
{
	str_addn(png_get_io_ptr(png), (const char *)data, n);
}

static void
on_flush(png_structp png)
{
	(void)png;
}

struct png_how {
	int type, depth;
	bool passes;
};

/* Of RGBA what the type of PNG wants. */
static void
png_row(unsigned char *to, const unsigned char *rgba, int w,
    const struct png_how *how)
{
	for (int x = 0; x < w; x++, rgba += 4) {
		int grey = (rgba[0] + rgba[1] + rgba[2]) / 3;

		if (how->type == PNG_COLOR_TYPE_RGBA)
			memcpy(to + x * 4, rgba, 4);
		else if (how->type == PNG_COLOR_TYPE_RGB)
			memcpy(to + x * 3, rgba, 3);
		else if (how->type == PNG_COLOR_TYPE_PALETTE)
			to[x] = (unsigned char)(grey / 32);
		else if (how->depth == 16)
			to[x * 2] = to[x * 2 + 1] = (unsigned char)grey;
		else if (how->depth == 1)
			to[x / 8] = (unsigned char)(to[x / 8] |
			                            (grey > 99) << (7 - x % 8));
		else
			to[x] = (unsigned char)grey;
	}
}

static void
png_colours(png_structp png, png_infop info)
{
	png_color palette[8];
	png_byte clear[8] = { 0, 255, 255, 255, 255, 255, 255, 128 };

	for (int i = 0; i < 8; i++)
		palette[i] = (png_color){ (png_byte)(i * 36),
			(png_byte)(255 - i * 30), (png_byte)(i % 2 * 200) };
	png_set_PLTE(png, info, palette, 8);
	png_set_tRNS(png, info, clear, 8, NULL);
}

static bool
png_write_it(
    struct str *out, paint_fn *paint, int w, int h, const struct png_how *how)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	unsigned char *rgba = painted(paint, w, h), *row;
	int passes;

	png_set_write_fn(png, out, on_png, on_flush);
	png_set_IHDR(png, info, (png_uint_32)w, (png_uint_32)h, how->depth,
	    how->type, how->passes ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	if (how->type == PNG_COLOR_TYPE_PALETTE)
		png_colours(png, info);
	png_write_info(png, info);
	passes = png_set_interlace_handling(png);
	row = xmalloc((size_t)w * 4);
	for (int i = 0; i < passes * h; i++) {
		memset(row, 0, (size_t)w * 4);
		png_row(row, rgba + (size_t)(i % h) * (size_t)w * 4, w, how);
		png_write_row(png, row);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	free(row);
	free(rgba);
	return true;
}

#define PNG_PLATE(name, paint, w, h, ...)                          \
	static bool name(struct str *out)                          \
	{                                                          \
		static const struct png_how how = { __VA_ARGS__ }; \
                                                                   \
		return png_write_it(out, paint, w, h, &how);       \
	}
#else
#define PNG_PLATE(name, paint, w, h, ...) \
	static bool name(struct str *out) \
	{                                 \
		(void)out;                \
		(void)paint;              \
		return false;             \
	}
#endif

PNG_PLATE(png_sunset, sunset, 120, 80, PNG_COLOR_TYPE_RGB, 8, false)
PNG_PLATE(png_bars, bars, 64, 64, PNG_COLOR_TYPE_RGB, 8, false)
PNG_PLATE(png_ink, ink, 60, 40, PNG_COLOR_TYPE_RGBA, 8, false)
PNG_PLATE(png_light, light, 60, 40, PNG_COLOR_TYPE_RGBA, 8, false)
PNG_PLATE(png_mist, mist, 90, 60, PNG_COLOR_TYPE_RGBA, 8, false)
PNG_PLATE(png_grey, sunset, 90, 60, PNG_COLOR_TYPE_GRAY, 8, false)
PNG_PLATE(png_deep, sunset, 90, 60, PNG_COLOR_TYPE_GRAY, 16, false)
PNG_PLATE(png_palette, bars, 90, 60, PNG_COLOR_TYPE_PALETTE, 8, false)
PNG_PLATE(png_passes, sunset, 90, 60, PNG_COLOR_TYPE_RGB, 8, true)
PNG_PLATE(png_bits, arrow, 61, 40, PNG_COLOR_TYPE_GRAY, 1, false)
PNG_PLATE(png_tall, arrow, 20, 300, PNG_COLOR_TYPE_RGB, 8, false)

static void
add_be(struct str *out, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		str_addc(out, (char)(v >> shift & 255));
}

static uint32_t
crc_of(struct span t)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < t.n; i++) {
		crc ^= (unsigned char)t.s[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return crc ^ 0xffffffff;
}

void
plate_png_head(struct str *out, unsigned width, unsigned height)
{
	size_t at;

	str_addn(out, "\x89PNG\r\n\x1a\n", 8);
	add_be(out, 13);
	at = out->n;
	str_lit(out, "IHDR");
	add_be(out, width);
	add_be(out, height);
	str_addn(out, "\x08\x02\0\0\0", 5);
	add_be(out, crc_of(span_from(str_span(out), at)));
	add_be(out, 1000);
	str_lit(out, "IDAT");
}

/* --- JPEG --------------------------------------------------------------- */

struct jpeg_how {
	paint_fn *paint;
	int w, h;
	bool progressive, grey, cmyk;
	int orientation; /* 0: without Exif */
	int more_scans;
};

#ifdef HAVE_JPEG
static void
add_exif(struct jpeg_compress_struct *c, int orientation)
{
	unsigned char block[] = "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0"
	                        "\0\0\0\0\0\0\0";

	block[25] = (unsigned char)orientation;
	jpeg_write_marker(c, JPEG_APP0 + 1, block, sizeof(block) - 1);
}

static void
jpeg_row(
    unsigned char *to, const unsigned char *rgba, const struct jpeg_how *how)
{
	for (int x = 0; x < how->w; x++, rgba += 4) {
		if (how->grey)
			*to++ = (unsigned char)((rgba[0] + rgba[1]) / 2);
		/* As Adobe does: 255 is no ink. */
		for (int i = 0; i < 3 && !how->grey; i++)
			*to++ = rgba[i];
		if (how->cmyk)
			*to++ = 255;
	}
}

static void
jpeg_settings(struct jpeg_compress_struct *c, const struct jpeg_how *how,
    jpeg_scan_info *scans)
{
	c->image_width = (unsigned)how->w;
	c->image_height = (unsigned)how->h;
	c->input_components = how->grey ? 1 : how->cmyk ? 4 : 3;
	c->in_color_space = how->grey   ? JCS_GRAYSCALE
	                    : how->cmyk ? JCS_CMYK
	                                : JCS_RGB;
	jpeg_set_defaults(c);
	jpeg_set_quality(c, 90, TRUE);
	if (how->progressive)
		jpeg_simple_progression(c);
	/* One bit of one coefficient, refined again and again. */
	if (how->more_scans) {
		scans[0] = (jpeg_scan_info){ 1, { 0 }, 0, 0, 0, 0 };
		for (int i = 1; i <= how->more_scans; i++)
			scans[i] = (jpeg_scan_info){ 1, { 0 }, i % 63 + 1,
				i % 63 + 1, 0, 0 };
		c->scan_info = scans;
		c->num_scans = how->more_scans + 1;
	}
}

static bool
jpeg_write(struct str *out, const struct jpeg_how *how)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	jpeg_scan_info scans[64];
	unsigned char *file = NULL;
	unsigned long n = 0;
	unsigned char *rgba = painted(how->paint, how->w, how->h);
	JSAMPROW row = xmalloc((size_t)how->w * 4);

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &file, &n);
	jpeg_settings(&c, how, scans);
	jpeg_start_compress(&c, TRUE);
	if (how->orientation)
		add_exif(&c, how->orientation);
	for (int y = 0; y < how->h; y++) {
		jpeg_row(row, rgba + (size_t)y * (size_t)how->w * 4, how);
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	str_addn(out, (const char *)file, n);
	free(file);
	free(row);
	free(rgba);
	return true;
}
#else
static bool
jpeg_write(struct str *out, const struct jpeg_how *how)
{
	(void)out;
	(void)how;
	return false;
}
#endif

#define JPEG_PLATE(name, ...)                                       \
	static bool name(struct str *out)                           \
	{                                                           \
		static const struct jpeg_how how = { __VA_ARGS__ }; \
                                                                    \
		return jpeg_write(out, &how);                       \
	}

JPEG_PLATE(jpeg_sunset, .paint = sunset, .w = 150, .h = 100)
JPEG_PLATE(
    jpeg_progressive, .paint = sunset, .w = 150, .h = 100, .progressive = true)
JPEG_PLATE(jpeg_grey, .paint = arrow, .w = 80, .h = 60, .grey = true)
JPEG_PLATE(jpeg_cmyk, .paint = bars, .w = 80, .h = 60, .cmyk = true)
JPEG_PLATE(jpeg_right, .paint = arrow, .w = 80, .h = 60, .orientation = 6)
JPEG_PLATE(jpeg_over, .paint = arrow, .w = 80, .h = 60, .orientation = 3)

bool
plate_scans(struct str *out, int scans)
{
	struct jpeg_how how = { .paint = arrow,
		.w = 64,
		.h = 64,
		.grey = true,
		.more_scans = scans };

	return jpeg_write(out, &how);
}

bool
plate_photo(struct str *out, int width, int height)
{
	struct jpeg_how how = { .paint = sunset, .w = width, .h = height };

	return jpeg_write(out, &how);
}

/* --- WebP --------------------------------------------------------------- */

static bool
webp_write(struct str *out, paint_fn *paint, int w, int h)
{
#ifdef HAVE_WEBP
	unsigned char *rgba = painted(paint, w, h);
	uint8_t *file = NULL;
	size_t n = WebPEncodeLosslessRGBA(rgba, w, h, w * 4, &file);

	str_addn(out, (const char *)file, n);
	WebPFree(file);
	free(rgba);
	return n > 0;
#else
	(void)out;
	(void)paint;
	(void)w;
	(void)h;
	return false;
#endif
}

static bool
webp_sunset(struct str *out)
{
	return webp_write(out, sunset, 120, 80);
}

/* --- GIF ---------------------------------------------------------------- */

enum { GIF_COLOURS = 64, GIF_CLEAR = 0x40, GIF_SIGN_BITS = 7 };

static void
add_word(struct str *out, int v)
{
	str_addc(out, (char)(v & 255));
	str_addc(out, (char)(v >> 8 & 255));
}

/* Signs of 7 bits in codes of 8, cleared before they become longer: LZW that
 * packs nothing. */
static void
add_signs(struct str *out, const unsigned char *sign, size_t n)
{
	enum { CLEAR = 128, END = 129, RUN = 100, BLOCK = 255 };
	struct str codes = { 0 };
	struct span rest;

	for (size_t i = 0; i < n; i++) {
		if (i % RUN == 0)
			str_addc(&codes, (char)CLEAR);
		str_addc(&codes, (char)sign[i]);
	}
	str_addc(&codes, (char)END);
	rest = str_span(&codes);
	while (rest.n) {
		struct span block = span_head(rest, BLOCK);

		str_addc(out, (char)block.n);
		str_add(out, block);
		rest = span_from(rest, block.n);
	}
	str_addc(out, '\0');
	str_release(&codes);
}

struct gif_how {
	paint_fn *paint;
	int w, h, left, top;
	bool passes, clear;
};

/* The rows in the order in which passes bring them. */
static int
pass_row(int i, int h)
{
	static const int from[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };

	for (int p = 0; p < 4; p++)
		for (int y = from[p]; y < h; y += step[p])
			if (i-- == 0)
				return y;
	return 0;
}

static bool
gif_write(struct str *out, const struct gif_how *how)
{
	unsigned char *rgba = painted(how->paint, how->w, how->h);
	unsigned char *sign = xmalloc((size_t)how->w * (size_t)how->h);
	size_t n = 0;

	str_lit(out, "GIF89a");
	add_word(out, how->w + how->left);
	add_word(out, how->h + how->top);
	str_addn(out, "\xe6\0\0", 3);
	for (int i = 0; i < 128; i++) {
		str_addc(out, (char)((i & 3) * 85));
		str_addc(out, (char)((i >> 2 & 3) * 85));
		str_addc(out, (char)((i >> 4 & 3) * 85));
	}
	str_addn(
	    out, how->clear ? "!\xf9\4\1\0\0\x40\0" : "!\xf9\4\0\0\0\0\0", 8);
	str_addc(out, ',');
	add_word(out, how->left);
	add_word(out, how->top);
	add_word(out, how->w);
	add_word(out, how->h);
	str_addc(out, how->passes ? 0x40 : 0);
	str_addc(out, GIF_SIGN_BITS);
	for (int i = 0; i < how->h; i++) {
		int y = how->passes ? pass_row(i, how->h) : i;

		for (int x = 0; x < how->w; x++) {
			const unsigned char *p =
			    rgba + ((size_t)y * (size_t)how->w + (size_t)x) * 4;

			sign[n++] =
			    (unsigned char)(p[3] < 128
			                        ? GIF_CLEAR
			                        : p[0] / 64 | p[1] / 64 << 2 |
			                              p[2] / 64 << 4);
		}
	}
	add_signs(out, sign, n);
	str_addc(out, ';');
	free(sign);
	free(rgba);
	return true;
}

static bool
gif_bars(struct str *out)
{
	static const struct gif_how how = { .paint = bars, .w = 64, .h = 48 };

	return gif_write(out, &how);
}

static bool
gif_ink(struct str *out)
{
	static const struct gif_how how = { .paint = ink,
		.w = 50,
		.h = 37,
		.left = 10,
		.top = 3,
		.passes = true,
		.clear = true };

	return gif_write(out, &how);
}

const struct plate plates[] = {
	{ "png-sunset", png_sunset },
	{ "png-bars", png_bars },
	{ "png-ink", png_ink },
	{ "png-light", png_light },
	{ "png-mist", png_mist },
	{ "png-grey", png_grey },
	{ "png-deep", png_deep },
	{ "png-palette", png_palette },
	{ "png-passes", png_passes },
	{ "png-bits", png_bits },
	{ "png-tall", png_tall },
	{ "jpeg-sunset", jpeg_sunset },
	{ "jpeg-progressive", jpeg_progressive },
	{ "jpeg-grey", jpeg_grey },
	{ "jpeg-cmyk", jpeg_cmyk },
	{ "jpeg-right", jpeg_right },
	{ "jpeg-over", jpeg_over },
	{ "webp-sunset", webp_sunset },
	{ "gif-bars", gif_bars },
	{ "gif-ink", gif_ink },
};
const size_t plates_n = sizeof(plates) / sizeof(*plates);
