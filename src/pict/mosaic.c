#include "config.h"

#include "pict/mosaic.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	MANY = 256,
	FEW = 16,
	LEAST = 8,
	FIRST_RAMP = 16,
	RAMP = 10,
	SPREAD = 96, /* between two of few colours */
	WHOLE = 15   /* all four quarters */
};

/* The quarters that are lit: 1 upper left, 2 upper right, 4 lower left, 8
 * lower right; then what stands for shades of grey. */
static const char *const signs[FIRST_RAMP + RAMP] = { " ", "▘", "▝", "▀", "▖",
	"▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█", " ", ".", ":",
	"-", "=", "+", "*", "#", "%", "@" };

/* The 16 colours as xterm mixes them. */
static const unsigned char basic[FEW][3] = { { 0, 0, 0 }, { 205, 0, 0 },
	{ 0, 205, 0 }, { 205, 205, 0 }, { 0, 0, 238 }, { 205, 0, 205 },
	{ 0, 205, 205 }, { 229, 229, 229 }, { 127, 127, 127 }, { 255, 0, 0 },
	{ 0, 255, 0 }, { 255, 255, 0 }, { 92, 92, 255 }, { 255, 0, 255 },
	{ 0, 255, 255 }, { 255, 255, 255 } };

static const unsigned char bayer[4][4] = { { 0, 8, 2, 10 }, { 12, 4, 14, 6 },
	{ 3, 11, 1, 9 }, { 15, 7, 13, 5 } };

const char *
mosaic_sign(unsigned char sign)
{
	return signs[sign < FIRST_RAMP + RAMP ? sign : 0];
}

int
mosaic_depth(int colours)
{
	if (colours >= 1 << 24)
		return 1 << 24;
	if (colours >= MANY)
		return MANY;
	return colours >= FEW ? FEW : colours >= LEAST ? LEAST : 0;
}

void
mosaic_release(struct mosaic *m)
{
	free(m->cell);
	*m = (struct mosaic){ 0 };
}

void
mosaic_size(int width, int height, int cell_w, int cell_h, int max_cols,
    int max_rows, int *cols, int *rows)
{
	int64_t w = width > 0 ? width : 1, h = height > 0 ? height : 1;
	int64_t cw = cell_w > 0 && cell_h > 0 ? cell_w : 1;
	int64_t ch = cell_w > 0 && cell_h > 0 ? cell_h : 2;
	int64_t c = max_cols > 0 ? max_cols : 1, r;

	r = (c * cw * h + w * ch / 2) / (w * ch);
	if (max_rows > 0 && r > max_rows) {
		r = max_rows;
		c = (r * ch * w + h * cw / 2) / (h * cw);
		c = c < max_cols ? c : max_cols;
	}
	*cols = c > 0 ? (int)c : 1;
	*rows = r > 0 ? (int)r : 1;
}

/* --- colours ------------------------------------------------------------ */

static int32_t
distance(const int a[3], const int b[3])
{
	int r = a[0] - b[0], g = a[1] - b[1], bl = a[2] - b[2];

	/* The eye weighs green most and blue least; and a colour that has
	 * become grey is worse than one that is a little too dark. */
	return 3 * r * r + 4 * g * g + 2 * bl * bl + 4 * (r - g) * (r - g) +
	       4 * (g - bl) * (g - bl);
}

/* The step of xterm's cube that is not above v, of 0 to 5. */
static int
cube_step(int v)
{
	return v < 95 ? 0 : (v - 55) / 40;
}

static int
cube_level(int step)
{
	return step ? 55 + 40 * step : 0;
}

/* The nearest of the eight corners of the cube around it, and of the greys. */
static int32_t
nearest_many(const int c[3])
{
	int level = ((c[0] + c[1] + c[2]) / 3 - 3) / 10, there[3];
	int32_t best, least, d;

	level = level < 0 ? 0 : level > 23 ? 23 : level;
	there[0] = there[1] = there[2] = 8 + 10 * level;
	best = 232 + level;
	least = distance(c, there);
	for (int corner = 0; corner < 8; corner++) {
		int step[3];

		for (int i = 0; i < 3; i++) {
			step[i] = cube_step(c[i]) + (corner >> i & 1);
			step[i] = step[i] < 5 ? step[i] : 5;
			there[i] = cube_level(step[i]);
		}
		d = distance(c, there);
		if (d < least) {
			least = d;
			best = 16 + 36 * step[0] + 6 * step[1] + step[2];
		}
	}
	return best;
}

static int32_t
nearest_few(const int c[3], int n)
{
	int32_t best = 0, least = INT32_MAX;

	for (int i = 0; i < n; i++) {
		int there[3] = { basic[i][0], basic[i][1], basic[i][2] };
		int32_t d = distance(c, there);

		if (d < least) {
			least = d;
			best = i;
		}
	}
	return best;
}

static int32_t
colour_of(const int c[3], int depth)
{
	if (depth > MANY)
		return MOSAIC_RGB + (c[0] << 16 | c[1] << 8 | c[2]);
	return depth == MANY ? nearest_many(c) : nearest_few(c, depth);
}

/* --- cells -------------------------------------------------------------- */

/* A sample of the picture, numbered as the quarters are. */
static const unsigned char *
sample(const struct pixels *p, int col, int row, int quarter)
{
	size_t x = (size_t)col * 2 + (quarter & 1);
	size_t y = (size_t)row * 2 + (quarter >> 1);

	return p->rgb + (y * (size_t)p->width + x) * 3;
}

static void
set_cell(struct mosaic_cell *cell, unsigned lit, int32_t fg, int32_t bg)
{
	if (fg == bg)
		lit = 0;
	if (fg > bg) {
		int32_t was = fg;

		fg = bg;
		bg = was;
		lit = fg == bg ? 0 : WHOLE ^ lit;
	}
	*cell = (struct mosaic_cell){ fg, bg, (unsigned char)lit };
}

