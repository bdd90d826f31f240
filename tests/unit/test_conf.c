#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf/conf.h"
#include "conf/paths.h"

/* The table holds together: names in their form, defaults that would be
 * taken, ranges the right way round. */
static void
test_table(void **state)
{
	struct options o = { 0 };

	(void)state;
	for (int i = 0; i < OPT_COUNT; i++) {
		const struct option_info *info = &option_info[i];
		struct span deflt = span_of(info->deflt);
		struct err err;

		for (const char *p = info->name; *p; p++)
			assert_true((*p >= 'a' && *p <= 'z') || *p == '-');
		assert_int_equal(option_find(span_of(info->name)), i);
		assert_true(info->lo <= info->hi);
		assert_true(strlen(info->sentence) > 10);
		if (info->type == TYPE_CHOICE)
			deflt = span_cut(&deflt, '|');
		assert_true(options_set(&o, (enum option)i, deflt, &err));
	}
	options_release(&o);
	assert_int_equal(option_find(SPAN("no-such")), OPT_COUNT);
	assert_int_equal(option_find(SPAN("")), OPT_COUNT);
}

static void
test_values(void **state)
{
	static const struct {
		enum option id;
		const char *text;
		int64_t v; /* -1: refused */
	} r[] = {
		{ OPT_EVERY, "15m", 900 },
		{ OPT_EVERY, "3600", 3600 },
		{ OPT_EVERY, "59", -1 },
		{ OPT_EVERY, "2y", -1 },
		{ OPT_EVERY, "", -1 },
		{ OPT_MAX_SIZE, "512k", 524288 },
		{ OPT_MAX_SIZE, "1M", 1048576 },
		{ OPT_MAX_SIZE, "1g", 1073741824 },
		{ OPT_MAX_SIZE, "9223372036854775807g", -1 },
		{ OPT_MAX_SIZE, "k", -1 },
		{ OPT_MEASURE, "20", 20 },
		{ OPT_MEASURE, "19", -1 },
		{ OPT_MEASURE, "72x", -1 },
		{ OPT_MEASURE, "-72", -1 },
	};
	struct options o = { 0 };
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		bool ok = options_set(&o, r[i].id, span_of(r[i].text), &err);

		assert_int_equal(ok, r[i].v >= 0);
		if (ok)
			assert_int_equal(conf_int(&o, r[i].id), r[i].v);
	}
	options_release(&o);
}

static void
test_inherit(void **state)
{
	struct options top = { 0 }, low = { .parent = &top };
	struct err err;

	(void)state;
	assert_int_equal(conf_int(&low, OPT_EVERY), 3600);
	assert_int_equal(conf_int(NULL, OPT_EVERY), 3600);
	assert_int_equal(conf_choice(&low, OPT_FULL_TEXT), 0);
	assert_true(conf_bool(&low, OPT_MOUSE));
	assert_true(options_set(&top, OPT_EVERY, SPAN("2h"), &err));
	assert_true(options_set(&top, OPT_FULL_TEXT, SPAN("never"), &err));
	assert_true(options_set(&top, OPT_MOUSE, SPAN("Off"), &err));
	assert_int_equal(conf_int(&low, OPT_EVERY), 7200);
	assert_int_equal(conf_choice(&low, OPT_FULL_TEXT), 2);
	assert_false(conf_bool(&low, OPT_MOUSE));
	assert_true(options_set(&low, OPT_EVERY, SPAN("3h"), &err));
	assert_true(options_set(&low, OPT_EVERY, SPAN("4h"), &err));
	assert_int_equal(conf_int(&low, OPT_EVERY), 14400);
	assert_false(options_set(&low, OPT_FULL_TEXT, SPAN("a|b"), &err));
	assert_false(options_set(&low, OPT_MOUSE, SPAN("maybe"), &err));
	assert_string_equal(err.text, "mouse is yes or no, not \"maybe\"");
	options_release(&low);
	options_release(&top);
}

