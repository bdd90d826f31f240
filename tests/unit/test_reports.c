/*
 * test_reports: what the desk says of each feed that it asked, kept and shown.
 */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/feeds.h"
#include "ui/reports.h"
#include "uistore.h"

/* One event, as it comes over the pipe. */
static void
tell(struct reports *r, int64_t feed, const char *how, int64_t added,
    int64_t bytes, const char *error)
{
	struct str line = { 0 };
	struct record e = { 0 };
	struct span rest;

	record_begin(&line, "asked");
	record_int(&line, feed);
	record_z(&line, how);
	record_int(&line, added);
	record_int(&line, bytes);
	record_z(&line, error);
	record_end(&line);
	rest = str_span(&line);
	assert_true(record_next(&e, &rest, NULL) > 0);
	reports_add(r, &e, UISTORE_NOW - 60);
	record_release(&e);
	str_release(&line);
}

static void
test_kept(void **state)
{
	struct reports r = { 0 };

	(void)state;
	tell(&r, 1, "read", 3, 1000, "");
	tell(&r, 2, "failed", 0, 0, "no answer");
	reports_close(&r);
	tell(&r, 3, "same", 0, 0, "");
	assert_int_equal(r.n, 3);
	assert_int_equal(r.item[1].round, r.item[0].round);
	assert_int_not_equal(r.item[2].round, r.item[0].round);
	assert_null(r.item[0].error);
	assert_string_equal(r.item[1].error, "no answer");
	/* What nobody understands is dropped. */
	tell(&r, 4, "eaten", 0, 0, "");
	tell(&r, 0, "read", 0, 0, "");
	assert_int_equal(r.n, 3);
	for (int64_t i = 1; i <= 3 * REPORTS_MAX; i++)
		tell(&r, i, "failed", 0, 0, "gone");
	assert_in_range(r.n, REPORTS_MAX / 2, REPORTS_MAX);
	assert_int_equal(r.item[r.n - 1].feed, 3 * REPORTS_MAX);
	reports_release(&r);
}

static void
expect(struct uistore *u, const char *text)
{
	char *screen = uistore_screen(u);

	if (!strstr(screen, text))
		fail_msg("\"%s\" is not in\n%s", text, screen);
	free(screen);
}

static void
test_view(void **state)
{
	struct reports r = { 0 };
	struct uistore u;
	struct target t;
	int64_t notes;

	(void)state;
	uistore_open(&u, false);
	u.ui.reports = &r;
	uistore_size(&u, 23, 80);
	panes_open(&u.panes, refreshlog_new(&u.ui));
	expect(&u, "No feed has been asked since the start. R asks them.");
	notes = feeds_find(u.reader, SPAN("https://notes.example/"));
	tell(&r, feeds_find(u.reader, SPAN("https://daily.example/")), "read",
	    3, 20480, "");
	tell(&r, notes, "failed", 0, 0, "no answer for 3\033[31m days");
	reports_close(&r);
	tell(&r, 999999, "held", 0, 0, "");
	expect(&u, "12:03 · 1 feed asked · 0 new stories");
	expect(&u, "12:03 · 2 feeds asked · 3 new stories · 1 failed · 21 kB");
	expect(&u, "Example Daily");
	expect(&u, "3 new");
	expect(&u, "a feed that has gone");
	expect(&u, "its host is busy");
	uistore_press(&u, "j");
	expect(&u, "   ! no answer for 3[31m days");
	expect(&u, "   https://notes.example/");
	/* What comes meanwhile moves nothing. */
	assert_true(panes_target(&u.panes, &t));
	assert_int_equal(t.scope.feed, notes);
	tell(&r, notes, "same", 0, 0, "");
	free(uistore_screen(&u));
	assert_true(panes_target(&u.panes, &t));
	assert_int_equal(t.scope.feed, notes);
	expect(&u, "unchanged");
	for (int rows = 1; rows < 30; rows += 4)
		for (int cols = 1; cols < 130; cols += 16)
			uistore_size(&u, rows, cols);
	uistore_press(&u, "<Enter>");
	expect(&u, "Hedgehogs");
	uistore_close(&u);
	reports_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_view),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reports", tests, NULL, NULL);
}
