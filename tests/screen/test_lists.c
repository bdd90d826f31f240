/*
 * test_lists: the lists that a person makes, for later and of searches, and how
 * lists look; also in the next start.
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

#define FIRST_STORY "“We counted every boat”"
#define SECOND_STORY "Two bridges, one city"

static struct term *
open_paper(struct scene *s, int columns, int rows)
{
	struct term *t = scene_sample(s, columns, rows);

	term_keys(t, SCENE_TO_COURIER "<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	return t;
}

static void
quit(struct term *t)
{
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

/* From a list and from a story; given back one by one, all, and by undo. */
static void
test_later(void **state)
{
	struct term *t = open_paper(*state, 80, 24);

	term_keys(t, "T");
	term_expect_text(t, "1 story is kept for later");
	term_keys(t, "j<Enter>");
	term_expect_text(t, SECOND_STORY);
	term_keys(t, "T");
	term_expect_text(t, "1 story is kept for later");
	term_expect_text(t, "later");
	term_keys(t, "qq");
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "ggjj");
	scene_expect_chosen(t, "Later");
	scene_expect_chosen(t, "2");
	/* It is no tag among the tags as well. */
	term_expect_gone(t, "+ later");
	term_keys(t, "<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "*T");
	term_expect_text(t, "2 stories are kept for later no longer");
	term_expect_text(t, "Nothing is kept for later. T keeps the chosen "
	                    "story.");
	term_keys(t, "u");
	term_expect_text(t, SECOND_STORY);
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "T");
	scene_expect_chosen(t, SECOND_STORY);
	term_keys(t, "q");
	scene_expect_chosen(t, "Later");
	scene_expect_chosen(t, "1");
	term_keys(t, "gg:goto later<Enter>");
	scene_expect_chosen(t, SECOND_STORY);
	term_keys(t, "T");
	term_expect_text(t, "Nothing is kept for later.");
	term_keys(t, "q");
	term_expect_gone(t, "Later");
	quit(t);
}

/* More than one order takes; one deed for undo. */
static void
test_later_bulk(void **state)
{
	struct term *t = open_paper(*state, 80, 24);

	term_keys(t, "T");
	term_expect_text(t, "1 story is kept for later");
	/* One lacks it: all get it. */
	term_keys(t, "99T");
	term_expect_text(t, "3 stories are kept for later");
	term_keys(t, "99T");
	term_expect_text(t, "3 stories are kept for later no longer");
	term_keys(t, "u");
	term_expect_text(t, "Undone:");
	term_keys(t, "q");
	term_expect_text(t, "Later");
	quit(t);
}

/* A search becomes a row, whatever its words are, and goes again. */
static void
test_saved_search(void **state)
{
	struct term *t = scene_sample(*state, 100, 30);

	term_keys(t, "gs");
	term_keys(t, "<Enter>gs");
	term_expect_text(t, "Search for something first");
	term_keys(t, "q/tea OR \"salt costs\"<Enter>");
	term_expect_text(t, "Tea auction opens");
	term_keys(t, "gs");
	term_expect_text(t, "Keep this search as: tea OR");
	term_keys(t, "<C-u>Tea \"and\" salt<Enter>");
	term_expect_text(t, "Kept: Tea \"and\" salt stands among the sections");
	term_keys(t, "q");
	term_expect_text(t, "/ Tea \"and\" salt");
	term_keys(t, ":goto Tea \"and\" salt<Enter>");
	term_expect_text(t, "Why salt costs more");
	term_expect_text(t, "Tea auction opens");
	term_keys(t, "q");
	scene_expect_chosen(t, "Tea \"and\" salt");
	/* What hides what is read does not hide a search. */
	term_keys(t, "U");
	scene_expect_chosen(t, "Tea \"and\" salt");
	term_keys(t, "D");
	term_expect_text(t, "Take this search away?");
	term_keys(t, "yes<Enter>");
	term_expect_gone(t, "Tea \"and\" salt");
	term_keys(t, "u");
	term_expect_text(t, "/ Tea \"and\" salt");
	quit(t);
}