struct world {
	char dir[64];
	struct str file, other;
};

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	snprintf(w->dir, sizeof(w->dir), "/tmp/broadsheet-conf.XXXXXX");
	if (!mkdtemp(w->dir))
		return -1;
	str_printf(&w->file, "%s/config", w->dir);
	str_printf(&w->other, "%s/other", w->dir);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	unlink(str_z(&w->file));
	unlink(str_z(&w->other));
	rmdir(w->dir);
	str_release(&w->file);
	str_release(&w->other);
	free(w);
	return 0;
}

static void
load(struct world *w, struct conf *c, const char *text)
{
	*c = (struct conf){ 0 };
	assert_true(paths_write(str_z(&w->file), text, strlen(text), NULL));
	conf_load(c, str_z(&w->file));
}

/* A complaint, without the folder before the file's name. */
static const char *
said(const struct world *w, const struct conf *c, size_t i)
{
	return i < c->complaints.n
	           ? c->complaints.item[i].text + strlen(w->dir) + 1
	           : "";
}

static void
test_config(void **state)
{
	struct world *w = *state;
	struct conf c;

	load(w, &c,
	    "\xef\xbb\xbf# mine\r\nset measure 80\r\n"
	    "bind list j down # c\nset align left\n"
	    "color title \"bright red\" default\n");
	assert_int_equal(c.complaints.n, 0);
	assert_int_equal(conf_int(&c.options, OPT_MEASURE), 80);
	assert_int_equal(conf_choice(&c.options, OPT_ALIGN), 1);
	assert_int_equal(c.n, 2);
	assert_int_equal(c.command[0].line, 3);
	assert_int_equal(c.command[0].argc, 4);
	assert_string_equal(c.command[0].argv[3], "down");
	assert_null(c.command[0].argv[4]);
	assert_string_equal(c.command[1].argv[2], "bright red");
	conf_release(&c);
}

static void
test_config_faults(void **state)
{
	struct world *w = *state;
	struct conf c;

	load(w, &c,
	    "set measur 80\nset measure 5\nset\nbnid j down\n"
	    "source nowhere\nxyzzyxyzzy\nset a-name-like-none 1\n\"\n"
	    "set measure 90\n");
	assert_int_equal(c.complaints.n, 8);
	assert_string_equal(said(w, &c, 0),
	    "config:1:5: no option is called \"measur\"; did you mean "
	    "\"measure\"?");
	assert_string_equal(said(w, &c, 1),
	    "config:2:13: measure is between 20 and 400, not 5");
	assert_string_equal(
	    said(w, &c, 2), "config:3:1: it is \"set NAME VALUE\"");
	assert_string_equal(said(w, &c, 3),
	    "config:4:1: no command is called \"bnid\"; did you mean "
	    "\"bind\"?");
	assert_non_null(strstr(said(w, &c, 4), "does not exist"));
	assert_int_equal(c.complaints.item[4].line, 5);
	assert_string_equal(
	    said(w, &c, 5), "config:6:1: no command is called \"xyzzyxyzzy\"");
	assert_int_equal(c.complaints.item[7].line, 8);
	/* The lines that are right count. */
	assert_int_equal(conf_int(&c.options, OPT_MEASURE), 90);
	conf_release(&c);
}

static void
test_source(void **state)
{
	struct world *w = *state;
	struct conf c;

	assert_true(paths_write(
	    str_z(&w->other), "set measure 81\nnonsense\n", 24, NULL));
	load(w, &c, "set measure 80\nsource other\nset unread-only yes\n");
	assert_int_equal(conf_int(&c.options, OPT_MEASURE), 81);
	assert_true(conf_bool(&c.options, OPT_UNREAD_ONLY));
	assert_int_equal(c.complaints.n, 1);
	assert_string_equal(
	    said(w, &c, 0), "other:2:1: no command is called \"nonsense\"");
	conf_release(&c);
}

/* A file that names itself, many times over, ends. */
static void
test_source_circle(void **state)
{
	struct world *w = *state;
	struct str text = { 0 };
	struct conf c;

	for (int i = 0; i < 100; i++)
		str_lit(&text, "source config\n");
	load(w, &c, str_z(&text));
	assert_true(c.complaints.n > 0);
	assert_non_null(strstr(said(w, &c, 0), "name one another"));
	conf_release(&c);
	str_release(&text);
}

