/*
 * test_keys: what each key does to what is shown, and to the store.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"
#include "ui/panes.h"

#define FIRST_STORY "“We counted every boat”"
#define SECOND_STORY "Two bridges, one city"
#define THIRD_STORY "Island parliament adjourns"
#define TO_STORIES SCENE_TO_COURIER "<Enter>"

static struct term *
stories(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, TO_STORIES);
	scene_expect_chosen(t, FIRST_STORY);
	return t;
}

static bool
is_bold(struct term *t, const char *text)
{
	int column = 0, row = 0;

	term_find(t, text, &column, &row);
	return term_cell(t, column, row).bold;
}

/* Waits until a command without a screen prints this. */
static void
expect_printed(
    struct scene *s, struct term *t, const char *args, const char *text)
{
	char *out = NULL;

	for (int i = 0; i < 100; i++) {
		scene_run(s, args, &out);
		if (strstr(out, text)) {
			free(out);
			return;
		}
		free(out);
		term_pause(t, 50);
	}
	term_fail(t, text, __FILE__, __LINE__);
}

static void
test_moves(void **state)
{
	struct term *t = stories(state);

	term_keys(t, "j");
	scene_expect_chosen(t, SECOND_STORY);
	term_keys(t, "<Down>");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "j<Down>");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "k");
	scene_expect_chosen(t, SECOND_STORY);
	term_keys(t, "<Up>");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "<End>");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "gg");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "G");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "<Home>2j");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "<PageUp>");
	scene_expect_chosen(t, FIRST_STORY);
}

static void
test_read_and_unread(void **state)
{
	struct term *t = stories(state);

	term_check(t, is_bold(t, FIRST_STORY));
	term_keys(t, "r");
	term_expect_text(t, "2 unread");
	term_check(t, !is_bold(t, FIRST_STORY));
	expect_printed(*state, t, "--sample status", "30\n");
	term_keys(t, "r");
	term_expect_text(t, "3 unread");
	term_check(t, is_bold(t, FIRST_STORY));
	expect_printed(*state, t, "--sample status", "31\n");
}

static void
test_star(void **state)
{
	struct term *t = stories(state);

	term_keys(t, "s");
	term_expect_text(t, "* ");
	expect_printed(*state, t, "--sample list --starred", "counted every");
	term_keys(t, "qggj");
	scene_expect_chosen(t, "Starred");
	term_keys(t, "<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "s");
	term_keys(t, "q" TO_STORIES);
	expect_printed(*state, t, "--sample status --json", "\"starred\": 0");
}

static void
test_mark_all(void **state)
{
	struct term *t = stories(state);

	term_keys(t, "A");
	term_expect_gone(t, "3 unread");
	term_check(t, !is_bold(t, FIRST_STORY));
	term_check(t, !is_bold(t, THIRD_STORY));
	expect_printed(*state, t, "--sample status", "28\n");
	term_keys(t, "q<Home>");
	scene_expect_chosen(t, "28");
}

/* A story that is read under the cursor stays until the list is left. */
static void
test_unread_only(void **state)
{
	struct term *t = stories(state);

	term_keys(t, "jr");
	term_expect_text(t, "2 unread");
	term_keys(t, "U");
	term_expect_text(t, THIRD_STORY);
	term_keys(t, "ggr");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "U");
	term_expect_text(t, SECOND_STORY);
	term_expect_text(t, THIRD_STORY);
}

static void
test_next_unread(void **state)
{
	struct term *t = stories(state);

	term_keys(t, "jrgg");
	term_expect_text(t, "2 unread");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "n");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "<Enter>");
	term_expect_text(t, "Island parliament");
	term_expect_text(t, "By ");
	term_keys(t, "q");
	term_expect_text(t, "1 unread");
}

static void
test_fold(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_expect_text(t, "Delta Courier");
	term_keys(t, "jjj");
	scene_expect_chosen(t, "World");
	term_keys(t, "<Space>");
	term_expect_gone(t, "Delta Courier");
	term_expect_text(t, "▸ World");
	term_expect_text(t, "Night Shift");
	term_keys(t, "<Right>");
	term_expect_text(t, "Delta Courier");
	term_keys(t, "<Left>");
	term_expect_gone(t, "Delta Courier");
	scene_expect_chosen(t, "16");
	term_keys(t, "<Space>");
	term_expect_text(t, "Delta Courier");
}

static void
test_search(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, "/");
	term_expect_text(t, "Search:");
	term_keys(t, "tea auction<Enter>");
	term_expect_text(t, "Tea auction opens at a record");
	term_expect_gone(t, "Two bridges");
	term_keys(t, "q");
	scene_expect_chosen(t, "Front page");
	term_keys(t, "/x<Esc>");
	term_expect_gone(t, "Search:");
	scene_expect_chosen(t, "Front page");
	term_keys(t, "/\"((*<Enter>");
	term_expect_text(t, "Search");
	term_keys(t, "q");
	scene_expect_chosen(t, "Front page");
}

