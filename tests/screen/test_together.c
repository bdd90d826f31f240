/*
 * test_together: two readers and a command on one store, and a reader that is
 * killed in the middle of a refresh.
 */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "scene.h"

/* What a mark may take to another screen. */
enum { NEWS_MS = 3000 };

#define FIRST_STORY "“We counted every boat”"

static void
expect_soon(struct term *t, const char *text, int line)
{
	term_expect_at(t, text, true, NEWS_MS, __FILE__, line);
}

static void
test_marks_are_seen(void **state)
{
	struct scene *s = *state;
	struct term *a = scene_sample(s, 80, 24);
	struct term *b = scene_start(s, 80, 24, "--sample");

	term_keys(a, SCENE_TO_COURIER "<Enter>");
	term_keys(b, SCENE_TO_COURIER "<Enter>");
	scene_expect_chosen(a, FIRST_STORY);
	scene_expect_chosen(b, FIRST_STORY);
	term_keys(b, "j");
	scene_expect_chosen(b, "Two bridges");
	/* From one reader to the other ... */
	term_keys(a, "r");
	expect_soon(a, "2 unread", __LINE__);
	expect_soon(b, "2 unread", __LINE__);
	scene_expect_chosen(b, "Two bridges");
	/* ... and back, while a story is open there ... */
	term_keys(a, "<Enter>");
	term_expect_text(a, "By Ines Valdemar");
	term_keys(b, "s");
	expect_soon(b, "* ", __LINE__);
	term_keys(a, "q");
	expect_soon(a, "* ", __LINE__);
	/* ... and from a command to both, a fetch beside them. */
	assert_int_equal(scene_run(s, "--sample fetch", NULL), 0);
	assert_int_equal(
	    scene_run(s,
	        "--sample mark 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 "
	        "16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 "
	        "read",
	        NULL),
	    0);
	term_expect_at(a, "2 unread", false, NEWS_MS, __FILE__, __LINE__);
	term_expect_at(b, "2 unread", false, NEWS_MS, __FILE__, __LINE__);
	term_keys(a, "Q");
	term_keys(b, "Q");
	assert_int_equal(term_expect_exit(a), 0);
	assert_int_equal(term_expect_exit(b), 0);
}

/* Waits until a shell's command succeeds. */
static bool
comes_true(struct term *t, const char *command)
{
	for (int i = 0; i < 200; i++) {
		if (system(command) == 0)
			return true;
		term_pause(t, 50);
	}
	return false;
}

/* Nobody has this folder in the words of its command. */
static void
nobody_with(char *out, size_t size, const char *dir)
{
	snprintf(out, size,
	    "! ps -A -o stat= -o args= | grep -v '^Z' | grep -v grep | "
	    "grep -qF '%s/'",
	    dir);
}

static void
start_slow_refresh(struct scene *s, char *wait, size_t size)
{
	char path[512], text[4096];

	scene_write(s, "slow",
	    "#!/bin/sh\n: >\"${0%/*}/running\"\n"
	    "while :; do sleep 0.2; done\n");
	snprintf(path, sizeof(path), "%s/slow", s->dir);
	chmod(path, 0700);
	snprintf(text, sizeof(text),
	    "[Papers]\nfile://%s/sample/courier.xml Courier\n"
	    "exec \"%s\" Slow\n",
	    strchr(s->env[1], '=') + 1, path);
	scene_write(s, "config/broadsheet/feeds", text);
	snprintf(wait, size, "test -e '%s/running'", s->dir);
}

/* The desk, its parsers and the commands it runs go with the reader. */
static void
test_killed_reader(void **state)
{
	struct scene *s = *state;
	char command[1024];
	struct term *t;

	start_slow_refresh(s, command, sizeof(command));
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(t, "Courier");
	term_check(t, comes_true(t, command));
	term_expect_text(t, "1/2");
	term_keys(t, "jjjj<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	term_keys(t, "r");
	term_expect_text(t, "2 unread");
	kill(term_pid(t), SIGKILL);
	term_expect_exit(t);
	nobody_with(command, sizeof(command), s->dir);
	term_check(t, comes_true(t, command));
	/* The next start shows what the last one did. */
	t = scene_start(s, 80, 24, NULL);
	term_keys(t, "jjjj<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	term_expect_text(t, "2 unread");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
	term_check(t, comes_true(t, command));
}

/* A fetch on a terminal has a line of progress, and none elsewhere. */
static void
test_progress_of_fetch(void **state)
{
	struct scene *s = *state;
	char command[1024];
	struct term *t;

	start_slow_refresh(s, command, sizeof(command));
	t = scene_start(s, 80, 24, "fetch");
	term_expect_text(t, "1/2");
	term_keys(t, "<C-c>");
	term_expect_exit(t);
	nobody_with(command, sizeof(command), s->dir);
	term_check(t, comes_true(t, command));
}

/* A terminal that goes away (SIGHUP) ends the reader and all it started. */
static void
test_terminal_goes(void **state)
{
	struct scene *s = *state;
	char command[1024];
	struct term *t;

	start_slow_refresh(s, command, sizeof(command));
	t = scene_start(s, 80, 24, NULL);
	term_expect_text(t, "Courier");
	term_check(t, comes_true(t, command));
	kill(term_pid(t), SIGHUP);
	term_expect_exit(t);
	nobody_with(command, sizeof(command), s->dir);
	term_check(t, comes_true(t, command));
}

/* The desk is killed under the reader: another takes over, no mark is lost. */
static void
test_killed_desk(void **state)
{
	struct scene *s = *state;
	struct term *t = scene_sample(s, 80, 24);
	char command[1024];

	term_keys(t, SCENE_TO_COURIER "<Enter>");
	scene_expect_chosen(t, FIRST_STORY);
	snprintf(command, sizeof(command),
	    "kill -9 $(ps -A -o pid= -o ppid= | awk '$2 == %ld { print $1 }')",
	    (long)term_pid(t));
	assert_int_equal(system(command), 0);
	term_keys(t, "r");
	term_expect_text(t, "2 unread");
	term_keys(t, "s");
	term_expect_text(t, "* ");
	for (int i = 0; i < 200; i++) {
		char *out;
		bool there;

		scene_run(s, "--sample status --json", &out);
		there = strstr(out, "\"unread\": 30") &&
		        strstr(out, "\"starred\": 1");
		free(out);
		if (there)
			break;
		term_check(t, i < 199);
		term_pause(t, 50);
	}
	term_expect_text(t, "2 unread");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_marks_are_seen),
		TEST(test_killed_reader),
		TEST(test_progress_of_fetch),
		TEST(test_terminal_goes),
		TEST(test_killed_desk),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("together", tests, NULL, NULL);
}
