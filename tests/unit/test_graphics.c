/*
 * test_graphics: what terminals answer, what is sent to those that show pixels,
 * and when it is sent again.
 */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "pict/kitty.h"
#include "pict/sixel.h"
#include "ui/answers.h"
#include "ui/plotter.h"

static void
fill(struct pixels *p, int w, int h)
{
	*p = (struct pixels){ .width = w, .height = h };
	p->rgb = calloc((size_t)w * (size_t)h, 3);
	assert_non_null(p->rgb);
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			unsigned char *at = p->rgb + (y * w + x) * 3;

			at[0] = (unsigned char)(x * 255 / w);
			at[1] = (unsigned char)(y * 255 / h);
			at[2] = 90;
		}
}

/* --- answers -------------------------------------------------------------- */

static void
test_answers(void **state)
{
	struct graphics g = { 0 };

	(void)state;
	assert_true(answers_take(&g, '[', SPAN("?62;1;4;22c")));
	assert_true(g.sixel);
	assert_false(answers_take(&g, '[', SPAN("?62;1;4;22c")));
	assert_true(answers_take(&g, '[', SPAN("6;17;8t")));
	assert_int_equal(g.cell_h, 17);
	assert_int_equal(g.cell_w, 8);
	assert_true(answers_take(&g, '[', SPAN("?1;0;1024S")));
	assert_int_equal(g.registers, 1024);
	assert_true(answers_take(&g, '_', SPAN("Gi=31;OK")));
	assert_false(graphics_kitty(&g));
	assert_true(answers_take(&g, 'P', SPAN(">|kitty(0.32.1)")));
	assert_true(graphics_kitty(&g));
}

