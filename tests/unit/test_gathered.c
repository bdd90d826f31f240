/*
 * test_gathered: texts that many feeds bring in one transaction, and headlines
 * that have none yet, as searches see them.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/stmt.h"

#include "searched.h"

static void
on_ended(void *data, const struct err *err)
{
	*(int *)data = err ? -1 : 1;
}

/* The headline of an article whose text is still to be set. */
static int64_t
add_head(struct world *w, const char *key)
{
	struct article_new a = { .key = span_of(key),
		.title = SPAN("Untitled"),
		.published = w->now };
	struct pending pending;
	struct merge_count count;
	struct err err = { 0 };
	size_t n = 0;

	searched_check(store_begin(w->store, false, &err), &err);
	searched_check(articles_heads(w->store, 1, &a, 1, w->now, &count,
	                   &pending, &n, &err),
	    &err);
	searched_check(store_commit(w->store, &err), &err);
	assert_int_equal(n, 1);
	return pending.id;
}

/* Sets a text in a part of its own, which is kept or undone. */
static void
set_part(struct world *w, int64_t id, const char *key, struct span body,
    bool keep, int *ended)
{
	struct article_new a = { .key = span_of(key),
		.print = span_of(key),
		.title = SPAN("Untitled"),
		.search = body,
		.published = w->now };
	struct merge_count count;
	struct err err = { 0 };

	searched_check(store_share(w->store, on_ended, ended, &err), &err);
	searched_check(store_savepoint(w->store, &err), &err);
	searched_check(
	    articles_set(w->store, id, &a, w->now, &count, &err), &err);
	store_savepoint_end(w->store, keep);
}

/* Each text is found that was kept, also before one that fills the gathering
 * and after it; one that was undone is not, nor is anything of a transaction
 * that is rolled back; and none waits. */
static void
test_shared(void **state)
{
	static const char *const keys[] = { "a", "b", "c", "d" };
	struct world *w = *state;
	struct str large = { 0 };
	struct err err = { 0 };
	int64_t id[4], waits = 0;
	int ended = 0;
	bool left;

	for (int i = 0; i < 4; i++)
		id[i] = add_head(w, keys[i]);
	for (int i = 0; i < 400000; i++)
		str_printf(&large, "word%d ", i % 5000);
	str_addz(&large, "cormorant");
	set_part(w, id[0], "a", SPAN("A heron stood."), true, &ended);
	set_part(w, id[1], "b", SPAN("A bittern boomed."), false, &ended);
	set_part(w, id[2], "c", str_span(&large), true, &ended);
	set_part(w, id[3], "d", SPAN("Heron and tern."), true, &ended);
	assert_int_equal(ended, 0);
	store_share_end(w->store);
	assert_int_equal(ended, 1);
	searched_finds(w, "heron", "4 1");
	searched_finds(w, "bittern", "");
	searched_finds(w, "cormorant", "3");
	searched_finds(w, "title:untitled heron", "4 1");

	ended = 0;
	set_part(w, id[1], "b", SPAN("A bittern boomed."), true, &ended);
	store_rollback(w->store);
	store_share_end(w->store);
	assert_int_equal(ended, -1);
	searched_finds(w, "bittern", "");
	set_part(w, id[1], "b", SPAN("A bittern boomed."), true, &ended);
	store_share_end(w->store);
	assert_int_equal(ended, 1);
	searched_finds(w, "bittern", "2");
	searched_check(articles_index_some(w->store, 50, &left, &err), &err);
	searched_check(store_number(w->store, "SELECT count(*) FROM waiting",
	                   &waits, &err),
	    &err);
	assert_int_equal(waits, 0);
	str_release(&large);
}

static void
keep_error(void *data, const struct err *err)
{
	*(struct err *)data = err ? *err : (struct err){ 0 };
}

/* A full disk that undoes all of a shared transaction, within a part of it:
 * those who were in it before are told why, and what they gathered is gone. */
static void
test_full(void **state)
{
	struct world *w = *state;
	int64_t id = add_head(w, "a");
	struct err err = { 0 }, told = { 0 };
	int ended = 0;

	searched_check(
	    store_exec(w->store, "PRAGMA max_page_count = 1", &err), &err);
	searched_check(store_share(w->store, keep_error, &told, &err), &err);
	set_part(w, id, "a", SPAN("A heron stood."), true, &ended);
	searched_check(store_savepoint(w->store, &err), &err);
	assert_false(store_exec(w->store,
	    "INSERT INTO meta(name, value) VALUES ('x', zeroblob(9999999))",
	    &err));
	assert_non_null(strstr(err.text, "the disk is full"));
	assert_false(store_in_transaction(w->store));
	store_savepoint_end(w->store, false);
	store_share_end(w->store);
	assert_non_null(strstr(told.text, "the disk is full"));

	searched_check(
	    store_exec(w->store, "PRAGMA max_page_count = 1000000", &err),
	    &err);
	searched_finds(w, "heron", "");
	searched_finds(w, "untitled", "1");
	set_part(w, id, "a", SPAN("A heron stood."), true, &ended);
	store_share_end(w->store);
	assert_int_equal(ended, 1);
	searched_finds(w, "heron", "1");
}

static int64_t
unindexed(struct world *w)
{
	struct err err = { 0 };
	int64_t n = -1;

	searched_check(
	    store_number(w->store,
	        "SELECT count(*) FROM article WHERE doc IS NULL", &n, &err),
	    &err);
	return n;
}

/* A headline is found before it has a text, also when nobody sets one; while
 * its feed is being read it is not put into the index as it is. */
static void
test_heads(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	int ended = 0;
	int64_t id;

	searched_add_stories(w);
	searched_index_all(w);
	id = add_head(w, "x");
	searched_finds(w, "untitled", "6");
	searched_finds(w, "title:untitled", "6");
	searched_finds(w, "untitled OR ferry", "6 5 3 2");
	searched_finds(w, "untitled section:asia", "6");
	searched_finds(w, "untitled feed:orbit", "");
	searched_check(
	    store_exec(w->store,
	        "UPDATE feed SET lease_until = 9999999999 WHERE id = 1", &err),
	    &err);
	searched_index_all(w);
	assert_int_equal(unindexed(w), 1);
	searched_check(
	    store_exec(w->store, "UPDATE feed SET lease_until = 0", &err),
	    &err);
	searched_index_all(w);
	assert_int_equal(unindexed(w), 0);
	searched_finds(w, "untitled OR ferry", "6 5 3 2");
	set_part(w, id, "x", SPAN("At last."), true, &ended);
	store_share_end(w->store);
	searched_finds(w, "untitled last", "6");
	searched_finds(w, "untitled", "6");
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, searched_setup, searched_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_shared),
		TEST(test_full),
		TEST(test_heads),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
