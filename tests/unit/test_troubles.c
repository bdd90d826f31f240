#include "config.h"

#include "fetch_world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	int port;
	const char *path;
	int status;
	enum err_code code;
	const char *text;
	int64_t body; /* bytes; -1: some */
} cases[] = {
	{ HTTP, "/ok", 200, ERR_NONE, "", sizeof(FEED) - 1 },
	{ HTTP, "/empty", 204, ERR_NONE, "", 0 },
	/* What is in them is for a parser to find out. */
	{ HTTP, "/gzip", 200, ERR_NONE, "", -1 },
	{ HTTP, "/bad-gzip", 200, ERR_NONE, "", -1 },
	{ HTTP, "/bomb", 200, ERR_NONE, "", -1 },
	{ HTTP, "/endless", 200, ERR_LIMIT, "the answer is larger than 1 MB",
	    1 << 20 },
	{ HTTP, "/400", 400, ERR_HTTP,
	    "the server did not understand the question (400)", 0 },
	{ HTTP, "/401", 401, ERR_HTTP,
	    "the server wants a name and a password (401): "
	    "credentials= in the feeds file names them",
	    0 },
	{ HTTP, "/403", 403, ERR_HTTP,
	    "the server refuses to show the page (403)", 0 },
	{ HTTP, "/404", 404, ERR_GONE,
	    "the server says the page does not exist (404)", 0 },
	{ HTTP, "/404-large", 404, ERR_GONE,
	    "the server says the page does not exist (404)", 0 },
	{ HTTP, "/410", 410, ERR_GONE,
	    "the server says the page is gone for good (410)", 0 },
	{ HTTP, "/500", 500, ERR_HTTP, "the server has broken down (500)", 0 },
	{ HTTP, "/503", 503, ERR_HTTP,
	    "the server is overloaded or under repair (503)", 0 },
	{ HTTP, "/304", 304, ERR_HTTP,
	    "the server gave an answer without sense (304)", 0 },
	{ HTTP, "/perm", 200, ERR_NONE, "", sizeof(FEED) - 1 },
	{ HTTP, "/circle", 307, ERR_NET, "redirected in a circle after 2 steps",
	    0 },
	{ HTTP, "/chain/1", 302, ERR_LIMIT, "redirected more than 10 times",
	    0 },
	{ HTTP, "/nowhere", 302, ERR_HTTP,
	    "redirected, but 127.0.0.1 does not say where to", 0 },
	{ HTTP, "/to-file", 301, ERR_USAGE,
	    "redirected: not an address of the web: file:///etc/passwd", 0 },
	{ HTTP, "/to-ftp", 301, ERR_USAGE,
	    "redirected: not an address of the web: ftp://127.0.0.1/", 0 },
	{ HTTP, "/to-mail", 301, ERR_USAGE,
	    "redirected: that port is not for the web: "
	    "http://127.0.0.1:25/",
	    0 },
	{ HTTP, "/to-name", 0, ERR_NET,
	    "localhost is in a private network, where only your feeds "
	    "file "
	    "may lead",
	    0 },
	{ HTTP, "/cut", 200, ERR_NET, NULL, -1 },
	{ HTTP, "/cut-chunks", 200, ERR_NET,
	    "the connection was cut off after 8 bytes", 8 },
	{ HTTP, "/close", 0, ERR_NET,
	    "127.0.0.1 closed the connection without an answer", 0 },
	{ HTTP, "/garbage", 0, ERR_NET,
	    "127.0.0.1 does not speak the language of the web", 0 },
	{ HTTP, "/many-headers", 200, ERR_LIMIT,
	    "the answer begins with more than 128 KB of headers", 0 },
	{ HTTP, "/long-header", 200, ERR_LIMIT,
	    "the answer begins with more than 128 KB of headers", 0 },
	{ HTTP, "/continue", 100, ERR_LIMIT,
	    "the answer begins with more than 128 KB of headers", 0 },
	{ HTTP, "/trailers", 200, ERR_LIMIT,
	    "the answer begins with more than 128 KB of headers", 5 },
	{ HTTP, "/redirect-endless", 200, ERR_NONE, "", sizeof(FEED) - 1 },
	{ HTTP, "/layers", 200, ERR_NONE, "", -1 },
	{ HTTP, "/101", 101, ERR_NET,
	    "127.0.0.1 closed the connection without an answer", 0 },
	{ GOOD, "/ok", 200, ERR_NONE, "", sizeof(FEED) - 1 },
	{ SELF, "/ok", 0, ERR_NET,
	    "the certificate of 127.0.0.1 is not valid: it vouches for "
	    "itself; tls-ca= in the feeds file names it as one to trust",
	    0 },
	{ OLD, "/ok", 0, ERR_NET,
	    "the certificate of 127.0.0.1 is not valid: expired", 0 },
	{ OTHER, "/ok", 0, ERR_NET, "the certificate is not for 127.0.0.1", 0 },
	{ TLS1, "/ok", 0, ERR_NET,
	    "127.0.0.1 knows only old kinds of secure connections, which "
	    "are no longer safe",
	    0 },
	{ GOOD, "/perm2", 308, ERR_USAGE, NULL, 0 },
};

