/*
 * rowplan: what stands where in a row of a list.
 *
 * For ui/rowfmt.c: it draws what is planned here.
 */
#ifndef UI_ROWPLAN_H
#define UI_ROWPLAN_H

#include "ui/rowfmt.h"

enum { ROWPLAN_NO_TITLE = ROWFORMAT_PARTS_MAX };

struct row_piece {
	size_t from, n;     /* of cells */
	int col, width;     /* of the canvas */
	bool right;         /* it ends where its width does */
	bool fills;         /* it is repeated all over its width */
	unsigned char role; /* enum ui_role */
};

/* {0} is ready. */
struct row_plan {
	struct str cells; /* went through cells_add */
	struct row_piece piece[ROWFORMAT_PARTS_MAX];
	size_t n;
	size_t title; /* the piece that it is; ROWPLAN_NO_TITLE: none */
};

void rowplan_make(struct row_plan *p, const struct headline *h, unsigned flags,
    const struct rowfmt *f, int cols);
struct span rowplan_text(const struct row_plan *p, size_t piece);
void rowplan_release(struct row_plan *p);

#endif
