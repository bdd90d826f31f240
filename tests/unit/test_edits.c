/* The page of what an edit has changed: through the versions and the changes,
 * and back to the text where it was. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "doc/blocks.h"
#include "doc/galley.h"
#include "store/articles.h"
#include "uistore.h"

enum { FEED = 1, LINES = 30 };

static struct uistore u;

static void
print(const char *title, const char *first, const char *last, int64_t now)
{
	struct doc *d = doc_new(NULL);
	struct str text = { 0 }, galley = { 0 };
	struct article_new a = {
		.key = SPAN("ferry"),
		.title = span_of(title),
		.published = UISTORE_NOW - 60,
		.keep = { 10, 1 << 20 },
	};
	struct merge_count count;
	struct err err = { 0 };

	str_printf(&text, "%s\n\n", first);
	for (int i = 1; i <= LINES; i++)
		str_printf(&text, "Line %d of the log.\n\n", i);
	str_addz(&text, last);
	blocks_from_text(d, str_span(&text));
	galley_write(&galley, d);
	a.body = str_span(&galley);
	str_clear(&text);
	str_printf(&text, "%s|%s", title, str_z(&galley));
	a.print = str_span(&text);
	assert_true(store_begin(u.writer, false, &err));
	assert_true(articles_merge(u.writer, FEED, &a, 1, now, &count, &err));
	assert_true(store_commit(u.writer, &err));
	doc_free(d);
	str_release(&text);
	str_release(&galley);
}

static bool
shows(const char *text)
{
	char *screen = uistore_screen(&u);
	bool yes = strstr(screen, text) != NULL;

	free(screen);
	return yes;
}

/* The story in a window of 20 rows. */
static void
open_story(void)
{
	uistore_size(&u, 20, 80);
	uistore_press(&u, "<Enter> <Home> <Enter>");
	assert_true(shows("Line 1 of the log."));
}

static int
setup(void **state)
{
	(void)state;
	uistore_open(&u, false);
	print("Ferry late", "It left at nine.", "Nobody waved.", UISTORE_NOW);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	uistore_close(&u);
	return 0;
}

static void
edit_twice(void)
{
	print(
	    "Ferry late", "It left at ten.", "Nobody waved.", UISTORE_NOW + 1);
	print("Ferry gone", "It left at ten.", "Somebody waved.",
	    UISTORE_NOW + 2);
}

static void
test_versions(void **state)
{
	(void)state;
	edit_twice();
	open_story();
	uistore_press(&u, "v");
	assert_true(shows("Headline was: Ferry [-late-]"));
	assert_true(shows("Version 3 of 3"));
	assert_true(shows("It left at ten."));
	uistore_press(&u, "]");
	assert_true(shows("Version 3 of 3"));
	uistore_press(&u, "[");
	assert_true(shows("Version 2 of 3"));
	assert_true(shows("It left at [-nine-] ten."));
	assert_false(shows("Headline was"));
	uistore_press(&u, "[");
	assert_true(shows("Version 2 of 3"));
	uistore_press(&u, "]");
	assert_true(shows("Version 3 of 3"));
	/* "n" goes from change to change. */
	uistore_press(&u, "n n");
	assert_true(shows("[-Nobody-] Somebody waved."));
	uistore_press(&u, "N");
	assert_true(shows("Headline was: Ferry [-late-]"));
	uistore_press(&u, "v");
	assert_false(shows("[-"));
}

/* Without colours what was put in stands in signs, too. */
static void
test_mono(void **state)
{
	(void)state;
	edit_twice();
	u.ui.mono = true;
	open_story();
	uistore_press(&u, "[ [");
	assert_true(shows("It left at [-nine-] {+ten+}."));
}

static void
test_same_place(void **state)
{
	char *was, *is;

	(void)state;
	edit_twice();
	open_story();
	uistore_press(&u, "<PageDown> j j");
	was = uistore_screen(&u);
	uistore_press(&u, "v");
	uistore_press(&u, "q");
	is = uistore_screen(&u);
	assert_string_equal(is, was);
	free(is);
	/* Another place there is another place here. */
	uistore_press(&u, "v <End> v");
	is = uistore_screen(&u);
	assert_string_not_equal(is, was);
	assert_true(strstr(is, "Somebody waved.") != NULL);
	free(is);
	free(was);
}

static void
test_no_edit(void **state)
{
	(void)state;
	open_story();
	uistore_press(&u, "v");
	assert_true(shows("It left at nine."));
	assert_non_null(talk_current(&u.talk));
	assert_string_equal(
	    talk_current(&u.talk)->text, "This story has not been edited");
	/* It is edited while one looks at what has changed. */
	edit_twice();
	uistore_press(&u, "v");
	assert_true(shows("Version 3 of 3"));
	print("Ferry back", "It left at ten.", "Somebody waved.",
	    UISTORE_NOW + 3);
	uistore_press(&u, "k");
	assert_true(shows("Version 3 of 4"));
	uistore_press(&u, "f /");
	assert_false(shows("Version 3"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_versions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_mono, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_same_place, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_edit, setup, teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