static void
sentences(void **state)
{
	struct world *w = *state;

	world_fresh(w, (struct fetch_limits){ 0 });
	fetch_trust(w->fetch, SPAN("http://127.0.0.1/feed"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct fetch_reply *r;

		if (!w->port[cases[i].port])
			continue;
		r = world_ask_path(w, cases[i].port, cases[i].path,
		    (struct fetch_request){
		        .max_bytes = 1 << 20, .priority = FETCH_NOW });
		if ((cases[i].text &&
		        strcmp(r->err.text, cases[i].text) != 0) ||
		    r->err.code != cases[i].code ||
		    r->status != cases[i].status ||
		    (cases[i].body < 0 ? !r->body.n
		                       : (int64_t)r->body.n != cases[i].body))
			fail_msg("%s: %d, %d \"%s\", %zu bytes", cases[i].path,
			    r->status, (int)r->err.code, r->err.text,
			    r->body.n);
	}
}

static void
sentences_with_numbers(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ 0 });
	r = world_ask_path(w, HTTP, "/cut", (struct fetch_request){ 0 });
	assert_true(span_starts(
	    span_of(r->err.text), "the connection was cut off after "));
	assert_true(span_ends(span_of(r->err.text), " of 4900 bytes"));
	r = world_ask_path(w, HTTP, "/429", (struct fetch_request){ 0 });
	assert_true(span_starts(span_of(r->err.text),
	    "the server is busy and asks to wait until "));
	assert_true(r->busy);
	assert_int_equal(r->retry_after_s, 7 * 86400);
	world_fresh(w, (struct fetch_limits){ 0 });
	r = world_ask_path(w, HTTP, "/503-past", (struct fetch_request){ 0 });
	assert_int_equal(r->retry_after_s, 0);
	assert_int_equal(r->hold_s, 600);
	assert_string_equal(
	    r->err.text, "the server is overloaded or under repair (503)");
	/* It is left alone now, but not by a person who waits. */
	r = world_ask_path(w, HTTP, "/503-date", (struct fetch_request){ 0 });
	assert_int_equal(r->status, 0);
	assert_true(r->busy && r->hold_s > 500);
	r = world_ask_path(w, HTTP, "/503-date",
	    (struct fetch_request){ .priority = FETCH_NOW });
	assert_true(r->retry_after_s > 7000 && r->retry_after_s <= 7200);
	assert_true(span_ends(span_of(r->err.text), " (503)"));
}

