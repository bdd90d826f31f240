/*
 * test_commands: the line of commands, keys in a row, macros, help.
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
#define THIRD_STORY "Island parliament adjourns"
#define CONFIG "sample/config/config"

static struct term *
stories(struct scene *s)
{
	struct term *t = scene_sample(s, 80, 24);

	term_keys(t, SCENE_TO_COURIER "<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	return t;
}

/* The stories of the first paper, with these lines of a config file. */
static struct term *
stories_with(struct scene *s, const char *config)
{
	struct term *t = stories(s);

	scene_write(s, "sample/config/more", config);
	term_keys(t, ":source more<Enter>");
	term_expect_gone(t, ":source");
	return t;
}

static bool
shows(struct term *t, int row, const char *text)
{
	char *got = term_row(t, row);
	bool same = strcmp(got, text) == 0;

	free(got);
	return same;
}

/* The whole of a file of the scene. */
static char *
read_file(struct scene *s, const char *path)
{
	char full[512], *text = calloc(1, 65536);
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", s->dir, path);
	f = fopen(full, "r");
	assert_non_null(f);
	assert_true(fread(text, 1, 65535, f) < 65535);
	fclose(f);
	return text;
}

static void
test_line(void **state)
{
	struct term *t = stories(*state);
	int column, row;

	term_keys(t, ":dow");
	/* The sentence of the only one, and the real cursor on the line. */
	term_expect_text(t, "Moves down one row.");
	for (int i = 0; i < 200; i++) {
		term_cursor(t, &column, &row);
		if (row == 23 && column == 5)
			break;
		term_pause(t, 50);
	}
	term_check(t, row == 23 && column == 5);
	term_keys(t, "<Tab><Enter>");
	scene_expect_chosen(t, SECOND_STORY);
	term_expect_gone(t, "Moves down one row.");
	term_keys(t, ":toggle-star ; down<Enter>");
	scene_expect_chosen(t, THIRD_STORY);
	term_expect_text(t, "* ");
	term_keys(t, ":1<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, ":opn<Enter>");
	term_expect_text(t, "did you mean \"open\"?");
	/* Up: what began like this. */
	term_keys(t, ":tog<Up>");
	term_expect_text(t, ":toggle-star ; down");
	term_keys(t, "<Down>");
	term_expect_gone(t, ":toggle-star");
	term_expect_text(t, ":tog");
	term_keys(t, "<Esc>:goto \"Me<Tab><Enter>");
	term_expect_text(t, "Meridian Star");
	term_keys(t, "q");
	scene_expect_chosen(t, "Meridian Star");
}

static void
test_candidates(void **state)
{
	struct term *t = stories(*state);
	int column, row;

	term_keys(t, ":set me");
	term_expect_text(t, "The widest line of an article");
	term_keys(t, "<Tab>");
	term_check(t, shows(t, 23, " :set measure"));
	term_keys(t, "<C-u>set theme ");
	term_expect_text(t, "  dark");
	term_keys(t, "<Tab>");
	scene_expect_chosen(t, "auto");
	term_keys(t, "<Tab>");
	scene_expect_chosen(t, "dark");
	term_expect_text(t, ":set theme dark");
	term_check(t, term_find(t, "▌ dark", &column, &row));
	assert_int_equal(column, 0);
	assert_true(term_cell(t, 40, row).bg != TERM_DEFAULT ||
	            term_cell(t, 40, row).reverse);
}

static void
test_keys_in_a_row(void **state)
{
	struct term *t =
	    stories_with(*state, "set key-wait 0\n"
	                         "bind headlines z bottom\n"
	                         "bind headlines zz toggle-star ; down\n"
	                         "bind headlines zr toggle-read\n"
	                         "bind headlines <Enter> nothing\n"
	                         "bind headlines 7 top\n");

	term_keys(t, "z");
	/* What may follow, and what was typed. */
	term_expect_text(t, "zr  read");
	term_expect_text(t, "zz  toggle-star ; down");
	term_keys(t, "z");
	scene_expect_chosen(t, SECOND_STORY);
	term_expect_gone(t, "zr  read");
	/* The shorter one, and then the key that did not belong to it. */
	term_keys(t, "zk");
	scene_expect_chosen(t, SECOND_STORY);
	/* Esc forgets it, Esc with the next key behind it too. */
	term_keys(t, "z");
	term_expect_text(t, "zr  read");
	term_keys(t, "<Esc>");
	term_expect_gone(t, "zr  read");
	scene_expect_chosen(t, SECOND_STORY);
	term_keys(t, "7");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "<Enter>2j");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "gx");
	term_expect_text(t, "gx means nothing here");
}

/* Without another key the shorter keys are carried out after key-wait. */
static void
test_wait_ends(void **state)
{
	struct term *t =
	    stories_with(*state, "set key-wait 50\n"
	                         "bind headlines z bottom\n"
	                         "bind headlines zz toggle-star\n");

	term_keys(t, "z");
	scene_expect_chosen(t, THIRD_STORY);
}

static void
test_repeat(void **state)
{
	struct term *t = stories(*state);

	term_keys(t, "r");
	term_expect_text(t, "2 unread");
	term_keys(t, "j.");
	term_expect_text(t, "1 unread");
	term_keys(t, "j.");
	term_expect_gone(t, "1 unread");
	term_keys(t, "k.");
	term_expect_text(t, "1 unread");
}

static void
test_macro(void **state)
{
	struct term *t =
	    stories_with(*state, "macro starry toggle-star ; down\n"
	                         "bind headlines S starry\n");

	term_keys(t, "2S");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, "?/starry<Enter>");
	term_expect_text(t, "only \"starry\"");
	scene_expect_chosen(t, "toggle-star ; down");
	term_keys(t, "<Esc>");
	term_expect_gone(t, "only \"starry\"");
	term_keys(t, "<Esc>:starry<Enter>");
	term_keys(t, "q:goto Starred<Enter>");
	term_expect_text(t, FIRST_STORY);
	term_expect_text(t, SECOND_STORY);
	term_expect_text(t, THIRD_STORY);
}