/* What is nonsense, or somebody else's answer, tells nothing. */
static void
test_nonsense(void **state)
{
	static const struct {
		char begun;
		const char *text;
	} table[] = {
		{ '[', "" },
		{ '[', "c" },
		{ '[', "?62;14;40c" },
		{ '[', "6;0;8t" },
		{ '[', "6;-17;8t" },
		{ '[', "6;99999;8t" },
		{ '[', "4;600;800t" },
		{ '[', "?1;3;16S" },
		{ '[', "?1;0;99999999999999999999S" },
		{ '[', "A" },
		{ '_', "Gi=31;ENOTSUPP" },
		{ '_', "Gi=7;OK" },
		{ 'P', ">|XTerm(379)" },
		{ 'P', ">|kitty(0.26.5)" },
		{ 'P', ">|kitty" },
		{ 'P', "1$r0m" },
		{ ']', "11;rgb:0/0/0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct graphics g = { 0 };

		assert_false(
		    answers_take(&g, table[i].begun, span_of(table[i].text)));
	}
}

/* --- sixel ---------------------------------------------------------------- */

/* Reads a graphic as a terminal would; the size of what was painted. */
static void
read_sixel(struct span t, unsigned char *rgb, int w, int h)
{
	unsigned char colour[SIXEL_COLOURS_MAX][3] = { { 0 } };
	int x = 0, y = 0, now = 0;

	assert_true(span_starts(t, "\033P0;1q\"1;1;"));
	t = span_from(t, span_chr(t, '#'));
	while (t.n && *t.s != '\033') {
		int run = 1;
		char *end = NULL;

		if (*t.s == '#') {
			now = (int)strtol(t.s + 1, &end, 10);
			assert_in_range(now, 0, SIXEL_COLOURS_MAX - 1);
			for (int i = 0; *end == ';' && i < 4; i++) {
				long v = strtol(end + 1, &end, 10);

				if (i > 0)
					colour[now][i - 1] =
					    (unsigned char)(v * 255 / 100);
			}
			t = span_from(t, (size_t)(end - t.s));
			continue;
		}
		if (*t.s == '!') {
			run = (int)strtol(t.s + 1, &end, 10);
			t = span_from(t, (size_t)(end - t.s));
		}
		if (*t.s == '$') {
			x = 0;
		} else if (*t.s == '-') {
			x = 0;
			y += 6;
		} else {
			assert_in_range(*t.s, '?', '~');
			for (; run > 0; run--, x++)
				for (int b = 0; b < 6; b++)
					if ((*t.s - '?') >> b & 1) {
						assert_true(x < w && y + b < h);
						memcpy(
						    rgb + ((y + b) * w + x) * 3,
						    colour[now], 3);
					}
		}
		t = span_from(t, 1);
	}
	assert_true(span_is(t, "\033\\"));
}

/* What a terminal paints is the picture, give or take its dots. */
static void
test_sixel(void **state)
{
	static const int colours[] = { 256, 64, 16, 2 };
	enum { W = 61, H = 47 };

	(void)state;
	for (size_t i = 0; i < sizeof(colours) / sizeof(*colours); i++) {
		unsigned char *got = calloc(W * H, 3);
		struct pixels p, small, want;
		struct str out = { 0 };
		struct sixel s;

		fill(&p, W, H);
		sixel_make(&s, &p, colours[i]);
		assert_in_range(s.colours, 2, colours[i]);
		sixel_add(&out, &s, 0, H);
		read_sixel(str_span(&out), got, W, H);
		if (colours[i] == 256) {
			struct pixels q = { W, H, W, H, got };

			/* Seen from afar. */
			pixels_scale(&small, &q, 6, 5);
			pixels_scale(&want, &p, 6, 5);
			for (int k = 0; k < 6 * 5 * 3; k++)
				assert_in_range(
				    abs(small.rgb[k] - want.rgb[k]), 0, 8);
			pixels_release(&small);
			pixels_release(&want);
		}
		free(got);
		sixel_release(&s);
		pixels_release(&p);
		str_release(&out);
	}
}

/* A part is the same rows. */
static void
test_sixel_part(void **state)
{
	enum { W = 20, H = 40, FROM = 13, END = 31 };
	unsigned char whole[W * H * 3] = { 0 }, part[W * H * 3] = { 0 };
	struct pixels p;
	struct str out = { 0 };
	struct sixel s;

	(void)state;
	fill(&p, W, H);
	sixel_make(&s, &p, 64);
	sixel_add(&out, &s, 0, H);
	read_sixel(str_span(&out), whole, W, H);
	str_clear(&out);
	sixel_add(&out, &s, FROM, END);
	read_sixel(str_span(&out), part, W, END - FROM);
	assert_memory_equal(part, whole + FROM * W * 3, (END - FROM) * W * 3);
	sixel_release(&s);
	pixels_release(&p);
	str_release(&out);
}

/* --- kitty ---------------------------------------------------------------- */

static void
test_kitty_signs(void **state)
{
	struct str all = { 0 };
	char sign[16], other[16];

	(void)state;
	for (int row = 0; row < KITTY_SIDE_MAX; row++) {
		struct span t;
		uint32_t cp;
		size_t n;

		kitty_sign(sign, row, KITTY_SIDE_MAX - 1 - row);
		t = span_of(sign);
		assert_int_equal(utf8_count(t), 3);
		n = utf8_next(t, 0, &cp);
		assert_int_equal(cp, 0x10eeee);
		assert_int_equal(cell_width(cp), 1);
		for (int i = 0; i < 2; i++) {
			n += utf8_next(t, n, &cp);
			assert_int_equal(cell_width(cp), 0);
		}
		if (row)
			kitty_sign(other, row - 1, KITTY_SIDE_MAX - 1 - row);
		assert_true(!row || strcmp(sign, other) != 0);
	}
	/* As the protocol's own example has the first. */
	kitty_sign(sign, 0, 1);
	assert_string_equal(sign, "\xf4\x8e\xbb\xae\xcc\x85\xcc\x8d");
	str_release(&all);
}

static void
test_kitty_send(void **state)
{
	struct pixels p;
	struct str out = { 0 };
	struct span rest;
	int parts = 0;

	(void)state;
	fill(&p, 50, 50); /* 7500 bytes: three parts */
	kitty_add(&out, &p, 17, 10, 5);
	rest = str_span(&out);
	assert_true(span_starts(
	    rest, "\033_Ga=T,U=1,q=2,i=17,f=24,s=50,v=50,c=10,r=5,m=1;"));
	while (rest.n) {
		struct span part =
		    span_head(rest, span_find(rest, SPAN("\033\\")) + 2);
		struct span data = span_from(part, span_chr(part, ';') + 1);

		assert_true(data.n - 2 <= 4096 && (data.n - 2) % 4 == 0);
		parts++;
		rest = span_from(rest, part.n);
		if (!rest.n)
			assert_true(span_starts(part, "\033_Gq=2,m=0;"));
	}
	assert_int_equal(parts, 3);
	pixels_release(&p);
	str_release(&out);
}

static void
test_kitty_versions(void **state)
{
	(void)state;
	assert_true(kitty_has_signs(SPAN("kitty(0.28.0)")));
	assert_true(kitty_has_signs(SPAN("kitty(1.0.2)")));
	assert_true(kitty_has_signs(SPAN("ghostty 1.1.3")));
	assert_false(kitty_has_signs(SPAN("kitty(0.26.5)")));
	assert_false(kitty_has_signs(SPAN("WezTerm 20240203")));
	assert_false(kitty_has_signs(SPAN("")));
}

/* --- plotter -------------------------------------------------------------- */

static struct {
	int rows[100], calls;
} wiped;

static void
wipe(int row, int rows)
{
	wiped.calls++;
	for (int i = row; i < row + rows && i < 100; i++)
		wiped.rows[i]++;
}

/* A sheet of 20 x 30 with a plate of 6 x 10 whose first visible row is
 * `first`, at that row. */
static void
set(struct sheet *s, const struct pixels *p, int row, int first)
{
	struct canvas c;

	sheet_resize(s, 20, 30);
	c = canvas_of(s);
	for (int i = first; i < 6; i++) {
		struct sheet_plate plate = { .cols = 10,
			.first = i,
			.all_rows = 6,
			.key = 77,
			.pixels = p };

		for (int x = 0; x < 10; x++)
			canvas_paint(&c, row + i - first, 4 + x, "x", 1, 2);
		canvas_plate(&c, row + i - first, 4, &plate);
	}
}

static size_t
show(struct plotter *p, const struct sheet *s, struct str *out)
{
	memset(&wiped, 0, sizeof(wiped));
	str_clear(out);
	plotter_before(p, s, out, wipe);
	assert_int_equal(out->n, 0);
	plotter_after(p, out);
	return out->n;
}

static void
test_plotter(void **state)
{
	struct plotter p = { 0 };
	struct sheet s = { 0 };
	struct str out = { 0 };
	struct canvas c;
	struct pixels px;

	(void)state;
	fill(&px, 80, 96);
	set(&s, &px, 3, 0);
	assert_int_equal(s.plates, 1);
	assert_int_equal(s.plate[0].rows, 6);
	/* Printed once, where it stands, and the cursor comes back. */
	assert_true(show(&p, &s, &out) > 0);
	assert_true(span_starts(str_span(&out), "\0337\033[4;5H\033P"));
	assert_true(span_ends(str_span(&out), "\0338"));
	assert_int_equal(wiped.calls, 0);
	assert_int_equal(show(&p, &s, &out), 0);
	/* Elsewhere: its old rows are wiped, it is printed again. */
	set(&s, &px, 1, 0);
	assert_true(show(&p, &s, &out) > 0);
	assert_int_equal(wiped.rows[3], 1);
	assert_int_equal(wiped.rows[8], 1);
	assert_int_equal(wiped.rows[9], 0);
	/* Half out of sight. */
	set(&s, &px, 0, 2);
	assert_true(show(&p, &s, &out) > 0);
	assert_true(span_find(str_span(&out), SPAN("\"1;1;80;64")) < out.n);
	/* Something lies over it: its cells show. */
	set(&s, &px, 0, 2);
	c = canvas_of(&s);
	canvas_text(&c, 1, 6, 5, SPAN("help"), (struct ink){ 0 });
	assert_int_equal(show(&p, &s, &out), 0);
	assert_int_equal(wiped.rows[0], 1);
	/* And is gone again. */
	set(&s, &px, 0, 2);
	assert_true(show(&p, &s, &out) > 0);
	assert_int_equal(wiped.calls, 0);
	/* The terminal was cleared. */
	plotter_forget(&p);
	assert_true(show(&p, &s, &out) > 0);
	plotter_release(&p);
	pixels_release(&px);
	sheet_release(&s);
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_sixel),
		cmocka_unit_test(test_sixel_part),
		cmocka_unit_test(test_kitty_signs),
		cmocka_unit_test(test_kitty_send),
		cmocka_unit_test(test_kitty_versions),
		cmocka_unit_test(test_plotter),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