/* Each waits for as long as it says. */
static void
sentences_about_time(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ 0, 0, 1500, 2000, NULL });
	r = world_ask_path(
	    w, HTTP, "/drip", (struct fetch_request){ .timeout_ms = 1500 });
	assert_true(
	    span_starts(span_of(r->err.text), "127.0.0.1 is too slow: "));
	assert_true(span_ends(span_of(r->err.text), " bytes within 1500 ms"));
	assert_true(r->body.n > 0);
	r = world_ask_path(w, HTTP, "/drip-headers",
	    (struct fetch_request){ .timeout_ms = 1500 });
	assert_string_equal(
	    r->err.text, "127.0.0.1 is too slow: 0 bytes within 1500 ms");
	r = world_ask_path(
	    w, HTTP, "/silent", (struct fetch_request){ .timeout_ms = 500 });
	assert_string_equal(
	    r->err.text, "127.0.0.1 did not answer within 500 ms");
	r = world_ask_path(w, HTTP, "/stall", (struct fetch_request){ 0 });
	assert_string_equal(r->err.text, "127.0.0.1 fell silent after 5 bytes");
	assert_string_equal(str_z(&r->body), "hello");
	r = world_ask_path(w, HTTP, "/silent", (struct fetch_request){ 0 });
	assert_string_equal(r->err.text, "127.0.0.1 did not answer within 2 s");
	if (!w->port[DEAD])
		return;
	r = world_ask_path(w, DEAD, "/", (struct fetch_request){ 0 });
	assert_string_equal(
	    r->err.text, "127.0.0.1 could not be reached within 1500 ms");
}

/* On a connection that was there already nobody had to be reached. */
static void
sentences_of_one_that_is_kept(void **state)
{
	static const struct {
		const char *path, *sentence;
	} ask[] = {
		{ "/kept/stall", "127.0.0.1 fell silent after 5 bytes" },
		{ "/kept/silent", "127.0.0.1 did not answer within 1 s" },
	};
	struct world *w = *state;
	const struct fetch_reply *r;

	for (size_t i = 0; i < sizeof(ask) / sizeof(*ask); i++) {
		world_fresh(w, (struct fetch_limits){ 0, 1, 1500, 1000, NULL });
		r = world_ask_path(
		    w, HTTP, "/kept", (struct fetch_request){ 0 });
		assert_int_equal(r->status, 200);
		r = world_ask_path(
		    w, HTTP, ask[i].path, (struct fetch_request){ 0 });
		assert_string_equal(r->err.text, ask[i].sentence);
		assert_false(r->unreachable);
	}
}

static void
sentences_without_a_server(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;
	struct str url = { 0 };

	world_fresh(w, (struct fetch_limits){ 0 });
	r = world_ask(
	    w, (struct fetch_request){ .url = SPAN("http://no.invalid/") });
	assert_string_equal(r->err.text, "no such host: no.invalid");
	assert_true(r->unreachable);
	r = world_ask(
	    w, (struct fetch_request){ .url = SPAN("gopher://example.org/") });
	assert_string_equal(
	    r->err.text, "not an address of the web: gopher://example.org/");
	assert_string_equal(str_z(&r->url), "gopher://example.org/");
	r = world_ask(
	    w, (struct fetch_request){ .url = SPAN("http://127.0.0.1:1999/") });
	assert_string_equal(r->err.text, "127.0.0.1 refuses the connection");
	/* TLS spoken to one who does not know it. */
	str_printf(&url, "https://127.0.0.1:%d/ok", w->port[HTTP]);
	r = world_ask(w, (struct fetch_request){
	                     .url = str_span(&url), .timeout_ms = 2000 });
	assert_string_equal(
	    r->err.text, "127.0.0.1 knows no secure connections at that port");
	str_release(&url);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences),
		cmocka_unit_test(sentences_with_numbers),
		cmocka_unit_test(sentences_about_time),
		cmocka_unit_test(sentences_of_one_that_is_kept),
		cmocka_unit_test(sentences_without_a_server),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (system("python3 -c 'import ssl' 2>/dev/null") != 0) {
		printf("1..0 # SKIP there is no python3\n");
		return 0;
	}
	return cmocka_run_group_tests(tests, world_open, world_close);
}
