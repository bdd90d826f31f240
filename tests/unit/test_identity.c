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
	/* A date that is only written another way is the same date. */
	a.published.t = b.published.t = 1767225600;
	b.published.raw = SPAN("2026-01-01");
	assert_true(same_key(&a, &b));
	b.published.t++;
	assert_false(same_key(&a, &b));
	/* An edited text is no new entry; without a title it is all there is.
	 */
	b = a;
	b.summary.plain = SPAN("text");
	assert_true(same_key(&a, &b));
	a.title.plain = b.title.plain = SPAN("");
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

/* Entries of a feed with their keys, settled together. */
static struct feed *
settled(const struct entry *e, size_t n)
{
	struct feed *f = feed_new();

	for (size_t i = 0; i < n; i++) {
		struct entry *to = feed_push_entry(f);
		struct str key = { 0 };

		*to = e[i];
		identity_key(&key, to);
		to->key = span_keep(f->mem, str_span(&key));
		str_release(&key);
	}
	identity_settle(f);
	return f;
}

static void
test_one_id_for_all(void **state)
{
	const struct entry e[] = {
		{ .id = SPAN("0"),
		    .title.plain = SPAN("A"),
		    .link = SPAN("https://a.example/a") },
		{ .id = SPAN("0"),
		    .title.plain = SPAN("B"),
		    .link = SPAN("https://a.example/b") },
		{ .id = SPAN("1"),
		    .title.plain = SPAN("C"),
		    .link = SPAN("https://a.example/c") },
		{ .id = SPAN("2"), .title.plain = SPAN("D") },
		{ .id = SPAN("2"), .title.plain = SPAN("E") },
	};
	struct feed *f = settled(e, 5);

	(void)state;
	assert_true(span_is(f->entry[0].key, "http://a.example/a"));
	assert_true(span_is(f->entry[1].key, "http://a.example/b"));
	assert_true(span_is(f->entry[2].key, "1"));
	assert_true(span_starts(f->entry[3].key, "title:"));
	assert_true(span_starts(f->entry[4].key, "title:"));
	assert_false(span_eq(f->entry[3].key, f->entry[4].key));
	feed_free(f);
}

/* The same story twice, in two versions: the first that stands there counts. */
static void
test_told_twice(void **state)
{
	const struct entry e[] = {
		{ .id = SPAN("1"),
		    .title.plain = SPAN("A, corrected"),
		    .link = SPAN("https://a.example/a") },
		{ .id = SPAN("2"), .title.plain = SPAN("B") },
		{ .id = SPAN("1"),
		    .title.plain = SPAN("A"),
		    .link = SPAN("https://a.example/a") },
		{ .id = SPAN("2"),
		    .title.plain = SPAN("B"),
		    .link = SPAN("https://a.example/b") },
	};
	struct feed *f = settled(e, 4);

	(void)state;
	assert_true(span_is(f->entry[0].key, "1"));
	assert_true(span_is(f->entry[1].key, "2"));
	assert_int_equal(f->entry[2].key.n + f->entry[3].key.n, 0);
	feed_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_move_to_https),
		cmocka_unit_test(test_without_id_and_link),
		cmocka_unit_test(test_one_id_for_all),
		cmocka_unit_test(test_told_twice),
		cmocka_unit_test(test_long_id),
		cmocka_unit_test(test_print),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
