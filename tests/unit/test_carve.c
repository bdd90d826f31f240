/* What texts are packed with stands in a table without numbers; it is found in
 * the loose pages of a store that has lost its first one. */
#include "config.h"

#include "store/repair.h"
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

static char dir[256], file[300];

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "%s/broadsheet-carve-XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/store.db", dir);
	return 0;
}

static int
teardown(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static int64_t
number(const char *sql)
{
	struct err err = { 0 };
	struct store *s = store_open_read(file, &err);
	int64_t n = -1;

	assert_non_null(s);
	assert_true(store_number(s, sql, &n, &err));
	store_close(s);
	return n;
}

static void
lose_first_page(void)
{
	static const char nothing[STORE_PAGE_BYTES];
	FILE *f = fopen(file, "r+b");

	assert_non_null(f);
	assert_int_equal(fwrite(nothing, sizeof(nothing), 1, f), 1);
	assert_int_equal(fclose(f), 0);
}

/* As stores were made before, or as they are. */
static void
remake(int page_bytes)
{
	char sql[120];
	sqlite3 *db;

	snprintf(sql, sizeof(sql),
	    "PRAGMA journal_mode = DELETE; PRAGMA page_size = %d; VACUUM;",
	    page_bytes);
	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(number("PRAGMA page_size"), page_bytes);
}

static void
carve(int page_bytes)
{
	static const char sum[] =
	    "SELECT sum(id * 31 + copy * 7 + mark + length(data) +"
	    " unicode(hex(substr(data, 9000, 1))) +"
	    " unicode(hex(substr(data, -1, 1)))) FROM dictionary";
	struct repair r = { 0 };
	struct err err = { 0 };
	struct store *s = store_open(file, &err);
	int64_t before;

	assert_non_null(s);
	before = store_exec(s,
	    "INSERT INTO dictionary(id, copy, mark, data) VALUES"
	    " (901, 0, 12345, randomblob(110000)),"
	    " (901, 1, 12345, randomblob(110000)),"
	    " (902, 0, 54321, randomblob(900))",
	    &err);
	store_close(s);
	assert_true(before);
	remake(page_bytes);
	before = number(sum);
	lose_first_page();
	assert_true(repair_store(file, &r, NULL, NULL, &err));
	assert_false(r.sound);
	assert_int_equal(number(sum), before);
	repair_release(&r);
	assert_int_equal(unlink(file), 0);
}

static void
test_dictionaries(void **state)
{
	(void)state;
	carve(STORE_PAGE_BYTES);
}

/* Neither the file nor a log says how large its pages are: their cells do. */
static void
test_small_pages(void **state)
{
	(void)state;
	carve(STORE_PAGE_BYTES_WAS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dictionaries),
		cmocka_unit_test(test_small_pages),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("carve", tests, setup, teardown);
}
