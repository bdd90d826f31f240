/* What comes from a feed: which article is it, is it new, when is it from? */
#include "config.h"

#include "store/articles.h"
#include "store/headlines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "uistore.h"

enum { DAY = 86400, NOW = UISTORE_NOW + DAY };

/* The first feed of the small paper, whose oldest article is this old. */
enum { FEED = 1, OLDEST = UISTORE_NOW - 1470 * 60 };

static struct store *store;

static struct merge_count
merge(const struct article_new *a, size_t n, int64_t now)
{
	struct merge_count count;
	struct err err = { 0 };

	assert_true(store_begin(store, false, &err));
	assert_true(articles_merge(store, FEED, a, n, now, &count, &err));
	assert_true(store_commit(store, &err));
	return count;
}

/* The newest article as it is now; the caller frees. */
static struct article *
newest(void)
{
	struct err err = { 0 };
	struct article *a = article_load(store, articles_newest(store), &err);

	assert_non_null(a);
	return a;
}

static struct article_new
story(const char *key, const char *url, const char *title)
{
	return (struct article_new){
		.key = span_of(key),
		.print = span_of(title),
		.url = span_of(url),
		.title = span_of(title),
		.published = NOW - DAY,
	};
}

static void
star(void)
{
	int64_t id = articles_newest(store);
	struct err err = { 0 };

	assert_true(articles_mark(
	    store, &id, 1, FLAG_STARRED, FLAG_UNREAD, NULL, &err));
}

/* A feed that changes the form of its ids does not bring all back as new. */
static void
test_renamed(void **state)
{
	struct article_new a = story("7", "https://a.example/s", "Same story");
	struct article *now;

	(void)state;
	merge(&a, 1, NOW);
	star();
	a.key = SPAN("https://a.example/?p=7");
	assert_int_equal(merge(&a, 1, NOW).added, 0);
	now = newest();
	assert_true(span_is(now->key, "https://a.example/?p=7"));
	assert_int_equal(now->flags, FLAG_STARRED);
	article_free(now);
}

/* What was cut off before its address gets it when it is whole; that is no
 * edit. */
static void
test_address_comes(void **state)
{
	struct article_new a = story("7", "", "Same story");
	struct article *now;

	(void)state;
	merge(&a, 1, NOW);
	a.url = SPAN("https://a.example/7");
	assert_int_equal(merge(&a, 1, NOW).edited, 0);
	now = newest();
	assert_true(span_is(now->url, "https://a.example/7"));
	article_free(now);
	a.url = SPAN("https://a.example/7?again");
	merge(&a, 1, NOW);
	now = newest();
	assert_true(span_is(now->url, "https://a.example/7"));
	article_free(now);
}

/* The strip of the day has one address for ever: title and date differ. */
static void
test_one_address(void **state)
{
	struct article_new a = story("1", "https://a.example/", "Monday");
	struct article_new b = story("2", "https://a.example/", "Tuesday");
	struct article_new both[2] = { b, a };

	(void)state;
	b.published = both[0].published += 3600;
	merge(&a, 1, NOW);
	assert_int_equal(merge(&b, 1, NOW).added, 1);
	/* Two that stand in the feed together are two. */
	b.title = a.title;
	b.key = SPAN("3");
	both[0] = b;
	assert_int_equal(merge(both, 2, NOW).added, 1);
}

/* It vanishes and returns: it is what it was. */
static void
test_returns(void **state)
{
	struct article_new a = story("1", "https://a.example/1", "One");
	struct article_new other = story("2", "https://a.example/2", "Two");
	struct merge_count count;

	(void)state;
	merge(&a, 1, NOW);
	star();
	merge(&other, 1, NOW);
	count = merge(&a, 1, NOW + DAY);
	assert_int_equal(count.added, 0);
	assert_int_equal(count.kept, 1);
}

static void
add_many(struct article_new *a, char (*key)[16], size_t n, int64_t published)
{
	for (size_t i = 0; i < n; i++) {
		snprintf(key[i], sizeof(key[i]), "flood-%zu", i);
		a[i] = story(key[i], "", key[i]);
		a[i].published = published - (int64_t)i;
	}
}

