#include "config.h"

#include "fetch_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/paths.h"

/* What a feed's options add to a question, and where it does not go. */

static bool
said(const struct fetch_reply *r, const char *words)
{
	return span_find(str_span(&r->body), span_of(words)) < r->body.n;
}

static const struct fetch_reply *
ask(struct world *w, int which, const char *path, struct manner m)
{
	return world_ask_path(
	    w, which, path, (struct fetch_request){ .manner = m });
}

/* A file of the person's; its name stays until the next one is written. */
static const char *
write_file(const char *text, mode_t mode)
{
	static char name[64];
	FILE *f;

	if (*name)
		unlink(name);
	snprintf(
	    name, sizeof(name), "/tmp/broadsheet-asked-%ld", (long)getpid());
	f = fopen(name, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(name, mode), 0);
	return name;
}

static void
begin(struct world *w)
{
	world_fresh(w, (struct fetch_limits){ 0 });
	fetch_trust(w->fetch, SPAN("http://localhost/"));
}

static void
headers_stay_at_home(void **state)
{
	struct world *w = *state;
	struct manner m = { .headers = SPAN("X-Key: 17\nAccept: text/xml") };
	const struct fetch_reply *r;

	begin(w);
	r = ask(w, HTTP, "/to-echo", m);
	assert_true(said(r, "\r\nX-Key: 17\r\n"));
	assert_true(said(r, "\r\nAccept: text/xml\r\n"));
	r = ask(w, HTTP, "/to-other", m);
	assert_int_equal(r->status, 200);
	assert_true(said(r, "\r\nHost: localhost:"));
	assert_false(said(r, "X-Key"));
	/* A page elsewhere is not the feed's server either. */
	m.home = SPAN("http://feeds.example/a.xml");
	assert_false(said(ask(w, HTTP, "/echo", m), "X-Key"));
}

static void
cookies(void **state)
{
	struct world *w = *state;
	struct manner m = { 0 };
	const struct fetch_reply *r;

	begin(w);
	m.cookie_file = span_of(
	    write_file("# Netscape HTTP Cookie File\n"
	               "127.0.0.1\tFALSE\t/\tFALSE\t0\tlogin\tabc\r\n"
	               "#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\thidden\tdef\n"
	               "localhost\tFALSE\t/\tFALSE\t0\tother\tghi\n"
	               "other.example\tFALSE\t/\tFALSE\t0\tfar\tjkl\nALL\n",
	        0600));
	r = ask(w, HTTP, "/echo", m);
	assert_true(said(r, "login=abc"));
	assert_true(said(r, "hidden=def"));
	assert_false(said(r, "ghi"));
	assert_false(said(r, "jkl"));
	r = ask(w, HTTP, "/to-other", m);
	assert_false(said(r, "Cookie"));
	r = ask(w, HTTP, "/cookie-wall", m);
	assert_true(said(r, "login=abc"));
	assert_false(said(r, "ghi"));
	r = ask(w, HTTP, "/cookie-away", m);
	assert_false(said(r, "Cookie"));
	chmod(m.cookie_file.s, 0640);
	r = ask(w, HTTP, "/echo", m);
	assert_int_equal(r->status, 0);
	assert_true(span_starts(span_of(r->err.text), "others can read "));
	assert_true(span_ends(span_of(r->err.text), ": run chmod 600 on it"));
	m.cookie_file = SPAN("/nonexistent/cookies");
	assert_string_equal(ask(w, HTTP, "/echo", m)->err.text,
	    "/nonexistent/cookies does not exist");
}

/* They live as long as the download, and go to the server that set them. */
static void
cookies_of_servers(void **state)
{
	struct world *w = *state;
	struct manner m = { 0 };
	const struct fetch_reply *r;

	begin(w);
	r = ask(w, HTTP, "/cookie-set", m);
	assert_true(said(r, "\r\nCookie: own=1\r\n"));
	assert_false(said(ask(w, HTTP, "/echo", m), "Cookie"));
	r = ask(w, HTTP, "/cookie-away", m);
	assert_true(said(r, "Host: localhost"));
	assert_false(said(r, "Cookie"));
	assert_int_equal(ask(w, HTTP, "/cookie-wall", m)->status, 200);
	assert_string_equal(ask(w, HTTP, "/cookie-more", m)->err.text,
	    "redirected more than 10 times");
}

/* "me:word" in RFC 7617's form. */
#define ME_WORD "\r\nAuthorization: Basic bWU6d29yZA==\r\n"

