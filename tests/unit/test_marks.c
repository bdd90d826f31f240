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

/* Of many, those that have the flag already are left out. */
static void
test_many(void **state)
{
	struct marks m = { 0 };
	struct selection s = { 0 };

	(void)state;
	for (int64_t id = 300; id > 0; id--)
		assert_true(selection_add(
		    &s, (struct selected){ id, 1, id % 3 ? FLAG_UNREAD : 0 }));
	assert_true(selection_add(&s, (struct selected){ 7, 1, 0 }));
	assert_int_equal(s.n, 300);
	assert_true(selection_has(&s, 300));
	selection_toggle(&s, (struct selected){ 300, 1, 0 });
	assert_false(selection_has(&s, 300));
	marks_set_all(&m, &s, FLAG_UNREAD, false);
	assert_int_equal(m.n, 200);
	assert_int_equal(marks_over(&m, 299, FLAG_UNREAD), 0);
	marks_set_all(&m, &s, FLAG_STARRED, true);
	assert_int_equal(m.n, 499);
	assert_int_equal(marks_over(&m, 3, 0), FLAG_STARRED);
	marks_release(&m);
	selection_release(&s);
}

static void
test_selection_is_bounded(void **state)
{
	struct selection s = { 0 };

	(void)state;
	for (int64_t id = 1; id <= SELECTION_MAX; id++)
		assert_true(selection_add(&s, (struct selected){ id, 1, 0 }));
	assert_false(
	    selection_add(&s, (struct selected){ SELECTION_MAX + 1, 1, 0 }));
	selection_release(&s);
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
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_selection_is_bounded),
		cmocka_unit_test(test_nothing_to_change),
		cmocka_unit_test(test_done),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
