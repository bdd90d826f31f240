#include "config.h"

#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "doc/diffing.h"

/*
 * Paths go through a grid of n by m: a step right leaves out a member of a, one
 * down a member of b, and diagonals are what both have.  Diagonal k is x - y.
 * The furthest points of the forward and the backward paths lie in two arrays
 * that are shared by all boxes, for a box is done before its parts begin.
 */
struct grid {
	const uint64_t *a, *b;
	unsigned char *in_a, *in_b;
	int *fore, *back; /* by diagonal, from -(m + 1) to n + 1 */
	size_t *steps;
};

struct box {
	int left, right, top, bottom;
};

/* Diagonals that are being looked at. */
struct band {
	int lo, hi;
};

static bool
spend(struct grid *g, int steps)
{
	size_t n = (size_t)steps;

	if (*g->steps < n) {
		*g->steps = 0;
		return false;
	}
	*g->steps -= n;
	return true;
}

/* Wider by one on either side, as far as the box has diagonals; what lies
 * beyond it is out of reach. */
static void
widen(struct band *w, int *reach, int lo, int hi, int beyond)
{
	if (w->lo > lo)
		reach[--w->lo - 1] = beyond;
	else
		w->lo++;
	if (w->hi < hi)
		reach[++w->hi + 1] = beyond;
	else
		w->hi--;
}

static int
slide_on(const struct grid *g, const struct box *box, int x, int y)
{
	while (x < box->right && y < box->bottom && g->a[x] == g->b[y]) {
		x++;
		y++;
	}
	return x;
}

static int
slide_back(const struct grid *g, const struct box *box, int x, int y)
{
	while (x > box->left && y > box->top && g->a[x - 1] == g->b[y - 1]) {
		x--;
		y--;
	}
	return x;
}

/* The point where a shortest path crosses its middle; false when the steps are
 * used up. */
static bool
middle(struct grid *g, const struct box *box, int *mid_x, int *mid_y)
{
	int lo = box->left - box->bottom, hi = box->right - box->top;
	int first = box->left - box->top, last = box->right - box->bottom;
	bool odd = (first - last) & 1;
	struct band f = { first, first }, r = { last, last };

	g->fore[first] = box->left;
	g->back[last] = box->right;
	for (;;) {
		widen(&f, g->fore, lo, hi, -1);
		for (int k = f.hi; k >= f.lo; k -= 2) {
			int x = g->fore[k - 1] < g->fore[k + 1]
			            ? g->fore[k + 1]
			            : g->fore[k - 1] + 1;
			int to = slide_on(g, box, x, x - k);

			g->fore[k] = to;
			*mid_x = to;
			*mid_y = to - k;
			if (odd && r.lo <= k && k <= r.hi && g->back[k] <= to)
				return true;
			if (!spend(g, to - x + 1))
				return false;
		}
		widen(&r, g->back, lo, hi, INT_MAX);
		for (int k = r.hi; k >= r.lo; k -= 2) {
			int x = g->back[k - 1] < g->back[k + 1]
			            ? g->back[k - 1]
			            : g->back[k + 1] - 1;
			int to = slide_back(g, box, x, x - k);

			g->back[k] = to;
			*mid_x = to;
			*mid_y = to - k;
			if (!odd && f.lo <= k && k <= f.hi && to <= g->fore[k])
				return true;
			if (!spend(g, x - to + 1))
				return false;
		}
	}
}

static void
join(struct grid *g, int x, int y)
{
	g->in_a[x] = g->in_b[y] = 1;
}

/* Each half of a box has half of its changes, so this is never deep. */
static void
solve(struct grid *g, struct box box)
{
	for (;;) {
		int x, y;

		while (box.left < box.right && box.top < box.bottom &&
		       g->a[box.left] == g->b[box.top])
			join(g, box.left++, box.top++);
		while (box.left < box.right && box.top < box.bottom &&
		       g->a[box.right - 1] == g->b[box.bottom - 1])
			join(g, --box.right, --box.bottom);
		if (box.left == box.right || box.top == box.bottom ||
		    !middle(g, &box, &x, &y))
			return;
		solve(g, (struct box){ box.left, x, box.top, y });
		box.left = x;
		box.top = y;
	}
}

void
myers_match(const uint64_t *a, size_t n, const uint64_t *b, size_t m,
    unsigned char *in_a, unsigned char *in_b, size_t *steps)
{
	size_t room = n + m + 5;
	struct grid g = { a, b, in_a, in_b, NULL, NULL, steps };
	int *both;

	if (n > INT_MAX / 4 || m > INT_MAX / 4)
		return;
	both = xreallocarray(NULL, 2 * room, sizeof(*both));
	g.fore = both + m + 2;
	g.back = g.fore + room;
	solve(&g, (struct box){ 0, (int)n, 0, (int)m });
	free(both);
}
