/*
 * test_pseudo: in a language whose sentences are all longer, in brackets and
 * with other letters (tests/lib/pseudo.py), none is left out and none runs into
 * another, at any size.
 */
#include "config.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "scene.h"

enum { WORD_MIN = 4, NOT_INSTALLED = 77 };

/* False: the system has no tools for it, or the reader one language. */
static bool
speak_pseudo(struct scene *s)
{
	const char *top = getenv("top_srcdir");
	char command[2048], dir[512];
	int status;

#ifndef ENABLE_NLS
	return false;
#endif
	snprintf(dir, sizeof(dir), "%s/pseudo", s->dir);
	snprintf(command, sizeof(command), "mkdir '%s' && sh '%s/%s' '%s'", dir,
	    top ? top : "..", "tests/lib/pseudo.sh", dir);
	status = system(command);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_INSTALLED)
		return false;
	assert_int_equal(WEXITSTATUS(status), 0);
	scene_setenv(s, "LOCPATH", dir);
	scene_setenv(s, "LC_ALL", "en_XX.UTF-8");
	scene_setenv(s, "BROADSHEET_LOCALEDIR", dir);
	return true;
}

static size_t
count(const char *text, const char *sign)
{
	size_t n = 0;

	for (; (text = strstr(text, sign)); text += strlen(sign))
		n++;
	return n;
}

/* What was begun is ended, or cut where one sees it: nothing was drawn over. */
static bool
is_whole(const char *text)
{
	size_t open = count(text, "⟦"), shut = count(text, "⟧");

	return shut <= open && open - shut <= count(text, "…");
}

/* On the screen as it is now; hints stand whole. */
static bool
all_whole(struct term *t)
{
	char *last = term_row(t, term_rows(t) - 1), *screen = term_screen(t);
	bool whole = is_whole(screen) && is_whole(last);

	free(last);
	free(screen);
	return whole;
}

/* It comes to that: what is seen now may be a frame half drawn. */
static void
check_whole(struct term *t)
{
	term_check(t, all_whole(t));
}

/* Words of ours that are no sentences: names, and keys. */
static bool
is_name(const char *word, size_t n)
{
	static const char *const names[] = { "broadsheet", "Enter", "Space",
		"Home", "PageUp", "PageDown", "Left", "Right", "Down" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && memcmp(word, names[i], n) == 0)
			return true;
	return false;
}

/* No word in plain letters is left on a screen that is all ours. */
static bool
all_said(struct term *t)
{
	char *screen = term_screen(t);
	bool said = true;

	for (const char *c = screen; *c;) {
		size_t n = 0;

		while (isalpha((unsigned char)c[n]))
			n++;
		/* A letter with an accent before or after it is of a word that
		 * was translated. */
		if (n >= WORD_MIN && !is_name(c, n) && !(c[n] & 0x80) &&
		    !(c > screen && (c[-1] & 0x80)))
			said = false;
		c += n ? n : 1;
	}
	free(screen);
	return said;
}

static void
check_all_said(struct term *t)
{
	term_check(t, all_said(t));
}

static const int sizes[][2] = { { 40, 15 }, { 60, 20 }, { 80, 24 },
	{ 120, 40 } };

/* Without a feed all that is seen is ours. */
static void
test_nothing_left_out(void **state)
{
	static const char *const keys[] = { "H", "<Esc>gl", "<Esc>M", "<Esc>" };
	struct scene *s = *state;

	if (!speak_pseudo(s))
		skip();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct term *t;

		scene_write(s, "config/broadsheet/feeds", "");
		t = scene_start(s, sizes[i][0], sizes[i][1], NULL);
		/* "No sections yet.", and no text of the store's making. */
		term_expect_text(t, "⟦Ňó šéçťíóñš");
		term_expect_gone(t, "áŕçĥíʋé…");
		check_whole(t);
		check_all_said(t);
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			term_keys(t, keys[k]);
			term_pause(t, 0);
			check_whole(t);
			check_all_said(t);
		}
		term_keys(t, "Q");
		assert_int_equal(term_expect_exit(t), 0);
	}
}

/* Every view, in every size. */
static void
test_nothing_overflows(void **state)
{
	static const char *const keys[] = { "", "<Enter>", "z", "U", "m",
		"<Esc>", "<Enter>", "<End>", "l", "<Esc>", "?", "<End>",
		"<Esc>", "<Esc>", "<Esc>", "H", "<End>", "<Esc>", "M", "<Esc>",
		"gr", "gl", "<Esc>", ":", "<Tab>", "<Esc>", "g", "<Esc>", "a",
		"<Esc>" };
	struct scene *s = *state;
	struct term *t;

	if (!speak_pseudo(s))
		skip();
	assert_true(scene_run(s, "--sample fetch", NULL) <= 1);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		t = scene_start(s, sizes[i][0], sizes[i][1], "--sample");
		term_expect_text(t, "World");
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			term_keys(t, keys[k]);
			term_pause(t, 0);
			check_whole(t);
		}
		term_keys(t, "Q");
		assert_int_equal(term_expect_exit(t), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_nothing_left_out),
		TEST(test_nothing_overflows),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("pseudo", tests, NULL, NULL);
}