static const struct fetch_reply *
ask_as(struct world *w, const char *user, const char *path, struct manner m)
{
	struct str url = { 0 };

	str_printf(&url, "http://%s@127.0.0.1:%d%s", user, w->port[HTTP], path);
	world_ask(
	    w, (struct fetch_request){ .url = str_span(&url), .manner = m });
	str_release(&url);
	return &w->last;
}

static void
credentials_in_the_address(void **state)
{
	struct world *w = *state;
	struct manner m = { 0 };
	const struct fetch_reply *r;
	struct str moved = { 0 };

	begin(w);
	r = ask_as(w, "me:word", "/echo", m);
	assert_true(said(r, ME_WORD));
	/* What is read there has links, and they shall not hold it. */
	assert_true(span_find(str_span(&r->url), SPAN("word")) == r->url.n);
	assert_true(said(ask_as(w, "me:wo%72d", "/to-echo", m), ME_WORD));
	assert_false(
	    said(ask_as(w, "me:word", "/to-other", m), "Authorization"));
	/* Nor does a server bring its own. */
	assert_false(said(ask(w, HTTP, "/to-user", m), "Authorization"));
	assert_true(said(ask_as(w, "me:word", "/to-user", m), ME_WORD));
	/* The subscription that has moved keeps them. */
	r = ask_as(w, "me:word", "/perm-user", m);
	str_printf(&moved, "http://me:word@127.0.0.1:%d/echo", w->port[HTTP]);
	assert_string_equal(str_z(&r->permanent_url), str_z(&moved));
	str_release(&moved);
	r = ask(w, HTTP, "/perm-user", m);
	assert_true(span_find(str_span(&r->permanent_url), SPAN("evil")) ==
	            r->permanent_url.n);
	r = ask_as(w, "me:word", "/401", m);
	assert_string_equal(r->err.text,
	    "the server wants a name and a password (401): "
	    "credentials= in the feeds file names them");
	r = ask_as(w, "me:word", "/digest", m);
	assert_int_equal(r->status, 200);
	assert_true(said(r, "Digest username=\"me\""));
	assert_int_equal(ask(w, HTTP, "/digest", m)->status, 401);
}

static void
credentials_from_netrc(void **state)
{
	struct world *w = *state;
	struct manner m = { 0 };
	struct str from = { 0 };
	const struct fetch_reply *r;

	begin(w);
	str_printf(&from, "netrc:%s",
	    write_file("machine 127.0.0.1 login me password word\n"
	               "default login other password secret\n",
	        0600));
	m.credentials = str_span(&from);
	assert_true(said(ask(w, HTTP, "/echo", m), ME_WORD));
	assert_false(said(ask(w, HTTP, "/to-other", m), "Authorization"));
	chmod(str_z(&from) + 6, 0644);
	r = ask(w, HTTP, "/echo", m);
	assert_true(span_starts(span_of(r->err.text), "others can read "));
	/* An address with both needs no file. */
	assert_true(said(ask_as(w, "me:word", "/echo", m), ME_WORD));
	str_release(&from);
}

static void
credentials_from_a_command(void **state)
{
	struct world *w = *state;
	struct manner m = { .credentials = SPAN("exec echo me:word") };
	const struct fetch_reply *r;
	struct str once = { 0 };
	const char *counter;

	begin(w);
	assert_true(said(ask(w, HTTP, "/echo", m), ME_WORD));
	m.credentials = SPAN("exec echo word");
	assert_true(said(ask_as(w, "me", "/echo", m), ME_WORD));
	m.credentials = SPAN("exec sh -c \"echo no key for that >&2; exit 3\"");
	r = ask(w, HTTP, "/echo", m);
	assert_int_equal(r->status, 0);
	assert_string_equal(r->err.text,
	    "the command sh failed: exit status 3: no key for that");
	m.credentials = SPAN("exec true");
	assert_string_equal(ask(w, HTTP, "/echo", m)->err.text,
	    "the command for the password says nothing");
	m.credentials = SPAN("exec no-such-command-here");
	assert_int_equal(ask(w, HTTP, "/echo", m)->err.code, ERR_SYSTEM);

	/* Once for all, until it is of no use. */
	counter = write_file("", 0600);
	str_printf(&once, "exec sh -c \"echo x >>%s; echo me:word\"", counter);
	m.credentials = str_span(&once);
	for (int i = 0; i < 3; i++)
		ask(w, HTTP, "/echo", m);
	ask(w, HTTP, "/401", m);
	ask(w, HTTP, "/echo", m);
	str_clear(&once);
	assert_true(paths_read(counter, &once, 100, NULL));
	assert_string_equal(str_z(&once), "x\nx\n");
	str_release(&once);
	/* Nobody waits any more when it tells. */
	m.credentials = SPAN("exec sleep 600");
	fetch_cancel(w->fetch,
	    fetch_start(w->fetch,
	        &(struct fetch_request){
	            .url = SPAN("http://127.0.0.1:1999/"), .manner = m },
	        world_on_reply, w));
}

