/*
 * test_rows: the rows of a list: how the person wants them, titles that are
 * too long, groups, and what is kept of that.
 */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "conf/rowformat.h"
#include "store/articles.h"
#include "ui/habits.h"
#include "ui/rowfmt.h"
#include "uistore.h"

/* A row of these columns drawn by a format; the caller frees. */
static char *
row_of(const char *format, const struct headline *h, int cols)
{
	struct sheet sheet = { 0 };
	struct canvas c;
	struct str text = { 0 };
	struct rowfmt f = { .now = UISTORE_NOW,
		.midnight = UISTORE_NOW - 12 * 3600,
		.source = true };

	assert_true(rowformat_read(&f.format, span_of(format), NULL));
	sheet_resize(&sheet, 1, cols);
	c = canvas_of(&sheet);
	rowfmt_draw(&c, 0, h, h->flags, &f, 0);
	sheet_text(&text, &sheet);
	str_cut(&text, text.n - 1);
	sheet_release(&sheet);
	return str_take(&text);
}

static const struct headline tea = {
	.id = 81,
	.when = UISTORE_NOW - 48 * 60,
	.flags = FLAG_UNREAD | FLAG_STARRED,
	.title = SPAN("Tea auction opens at a record"),
	.source = SPAN("Example Daily"),
};
static const struct headline plain = {
	.id = 7,
	.when = UISTORE_NOW - 48 * 60,
	.title = SPAN("Two bridges"),
};

static void
test_formats(void **state)
{
	static const struct {
		const char *format;
		const struct headline *row;
		int cols;
		const char *want;
	} cases[] = {
		{ "%f %-7D %t%> %-15T", &tea, 62,
		    " * 48 min  Tea auction opens at a record      Example "
		    "Daily" },
		/* The title gives way, what is behind it stays. */
		{ "%f %-7D %t%> %T", &tea, 44,
		    " * 48 min  Tea auction opens… Example Daily" },
		{ "%t%>.%8T", &tea, 50,
		    " Tea auction opens at a record...........Example…" },
		{ "%5i %n %t", &tea, 60,
		    "    81 N Tea auction opens at a record" },
		{ "%5i %n %t", &plain, 60, "     7   Two bridges" },
		{ "%?T?[%T] &[own] ?%t", &tea, 60,
		    " [Example Daily] Tea auction opens at a record" },
		{ "%?T?[%T] &[own] ?%t", &plain, 60, " [own] Two bridges" },
		{ "%?f?!?%t", &plain, 60, " Two bridges" },
		{ "100%% %10t|", &tea, 60, " 100% Tea aucti…|" },
		/* No title at all is a person's right. */
		{ "%D", &tea, 60, " 48 min" },
		/* Too little is left: the row is as nobody has said. */
		{ "%40D%t", &tea, 40,
		    "  * 48 min  Tea auction…       Example…" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *got =
		    row_of(cases[i].format, cases[i].row, cases[i].cols);

		assert_string_equal(got, cases[i].want);
		free(got);
	}
}

static void
test_bad_formats(void **state)
{
	static const struct {
		const char *format, *column;
	} cases[] = {
		{ "%", "column 2 " },
		{ "%x", "column 2 " },
		{ "é%-", "column 4 " },
		{ "%401t", "column 4 " },
		{ "%99999999999999999999t", "column 4 " },
		{ "%>", "column 3 " },
		{ "%>漢", "column 3 " },
		{ "%>\001", "column 3 " },
		{ "%?x?a?", "column 3 " },
		{ "%?Ta?", "column 4 " },
		{ "%?T?a", "column 6 " },
		{ "%?T?a&b&c?", "column 8 " },
		{ "%?T?%?t?a??", "column 6 " },
	};
	struct rowformat f;
	struct str long_one = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err err = { 0 };

		assert_false(
		    rowformat_read(&f, span_of(cases[i].format), &err));
		assert_int_equal(err.code, ERR_CONFIG);
		if (!strstr(err.text, cases[i].column))
			fail_msg("%s: %s", cases[i].format, err.text);
	}
	for (int i = 0; i < ROWFORMAT_PARTS_MAX; i++)
		str_lit(&long_one, "%t");
	assert_true(rowformat_read(&f, str_span(&long_one), NULL));
	str_lit(&long_one, "%t");
	assert_false(rowformat_read(&f, str_span(&long_one), NULL));
	while (long_one.n <= ROWFORMAT_BYTES_MAX)
		str_addc(&long_one, ' ');
	assert_false(rowformat_read(&f, str_span(&long_one), NULL));
	str_release(&long_one);
}

