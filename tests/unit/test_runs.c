/* Runs of bytes that need no look, and who relies on them. */
#include "config.h"

#include "base/bytes.h"
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
			bool plain = byte >= 0x20 && byte != 0x7f;
			bool ascii = byte > 0 && byte < 0x80;

			memset(text, 'a', BYTES);
			text[at] = (char)byte;
			assert_int_equal(
			    span_until(t, 0, BYTE_CONTROL | BYTE_WHITE),
			    plain ? BYTES : at);
			assert_int_equal(
			    utf8_ascii(t, 0), ascii ? BYTES : at / 8 * 8);
		}
	}
}

static void
test_short(void **state)
{
	(void)state;
	assert_int_equal(span_until(SPAN(""), 0, BYTE_MARKUP), 0);
	assert_int_equal(span_until(SPAN("a&b<c"), 0, BYTE_MARKUP), 1);
	assert_int_equal(span_until(SPAN("a&b<c"), 2, BYTE_MARKUP), 3);
	assert_int_equal(span_until(SPAN("a&b<c"), 4, BYTE_MARKUP), 5);
	assert_int_equal(span_until(SPAN("\xc3\xc2"), 0, BYTE_LATIN), 1);
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

/* Each character is read as it was written, and nothing else is read as one:
 * all sequences of two bytes, with ends that are good and bad. */
static void
test_every_character(void **state)
{
	static const unsigned char ends[] = { 'a', 0x80, 0xbf, 0xc2 };
	struct str t = { 0 };
	uint32_t c;

	(void)state;
	for (uint32_t cp = 1; cp <= 0x10ffff; cp++) {
		if (cp == 0xd800)
			cp = 0xe000;
		str_clear(&t);
		utf8_add(&t, cp);
		assert_int_equal(utf8_next(str_span(&t), 0, &c), t.n);
		assert_int_equal(c, cp);
	}
	for (unsigned i = 0; i < 0x10000 * 16; i++) {
		char b[4] = { (char)(i >> 12), (char)(i >> 4),
			(char)ends[i >> 2 & 3], (char)ends[i & 3] };
		size_t n = utf8_next(span_n(b, sizeof(b)), 0, &c);

		str_clear(&t);
		utf8_add(&t, c);
		assert_true(n > 0 && n <= sizeof(b));
		assert_int_equal(
		    utf8_valid(span_n(b, n)), t.n == n && !memcmp(t.s, b, n));
	}
	str_release(&t);
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
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_records),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