static void
own_proxy(void **state)
{
	struct world *w = *state;
	struct str proxy = { 0 };
	struct manner m = { 0 };
	struct fetch_request far = { .url = SPAN("http://far.invalid/x") };
	static const char *const socks[] = { "socks5://me:word@", "socks5h://",
		"socks4://", "socks4a://" };

	begin(w);
	str_printf(&proxy, "http://me:word@127.0.0.1:%d", w->port[HTTP]);
	far.manner.proxy = str_span(&proxy);
	far.manner.headers = SPAN("X-Key: 17");
	world_ask(w, far);
	assert_true(said(&w->last, "by proxy: http://far.invalid/x"));
	assert_true(
	    said(&w->last, "\r\nProxy-Authorization: Basic bWU6d29yZA==\r\n"));
	far.url = SPAN("https://no.example/");
	world_ask(w, far);
	assert_string_equal(w->last.err.text,
	    "the proxy for no.example wants a name and a password, or others");
	far.url = SPAN("http://far.invalid/x");
	/* Names are looked up by it, and private ones refused by us. */
	for (size_t i = 0; i < sizeof(socks) / sizeof(socks[0]); i++) {
		str_clear(&proxy);
		str_printf(&proxy, "%s127.0.0.1:%d", socks[i], w->port[HTTP]);
		far.manner.proxy = str_span(&proxy);
		world_ask(w, far);
		assert_string_equal(
		    str_z(&w->last.body), "by socks: far.invalid");
	}
	far.from_content = true;
	far.url = SPAN("http://router/x");
	world_ask(w, far);
	assert_int_equal(w->last.err.code, ERR_NET);
	assert_int_equal(w->last.body.n, 0);
	far.from_content = false;
	str_clear(&proxy);
	str_printf(&proxy, "socks5://me:wrong@127.0.0.1:%d", w->port[HTTP]);
	far.manner.proxy = str_span(&proxy);
	far.url = SPAN("http://far.invalid/x");
	world_ask(w, far);
	assert_string_equal(w->last.err.text,
	    "the proxy for far.invalid wants a name and a password, or others");
	/* One that is down fails nobody who goes another way. */
	far.manner.proxy = SPAN("http://127.0.0.1:1");
	world_ask(w, far);
	assert_string_equal(
	    w->last.err.text, "the proxy for far.invalid cannot be reached");
	assert_false(w->last.unreachable);
	/* And the environment's is not used where none is wanted. */
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	begin(w);
	unsetenv("http_proxy");
	assert_int_equal(ask(w, HTTP, "/ok", m)->status, 0);
	m.proxy = SPAN("none");
	assert_int_equal(ask(w, HTTP, "/ok", m)->status, 200);
	str_release(&proxy);
}

static void
trust(void **state)
{
	struct world *w = *state;
	struct manner m = { .tls_insecure = true };
	const struct fetch_reply *r;

	if (!w->port[GOOD])
		skip();
	unsetenv("SSL_CERT_FILE");
	begin(w);
	assert_int_equal(ask(w, GOOD, "/ok", (struct manner){ 0 })->status, 0);
	assert_int_equal(ask(w, GOOD, "/ok", m)->status, 200);
	assert_int_equal(ask(w, OLD, "/ok", m)->status, 200);
	assert_int_equal(ask(w, OTHER, "/ok", m)->status, 200);
	/* Neither the connection nor the session serves those who check. */
	assert_int_equal(ask(w, GOOD, "/ok", (struct manner){ 0 })->status, 0);
	/* Nor is it left out for a page of another server. */
	m.home = SPAN("https://feeds.example/");
	assert_int_equal(ask(w, GOOD, "/ok", m)->status, 0);
	m = (struct manner){ .tls_ca = span_of(w->issuer) };
	assert_int_equal(ask(w, GOOD, "/ok", m)->status, 200);
	assert_int_equal(ask(w, GOOD, "/ok", (struct manner){ 0 })->status, 0);
	r = ask(w, OTHER, "/ok", m);
	assert_string_equal(
	    r->err.text, "the certificate is not for 127.0.0.1");
	m.tls_ca = span_of(write_file("no certificate\n", 0644));
	r = ask(w, GOOD, "/ok", m);
	assert_string_equal(
	    r->err.text, "the file named by tls-ca holds no certificates");
	m.tls_ca = SPAN("/nonexistent.pem");
	r = ask(w, GOOD, "/ok", m);
	assert_true(span_starts(span_of(r->err.text), "tls-ca: /nonexistent"));
	setenv("SSL_CERT_FILE", w->issuer, 1);
}

