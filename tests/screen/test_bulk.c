/*
 * test_bulk: several stories at once: a range, one by one, all above or below,
 * what a search has found.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

#define FIRST "Record bids at tea auction"
#define SECOND "River ferries resume"
#define THIRD "Tea auction opens at a record"
#define FOURTH "“We counted every boat”"

/* The front page, on its second row, which is the first story in English. */
static struct term *
front_page(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, "<Enter>j");
	scene_expect_chosen(t, FIRST);
	return t;
}

static bool
is_bold(struct term *t, const char *text)
{
	int column = 0, row = 0;

	term_find(t, text, &column, &row);
	return term_cell(t, column, row).bold;
}

/* Whether the row of a text bears the sign of the selection, and its bar. */
static bool
is_selected(struct term *t, const char *text)
{
	int column = 0, row = 0;
	struct term_cell sign;

	if (!term_find(t, text, &column, &row))
		return false;
	sign = term_cell(t, 1, row);
	return strcmp(sign.text, "•") == 0 &&
	       (sign.bg != TERM_DEFAULT || sign.reverse);
}

/* What the desk has written, by a command without a screen. */
static void
expect_unread(void **state, struct term *t, const char *number)
{
	char *out = NULL;

	for (int i = 0; i < 200; i++) {
		free(out);
		scene_run(*state, "--sample status", &out);
		if (strcmp(out, number) == 0)
			break;
		term_pause(t, 50);
	}
	assert_string_equal(out, number);
	free(out);
}

static void
test_range(void **state)
{
	struct term *t = front_page(state);

	term_keys(t, "v2j");
	scene_expect_chosen(t, THIRD);
	term_expect_text(t, "3 selected");
	term_check(t, is_selected(t, FIRST));
	term_check(t, is_selected(t, SECOND));
	assert_false(is_selected(t, FOURTH));
	/* Back over its beginning: it goes the other way. */
	term_keys(t, "3k");
	term_expect_text(t, "2 selected");
	assert_false(is_selected(t, SECOND));
	term_keys(t, "3jr");
	term_expect_text(t, "3 stories marked read");
	term_check(t, !is_bold(t, FIRST) && !is_bold(t, THIRD));
	assert_true(is_bold(t, FOURTH));
	assert_false(is_selected(t, FIRST));
	expect_unread(state, t, "28\n");
	/* The cursor is where it was, and a verb is for one again. */
	scene_expect_chosen(t, THIRD);
	term_keys(t, "r");
	term_expect_text(t, "29 unread");
	/* Esc ends a range and nothing else. */
	term_keys(t, "vj");
	term_expect_text(t, "2 selected");
	term_keys(t, "<Esc>");
	term_expect_gone(t, "2 selected");
	scene_expect_chosen(t, FOURTH);
}

static void
test_one_by_one(void **state)
{
	struct term *t = front_page(state);

	term_keys(t, "mjm");
	term_expect_text(t, "2 selected");
	scene_expect_chosen(t, FOURTH);
	assert_true(is_selected(t, FIRST));
	assert_false(is_selected(t, SECOND));
	assert_true(is_selected(t, THIRD));
	term_keys(t, "s");
	term_expect_text(t, "2 stories starred");
	/* All are starred already but one: that one is, too. */
	term_keys(t, "3k3s");
	term_expect_text(t, "3 stories starred");
	term_keys(t, "3s");
	term_expect_text(t, "3 stars gone");
	/* Selected once more is selected no longer. */
	term_keys(t, "mkm");
	term_expect_gone(t, "1 selected");
	term_expect_gone(t, "2 selected");
}

static void
test_sides(void **state)
{
	struct term *t = front_page(state);

	term_keys(t, "j]");
	term_expect_text(t, "29 selected");
	assert_false(is_selected(t, FIRST));
	/* Apart: together they are the beginning of a terminal's own keys. */
	term_keys(t, "<Esc>");
	term_expect_gone(t, "29 selected");
	term_keys(t, "[");
	term_expect_text(t, "3 selected");
	term_keys(t, ":mark-read<Enter>");
	term_expect_text(t, "3 stories marked read");
	term_keys(t, "*");
	term_expect_text(t, "31 selected");
	term_keys(t, ":mark-unread<Enter>");
	term_expect_text(t, "31 stories marked unread");
	term_keys(t, "*:mark-read<Enter>");
	term_expect_text(t, "31 stories marked read");
	expect_unread(state, t, "0\n");
}

/* What was found is what the verb is for. */
static void
test_filter(void **state)
{
	struct term *t = front_page(state);

	term_keys(t, "/auction<Enter>");
	term_expect_text(t, "Search \"auction\"");
	term_expect_text(t, THIRD);
	term_keys(t, "*");
	term_expect_text(t, " selected");
	term_keys(t, ":star<Enter>q");
	term_expect_gone(t, "Search");
	term_check(t, !is_selected(t, FIRST));
	term_keys(t, "qgoStarred<Enter>");
	term_expect_text(t, FIRST);
	term_expect_text(t, THIRD);
	term_expect_gone(t, SECOND);
}

/* In a list of what is unread, what a range had marked stays to be seen. */
static void
test_unread_only(void **state)
{
	struct term *t = front_page(state);

	term_keys(t, "Uvj:mark-read ; down<Enter>");
	scene_expect_chosen(t, THIRD);
	term_expect_text(t, "29 unread · unread only");
	term_check(t, !is_bold(t, FIRST));
	assert_true(is_bold(t, THIRD));
	term_keys(t, "kkv");
	scene_expect_chosen(t, FIRST);
	term_expect_text(t, "1 selected");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_range, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_one_by_one, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_sides, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_filter, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_unread_only, scene_setup, scene_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("bulk", tests, NULL, NULL);
}
