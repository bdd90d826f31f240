#include "config.h"

#include "pict/decode.h"

#ifdef HAVE_AVIF
#include <avif/avif.h>
#include <stdlib.h>

#include "base/mem.h"

enum { CHANNELS = 4, DEPTH = 8 };

/* What the file says of turning it, as Exif would (HEIF 6.5.10, 6.5.12). */
static int
orientation(const avifImage *image)
{
	static const int turned[] = { 1, 8, 3, 6 };
	bool turns = image->transformFlags & AVIF_TRANSFORM_IROT;

	return turns ? turned[image->irot.angle & 3] : 1;
}

static bool
shrink(struct decoding *d, const avifImage *image)
{
	avifRGBImage rgb = { 0 };
	int w, h;
	bool ok;

	avifRGBImageSetDefaults(&rgb, image);
	rgb.format = AVIF_RGB_FORMAT_RGBA;
	rgb.depth = DEPTH;
	rgb.rowBytes = image->width * CHANNELS;
	rgb.pixels = xcalloc(image->height, rgb.rowBytes);
	ok = avifImageYUVToRGB(image, &rgb) == AVIF_RESULT_OK;
	if (ok) {
		pixels_fit(d->width, d->height, d->side, &w, &h);
		shrink_begin(&d->shrink, d->width, d->height, w, h);
		for (int y = 0; y < d->height; y++)
			shrink_row(
			    &d->shrink, rgb.pixels + (size_t)y * rgb.rowBytes);
	}
	free(rgb.pixels);
	return ok || decoding_broken(d);
}

static bool
run(struct decoding *d, avifDecoder *a)
{
	avifResult got;

	a->maxThreads = 1;
	a->imageSizeLimit = PICT_PIXELS_MAX;
	a->strictFlags = AVIF_STRICT_DISABLED;
	a->ignoreExif = a->ignoreXMP = AVIF_TRUE;
	got =
	    avifDecoderSetIOMemory(a, (const uint8_t *)d->bytes.s, d->bytes.n);
	if (got == AVIF_RESULT_OK)
		got = avifDecoderParse(a);
	if (got != AVIF_RESULT_OK)
		return decoding_broken(d);
	if (!decoding_size(d, a->image->width, a->image->height))
		return false;
	if (avifDecoderNextImage(a) != AVIF_RESULT_OK ||
	    a->image->width != (uint32_t)d->width ||
	    a->image->height != (uint32_t)d->height)
		return decoding_broken(d);
	d->orientation = orientation(a->image);
	return shrink(d, a->image);
}

bool
avif_decode(struct decoding *d)
{
	avifDecoder *a = avifDecoderCreate();
	bool ok = a ? run(d, a) : decoding_broken(d);

	if (a)
		avifDecoderDestroy(a);
	return ok;
}
#endif