/* A search within a section remembers where it looks. */
static void
test_search_within(void **state)
{
	struct term *t = scene_sample(*state, 100, 30);

	term_keys(t, ":goto World/Asia<Enter>");
	term_expect_text(t, "Tea auction opens");
	term_keys(t, "/the OR auction<Enter>");
	term_expect_text(t, "in World");
	term_keys(t, ":save-search Markets<Enter>");
	term_expect_text(t, "Kept: Markets");
	term_keys(t, ":goto markets<Enter>");
	term_expect_text(t, "Tea auction opens");
	term_expect_gone(t, "Orbit Letters");
	term_expect_gone(t, "Harbour Courier");
	quit(t);
}

/* Set while it runs, and what is wrong is said. */
static void
test_looks(void **state)
{
	struct term *t = scene_sample(*state, 60, 24);

	term_keys(t, "<Enter>");
	term_expect_text(t, "Front page");
	term_keys(t, ":set title-rows 4<Enter>");
	term_expect_text(t, "rain cuts the crop");
	term_keys(t, ":set title-rows 1<Enter>");
	term_expect_gone(t, "rain cuts the crop");
	term_keys(t, ">>>>");
	term_expect_text(t, "rain cuts the crop");
	term_keys(t, ":set row-format \"%n|%10D|%t%>_%T\"<Enter>");
	term_expect_text(t, "N|");
	term_expect_text(t, "_Delta Courier");
	term_keys(t, ":set row-date %Y<Enter>");
	term_expect_text(t, "|      2026|");
	term_keys(t, ":set row-format %q<Enter>");
	term_expect_text(t, "column 2 of the format");
	term_expect_text(t, "_Delta Courier");
	term_keys(t, ":group feed<Enter>");
	term_expect_text(t, "By feed");
	quit(t);
	t = scene_start(*state, 60, 24, "--sample");
	term_expect_text(t, "World");
	term_keys(t, "<Enter>");
	term_expect_text(t, "by feed");
	quit(t);
}

/* What the desk has done is there, feed by feed. */
static void
test_refresh_log(void **state)
{
	struct term *t = scene_sample(*state, 90, 30);

	term_keys(t, "gr");
	term_expect_text(t, "Refreshed");
	term_keys(t, "gl");
	term_expect_text(t, "Log of the refreshes");
	term_expect_text(t, " feeds asked · 0 new stories");
	term_expect_text(t, "unchanged");
	term_expect_text(t, "Harbour Courier");
	term_keys(t, "gl");
	term_expect_gone(t, "Log of the refreshes");
	quit(t);
}

/* Another reader's list is offered, taken over, and offered no more. */
static void
test_welcome(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_write(s, "home/.newsboat/urls",
	    "http://127.0.0.1:9/feed \"~A Distant Paper\"\n");
	scene_write(s, "home/mine.opml", "<opml/>");
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(
	    t, "There is one: ~/.newsboat/urls. Enter takes it over.");
	term_keys(t, "<Enter>");
	term_expect_text(t, "…~/.newsboat/urls");
	term_keys(t, "<Enter>");
	term_expect_text(t, "A Distant Paper");
	term_expect_gone(t, "There is one");
	quit(t);
}

/* A file of a hostile name, one that is empty, and a folder are none. */
static void
test_welcome_opml(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_write(s, "home/a.opml/b", "x");
	scene_write(s, "home/b.opml", "");
	scene_write(s, "home/c\033[31m.opml", "x");
	scene_write(s, "home/Downloads/mine.OPML", "<opml/>");
	t = scene_start(s, 60, 16, NULL);
	term_expect_text(t, "There is one: ~/Downloads/mine.OPML.");
	term_keys(t, "i");
	term_expect_text(t, "…~/Downloads/mine.OPML");
	term_keys(t, "<Esc>");
	quit(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_later),
		TEST(test_later_bulk),
		TEST(test_saved_search),
		TEST(test_search_within),
		TEST(test_looks),
		TEST(test_refresh_log),
		TEST(test_welcome),
		TEST(test_welcome_opml),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