/* What is found so far is shown, and nothing is wrong before Enter. */
static void
test_search_as_typed(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, SCENE_TO_COURIER);
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "/auct");
	term_expect_text(t, "Search \"auct\"");
	term_expect_text(t, "Tea auction opens at a record");
	term_expect_text(t, "Search: auct");
	term_keys(t, " zzxq");
	term_expect_text(t, "Nothing found.");
	term_keys(t, "<BS><BS><BS><BS>");
	term_expect_text(t, "Nothing found.");
	/* A word that is whole is not the beginning of another. */
	term_keys(t, "<BS>");
	term_expect_text(t, "Tea auction opens at a record");
	term_keys(t, "ion is:zz");
	term_expect_text(t, "Search \"auction is:zz\"");
	term_expect_text(t, "Tea auction opens at a record");
	term_expect_text(t, "Search: auction is:zz");
	term_keys(t, "<Esc>");
	term_expect_gone(t, "Search");
	scene_expect_chosen(t, "Harbour Courier");
	/* One character is not searched for. */
	term_keys(t, "/te");
	term_expect_text(t, "Search \"te\"");
	term_keys(t, "<BS>");
	term_expect_gone(t, "Search \"");
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "<Esc>/auction is:zz<Enter>");
	term_expect_text(t, "is: knows");
	term_keys(t, "q");
	scene_expect_chosen(t, "Harbour Courier");
	/* What was typed by halves is shown as it stands after Enter. */
	term_keys(t, "/auctio");
	term_expect_text(t, "Tea auction opens at a record");
	term_keys(t, "n<Enter>");
	term_expect_gone(t, "Search: ");
	term_expect_text(t, "Search \"auction\"");
	/* Which of the two came last is left to the fetch. */
	term_expect_text(t, "Tea auction opens at a record");
	term_expect_text(t, "Record bids at tea auction");
}

static void
expect_hit(struct term *t, const char *text, bool marked)
{
	struct term_cell cell;
	int column = 0, row = 0;

	assert_true(term_find(t, text, &column, &row));
	cell = term_cell(t, column, row);
	assert_int_equal(cell.bold, marked);
	assert_int_equal(cell.underline, marked);
}

/* The line below the list is where the story has the words. */
static void
test_search_snippet(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, "/bidding lamps");
	term_expect_text(t, "the lamps were lit");
	expect_hit(t, "lamps were lit", true);
	expect_hit(t, "were lit", false);
	term_keys(t, "<BS><BS> lit<Enter>");
	term_expect_text(t, "Nothing found.");
	term_keys(t, "q/bidding \"lamps were\" lit<Enter>");
	term_expect_gone(t, "Search:");
	term_expect_text(t, "the lamps were lit");
	expect_hit(t, "lamps were lit", true);
	expect_hit(t, "were lit", true);
	expect_hit(t, "bidding began", true);
	expect_hit(t, "began again", false);
	/* A hit in the title alone leaves the standfirst there. */
	term_keys(t, "q/title:parliament adjourns<Enter>");
	term_expect_text(t, "Search \"title:parliament adjourns\"");
	scene_expect_chosen(t, "Island parliament adjourns");
}

/* Whether something lies over a text: a colour behind it. */
static bool
is_over(struct term *t, const char *text)
{
	int column = 0, row = 0;

	assert_true(term_find(t, text, &column, &row));
	return term_cell(t, column, row).bg != TERM_DEFAULT;
}

/* What the list was searched for is marked in the story; n goes through it, and
 * one step leads back. */
static void
test_search_marks_story(void **state)
{
	struct term *t = scene_sample(*state, 80, 24);

	term_keys(t, "/bidding lamp*<Enter>");
	term_expect_gone(t, "Search:");
	term_expect_text(t, "the lamps were lit");
	scene_expect_chosen(t, "Tea auction opens at a record");
	/* The hints call n what it does now. */
	term_keys(t, "<Enter>");
	term_expect_text(t, "n next match");
	term_keys(t, "nn");
	term_expect_text(t, "match 2 of ");
	term_keys(t, "N");
	term_expect_text(t, "match 1 of ");
	assert_true(is_over(t, "bidding began"));
	assert_false(is_over(t, "began again"));
	assert_true(is_over(t, "lamps were"));
	assert_false(is_over(t, "were lit"));
	term_keys(t, "q");
	term_expect_text(t, "Search \"bidding lamp*\"");
	scene_expect_chosen(t, "Tea auction opens at a record");
	/* A search in the story is another one. */
	term_keys(t, "<Enter>/chests<Enter>");
	term_expect_text(t, "match 1 of 1");
	term_keys(t, "<Esc>");
	term_expect_gone(t, "match 1 of 1");
	term_expect_text(t, "n next unread");
}

