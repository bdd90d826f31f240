/*
 * test_reading: a person reads the sample edition: from the sections to the
 * headlines, to the article, and back, in three sizes of the screen.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "scene.h"

#define FIRST_STORY "“We counted every boat”"
#define FIRST_WORDS "PORT ALDER – The boat that closed the account"

/* The name of an Arabic paper as it stands in the cells. */
#ifdef HAVE_FRIBIDI
#define HARBOUR "ﺄﻓﺮﻤﻟﺍ"
#else
#define HARBOUR "المرفأ"
#endif

static void
read_and_return(struct scene *s, int columns, int rows)
{
	struct term *t = scene_sample(s, columns, rows);

	scene_expect_chosen(t, "Front page");
	term_keys(t, SCENE_TO_COURIER);
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "<Enter>");
	term_expect_text(t, "3 unread");
	scene_expect_chosen(t, FIRST_STORY);
	/* Its picture would have most of a small screen. */
	term_keys(t, "<Enter>p");
	term_expect_text(t, FIRST_WORDS);
	/* Kicker, byline, dates, caption with its credit. */
	term_expect_text(t, "WORLD");
	term_expect_text(t, "By Ines Valdemar · Harbour Courier");
	term_expect_text(t, "Published 23 Nov 2026, 07:40 · Updated 09:10 · ");
	term_expect_text(t, "The evening fleet leaves Port Alder on Sunday");
	term_expect_text(t, "Photo:");
	/* The end of the article: links, numbered. */
	term_keys(t, "<End>");
	term_expect_text(t, "100 %");
	term_keys(t, "<Home>");
	term_expect_text(t, FIRST_WORDS);
	/* One step back at a time; the story is the one that was chosen. */
	term_keys(t, "q");
	term_expect_text(t, "2 unread");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "<Esc>");
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "<Home>");
	scene_expect_chosen(t, "Front page");
	scene_expect_chosen(t, "30");
	term_keys(t, "q");
	assert_int_equal(term_expect_exit(t), 0);
}

static void
test_80x24(void **state)
{
	read_and_return(*state, 80, 24);
}

static void
test_120x40(void **state)
{
	read_and_return(*state, 120, 40);
}

static void
test_200x50(void **state)
{
	read_and_return(*state, 200, 50);
}

static int
count_rules(struct term *t)
{
	char *row = term_row(t, 4);
	int n = 0;

	for (char *p = row; (p = strstr(p, "│")); p += strlen("│"))
		n++;
	free(row);
	return n;
}

/* One pane, two, three; and never one beside a rule that is not straight. */
static void
test_panes_by_width(void **state)
{
	struct term *t = scene_sample(*state, 99, 30);

	term_check(t, count_rules(t) == 0);
	term_resize(t, 100, 30);
	term_expect_text(t, "│");
	term_check(t, count_rules(t) == 1);
	term_resize(t, 150, 30);
	term_expect_text(t, "WORLD / ASIA");
	term_check(t, count_rules(t) == 2);
	term_resize(t, 60, 20);
	term_expect_gone(t, "│");
	scene_expect_chosen(t, "Front page");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

/* What was read stays in view when the window's size changes. */
static void
test_resize_while_reading(void **state)
{
	static const int sizes[][2] = { { 50, 24 }, { 80, 24 }, { 120, 40 },
		{ 200, 50 }, { 31, 12 }, { 80, 24 } };
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, SCENE_TO_COURIER "<Enter><Enter>p");
	term_expect_text(t, FIRST_WORDS);
	term_keys(t, "<PageDown>");
	term_expect_gone(t, "By Ines Valdemar");
	term_expect_text(t, "Sixty-three is the number");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		term_resize(t, sizes[i][0], sizes[i][1]);
		term_expect_text(t, "Sixty-three");
	}
	term_keys(t, "q");
	scene_expect_chosen(t, FIRST_STORY);
}

static void
test_tiny(void **state)
{
	static const int sizes[][2] = { { 40, 15 }, { 20, 6 }, { 10, 3 },
		{ 2, 2 }, { 1, 1 }, { 300, 3 }, { 300, 24 } };
	struct term *t = scene_sample(*state, 300, 24);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		term_tell_size(t, sizes[i][0], sizes[i][1]);
		term_keys(t, "jk<Enter>j<Enter><PageDown>qq");
	}
	scene_expect_chosen(t, "Front page");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

/* The numbers at the right end of rows with Bengali, Japanese and Arabic
 * titles stand in the same column as those of the others. */
static void
test_wide_rows_align(void **state)
{
	static const char *const titles[] = { "Harbour Courier", "নদীবার্তা",
		"みなと新報", HARBOUR };
	struct term *t = scene_sample(*state, 80, 24);
	int column, row;

	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
		term_expect_text(t, titles[i]);
		assert_true(term_find(t, titles[i], &column, &row));
		term_check(t, *term_cell(t, 78, row).text != '\0');
		term_check(t, strchr("123", *term_cell(t, 78, row).text));
		term_check(t, *term_cell(t, 79, row).text == '\0' ||
		                  *term_cell(t, 79, row).text == ' ');
	}
}

/* In how many rows the first rule stands where it stands in the first row. */
static int
straight_rows(struct term *t)
{
	int first = -1, n = 0;

	for (int y = 2; y < 45; y++) {
		int x = 0;

		while (x < 200 && strcmp(term_cell(t, x, y).text, "│") != 0)
			x++;
		if (first < 0)
			first = x;
		n += x == first && x < 200;
	}
	return n;
}

/* Titles in wide characters push no pane aside. */
static void
test_wide_panes_align(void **state)
{
	struct term *t = scene_sample(*state, 200, 50);

	term_expect_text(t, "みなと新報");
	term_check(t, straight_rows(t) == 43);
}

/* A story is opened where one stopped, in this run and in the next. */
static void
test_goes_on(void **state)
{
	struct scene *s = *state;
	struct term *t = scene_sample(s, 80, 24);

	term_keys(t, SCENE_TO_COURIER "<Enter><Enter>p");
	term_expect_text(t, FIRST_WORDS);
	term_keys(t, "5j<C-d>");
	term_expect_gone(t, "By Ines Valdemar");
	term_keys(t, "q");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "<Enter>");
	term_expect_text(t, "On where you stopped");
	assert_false(
	    term_find(t, "By Ines Valdemar", &(int){ 0 }, &(int){ 0 }));
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
	t = scene_start(s, 80, 24, "--sample");
	scene_expect_chosen(t, "Front page");
	term_keys(t, SCENE_TO_COURIER "<Enter><Enter>");
	term_expect_text(t, "On where you stopped");
	/* At its end or its beginning nothing is left to go on with. */
	term_keys(t, "G");
	term_expect_text(t, "100 %");
	term_keys(t, "q");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "<Enter>");
	term_expect_text(t, "By Ines Valdemar");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_80x24),
		TEST(test_120x40),
		TEST(test_200x50),
		TEST(test_panes_by_width),
		TEST(test_resize_while_reading),
		TEST(test_tiny),
		TEST(test_wide_rows_align),
		TEST(test_wide_panes_align),
		cmocka_unit_test_setup_teardown(
		    test_goes_on, scene_setup, scene_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