/* The sums of the lit and the unlit quarters. */
struct parts {
	int sum[2][3], n[2];
};

static void
part(struct parts *p, const unsigned char *quarter[4], unsigned lit)
{
	*p = (struct parts){ 0 };
	for (int q = 0; q < 4; q++) {
		int side = lit >> q & 1;

		p->n[side]++;
		for (int i = 0; i < 3; i++)
			p->sum[side][i] += quarter[q][i];
	}
}

/*
 * How well two colours render the quarters so parted: the squares of what is
 * missed differ from it by the same for all ways to part them.
 */
static int64_t
likeness(const struct parts *p)
{
	int64_t all = 0;

	for (int side = 0; side < 2; side++)
		for (int i = 0; i < 3 && p->n[side]; i++)
			all += (int64_t)12 / p->n[side] * p->sum[side][i] *
			       p->sum[side][i];
	return all;
}

static void
mean(int c[3], const struct parts *p, int side)
{
	int n = p->n[side] ? p->n[side] : 1;

	for (int i = 0; i < 3; i++)
		c[i] = (p->sum[side][i] + n / 2) / n;
}

/* Of the eight ways to part four quarters the best; halves come first, so
 * that they win where nothing is better. */
static void
quarter_cell(struct mosaic_cell *cell, const struct pixels *p, int col, int row,
    int depth)
{
	static const unsigned ways[] = { 12, 10, 2, 4, 6, 8, 14, 0 };
	const unsigned char *quarter[4];
	struct parts parts;
	int64_t most = -1;
	unsigned best = 0;
	int fg[3], bg[3];

	for (int q = 0; q < 4; q++)
		quarter[q] = sample(p, col, row, q);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		int64_t like;

		part(&parts, quarter, ways[i]);
		like = likeness(&parts);
		if (like > most) {
			most = like;
			best = ways[i];
		}
	}
	part(&parts, quarter, best);
	mean(bg, &parts, 0);
	mean(fg, &parts, 1);
	set_cell(cell, best, colour_of(fg, depth), colour_of(bg, depth));
}

static int32_t
dithered(const unsigned char *rgb, int x, int y, int depth)
{
	int c[3], shift = depth > FEW
	                      ? 0
	                      : (2 * bayer[y & 3][x & 3] - 15) * SPREAD / 32;

	for (int i = 0; i < 3; i++) {
		int v = rgb[i] + shift;

		c[i] = v < 0 ? 0 : v > 255 ? 255 : v;
	}
	return colour_of(c, depth);
}

/* p has one sample a column and two a row here. */
static void
half_cell(struct mosaic_cell *cell, const struct pixels *p, int col, int row,
    int depth)
{
	size_t at = (size_t)row * 2 * (size_t)p->width + (size_t)col;
	const unsigned char *above = p->rgb + at * 3;
	const unsigned char *below = above + (size_t)p->width * 3;

	set_cell(cell, 12, dithered(below, col, row * 2 + 1, depth),
	    dithered(above, col, row * 2, depth));
}

static int
luma(const unsigned char *rgb)
{
	return (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;
}

/* Without colours: quarters that are lit or not, more of them where it is
 * bright. */
static void
lit_cell(struct mosaic_cell *cell, const struct pixels *p, int col, int row,
    const struct mosaic_ask *ask)
{
	unsigned lit = 0;

	for (int q = 0; q < 4; q++) {
		int x = col * 2 + (q & 1), y = row * 2 + (q >> 1);
		int over = luma(sample(p, col, row, q)) * 17 / 256;

		if ((over > bayer[y & 3][x & 3]) != ask->light)
			lit |= 1u << q;
	}
	*cell = (struct mosaic_cell){ -1, -1, (unsigned char)lit };
}

static void
ramp_cell(struct mosaic_cell *cell, const struct pixels *p, int col, int row,
    const struct mosaic_ask *ask)
{
	int sum = 0, step;

	for (int q = 0; q < 4; q++)
		sum += luma(sample(p, col, row, q));
	step = sum * RAMP / (4 * 256);
	if (ask->light)
		step = RAMP - 1 - step;
	*cell =
	    (struct mosaic_cell){ -1, -1, (unsigned char)(FIRST_RAMP + step) };
}

static int
side(int v)
{
	return v < 1 ? 1 : v > MOSAIC_SIDE_MAX ? MOSAIC_SIDE_MAX : v;
}

void
mosaic_make(
    struct mosaic *m, const struct pixels *p, const struct mosaic_ask *ask)
{
	int cols = side(ask->cols), rows = side(ask->rows);
	int depth = ask->signs == MOSAIC_ASCII ? 0 : mosaic_depth(ask->colours);
	/* Few colours are mixed of dots, which need each its own. */
	bool halves = depth && (ask->signs == MOSAIC_HALVES || depth <= FEW);
	struct mosaic_cell *cell;
	struct pixels fine;

	*m = (struct mosaic){ .cols = cols, .rows = rows };
	m->cell = cell = xcalloc((size_t)cols * (size_t)rows, sizeof(*cell));
	pixels_scale(&fine, p, halves ? cols : cols * 2, rows * 2);
	for (int row = 0; row < rows; row++) {
		for (int col = 0; col < cols; col++, cell++) {
			if (halves)
				half_cell(cell, &fine, col, row, depth);
			else if (depth)
				quarter_cell(cell, &fine, col, row, depth);
			else if (ask->signs == MOSAIC_ASCII)
				ramp_cell(cell, &fine, col, row, ask);
			else
				lit_cell(cell, &fine, col, row, ask);
		}
	}
	pixels_release(&fine);
}
