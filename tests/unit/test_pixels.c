/*
 * test_pixels: the file form of a picture, its size, and how it is shrunk.
 */
#include "config.h"

#include "pict/pixels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pict/mosaic.h"

static void
fill(struct pixels *p, int w, int h)
{
	*p = (struct pixels){
		.width = w, .height = h, .full_width = w, .full_height = h
	};
	p->rgb = calloc((size_t)w * (size_t)h, 3);
	assert_non_null(p->rgb);
	for (int i = 0; i < w * h * 3; i++)
		p->rgb[i] = (unsigned char)(i * 7 + i / 11);
}

static void
test_form(void **state)
{
	struct pixels p, back;
	struct str out = { 0 };
	struct err err = { 0 };

	(void)state;
	fill(&p, 7, 5);
	p.full_width = 7000;
	p.full_height = 5000;
	pixels_write(&out, &p);
	assert_true(pixels_read(&back, str_span(&out), &err));
	assert_int_equal(back.width, 7);
	assert_int_equal(back.height, 5);
	assert_int_equal(back.full_width, 7000);
	assert_int_equal(back.full_height, 5000);
	assert_memory_equal(back.rgb, p.rgb, 7 * 5 * 3);
	pixels_release(&back);
	/* Neither less nor more than it says. */
	assert_false(
	    pixels_read(&back, span_head(str_span(&out), out.n - 1), &err));
	str_addc(&out, 'x');
	assert_false(pixels_read(&back, str_span(&out), &err));
	pixels_release(&p);
	str_release(&out);
}

static void
test_bad_forms(void **state)
{
	static const char *const bad[] = {
		"",
		"\n",
		"pixels\t1\t1\t1\t1\t1",
		"pixels\t1\t1\t1\t1\n123",
		"pixels\t2\t1\t1\t1\t1\n123",
		"pixels\t1\t0\t1\t1\t1\n",
		"pixels\t1\t-1\t-1\t1\t1\n123",
		"pixels\t1\t1\t1\t0\t1\n123",
		"pixels\t1\t3000\t1\t3000\t1\n123",
		"pixels\t1\t99999999999\t99999999999\t1\t1\n123",
		"pictures\t1\t1\t1\t1\t1\n123",
	};
	struct pixels p;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(pixels_read(&p, span_of(bad[i]), NULL));
}

static void
test_fit(void **state)
{
	static const struct {
		int w, h, side, to_w, to_h;
	} table[] = {
		{ 640, 400, 160, 160, 100 },
		{ 400, 640, 160, 100, 160 },
		{ 100, 50, 160, 100, 50 },
		{ 30000, 1, 160, 160, 1 },
		{ 1, 1, 1, 1, 1 },
		{ 32767, 32767, 80, 80, 80 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		int w, h;

		pixels_fit(table[i].w, table[i].h, table[i].side, &w, &h);
		assert_int_equal(w, table[i].to_w);
		assert_int_equal(h, table[i].to_h);
	}
}

/* The mean of black and white is what gives half the light, not grey 127. */
static void
test_light(void **state)
{
	static const unsigned char row[] = { 0, 0, 0, 255, 255, 255, 255, 255 };
	struct shrink s;

	(void)state;
	shrink_begin(&s, 2, 1, 1, 1);
	shrink_row(&s, row);
	shrink_row(&s, row); /* one too many */
	assert_int_equal(s.made, 1);
	assert_int_equal(s.rgba[0], 180);
	assert_int_equal(s.rgba[3], 255);
	shrink_release(&s);
}

/* What is not there has no colour that could mix in. */
static void
test_clear(void **state)
{
	static const unsigned char row[] = { 200, 100, 50, 255, 0, 255, 0, 0 };
	struct shrink s;

	(void)state;
	shrink_begin(&s, 2, 1, 1, 1);
	shrink_row(&s, row);
	assert_int_equal(s.rgba[0], 200);
	assert_int_equal(s.rgba[1], 100);
	assert_int_equal(s.rgba[2], 50);
	assert_int_equal(s.rgba[3], 128);
	shrink_release(&s);
}

/* Whatever the sizes, one colour stays that colour, and every row is made. */
static void
test_even(void **state)
{
	static const int sides[] = { 1, 2, 3, 7, 64, 100 };
	enum { N = sizeof(sides) / sizeof(*sides) };
	struct pixels p, q;

	(void)state;
	for (int i = 0; i < N * N * N * N; i++) {
		int w = sides[i % N], h = sides[i / N % N];
		int to_w = sides[i / N / N % N], to_h = sides[i / N / N / N];

		fill(&p, w, h);
		memset(p.rgb, 77, (size_t)w * (size_t)h * 3);
		pixels_scale(&q, &p, to_w, to_h);
		for (int k = 0; k < to_w * to_h * 3; k++)
			assert_int_equal(q.rgb[k], 77);
		pixels_release(&p);
		pixels_release(&q);
	}
}

/* Dark ink lies on white, light ink on black. */
static void
test_paper(void **state)
{
	static const unsigned char dark[] = { 10, 10, 10, 255, 0, 0, 0, 0 };
	static const unsigned char light[] = { 240, 240, 240, 255, 0, 0, 0, 0 };
	struct pixels p;

	(void)state;
	pixels_flatten(&p, dark, 2, 1);
	assert_int_equal(p.rgb[3], 255);
	pixels_release(&p);
	pixels_flatten(&p, light, 2, 1);
	assert_int_equal(p.rgb[3], 0);
	pixels_release(&p);
}

/* Where the upper left pixel of 3 x 2 goes (TIFF 6.0). */
static void
test_turn(void **state)
{
	static const struct {
		int w, x, y;
	} corner[] = { { 3, 0, 0 }, { 3, 0, 0 }, { 3, 2, 0 }, { 3, 2, 1 },
		{ 3, 0, 1 }, { 2, 0, 0 }, { 2, 1, 0 }, { 2, 1, 2 }, { 2, 0, 2 },
		{ 3, 0, 0 } };

	(void)state;
	for (int o = 0; o <= 9; o++) {
		struct pixels p;

		fill(&p, 3, 2);
		memset(p.rgb, 0, 18);
		p.rgb[0] = 255;
		pixels_turn(&p, o);
		assert_int_equal(p.width, corner[o].w);
		assert_int_equal(
		    p.rgb[(corner[o].y * p.width + corner[o].x) * 3], 255);
		pixels_release(&p);
	}
}

/* The shape is kept on the cells that there are. */
static void
test_mosaic_size(void **state)
{
	static const struct {
		int w, h, cw, ch, cols, rows, to_cols, to_rows;
	} table[] = {
		{ 640, 400, 0, 0, 72, 100, 72, 23 },
		{ 640, 400, 8, 16, 72, 100, 72, 23 },
		{ 640, 400, 10, 16, 72, 100, 72, 28 },
		{ 640, 400, 8, 16, 72, 10, 32, 10 },
		{ 10, 30000, 0, 0, 72, 20, 1, 20 },
		{ 30000, 10, 0, 0, 72, 20, 72, 1 },
		{ 0, 0, 0, 0, 0, 0, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		int cols, rows;

		mosaic_size(table[i].w, table[i].h, table[i].cw, table[i].ch,
		    table[i].cols, table[i].rows, &cols, &rows);
		assert_int_equal(cols, table[i].to_cols);
		assert_int_equal(rows, table[i].to_rows);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_bad_forms),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_light),
		cmocka_unit_test(test_clear),
		cmocka_unit_test(test_even),
		cmocka_unit_test(test_paper),
		cmocka_unit_test(test_turn),
		cmocka_unit_test(test_mosaic_size),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
