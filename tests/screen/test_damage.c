/*
 * test_damage: a reader on a store that is damaged, empty or of a later
 * version says so where the stories would stand, shows what can be read, and
 * goes on as soon as the store is mended.
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

enum { MEND_MS = 10000 };

static void shell(struct scene *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Runs a command in the scene's folder. */
static void
shell(struct scene *s, const char *fmt, ...)
{
	char command[1200];
	size_t n =
	    (size_t)snprintf(command, sizeof(command), "cd '%s' && ", s->dir);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(command + n, sizeof(command) - n, fmt, ap);
	va_end(ap);
	assert_int_equal(system(command), 0);
}

/* The first paper of the sample edition in "store.db", all of it in that file,
 * nobody at it; the words that a reader is started with. */
static const char *
fill(struct scene *s)
{
	static char args[400];
	char run[500];

	snprintf(run, sizeof(run),
	    "[Papers]\nfile://%s/sample/courier.xml Courier\n",
	    strchr(s->env[1], '=') + 1);
	scene_write(s, "config/broadsheet/feeds", run);
	snprintf(args, sizeof(args), "--store %s/store.db", s->dir);
	snprintf(run, sizeof(run), "%s fetch", args);
	assert_true(scene_run(s, run, NULL) <= 1);
	shell(s, "i=0; while [ -n \"$(ls store.db.desks)\" ] && [ $i -lt 200 ];"
	         " do sleep 0.05; i=$((i + 1)); done;"
	         " sqlite3 store.db 'PRAGMA wal_checkpoint(TRUNCATE)' >said;"
	         " cp store.db sound");
	return args;
}

static void
zero_root(struct scene *s, const char *table)
{
	shell(s,
	    "r=$(sqlite3 store.db \"SELECT rootpage FROM sqlite_schema WHERE"
	    " name = '%s'\") && page=$(sqlite3 store.db 'PRAGMA page_size') &&"
	    " dd if=/dev/zero of=store.db bs=$page seek=$((r - 1)) count=1"
	    " conv=notrunc 2>said",
	    table);
}

static void
leave(struct term *t)
{
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

static bool
no_sqlite(void)
{
	return system("command -v sqlite3 >/dev/null") != 0;
}

/* A reader on a store whose table has lost its root. */
static struct term *
start_without(struct scene *s, const char *table)
{
	const char *args;

	if (no_sqlite())
		skip();
	args = fill(s);
	zero_root(s, table);
	return scene_start(s, 80, 24, args);
}

/* The headline, the byline and the standfirst are there; the text is not. */
static void
test_texts(void **state)
{
	struct term *t = start_without(*state, "body");

	term_expect_text(t, "Courier");
	term_keys(t, SCENE_TO_COURIER "<Enter>");
	scene_expect_chosen(t, "“We counted every boat”");
	term_keys(t, "<Enter>");
	term_expect_text(t, "By Ines Valdemar");
	term_expect_text(t, "The text of this story is damaged");
	leave(t);
}

/* No list of nothing. */
static void
test_lists(void **state)
{
	struct term *t = start_without(*state, "article");

	term_expect_text(t, "Front page");
	term_keys(t, "<Enter>");
	term_expect_text(t, "it is damaged");
	term_expect_at(
	    t, "No stories here yet", false, MEND_MS, __FILE__, __LINE__);
	leave(t);
}

/* The whole sentence stands where the sections would, and they come when the
 * file is whole again. */
static void
test_no_store(void **state)
{
	static const char *const ways[][2] = {
		{ "dd if=/dev/zero of=store.db bs=4096 count=1 conv=notrunc"
		  " 2>said",
		    "--repair\" saves what can be read" },
		{ ": >store.db", "is empty, and was not" },
		{ "sqlite3 store.db 'PRAGMA user_version = 999'",
		    "was written by a newer broadsheet" },
	};
	struct scene *s = *state;
	const char *args;
	struct term *t;

	if (no_sqlite())
		skip();
	args = fill(s);
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		shell(s, "rm -f store.db-*; %s", ways[i][0]);
		t = scene_start(s, 80, 24, args);
		term_expect_text(t, ways[i][1]);
		term_keys(t, "j");
		term_expect_text(t, ways[i][1]);
		shell(s, "rm -f store.db-*; cp sound new; mv new store.db");
		term_expect_at(t, "Courier", true, MEND_MS, __FILE__, __LINE__);
		leave(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_texts),
		TEST(test_lists),
		TEST(test_no_store),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("damage", tests, NULL, NULL);
}
