/*
 * sixel: pixels -> what terminals with DEC's graphics show (VT330/VT340
 * Programmer Reference Manual, volume 2, chapter 14).
 *
 * For ui and tests.
 */
#ifndef PICT_SIXEL_H
#define PICT_SIXEL_H

#include "base/str.h"
#include "pict/pixels.h"

enum { SIXEL_COLOURS_MAX = 256 };

/* A picture in a few colours.  {0} is none. */
struct sixel {
	int width, height;
	int colours;
	unsigned char colour[SIXEL_COLOURS_MAX][3];
	unsigned char *index; /* owned; a colour's number for each pixel */
};

/* The colours, at most so many (2 to SIXEL_COLOURS_MAX), are chosen by the
 * picture; between them it is dithered. */
void sixel_make(struct sixel *s, const struct pixels *p, int colours);
void sixel_release(struct sixel *s);
/* Appends the rows from..end of it as one graphic at the cursor. */
void sixel_add(struct str *out, const struct sixel *s, int from, int end);

#endif
