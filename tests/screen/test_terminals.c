/*
 * test_terminals: what the reader makes of terminals, colours and locales.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

struct colours {
	int coloured, rgb, bold, reverse;
};

static struct colours
count_colours(const struct term *t)
{
	struct colours c = { 0 };

	for (int y = 0; y < term_rows(t); y++) {
		for (int x = 0; x < term_columns(t); x++) {
			struct term_cell cell = term_cell(t, x, y);

			c.coloured +=
			    cell.fg != TERM_DEFAULT || cell.bg != TERM_DEFAULT;
			c.rgb += cell.fg == TERM_RGB || cell.bg == TERM_RGB;
			c.bold += cell.bold;
			c.reverse += cell.reverse;
		}
	}
	return c;
}

/* An article has the most styles; the list has the bar. */
static struct term *
article(struct scene *s)
{
	struct term *t = scene_sample(s, 80, 24);

	term_keys(t, SCENE_TO_COURIER "<Enter><Enter>");
	term_expect_text(t, "By Ines Valdemar");
	return t;
}

static void
test_256_colours(void **state)
{
	struct term *t = article(*state);
	struct colours c = count_colours(t);

	term_check(t, c.coloured > 0);
	term_check(t, c.bold > 0);
}

static void
test_direct_colour(void **state)
{
	struct scene *s = *state;
	struct term *t;

	if (access("/usr/share/terminfo/x/xterm-direct2", R_OK) != 0 &&
	    access("/lib/terminfo/x/xterm-direct2", R_OK) != 0)
		skip();
	scene_setenv(s, "TERM", "xterm-direct2");
	t = article(s);
	term_check(t, count_colours(t).coloured > 0);
}

/* NO_COLOR: bold and the bar remain, and no cell has a colour. */
static void
test_no_color(void **state)
{
	struct scene *s = *state;
	struct term *t;
	struct colours c;

	scene_setenv(s, "NO_COLOR", "1");
	t = article(s);
	c = count_colours(t);
	term_check(t, c.coloured == 0);
	term_check(t, c.bold > 0);
	term_keys(t, "q");
	scene_expect_chosen(t, "counted every boat");
	term_check(t, count_colours(t).coloured == 0);
}

static void
test_terminals_by_name(void **state)
{
	static const char *const names[] = { "xterm", "screen-256color",
		"tmux-256color", "vt100", "linux" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct scene *s = *state;
		struct term *t;

		scene_setenv(s, "TERM", names[i]);
		/* For "linux" ncurses loads libgpm, which leaks. */
		scene_setenv(s, "ASAN_OPTIONS", "detect_leaks=0");
		t = scene_start(s, 80, 24, "--sample");
		if (term_wait_text(t, "Front page", true, TERM_PATIENCE_MS)) {
			term_keys(t, "Q");
			term_check(t, term_expect_exit(t) == 0);
		} else {
			/* Not installed here; told in words. */
			term_expect_text(t, "broadsheet");
			assert_int_not_equal(term_expect_exit(t), 0);
		}
		term_free(t);
		s->term[0] = NULL;
	}
}

static void
test_unknown_terminal(void **state)
{
	static const char *const names[] = { "no-such-terminal", "dumb", "" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct scene *s = *state;
		struct term *t;

		scene_setenv(s, "TERM", names[i]);
		t = scene_start(s, 80, 24, "--sample");
		term_expect_text(t, "broadsheet");
		assert_int_equal(WEXITSTATUS(term_expect_exit(t)), 2);
		term_free(t);
		s->term[0] = NULL;
	}
}

/* Without UTF-8 there is a clear word, and ASCII signs. */
static void
test_locale_without_utf8(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_setenv(s, "LC_ALL", "C");
	t = scene_start(s, 80, 24, "--sample");
	term_expect_text(t, "UTF-8");
	for (int y = 0; y < 24; y++)
		for (int x = 0; x < 80; x++)
			term_check(t,
			    !((unsigned char)*term_cell(t, x, y).text & 0x80));
}

/* The terminal is as it was: the first screen, the cursor, its modes. */
static void
test_terminal_is_restored(void **state)
{
	struct scene *s = *state;
	char sh[] = "/bin/sh", option[] = "-c", script[8192];
	char *argv[] = { sh, option, script, NULL };
	struct term *t;

	assert_int_equal(scene_run(s, "--sample fetch", NULL), 0);
	snprintf(script, sizeof(script),
	    "echo before; stty -g >%s/a; %s/broadsheet --sample; "
	    "stty -g >%s/b; cmp %s/a %s/b && echo same after",
	    s->dir, scene_build_dir(), s->dir, s->dir, s->dir);
	t = s->term[0] = term_start(80, 24, argv, s->env);
	term_expect_text(t, "Front page");
	term_keys(t, "Q");
	term_expect_text(t, "same after");
	term_expect_text(t, "before");
	term_expect_gone(t, "Front page");
	term_expect_exit(t);
}

static const char hostile_feed[] =
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"H\","
    "\"items\":["
    "{\"id\":\"1\",\"title\":\"A \\u001b]52;c;cHduZWQ=\\u0007 B\"},"
    "{\"id\":\"2\",\"title\":\"C \\u009b31m\\u202e D \\u2067 E\"},"
    "{\"id\":\"3\",\"title\":\"F "
    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"
    " G \xf0\x9f\x87\xa7\xf0\x9f\x87\xa9"
    " H\xc2\xad"
    " I\"},"
    "{\"id\":\"4\",\"title\":\"J \xef\xbc\xab"
    " e\xcc\x81\xcc\x81"
    " L \xd7\x90\xd7\x91"
    " M\"},"
    "{\"id\":\"5\",\"title\":\"N\\u0000\\b\\t\\r\\n O\","
    "\"content_html\":\"<p>P \\u001b[2JQ &#27;[2J &#x9b;2J R</p>\"}]}";

