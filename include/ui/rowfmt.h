/*
 * rowfmt: one headline as a row of cells, and the words for its day.
 *
 * For ui.
 */
#ifndef UI_ROWFMT_H
#define UI_ROWFMT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "store/headlines.h"
#include "ui/canvas.h"

struct rowfmt {
	int64_t now, midnight; /* local midnight that began today */
	bool source;           /* the column at the right */
	bool trash;            /* the list is of what was deleted */
};

/* Appends "12 min" for today, a clock time for days before. */
void rowfmt_time(struct str *out, int64_t when, const struct rowfmt *f);
/* Appends "Yesterday", "Friday, 20 Nov", "20 Nov 2024"; nothing for today. */
void rowfmt_day(struct str *out, int64_t when, const struct rowfmt *f);
/* Draws a headline with these flags on a row, from column 1 on. */
void rowfmt_draw(struct canvas *c, int row, const struct headline *h,
    unsigned flags, const struct rowfmt *f);

#endif
