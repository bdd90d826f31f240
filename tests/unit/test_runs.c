/* Runs of ASCII, found eight bytes at a time, and who relies on them. */
#include "config.h"

#include "base/record.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { BYTES = 40 };

/* Any byte at any place ends the run where it must, and not far before. */
static void
test_every_byte(void **state)
{
	char text[BYTES];

	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		for (size_t at = 0; at < BYTES; at++) {
			struct span t = { text, BYTES };
			bool plain = byte >= 0x20 && byte < 0x7f;
			bool ascii = byte > 0 && byte < 0x80;

			memset(text, 'a', BYTES);
			text[at] = (char)byte;
			assert_int_equal(
			    utf8_printable(t, 0), plain ? BYTES : at / 8 * 8);
			assert_int_equal(
			    utf8_ascii(t, 0), ascii ? BYTES : at / 8 * 8);
		}
	}
}

static void
test_short(void **state)
{
	(void)state;
	assert_int_equal(utf8_printable(SPAN(""), 0), 0);
	assert_int_equal(utf8_printable(SPAN("1234567"), 0), 0);
	assert_int_equal(utf8_printable(SPAN("12345678"), 0), 8);
	assert_int_equal(utf8_printable(SPAN("12345678"), 8), 0);
	assert_int_equal(utf8_ascii(SPAN("x12345678\n"), 1), 8);
}

static void
test_valid(void **state)
{
	char text[BYTES];
	struct span t = { text, BYTES };

	(void)state;
	for (size_t at = 0; at + 2 <= BYTES; at++) {
		memset(text, 'a', BYTES);
		memcpy(text + at, "\xc3\xa9", 2);
		assert_true(utf8_valid(t));
		text[at + 1] = 'a';
		assert_false(utf8_valid(t));
	}
}

/* A record refuses a control wherever it stands, and escapes where due. */
static void
test_records(void **state)
{
	(void)state;
	for (size_t at = 0; at < BYTES; at++) {
		struct str line = { 0 };
		struct record r = { 0 };
		struct err err = { 0 };
		struct span rest;
		char field[BYTES];

		memset(field, 'a', BYTES);
		field[at] = '\\';
		record_begin(&line, "k");
		record_span(&line, span_n(field, BYTES));
		record_end(&line);
		rest = str_span(&line);
		assert_true(record_next(&r, &rest, &err));
		assert_true(span_eq(record_field(&r, 1), span_n(field, BYTES)));
		str_clear(&line);
		field[at] = '\033';
		str_lit(&line, "k\t");
		str_addn(&line, field, BYTES);
		str_lit(&line, "\n");
		rest = str_span(&line);
		assert_false(record_next(&r, &rest, &err));
		assert_int_equal(err.code, ERR_FORMAT);
		record_release(&r);
		str_release(&line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_records),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
