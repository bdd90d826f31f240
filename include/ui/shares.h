/*
 * shares: how much of the width each pane has, kept between starts.
 *
 * For ui/panes.c.  In thousandths of the width; what the last pane has is the
 * rest.
 */
#ifndef UI_SHARES_H
#define UI_SHARES_H

#include <stddef.h>

enum { SHARE_LEAST = 80, SHARES_WHOLE = 1000 };

struct shares {
	int two;      /* the first of two */
	int three[2]; /* the first and the second of three */
	char *file;   /* NULL: they are not kept */
};

/* Reads state_dir/panes; what is not there or makes no sense is as at the
 * first start.  state_dir NULL: nothing is kept. */
void shares_load(struct shares *s, const char *state_dir);
/* The width in cells of pane i of n (n 2 or 3, i not the last). */
int shares_width(const struct shares *s, size_t n, size_t i, int cells);
/* Gives pane i of n another share, within what leaves all panes some room, and
 * writes the file; that it cannot be written is no reason to trouble anybody.
 */
void shares_set(struct shares *s, size_t n, size_t i, int share);
int shares_get(const struct shares *s, size_t n, size_t i);
/* As at the first start. */
void shares_reset(struct shares *s);
void shares_release(struct shares *s);

#endif
