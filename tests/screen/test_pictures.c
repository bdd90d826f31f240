/*
 * test_pictures: pictures in the text, in cells, as a person sees them.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

#define CAPTION "The evening fleet leaves Port Alder"
#define ALT "[picture"

/* Cells in colours of their own, as pictures have; first and last row, and how
 * many the last two of its rows have. */
struct painted {
	int cells, rgb, top, bottom, last, before;
};

static struct painted
painted(const struct term *t)
{
	struct painted p = { .top = -1, .bottom = -1 };

	for (int y = 0; y < term_rows(t) - 1; y++) {
		int here = 0;

		for (int x = 0; x < term_columns(t); x++) {
			struct term_cell c = term_cell(t, x, y);

			here += c.bg != TERM_DEFAULT && !c.bold;
			p.rgb += c.bg == TERM_RGB;
		}
		/* A bar is one row, a match a few cells. */
		if (here < 10)
			continue;
		p.cells += here;
		p.before = p.last;
		p.last = here;
		p.top = p.top < 0 ? y : p.top;
		p.bottom = y;
	}
	return p;
}

/* The whole of it, right above its caption: not a frame whose last row is half
 * drawn. */
static bool
stands(const struct term *t)
{
	struct painted p = painted(t);
	int column, row;

	return term_find(t, CAPTION, &column, &row) && p.cells > 300 &&
	       p.bottom == row - 1 && p.last == p.before;
}

static struct term *
open_story(struct scene *s, int columns, int rows)
{
	struct term *t = scene_sample(s, columns, rows);

	term_keys(t, SCENE_TO_COURIER "<Enter>");
	term_expect_text(t, "3 unread");
	term_keys(t, "<Enter>");
	term_expect_text(t, "By Ines Valdemar");
	return t;
}

static bool
has_direct(void)
{
	return access("/usr/share/terminfo/x/xterm-direct", R_OK) == 0 ||
	       access("/lib/terminfo/x/xterm-direct", R_OK) == 0;
}

/* It stands above its caption, scrolls with the text and goes with p. */
static void
test_in_the_text(void **state)
{
	struct term *t = open_story(*state, 90, 40);
	struct painted first;

	term_check(t, stands(t));
	first = painted(t);
	term_keys(t, "jj");
	term_check(t, stands(t) && painted(t).top == first.top - 2 &&
	                  painted(t).cells == first.cells);
	term_keys(t, "p");
	term_expect_text(t, ALT);
	term_check(t, painted(t).cells == 0);
	term_keys(t, "p");
	term_expect_gone(t, ALT);
	term_check(t, painted(t).cells == first.cells);
}

/* Half out of the window, covered by help and back, in another size. */
static void
test_partly(void **state)
{
	struct term *t = open_story(*state, 90, 40);
	struct painted first;

	term_check(t, stands(t));
	first = painted(t);
	for (int i = 0; i < first.top + 3; i++)
		term_keys(t, "j");
	term_check(t, painted(t).top == 0 &&
	                  painted(t).bottom == first.bottom - first.top - 3);
	term_keys(t, "?");
	term_expect_text(t, "Hides the pictures");
	/* The bar of the list is one row of one colour. */
	term_check(t, painted(t).top == painted(t).bottom);
	term_keys(t, "q");
	term_check(t, painted(t).bottom == first.bottom - first.top - 3);
	term_keys(t, "<Home>");
	term_resize(t, 60, 30);
	term_check(t, painted(t).cells > 100 && painted(t).cells < first.cells);
	term_resize(t, 90, 40);
	term_check(t, painted(t).cells == first.cells);
}

static void
test_direct(void **state)
{
	struct scene *s = *state;
	struct term *t;

	if (!has_direct())
		skip();
	scene_setenv(s, "COLORTERM", "truecolor");
	t = open_story(s, 90, 40);
	term_check(t, painted(t).rgb > 300);
}

static void
test_without_colours(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_setenv(s, "NO_COLOR", "1");
	t = open_story(s, 90, 40);
	term_expect_text(t, "▘▘▘▘");
	term_check(t, painted(t).cells == 0);
}

static void
test_ascii(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_setenv(s, "LC_ALL", "C");
	t = open_story(s, 90, 40);
	term_expect_text(t, "==++");
	term_check(t, painted(t).cells == 0);
}

/* The place is kept with its words where nothing is to be fetched. */
static void
test_off(void **state)
{
	struct scene *s = *state;
	struct term *t;
	char text[512];

	scene_write(s, "config/broadsheet/config", "set pictures off\n");
	scene_write(s, "story.json",
	    "{\"version\":\"https://jsonfeed.org/version/1.1\","
	    "\"title\":\"P\",\"items\":[{\"id\":\"1\",\"title\":\"One\","
	    "\"content_html\":\"<p>Before.</p><img src='a.png' "
	    "alt='A kite' width='600' height='400'><p>Behind.</p>\"}]}");
	snprintf(text, sizeof(text), "file://%s/story.json P\n", s->dir);
	scene_write(s, "config/broadsheet/feeds", text);
	assert_int_equal(scene_run(s, "fetch", NULL), 0);
	t = scene_start(s, 90, 40, NULL);
	scene_expect_chosen(t, "1");
	term_keys(t, "<Enter>");
	term_expect_text(t, "1 unread");
	term_keys(t, "<Enter>");
	term_expect_text(t, "[picture: A kite]");
	term_expect_text(t, "Behind.");
	term_keys(t, "Q");
	term_expect_exit(t);
	/* And where it cannot be had: one word why, in its place. */
	scene_write(s, "config/broadsheet/config", "");
	t = scene_start(s, 90, 40, NULL);
	scene_expect_chosen(t, "Front page");
	term_keys(t, "jjj<Enter><Enter>");
	term_expect_text(t, "gone");
	term_expect_text(t, "[picture: A kite]");
}

/* As large as the window, its words below it, and back to the page. */
static void
test_whole_window(void **state)
{
	struct term *t = open_story(*state, 120, 50);
	int before;

	term_check(t, stands(t));
	before = painted(t).cells;
	term_keys(t, "V");
	term_expect_gone(t, "By Ines Valdemar");
	term_expect_text(t, CAPTION);
	term_check(t, painted(t).cells > 2 * before);
	term_keys(t, "q");
	term_expect_text(t, "By Ines Valdemar");
	term_check(t, stands(t) && painted(t).cells == before);
}

/* A terminal that says it is kitty gets signs that stand for the picture; what
 * it answers is no key.  (The one of this test prints the picture's bytes, and
 * so its screen is of no more use.) */
static void
test_kitty(void **state)
{
	struct scene *s = *state;
	struct term *t;

	t = scene_sample(s, 90, 40);
	term_expect_text(t, "Front page");
	term_keys(t, "\033P>|kitty(0.35.2)\033\\\033[6;20;10t\033[?62;c"
	             "\033_Gi=31;OK\033\\");
	term_keys(t, SCENE_TO_COURIER "<Enter>");
	term_expect_text(t, "3 unread");
	term_keys(t, "<Enter>");
	term_expect_text(t, "By Ines Valdemar");
	term_expect_text(t, "\xf4\x8e\xbb\xae\xcc\x85\xcc\x85");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_in_the_text, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_partly, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_direct, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_without_colours, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_ascii, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_off, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_whole_window, scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    test_kitty, scene_setup, scene_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