/* Sessions are taken up again by all who check, and by nobody else. */
static void
sessions(void **state)
{
	struct world *w = *state;
	struct manner m = { .tls_insecure = true };

	if (!w->port[GOOD])
		skip();
	begin(w);
	ask(w, GOOD, "/reused", m);
	assert_true(said(ask(w, GOOD, "/reused", m), "0"));
	m.tls_insecure = false;
	assert_true(said(ask(w, GOOD, "/reused", m), "0"));
	assert_true(said(ask(w, GOOD, "/reused", m), "1"));
	m.tls_insecure = true;
	assert_true(said(ask(w, GOOD, "/reused", m), "0"));
}

static void
versions(void **state)
{
	struct world *w = *state;
	struct str name = { 0 };
	struct fetch_request r = { 0 };

	begin(w);
	assert_true(said(ask(w, HTTP, "/echo", (struct manner){ 0 }),
	    "GET /echo HTTP/1.1\r\n"));
	assert_true(
	    said(ask(w, HTTP, "/echo", (struct manner){ .http = HTTP_1_0 }),
	        "GET /echo HTTP/1.0\r\n"));
	str_printf(&name, "http://localhost:%d/ok", w->port[HTTP]);
	r.url = str_span(&name);
	r.manner.ip = IP_4;
	assert_int_equal(world_ask(w, r)->status, 200);
	r.manner.ip = IP_6; /* nobody listens there */
	assert_int_equal(world_ask(w, r)->status, 0);
	assert_true(w->last.unreachable);
	str_clear(&name);
	str_printf(&name, "http://127.0.0.1:%d/ok", w->port[HTTP]);
	r.url = str_span(&name);
	assert_string_equal(world_ask(w, r)->err.text,
	    "127.0.0.1 has no address of IP version 6, which ip-version asks "
	    "for");
	str_release(&name);
}

/* What the one who asks can undo is asked for, and comes as it was sent. */
static void
compressions(void **state)
{
	struct world *w = *state;
	struct fetch_request r = { .codings = SPAN("gzip, br") };
	const struct fetch_reply *reply;

	begin(w);
	reply = world_ask_path(w, HTTP, "/echo", r);
	assert_true(
	    span_find(str_span(&reply->body),
	        SPAN("\r\nAccept-Encoding: gzip, br\r\n")) < reply->body.n);
	reply = world_ask_path(w, HTTP, "/gzip", r);
	assert_string_equal(str_z(&reply->coding), "gzip");
	assert_true(span_starts(str_span(&reply->body), "\x1f\x8b"));
	reply = world_ask_path(w, HTTP, "/ok", r);
	assert_int_equal(reply->coding.n, 0);
	assert_string_equal(str_z(&reply->body), FEED);
	/* The person's own word comes instead of ours. */
	r.manner.headers = SPAN("Accept-Encoding: identity");
	reply = world_ask_path(w, HTTP, "/echo", r);
	assert_true(
	    span_find(str_span(&reply->body), SPAN("gzip")) == reply->body.n);
}

static void
connections_of_a_host(void **state)
{
	struct world *w = *state;
	struct str url = world_address(w, HTTP, "/count");
	struct fetch_request r = { .url = str_span(&url),
		.priority = FETCH_FEED,
		.manner = { .connections = 5 } };

	begin(w);
	for (int i = 0; i < 8; i++)
		fetch_start(w->fetch, &r, world_on_reply, w);
	w->left = 8;
	loop_step(w->loop, -1);
	assert_int_equal(fetch_running(w->fetch), 5);
	loop_run(w->loop);
	str_release(&url);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_stay_at_home),
		cmocka_unit_test(cookies),
		cmocka_unit_test(cookies_of_servers),
		cmocka_unit_test(credentials_in_the_address),
		cmocka_unit_test(credentials_from_netrc),
		cmocka_unit_test(credentials_from_a_command),
		cmocka_unit_test(own_proxy),
		cmocka_unit_test(trust),
		cmocka_unit_test(sessions),
		cmocka_unit_test(versions),
		cmocka_unit_test(compressions),
		cmocka_unit_test(connections_of_a_host),
	};
	int failed;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (system("python3 -c 'import ssl' 2>/dev/null") != 0) {
		printf("1..0 # SKIP there is no python3\n");
		return 0;
	}
	failed = cmocka_run_group_tests(tests, world_open, world_close);
	unlink(write_file("", 0600));
	return failed;
}