/* In how many rows the paper's name stands in the column where it stands in
 * the first of them. */
static int
rows_with_paper(struct term *t)
{
	int column, row, n = 0;

	if (!term_find(t, "Zq", &column, &row))
		return 0;
	for (int y = 0; y < term_rows(t); y++)
		n += !strcmp(term_cell(t, column, y).text, "Z") &&
		     !strcmp(term_cell(t, column + 1, y).text, "q");
	return n;
}

/* What strangers write drives no terminal and pushes no column aside. */
static void
test_hostile_titles(void **state)
{
	struct scene *s = *state;
	char text[512];
	struct term *t;

	scene_write(s, "hostile.json", hostile_feed);
	snprintf(text, sizeof(text), "file://%s/hostile.json Zq\n", s->dir);
	scene_write(s, "config/broadsheet/feeds", text);
	assert_int_equal(scene_run(s, "fetch", NULL), 0);
	t = scene_start(s, 80, 24, NULL);
	scene_expect_chosen(t, "5");
	term_keys(t, "<Enter>");
	term_expect_text(t, "5 unread");
	term_check(t, rows_with_paper(t) == 5);
	term_check(t, !strstr(term_osc(t), "cHduZWQ"));
	term_keys(t, "G<Enter>");
	term_expect_text(t, "Published");
	term_keys(t, "q");
	term_expect_text(t, "4 unread");
	term_keys(t, "gg<Enter>");
	term_expect_text(t, "Published");
	term_check(t, !strstr(term_osc(t), "cHduZWQ"));
}

/* The first start: a commented feeds file, and the keys to know. */
static void
test_first_start(void **state)
{
	struct scene *s = *state;
	struct term *t = scene_start(s, 80, 24, NULL);
	char path[512];

	term_expect_text(t, "No sections yet");
	term_expect_text(t, "?");
	snprintf(path, sizeof(path), "%s/config/broadsheet/feeds", s->dir);
	assert_int_equal(access(path, R_OK), 0);
	term_keys(t, "q");
	assert_int_equal(term_expect_exit(t), 0);
}

/* Files with mistakes: what was right is shown, and what was wrong is said. */
static void
test_mistakes(void **state)
{
	struct scene *s = *state;
	struct term *t;

	scene_write(s, "config/broadsheet/feeds",
	    "[Good]\nhttp://127.0.0.1:1/ \"A Paper\"\nfrob nicate\n");
	scene_write(s, "config/broadsheet/config",
	    "set refresh no\nset measure wide\n");
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(t, "Good");
	term_expect_text(t, "Paper");
	term_keys(t, "M");
	term_expect_text(t, "feeds:3:");
	term_expect_text(t, "config:2:");
	term_keys(t, "q");
	scene_expect_chosen(t, "Front page");
	/* Mended while the reader is open. */
	scene_write(s, "config/broadsheet/feeds",
	    "[Good]\nhttp://127.0.0.1:1/ \"B Paper\"\n[New]\n"
	    "http://127.0.0.1:1/new Another\n");
	term_expect_text(t, "Another");
	term_expect_text(t, "B Paper");
}

/* Links are written over what curses shows, and change nothing of it. */
static void
test_hyperlinks(void **state)
{
	struct scene *s = *state;
	struct term *t = article(s);
	struct colours without, with;
	char *before, *after;

	term_keys(t, "<End>");
	term_expect_text(t, "100 %");
	before = term_screen(t);
	without = count_colours(t);
	assert_string_not_equal(term_osc(t), "8;;");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);

	scene_setenv(s, "VTE_VERSION", "7200");
	t = article(s);
	term_keys(t, "<End>");
	term_expect_text(t, "100 %");
	term_check(t, strcmp(term_osc(t), "8;;") == 0);
	after = term_screen(t);
	with = count_colours(t);
	assert_string_equal(before, after);
	assert_memory_equal(&with, &without, sizeof(with));
	free(before);
	free(after);
}

/* A key that is in no entry, and an answer to a question that is long past, are
 * no letters: A would mark everything read, ? is help. */
static void
test_unknown_keys(void **state)
{
	struct scene *s = *state;
	struct term *t;

	/* It is asked nothing, so that nothing is waited for. */
	scene_setenv(s, "TERM", "vt100");
	t = scene_sample(s, 80, 24);
	scene_expect_chosen(t, "Front page");
	term_keys(t, "\033[1;5A\033[?62;4;22c\033[200;1Q");
	term_keys(t, "j");
	scene_expect_chosen(t, "Starred");
	term_expect_text(t, " 31");
	/* An answer that comes close behind a person's Esc. */
	term_keys(t, "\033\033[?62;4;22c");
	term_keys(t, "k");
	scene_expect_chosen(t, "Front page");
	/* Alone they are Alt and a bracket, which is Esc. */
	term_keys(t, "\033[");
	term_expect_text(t, "ends the program");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_256_colours),
		TEST(test_direct_colour),
		TEST(test_no_color),
		TEST(test_terminals_by_name),
		TEST(test_unknown_terminal),
		TEST(test_locale_without_utf8),
		TEST(test_terminal_is_restored),
		TEST(test_hyperlinks),
		TEST(test_first_start),
		TEST(test_hostile_titles),
		TEST(test_mistakes),
		TEST(test_unknown_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("terminals", tests, NULL, NULL);
}