static void
test_no_config(void **state)
{
	struct world *w = *state;
	struct conf c = { 0 };

	conf_load(&c, str_z(&w->file));
	assert_int_equal(c.complaints.n, 0);
	conf_release(&c);
	/* A folder is no file. */
	c = (struct conf){ 0 };
	conf_load(&c, w->dir);
	assert_int_equal(c.complaints.n, 1);
	conf_release(&c);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

/* What servers are asked with is checked where it is written. */
static void
test_forms(void **state)
{
	static const struct {
		enum option id;
		const char *text;
		bool fine;
	} r[] = {
		{ OPT_HEADER, "X-Key: 1", true },
		{ OPT_HEADER, "X-Key:", true },
		{ OPT_HEADER, "X-Key", false },
		{ OPT_HEADER, ": 1", false },
		{ OPT_HEADER, "X Key: 1", false },
		{ OPT_HEADER, "X-Key: 1\r\nHost: b", false },
		{ OPT_HEADER, "Content-Length: 5", false },
		{ OPT_HEADER, "host: other.example", false },
		{ OPT_COOKIE_FILE, "~/cookies.txt", true },
		{ OPT_COOKIE_FILE, "cookies.txt", false },
		{ OPT_TLS_CA, "/etc/office.pem", true },
		{ OPT_TLS_CA, "./office.pem", false },
		{ OPT_PROXY, "none", true },
		{ OPT_PROXY, "http://proxy.example:3128", true },
		{ OPT_PROXY, "socks5://me:word@[::1]:1080", true },
		{ OPT_PROXY, "proxy.example:3128", false },
		{ OPT_PROXY, "ftp://proxy.example", false },
		{ OPT_PROXY, "http://proxy.example:99999", false },
		{ OPT_CREDENTIALS, "netrc", true },
		{ OPT_CREDENTIALS, "netrc:~/.papers", true },
		{ OPT_CREDENTIALS, "netrc:papers", false },
		{ OPT_CREDENTIALS, "exec pass show \"the paper\"", true },
		{ OPT_CREDENTIALS, "exec ", false },
		{ OPT_CREDENTIALS, "exec \"open", false },
		{ OPT_CREDENTIALS, "me:word", false },
		{ OPT_USER_AGENT, "a\nb", false },
		{ OPT_HTTP_VERSION, "1.1", true },
		{ OPT_HTTP_VERSION, "0.9", false },
		{ OPT_IP_VERSION, "6", true },
		{ OPT_IP_VERSION, "5", false },
	};
	struct options o = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		struct err err = { 0 };
		bool ok = options_set(&o, r[i].id, span_of(r[i].text), &err);

		if (ok != r[i].fine)
			fail_msg("%s", r[i].text);
		/* It may be a password that was written there. */
		assert_null(strstr(err.text, "word@"));
		assert_null(strstr(err.text, "me:word"));
	}
	options_release(&o);
}

static void
assert_list(const struct options *o, const char *lines)
{
	struct str out = { 0 };

	conf_list(o, OPT_HEADER, &out);
	assert_string_equal(str_z(&out), lines);
	str_release(&out);
}

static void
test_list(void **state)
{
	struct options all = { 0 }, section = { .parent = &all },
	               feed = { .parent = &section };
	struct err err;

	(void)state;
	assert_list(&feed, "");
	assert_true(options_set(&all, OPT_HEADER, SPAN("A: 1"), &err));
	assert_true(options_set(&feed, OPT_HEADER, SPAN("B: 2"), &err));
	assert_true(options_set(&feed, OPT_HEADER, SPAN("C: 3"), &err));
	assert_list(&feed, "A: 1\nB: 2\nC: 3");
	assert_true(options_set(&section, OPT_HEADER, SPAN(""), &err));
	assert_list(&feed, "B: 2\nC: 3");
	assert_list(&section, "");
	assert_true(options_set(&section, OPT_HEADER, SPAN("D: 4"), &err));
	assert_list(&feed, "D: 4\nB: 2\nC: 3");
	assert_list(&all, "A: 1");
	options_release(&all);
	options_release(&section);
	options_release(&feed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_inherit),
		TEST(test_config),
		TEST(test_config_faults),
		TEST(test_source),
		TEST(test_source_circle),
		TEST(test_no_config),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
