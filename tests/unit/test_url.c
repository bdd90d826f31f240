#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/url.h"

/* What goes in and what comes out. */
struct pair {
	const char *in, *out;
};

typedef void transform(struct str *out, struct span in);

static void
check(transform *fn, const struct pair *p, size_t n)
{
	struct str out = { 0 };
	int wrong = 0;

	for (size_t i = 0; i < n; i++) {
		str_clear(&out);
		fn(&out, span_of(p[i].in));
		if (strcmp(str_z(&out), p[i].out) != 0) {
			print_error("\"%s\" became \"%s\", not \"%s\"\n",
			    p[i].in, str_z(&out), p[i].out);
			wrong++;
		}
	}
	str_release(&out);
	assert_int_equal(wrong, 0);
}

#define CHECK(fn, table) check((fn), (table), sizeof(table) / sizeof(*(table)))

static void
against_rfc(struct str *out, struct span ref)
{
	assert_true(url_resolve(out, SPAN("http://a/b/c/d;p?q"), ref));
}

/* RFC 3986 5.4.1 and 5.4.2, all of them. */
static void
test_resolve_rfc(void **state)
{
	static const struct pair p[] = {
		{ "g:h", "g:h" },
		{ "g", "http://a/b/c/g" },
		{ "./g", "http://a/b/c/g" },
		{ "g/", "http://a/b/c/g/" },
		{ "/g", "http://a/g" },
		{ "//g", "http://g" },
		{ "?y", "http://a/b/c/d;p?y" },
		{ "g?y", "http://a/b/c/g?y" },
		{ "#s", "http://a/b/c/d;p?q#s" },
		{ "g#s", "http://a/b/c/g#s" },
		{ "g?y#s", "http://a/b/c/g?y#s" },
		{ ";x", "http://a/b/c/;x" },
		{ "g;x", "http://a/b/c/g;x" },
		{ "g;x?y#s", "http://a/b/c/g;x?y#s" },
		{ "", "http://a/b/c/d;p?q" },
		{ ".", "http://a/b/c/" },
		{ "./", "http://a/b/c/" },
		{ "..", "http://a/b/" },
		{ "../", "http://a/b/" },
		{ "../g", "http://a/b/g" },
		{ "../..", "http://a/" },
		{ "../../", "http://a/" },
		{ "../../g", "http://a/g" },
		{ "../../../g", "http://a/g" },
		{ "../../../../g", "http://a/g" },
		{ "/./g", "http://a/g" },
		{ "/../g", "http://a/g" },
		{ "g.", "http://a/b/c/g." },
		{ ".g", "http://a/b/c/.g" },
		{ "g..", "http://a/b/c/g.." },
		{ "..g", "http://a/b/c/..g" },
		{ "./../g", "http://a/b/g" },
		{ "./g/.", "http://a/b/c/g/" },
		{ "g/./h", "http://a/b/c/g/h" },
		{ "g/../h", "http://a/b/c/h" },
		{ "g;x=1/./y", "http://a/b/c/g;x=1/y" },
		{ "g;x=1/../y", "http://a/b/c/y" },
		{ "g?y/./x", "http://a/b/c/g?y/./x" },
		{ "g?y/../x", "http://a/b/c/g?y/../x" },
		{ "g#s/./x", "http://a/b/c/g#s/./x" },
		{ "g#s/../x", "http://a/b/c/g#s/../x" },
		/* "http:g": not strict, as the RFC allows and browsers do. */
		{ "http:g", "http://a/b/c/g" },
	};

	(void)state;
	CHECK(against_rfc, p);
}

/* What browsers forgive. */
static void
test_resolve_dirty(void **state)
{
	static const struct pair p[] = {
		{ "  g \n", "http://a/b/c/g" },
		{ "a b", "http://a/b/c/a%20b" },
		{ "a%20b", "http://a/b/c/a%20b" },
		{ "100%", "http://a/b/c/100%25" },
		{ "%zz", "http://a/b/c/%25zz" },
		{ "ht\ntp://x/y\r\nz", "http://x/yz" },
		{ "\\x\\y?a\\b", "http://a/x/y?a%5Cb" },
		{ "http:\\\\x\\y", "http://x/y" },
		{ "HTTP://EXAMPLE.COM/A", "http://example.com/A" },
		{ "é", "http://a/b/c/%C3%A9" },
		{ "?q=é", "http://a/b/c/d;p?q=%C3%A9" },
		{ "\"<x>\"", "http://a/b/c/%22%3Cx%3E%22" },
		{ "http://bücher.example/", "http://bücher.example/" },
		{ "mailto:a b@c", "mailto:a%20b@c" },
		{ "javascript:alert(1)", "javascript:alert(1)" },
		{ "\x01\x1f g", "http://a/b/c/g" },
		{ "a\x1b[31mb", "http://a/b/c/a%1B[31mb" },
	};

	(void)state;
	CHECK(against_rfc, p);
}

