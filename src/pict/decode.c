#include "config.h"

#include "pict/decode.h"

#include "base/i18n.h"

/* The words are translated where they are shown. */

bool
decoding_broken(struct decoding *d)
{
	return err_set(d->err, ERR_FORMAT, "%s", N_("broken"));
}

bool
decoding_size(struct decoding *d, unsigned long width, unsigned long height)
{
	if (!width || !height)
		return decoding_broken(d);
	if (width > PICT_SIDE_MAX || height > PICT_SIDE_MAX ||
	    width * height > PICT_PIXELS_MAX)
		return err_set(d->err, ERR_LIMIT, "%s", N_("too large"));
	if (width <= PICT_SPACER_MAX && height <= PICT_SPACER_MAX)
		return err_set(d->err, ERR_FORMAT, "%s", N_("nothing to see"));
	d->width = (int)width;
	d->height = (int)height;
	return true;
}

#if !defined(HAVE_JPEG) || !defined(HAVE_PNG) || !defined(HAVE_WEBP) || \
    !defined(HAVE_AVIF)
static bool
cannot(struct decoding *d)
{
	return err_set(
	    d->err, ERR_FORMAT, "%s", N_("a format left out of this build"));
}
#endif
#ifndef HAVE_JPEG
#define jpeg_decode cannot
#endif
#ifndef HAVE_PNG
#define png_decode cannot
#endif
#ifndef HAVE_WEBP
#define webp_decode cannot
#endif
#ifndef HAVE_AVIF
#define avif_decode cannot
#endif

static const struct {
	size_t at;
	struct span sign;
	bool (*decode)(struct decoding *);
} formats[] = {
	{ 0, { "\xff\xd8\xff", 3 }, jpeg_decode },
	{ 0, { "\x89PNG\r\n\x1a\n", 8 }, png_decode },
	{ 0, { "GIF87a", 6 }, gif_decode },
	{ 0, { "GIF89a", 6 }, gif_decode },
	{ 8, { "WEBP", 4 }, webp_decode },
	{ 4, { "ftypavif", 8 }, avif_decode },
	{ 4, { "ftypavis", 8 }, avif_decode },
	{ 4, { "ftypmif1", 8 }, avif_decode },
};

static bool
decode(struct decoding *d)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		struct span there = span_from(d->bytes, formats[i].at);

		if (span_eq(
		        span_head(there, formats[i].sign.n), formats[i].sign))
			return formats[i].decode(d);
	}
	return err_set(d->err, ERR_FORMAT, "%s", N_("unknown format"));
}

bool
picture_decode(struct pixels *p, struct span bytes, int side, struct err *err)
{
	struct decoding d = {
		.bytes = bytes, .side = side, .orientation = 1, .err = err
	};
	bool ok = decode(&d);

	if (ok) {
		pixels_flatten(p, d.shrink.rgba, d.shrink.to_w, d.shrink.to_h);
		p->full_width = d.width;
		p->full_height = d.height;
		pixels_turn(p, d.orientation);
	}
	shrink_release(&d.shrink);
	return ok;
}