/* Every two-byte beginning, in every width of a screen, draws or is refused. */
static void
test_any_format(void **state)
{
	(void)state;
	for (int a = 1; a < 256; a++)
		for (int b = 1; b < 256; b++) {
			char format[] = { '%', (char)a, (char)b, '?', '%', 't',
				'\0' };
			struct rowformat f;

			if (!rowformat_read(&f, span_of(format), NULL))
				continue;
			for (int cols = 1; cols < 60; cols += 19)
				free(row_of(format, &tea, cols));
		}
}

static bool
shows(struct uistore *u, const char *text)
{
	char *screen = uistore_screen(u);
	bool found = strstr(screen, text) != NULL;

	free(screen);
	return found;
}

static void
expect(struct uistore *u, const char *text)
{
	char *screen = uistore_screen(u);

	if (!strstr(screen, text))
		fail_msg("\"%s\" is not in\n%s", text, screen);
	free(screen);
}

static int64_t
chosen(struct uistore *u)
{
	struct target t;

	return panes_target(&u->panes, &t) ? t.id : 0;
}

static void
set(struct uistore *u, enum option id, const char *value)
{
	struct err err = { 0 };

	assert_true(options_set(&u->options, id, span_of(value), &err));
	panes_spoil(&u->panes);
}

/* To the end of the longest, and back; what is short stays where it is. */
static void
test_sideways(void **state)
{
	struct uistore u;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	uistore_press(&u, "<Enter>");
	assert_false(shows(&u, "by plank"));
	uistore_press(&u, "> > > > > > > > > > > >");
	expect(&u, "by plank");
	expect(&u, "12 min  River ferries resume after two days of fog");
	/* No farther than to its end, so that one step back moves it. */
	uistore_press(&u, "<lt>");
	assert_false(shows(&u, "by plank"));
	uistore_press(&u, "<lt> <lt> <lt> <lt> <lt> <lt> <lt> <lt>");
	expect(&u, "“We counted every boat”");
	uistore_size(&u, 49, 200);
	uistore_press(&u, "q");
	uistore_close(&u);
}

/* Titles over several rows: the cursor goes from story to story. */
static void
test_title_rows(void **state)
{
	struct uistore u;
	int64_t id;

	(void)state;
	uistore_open(&u, false);
	set(&u, OPT_TITLE_ROWS, "5");
	uistore_size(&u, 23, 60);
	uistore_press(&u, "<Enter> j j");
	expect(&u, "by plank");
	id = chosen(&u);
	uistore_press(&u, "j");
	assert_int_not_equal(chosen(&u), id);
	uistore_press(&u, "k");
	assert_int_equal(chosen(&u), id);
	/* On any screen the chosen title stands there to its end. */
	for (int rows = 4; rows < 12; rows++) {
		uistore_size(&u, rows, 60);
		assert_int_equal(chosen(&u), id);
		if (rows > 5)
			expect(&u, "by plank");
	}
	for (int cols = 10; cols < 200; cols += 7) {
		uistore_size(&u, 20, cols);
		if (cols < 100)
			assert_int_equal(chosen(&u), id);
	}
	/* A click on its second row is a click on the story. */
	uistore_size(&u, 23, 60);
	uistore_press(&u, "gg");
	panes_click(&u.panes, 7, 20);
	assert_int_equal(chosen(&u), id);
	uistore_close(&u);
}

