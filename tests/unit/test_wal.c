/* The log of the store (its WAL) does not grow with what is written, whoever
 * reads meanwhile, and is empty when a desk has left. */
#include "config.h"

#include "store/stmt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "crowd.h"

enum {
	MB = 1 << 20,
	SMALL = 20, /* 16 and what came with the last commits, in MB */
	LARGE = 72, /* 64 likewise */
	WRITTEN = 100,
	READS_MAX = 100000
};

static char dir[256], file[300], wal[310], end[310];

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "%s/broadsheet-wal-XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/store.db", dir);
	snprintf(wal, sizeof(wal), "%s-wal", file);
	snprintf(end, sizeof(end), "%s/end", dir);
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

static long
wal_mb(void)
{
	struct stat st;

	return stat(wal, &st) == 0 ? (long)(st.st_size / MB) : 0;
}

static bool
write_mb(struct store *s)
{
	struct err err = { 0 };

	if (store_begin(s, false, &err) &&
	    store_exec(s,
	        "INSERT INTO body(id, format, data) VALUES (1, 0,"
	        " randomblob(1000000)) ON CONFLICT(id) DO UPDATE SET data ="
	        " excluded.data",
	        &err) &&
	    store_commit(s, &err)) {
		store_checkpoint(s);
		return true;
	}
	fprintf(stderr, "%s\n", err.text);
	return false;
}

/* Writes; how large the log was at most. */
static long
write_much(struct store *s, int mb)
{
	long most = 0;

	for (int i = 0; i < mb; i++) {
		if (!write_mb(s))
			return -1;
		if (wal_mb() > most)
			most = wal_mb();
	}
	return most;
}

static struct store *
opened(bool writer)
{
	struct err err = { 0 };
	struct store *s =
	    writer ? store_open(file, &err) : store_open_read(file, &err);

	if (!s)
		fprintf(stderr, "%s\n", err.text);
	return s;
}

static void
look(struct stmt *q, struct store *s)
{
	struct err err = { 0 };

	assert_true(stmt_get(q, s, "SELECT id FROM body", &err));
	assert_int_equal(stmt_row(q, &err), 1);
}

/* A reader that is open for long, and looks now and then. */
static void
test_idle_reader(void **state)
{
	struct store *writer = opened(true), *reader;
	struct stmt q;
	long most;

	(void)state;
	assert_true(write_mb(writer));
	reader = opened(false);
	for (int i = 0; i < 4; i++) {
		look(&q, reader);
		stmt_done(&q);
		most = write_much(writer, WRITTEN / 4);
		assert_in_range(most, 1, SMALL);
	}
	store_close(writer);
	assert_int_equal(wal_mb(), 0);
	store_close(reader);
}

/* One that stays in the middle of a list keeps the log; when it has read on,
 * the log is as small as before. */
static void
test_held_by_reader(void **state)
{
	struct store *writer = opened(true), *reader = opened(false);
	struct stmt q;

	(void)state;
	look(&q, reader);
	assert_in_range(write_much(writer, SMALL + 8), SMALL, LARGE);
	stmt_done(&q);
	assert_true(write_mb(writer));
	assert_true(write_much(writer, 4) > 0);
	assert_in_range(wal_mb(), 0, SMALL);
	store_close(reader);
	store_close(writer);
	assert_int_equal(wal_mb(), 0);
}

/* 0 writes; 1 reads, and begins the next list before it ends the last, so
 * that there is always a reader in the log. */
static bool
write_or_read(int i, void *data)
{
	struct store *a = opened(i == 0), *b = i ? opened(false) : NULL;
	struct stmt one = { 0 }, other = { 0 };
	long most;

	(void)data;
	if (i == 0) {
		most = write_much(a, WRITTEN);
		store_close(a);
		fclose(fopen(end, "w"));
		if (most > LARGE)
			fprintf(stderr, "%ld MB\n", most);
		return most >= 0 && most <= LARGE;
	}
	for (int k = 0; k < READS_MAX && access(end, F_OK) != 0; k++) {
		look(&one, a);
		stmt_done(&other);
		usleep(5000);
		look(&other, b);
		stmt_done(&one);
		usleep(5000);
	}
	stmt_done(&other);
	store_close(a);
	store_close(b);
	return true;
}

static void
test_busy_reader(void **state)
{
	(void)state;
	assert_int_equal(crowd_run(2, write_or_read, NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_idle_reader),
		cmocka_unit_test(test_held_by_reader),
		cmocka_unit_test(test_busy_reader),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("wal", tests, setup, teardown);
}
