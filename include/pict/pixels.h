/*
 * pixels: a picture as rows of red, green and blue, small enough to be held.
 *
 * For everybody above base; no decoder is behind it.  The file form is what a
 * parser answers and what the cache keeps: a record line "pixels" 1 WIDTH
 * HEIGHT FULL-WIDTH FULL-HEIGHT, then WIDTH * HEIGHT * 3 bytes and no more, so
 * that its reader has nothing to trust but two numbers.
 */
#ifndef PICT_PIXELS_H
#define PICT_PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
	PIXELS_SIDE_MAX = 2048,   /* of what is held */
	PIXELS_FULL_MAX = 1000000 /* of what it was made from */
};

/* {0} is none. */
struct pixels {
	int width, height;
	int full_width, full_height; /* of the picture as it came */
	unsigned char *rgb;          /* owned */
};

void pixels_release(struct pixels *p);
/* Appends the file form. */
void pixels_write(struct str *out, const struct pixels *p);
/* Reads one that fills bytes; anything else is ERR_FORMAT. */
bool pixels_read(struct pixels *p, struct span bytes, struct err *err);

/*
 * The size within side x side that keeps the shape of width x height, never
 * larger than that and at least 1 x 1.
 */
void pixels_fit(int width, int height, int side, int *w, int *h);

/*
 * Shrinking (or growing) row by row: each pixel of the target is the mean of
 * what it covers, weighed by how much of it and how opaque it is, in light and
 * not in numbers (gamma 2, so that it is exact and the same everywhere).  No
 * more than the target is held.
 */
struct shrink {
	int from_w, from_h, to_w, to_h;
	int row;             /* of the source: the next one */
	int made;            /* rows of the target that are complete */
	uint64_t *line;      /* one row, already of the target's width */
	uint64_t *sum;       /* the target's row that is being filled */
	unsigned char *rgba; /* owned; the target */
};

/* Sides are at least 1; those of the target at most PIXELS_SIDE_MAX. */
void shrink_begin(struct shrink *s, int from_w, int from_h, int to_w, int to_h);
/* The next row, 4 bytes a pixel: red, green, blue, opacity.  Rows beyond the
 * last are not looked at. */
void shrink_row(struct shrink *s, const unsigned char *rgba);
/* Harmless on {0}. */
void shrink_release(struct shrink *s);

/*
 * Makes an opaque picture of w x h pixels of 4 bytes: what can be seen through
 * lies on white paper, or on black where what is drawn is light itself.  The
 * full size is the caller's to fill in.
 */
void pixels_flatten(struct pixels *p, const unsigned char *rgba, int w, int h);
/* The same picture of another size. */
void pixels_scale(struct pixels *to, const struct pixels *from, int w, int h);
/* Turns as Exif's orientation says (1 to 8; anything else: as it is). */
void pixels_turn(struct pixels *p, int orientation);

#endif
