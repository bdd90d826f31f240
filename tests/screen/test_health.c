/*
 * test_health: the view of how the feeds are, and the keys that mend them.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "scene.h"

enum { LINE_MAX = 512, FILE_MAX = 4096, SEEN_MS = 3000 };

/* One that is well, one that fails, one whose certificate is not checked. */
static struct term *
start(struct scene *s, int columns, int rows)
{
	char text[FILE_MAX];
	struct term *t;

	snprintf(text, sizeof(text),
	    "# mine\n[Papers]\nfile://%s/sample/courier.xml Courier\n"
	    "file://%s/nowhere.xml \"Lost paper\" # gone?\n"
	    "https://127.0.0.1:9/x Open tls-insecure=yes paused=yes\n",
	    strchr(s->env[1], '=') + 1, s->dir);
	scene_write(s, "config/broadsheet/feeds", text);
	t = scene_start(s, columns, rows, NULL);
	term_expect_text(t, "Courier");
	term_keys(t, "H");
	term_expect_text(t, "Health of the feeds");
	term_expect_at(
	    t, "1 failing · 1 paused", true, SEEN_MS, __FILE__, __LINE__);
	/* Whatever came first while they were being asked. */
	term_keys(t, "gg");
	scene_expect_chosen(t, "! failing  Lost paper");
	return t;
}

static void
expect_line(struct scene *s, const char *line, bool there)
{
	char path[LINE_MAX], row[LINE_MAX];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "%s/config/broadsheet/feeds", s->dir);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(row, sizeof(row), f))
		found |= strstr(row, line) != NULL;
	fclose(f);
	if (found != there)
		print_error("%s %s in the feeds file\n", line,
		    there ? "is not" : "is still");
	assert_true(found == there);
}

static struct term_cell
cell_of(struct term *t, const char *text)
{
	int column, row;

	assert_true(term_find(t, text, &column, &row));
	return term_cell(t, column, row);
}

static void
test_shown(void **state)
{
	struct scene *s = *state;
	struct term *t = start(s, 80, 24);
	struct term_cell red, plain;
	int column, row, at;

	/* The terminal's own cursor is on the row, for those who listen. */
	term_cursor(t, &column, &row);
	assert_true(term_find(t, "Lost paper", &at, &column));
	assert_int_equal(row, column);
	/* The cause in words, and the address, below. */
	term_expect_text(t, "nowhere.xml: No such file");
	term_expect_text(t, "see whether the path in the feeds file is right");
	term_expect_text(t, "it is asked again at ");
	/* No certificate is no secret, by colour and by word. */
	red = cell_of(t, "unchecked!");
	plain = cell_of(t, "Courier");
	assert_memory_not_equal(&red.fg, &plain.fg, sizeof(red.fg));
	term_keys(t, "j");
	scene_expect_chosen(t, "paused   Open");
	term_expect_text(t, "its certificate is left unchecked");
	term_expect_text(t, "asked only when it is named");
	/* A screen without room says it in fewer words. */
	term_resize(t, 40, 15);
	term_expect_text(t, "paused   Open");
	term_expect_gone(t, "newest");
	/* But all of cause and remedy. */
	term_keys(t, "k");
	term_expect_text(t, "is right");
	term_keys(t, "HQ");
	assert_int_equal(term_expect_exit(t), 0);
}

static void
test_paused(void **state)
{
	struct scene *s = *state;
	struct term *t = start(s, 100, 30);

	term_keys(t, "p");
	term_expect_text(t, "Lost paper is paused");
	term_expect_text(t, "2 paused");
	/* It has moved down in the list; the cursor went along. */
	scene_expect_chosen(t, "paused   Lost paper");
	expect_line(s, "\"Lost paper\" paused=yes # gone?", true);
	term_keys(t, "p");
	term_expect_text(t, "Lost paper goes on");
	scene_expect_chosen(t, "failing  Lost paper");
	expect_line(s, "\"Lost paper\" # gone?", true);
	/* A feed that never said it moved stays. */
	term_keys(t, "m");
	term_expect_text(t, "has not said that it moved");
	term_keys(t, "F");
	term_expect_text(t, "Lost paper never named its site");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

static void
test_muted(void **state)
{
	struct scene *s = *state;
	struct term *t = start(s, 100, 30);

	term_keys(t, "G");
	scene_expect_chosen(t, "well     Courier");
	term_keys(t, "x");
	term_expect_text(t, "Courier is muted: what is new comes in as read");
	scene_expect_chosen(t, "muted    Courier");
	term_expect_text(t, "it is muted: what is new");
	expect_line(s, "muted=yes", true);
	term_keys(t, "x");
	term_expect_text(t, "Courier is heard again");
	scene_expect_chosen(t, "well     Courier");
	expect_line(s, "muted=yes", false);
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

static void
test_dropped(void **state)
{
	struct scene *s = *state;
	struct term *t = start(s, 80, 24);
	char *out = NULL;

	term_keys(t, "D");
	term_expect_text(t, "Unsubscribe? yes or no:");
	term_keys(t, "no<Enter>");
	term_expect_text(t, "Nothing was changed");
	expect_line(s, "Lost paper", true);
	term_keys(t, "G");
	scene_expect_chosen(t, "well     Courier");
	term_keys(t, "D");
	term_expect_text(t, "Unsubscribe? yes or no:");
	term_keys(t, "yes<Enter>");
	term_expect_text(t, "its articles stay");
	expect_line(s, "Courier", false);
	expect_line(s, "# mine", true);
	term_expect_gone(t, "well     Courier");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
	/* What it had is in the archive. */
	assert_int_equal(scene_run(s, "search boat --json", &out), 0);
	assert_non_null(strstr(out, "We counted every boat"));
	free(out);
}

/* The editor gets the line and the file, each a word, and the screen. */
static void
test_edited(void **state)
{
	struct scene *s = *state;
	char path[LINE_MAX], editor[LINE_MAX + 16];
	struct term *t;

	scene_write(s, "my editor",
	    "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n"
	    "sed -i.old 's/Lost paper/Found paper/' \"$3\"\nsleep 1\n");
	snprintf(path, sizeof(path), "%s/my editor", s->dir);
	chmod(path, 0700);
	snprintf(editor, sizeof(editor), "\"%s\" $(id)", path);
	scene_setenv(s, "VISUAL", "");
	scene_setenv(s, "EDITOR", editor);
	t = start(s, 100, 30);
	term_keys(t, "e");
	term_expect_text(t, "<$(id)>");
	term_expect_text(t, "<+4>");
	term_expect_text(t, "broadsheet/feeds>");
	/* What was saved is seen at once. */
	scene_expect_chosen(t, "Found paper");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, scene_setup, scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_shown),
		TEST(test_paused),
		TEST(test_muted),
		TEST(test_dropped),
		TEST(test_edited),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
