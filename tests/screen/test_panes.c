/*
 * test_panes: how wide the panes are, by keys and by the mouse; one alone.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

/* The column of the n-th line between panes, on the tenth row; -1: none. */
static int
border(struct term *t, int n)
{
	for (int x = 0; x < term_columns(t); x++)
		if (strcmp(term_cell(t, x, 10).text, "│") == 0 && n-- == 0)
			return x;
	return -1;
}

static void
mouse(struct term *t, const char *what, int column)
{
	char keys[64];

	snprintf(keys, sizeof(keys), "\033[<lt>0;%d;11%s", column + 1, what);
	term_keys(t, keys);
}

/* All that was asked for before is on the screen, for the help came after. */
static void
settle(struct term *t)
{
	term_keys(t, "<C-w>");
	term_expect_text(t, "<C-w>+  wider");
	term_keys(t, "<Esc>");
	term_expect_gone(t, "<C-w>+  wider");
}

/* Presses the button on a line, which looks held then, and releases it. */
static void
drag(struct term *t, int n, int column)
{
	int from;

	settle(t);
	from = border(t, n);
	assert_false(term_cell(t, from, 10).bold);
	mouse(t, "M", from);
	term_check(t, term_cell(t, from, 10).bold);
	mouse(t, "m", column);
	term_check(t, border(t, n) == column);
	assert_false(term_cell(t, column, 10).bold);
}

static void
test_two(void **state)
{
	struct scene *s = *state;
	struct term *t = scene_sample(s, 120, 30);
	int first;

	term_check(t, border(t, 0) > 0);
	first = border(t, 0);
	term_keys(t, "<C-w>");
	term_expect_text(t, "<C-w>+  wider");
	term_keys(t, "+");
	term_check(t, border(t, 0) > first);
	term_keys(t, "<C-w>-<C-w>-");
	term_check(t, border(t, 0) < first);
	/* The pane at the right grows to the left. */
	term_keys(t, "<C-w>=<Enter><Enter>");
	term_expect_text(t, "o browser");
	term_check(t, border(t, 0) == first);
	term_keys(t, "5<C-w>+");
	term_check(t, border(t, 0) == first - 12 || border(t, 0) == first - 11);
	term_keys(t, "Z");
	term_check(t, border(t, 0) == -1);
	term_keys(t, "Z");
	term_check(t, border(t, 0) > 0);
	/* Never so far that a pane is gone. */
	term_keys(t, "99<C-w>+");
	term_check(t, border(t, 0) == 9);
	term_expect_text(t, "o browser");
}

static void
test_mouse(void **state)
{
	struct scene *s = *state;
	struct term *t = scene_sample(s, 160, 30);
	int first;

	term_check(t, border(t, 1) > 0);
	first = border(t, 0);
	drag(t, 0, 50);
	drag(t, 1, 120);
	assert_int_equal(border(t, 0), 50);
	/* A press and a release that come together are a click. */
	term_keys(t, "\033[<lt>0;5;5M\033[<lt>0;5;5m");
	scene_expect_chosen(t, "Today");
	assert_int_equal(border(t, 0), 50);
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
	/* It is so at the next start. */
	t = scene_start(s, 160, 30, "--sample");
	term_check(t, border(t, 0) == 50 && border(t, 1) == 120);
	term_keys(t, "<C-w>=");
	term_check(t, border(t, 0) == first);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_two, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_mouse, scene_setup, scene_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("panes", tests, NULL, NULL);
}
