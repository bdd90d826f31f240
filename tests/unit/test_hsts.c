#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf/paths.h"
#include "net/hsts.h"

enum { NOW = 1795348800, DAY = 86400, YEAR = 365 * DAY };

static const struct {
	const char *host, *value;
	bool learnt;
} headers[] = {
	{ "a.example", "max-age=31536000", true },
	{ "a.example", " max-age = \"31536000\" ; preload", true },
	{ "a.example", "includesubdomains; MAX-AGE=100000", true },
	{ "a.example", "max-age=99999999999999999999999", true },
	{ "A.Example.", "max-age=31536000", true },
	{ "a.example", "max-age=0", false },
	{ "a.example", "max-age=", false },
	{ "a.example", "max-age", false },
	{ "a.example", "max-age=1d", false },
	{ "a.example", "max-age=-1", false },
	{ "a.example", "includeSubDomains", false },
	{ "a.example", "max-age=100000; max-age=100000", false },
	{ "a.example", "max-age=100000;includeSubDomains;includeSubDomains",
	    false },
	{ "a.example", "", false },
	{ "127.0.0.1", "max-age=31536000", false },
	{ "[::1]", "max-age=31536000", false },
	{ "", "max-age=31536000", false },
};

static void
learn(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		struct hsts *h = hsts_new(NULL, NOW);
		struct span host = span_of(headers[i].host);
		bool news = hsts_learn(h, host, span_of(headers[i].value), NOW);

		if (news != headers[i].learnt ||
		    hsts_knows(h, host, NOW + 1) != headers[i].learnt)
			fail_msg("%s: %s", headers[i].host, headers[i].value);
		hsts_free(h);
	}
}

static void
forget(void **state)
{
	struct hsts *h = hsts_new(NULL, NOW);
	struct span a = SPAN("a.example");

	(void)state;
	assert_true(hsts_learn(h, a, SPAN("max-age=604800"), NOW));
	assert_false(hsts_knows(h, SPAN("b.a.example"), NOW));
	assert_true(hsts_knows(h, a, NOW + 7 * DAY - 1));
	assert_false(hsts_knows(h, a, NOW + 7 * DAY));
	/* An hour later it says the same, which is no news. */
	assert_false(hsts_learn(h, a, SPAN("max-age=604800"), NOW + 3600));
	assert_true(hsts_learn(
	    h, a, SPAN("max-age=604800; includeSubDomains"), NOW + 3600));
	assert_true(hsts_knows(h, SPAN("c.b.a.example"), NOW));
	assert_false(hsts_knows(h, SPAN("ba.example"), NOW));
	assert_false(hsts_knows(h, SPAN("example"), NOW));
	assert_true(hsts_learn(h, a, SPAN("max-age=0"), NOW));
	assert_false(hsts_knows(h, a, NOW));
	hsts_free(h);
}

static void
upgrade(void **state)
{
	static const char *const cases[][2] = {
		{ "http://a.example/x?y#z", "https://a.example/x?y#z" },
		{ "HTTP://A.example:80/x", "https://A.example/x" },
		{ "http://a.example:8080", "https://a.example:8080" },
		{ "http://b.a.example/", "https://b.a.example/" },
		{ "http://a.example./", "https://a.example./" },
		{ "https://a.example:80/", "https://a.example:80/" },
		{ "http://c.example/", "http://c.example/" },
		{ "ftp://a.example/", "ftp://a.example/" },
		{ "http:", "http:" },
	};
	struct hsts *h = hsts_new(NULL, NOW);

	(void)state;
	hsts_learn(h, SPAN("a.example"),
	    SPAN("max-age=1000000;includeSubDomains"), NOW);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str url = { 0 };

		str_addz(&url, cases[i][0]);
		hsts_upgrade(h, &url, NOW);
		assert_string_equal(str_z(&url), cases[i][1]);
		str_release(&url);
	}
	hsts_free(h);
}

static void
write_text(const char *file, const char *text)
{
	struct err err = { 0 };
	struct span t = span_of(text);

	assert_true(paths_write(file, t.s, t.n, &err));
}

/* Two processes learn, one of them that a wish is taken back. */
static void
shared_file(void **state)
{
	char file[64];
	struct str text = { 0 };
	struct err err = { 0 };
	struct hsts *one, *two;

	(void)state;
	snprintf(
	    file, sizeof(file), "/tmp/broadsheet-hsts-%ld", (long)getpid());
	write_text(file, "# Your HSTS cache.\n"
	                 ".a.example \"20280101 00:00:00\"\n"
	                 "b.example \"unlimited\"\n"
	                 "old.example \"20200101 00:00:00\"\n"
	                 "damaged.example \"2028\"\nnothing\n\"\n"
	                 "bad\x01.example \"20280101 00:00:00\"\n");
	one = hsts_new(file, NOW);
	two = hsts_new(file, NOW);
	assert_true(hsts_knows(one, SPAN("x.a.example"), NOW));
	assert_true(hsts_knows(one, SPAN("b.example"), NOW + 20L * YEAR));
	assert_false(hsts_knows(one, SPAN("old.example"), NOW));
	assert_false(hsts_knows(one, SPAN("damaged.example"), NOW));
	assert_true(hsts_save(one, NOW, &err)); /* nothing new */
	hsts_learn(one, SPAN("c.example"), SPAN("max-age=604800"), NOW);
	hsts_learn(two, SPAN("b.example"), SPAN("max-age=0"), NOW);
	assert_true(hsts_save(one, NOW, &err));
	assert_true(hsts_save(two, NOW, &err));
	assert_true(hsts_knows(two, SPAN("c.example"), NOW));
	assert_true(paths_read(file, &text, 10000, &err));
	assert_string_equal(str_z(&text),
	    "# Hosts that are asked by https alone (RFC 6797).\n"
	    ".a.example \"20280101 00:00:00\"\n"
	    "c.example \"20261129 12:00:00\"\n");
	hsts_free(one);
	hsts_free(two);
	unlink(file);
	str_release(&text);
}

/* Those that end soonest make room. */
static void
many(void **state)
{
	struct hsts *h = hsts_new(NULL, NOW);

	(void)state;
	for (int i = 0; i < HSTS_HOSTS_MAX + 50; i++) {
		struct str host = { 0 }, value = { 0 };

		str_printf(&host, "h%d.example", i);
		str_printf(&value, "max-age=%d", 1000000 + i);
		hsts_learn(h, str_span(&host), str_span(&value), NOW);
		str_release(&host);
		str_release(&value);
	}
	assert_false(hsts_knows(h, SPAN("h49.example"), NOW));
	assert_true(hsts_knows(h, SPAN("h50.example"), NOW));
	assert_true(hsts_knows(h, SPAN("h10049.example"), NOW));
	hsts_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(learn),
		cmocka_unit_test(forget),
		cmocka_unit_test(upgrade),
		cmocka_unit_test(shared_file),
		cmocka_unit_test(many),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
