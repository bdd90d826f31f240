#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

#define FAMILY "👨\u200d👩\u200d👧\u200d👦"

/* Text, how it is drawn, and in how many cells. */
static const struct {
	const char *in, *out;
	int width;
} drawn[] = {
	{ "", "", 0 },
	{ "plain text", "plain text", 10 },
	{ "é", "é", 1 },
	{ "e\u0301", "e\u0301", 1 },
	{ "日本", "日本", 4 },
	{ "বাংলা", "বাংলা", -1 },
	/* What terminals and curses count differently. */
	{ FAMILY "x", "👨x", 3 },
	{ "👍🏽x", "👍x", 3 },
	{ "🇩🇪x", "DEx", 3 },
	{ "1\ufe0f\u20e3x", "1x", 2 },
	{ "❤\ufe0f\u200d🔥x", "❤x", 2 },
	{ "🏳\ufe0f\u200d🌈", "🏳", 1 },
	{ "co\u00adop", "coop", 4 },
	{ "a\u200bb\u200cc\u2060d\ufeff", "abcd", 4 },
	{ "🏴\U000e0067\U000e0062\U000e007f", "🏴", 2 },
	/* Direction marks of all kinds. */
	{ "a\u202eb\u2066c\u2069d\u200fe\u061cf", "abcdef", 6 },
	/* Controls cannot reach the terminal. */
	{ "a\x1b[31mb", "a [31mb", 7 },
	{ "a\tb\nc\rd\x7f", "a b c d ", 8 },
	{ "\xc2\x9b"
	  "2J\xc2\x80",
	    " 2J ", 4 },
	{ "a\xff\xc3", "a\ufffd\ufffd", 3 },
	/* Marks: on nothing, on a control, too many. */
	{ "\u0301a", "\u00a0\u0301a", 2 },
	{ "\n\u0301", " \u00a0\u0301", 2 },
	{ "a\u0301\u0302\u0303\u0304\u0305\u0306", "a\u0301\u0302\u0303\u0304",
	    1 },
	/* No character, and one that this libc does not know. */
	{ "\ufdd0", "\ufffd", 1 },
	{ "\U0010ffff", "\ufffd", 1 },
};

static void
test_add(void **state)
{
	struct str out = { 0 }, again = { 0 };
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(drawn) / sizeof(*drawn); i++) {
		int width;

		str_clear(&out);
		str_clear(&again);
		cells_add(&out, span_of(drawn[i].in));
		width = cells_width(str_span(&out));
		if (strcmp(str_z(&out), drawn[i].out) != 0 ||
		    (drawn[i].width >= 0 && width != drawn[i].width)) {
			print_error("row %zu: \"%s\" in %d cells\n", i,
			    str_z(&out), width);
			wrong++;
		}
		/* What is safe stays as it is. */
		cells_add(&again, str_span(&out));
		assert_true(span_eq(str_span(&out), str_span(&again)));
	}
	assert_int_equal(wrong, 0);
	str_release(&out);
	str_release(&again);
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(cell_width('a'), 1);
	assert_int_equal(cell_width(0), 1);
	assert_int_equal(cell_width('\n'), 1);
	assert_int_equal(cell_width(0x7f), 1);
	assert_int_equal(cell_width(0x9b), 1);
	assert_int_equal(cell_width(0x301), 0);
	assert_int_equal(cell_width(0x65e5), 2);
	assert_int_equal(cell_width(0x10ffff), 1);
}

static void
check_fit(const char *text, int width, size_t bytes, int used)
{
	int w = -1;

	assert_int_equal(cells_fit(span_of(text), width, &w), bytes);
	assert_int_equal(w, used);
	assert_int_equal(cells_fit(span_of(text), width, NULL), bytes);
}

static void
test_fit(void **state)
{
	(void)state;
	check_fit("abc", 2, 2, 2);
	check_fit("abc", 9, 3, 3);
	check_fit("abc", 0, 0, 0);
	check_fit("abc", -1, 0, 0);
	check_fit("", 5, 0, 0);
	/* A wide one does not fit in half. */
	check_fit("日本", 3, 3, 2);
	check_fit("日本", 1, 0, 0);
	/* Marks go with their base, at the very edge too. */
	check_fit("ae\u0301b", 2, 4, 2);
	check_fit("ae\u0301", 1, 1, 1);
}

static void
check_ellipsis(const char *text, int width, const char *expected)
{
	struct str out = { 0 };
	int w = cells_ellipsis(&out, span_of(text), width);

	assert_string_equal(str_z(&out), expected);
	assert_int_equal(w, cells_width(str_span(&out)));
	assert_true(w <= width || width < 0);
	str_release(&out);
}

static void
test_ellipsis(void **state)
{
	(void)state;
	check_ellipsis("short", 10, "short");
	check_ellipsis("short", 5, "short");
	check_ellipsis("River ferries resume", 13, "River ferrie…");
	check_ellipsis("River ferries resume", 14, "River ferries…");
	check_ellipsis("River ferries resume", 16, "River ferries…");
	check_ellipsis("incomprehensibilities", 8, "incompr…");
	check_ellipsis("a verylongwordindeed", 10, "a verylon…");
	check_ellipsis("日本経済新聞", 7, "日本経…");
	check_ellipsis("日本経済新聞", 6, "日本…");
	check_ellipsis("abc", 1, "…");
	check_ellipsis("abc", 0, "");
	check_ellipsis("", 5, "");
	check_ellipsis("a\x1b[31m and more", 8, "a [31m…");
}

static void
test_clusters(void **state)
{
	static const struct {
		const char *text;
		size_t end;
	} r[] = {
		{ "ab", 1 },
		{ "a", 1 },
		{ "\r\n", 2 },
		{ "e\u0301x", 3 },
		{ FAMILY "x", 25 },
		{ "🇩🇪🇫🇷", 8 },
		{ "👍🏽x", 8 },
		{ "각", 3 },
		{ "\xff\xfe", 1 },
	};
	struct str chain = { 0 };
	size_t edges = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++)
		assert_int_equal(cluster_end(span_of(r[i].text), 0), r[i].end);
	/* One cluster without end is cut, but at characters, and soon. */
	str_lit(&chain, "x");
	for (int i = 0; i < 1000; i++)
		str_lit(&chain, "\u1100");
	for (size_t at = 0, last = 0; at < chain.n; edges++, last = at) {
		at = cluster_end(str_span(&chain), at);
		assert_in_range(
		    cells_width(span_n(chain.s + last, at - last)), 1, 4);
		assert_true(at == chain.n ||
		            ((unsigned char)chain.s[at] & 0xc0) != 0x80);
	}
	assert_in_range(edges, 10, 600);
	str_release(&chain);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_ellipsis),
		cmocka_unit_test(test_clusters),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
