/*
 * mosaic: a picture as the cells of a terminal.
 *
 * For ui, cmd and tests.  Each cell shows two colours in the shape of its sign:
 * one of sixteen that quarter it.  The same pixels give the same cells on
 * every machine.
 */
#ifndef PICT_MOSAIC_H
#define PICT_MOSAIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pict/pixels.h"

enum mosaic_signs {
	MOSAIC_QUADRANTS, /* two by two in a cell */
	MOSAIC_HALVES,    /* one above the other: what every font has */
	MOSAIC_ASCII      /* letters and marks, by how dark they are */
};

enum { MOSAIC_RGB = 0x1000000, MOSAIC_SIDE_MAX = 1000 };

struct mosaic_ask {
	int cols, rows;
	int colours; /* 0, 8, 16, 88, 256 or 1 << 24 */
	enum mosaic_signs signs;
	bool light; /* without colours: the paper is lighter than the ink */
};

/* Colours: -1 the terminal's own, 0-255 xterm's, else MOSAIC_RGB + 0xrrggbb. */
struct mosaic_cell {
	int32_t fg, bg;
	unsigned char sign; /* for mosaic_sign */
};

/* {0} is empty. */
struct mosaic {
	int cols, rows;
	struct mosaic_cell *cell;
};

/*
 * Sides are kept within 1 and MOSAIC_SIDE_MAX.  With colours the smaller of fg
 * and bg, where they differ, is the foreground: two colours need one pair.
 */
void mosaic_make(
    struct mosaic *m, const struct pixels *p, const struct mosaic_ask *ask);
void mosaic_release(struct mosaic *m);
/* One sign of one cell, in UTF-8. */
const char *mosaic_sign(unsigned char sign);
/* How many colours the mosaic has on n of them: what its cells look alike on.
 * 88 are used as 16. */
int mosaic_depth(int colours);
/*
 * The largest cols x rows within max_cols x max_rows in which a picture of
 * width x height keeps its shape, on cells of cell_w x cell_h (0: 1 x 2).
 */
void mosaic_size(int width, int height, int cell_w, int cell_h, int max_cols,
    int max_rows, int *cols, int *rows);

#endif
