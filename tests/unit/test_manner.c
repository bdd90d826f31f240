#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/manner.h"
#include "net/netrc.h"

static const struct {
	const char *home, *url;
	bool at, near;
} places[] = {
	{ "https://a.example/feed", "https://a.example/x", true, true },
	{ "https://a.example/", "https://A.EXAMPLE:443/", true, true },
	{ "http://me:word@a.example/", "http://a.example/", true, true },
	{ "http://a.example/", "https://a.example/", true, true },
	{ "http://a.example:80/", "https://a.example:443/", true, true },
	{ "https://a.example/", "http://a.example/", false, true },
	{ "http://a.example:8080/", "https://a.example/", false, true },
	{ "https://a.example/", "https://a.example:8443/", false, true },
	{ "https://a.example/", "https://www.a.example/", false, true },
	{ "https://a.example/", "https://b.example/", false, false },
	{ "https://feeds.a.example/", "https://www.a.example/", false, true },
	{ "https://feeds.a.example/", "https://a.example/", false, true },
	{ "https://feeds.a.example/", "https://feeds.b.example/", false,
	    false },
	{ "https://a.example/", "https://evila.example/", false, false },
	{ "https://a.example/", "https://a.example.evil/", false, false },
	{ "http://10.0.0.1/", "http://10.0.0.2/", false, false },
	{ "http://10.0.0.1/", "http://9.10.0.0.1/", false, false },
	{ "http://[::1]/", "http://[::1]/x", true, true },
	{ "http://[::1]/", "http://[::2]/", false, false },
	{ "http://localhost/", "http://x.localhost/", false, true },
	{ "nonsense", "http://a.example/", false, false },
};

static void
home(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct kept_manner k;
		struct span url = span_of(places[i].url);

		manner_keep(&k, &(struct manner){ 0 }, span_of(places[i].home));
		if (manner_at_home(&k, url) != places[i].at ||
		    manner_near_home(&k, url) != places[i].near)
			fail_msg("%s from %s", places[i].url, places[i].home);
		manner_release(&k);
	}
}

static void
headers(void **state)
{
	struct kept_manner k;
	struct str out = { 0 };

	(void)state;
	manner_keep(&k,
	    &(struct manner){ .headers = SPAN("X-A: 1\nX-B: 2\nx-a: 3\n"
	                                      "X-B:\nAccept: text/xml") },
	    SPAN("http://a.example/"));
	str_addz(&out, "Accept: */*\n");
	manner_headers(&k, &out);
	assert_string_equal(str_z(&out), "x-a: 3\nAccept: text/xml\n");
	manner_release(&k);
	str_release(&out);
}

static void
proxies(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "http://p.example:1", "http://p.example:1" },
		{ "socks5://me:w@p", "socks5h://me:w@p" },
		{ "SOCKS4://p", "socks4a://p" },
		{ "socks5h://p", "socks5h://p" },
		{ "p.example:3128", "p.example:3128" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str out = { 0 };

		manner_proxy(&out, span_of(cases[i][0]));
		assert_string_equal(str_z(&out), cases[i][1]);
		str_release(&out);
	}
}

static void
users(void **state)
{
	static const char *const cases[][3] = {
		{ "http://me:w%40@a.example/x", "http://a.example/y",
		    "http://me:w%40@a.example/y" },
		{ "http://me@a.example/x", "https://a.example/y",
		    "https://me@a.example/y" },
		{ "http://me:w@a.example/x", "http://b.example/y",
		    "http://b.example/y" },
		{ "http://me:w@a.example/x", "http://eve@a.example/y",
		    "http://eve@a.example/y" },
		{ "http://a.example/x", "http://a.example/y",
		    "http://a.example/y" },
		{ "", "http://a.example/y", "http://a.example/y" },
		{ "http://me:w@a.example/x", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str out = { 0 };

		manner_with_user(
		    &out, span_of(cases[i][0]), span_of(cases[i][1]));
		assert_string_equal(str_z(&out), cases[i][2]);
		str_release(&out);
	}
}

static const struct {
	const char *text, *login; /* login: wanted, or "" */
	const char *result;       /* "login:password", NULL: none */
} entries[] = {
	{ "machine a.example login me password word", "", "me:word" },
	{ "machine A.Example\n\tlogin me\n\tpassword word\n", "", "me:word" },
	{ "machine b.example login x password y\n"
	  "machine a.example login me password word",
	    "", "me:word" },
	{ "machine a.example password word login me", "", "me:word" },
	{ "machine a.example login one password 1\n"
	  "machine a.example login two password 2",
	    "two", "two:2" },
	{ "machine a.example login one password 1", "three", NULL },
	{ "machine a.example password 1", "anna", "anna:1" },
	{ "default login me password word", "", "me:word" },
	{ "machine b.example login x password y", "", NULL },
	{ "machine a.example login me password \"a \\\"b\\\\\"", "",
	    "me:a \"b\\" },
	{ "machine a.example login me password #1", "", "me:#1" },
	{ "# machine a.example login x password y\n"
	  "machine a.example login me password word # mine",
	    "", "me:word" },
	{ "macdef init\nmachine a.example login x password y\n\n"
	  "machine a.example login me account z password word",
	    "", "me:word" },
	{ "machine a.example login me", "", NULL },
	{ "machine", "", NULL },
	{ "machine a.example password \"open", "", ":open" },
	{ "", "", NULL },
};

static void
netrc(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		struct str login = { 0 }, password = { 0 }, both = { 0 };
		bool found;

		str_addz(&login, entries[i].login);
		found = netrc_find(span_of(entries[i].text), SPAN("a.example"),
		    &login, &password);
		str_printf(&both, "%s:%s", str_z(&login), str_z(&password));
		if (found != (entries[i].result != NULL) ||
		    (found && !span_is(str_span(&both), entries[i].result)))
			fail_msg("%s: %s", entries[i].text, str_z(&both));
		str_release(&login);
		str_release(&password);
		str_release(&both);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(home),
		cmocka_unit_test(headers),
		cmocka_unit_test(proxies),
		cmocka_unit_test(users),
		cmocka_unit_test(netrc),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
