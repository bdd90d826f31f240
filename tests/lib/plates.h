/*
 * plates: pictures of our own making, in every format that can be written here.
 *
 * For tests of pictures.
 */
#ifndef TESTS_LIB_PLATES_H
#define TESTS_LIB_PLATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct plate {
	const char *name;
	/* Appends the file; false: this build cannot write the format. */
	bool (*write)(struct str *out);
};

/* The same pictures each time. */
extern const struct plate plates[];
extern const size_t plates_n;

/* A progressive JPEG with so many more scans than it needs. */
bool plate_scans(struct str *out, int scans);
/* The beginning of a PNG that claims a size, and none of its pixels. */
void plate_png_head(struct str *out, unsigned width, unsigned height);
/* A JPEG of that size, grey to colour, such as a camera takes. */
bool plate_photo(struct str *out, int width, int height);

#endif
