#include "config.h"

#include "feed/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void
expect_key(const struct entry *e, const char *key)
{
	struct str t = { 0 };

	identity_key(&t, e);
	assert_string_equal(str_z(&t), key);
	str_release(&t);
}

static bool
same_key(const struct entry *a, const struct entry *b)
{
	struct str x = { 0 }, y = { 0 };
	bool same;

	identity_key(&x, a);
	identity_key(&y, b);
	same = span_eq(str_span(&x), str_span(&y));
	str_release(&x);
	str_release(&y);
	return same;
}

static void
test_order(void **state)
{
	struct entry e = { .link = SPAN("https://a.example/1?utm_source=x") };

	(void)state;
	expect_key(&e, "http://a.example/1");
	e.id = SPAN("tag:a,2026:1");
	expect_key(&e, "tag:a,2026:1");
	e.id = SPAN("https://a.example/?p=1#top");
	expect_key(&e, "http://a.example/?p=1");
}

static void
test_move_to_https(void **state)
{
	struct entry a = { .id = SPAN("http://a.example/1?utm_medium=rss") };
	struct entry b = { .id = SPAN("https://A.example/1") };

	(void)state;
	assert_true(same_key(&a, &b));
}

static void
test_without_id_and_link(void **state)
{
	struct entry a = { .title.plain = SPAN("One") };
	struct entry b = { .title.plain = SPAN("One") };

	(void)state;
	assert_true(same_key(&a, &b));
	b.published.raw = SPAN("2026-01-01");
	assert_false(same_key(&a, &b));
	b = a;
	b.summary.plain = SPAN("text");
	assert_false(same_key(&a, &b));
	/* What stands in one field does not stand in the next. */
	a.summary.plain = SPAN("ab");
	b.summary.plain = SPAN("a");
	b.content.plain = SPAN("b");
	assert_false(same_key(&a, &b));
}

static void
test_long_id(void **state)
{
	char id[2000];
	struct entry e = { .id = { id, sizeof(id) } };
	struct str t = { 0 };

	(void)state;
	memset(id, 'x', sizeof(id));
	identity_key(&t, &e);
	assert_int_equal(t.n, strlen("long:0123456789abcdef"));
	str_release(&t);
}

static void
test_print(void **state)
{
	struct entry e = { .title.plain = SPAN("One") };
	struct str a = { 0 }, b = { 0 };

	(void)state;
	identity_print(&a, &e, SPAN("galley\t1\n"));
	identity_print(&b, &e, SPAN("galley\t1\np\tx\n"));
	assert_int_equal(a.n, 16);
	assert_string_not_equal(str_z(&a), str_z(&b));
	str_release(&a);
	str_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_move_to_https),
		cmocka_unit_test(test_without_id_and_link),
		cmocka_unit_test(test_long_id),
		cmocka_unit_test(test_print),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
