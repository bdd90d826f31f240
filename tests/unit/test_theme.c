#include "config.h"

#include "ui/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdlib.h>

#include "conf/dotfile.h"
#include "conf/paths.h"
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

/* Without the mathematics library: x^2.4 is x^2 times the fifth root of x^2
 * (Newton's way). */
static double
fifth_root(double x)
{
	double y = 1;

	for (int i = 0; i < 60; i++)
		y = (4 * y + x / (y * y * y * y)) / 5;
	return y;
}

static double
channel(int value)
{
	double x = value / 255.0, base = (x + 0.055) / 1.055;

	if (x <= 0.04045)
		return x / 12.92;
	return base * base * fifth_root(base * base);
}

/* Relative luminance, WCAG 2.2. */
static double
luminance(int32_t rgb)
{
	return 0.2126 * channel(rgb >> 16 & 255) +
	       0.7152 * channel(rgb >> 8 & 255) + 0.0722 * channel(rgb & 255);
}

static double
contrast(int32_t a, int32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

/* Known pairs, so that the measure is right. */
static void
test_contrast(void **state)
{
	(void)state;
	assert_true(contrast(0x000000, 0xffffff) > 20.99);
	assert_true(contrast(0x000000, 0xffffff) < 21.01);
	assert_true(contrast(0x767676, 0xffffff) > 4.53);
	assert_true(contrast(0x767676, 0xffffff) < 4.55);
}

/* Words with what may lie over them, on a terminal whose own colours are fg
 * and bg.  Lines are no words, and what lies over is no text by itself. */
static void
check_contrast(const struct theme *t, const char *name, int32_t fg, int32_t bg)
{
	static const int overs[] = { 0, UI_CURSOR, UI_CURSOR_OTHER, UI_MATCH,
		UI_MATCH_NOW };

	for (int role = 0; role < UI_ROLES; role++) {
		if (role == UI_BORDER ||
		    (role >= UI_CURSOR && role <= UI_MATCH_NOW))
			continue;
		for (size_t i = 0; i < sizeof(overs) / sizeof(*overs); i++) {
			struct look look = theme_look(
			    t, (struct ink){ .role = (unsigned char)role,
			           .over = (unsigned char)overs[i] });
			int32_t on = look.bg < 0 ? bg : theme_rgb(look.bg);
			int32_t text = look.fg < 0 ? fg : theme_rgb(look.fg);

			if (contrast(text, on) >= 4.5)
				continue;
			fail_msg("%s: %s over %s: %06x on %06x has %.2f", name,
			    theme_role_name(role), theme_role_name(overs[i]),
			    (unsigned)text, (unsigned)on, contrast(text, on));
		}
	}
}

static void
read_theme(struct theme *t, const char *path)
{
	struct str text = { 0 };
	struct span rest;
	struct words w = { 0 };
	struct err err = { 0 };

	theme_init(t, THEME_DARK, 1 << 24);
	assert_true(paths_read(path, &text, 1 << 20, NULL));
	for (rest = str_span(&text); rest.n;) {
		char *argv[8];
		int column, argc = 0;

		assert_true(
		    words_split(&w, span_cut(&rest, '\n'), &column, NULL));
		assert_true(w.n <= 8);
		for (size_t i = 1; i < w.n; i++)
			argv[argc++] = span_dup(w.word[i].text);
		if (w.n && span_is(w.word[0].text, "based-on"))
			assert_true(theme_base(t, span_of(argv[0]), &err));
		else if (w.n)
			assert_true(theme_set(t, argv, argc, &err));
		while (argc)
			free(argv[--argc]);
	}
	words_release(&w);
	str_release(&text);
}

/* WCAG AA: 4.5 to 1, in the built-in themes on the usual grounds too. */
static void
test_contrast_of_themes(void **state)
{
	static const int32_t dark[] = { 0x000000, 0x1e1e1e },
	                     light[] = { 0xffffff, 0xf5f5f5 };
	const char *top = getenv("top_srcdir");
	struct theme t;
	struct str dir = { 0 };
	struct dirent *e;
	DIR *d;
	int themes = 0;

	(void)state;
	for (int i = 0; i < 2; i++) {
		theme_init(&t, THEME_DARK, 256);
		check_contrast(&t, "dark", 0xe5e5e5, dark[i]);
		theme_init(&t, THEME_LIGHT, 256);
		check_contrast(&t, "light", 0x000000, light[i]);
	}
	str_printf(&dir, "%s/config/themes", top ? top : "..");
	d = opendir(str_z(&dir));
	assert_non_null(d);
	while ((e = readdir(d))) {
		struct str path = { 0 };

		if (*e->d_name == '.')
			continue;
		str_printf(&path, "%s/%s", str_z(&dir), e->d_name);
		read_theme(&t, str_z(&path));
		assert_true(t.own[ROLE_TEXT] && t.look[ROLE_TEXT].bg >= 0);
		check_contrast(&t, e->d_name, 0, 0);
		themes++;
		str_release(&path);
	}
	closedir(d);
	assert_true(themes >= 4);
	str_release(&dir);
}

/* The ground of a theme is that of all its words; a terminal of few colours
 * has none of it. */
static void
test_ground(void **state)
{
	char *text[] = { (char *)"text", (char *)"#1f1d1a", (char *)"#f4f1ea" };
	struct theme t;
	struct look look;

	(void)state;
	theme_init(&t, THEME_LIGHT, 256);
	assert_true(theme_set(&t, text, 3, NULL));
	look = theme_look(&t, (struct ink){ .role = UI_UNREAD });
	assert_int_equal(look.fg, THEME_RGB + 0x1f1d1a);
	assert_int_equal(look.bg, THEME_RGB + 0xf4f1ea);
	theme_init(&t, THEME_LIGHT, 8);
	assert_true(theme_set(&t, text, 3, NULL));
	look = theme_look(&t, (struct ink){ .role = UI_UNREAD });
	assert_int_equal(look.bg, -1);
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
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_contrast_of_themes),
		cmocka_unit_test(test_ground),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
