#include "config.h"

#include "ui/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "doc/doc.h"

static void
test_names(void **state)
{
	(void)state;
	for (int i = 0; i < UI_ROLES; i++) {
		assert_non_null(theme_role_name(i));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(
			    theme_role_name(i), theme_role_name(k));
	}
	assert_null(theme_role_name(UI_ROLES));
}

static void
test_set(void **state)
{
	char *good[] = { (char *)"kicker", (char *)"#b03a2e", (char *)"default",
		(char *)"bold", (char *)"underline" };
	char *role[] = { (char *)"kiker", (char *)"red" };
	char *colour[] = { (char *)"kicker", (char *)"redd" };
	char *attr[] = { (char *)"kicker", (char *)"red", (char *)"blue",
		(char *)"blinking" };
	struct theme t;
	struct look look;
	struct err err = { 0 };

	(void)state;
	theme_init(&t, THEME_DARK, 256);
	assert_true(theme_set(&t, good, 5, &err));
	look = theme_look(&t, (struct ink){ .role = ROLE_KICKER });
	assert_int_equal(look.fg, THEME_RGB + 0xb03a2e);
	assert_int_equal(look.bg, -1);
	assert_int_equal(look.attr, LOOK_BOLD | LOOK_UNDERLINE);
	assert_false(theme_set(&t, role, 2, &err));
	assert_non_null(strstr(err.text, "\"kicker\""));
	assert_false(theme_set(&t, colour, 2, &err));
	assert_false(theme_set(&t, attr, 4, &err));
	assert_non_null(strstr(err.text, "blinking"));
}

/* Without colours nothing has one, and what must differ still does. */
static void
test_mono(void **state)
{
	struct theme t;
	struct look unread, read, cursor;

	(void)state;
	theme_init(&t, THEME_DARK, 0);
	for (int i = 0; i < UI_ROLES; i++) {
		struct look l =
		    theme_look(&t, (struct ink){ .role = (unsigned char)i });
		assert_int_equal(l.fg, -1);
		assert_int_equal(l.bg, -1);
	}
	unread = theme_look(&t, (struct ink){ .role = UI_UNREAD });
	read = theme_look(&t, (struct ink){ .role = UI_READ });
	cursor =
	    theme_look(&t, (struct ink){ .role = UI_READ, .over = UI_CURSOR });
	assert_int_not_equal(unread.attr, read.attr);
	assert_int_not_equal(cursor.attr, read.attr);
}

static void
test_style(void **state)
{
	struct theme t;
	struct look l;

	(void)state;
	theme_init(&t, THEME_LIGHT, 256);
	l = theme_look(&t, (struct ink){ .role = ROLE_TEXT,
	                       .style = STYLE_BOLD | STYLE_ITALIC });
	assert_int_equal(l.attr, LOOK_BOLD | LOOK_ITALIC);
}

static void
test_colours(void **state)
{
	(void)state;
	assert_int_equal(theme_colour(-1, 8), -1);
	assert_int_equal(theme_colour(THEME_RGB + 0xff0000, 256), 196);
	assert_int_equal(theme_colour(196, 8), 1);
	assert_int_equal(theme_colour(9, 8), 1);
	assert_int_equal(theme_colour(9, 16), 9);
	assert_int_equal(theme_colour(196, 1 << 24), 0xff0000);
	assert_int_equal(theme_colour(3, 1 << 24), 3);
}

static void
test_background(void **state)
{
	bool dark;

	(void)state;
	assert_true(theme_background(SPAN("rgb:1e1e/1e1e/2e2e"), &dark));
	assert_true(dark);
	assert_true(theme_background(SPAN("rgb:ff/ff/ff"), &dark));
	assert_false(dark);
	assert_true(theme_background(SPAN("rgba:f/f/e/f"), &dark));
	assert_false(dark);
	assert_true(theme_background(SPAN("#000000"), &dark));
	assert_true(dark);
	assert_false(theme_background(SPAN("rgb:"), &dark));
	assert_false(theme_background(SPAN("rgb:12345/0/0"), &dark));
	assert_false(theme_background(SPAN("white"), &dark));
	assert_false(theme_background(SPAN(""), &dark));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_mono),
		cmocka_unit_test(test_style),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_background),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