/* An archive that is poured out is not news; a few old ones may be. */
static void
test_flood(void **state)
{
	enum { MANY = FLOOD_MIN + 5 };
	struct article_new a[MANY + 1];
	char key[MANY][16];
	struct merge_count count;
	struct article *last;

	(void)state;
	add_many(a, key, FLOOD_MIN - 1, OLDEST - DAY);
	count = merge(a, FLOOD_MIN - 1, NOW);
	assert_int_equal(count.added, FLOOD_MIN - 1);
	assert_int_equal(count.held, 0);
	add_many(a, key, MANY, OLDEST - 100 * DAY);
	for (int i = 0; i < MANY; i++)
		key[i][0] = 'F';
	a[MANY] = story("news", "", "News");
	count = merge(a, MANY + 1, NOW);
	assert_int_equal(count.added, MANY + 1);
	assert_int_equal(count.held, MANY);
	last = newest();
	assert_int_equal(last->flags, 0);
	article_free(last);
	/* Known ones do not come in again. */
	count = merge(a, MANY + 1, NOW);
	assert_int_equal(count.kept, MANY + 1);
}

/* What has no date has the one of its first day; what has only that of its
 * last edit was published then, when it came, and edited later. */
static void
test_dates(void **state)
{
	struct article_new a = story("1", "https://a.example/1", "One");
	struct article *now;

	(void)state;
	a.published = 0;
	merge(&a, 1, NOW);
	now = newest();
	assert_int_equal(now->published, 0);
	assert_int_equal(now->seen, NOW);
	article_free(now);
	a.print = SPAN("edited");
	merge(&a, 1, NOW + DAY);
	now = newest();
	assert_int_equal(now->seen, NOW);
	article_free(now);

	a = story("2", "https://a.example/2", "Two");
	a.published = 0;
	a.updated = NOW - 3 * DAY;
	merge(&a, 1, NOW);
	now = newest();
	assert_int_equal(now->published, NOW - 3 * DAY);
	assert_int_equal(now->updated, 0);
	article_free(now);
	a.print = SPAN("edited");
	a.updated = NOW - DAY;
	merge(&a, 1, NOW);
	now = newest();
	assert_int_equal(now->published, NOW - 3 * DAY);
	assert_int_equal(now->updated, NOW - DAY);
	article_free(now);
}

/* Where an article stands in the list of its feed, 0 the first. */
static size_t
place_of(int64_t id)
{
	struct headlines_ask ask = { .scope = { .feed = FEED }, .max = 100 };
	struct err err = { 0 };
	struct headlines *h = headlines_load(store, &ask, &err);
	size_t at = 0;

	assert_non_null(h);
	while (at < h->n && h->row[at].id != id)
		at++;
	assert_true(at < h->n);
	headlines_free(h);
	return at;
}

/* A date in the future is shown as it is, but sorts as the day it came. */
static void
test_future(void **state)
{
	struct article_new a = story("1", "https://a.example/1", "Tomorrow");
	struct article_new b = story("2", "https://a.example/2", "Today");
	struct article *now;
	int64_t future;

	(void)state;
	a.published = NOW + 300 * DAY;
	merge(&a, 1, NOW);
	future = articles_newest(store);
	now = newest();
	assert_int_equal(now->published, NOW + 300 * DAY);
	article_free(now);
	b.published = NOW + 50;
	merge(&b, 1, NOW + 100);
	assert_true(place_of(articles_newest(store)) < place_of(future));
}

static int
set_up(void **state)
{
	struct uistore *u = calloc(1, sizeof(*u));

	*state = u;
	uistore_open(u, false);
	store = u->writer;
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
		TEST(test_renamed),
		TEST(test_address_comes),
		TEST(test_one_address),
		TEST(test_returns),
		TEST(test_flood),
		TEST(test_dates),
		TEST(test_future),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
