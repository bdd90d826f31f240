/*
 * A disk that is full, or breaks, at any of the writes: it is said in a
 * sentence, nothing is half done, and when there is room again all goes on.
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

enum {
	THINGS = 40,
	SHARE = 15 /* of so many crashes, one a kind of failure */
};

/* The same things in the same order, as far as they succeed. */
static int
do_things(void)
{
	int failed = 0;

	for (int i = 0; life.store && i < THINGS; i++)
		failed += !life_one_thing();
	return failed;
}

/* What goes wrong is said in a sentence, and nothing has happened. */
static void
check_sentence(long n, const char *sentence)
{
	struct err err = { 0 };

	if (!life.store)
		life.store = store_open(life.file, &err);
	if (life.store)
		assert_false(store_begin(life.store, true, &err) &&
		             store_ack(life.store, "him", n, LIFE_NOW, &err) &&
		             store_commit(life.store, &err));
	if (!strstr(err.text, sentence))
		fail_msg("write %ld: \"%s\"", n, err.text);
	if (life.store)
		store_rollback(life.store);
}

static void
fail_at(long n, int code, bool once, const char *sentence)
{
	struct err err = { 0 };

	life_anew(7);
	life.store = store_open(life.file, &err);
	life_well(life.store && life_begin(), &err);
	baddisk_fail(n, code, once);
	do_things();
	if (baddisk_failed() > 0 && !once)
		check_sentence(n, sentence);
	/* When there is room again all goes on. */
	baddisk_fail(0, 0, false);
	if (!life.store)
		life.store = store_open(life.file, &err);
	life_well(life.store != NULL, &err);
	life_check(life.store);
	life_check_commit(life_commits(life.store), life.done);
	assert_int_equal(do_things(), 0);
	life_check(life.store);
	life_check_index(life.store);
	assert_true(life_digest(life.store) == life.digest[life.done]);
	store_close(life.store);
	life.store = NULL;
}

static void
fail_at_each_write(int code, const char *sentence)
{
	long all, n, step;

	/* How many there are. */
	life_anew(7);
	fail_at(1000000, code, false, sentence);
	all = baddisk_writes();
	life_anew(7);
	fail_at(1000000, code, false, sentence);
	all = (baddisk_writes() - all) / 2;
	assert_true(all > 200);
	step = all / (long)(life_crashes() / SHARE + 1);
	for (n = 1; n < all;
	     n += 1 + step / 2 + (long)life_random((uint64_t)step + 1)) {
		fail_at(n, code, true, sentence);
		fail_at(n, code, false, sentence);
	}
}

static void
test_full(void **state)
{
	(void)state;
	fail_at_each_write(SQLITE_FULL, "the disk is full; make room");
}

static void
test_broken(void **state)
{
	(void)state;
	fail_at_each_write(
	    SQLITE_IOERR_WRITE, "the disk cannot be read or written");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_broken),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name(
	    "fulldisk", tests, life_setup, life_teardown);
}
