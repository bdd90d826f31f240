/* test_term: the harness itself, before it is believed about others. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "term.h"

static struct term *
shell(int columns, int rows, const char *script)
{
	char sh[] = "/bin/sh", option[] = "-c", words[1024];
	char *argv[] = { sh, option, words, NULL };
	char term[] = "TERM=xterm-256color", locale[] = "LC_ALL=C.UTF-8";
	char path[] = "PATH=/usr/bin:/bin:/usr/local/bin";
	char word[] = "WORD=from outside";
	char *env[] = { term, locale, path, word, NULL };

	snprintf(words, sizeof(words), "%s", script);
	return term_start(columns, rows, argv, env);
}

static void
test_text_and_exit(void **state)
{
	struct term *t = shell(40, 5, "echo \"$WORD\"; exit 7");
	char *row;

	(void)state;
	term_expect_text(t, "from outside");
	row = term_row(t, 0);
	assert_string_equal(row, "from outside");
	free(row);
	assert_int_equal(WEXITSTATUS(term_expect_exit(t)), 7);
	term_free(t);
}

static void
test_keys(void **state)
{
	struct term *t = shell(40, 10,
	    "stty raw -echo; printf 'ready\\r\\n'; "
	    "dd bs=1 count=9 2>/dev/null | od -An -tx1");

	(void)state;
	term_expect_text(t, "ready");
	term_keys(t, "a<Up><Enter><Esc><C-l><lt><Tab>");
	term_expect_text(t, "61 1b 4f 41 0d 1b 0c 3c 09");
	term_expect_exit(t);
	term_free(t);
}

static void
test_attributes(void **state)
{
	struct term *t = shell(40, 5,
	    "printf '\\033[1mB\\033[0;3;31mI\\033[0;7;48;5;200mR"
	    "\\033[0;38;2;1;2;3mD\\033[0m.'");
	struct term_cell c;

	(void)state;
	term_expect_text(t, "BIRD.");
	c = term_cell(t, 0, 0);
	assert_string_equal(c.text, "B");
	assert_true(c.bold && !c.italic && c.fg == TERM_DEFAULT);
	c = term_cell(t, 1, 0);
	assert_true(!c.bold && c.italic);
	assert_int_equal(c.fg, 1);
	c = term_cell(t, 2, 0);
	assert_true(c.reverse);
	assert_int_equal(c.bg, 200);
	c = term_cell(t, 3, 0);
	assert_int_equal(c.fg, TERM_RGB);
	assert_int_equal(c.fg_rgb, 0x010203);
	assert_int_equal(term_cell(t, 4, 0).fg, TERM_DEFAULT);
	term_free(t);
}

static void
test_osc(void **state)
{
	struct term *t = shell(20, 3, "printf '\\033]52;c;aGk=\\007done'");

	(void)state;
	term_expect_text(t, "done");
	assert_string_equal(term_osc(t), "52;c;aGk=");
	term_free(t);
}

static void
test_wide(void **state)
{
	struct term *t = shell(20, 3, "printf 'a日本b'");
	int column, row;

	(void)state;
	term_expect_text(t, "a日本b");
	assert_true(term_find(t, "b", &column, &row));
	assert_int_equal(column, 5);
	assert_int_equal(row, 0);
	assert_int_equal(term_cell(t, 1, 0).width, 2);
	assert_int_equal(term_cell(t, 2, 0).width, 0);
	term_cursor(t, &column, &row);
	assert_int_equal(column, 6);
	term_free(t);
}

static void
test_resize(void **state)
{
	struct term *t = shell(80, 24,
	    "trap 'stty size' WINCH; stty size; while :; do sleep 0.02; done");

	(void)state;
	term_expect_text(t, "24 80");
	term_resize(t, 100, 30);
	term_expect_text(t, "30 100");
	term_free(t);
}

static void
test_gone(void **state)
{
	struct term *t = shell(
	    40, 5, "printf here; read x; printf '\\033[H\\033[2J%s' there");

	(void)state;
	term_expect_text(t, "here");
	assert_false(term_wait_text(t, "nowhere", true, 50));
	assert_false(term_wait_text(t, "here", false, 50));
	term_keys(t, "x<Enter>");
	term_expect_text(t, "there");
	term_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_and_exit),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_osc),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_gone),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("term", tests, NULL, NULL);
}
