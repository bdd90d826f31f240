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

static void
test_decode(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t cp;
		size_t n;
	} r[] = {
		{ "A", 'A', 1 },
		{ "\xc2\x80", 0x80, 2 },
		{ "\xdf\xbf", 0x7ff, 2 },
		{ "\xe0\xa0\x80", 0x800, 3 },
		{ "\xed\x9f\xbf", 0xd7ff, 3 },
		{ "\xef\xbf\xbf", 0xffff, 3 },
		{ "\xf0\x90\x80\x80", 0x10000, 4 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4 },
		/* Unicode 3.9: the longest broken beginning is one fault. */
		{ "\x80", UTF8_BAD, 1 },
		{ "\xc0\xaf", UTF8_BAD, 1 },
		{ "\xc3", UTF8_BAD, 1 },
		{ "\xc3(", UTF8_BAD, 1 },
		{ "\xe0\x9f\xbf", UTF8_BAD, 1 },
		{ "\xe2\x82", UTF8_BAD, 2 },
		{ "\xe2\x82(", UTF8_BAD, 2 },
		{ "\xed\xa0\x80", UTF8_BAD, 1 },
		{ "\xf0\x8f\xbf\xbf", UTF8_BAD, 1 },
		{ "\xf0\x9f\x98", UTF8_BAD, 3 },
		{ "\xf4\x90\x80\x80", UTF8_BAD, 1 },
		{ "\xf5\x80\x80\x80", UTF8_BAD, 1 },
		{ "\xff", UTF8_BAD, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		struct span t = span_of(r[i].bytes);
		uint32_t cp;

		assert_int_equal(utf8_next(t, 0, &cp), r[i].n);
		assert_int_equal(cp, r[i].cp);
		assert_int_equal(utf8_valid(t), r[i].cp != UTF8_BAD);
	}
	assert_true(utf8_valid(SPAN("\xef\xbf\xbd")));
	assert_true(utf8_valid(span_n(NULL, 0)));
	assert_int_equal(utf8_count(SPAN("a\xc3\xa9\xff\xe2\x82")), 4);
}

/* Every character goes there and back, and the surrogates do not. */
static void
test_encode(void **state)
{
	struct str out = { 0 };

	(void)state;
	for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 0x3d) {
		uint32_t back;

		str_clear(&out);
		utf8_add(&out, c);
		assert_int_equal(utf8_next(str_span(&out), 0, &back), out.n);
		assert_int_equal(
		    back, c >= 0xd800 && c <= 0xdfff ? UTF8_BAD : c);
	}
	str_clear(&out);
	utf8_add(&out, 0x110000);
	utf8_add(&out, UINT32_MAX);
	assert_string_equal(str_z(&out), "\xef\xbf\xbd\xef\xbf\xbd");
	str_release(&out);
}

/* Going back meets the same edges as going forth, in broken text too. */
static void
test_prev(void **state)
{
	static const char *const texts[] = {
		"a\303\251\342\202\254\360\237\230\200z",
		"\x80\x80\x80\x80\x80", "\xe2\x82\xe2\x82\xac", "\xf0\x9f\x98",
		"\xc3\xa9\xa9\xa9", "\xed\xa0\x80", "\xff\xfe"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct span t = span_of(texts[i]);
		size_t edge[32], n = 0;
		uint32_t cp;

		for (size_t at = 0; at < t.n; at += utf8_next(t, at, &cp))
			edge[n++] = at;
		for (size_t at = t.n; at > 0;) {
			at = utf8_prev(t, at);
			assert_true(n > 0);
			assert_int_equal(at, edge[--n]);
		}
		assert_int_equal(n, 0);
	}
}

static void
check_plain(const char *in, int how, const char *expected)
{
	struct str out = { 0 };

	utf8_plain(&out, span_of(in), how);
	assert_string_equal(str_z(&out), expected);
	str_release(&out);
}