static void
test_search_in_story(void **state)
{
	struct term *t = stories(state);

	term_keys(t, "<Enter>");
	term_expect_text(t, "By Ines Valdemar");
	term_keys(t, "/ledger<Enter>");
	term_expect_text(t, "ledger");
	term_keys(t, "nnN");
	term_expect_text(t, "ledger");
	term_keys(t, "<Esc>q");
	term_expect_text(t, "unread");
}

static void
test_help(void **state)
{
	struct term *t = scene_sample(*state, 80, 40);
	struct scene *s = *state;

	term_keys(t, "?");
	term_expect_text(t, "the keys as they are bound now");
	term_expect_text(t, "Goes inward");
	term_keys(t, "<Esc>");
	scene_expect_chosen(t, "Front page");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
	/* A key that the person has bound is the one that help shows. */
	scene_write(
	    s, "config/broadsheet/feeds", "[One]\nhttp://127.0.0.1:1/ Paper\n");
	scene_write(
	    s, "config/broadsheet/config", "bind general <C-o> messages\n");
	t = scene_start(s, 80, 50, NULL);
	scene_expect_chosen(t, "Front page");
	term_keys(t, "?");
	term_expect_text(t, "<C-o>");
}

/* The browser gets the address as one argument, and no shell sees it. */
static void
test_browser(void **state)
{
	struct scene *s = *state;
	char path[512], text[600];
	struct term *t;
	FILE *f;

	snprintf(path, sizeof(path), "%s/browser", s->dir);
	scene_write(s, "browser",
	    "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" >\"${0%/*}/part\"\n"
	    "mv \"${0%/*}/part\" \"${0%/*}/opened\"\n");
	chmod(path, 0700);
	scene_setenv(s, "BROWSER", path);
	t = stories(state);
	term_keys(t, "o");
	snprintf(path, sizeof(path), "%s/opened", s->dir);
	for (int i = 0; i < 200 && access(path, R_OK) != 0; i++)
		term_pause(t, 50);
	f = fopen(path, "r");
	term_check(t, f != NULL);
	assert_non_null(fgets(text, sizeof(text), f));
	fclose(f);
	assert_int_equal(strncmp(text, "1|https://", 10), 0);
	scene_expect_chosen(t, FIRST_STORY);
}

/* The link goes to the terminal's clipboard (OSC 52), in base 64. */
static void
test_copy(void **state)
{
	static const char https[] = "52;c;aHR0cHM6Ly";
	struct term *t = stories(state);

	term_keys(t, "y");
	term_check(t, !strncmp(term_osc(t), https, strlen(https)));
	scene_expect_chosen(t, FIRST_STORY);
}

static void
test_quit_anywhere(void **state)
{
	static const char *const ways[] = { "Q", "q", TO_STORIES "Q",
		TO_STORIES "<Enter>Q", TO_STORIES "<Enter>qqq" };

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct scene *s = *state;
		struct term *t = scene_sample(s, 80, 24);

		scene_expect_chosen(t, "Front page");
		term_keys(t, ways[i]);
		assert_int_equal(term_expect_exit(t), 0);
		term_free(t);
		s->term[0] = NULL;
	}
}

/* Esc leads out of everything but the program, and so does Alt with a key that
 * means nothing, which is Esc and that key. */
static void
test_esc_stays(void **state)
{
	struct scene *s = *state;
	struct term *t = scene_sample(s, 80, 24);

	scene_expect_chosen(t, "Front page");
	term_keys(t, TO_STORIES "<Enter><Esc><Esc><Esc>");
	term_expect_text(t, "Q ends the program");
	scene_expect_chosen(t, "Harbour Courier");
	term_keys(t, "<Esc>");
	term_expect_text(t, "Q ends the program");
	term_keys(t, ":set keys emacs<Enter><C-g>");
	term_expect_text(t, "ends the program");
	scene_expect_chosen(t, "Harbour Courier");
}

/* Views lie on each other only so deep: there is no view without an end, and
 * what finds no room says so. */
static void
test_many_views(void **state)
{
	struct term *t = scene_sample(*state, 100, 24);

	term_expect_text(t, "Front page");
	for (int i = 1; i < VIEWS_MAX - 1; i += 2)
		term_keys(t, "?M");
	term_keys(t, "?M");
	term_expect_text(t, "Too many views are open");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_moves),
		TEST(test_read_and_unread),
		TEST(test_star),
		TEST(test_mark_all),
		TEST(test_unread_only),
		TEST(test_next_unread),
		TEST(test_fold),
		TEST(test_search),
		TEST(test_search_as_typed),
		TEST(test_search_snippet),
		TEST(test_search_marks_story),
		TEST(test_search_in_story),
		TEST(test_help),
		TEST(test_browser),
		TEST(test_copy),
		TEST(test_quit_anywhere),
		TEST(test_esc_stays),
		TEST(test_many_views),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
