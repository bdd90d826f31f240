#include "config.h"

#include "net/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>
#include <time.h>

#include <cmocka.h>

#include "net/hops.h"
#include "net/proxy.h"

static bool
is_public(const char *text)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return guard_is_public((struct sockaddr *)&v4, sizeof(v4));
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return guard_is_public((struct sockaddr *)&v6, sizeof(v6));
}

static void
public_addresses(void **state)
{
	static const char *const text[] = {
		"1.1.1.1",
		"9.255.255.255",
		"11.0.0.0",
		"100.63.255.255",
		"100.128.0.0",
		"126.255.255.255",
		"128.0.0.0",
		"169.253.0.1",
		"172.15.255.255",
		"172.32.0.0",
		"192.167.0.1",
		"192.169.0.1",
		"223.255.255.255",
		"2606:4700::1",
		"2a00:1450::200e",
		"::ffff:1.1.1.1",
		"64:ff9b::101:101",
		"2002:101:101::1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (!is_public(text[i]))
			fail_msg("%s", text[i]);
}

static void
private_addresses(void **state)
{
	static const char *const text[] = { "0.0.0.0", "0.1.2.3", "10.0.0.1",
		"10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
		"127.255.255.255", "169.254.169.254", "172.16.0.1",
		"172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
		"192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
		"203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
		"255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1",
		"::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
		"2002:7f00:1::1", "2002:a00:1::", "3fff::1", "fc00::1",
		"fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
		"4000::1" };

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (is_public(text[i]))
			fail_msg("%s", text[i]);
}

static void
other_families(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct sockaddr_in v4 = { .sin_family = AF_INET };

	(void)state;
	assert_false(guard_is_public((struct sockaddr *)&un, sizeof(un)));
	inet_pton(AF_INET, "1.1.1.1", &v4.sin_addr);
	assert_false(guard_is_public((struct sockaddr *)&v4, 4));
}

static void
hosts(void **state)
{
	static const char *const good[] = { "example.org", "example.org.",
		"1.1.1.1", "[2606:4700::1]", "localhost.example.org" };
	static const char *const bad[] = { "localhost", "LOCALHOST.",
		"a.localhost", "router", "printer.local", "x.internal",
		"a.home.arpa", "127.0.0.1", "127.1", "0x7f.1", "017700000001",
		"2130706433", "127%2e0.0.1", "10.0.0.1.", "[::1]", "::1",
		"[fe80::1%25eth0]", "[::ffff:127.0.0.1]", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!guard_host_is_public(span_of(good[i])))
			fail_msg("%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (guard_host_is_public(span_of(bad[i])))
			fail_msg("%s", bad[i]);
}

static void
urls(void **state)
{
	static const struct {
		const char *url, *text; /* NULL: fine */
	} cases[] = {
		{ "http://example.org/a", NULL },
		{ "HTTPS://example.org:8443/", NULL },
		{ "http://[::1]:8080/", NULL },
		{ "http://u:p@example.org/", NULL },
		{ "ftp://example.org/",
		    "not an address of the web: ftp://example.org/" },
		{ "file:///etc/passwd",
		    "not an address of the web: file:///etc/passwd" },
		{ "javascript:alert(1)",
		    "not an address of the web: javascript:alert(1)" },
		{ "gopher://x/", "not an address of the web: gopher://x/" },
		{ "http:///path", "not an address of the web: http:///path" },
		{ "/path", "not an address of the web: /path" },
		{ "", "not an address of the web: " },
		{ "http://example.org:25/",
		    "that port is not for the web: http://example.org:25/" },
		{ "http://example.org:0/",
		    "that port is not for the web: http://example.org:0/" },
		{ "http://example.org:99999/",
		    "that port is not for the web: http://example.org:99999/" },
		{ "http://u:secret@example.org:22/",
		    "that port is not for the web: "
		    "http://u:***@example.org:22/" },
		{ "http://example.org/\r\nX: y", "that is not an address" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = { 0 };
		bool ok = guard_url(span_of(cases[i].url), &err);

		assert_int_equal(ok, cases[i].text == NULL);
		if (!ok)
			assert_string_equal(err.text, cases[i].text);
	}
}

static void
set_of_hosts(void **state)
{
	struct guard_hosts set = { 0 };

	(void)state;
	assert_false(guard_hosts_has(&set, SPAN("a")));
	guard_hosts_add(&set, SPAN("nas"));
	guard_hosts_add(&set, SPAN("Example.ORG"));
	guard_hosts_add(&set, SPAN("10.0.0.1"));
	guard_hosts_add(&set, SPAN("example.org"));
	guard_hosts_add(&set, SPAN(""));
	assert_true(guard_hosts_has(&set, SPAN("NAS")));
	assert_true(guard_hosts_has(&set, SPAN("example.org.")));
	assert_true(guard_hosts_has(&set, SPAN("10.0.0.1")));
	assert_false(guard_hosts_has(&set, SPAN("a.example.org")));
	assert_false(guard_hosts_has(&set, SPAN("")));
	guard_hosts_release(&set);
	guard_hosts_release(&set);
}

static void
proxy_exemptions(void **state)
{
	static const struct {
		const char *list, *host;
		bool exempt;
	} cases[] = {
		{ "", "example.org", false },
		{ "*", "example.org", true },
		{ "example.org", "example.org", true },
		{ "example.org", "www.Example.org", true },
		{ ".example.org", "example.org.", true },
		{ "example.org", "badexample.org", false },
		{ "a, b\tc ,example.org", "example.org", true },
		{ ",, ,", "example.org", false },
		{ ".", "example.org", false },
		{ "10.0.0.0/8", "10.200.1.1", true },
		{ "10.0.0.0/8", "11.0.0.1", false },
		{ "10.0.0.1", "10.0.0.1", true },
		{ "0.0.0.1", "10.0.0.1", false },
		{ "10.0.0.0/33", "10.0.0.0", false },
		{ "10.0.0.0/x", "10.0.0.0", false },
		{ "192.168.0.0/23", "192.168.1.9", true },
		{ "192.168.0.0/23", "192.168.2.9", false },
		{ "fd00::/8", "[fd12::1]", true },
		{ "fd00::/8", "[fe80::1]", false },
		{ "::1", "[::1]", true },
		{ "1.2.3.4", "example.org", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (proxies_exempt(span_of(cases[i].list),
		        span_of(cases[i].host)) != cases[i].exempt)
			fail_msg("%s: %s", cases[i].list, cases[i].host);
}

static void
proxy_choice(void **state)
{
	struct proxies p = { 0 };

	(void)state;
	assert_false(proxies_for(&p, SPAN("http://example.org/")).n);
	str_addz(&p.http, "http://h:1");
	str_addz(&p.all, "socks5://a:2");
	str_addz(&p.none, "localhost");
	assert_true(span_is(
	    proxies_for(&p, SPAN("http://example.org/")), "http://h:1"));
	assert_true(span_is(
	    proxies_for(&p, SPAN("HTTPS://example.org/")), "socks5://a:2"));
	str_addz(&p.https, "http://s:3");
	assert_true(span_is(
	    proxies_for(&p, SPAN("https://example.org/")), "http://s:3"));
	assert_false(proxies_for(&p, SPAN("http://localhost:80/")).n);
	proxies_release(&p);
}

static bool
follow(struct hops *h, int status, const char *to, struct err *err)
{
	*err = (struct err){ 0 };
	return hops_follow(h, status, span_of(to), false, err);
}

static void
hops_permanent_from_the_start(void **state)
{
	struct hops h;
	struct err err;

	(void)state;
	assert_true(hops_begin(&h, SPAN(" http://a.org/x y "), 10, NULL, &err));
	assert_true(span_is(hops_url(&h), "http://a.org/x%20y"));
	assert_false(hops_permanent(&h).n);
	assert_true(follow(&h, 301, "https://a.org/feed", &err));
	assert_true(follow(&h, 308, "/new#part", &err));
	assert_true(span_is(hops_permanent(&h), "https://a.org/new"));
	assert_true(follow(&h, 302, "//b.org/", &err));
	assert_true(follow(&h, 301, "c", &err));
	assert_true(span_is(hops_url(&h), "https://b.org/c"));
	assert_true(span_is(hops_permanent(&h), "https://a.org/new"));
	hops_release(&h);
}

static void
hops_refuse(void **state)
{
	static const struct {
		const char *to, *text;
	} cases[] = {
		{ "file:///etc/passwd", "redirected: not an address of the "
		                        "web: file:///etc/passwd" },
		{ "http://a.org:25/", "redirected: that port is not for the "
		                      "web: http://a.org:25/" },
		{ "http://a.org/b", "redirected from a secure address to an "
		                    "insecure one: http://a.org/b" },
		{ "", "redirected, but a.org does not say where to" },
		{ "#x", "redirected, but a.org does not say where to" },
		{ "/", "redirected in a circle after 1 step" },
	};
	struct hops h;
	struct err err;

	(void)state;
	assert_true(hops_begin(&h, SPAN("https://a.org/"), 1, NULL, &err));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(follow(&h, 302, cases[i].to, &err));
		assert_string_equal(err.text, cases[i].text);
	}
	/* The same place with another question. */
	assert_true(hops_follow(&h, 302, SPAN("/"), true, &err));
	assert_false(follow(&h, 302, "/2", &err));
	assert_string_equal(err.text, "redirected more than 1 times");
	hops_release(&h);
	assert_false(hops_begin(&h, SPAN("data:x"), 1, NULL, &err));
	assert_int_equal(hops_url(&h).n, 0);
	hops_release(&h);
}

/* A host that asked for https is never named otherwise: then a redirect to it
 * is no step back. */
static void
hops_by_https_alone(void **state)
{
	struct hsts *hsts = hsts_new(NULL, 0);
	struct hops h;
	struct err err;

	(void)state;
	hsts_learn(
	    hsts, SPAN("b.org"), SPAN("max-age=1000000"), (int64_t)time(NULL));
	assert_true(hops_begin(&h, SPAN("http://b.org:80/"), 9, hsts, &err));
	assert_true(span_is(hops_url(&h), "https://b.org/"));
	assert_false(follow(&h, 302, "http://b.org/", &err));
	assert_string_equal(err.text, "redirected in a circle after 1 step");
	assert_true(follow(&h, 301, "http://b.org/1", &err));
	assert_true(span_is(hops_permanent(&h), "https://b.org/1"));
	assert_false(follow(&h, 302, "http://a.org/", &err));
	assert_true(follow(&h, 302, "https://a.org/", &err));
	assert_true(follow(&h, 302, "http://eve:evil@b.org/2", &err));
	assert_true(span_is(hops_url(&h), "https://b.org/2"));
	hops_release(&h);
	hsts_free(hsts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(public_addresses),
		cmocka_unit_test(private_addresses),
		cmocka_unit_test(other_families),
		cmocka_unit_test(hosts),
		cmocka_unit_test(urls),
		cmocka_unit_test(set_of_hosts),
		cmocka_unit_test(proxy_exemptions),
		cmocka_unit_test(proxy_choice),
		cmocka_unit_test(hops_permanent_from_the_start),
		cmocka_unit_test(hops_refuse),
		cmocka_unit_test(hops_by_https_alone),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
