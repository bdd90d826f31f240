/*
 * decode: the bytes of a picture -> pixels of a size that is wanted.
 *
 * For parse/run, tests and the fuzz targets: pictures are hostile, so this is
 * for the locked room alone.  JPEG, PNG, WebP and AVIF where a library was
 * found; GIF always, its first frame.  What a file says of its size is looked
 * at before anything is decoded.
 */
#ifndef PICT_DECODE_H
#define PICT_DECODE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "pict/pixels.h"

enum {
	PICT_PIXELS_MAX = 64 * 1024 * 1024, /* as the file says */
	PICT_SIDE_MAX = 32767,
	PICT_SCANS_MAX = 40, /* of a progressive JPEG */
	PICT_SPACER_MAX = 3  /* not wider nor higher: a tracker or a spacer */
};

/*
 * Decodes to fit into side x side (1 to PIXELS_SIDE_MAX), never larger than it
 * is.  A JPEG, PNG or GIF that ends early is shown as far as it goes.  False
 * with one word or two: "broken", "too large", "unknown format", "nothing to
 * see".
 */
bool picture_decode(
    struct pixels *p, struct span bytes, int side, struct err *err);

/* --- what the formats share; for src/pict alone -------------------------- */

struct decoding {
	struct span bytes;
	int side;
	int width, height; /* as the file says, before it is turned */
	int orientation;   /* Exif's */
	struct shrink shrink;
	struct err *err;
};

/* Takes down a size; false when it is beyond the limits. */
bool decoding_size(
    struct decoding *d, unsigned long width, unsigned long height);
bool decoding_broken(struct decoding *d); /* false */

/* Each fills d->shrink, whose rows may be of a smaller picture. */
bool jpeg_decode(struct decoding *d);
bool png_decode(struct decoding *d);
bool gif_decode(struct decoding *d);
bool webp_decode(struct decoding *d);
bool avif_decode(struct decoding *d);

/* The orientation in a block that begins with "Exif\0\0" or with a TIFF
 * header; 1 when it says none. */
int exif_orientation(struct span block);

#endif
