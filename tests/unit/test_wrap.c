/* Lines: where they break, where they must not, and that nothing is lost. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "doc/wrap.h"

/* The lines of text at a width, joined by "|". */
static void
check(const char *text, int width, const char *lines)
{
	struct str out = { 0 };
	struct wrap w;
	struct span line;
	int cells;

	wrap_begin(&w, span_of(text));
	while (wrap_next(&w, width, &line, &cells)) {
		if (out.n)
			str_lit(&out, "|");
		str_add(&out, line);
		assert_int_equal(cells, cells_width(line));
	}
	wrap_end(&w);
	assert_string_equal(str_z(&out), lines);
	str_release(&out);
}

static void
words(void **state)
{
	(void)state;
	check("the quick brown fox", 9, "the quick|brown fox");
	check("the quick brown fox", 8, "the|quick|brown|fox");
	check("  two  blanks  ", 20, "two  blanks");
	check("", 10, "");
	check("   ", 10, "");
	check("a\nb\n\nc", 10, "a|b||c");
	check("self-made man", 6, "self-|made|man");
	check("one\xc2\xa0two three", 8, "one\xc2\xa0two|three");
}

/* LB29: initials, abbreviations and names of sites stay whole. */
static void
initials(void **state)
{
	(void)state;
	check("say e.g. that", 7, "say|e.g.|that");
	check("in the U.S.A. now", 10, "in the|U.S.A. now");
	check("at www.example.com", 16, "at|www.example.com");
	check("time 12:30:45 now", 9, "time|12:30:45|now");
}

static void
long_words(void **state)
{
	(void)state;
	check("abcdefghij", 4, "abcd|efgh|ij");
	check("to abcdefghij", 4, "to|abcd|efgh|ij");
	/* A cluster wider than the line stands there all the same. */
	check("漢字", 1, "漢|字");
	/* Marks stay with their letters. */
	check("e\xcc\x81"
	      "e\xcc\x81"
	      "e\xcc\x81",
	    2,
	    "e\xcc\x81"
	    "e\xcc\x81|e\xcc\x81");
}

static void
addresses(void **state)
{
	(void)state;
	check("https://example.org/one/two-three?four=5&six", 20,
	    "https://example.org/|one/two-three?four=5|&six");
	check("see http://a.example/b", 20, "see|http://a.example/b");
	check("http://a.example/b.c?d", 18, "http://a.example/b|.c?d");
	check("http://a.long.host.of.many.parts.example/", 36,
	    "http://a.long.host.of.many.parts|.example/");
}

/* No closing sign begins a line, no opening one ends it. */
static void
ideographs(void **state)
{
	(void)state;
	check("今日は、晴れ。", 6, "今日|は、晴|れ。");
	check("彼は「はい」と", 6, "彼は|「は|い」と");
}

static void
glue(void **state)
{
	struct span text = SPAN("aloud.[1] More");
	struct span line;
	struct wrap w;

	(void)state;
	wrap_begin(&w, text);
	wrap_glue(&w, 6);
	assert_true(wrap_next(&w, 7, &line, NULL));
	assert_int_equal(line.n, 7);
	wrap_end(&w);
	wrap_begin(&w, SPAN("read aloud.[1]"));
	wrap_glue(&w, 11);
	assert_true(wrap_next(&w, 12, &line, NULL));
	assert_true(span_is(line, "read"));
	wrap_end(&w);
}

/* Divided where it may be, with room for the hyphen. */
static void
soft(void **state)
{
	struct wrap w;
	struct span line;
	int cells;

	(void)state;
	wrap_begin(&w, SPAN("extraordinary"));
	wrap_soft(&w, 5);
	wrap_soft(&w, 9);
	wrap_soft(&w, 0);
	wrap_soft(&w, 13);
	assert_int_equal(wrap_least(&w), 6);
	assert_true(wrap_next(&w, 9, &line, &cells));
	assert_true(span_is(line, "extra"));
	assert_int_equal(cells, 6);
	assert_true(w.hyphen);
	assert_true(wrap_next(&w, 9, &line, &cells));
	assert_true(span_is(line, "ordinary"));
	assert_int_equal(cells, 8);
	assert_false(w.hyphen);
	wrap_end(&w);
}

static void
least(void **state)
{
	struct wrap w;

	(void)state;
	wrap_begin(&w, SPAN("a few longest words"));
	assert_int_equal(wrap_least(&w), 7);
	wrap_end(&w);
	wrap_begin(&w, SPAN("漢字漢字"));
	assert_int_equal(wrap_least(&w), 2);
	wrap_end(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(initials),
		cmocka_unit_test(long_words),
		cmocka_unit_test(addresses),
		cmocka_unit_test(ideographs),
		cmocka_unit_test(glue),
		cmocka_unit_test(soft),
		cmocka_unit_test(least),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
