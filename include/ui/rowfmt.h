/*
 * rowfmt: one headline as a row of cells, or as some, and the words for its
 * day.
 *
 * For ui.
 */
#ifndef UI_ROWFMT_H
#define UI_ROWFMT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "conf/rowformat.h"
#include "store/headlines.h"
#include "ui/canvas.h"

struct rowfmt {
	int64_t now, midnight; /* local midnight that began today */
	bool source;           /* the column at the right */
	bool trash;            /* the list is of what was deleted */
	/* The person's own row; no parts: ours. */
	struct rowformat format;
	const char *date; /* strftime's form of the time; "" or NULL: none */
	int title_rows;   /* that a title may take; 0 is 1 */
	int shift;        /* cells that long titles are moved to the left */
};

/* Appends "12 min" for today, a clock time for days before; or what f->date
 * says. */
void rowfmt_time(struct str *out, int64_t when, const struct rowfmt *f);
/* Appends "Yesterday", "Friday, 20 Nov", "20 Nov 2024"; nothing for today. */
void rowfmt_day(struct str *out, int64_t when, const struct rowfmt *f);
/* Draws a headline with these flags on a row, from column 1 on; nth: of the
 * rows that it takes, from 0. */
void rowfmt_draw(struct canvas *c, int row, const struct headline *h,
    unsigned flags, const struct rowfmt *f, int nth);
/* How many rows it takes where there are so many columns: 1 to title_rows. */
int rowfmt_rows(
    const struct headline *h, unsigned flags, const struct rowfmt *f, int cols);
/* How many cells its title can be moved to the left until its end is seen; 0:
 * it is. */
int rowfmt_hidden(
    const struct headline *h, unsigned flags, const struct rowfmt *f, int cols);

#endif
