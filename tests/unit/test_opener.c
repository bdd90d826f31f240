#include "config.h"

#include "ui/opener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static bool
only_lynx(const char *name)
{
	return strcmp(name, "lynx") == 0;
}

static bool
everything(const char *name)
{
	(void)name;
	return true;
}

static bool
nothing(const char *name)
{
	(void)name;
	return false;
}

/* The words, joined by "|". */
static void
expect(const struct opener_env *env, const char *url, const char *words)
{
	struct opener o;
	struct err err = { 0 };
	struct str got = { 0 };

	assert_true(opener_make(&o, env, span_of(url), &err));
	for (size_t i = 0; o.argv[i]; i++)
		str_printf(&got, "%s%s", i ? "|" : "", o.argv[i]);
	assert_string_equal(str_z(&got), words);
	str_release(&got);
	opener_release(&o);
}

static void
refuse(const struct opener_env *env, const char *url)
{
	struct opener o;
	struct err err = { 0 };

	assert_false(opener_make(&o, env, span_of(url), &err));
	assert_true(err.text[0]);
	opener_release(&o);
}

/* What is in the address stays in its one word. */
static void
test_hostile(void **state)
{
	const struct opener_env env = { "see --new \"%u\" end", NULL, true,
		nothing };

	(void)state;
	expect(&env, "https://x/$(id)", "see|--new|https://x/$(id)|end");
	expect(&env, "https://x/a b\"c'd`e`",
	    "see|--new|https://x/a b\"c'd`e`|end");
	expect(&env, "https://x/%s%u;rm -rf /",
	    "see|--new|https://x/%s%u;rm -rf /|end");
	expect(&env, "http://x/-o\n--evil", "see|--new|http://x/-o --evil|end");
	refuse(&env, "-x");
	refuse(&env, "--help");
	refuse(&env, "javascript:alert(1)");
	refuse(&env, "file:///etc/passwd");
	refuse(&env, "ftp://example.org/");
	refuse(&env, "");
}

/* Each field is one word or a part of one, whatever stands in it. */
static void
test_fields(void **state)
{
	static const char *const hostile[] = { "$(id)", "`id`", "a \"b\" 'c'",
		"; rm -rf ~", "two\nlines", "%u%t%a%f", "-rf", "--help",
		"a\033[31m", "\\", "" };
	static const char *const shown[] = { "$(id)", "`id`", "a \"b\" 'c'",
		"; rm -rf ~", "two lines", "%u%t%a%f", " -rf", " --help",
		"a [31m", "\\", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		struct span h = span_of(hostile[i]);
		struct opener_fields f = { SPAN("https://x/"), h, h, h };
		struct opener o;
		struct str want = { 0 };

		assert_true(opener_fill(&o,
		    SPAN("post %t %a %f --title=%t 100%% %x \"a %t\""), &f,
		    true, NULL));
		assert_int_equal(o.n, 10);
		for (int k = 1; k <= 3; k++)
			assert_string_equal(o.argv[k], shown[i]);
		str_printf(&want, "--title=%s", span_trim(span_of(shown[i])).s);
		if (h.n)
			assert_string_equal(o.argv[4], str_z(&want));
		assert_string_equal(o.argv[5], "100%");
		assert_string_equal(o.argv[6], "%x");
		assert_string_equal(o.argv[8], "https://x/");
		assert_null(o.argv[9]);
		str_release(&want);
		opener_release(&o);
	}
}

static void
test_option(void **state)
{
	struct opener_env env = { "fire fox", "other", true, everything };

	(void)state;
	expect(&env, "https://x/", "fire|fox|https://x/");
	env.option = "\"my browser\" --url=%u";
	expect(&env, "https://x/", "my browser|--url=https://x/");
	env.option = "broken \"quote";
	refuse(&env, "https://x/");
}

static void
test_environment(void **state)
{
	struct opener_env env = { NULL, "first --see %s:second", true,
		everything };

	(void)state;
	expect(&env, "https://x/", "first|--see|https://x/");
	env.browser = "proxy http://p:1/:second";
	expect(&env, "https://x/", "proxy|http://p|https://x/");
	env.browser = NULL;
	expect(&env, "https://x/", "xdg-open|https://x/");
	env.graphical = false;
	expect(&env, "https://x/", "w3m|https://x/");
	env.found = nothing;
	refuse(&env, "https://x/");
}

/* A text browser is known by its name, wherever it lies. */
static void
test_terminal(void **state)
{
	struct opener_env env = { NULL, NULL, false, only_lynx };
	struct opener o;

	(void)state;
	assert_true(opener_make(&o, &env, SPAN("https://x/"), NULL));
	assert_true(o.terminal);
	opener_release(&o);
	env.option = "/usr/bin/links -g";
	assert_true(opener_make(&o, &env, SPAN("https://x/"), NULL));
	assert_true(o.terminal);
	opener_release(&o);
	env.option = "firefox";
	assert_true(opener_make(&o, &env, SPAN("https://x/"), NULL));
	assert_false(o.terminal);
	opener_release(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_option),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_terminal),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
