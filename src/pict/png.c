#include "config.h"

#include "pict/decode.h"

#ifdef HAVE_PNG
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	CHANNELS = 4,
	OPAQUE = 255,
	CHUNKS_MAX = 100,
	CHUNK_BYTES_MAX = 8 * 1024 * 1024
};

struct png {
	png_structp png;
	png_infop info;
	struct decoding *d;
	size_t at;
	unsigned char *row;
	unsigned char *all; /* of a picture that comes in passes */
};

static void
on_read(png_structp png, png_bytep to, size_t n)
{
	struct png *p = png_get_io_ptr(png);
	size_t left = p->d->bytes.n - p->at, have = n < left ? n : left;

	if (!left)
		png_error(png, "end");
	/* The rows that the last bytes hold are still wanted. */
	memcpy(to, p->d->bytes.s + p->at, have);
	memset(to + have, 0, n - have);
	p->at += have;
}

static void
on_error(png_structp png, png_const_charp text)
{
	(void)text;
	png_longjmp(png, 1);
}

static void
on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

/* Whatever it is, four bytes a pixel. */
static void
ask_rgba(const struct png *p)
{
	png_set_expand(p->png);
	png_set_scale_16(p->png);
	png_set_gray_to_rgb(p->png);
	png_set_add_alpha(p->png, OPAQUE, PNG_FILLER_AFTER);
}

static void
read_rows(struct png *p, size_t row_bytes)
{
	struct decoding *d = p->d;

	p->row = xcalloc(1, row_bytes);
	for (int y = 0; y < d->height; y++) {
		png_read_row(p->png, p->row, NULL);
		shrink_row(&d->shrink, p->row);
	}
}

static void
read_passes(struct png *p, size_t row_bytes, int passes)
{
	struct decoding *d = p->d;

	p->all = xcalloc((size_t)d->height, row_bytes);
	for (int pass = 0; pass < passes; pass++)
		for (int y = 0; y < d->height; y++)
			png_read_row(
			    p->png, p->all + (size_t)y * row_bytes, NULL);
}

static bool
run(struct png *p)
{
	struct decoding *d = p->d;
	size_t row_bytes;
	int w, h, passes;

	/* decoding_size has the say. */
	png_set_user_limits(p->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_set_chunk_cache_max(p->png, CHUNKS_MAX);
	png_set_chunk_malloc_max(p->png, CHUNK_BYTES_MAX);
	png_set_read_fn(p->png, p, on_read);
	png_read_info(p->png, p->info);
	if (!decoding_size(d, png_get_image_width(p->png, p->info),
	        png_get_image_height(p->png, p->info)))
		return false;
	ask_rgba(p);
	passes = png_set_interlace_handling(p->png);
	png_read_update_info(p->png, p->info);
	row_bytes = png_get_rowbytes(p->png, p->info);
	if (row_bytes != (size_t)d->width * CHANNELS)
		return decoding_broken(d);
	pixels_fit(d->width, d->height, d->side, &w, &h);
	shrink_begin(&d->shrink, d->width, d->height, w, h);
	if (passes > 1)
		read_passes(p, row_bytes, passes);
	else
		read_rows(p, row_bytes);
	return true;
}

/* What came in passes, as far as it came. */
static void
shrink_passes(struct png *p)
{
	for (int y = 0; p->all && y < p->d->height; y++)
		shrink_row(&p->d->shrink,
		    p->all + (size_t)y * (size_t)p->d->width * CHANNELS);
}

bool
png_decode(struct decoding *d)
{
	struct png *p = xcalloc(1, sizeof(*p));
	bool ok;

	p->d = d;
	p->png = png_create_read_struct(
	    PNG_LIBPNG_VER_STRING, p, on_error, on_warning);
	p->info = p->png ? png_create_info_struct(p->png) : NULL;
	if (!p->info)
		ok = decoding_broken(d);
	else if (setjmp(png_jmpbuf(p->png)) == 0)
		ok = run(p);
	else
		ok = p->all || d->shrink.made > 0 || decoding_broken(d);
	if (ok)
		shrink_passes(p);
	png_destroy_read_struct(&p->png, &p->info, NULL);
	free(p->row);
	free(p->all);
	free(p);
	return ok;
}
#endif
