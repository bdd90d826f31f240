#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/str.h"

static char dir[64], file[80], old[80];

static int
set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/broadsheet-log.XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/log", dir);
	snprintf(old, sizeof(old), "%s/log.1", dir);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(file);
	unlink(old);
	return rmdir(dir);
}

static void
read_back(const char *path, struct str *out)
{
	FILE *f = fopen(path, "r");
	int c;

	assert_non_null(f);
	while ((c = getc(f)) != EOF)
		str_addc(out, (char)c);
	fclose(f);
}

static void
test_lines(void **state)
{
	struct str t = { 0 }, end = { 0 };
	struct stat st;

	(void)state;
	/* Before it is open nothing is written, anywhere. */
	assert_int_equal(log_fd(), -1);
	log_line("lost");
	assert_true(log_open("desk", file));
	assert_true(log_fd() >= 0);
	log_line("two %d\nlines\x1b[31m", 2);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	read_back(file, &t);
	str_printf(&end, " desk[%ld]: two 2 lines [31m\n", (long)getpid());
	assert_true(span_ends(str_span(&t), str_z(&end)));
	/* 2026-11-21T14:15:00Z and no more stands before it. */
	assert_int_equal(t.n - end.n, 20);
	assert_int_equal(t.s[19], 'Z');
	/* Opened again, it goes on. */
	assert_true(log_open("desk", file));
	log_line("more");
	str_clear(&t);
	read_back(file, &t);
	assert_true(span_find(str_span(&t), SPAN("two 2")) < t.n);
	assert_true(span_ends(str_span(&t), ": more\n"));
	str_release(&t);
	str_release(&end);
}

static void
test_rotation(void **state)
{
	struct str t = { 0 };

	(void)state;
	str_fill(&t, 'x', 64 * 1024);
	assert_true(log_open("desk", file));
	for (int i = 0; i < 17; i++)
		log_line("%s", str_z(&t));
	assert_int_equal(access(old, F_OK), -1);
	assert_true(log_open("desk", file));
	log_line("new");
	assert_int_equal(access(old, F_OK), 0);
	str_clear(&t);
	read_back(file, &t);
	assert_true(span_ends(str_span(&t), ": new\n"));
	assert_true(t.n < 100);
	str_release(&t);
}

static void
test_nowhere(void **state)
{
	(void)state;
	assert_false(log_open("desk", "/nonexistent/log"));
	log_line("lost");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_rotation, set_up, tear_down),
		cmocka_unit_test(test_nowhere),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
