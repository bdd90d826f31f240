#include "config.h"

#include "ui/session.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* The last line of an app that has neither terminal nor desk. */
static void
begin(struct app *a)
{
	*a = (struct app){ 0 };
	a->ui.options = &a->conf.options;
	a->ui.feeds = &a->feeds;
	a->ui.keys = &a->keymap;
	a->ui.marks = &a->marks;
	a->ui.talk = &a->talk;
	keymap_init(&a->keymap);
	panes_init(&a->panes, &a->ui);
}

static void
end(struct app *a)
{
	panes_release(&a->panes);
	keymap_release(&a->keymap);
	talk_release(&a->talk);
	prompt_release(&a->prompt);
	sheet_release(&a->sheet);
}

static void
expect(struct app *a, int cols, const char *text)
{
	struct canvas c;
	struct str got = { 0 };

	sheet_resize(&a->sheet, 1, cols);
	c = canvas_of(&a->sheet);
	footer_draw(a, &c);
	sheet_text(&got, &a->sheet);
	assert_string_equal(str_z(&got), text);
	str_release(&got);
}

static void
test_hints(void **state)
{
	struct app a;

	(void)state;
	begin(&a);
	expect(&a, 50, "                        Enter open  a add  ? help\n");
	expect(&a, 40, "\n");
	/* A key that is bound anew is shown as it is bound now. */
	assert_true(keymap_bind(
	    &a.keymap, SPAN("sections"), SPAN("<F2>"), SPAN("add-feed"), NULL));
	assert_true(
	    keymap_unbind(&a.keymap, SPAN("sections"), SPAN("a"), NULL));
	expect(&a, 50, "                       Enter open  F2 add  ? help\n");
	end(&a);
}

static void
test_progress(void **state)
{
	struct app a;

	(void)state;
	begin(&a);
	a.asked = 42;
	a.total = 310;
	a.failed = 3;
	expect(&a, 30, " 42/310 · 3 failed\n");
	/* A hint without room for all of it, "Enter open" here, does not stand.
	 */
	expect(&a, 45, " 42/310 · 3 failed             a add  ? help\n");
	a.count = 15;
	expect(&a, 30, " 42/310 · 3 failed  15\n");
	a.asked = 310;
	a.count = 0;
	expect(&a, 30, "\n");
	str_addz(&a.talk.doing, "Asking example.org");
	expect(&a, 30, " Asking example.org\n");
	end(&a);
}

static void
test_sentence(void **state)
{
	struct app a;

	(void)state;
	begin(&a);
	talk_error(&a.talk, "example.org answered 404");
	expect(&a, 50, " example.org answered 404              M messages\n");
	talk_hush(&a.talk);
	assert_null(talk_current(&a.talk));
	assert_int_equal(a.talk.n, 1);
	prompt_open(&a.prompt, ASK_SEARCH, "Search: ", NULL);
	prompt_paste(&a.prompt, SPAN("tea"));
	expect(&a, 50, " Search: tea\n");
	assert_int_equal(a.sheet.cursor_col, 12);
	end(&a);
}

static void
test_talk_is_bounded(void **state)
{
	struct talk t = { 0 };

	(void)state;
	for (int i = 0; i < 3 * TALK_KEPT_MAX; i++)
		talk_say(&t, "%d", i);
	assert_int_equal(t.n, TALK_KEPT_MAX);
	assert_string_equal(talk_current(&t)->text, "599");
	talk_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_progress),
		cmocka_unit_test(test_sentence),
		cmocka_unit_test(test_talk_is_bounded),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
