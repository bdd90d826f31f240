/*
 * test_own: what a person adds to stories and throws away, and takes back;
 * also in the next start.
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

/* The headlines of the first paper. */
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

/* Deleted, taken back, deleted again; in the trash, and out of it. */
static void
test_trash(void **state)
{
	struct term *t = open_paper(*state, 80, 24);

	term_keys(t, "d");
	term_expect_text(t, "1 story deleted; u takes it back");
	scene_expect_chosen(t, SECOND_STORY);
	term_expect_gone(t, FIRST_STORY);
	term_expect_text(t, "2 unread");
	term_keys(t, "u");
	term_expect_text(t, "Undone: \"" FIRST_STORY);
	term_expect_text(t, "3 unread");
	term_keys(t, "<C-r>");
	term_expect_text(t, "Done again: \"" FIRST_STORY);
	term_expect_text(t, "2 unread");
	/* From within the story as well. */
	term_keys(t, "<Enter>");
	term_expect_text(t, "By Oskar");
	term_keys(t, "d");
	term_expect_text(t, "Deleted; u takes it back");
	term_expect_gone(t, SECOND_STORY);
	term_keys(t, "q");
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "<End>");
	scene_expect_chosen(t, "Trash");
	scene_expect_chosen(t, "2");
	term_keys(t, "<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "d");
	term_expect_text(t, "1 story taken out of the trash");
	scene_expect_chosen(t, SECOND_STORY);
	term_keys(t, "d");
	term_expect_text(t, "The trash is empty.");
	term_keys(t, "q");
	term_expect_gone(t, "Trash");
	quit(t);
}

/* Tags are edited in the line that shows them; each is a list. */
static void
test_tags(void **state)
{
	struct scene *s = *state;
	struct term *t = open_paper(s, 80, 24);
	char *out;

	term_keys(t, "t");
	term_expect_text(t, "Tags, with commas between:");
	term_keys(t, "tea,<Space>to<Space>read<Enter>");
	scene_expect_chosen(t, "+ 07:40");
	term_keys(t, "<Enter>");
	term_expect_text(t, "Tags: tea, to read");
	term_keys(t, "t");
	term_expect_text(t, "between: tea, to read");
	term_keys(t, "<C-u>map<Enter>");
	term_expect_text(t, "Tags: map");
	assert_int_equal(scene_run(s, "--sample tag", &out), 0);
	assert_string_equal(out, "map\t0\t1\n");
	free(out);
	term_keys(t, "qq");
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "<End>");
	scene_expect_chosen(t, "+ map");
	scene_expect_chosen(t, "1");
	term_keys(t, "<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	/* Two tags off, one on, two on: and one step of each kind. */
	term_keys(t, "u");
	term_expect_text(t, "no longer tagged to read");
	term_keys(t, "t");
	term_expect_text(t, "between: map, to read");
	term_keys(t, "<Esc>");
	quit(t);
}

static void
test_note(void **state)
{
	struct scene *s = *state;
	struct term *t = open_paper(s, 120, 40);
	char *out;

	term_keys(t, "e");
	term_expect_text(t, "Note:");
	term_keys(t, "Ask<Space>the<Space>pilot<Enter>");
	term_expect_text(t, "Note: Ask the pilot");
	term_keys(t, "e<C-w>captain<Enter>");
	term_expect_text(t, "Note: Ask the captain");
	term_keys(t, "u");
	term_expect_text(t, "Undone: the note on");
	term_expect_text(t, "Note: Ask the pilot");
	quit(t);
	/* The next start knows what the last one did. */
	t = scene_start(s, 120, 40, "--sample");
	term_expect_text(t, "Harbour Courier");
	term_keys(t, "u");
	term_expect_text(t, "Undone: the note on");
	term_keys(t, "<C-r>");
	term_expect_text(t, "Done again: the note on");
	assert_int_equal(scene_run(s, "--sample list --json", &out), 0);
	assert_non_null(strstr(out, "\"note\": \"Ask the pilot\""));
	free(out);
	quit(t);
}

/* A whole list marked read is one deed. */
static void
test_mark_all(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	scene_expect_chosen(t, "31");
	term_keys(t, "A");
	term_expect_text(t, "Front page is marked read");
	term_expect_gone(t, "31");
	term_keys(t, "u");
	term_expect_text(t, "Undone: 31 stories marked read");
	scene_expect_chosen(t, "31");
	term_keys(t, "u");
	term_expect_text(t, "There is nothing to undo");
	quit(t);
}

/* A feed that was unsubscribed comes back with its line. */
static void
test_unsubscribe(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, SCENE_TO_COURIER "D");
	term_expect_text(t, "Unsubscribe? yes or no:");
	term_keys(t, "yes<Enter>");
	term_expect_text(t, "Unsubscribed; its articles stay");
	term_expect_gone(t, "Harbour Courier");
	term_keys(t, "u");
	term_expect_text(t, "Undone: Harbour Courier unsubscribed");
	term_expect_text(t, "Harbour Courier");
	quit(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_trash),
		TEST(test_tags),
		TEST(test_note),
		TEST(test_mark_all),
		TEST(test_unsubscribe),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("own", tests, NULL, NULL);
}