static void
test_groups(void **state)
{
	struct uistore u;
	struct habits habits = { 0 };
	char *screen;

	(void)state;
	uistore_open(&u, false);
	habits_load(&habits, u.dir);
	u.ui.habits = &habits;
	uistore_size(&u, 40, 80);
	uistore_press(&u, "<Enter>");
	expect(&u, "\n Yesterday\n");
	uistore_press(&u, "z");
	expect(&u, "\n Delta Courier\n");
	expect(&u, "\n Orbit Letters\n");
	assert_false(shows(&u, "Yesterday"));
	expect(&u, "by feed");
	/* The paper stands above: not in each row. */
	screen = uistore_screen(&u);
	assert_null(
	    strstr(strstr(screen, "Delta Courier") + 1, "Delta Courier"));
	free(screen);
	uistore_press(&u, "z");
	assert_false(shows(&u, "\n Delta Courier\n"));
	assert_false(shows(&u, "Yesterday"));
	uistore_press(&u, "z");
	expect(&u, "\n Yesterday\n");
	/* Kept for this list alone. */
	uistore_press(&u, "z q j j j j <Enter>");
	expect(&u, "Yesterday");
	uistore_press(&u, "q gg <Enter>");
	expect(&u, "\n Delta Courier\n");
	/* Also by the next start. */
	habits_release(&habits);
	habits_load(&habits, u.dir);
	assert_int_equal(habits.n, 1);
	uistore_press(&u, "q <Enter>");
	expect(&u, "\n Delta Courier\n");
	u.ui.argument = SPAN("day");
	uistore_press(&u, "z");
	assert_int_equal(habits.n, 0);
	u.ui.argument = SPAN("week");
	uistore_press(&u, "z");
	assert_non_null(u.talk.current);
	u.ui.argument = SPAN("title");
	uistore_press(&u, "O");
	u.ui.argument = (struct span){ 0 };
	expect(&u, "by title");
	unlink(habits.file);
	habits_release(&habits);
	uistore_close(&u);
}

/* A file that somebody has written into costs no more than its lines. */
static void
test_habits_file(void **state)
{
	static const char text[] = "oldest none section World\n"
	                           "\n"
	                           "nonsense day all\n"
	                           "rank day all\n"
	                           "title week all\n"
	                           "title day\n"
	                           "title day all\n"
	                           "feed feed all\n";
	char dir[] = "/tmp/broadsheet-habits-XXXXXX", file[64];
	struct habits h;
	struct scope all = { 0 }, world = { .section = "World" };
	struct scope today = { .since = 12345, .unread = true };
	enum order_by order;
	enum grouping group;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/lists", dir);
	assert_true(paths_write(file, text, sizeof(text) - 1, NULL));
	habits_load(&h, dir);
	assert_int_equal(h.n, 2);
	habits_get(&h, &all, &order, &group);
	assert_int_equal(order, ORDER_TITLE);
	habits_get(&h, &world, &order, &group);
	assert_int_equal(order, ORDER_OLDEST);
	assert_int_equal(group, GROUP_NONE);
	habits_set(&h, &today, ORDER_OLDEST, GROUP_BY_DAY);
	today.since = 98765;
	habits_get(&h, &today, &order, &group);
	assert_int_equal(order, ORDER_OLDEST);
	for (int64_t i = 1; i < 2 * HABITS_MAX; i++) {
		struct scope feed = { .feed = i };
		habits_set(&h, &feed, ORDER_TITLE, GROUP_NONE);
	}
	assert_int_equal(h.n, HABITS_MAX);
	habits_release(&h);
	unlink(file);
	rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_bad_formats),
		cmocka_unit_test(test_any_format),
		cmocka_unit_test(test_sideways),
		cmocka_unit_test(test_title_rows),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_habits_file),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
