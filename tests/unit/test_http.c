#include "config.h"

#include "net/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "net/trouble.h"

/* Sun, 22 Nov 2026 12:00:00 GMT */
#define NOW INT64_C(1795348800)

static int64_t
retry(const char *value)
{
	return http_retry_after(span_of(value), NOW);
}

static void
retry_after(void **state)
{
	(void)state;
	assert_int_equal(retry("120"), 120);
	assert_int_equal(retry("  5 "), 5);
	assert_int_equal(retry("Sun, 22 Nov 2026 12:30:00 GMT"), 1800);
	assert_int_equal(retry("Sunday, 22-Nov-26 12:30:00 GMT"), 1800);
	assert_int_equal(retry("Sun, 22 Nov 2026 11:30:00 GMT"), 0);
	assert_int_equal(
	    retry("Sun, 22 Nov 2036 11:30:00 GMT"), HTTP_RETRY_MAX_S);
	assert_int_equal(retry("99999999999999999999999"), HTTP_RETRY_MAX_S);
	assert_int_equal(retry("-5"), 0);
	assert_int_equal(retry("1.5"), 0);
	assert_int_equal(retry("soon"), 0);
	assert_int_equal(retry(""), 0);
}

static void
freshness(void **state)
{
	static const struct {
		const char *control, *expires, *date, *age;
		int64_t fresh;
	} cases[] = {
		{ "", "", "", "", -1 },
		{ "max-age=300", "", "", "", 300 },
		{ "public, Max-Age = \"300\"", "", "", "", 300 },
		{ "max-age=60, max-age=300", "", "", "", 60 },
		{ "max-age=300", "", "", "100", 200 },
		{ "max-age=300", "", "", "1000", 0 },
		{ "max-age=300", "0", "", "", 300 },
		{ "max-age=300, no-cache", "", "", "", 0 },
		{ "no-store", "Sun, 22 Nov 2026 13:00:00 GMT", "", "", 0 },
		{ "private", "", "", "", -1 },
		{ "max-age=soon", "", "", "", -1 },
		{ "max-age=-1", "", "", "", -1 },
		{ "max-age", "", "", "", -1 },
		{ "max-age=99999999999999999999", "", "", "", 2147483648 },
		{ "", "Sun, 22 Nov 2026 13:00:00 GMT", "", "", 3600 },
		{ "", "Sun, 22 Nov 2026 13:00:00 GMT",
		    "Sun, 22 Nov 2026 12:50:00 GMT", "", 600 },
		{ "", "Sun, 22 Nov 2026 11:00:00 GMT", "", "", 0 },
		{ "", "0", "", "", 0 },
		{ "", "never", "", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t got = http_fresh(span_of(cases[i].control),
		    span_of(cases[i].expires), span_of(cases[i].date),
		    span_of(cases[i].age), NOW);

		if (got != cases[i].fresh)
			fail_msg("%s|%s|%s|%s: %lld", cases[i].control,
			    cases[i].expires, cases[i].date, cases[i].age,
			    (long long)got);
	}
}

static void
content_type(void **state)
{
	static const struct {
		const char *value, *type, *charset;
	} cases[] = {
		{ "text/html", "text/html", "" },
		{ "text/html; charset=utf-8", "text/html", "utf-8" },
		{ " text/xml ;Charset = \"ISO-8859-1\" ", "text/xml",
		    "ISO-8859-1" },
		{ "text/xml; a=b; charset='koi8-r'; charset=x", "text/xml",
		    "koi8-r" },
		{ "text/html; charset=", "text/html", "" },
		{ "text/html; charset", "text/html", "" },
		{ "text/html;;;", "text/html", "" },
		{ "text/html, text/html; charset=x", "text/html", "" },
		{ ";charset=x", "", "x" },
		{ "\"", "\"", "" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http_type t = http_type(span_of(cases[i].value));

		if (!span_is(t.type, cases[i].type) ||
		    !span_is(t.charset, cases[i].charset))
			fail_msg("%s: %.*s|%.*s", cases[i].value,
			    SPAN_ARG(t.type), SPAN_ARG(t.charset));
	}
}

static void
statuses(void **state)
{
	static const struct {
		int status;
		int64_t retry_in;
		enum err_code code;
		const char *text;
	} cases[] = {
		{ 404, 0, ERR_GONE,
		    "the server says the page does not exist (404)" },
		{ 410, 0, ERR_GONE,
		    "the server says the page is gone for good (410)" },
		{ 401, 0, ERR_HTTP,
		    "the server wants a name and a password (401): "
		    "credentials= in the feeds file names them" },
		{ 429, 0, ERR_HTTP, "the server asks for fewer visits (429)" },
		{ 429, 7500, ERR_HTTP,
		    "the server is busy and asks to wait until 14:05 (429)" },
		{ 503, 93900, ERR_HTTP,
		    "the server is busy and asks to wait until 2026-11-23 "
		    "14:05 "
		    "(503)" },
		{ 503, -5, ERR_HTTP,
		    "the server is overloaded or under repair (503)" },
		{ 418, 0, ERR_HTTP, "the server refuses the question (418)" },
		{ 599, 0, ERR_HTTP, "the server has failed (599)" },
		{ 304, 0, ERR_HTTP,
		    "the server gave an answer without sense (304)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = { 0 };
		int64_t at = cases[i].retry_in ? NOW + cases[i].retry_in : 0;

		assert_false(http_status_err(&err, cases[i].status, NOW, at));
		assert_string_equal(err.text, cases[i].text);
		assert_int_equal(err.code, cases[i].code);
	}
}

static int64_t
due(struct http_rhythm r)
{
	r.now = NOW;
	return http_next_due(&r) - NOW;
}

static void
next_due(void **state)
{
	int64_t hour = 3600, day = 86400;

	(void)state;
	assert_int_equal(due((struct http_rhythm){ .every_s = hour }), hour);
	/* The feed's own wishes, up to a day. */
	assert_int_equal(
	    due((struct http_rhythm){
	        .every_s = hour, .ttl_s = 2 * hour, .fresh_s = 600 }),
	    2 * hour);
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = hour, .fresh_s = 365 * day }),
	    day);
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = 7 * day, .fresh_s = -1 }),
	    7 * day);
	/* What comes once a day is asked for eight times, a yearly one twice.
	 */
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = 600, .rhythm_s = day }),
	    3 * hour);
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = 600, .rhythm_s = 365 * day }),
	    12 * hour);
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = hour, .rhythm_s = hour }),
	    hour);
	/* Failures double it, up to a day or what the person asked for. */
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = hour, .failures = 1 }), hour);
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = hour, .failures = 3 }),
	    4 * hour);
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = hour, .failures = 1000000 }),
	    day);
	assert_int_equal(
	    due((struct http_rhythm){ .every_s = 7 * day, .failures = 9 }),
	    7 * day);
	/* A busy server is obeyed. */
	assert_int_equal(
	    due((struct http_rhythm){
	        .every_s = hour, .retry_after_s = 3 * day, .failures = 1 }),
	    3 * day);
}

