/*
 * test_typed: what a list shows of a search while it is being typed.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ui/view.h"
#include "uistore.h"

enum { MANY = 1500 }; /* enough for SQLite to look round while it searches */

static bool
give_up(void *data)
{
	++*(int *)data;
	return true;
}

static void
settle(struct uistore *u)
{
	struct err err = { 0 };

	panes_settle(&u->panes, &err);
}

static struct view *
open_typed(struct uistore *u, const char *words)
{
	struct target t = { .kind = TARGET_LIST, .title = SPAN("Typed") };
	struct view *v;

	t.scope.search = words;
	t.scope.unfinished = true;
	v = headlines_new(&u->ui, &t);
	v->root = true;
	panes_open(&u->panes, v);
	return v;
}

static void
type(struct uistore *u, struct view *v, const char *words, bool unfinished)
{
	headlines_search(v, span_of(words), span_of(words), unfinished);
	settle(u);
}

static void
expect(struct uistore *u, const char *text, bool there)
{
	char *screen = uistore_screen(u);

	if (!strstr(screen, text) == there)
		fail_msg(
		    "%s: %s\n%s", there ? "missing" : "there", text, screen);
	free(screen);
}

/* What cannot be read yet is no error, and what was found stays, until the
 * search is whole. */
static void
test_half_typed(void **state)
{
	struct uistore u;
	struct view *v;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	uistore_add(&u, "q", "Quince jelly sets by itself", 3);
	v = open_typed(&u, "quin");
	settle(&u);
	expect(&u, "Quince jelly", true);
	type(&u, v, "quince is:z", true);
	assert_int_equal(v->trouble.code, ERR_NONE);
	expect(&u, "Quince jelly", true);
	expect(&u, "quince is:z", true);
	type(&u, v, "quince is:z", false);
	assert_int_equal(v->trouble.code, ERR_USAGE);
	expect(&u, "Quince jelly", false);
	expect(&u, "is: knows", true);
	type(&u, v, "quinze", true);
	assert_int_equal(v->trouble.code, ERR_NONE);
	expect(&u, "Nothing found.", true);
	/* The first that cannot be read has found nothing, and not "nothing".
	 */
	v = open_typed(&u, "is:z");
	settle(&u);
	assert_int_equal(v->trouble.code, ERR_NONE);
	expect(&u, "Nothing found.", false);
	uistore_close(&u);
}

/* A key ends the search of the key before it, which is done later. */
static void
test_key_waits(void **state)
{
	char key[16];
	struct uistore u;
	struct view *v;
	int asked = 0;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	for (int i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "m%d", i);
		uistore_add(&u, key, "Marrow of the day", 10 + i);
	}
	uistore_add(&u, "q", "Quince jelly sets by itself", 3);
	v = open_typed(&u, "quin");
	settle(&u);
	expect(&u, "Quince jelly", true);
	store_watch(u.reader, give_up, &asked);
	type(&u, v, "marrow is:starred", true);
	assert_true(asked > 0);
	assert_true(v->stale);
	assert_int_equal(v->trouble.code, ERR_NONE);
	expect(&u, "Quince jelly", true);
	store_watch(u.reader, NULL, NULL);
	type(&u, v, "marrow day", true);
	assert_false(v->stale);
	expect(&u, "Quince jelly", false);
	expect(&u, "Marrow of the day", true);
	uistore_close(&u);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_half_typed),
		cmocka_unit_test(test_key_waits),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
