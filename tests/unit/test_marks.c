/*
 * What was marked lies over the store's rows until they are loaded again.
 */
#include "config.h"

#include "ui/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
test_over(void **state)
{
	struct marks m = { 0 };

	(void)state;
	marks_set(&m, 7, 1, FLAG_UNREAD, FLAG_STARRED, FLAG_UNREAD);
	assert_int_equal(marks_over(&m, 7, FLAG_UNREAD), FLAG_STARRED);
	assert_int_equal(marks_over(&m, 8, FLAG_UNREAD), FLAG_UNREAD);
	/* Back again: the later mark counts. */
	marks_set(&m, 7, 1, FLAG_STARRED, FLAG_UNREAD, 0);
	assert_int_equal(
	    marks_over(&m, 7, FLAG_UNREAD), FLAG_UNREAD | FLAG_STARRED);
	marks_release(&m);
}

static void
test_nothing_to_change(void **state)
{
	struct marks m = { 0 };

	(void)state;
	marks_set(&m, 7, 1, FLAG_STARRED, FLAG_STARRED, FLAG_UNREAD);
	assert_int_equal(m.n, 0);
	marks_release(&m);
}

/* A key may come between the desk's answer and the next load: the rows are
 * still the old ones then. */
static void
test_done(void **state)
{
	struct marks m = { 0 };

	(void)state;
	marks_set(&m, 7, 1, FLAG_UNREAD, 0, FLAG_UNREAD);
	m.item[0].seq = 5;
	marks_set(&m, 8, 1, FLAG_UNREAD, 0, FLAG_UNREAD);
	m.item[1].seq = 6;
	marks_done(&m, 5);
	assert_int_equal(marks_over(&m, 7, FLAG_UNREAD), 0);
	m.changed = false;
	marks_settle(&m);
	assert_true(m.changed);
	assert_int_equal(marks_over(&m, 7, FLAG_UNREAD), FLAG_UNREAD);
	assert_int_equal(marks_over(&m, 8, FLAG_UNREAD), 0);
	m.changed = false;
	marks_settle(&m);
	assert_false(m.changed);
	marks_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_over),
		cmocka_unit_test(test_nothing_to_change),
		cmocka_unit_test(test_done),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