/* NOW is a Sunday noon, by GMT. */
static void
next_due_skips(void **state)
{
	enum { EVERY_HOUR = 0xffffff, EVERY_DAY = 0x7f };
	int64_t hour = 3600, day = 86400;
	struct http_rhythm r = { .every_s = 600 };

	(void)state;
	assert_int_equal(NOW % day, 12 * hour);
	r.skip_hours = 1u << 12 | 1u << 13;
	assert_int_equal(due(r), 2 * hour);
	r.skip_hours = 1u << 13;
	assert_int_equal(due(r), 600);
	r.skip_days = 1u << 0 | 1u << 2;
	assert_int_equal(due(r), 12 * hour);
	r.skip_days = EVERY_DAY & ~(1u << 6);
	assert_int_equal(due(r), 5 * day + 12 * hour);
	/* To skip all of the time is nonsense. */
	r.skip_days = EVERY_DAY;
	assert_int_equal(due(r), 600);
	r.skip_days = 0;
	r.skip_hours = EVERY_HOUR;
	assert_int_equal(due(r), 600);
	/* Not all in the same second. */
	r.skip_hours = 1u << 12;
	r.random = 4711;
	assert_true(due(r) > hour && due(r) < hour + 360);
}

static void
next_due_is_spread(void **state)
{
	int64_t first = due((struct http_rhythm){ .every_s = 36000 });
	bool differs = false;

	(void)state;
	for (uint32_t i = 0; i < 5000; i += 7) {
		int64_t at =
		    due((struct http_rhythm){ .every_s = 36000, .random = i });

		assert_in_range(at, 36000, 36000 + 3600);
		differs |= at != first;
	}
	assert_true(differs);
	assert_in_range(
	    due((struct http_rhythm){ .every_s = 36000, .random = UINT32_MAX }),
	    36000, 39600);
}

static void
every_trouble_has_words(void **state)
{
	struct trouble_facts facts = { SPAN("example.org"), 1234, 5000,
		1024 * 1024, 30000, 3, "some words" };

	(void)state;
	for (int i = TROUBLE_OTHER; i < TROUBLE_COUNT; i++) {
		struct err err = { 0 };
		const char *remedy;

		trouble_err(&err, (enum trouble)i, &facts);
		assert_true(err.code != ERR_NONE);
		assert_true(strlen(err.text) > 10);
		assert_null(strpbrk(err.text, "{}"));
		remedy = trouble_remedy((enum trouble)i);
		/* Both fit into a line of the log. */
		assert_true(
		    !remedy || (strlen(remedy) > 10 && strlen(remedy) < 120));
		/* Else the sentence itself names it. */
		assert_true(remedy || strstr(err.text, "tls-ca="));
	}
	assert_int_equal(
	    trouble_of_certificate(SPAN("certificate has expired")),
	    TROUBLE_CERT_EXPIRED);
	assert_int_equal(trouble_of_certificate(SPAN("?")), TROUBLE_CERT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(retry_after),
		cmocka_unit_test(freshness),
		cmocka_unit_test(content_type),
		cmocka_unit_test(statuses),
		cmocka_unit_test(next_due),
		cmocka_unit_test(next_due_skips),
		cmocka_unit_test(next_due_is_spread),
		cmocka_unit_test(every_trouble_has_words),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