static void
test_resolve_hostile_authority(void **state)
{
	static const struct pair p[] = {
		{ "http://a\x1b]0;x\x07/", "http://a%1b]0;x%07/" },
		{ "http://a b/", "http://a%20b/" },
		{ "http://a:8\x1b[2J0/", "http://a:8%1B[2J0/" },
		{ "http://a\xc2\x9b/", "http://a%c2%9b/" },
		{ "http://a\xe2\x80\xae"
		  "b/",
		    "http://a%e2%80%aeb/" },
		{ "http://a\xff/", "http://a%ff/" },
		{ "http://u\x1b:p\x7f@a/", "http://u%1B:p%7F@a/" },
		{ "http://[::1]:80/x", "http://[::1]:80/x" },
		{ "http://a:/x", "http://a/x" },
	};

	(void)state;
	CHECK(against_rfc, p);
}

static void
resolve_to(const char *base, const char *ref, const char *expected)
{
	struct str out = { 0 };

	assert_true(url_resolve(&out, span_of(base), span_of(ref)));
	assert_string_equal(str_z(&out), expected);
	str_release(&out);
}

static void
test_resolve_bases(void **state)
{
	(void)state;
	resolve_to("", "g", "g");
	resolve_to("", "http://x/../y", "http://x/y");
	resolve_to("nonsense", "g", "g");
	resolve_to("mailto:a@b", "g", "g");
	resolve_to("about:blank", "g", "g");
	resolve_to("data:text/html,x", "#y", "#y");
	resolve_to("http://a", "g", "http://a/g");
	resolve_to("http://a?q", "g", "http://a/g");
	resolve_to("https://a/x", "//b/y", "https://b/y");
	resolve_to("https://a/x", "http:g", "http:g");
	resolve_to("file:///home/x/feeds", "./a.xml", "file:///home/x/a.xml");
	resolve_to("file:///home/x/", "../../../../y", "file:///y");
	resolve_to("x:/a/b", "..//c", "x:/.//c");
	resolve_to("https://u:p@a:8080/x/y", "z", "https://u:p@a:8080/x/z");
}

static void
test_resolve_limit(void **state)
{
	struct str longer = { 0 }, out = { 0 };

	(void)state;
	str_lit(&out, "before");
	str_fill(&longer, 'x', URL_BYTES_MAX + 1);
	assert_false(url_resolve(&out, SPAN("http://a/"), str_span(&longer)));
	/* Escaping makes it longer than it came. */
	str_clear(&longer);
	str_fill(&longer, ' ', 1);
	str_addc(&longer, 'a');
	str_fill(&longer, '"', URL_BYTES_MAX / 2);
	assert_false(url_resolve(&out, SPAN("http://a/"), str_span(&longer)));
	assert_string_equal(str_z(&out), "before");
	str_release(&longer);
	str_release(&out);
}

/* Many ".." over a long path: linear, or this takes minutes. */
static void
test_resolve_many_dots(void **state)
{
	struct str ref = { 0 }, out = { 0 };

	(void)state;
	for (int i = 0; i < 2000; i++)
		str_lit(&ref, "a/");
	for (int i = 0; i < 1000; i++)
		str_lit(&ref, "../");
	assert_true(url_resolve(
	    &out, SPAN("http://a/"), span_head(str_span(&ref), URL_BYTES_MAX)));
	str_release(&ref);
	str_release(&out);
}

static void
test_split(void **state)
{
	struct url u;

	(void)state;
	url_split(SPAN("https://u:p@Example.org:81/a/b?c=d#e"), &u);
	assert_true(span_is(u.scheme, "https"));
	assert_true(span_is(u.userinfo, "u:p"));
	assert_true(span_is(u.host, "Example.org"));
	assert_true(span_is(u.port, "81"));
	assert_true(span_is(u.path, "/a/b"));
	assert_true(span_is(u.query, "c=d"));
	assert_true(span_is(u.fragment, "e"));
	url_split(SPAN("http://[2001:db8::1]/"), &u);
	assert_true(span_is(u.host, "[2001:db8::1]"));
	assert_null(u.port.s);
	/* The last "@" counts: a trick to show another host. */
	url_split(SPAN("http://bank.example@evil.example/"), &u);
	assert_true(span_is(u.host, "evil.example"));
	url_split(SPAN("http://x/?#"), &u);
	assert_non_null(u.query.s);
	assert_int_equal(u.query.n, 0);
	assert_non_null(u.fragment.s);
	url_split(SPAN("1http://x/"), &u);
	assert_null(u.scheme.s);
	url_split(SPAN("a/b:c"), &u);
	assert_null(u.scheme.s);
	url_split(span_n(NULL, 0), &u);
	assert_null(u.host.s);
}

