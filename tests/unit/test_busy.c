/*
 * Several processes on one store: whatever they meet in, nobody is told that
 * it is busy, and nobody sees half of anything.
 */
#include "config.h"

#include "store/articles.h"
#include "store/feeds.h"
#include "store/schema.h"
#include "store/stmt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "crowd.h"

enum { CROWD = 6, ROUNDS = 12, TURNS = 60, LONG = 40 };

static char dir[256], file[300];

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "%s/broadsheet-busy-XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/store.db", dir);
	return 0;
}

static void
empty_folder(void)
{
	char command[400];

	snprintf(command, sizeof(command), "rm -rf '%s'/*", dir);
	assert_int_equal(system(command), 0);
}

static int
teardown(void **state)
{
	(void)state;
	empty_folder();
	return rmdir(dir);
}

static bool
well(bool ok, const struct err *err)
{
	if (!ok)
		fprintf(stderr, "%s\n", err->text);
	return ok;
}

static bool
add_one(struct store *s, const char *name, struct err *err)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "INSERT INTO meta(name, value) VALUES ('%s', '1')", name);
	if (!store_begin(s, false, err))
		return false;
	if (store_exec(s, sql, err))
		return store_commit(s, err);
	store_rollback(s);
	return false;
}

static int64_t
count(const char *sql)
{
	struct err err = { 0 };
	struct store *s = store_open_read(file, &err);
	int64_t n = -1;

	assert_true(well(s != NULL, &err));
	assert_true(well(store_number(s, sql, &n, &err), &err));
	assert_true(well(store_check(s, &err), &err));
	store_close(s);
	return n;
}

/* --- a store that does not exist yet ------------------------------------- */

static const char added[] =
    "SELECT count(*) FROM meta WHERE name LIKE 'one of %'";

static bool
open_and_add(int i, void *data)
{
	struct err err = { 0 };
	struct store *s = store_open(file, &err);
	char name[40];
	bool ok;

	(void)data;
	if (!well(s != NULL, &err))
		return false;
	snprintf(name, sizeof(name), "one of %d", i);
	ok = well(add_one(s, name, &err), &err);
	store_close(s);
	return ok;
}

static void
test_first(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		empty_folder();
		assert_int_equal(crowd_run(CROWD, open_and_add, NULL), 0);
		assert_int_equal(count(added), CROWD);
	}
}

/* --- a schema step ----------------------------------------------------------
 */

static void
old_store(const char *version)
{
	char command[800];
	const char *top = getenv("top_srcdir");

	empty_folder();
	snprintf(command, sizeof(command),
	    "sqlite3 '%s' <'%s/tests/golden/store/%s.sql'", file,
	    top ? top : ".", version);
	assert_int_equal(system(command), 0);
}

static void
test_step(void **state)
{
	(void)state;
	if (system("command -v sqlite3 >/dev/null") != 0)
		skip();
	for (int i = 0; i < ROUNDS; i++) {
		old_store("v1");
		assert_int_equal(crowd_run(CROWD, open_and_add, NULL), 0);
		assert_int_equal(count(added), CROWD);
		assert_int_equal(count("SELECT count(*) FROM article"), 2);
	}
}

/* --- coming and going
 * ---------------------------------------------------------- */

/* Process 0 and 1 are desks that come and go, which takes the log away and
 * brings it back; the others open the store to read it. */
static bool
come_and_go(int i, void *data)
{
	struct err err = { 0 };
	struct store *s;
	int64_t n;
	char name[40];

	(void)data;
	for (int k = 0; k < TURNS; k++) {
		s = i < 2 ? store_open(file, &err)
		          : store_open_read(file, &err);
		if (!well(s != NULL, &err))
			return false;
		snprintf(name, sizeof(name), "%d in turn %d", i, k);
		if (i < 2 ? !well(add_one(s, name, &err), &err)
		          : !well(store_number(
		                      s, "SELECT count(*) FROM meta", &n, &err),
		                &err))
			return false;
		store_close(s);
	}
	return true;
}

static void
test_come_and_go(void **state)
{
	struct err err = { 0 };

	(void)state;
	empty_folder();
	store_close(store_open(file, &err));
	assert_int_equal(crowd_run(CROWD, come_and_go, NULL), 0);
	assert_int_equal(
	    count("SELECT count(*) FROM meta WHERE name LIKE '% in turn %'"),
	    2 * TURNS);
}

/* --- writers and readers that stay
 * ------------------------------------------------ */

/* Half of them write, and checkpoint; the others read, and see what they have
 * begun to read to its end. */
static bool
stay(int i, void *data)
{
	struct err err = { 0 };
	struct store *s =
	    i % 2 ? store_open_read(file, &err) : store_open(file, &err);
	int64_t n, before = 0;
	char name[40];

	(void)data;
	if (!well(s != NULL, &err))
		return false;
	for (int k = 0; k < LONG; k++) {
		snprintf(name, sizeof(name), "%d stays %d", i, k);
		if (i % 2 == 0 && !well(add_one(s, name, &err), &err))
			return false;
		if (i % 2 == 0 && k % 8 == 0)
			sqlite3_wal_checkpoint_v2(
			    s->db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
		if (!well(
		        store_number(s, "SELECT count(*) FROM meta", &n, &err),
		        &err) ||
		    n < before)
			return false;
		before = n;
	}
	store_close(s);
	return true;
}

static void
test_stay(void **state)
{
	struct err err = { 0 };

	(void)state;
	empty_folder();
	store_close(store_open(file, &err));
	assert_int_equal(crowd_run(CROWD, stay, NULL), 0);
	assert_int_equal(
	    count("SELECT count(*) FROM meta WHERE name LIKE '% stays %'"),
	    (CROWD + 1) / 2 * LONG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_step),
		cmocka_unit_test(test_come_and_go),
		cmocka_unit_test(test_stay),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("busy", tests, setup, teardown);
}
