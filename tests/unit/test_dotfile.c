#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "conf/dotfile.h"

/* The words of a line, each in angle brackets. */
static void
check_words(const char *line, const char *expected)
{
	struct words w = { 0 };
	struct str out = { 0 };
	struct err err = { 0 };
	int column;

	if (!words_split(&w, span_of(line), &column, &err))
		str_printf(&out, "%d: %s", column, err.text);
	else
		for (size_t i = 0; i < w.n; i++)
			str_printf(&out, "<%.*s>", SPAN_ARG(w.word[i].text));
	assert_string_equal(str_z(&out), expected);
	str_release(&out);
	words_release(&w);
}

static void
test_words(void **state)
{
	(void)state;
	check_words("", "");
	check_words("  \t ", "");
	check_words("# all of it", "");
	check_words("  # all of it", "");
	check_words("a b\tc", "<a><b><c>");
	check_words("a #b", "<a>");
	check_words("a#b c", "<a#b><c>");
	check_words("https://x/#frag", "<https://x/#frag>");
	check_words("\"a b\" c", "<a b><c>");
	check_words("\"# no comment\"", "<# no comment>");
	check_words("title=\"South Asia\" x", "<title=South Asia><x>");
	check_words("\"a\"b\"c\"", "<abc>");
	check_words("\"\" x", "<><x>");
	check_words("\"\\\"\\\\\\n\"", "<\"\\\\n>");
	check_words("a\\b", "<a\\b>");
	check_words("a\r", "<a>");
	check_words("\"a\tb\"", "<a b>");
	check_words("a\xc2\xa0"
	            "b",
	    "<a\xc2\xa0"
	    "b>");
}

static void
test_bad_lines(void **state)
{
	struct words w = { 0 };
	struct err err = { 0 };
	struct str longer = { 0 };
	int column = 0;

	(void)state;
	check_words("a \"b", "3: the quote is not closed; add \"");
	check_words("é \"b", "3: the quote is not closed; add \"");
	check_words("a \"b\\\"", "3: the quote is not closed; add \"");
	check_words("a\x1b[31m", "2: a control character; remove it");
	check_words("a\x7f", "2: a control character; remove it");
	check_words(
	    "a\xff", "1: the line is not UTF-8; save the file as UTF-8");
	assert_false(words_split(&w, SPAN("a b\0c"), &column, &err));
	assert_int_equal(column, 4);
	str_fill(&longer, 'x', 1 << 20);
	assert_false(words_split(&w, str_span(&longer), &column, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	str_clear(&longer);
	for (int i = 0; i <= DOTFILE_WORDS_MAX; i++)
		str_lit(&longer, "x ");
	assert_false(words_split(&w, str_span(&longer), &column, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	str_cut(&longer, 2 * DOTFILE_WORDS_MAX);
	assert_true(words_split(&w, str_span(&longer), &column, &err));
	assert_int_equal(w.n, DOTFILE_WORDS_MAX);
	words_release(&w);
	str_release(&longer);
}

static void
test_places(void **state)
{
	struct words w = { 0 };
	struct err err;
	int column;

	(void)state;
	assert_true(words_split(&w, SPAN("é \"x y\" z"), &column, &err));
	assert_int_equal(w.n, 3);
	assert_int_equal(w.word[1].column, 3);
	assert_int_equal(w.word[1].from, 3);
	assert_int_equal(w.word[1].to, 8);
	assert_true(w.word[1].quoted);
	assert_int_equal(w.word[2].column, 9);
	assert_false(w.word[2].quoted);
	/* From within a line: columns are still the line's. */
	assert_true(words_split_from(&w, SPAN("[a] b"), 3, &column, &err));
	assert_int_equal(w.n, 1);
	assert_int_equal(w.word[0].column, 5);
	assert_int_equal(w.word[0].from, 4);
	assert_false(words_split_from(&w, SPAN("[\x01] b"), 3, &column, &err));
	assert_true(words_split_from(&w, SPAN("[a"), 99, &column, &err));
	assert_int_equal(w.n, 0);
	words_release(&w);
}

static void
check_write(struct span word, const char *written, const char *back)
{
	struct str out = { 0 };
	struct words w = { 0 };
	struct err err;
	int column;

	word_write(&out, word);
	assert_string_equal(str_z(&out), written);
	assert_true(words_split(&w, str_span(&out), &column, &err));
	assert_int_equal(w.n, 1);
	assert_true(span_is(w.word[0].text, back));
	words_release(&w);
	str_release(&out);
}

static void
test_write(void **state)
{
	(void)state;
	check_write(SPAN("plain"), "plain", "plain");
	check_write(SPAN(""), "\"\"", "");
	check_write(SPAN("two words"), "\"two words\"", "two words");
	check_write(SPAN("#x"), "\"#x\"", "#x");
	check_write(SPAN("a\\b"), "a\\b", "a\\b");
	check_write(SPAN("a\\ \"b"), "\"a\\\\ \\\"b\"", "a\\ \"b");
	/* No word writes a line of its own. */
	check_write(SPAN("a\nexec rm"), "\"a exec rm\"", "a exec rm");
	check_write(SPAN("a\rb"), "\"a b\"", "a b");
	check_write(SPAN("a\0b"), "\"a b\"", "a b");
	check_write(SPAN("a\xff"), "\"a\xef\xbf\xbd\"", "a\xef\xbf\xbd");
}

static void
test_complain(void **state)
{
	struct complaints c = { 0 };
	struct str longer = { 0 };

	(void)state;
	complain(&c, "feeds", 3, 5, "what \x1b[31m%s", "why");
	assert_string_equal(c.item[0].text, "feeds:3:5: what [31mwhy");
	assert_int_equal(c.item[0].line, 3);
	/* Cut at a character's edge. */
	for (int i = 0; i < 300; i++)
		str_lit(&longer, "é");
	complain(&c, "f", 1, 1, "%s", str_z(&longer));
	assert_true(utf8_valid(span_of(c.item[1].text)));
	assert_true(strlen(c.item[1].text) >= sizeof(c.item[1].text) - 2);
	for (int i = 0; i < 2 * COMPLAINTS_MAX; i++)
		complain(&c, "f", i, 1, "x");
	assert_int_equal(c.n, COMPLAINTS_MAX);
	assert_non_null(strstr(c.item[c.n - 1].text, "more faults"));
	complaints_release(&c);
	assert_null(c.item);
	str_release(&longer);
}

static void
test_nearest(void **state)
{
	static const char *const names[] = { "every", "full-text", "tags",
		"timeout" };
	static const struct {
		const char *typed, *near;
	} r[] = {
		{ "every", "every" },
		{ "evry", "every" },
		{ "eveyr", "every" },
		{ "fulltext", "full-text" },
		{ "tag", "tags" },
		{ "time-out", "timeout" },
		{ "something", NULL },
		{ "", NULL },
		{ "a-name-of-more-than-forty-characters-is-none", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		const char *near = nearest(span_of(r[i].typed), names, 4);

		if (r[i].near)
			assert_string_equal(near ? near : "", r[i].near);
		else
			assert_null(near);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_complain),
		cmocka_unit_test(test_nearest),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
