/* Errands: the list of pages that are to be fetched ahead of need. */
#include "config.h"

#include "store/errands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "store/articles.h"
#include "uistore.h"

enum { NOW = 1800000000, LATER = NOW + 600 };

static int64_t
take(struct store *s, int64_t now, size_t max)
{
	struct errand *list;
	struct err err = { 0 };
	size_t n;
	int64_t first;

	assert_true(store_begin(s, false, &err));
	assert_true(errands_take(s, now, LATER, max, &list, &n, &err));
	assert_true(store_commit(s, &err));
	first = n ? list[0].article : 0;
	errands_free(list, n);
	return first * 100 + (int64_t)n;
}

static void
add(struct store *s, int64_t id)
{
	struct err err = { 0 };

	assert_true(store_begin(s, false, &err));
	assert_true(errands_add(s, id, ERRAND_PAGE, &err));
	assert_true(store_commit(s, &err));
}

static void
test_taken_once(void **state)
{
	struct store *s = ((struct uistore *)*state)->writer;
	struct err err = { 0 };

	add(s, 1);
	add(s, 2);
	assert_int_equal(errands_due(s, NOW), 2);
	/* The newest first, and nobody gets it again for a while. */
	assert_int_equal(take(s, NOW, 1), 101);
	assert_int_equal(take(s, NOW, 10), 201);
	assert_int_equal(take(s, NOW, 10), 0);
	assert_int_equal(errands_due(s, NOW), 0);
	assert_int_equal(take(s, LATER, 10), 102);
	assert_true(errands_drop(s, 2, ERRAND_PAGE, &err));
	assert_int_equal(errands_due(s, LATER + 1), 1);
}

static void
test_tries_end(void **state)
{
	struct store *s = ((struct uistore *)*state)->writer;
	struct err err = { 0 };

	add(s, 3);
	for (int i = 1; i < ERRAND_TRIES; i++) {
		assert_true(errands_retry(s, 3, ERRAND_PAGE, NOW + i, &err));
		assert_int_equal(errands_due(s, NOW), 0);
		assert_int_equal(errands_due(s, NOW + i), 1);
	}
	assert_true(errands_retry(s, 3, ERRAND_PAGE, NOW, &err));
	assert_int_equal(errands_due(s, NOW + 1000), 0);
	/* An edited article is a new errand, with all its tries. */
	add(s, 3);
	assert_int_equal(errands_due(s, NOW), 1);
}

static void
test_read_is_dropped(void **state)
{
	struct store *s = ((struct uistore *)*state)->writer;
	struct err err = { 0 };
	int64_t id = 4;

	add(s, id);
	assert_true(articles_mark(s, &id, 1, 0, FLAG_UNREAD, NULL, &err));
	assert_int_equal(errands_due(s, NOW), 0);
	assert_int_equal(take(s, NOW, 10), 0);
	assert_true(articles_mark(s, &id, 1, FLAG_UNREAD, 0, NULL, &err));
	assert_int_equal(errands_due(s, NOW), 0);
	/* A star keeps what was read. */
	add(s, id);
	assert_true(
	    articles_mark(s, &id, 1, FLAG_STARRED, FLAG_UNREAD, NULL, &err));
	assert_int_equal(take(s, NOW, 10), 401);
}

/* A page and the pictures of one article are two errands, pages first. */
static void
test_pictures(void **state)
{
	struct store *s = ((struct uistore *)*state)->writer;
	struct errand *list;
	struct err err = { 0 };
	size_t n;

	assert_true(store_begin(s, false, &err));
	assert_true(errands_add(s, 2, ERRAND_PICTURES, &err));
	assert_true(errands_add(s, 1, ERRAND_PICTURES, &err));
	assert_true(errands_add(s, 1, ERRAND_PAGE, &err));
	assert_int_equal(errands_due(s, NOW), 3);
	assert_true(errands_take(s, NOW, LATER, 10, &list, &n, &err));
	assert_int_equal(n, 3);
	assert_int_equal(list[0].kind, ERRAND_PAGE);
	assert_int_equal(list[0].article, 1);
	assert_int_equal(list[1].kind, ERRAND_PICTURES);
	assert_int_equal(list[2].kind, ERRAND_PICTURES);
	errands_free(list, n);
	assert_int_equal(errands_due(s, NOW), 0);
	/* One is settled, the other is tried again. */
	assert_true(errands_drop(s, 1, ERRAND_PAGE, &err));
	assert_true(errands_retry(s, 1, ERRAND_PICTURES, NOW + 5, &err));
	assert_int_equal(errands_due(s, NOW + 5), 1);
	assert_true(errands_take(s, NOW + 5, LATER, 10, &list, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(list[0].kind, ERRAND_PICTURES);
	assert_int_equal(list[0].article, 1);
	errands_free(list, n);
	assert_true(store_commit(s, &err));
}

static int
set_up(void **state)
{
	*state = calloc(1, sizeof(struct uistore));
	uistore_open(*state, false);
	return 0;
}

static int
tear_down(void **state)
{
	uistore_close(*state);
	free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(test_pictures),
		TEST(test_taken_once),
		TEST(test_tries_end),
		TEST(test_read_is_dropped),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("errands", tests, NULL, NULL);
}