static void
test_plain(void **state)
{
	struct str out = { 0 };

	(void)state;
	check_plain("  a \t\n b  ", PLAIN_LINE, "a b");
	check_plain("a  b", PLAIN_LINE, "a b");
	check_plain("a b c", PLAIN_LINE, "a b c");
	check_plain(" \n ", PLAIN_LINE, "");
	check_plain("a\xc2\xa0 b", PLAIN_LINE, "a\xc2\xa0 b");
	check_plain("a\xe2\x80\xa8"
	            "b",
	    PLAIN_LINE, "a b");
	check_plain(" a \n  b\t c ", PLAIN_LINES, "a\nb c");
	check_plain("  a\tb \n  c", PLAIN_PRE, "  a\tb \n  c");
	check_plain("a\r\nb", PLAIN_PRE, "a\nb");
	/* Whatever could drive a terminal goes, in every form. */
	for (int how = PLAIN_LINE; how <= PLAIN_PRE; how *= 2) {
		check_plain("a\x1b[31mb\x07\x7f", how, "a[31mb");
		check_plain("a\xc2\x9b"
		            "b\xc2\x80",
		    how, "ab");
		check_plain("a\xe2\x80\xae"
		            "b\xe2\x81\xa6\xe2\x81\xa9"
		            "c",
		    how, "abc");
		check_plain("a\xff"
		            "b",
		    how,
		    "a\xef\xbf\xbd"
		    "b");
		check_plain("\xed\xa0\x80", how,
		    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	}
	/* Behind what was there: blanks at the start are still none. */
	str_lit(&out, "x");
	utf8_plain(&out, SPAN(" a\0 b"), PLAIN_LINE);
	assert_string_equal(str_z(&out), "xa b");
	str_release(&out);
}

static void
test_fold(void **state)
{
	struct str out = { 0 };

	(void)state;
	utf8_fold(&out, SPAN("AÉÑΣДß\xff"));
	assert_string_equal(str_z(&out), "aéñσдß\xef\xbf\xbd");
	str_release(&out);
}

static void
test_rtl(void **state)
{
	static const char *const rtl[] = { "שלום", "مرحبا", "12, (سلام) abc",
		"\342\200\217abc", "«خبر»" };
	static const char *const ltr[] = { "", "123", "abc שלום", "একটি خبر",
		"新聞 خبر", "— …", "١٢٣" };

	(void)state;
	for (size_t i = 0; i < sizeof(rtl) / sizeof(*rtl); i++)
		assert_true(utf8_is_rtl(span_of(rtl[i])));
	for (size_t i = 0; i < sizeof(ltr) / sizeof(*ltr); i++)
		assert_false(utf8_is_rtl(span_of(ltr[i])));
}

/* Words that are copied eight bytes at a time come out as they do one by one:
 * white space at each place, once and twice, before each kind of thing. */
static void
test_plain_anywhere(void **state)
{
	static const char *const gaps[] = { " ", "  ", " \n", "\n ", "\t", " é",
		"é ", "\001", " \001", " \302\205 " };
	static const char *const lines[] = { " ", " ", "\n", "\n", " ", " é",
		"é ", "", " ", " " };

	(void)state;
	for (size_t at = 1; at < 20; at++)
		for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++) {
			struct str in = { 0 }, out = { 0 }, want = { 0 };

			str_fill(&in, 'a', at);
			str_addz(&in, gaps[i]);
			str_fill(&in, 'b', 20 - at);
			str_fill(&want, 'a', at);
			str_addz(&want, lines[i]);
			str_fill(&want, 'b', 20 - at);
			utf8_plain(&out, str_span(&in), PLAIN_LINES);
			assert_string_equal(str_z(&out), str_z(&want));
			str_release(&in);
			str_release(&out);
			str_release(&want);
		}
}

/* One bad byte is found wherever it stands. */
static void
test_valid_anywhere(void **state)
{
	char text[21];

	(void)state;
	for (size_t at = 0; at < sizeof(text); at++) {
		memset(text, 'n', sizeof(text));
		assert_true(utf8_valid(span_n(text, sizeof(text))));
		text[at] = '\200';
		assert_false(utf8_valid(span_n(text, sizeof(text))));
		text[at] = '\0';
		assert_true(utf8_valid(span_n(text, sizeof(text))));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_encode),
		cmocka_unit_test(test_prev),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_plain_anywhere),
		cmocka_unit_test(test_valid_anywhere),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_rtl),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