static void
test_identity(void **state)
{
	static const struct pair p[] = {
		{ "HTTPS://Example.ORG", "http://example.org/" },
		{ "http://example.org:80/", "http://example.org/" },
		{ "https://example.org:443/a", "http://example.org/a" },
		{ "https://example.org:8443/a", "http://example.org:8443/a" },
		{ "http://example.org/a/./b/../c#frag",
		    "http://example.org/a/c" },
		{ "http://example.org/%7euser/%2f",
		    "http://example.org/~user/%2F" },
		{ "http://example.org/a?", "http://example.org/a" },
		{ "http://example.org/?utm_source=x&a=1&fbclid=z",
		    "http://example.org/?a=1" },
		{ "http://example.org/?a=%7e", "http://example.org/?a=~" },
		{ "http://www.example.org/", "http://www.example.org/" },
		{ "http://u:p@example.org/", "http://example.org/" },
		{ "tag:example.org,2026:1", "tag:example.org,2026:1" },
		{ " urn:x ", "urn:x" },
		{ "", "" },
	};

	(void)state;
	CHECK(url_identity, p);
}

static void
test_untrack(void **state)
{
	static const struct pair p[] = {
		{ "https://x/a?utm_source=rss&utm_medium=y", "https://x/a" },
		{ "https://x/a?id=1&UTM_Campaign=y#top",
		    "https://x/a?id=1#top" },
		{ "https://x/a?utm_source=rss#top", "https://x/a#top" },
		{ "https://x/a?gclid=1&b=2&fbclid=3", "https://x/a?b=2" },
		{ "https://x/a?gclids=1", "https://x/a?gclids=1" },
		{ "https://x/a?item=1", "https://x/a?item=1" },
		{ "https://x/a", "https://x/a" },
		{ "https://x/a%20b?c=%7E", "https://x/a%20b?c=%7E" },
		{ "mailto:a@b?utm_source=x", "mailto:a@b?utm_source=x" },
	};

	(void)state;
	CHECK(url_untrack, p);
}

static void
test_kinds(void **state)
{
	static const char *const web[] = { "http://x", "https://x/",
		"HTTP://X/y" };
	static const char *const link[] = { "mailto:a@b.c", "tel:+1",
		"ftp://x/y", "gemini://x/", "magnet:?xt=urn:x", "xmpp:a@b" };
	static const char *const none[] = { "", "http:", "http:///x", "//x/y",
		"/x", "javascript:alert(1)", "JavaScript:alert(1)",
		"data:text/html,x", "file:///etc/passwd", "vbscript:x",
		"blob:x", " http://x", "mailto:", "about:blank", "exec:x" };

	(void)state;
	for (size_t i = 0; i < sizeof(web) / sizeof(*web); i++) {
		assert_true(url_is_web(span_of(web[i])));
		assert_true(url_is_link(span_of(web[i])));
	}
	for (size_t i = 0; i < sizeof(link) / sizeof(*link); i++) {
		assert_false(url_is_web(span_of(link[i])));
		assert_true(url_is_link(span_of(link[i])));
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		assert_false(url_is_web(span_of(none[i])));
		assert_false(url_is_link(span_of(none[i])));
	}
}

static void
test_forms(void **state)
{
	static const struct pair redacted[] = {
		{ "https://u:secret@x/a", "https://u:***@x/a" },
		{ "https://u:se:cr@et@x/a", "https://u:***@x/a" },
		{ "https://u@x/a", "https://u@x/a" },
		{ "https://x/a", "https://x/a" },
	};
	static const struct pair origin[] = {
		{ "HTTPS://U:p@X.org:443/a", "https://x.org" },
		{ "http://x.org:8080/a", "http://x.org:8080" },
		{ "mailto:a@b", "" },
		{ "/a", "" },
	};
	static const struct pair decoded[] = {
		{ "a%20b%C3%A9%zz%4", "a b\xc3\xa9%zz%4" },
		{ "%", "%" },
	};

	(void)state;
	CHECK(url_redact, redacted);
	CHECK(url_origin, origin);
	CHECK(url_decode, decoded);
	assert_true(span_is(url_site(SPAN("https://www.x.org/a")), "x.org"));
	assert_true(span_is(url_site(SPAN("https://www./a")), "www."));
	assert_int_equal(url_site(SPAN("mailto:a@b")).n, 0);
}

static void
test_files(void **state)
{
	static const char *const none[] = { "file://host/x", "file:x",
		"file:", "http://x/y", "/x", "file:///a%00b" };
	struct str out = { 0 };

	(void)state;
	assert_true(url_to_path(&out, SPAN("file:///a%20b/c%C3%A9.xml")));
	assert_string_equal(str_z(&out), "/a b/c\xc3\xa9.xml");
	str_clear(&out);
	assert_true(url_to_path(&out, SPAN("file://LOCALHOST/x")));
	assert_string_equal(str_z(&out), "/x");
	str_clear(&out);
	url_of_path(&out, SPAN("/a b/c?d#e%f\xc3\xa9\n"));
	assert_string_equal(
	    str_z(&out), "file:///a%20b/c%3Fd%23e%25f%C3%A9%0A");
	str_clear(&out);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(url_to_path(&out, span_of(none[i])));
	assert_int_equal(out.n, 0);
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resolve_rfc),
		cmocka_unit_test(test_resolve_dirty),
		cmocka_unit_test(test_resolve_hostile_authority),
		cmocka_unit_test(test_resolve_bases),
		cmocka_unit_test(test_resolve_limit),
		cmocka_unit_test(test_resolve_many_dots),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_untrack),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_files),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