static void
test_help_runs(void **state)
{
	struct term *t = stories(*state);

	term_keys(t, "?/unread only<Enter>");
	term_expect_text(t, "only \"unread only\"");
	scene_expect_chosen(t, "U ");
	term_keys(t, "<Enter>");
	term_expect_text(t, "3 unread · unread only");
	/* What wants words is begun. */
	term_keys(t, ":help measure<Enter>");
	term_expect_text(t, "No command has to do with that");
	term_keys(t, "<Esc>/macro<Enter>");
	scene_expect_chosen(t, "macro");
	term_keys(t, "<Enter>");
	term_expect_text(t, ":macro");
	term_expect_text(t, "macro NAME COMMANDS");
}

static void
test_set_and_write(void **state)
{
	struct scene *s = *state;
	struct term *t = stories(s);
	char *text;

	term_keys(t, ":bind headlines X toggle-star ; down<Enter>");
	term_keys(t, "XX");
	scene_expect_chosen(t, THIRD_STORY);
	term_keys(t, ":set measure?<Enter>");
	term_expect_text(t, "measure = 72");
	term_keys(t, ":set measure 40<Enter>:write-config<Enter>");
	term_expect_text(t, "Written to");
	text = read_file(s, CONFIG);
	assert_non_null(strstr(text, "\nset measure 40\n"));
	assert_null(strstr(text, "set measure 72"));
	assert_non_null(strstr(text, "# The width of an article's column"));
	assert_non_null(strstr(text, "bind headlines X toggle-star ; down\n"));
	free(text);
	term_keys(t, ":write-config<Enter>");
	term_expect_text(t, "Nothing was set here");
	term_free(t);
	s->term[0] = NULL;
	/* What was typed is there at the next start. */
	t = stories(s);
	term_keys(t, ":set meas<Up>");
	term_expect_text(t, ":set measure 40");
}

static void
test_presets(void **state)
{
	struct scene *s = *state;
	struct term *t = stories(s);

	term_keys(t, ":set keys emacs<Enter>");
	term_keys(t, "<C-n>");
	scene_expect_chosen(t, SECOND_STORY);
	term_keys(t, "p");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "<C-x>");
	term_expect_text(t, "<C-x><C-c>  quit");
	term_keys(t, "<Esc>:set keys newsboat<Enter>N");
	term_expect_text(t, "2 unread");
	term_keys(t, "l");
	term_expect_text(t, "unread only");
	term_keys(t, ":set keys vi<Enter>r");
	term_expect_text(t, "3 unread");
}

static int
colour_of(struct term *t, const char *text)
{
	int column = 0, row = 0;

	term_find(t, text, &column, &row);
	return term_cell(t, column, row).fg;
}

static void
test_source(void **state)
{
	struct scene *s = *state;
	struct term *t = stories(s);

	scene_write(s, "sample/config/more",
	    "bind headlines X bottom\ncolor unread red default\n");
	term_keys(t, ":source mo<Tab><Enter>X");
	scene_expect_chosen(t, THIRD_STORY);
	term_check(t, colour_of(t, SECOND_STORY) == 1);
	/* What is typed next leaves that as it is. */
	term_keys(t, ":set justify<Enter>");
	term_expect_gone(t, ":set justify");
	term_check(t, colour_of(t, SECOND_STORY) == 1);
	term_keys(t, ":source keys/new<Tab><Enter>N");
	term_expect_text(t, "2 unread");
	term_keys(t, ":source nowhere<Enter>");
	term_expect_text(t, "nowhere");
}

static uint32_t
ground_of(struct term *t)
{
	struct term_cell c = term_cell(t, 70, 12);

	return c.bg == TERM_DEFAULT ? 0 : (uint32_t)c.bg;
}

/* A theme by its name, and as it is saved. */
static void
test_themes(void **state)
{
	struct scene *s = *state;
	struct term *t = stories(s);
	int red;

	assert_int_equal(ground_of(t), 0);
	term_keys(t, ":theme newsp<Tab><Enter>");
	term_check(t, ground_of(t) == 255);
	term_keys(t, ":set theme?<Enter>");
	term_expect_text(t, "theme = newsprint");
	term_keys(t, ":theme newsprnit<Enter>");
	term_expect_text(t, "did you mean \"newsprint\"?");
	scene_write(s, "sample/config/themes/mine",
	    "based-on dark\ncolor text white 17\ncolor unread 9 default\n");
	term_keys(t, ":theme mine<Enter>");
	term_check(t, ground_of(t) == 17);
	red = colour_of(t, SECOND_STORY);
	assert_int_equal(red, 9);
	/* A line that is wrong is named, and the others are used. */
	scene_write(s, "sample/config/themes/mine",
	    "based-on dark\ncolor text white 18\ncolor unred 9 default\n");
	term_check(t, ground_of(t) == 18);
	term_expect_text(t, "themes/mine:3");
	/* What is wrong in another is said as it is chosen. */
	scene_write(
	    s, "sample/config/themes/wrong", "colour nothing red blue\n");
	term_keys(t, ":theme wrong<Enter>");
	term_expect_text(t, "themes/wrong:1");
	term_keys(t, ":theme auto<Enter>");
	term_check(t, ground_of(t) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_line, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_candidates, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_keys_in_a_row, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_wait_ends, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_repeat, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_macro, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_help_runs, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_set_and_write, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_presets, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_source, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_themes, scene_setup, scene_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
