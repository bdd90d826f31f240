#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/record.h"

static void
test_there_and_back(void **state)
{
	struct str out = { 0 };
	struct record r = { 0 };
	struct err err = { 0 };
	struct span rest;

	(void)state;
	record_begin(&out, "a");
	record_z(&out, "plain");
	record_span(&out, SPAN("t\tn\nr\rb\\"));
	record_span(&out, span_n(NULL, 0));
	record_int(&out, -7);
	record_z(&out, "বাংলা");
	record_end(&out);
	record_begin(&out, "b");
	record_end(&out);
	assert_string_equal(
	    str_z(&out), "a\tplain\tt\\tn\\nr\\rb\\\\\t\t-7\tবাংলা\nb\n");
	rest = str_span(&out);
	assert_true(record_next(&r, &rest, &err));
	assert_int_equal(r.n, 6);
	assert_true(record_is(&r, "a"));
	assert_false(record_is(&r, "b"));
	assert_true(span_is(record_field(&r, 1), "plain"));
	assert_true(span_is(record_field(&r, 2), "t\tn\nr\rb\\"));
	assert_int_equal(record_field(&r, 3).n, 0);
	assert_int_equal(record_num(&r, 4, 0), -7);
	assert_int_equal(record_num(&r, 1, 9), 9);
	assert_int_equal(record_num(&r, 99, 9), 9);
	assert_null(record_field(&r, 99).s);
	assert_true(record_next(&r, &rest, &err));
	assert_true(record_is(&r, "b"));
	assert_int_equal(r.n, 1);
	assert_false(record_next(&r, &rest, &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(r.n, 0);
	record_release(&r);
	str_release(&out);
}

/* Whatever comes in, a line stays a line. */
static void
test_controls(void **state)
{
	struct str out = { 0 };

	(void)state;
	record_begin(&out, "a");
	record_span(&out, SPAN("x\0\x01\x1b[2J\x7f"
	                       "y"));
	record_end(&out);
	assert_string_equal(str_z(&out), "a\tx[2Jy\n");
	str_release(&out);
}

static void
test_bad_lines(void **state)
{
	static const struct span bad[] = {
		SPAN("a"),
		SPAN("a\tb"),
		SPAN("a\tb\\\n"),
		SPAN("a\tb\\x\n"),
		SPAN("a\tb\\\0\n"),
		SPAN("a\t\0\n"),
		SPAN("a\t\x1b\n"),
		SPAN("a\r\n"),
		SPAN("\x7f\n"),
	};
	struct record r = { 0 };
	struct str many = { 0 };
	struct span rest;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = { 0 };

		rest = bad[i];
		assert_false(record_next(&r, &rest, &err));
		assert_int_equal(err.code, ERR_FORMAT);
	}
	for (int i = 1; i < RECORD_FIELDS_MAX + 1; i++)
		str_lit(&many, "x\t");
	for (int extra = 0; extra < 2; extra++) {
		struct err err = { 0 };

		str_cut(&many, (RECORD_FIELDS_MAX - 1) * 2);
		if (extra)
			str_lit(&many, "\t");
		str_lit(&many, "\n");
		rest = str_span(&many);
		assert_int_equal(record_next(&r, &rest, &err), !extra);
		assert_int_equal(err.code, extra ? ERR_FORMAT : ERR_NONE);
	}
	record_release(&r);
	str_release(&many);
}

static void
test_empty_lines(void **state)
{
	struct record r = { 0 };
	struct err err = { 0 };
	struct span rest = SPAN("\n\t\n");

	(void)state;
	assert_true(record_next(&r, &rest, &err));
	assert_int_equal(r.n, 1);
	assert_int_equal(r.field[0].n, 0);
	assert_true(record_next(&r, &rest, &err));
	assert_int_equal(r.n, 2);
	rest = span_n(NULL, 0);
	assert_false(record_next(&r, &rest, &err));
	assert_int_equal(err.code, ERR_NONE);
	record_release(&r);
}

static void
test_numbers(void **state)
{
	struct record r = { 0 };
	struct err err = { 0 };
	struct span rest =
	    SPAN("n\t9223372036854775807\t-0\t-\t9223372036854775"
	         "808\t1e3\t+1\t 1\t\n");

	(void)state;
	assert_true(record_next(&r, &rest, &err));
	assert_true(record_num(&r, 1, 5) == INT64_MAX);
	assert_int_equal(record_num(&r, 2, 5), 0);
	for (int i = 3; i < r.n; i++)
		assert_int_equal(record_num(&r, i, 5), 5);
	record_release(&r);
}

static void
test_frames(void **state)
{
	static const char *const bad[] = { "x", "\n", "-1\n", "+1\n", " 1\n",
		"01\n", "00\n", "1 \n", "101\n", "99999999999\n", "11111111111",
		"1x" };
	static const char *const half[] = { "", "1", "10", "5\n", "5\nhell",
		"1111111111" };
	struct str out = { 0 };
	struct span body;
	size_t used = 0;

	(void)state;
	frame_add(&out, SPAN("hel\nlo"));
	frame_add(&out, SPAN(""));
	assert_string_equal(str_z(&out), "6\nhel\nlo0\n");
	assert_int_equal(frame_next(str_span(&out), 100, &body, &used), 1);
	assert_true(span_is(body, "hel\nlo"));
	assert_int_equal(used, 8);
	str_drop(&out, used);
	assert_int_equal(frame_next(str_span(&out), 100, &body, &used), 1);
	assert_int_equal(body.n, 0);
	assert_int_equal(used, 2);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(
		    frame_next(span_of(bad[i]), 100, &body, &used), -1);
	for (size_t i = 0; i < sizeof(half) / sizeof(*half); i++)
		assert_int_equal(
		    frame_next(span_of(half[i]), 100, &body, &used), 0);
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_controls),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_empty_lines),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_frames),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
