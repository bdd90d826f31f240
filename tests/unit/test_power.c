/*
 * The power goes at any moment: the store opens, is sound, and is what it was
 * after one of its commits: the last that was promised or a later one, never
 * half of one.
 */
#include "config.h"

#include "store/articles.h"
#include "store/stmt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../lib/baddisk.h"
#include "life.h"

enum { STEP_WRITES_MAX = 600 /* between two crashes */ };

/* After it: what was promised, all of it or more, and never half a commit. */
static void
rise(void)
{
	struct err err = { 0 };
	int64_t n;

	store_close(life.store);
	life.store = NULL;
	baddisk_power_on(&life.random);
	life.store = store_open(life.file, &err);
	life_well(life.store != NULL, &err);
	life_check(life.store);
	life_check_index(life.store);
	n = life_commits(life.store);
	life_check_commit(n, life.promised);
	life.tried = life.done = life.promised = n;
}

static void
live_until_the_power_goes(void)
{
	struct err err = { 0 };

	baddisk_power_off(1 + (long)life_random(STEP_WRITES_MAX));
	if (!life.store)
		life.store = store_open(life.file, &err);
	if (life.store && !baddisk_is_off() && (life.done || life_begin()))
		while (life.store && life_one_thing())
			;
	if (!baddisk_is_off())
		life_well(false, &err);
}

static void
test_power(void **state)
{
	int64_t commits = 0;
	uint64_t i;

	(void)state;
	for (i = 0; i < life_crashes(); i++) {
		/* A life of some crashes, then another from nothing. */
		if (i % 15 == 0) {
			store_close(life.store);
			life.store = NULL;
			life_anew(i);
		}
		live_until_the_power_goes();
		commits -= life.tried;
		rise();
		commits += life.tried;
	}
	printf("# %llu times without power; %lld commits that nobody was "
	       "promised were lost\n",
	    (unsigned long long)i, (long long)-commits);
	store_close(life.store);
	life.store = NULL;
}

/* --- a schema step, and the first start, cut off at each of their writes
 * --------- */

static void
old_store(void)
{
	struct str path = { 0 }, sql = { 0 };
	const char *top = getenv("top_srcdir");
	char block[4096];
	sqlite3 *db;
	FILE *f;
	size_t n;

	str_printf(&path, "%s/tests/golden/store/v1.sql", top ? top : ".");
	f = fopen(str_z(&path), "r");
	assert_non_null(f);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		str_addn(&sql, block, n);
	fclose(f);
	assert_int_equal(sqlite3_open(life.file, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, str_z(&sql), NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	baddisk_sync();
	str_release(&sql);
	str_release(&path);
}

/* The articles as they were in every version. */
static uint64_t
articles_of(struct store *s)
{
	return life_digest_rows(s,
	    "SELECT id, feed_id, key, print, sort, seen, published, unread,"
	    " starred, url, title FROM article ORDER BY id",
	    1);
}

static void
cut_off_at_each_write(bool step)
{
	struct err err = { 0 };
	uint64_t expected = 0;
	long n;
	bool through = false;

	for (n = 0; !through; n++) {
		life_anew((uint64_t)n);
		if (step)
			old_store();
		/* The first time nothing goes wrong. */
		baddisk_power_off(n);
		life.store = store_open(life.file, &err);
		through = n > 0 && !baddisk_is_off();
		if (n > 0) {
			store_close(life.store);
			baddisk_power_on(&life.random);
			life.store = store_open(life.file, &err);
		}
		life_well(life.store != NULL, &err);
		life_check(life.store);
		if (n == 0)
			expected = articles_of(life.store);
		assert_true(articles_of(life.store) == expected);
		store_close(life.store);
		life.store = NULL;
	}
	printf("# %ld writes\n", n);
	assert_true(n > 20);
}

static void
test_step(void **state)
{
	(void)state;
	cut_off_at_each_write(true);
}

static void
test_first_start(void **state)
{
	(void)state;
	cut_off_at_each_write(false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_power),
		cmocka_unit_test(test_step),
		cmocka_unit_test(test_first_start),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name(
	    "power", tests, life_setup, life_teardown);
}
