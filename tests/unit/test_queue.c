#include "config.h"

#include "net/queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct thing {
	struct queue_item item;
	char name[16];
};

static void
add(struct queue *q, struct thing *t, const char *name, int priority)
{
	/* The origin is the first letter. */
	snprintf(t->name, sizeof(t->name), "%s", name);
	queue_add(q, &t->item, span_n(name, 1), priority, false);
}

static const char *
next(struct queue *q)
{
	struct thing *t = (struct thing *)queue_next(q);

	return t ? t->name : "-";
}

static void
origins_take_turns(void **state)
{
	struct queue *q = queue_new(100, 2);
	struct thing t[8] = { 0 };

	(void)state;
	add(q, &t[0], "a1", 1);
	add(q, &t[1], "a2", 1);
	add(q, &t[2], "a3", 1);
	add(q, &t[3], "b1", 1);
	add(q, &t[4], "c1", 1);
	assert_int_equal(queue_waiting(q), 5);
	assert_string_equal(next(q), "a1");
	assert_string_equal(next(q), "b1");
	assert_string_equal(next(q), "c1");
	assert_string_equal(next(q), "a2");
	assert_string_equal(next(q), "-"); /* a has its share */
	assert_int_equal(queue_running(q), 4);
	queue_remove(q, &t[0].item);
	assert_string_equal(next(q), "a3");
	assert_string_equal(next(q), "-");
	for (int i = 1; i < 5; i++)
		queue_remove(q, &t[i].item);
	queue_remove(q, &t[1].item);
	assert_int_equal(queue_running(q), 0);
	queue_free(q);
}

static void
no_more_than_at_once(void **state)
{
	struct queue *q = queue_new(2, 2);
	struct thing t[3] = { 0 };

	(void)state;
	add(q, &t[0], "a", 0);
	add(q, &t[1], "b", 0);
	add(q, &t[2], "c", 2);
	assert_string_equal(next(q), "c");
	assert_string_equal(next(q), "a");
	assert_string_equal(next(q), "-");
	queue_remove(q, &t[2].item);
	assert_string_equal(next(q), "b");
	queue_free(q);
}

static void
higher_goes_first_within_the_share(void **state)
{
	struct queue *q = queue_new(100, 1);
	struct thing t[4] = { 0 };

	(void)state;
	add(q, &t[0], "a0", 0);
	add(q, &t[1], "a2", 2);
	add(q, &t[2], "a1", 1);
	add(q, &t[3], "b0", 0);
	assert_string_equal(next(q), "a2");
	assert_string_equal(next(q), "b0");
	assert_string_equal(next(q), "-");
	queue_remove(q, &t[1].item);
	assert_string_equal(next(q), "a1");
	queue_remove(q, &t[2].item);
	assert_string_equal(next(q), "a0");
	queue_free(q);
}

static void
front_and_companions(void **state)
{
	struct queue *q = queue_new(100, 1);
	struct thing t[4] = { 0 };

	(void)state;
	add(q, &t[0], "a1", 1);
	assert_string_equal(next(q), "a1");
	assert_null(queue_companion(&t[0].item));
	add(q, &t[1], "a2", 1);
	add(q, &t[2], "a3", 1);
	queue_add(q, &t[3].item, SPAN("a"), 1, true);
	assert_ptr_equal(queue_companion(&t[0].item), &t[3].item);
	queue_remove(q, &t[3].item);
	assert_ptr_equal(queue_companion(&t[0].item), &t[1].item);
	queue_remove(q, &t[2].item);
	queue_remove(q, &t[1].item);
	assert_null(queue_companion(&t[0].item));
	assert_int_equal(queue_waiting(q), 0);
	queue_free(q);
}

static void
a_held_origin_is_remembered(void **state)
{
	struct queue *q = queue_new(100, 1);
	struct thing t[2] = { 0 };

	(void)state;
	add(q, &t[0], "a1", 1);
	assert_string_equal(next(q), "a1");
	queue_hold(&t[0].item, 12345);
	queue_remove(q, &t[0].item);
	add(q, &t[0], "a1", 1);
	add(q, &t[1], "b1", 1);
	assert_int_equal(queue_held(&t[0].item), 12345);
	assert_int_equal(queue_held(&t[1].item), 0);
	queue_free(q);
}

static void
many_origins(void **state)
{
	static struct thing t[3000];
	struct queue *q = queue_new(10000, 2);
	char origin[32];
	int n = 0;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		snprintf(origin, sizeof(origin), "http://%d.org", i % 1000);
		queue_add(q, &t[i].item, span_of(origin), i % 3, false);
	}
	while (queue_next(q))
		n++;
	assert_int_equal(n, 2000);
	assert_int_equal(queue_waiting(q), 1000);
	for (int i = 0; i < 3000; i++)
		queue_remove(q, &t[i].item);
	assert_int_equal(queue_waiting(q) + queue_running(q), 0);
	queue_free(q);
}

/* What nobody waits for goes where nothing else is under way, one by one. */
static void
the_lowest_alone(void **state)
{
	struct queue *q = queue_new(100, 2);
	struct thing t[5] = { 0 };

	(void)state;
	add(q, &t[0], "a1", 0);
	add(q, &t[1], "a2", 0);
	add(q, &t[2], "b1", 1);
	add(q, &t[3], "b2", 0);
	assert_string_equal(next(q), "b1");
	assert_string_equal(next(q), "a1");
	assert_string_equal(next(q), "-");
	add(q, &t[4], "a3", 1);
	assert_string_equal(next(q), "a3");
	queue_remove(q, &t[2].item);
	assert_string_equal(next(q), "b2");
	queue_remove(q, &t[0].item);
	assert_string_equal(next(q), "-");
	queue_remove(q, &t[4].item);
	assert_string_equal(next(q), "a2");
	for (int i = 0; i < 5; i++)
		queue_remove(q, &t[i].item);
	queue_free(q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(origins_take_turns),
		cmocka_unit_test(the_lowest_alone),
		cmocka_unit_test(no_more_than_at_once),
		cmocka_unit_test(higher_goes_first_within_the_share),
		cmocka_unit_test(front_and_companions),
		cmocka_unit_test(a_held_origin_is_remembered),
		cmocka_unit_test(many_origins),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
