#include "config.h"

#include "fetch_world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what is sent, and what is kept --- */

static void
validators_byte_for_byte(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ 0 });
	r = world_ask_path(w, HTTP, "/ok", (struct fetch_request){ 0 });
	assert_string_equal(str_z(&r->etag), "W/\"a  b\"");
	assert_string_equal(str_z(&r->last_modified), "yesterday, perhaps");
	assert_string_equal(str_z(&r->content_type), "application/rss+xml");
	assert_int_equal(r->fresh_s, 600);
	assert_int_equal(r->date, 1795348800);
	assert_true(r->wire_bytes > (int64_t)sizeof(FEED));
	assert_int_equal(r->permanent_url.n, 0);
	r = world_ask_path(w, HTTP, "/if-changed",
	    (struct fetch_request){ .etag = SPAN("W/\"a  b\""),
	        .last_modified = SPAN("yesterday, perhaps") });
	assert_int_equal(r->err.code, ERR_NONE);
	assert_true(r->not_modified);
	assert_string_equal(str_z(&r->etag), "W/\"a  b\"");
	assert_string_equal(str_z(&r->last_modified), "yesterday, perhaps");
	assert_int_equal(r->body.n, 0);
	r = world_ask_path(w, HTTP, "/if-changed",
	    (struct fetch_request){ .etag = SPAN("W/\"a b\"") });
	assert_false(r->not_modified);
	assert_string_equal(str_z(&r->body), FEED);
	assert_int_equal(r->fresh_s, -1);
}

static bool
echoed(const struct fetch_reply *r, const char *line)
{
	return span_find(str_span(&r->body), span_of(line)) < r->body.n;
}

static void
what_is_sent(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ 0 });
	r = world_ask_path(w, HTTP, "/echo",
	    (struct fetch_request){ .accept = SPAN(FETCH_ACCEPT_FEED),
	        .etag = SPAN("x\r\nEvil: yes") });
	assert_true(
	    echoed(r, "\r\nUser-Agent: broadsheet/" PACKAGE_VERSION "\r\n"));
	assert_true(echoed(r, "\r\nAccept: application/atom+xml, "));
	assert_false(echoed(r, "Accept-Encoding"));
	assert_false(echoed(r, "Evil"));
	assert_false(echoed(r, "If-"));
	assert_false(echoed(r, "Referer"));
	assert_false(echoed(r, "Cookie"));
	r = world_ask_path(w, HTTP, "/echo",
	    (struct fetch_request){ .user_agent = SPAN("Other/1") });
	assert_true(echoed(r, "\r\nUser-Agent: Other/1\r\n"));
	r = world_ask_path(
	    w, HTTP, "/echo?a b\xc3\xa9", (struct fetch_request){ 0 });
	assert_int_equal(r->status, 404);
	assert_true(span_ends(str_span(&r->url), "/echo?a%20b%C3%A9"));
}

static void
redirects(void **state)
{
	struct world *w = *state;
	struct str ok = world_address(w, HTTP, "/ok"), temp = { 0 };
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ 0 });
	fetch_trust(w->fetch, str_span(&ok));
	r = world_ask_path(w, HTTP, "/perm", (struct fetch_request){ 0 });
	assert_string_equal(str_z(&r->url), str_z(&ok));
	assert_string_equal(str_z(&r->permanent_url), str_z(&ok));
	r = world_ask_path(w, HTTP, "/temp", (struct fetch_request){ 0 });
	assert_string_equal(str_z(&r->url), str_z(&ok));
	assert_int_equal(r->permanent_url.n, 0);
	temp = world_address(w, HTTP, "/temp");
	r = world_ask_path(w, HTTP, "/mixed", (struct fetch_request){ 0 });
	assert_string_equal(str_z(&r->url), str_z(&ok));
	assert_string_equal(str_z(&r->permanent_url), str_z(&temp));
	r = world_ask_path(w, HTTP, "/perm-404", (struct fetch_request){ 0 });
	assert_int_equal(r->status, 404);
	assert_int_equal(r->permanent_url.n, 0);
	r = world_ask_path(
	    w, HTTP, "/temp", (struct fetch_request){ .max_redirects = -1 });
	assert_string_equal(r->err.text, "redirected more than 0 times");
	str_release(&ok);
	str_release(&temp);
}

/* --- the guard --- */

static void
content_leads_to_no_private_address(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ 0 });
	r = world_ask_path(
	    w, HTTP, "/ok", (struct fetch_request){ .from_content = true });
	assert_string_equal(r->err.text,
	    "127.0.0.1 is in a private network, where only "
	    "your feeds file may lead");
	/* Nor does a redirect, though the person named its start. */
	r = world_ask_path(w, HTTP, "/to-name", (struct fetch_request){ 0 });
	assert_int_equal(r->status, 0);
	assert_int_equal(r->body.n, 0);
	assert_int_equal(r->err.code, ERR_NET);
	/* But at the host that the person named one may go on. */
	r = world_ask_path(w, HTTP, "/temp", (struct fetch_request){ 0 });
	assert_int_equal(r->err.code, ERR_NONE);
	fetch_trust(w->fetch, SPAN("http://127.0.0.1:1/other"));
	r = world_ask_path(
	    w, HTTP, "/temp", (struct fetch_request){ .from_content = true });
	assert_int_equal(r->err.code, ERR_NONE);
	fetch_trust_none(w->fetch);
	r = world_ask_path(
	    w, HTTP, "/ok", (struct fetch_request){ .from_content = true });
	assert_int_equal(r->err.code, ERR_NET);
}

static void
proxy_from_the_environment(void **state)
{
	struct world *w = *state;
	struct str proxy = world_address(w, HTTP, "");
	const struct fetch_reply *r;

	setenv("http_proxy", str_z(&proxy), 1);
	setenv("no_proxy", "127.0.0.1,exempt.invalid", 1);
	world_fresh(w, (struct fetch_limits){ 0 });
	r = world_ask(
	    w, (struct fetch_request){ .url = SPAN("http://far.invalid/x") });
	assert_true(span_starts(
	    str_span(&r->body), "by proxy: http://far.invalid/x\n"));
	/* The proxy's own address may be private, but it is not sent where
	 * the guard would not go. */
	r = world_ask(
	    w, (struct fetch_request){
	           .url = SPAN("http://far.invalid/x"), .from_content = true });
	assert_int_equal(r->err.code, ERR_NONE);
	r = world_ask(
	    w, (struct fetch_request){
	           .url = SPAN("http://localhost/x"), .from_content = true });
	assert_string_equal(r->err.text,
	    "localhost is in a private network, where only "
	    "your feeds file may lead");
	r = world_ask(
	    w, (struct fetch_request){ .url = SPAN("http://exempt.invalid/") });
	assert_string_equal(r->err.text, "no such host: exempt.invalid");
	r = world_ask_path(
	    w, HTTP, "/ok", (struct fetch_request){ .from_content = true });
	assert_int_equal(r->err.code, ERR_NET);
	unsetenv("http_proxy");
	unsetenv("no_proxy");
	str_release(&proxy);
}

/* --- many at once --- */

static void
two_a_host(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ .host_connections = 2 });
	for (int i = 0; i < 12; i++)
		world_begin(w, HTTP, "/count", FETCH_FEED, NULL);
	assert_int_equal(fetch_waiting(w->fetch), 12);
	loop_step(w->loop, -1);
	assert_int_equal(fetch_running(w->fetch), 2);
	assert_int_equal(fetch_waiting(w->fetch), 10);
	loop_run(w->loop);
	r = world_ask_path(w, HTTP, "/most", (struct fetch_request){ 0 });
	assert_string_equal(str_z(&r->body), "2 of 12");
}

static void
slow_origin_delays_itself_only(void **state)
{
	struct world *w = *state;
	struct mark quick = { w, 'q' };

	if (!w->port[GOOD])
		skip();
	world_fresh(w, (struct fetch_limits){ 3, 2, 0, 0, NULL });
	for (int i = 0; i < 10; i++)
		world_begin(w, HTTP, "/silent", FETCH_FEED, NULL);
	for (int i = 0; i < 3; i++)
		world_begin(w, GOOD, "/ok", FETCH_FEED, &quick);
	w->left = 3; /* of the slow ones none will answer */
	loop_run(w->loop);
	assert_string_equal(str_z(&w->order), "qqq");
	assert_int_equal(fetch_running(w->fetch), 2);
	assert_int_equal(fetch_waiting(w->fetch), 8);
}

struct crowd {
	struct world *w;
	size_t whole, size;
};

static void
on_one_of_many(void *data, struct fetch_reply *reply)
{
	struct crowd *c = data;

	c->whole += reply->err.code == ERR_NONE && reply->body.n == c->size;
	if (--c->w->left == 0)
		loop_stop(c->w->loop);
}

/* More bodies than there is room for at once: each waits its turn, and all
 * come whole. */
static void
a_crowd_comes_whole(void **state)
{
	enum { CROWD = 90 };
	struct world *w = *state;
	struct crowd c = { .w = w };
	struct str url = world_address(w, HTTP, "/large");
	struct fetch_request ask = { .url = str_span(&url) };

	world_fresh(w, (struct fetch_limits){
	                   .connections = CROWD, .host_connections = CROWD });
	c.size = world_ask_path(w, HTTP, "/large", (struct fetch_request){ 0 })
	             ->body.n;
	assert_true(c.size > 0);
	for (int i = 0; i < CROWD; i++)
		fetch_start(w->fetch, &ask, on_one_of_many, &c);
	w->left = CROWD;
	loop_run(w->loop);
	assert_int_equal(c.whole, CROWD);
	str_release(&url);
}

static void
dead_origin_fails_as_one(void **state)
{
	struct world *w = *state;
	struct mark dead = { w, 'd' }, alive = { w, 'a' };

	if (!w->port[DEAD])
		skip();
	world_fresh(w, (struct fetch_limits){ 4, 1, 2000, 0, NULL });
	for (int i = 0; i < 50; i++)
		world_begin(w, DEAD, "/", FETCH_FEED, &dead);
	world_begin(w, HTTP, "/ok", FETCH_FEED, &alive);
	loop_run(w->loop);
	assert_int_equal(w->order.n, 51);
	assert_int_equal(w->order.s[0], 'a');
	assert_true(w->last.unreachable);
	assert_string_equal(
	    w->last.err.text, "127.0.0.1 could not be reached within 2 s");
}

static void
busy_origin_is_left_alone(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;

	world_fresh(w, (struct fetch_limits){ 0 });
	world_ask_path(w, HTTP, "/429", (struct fetch_request){ 0 });
	r = world_ask_path(w, HTTP, "/ok", (struct fetch_request){ 0 });
	assert_true(r->busy);
	assert_int_equal(r->status, 0);
	assert_true(r->retry_after_s > 0);
	assert_true(span_starts(span_of(r->err.text), "the server is busy"));
	r = world_ask_path(
	    w, HTTP, "/ok", (struct fetch_request){ .priority = FETCH_NOW });
	assert_int_equal(r->status, 200);
}

/* Nor by way of a redirect, whose own status says nothing of it. */
static void
busy_origin_behind_a_redirect(void **state)
{
	struct world *w = *state;
	const struct fetch_reply *r;
	struct str url = { 0 };

	world_fresh(w, (struct fetch_limits){ 0 });
	fetch_trust(w->fetch, SPAN("http://localhost/"));
	str_printf(&url, "http://localhost:%d/429", w->port[HTTP]);
	r = world_ask(w, (struct fetch_request){ .url = str_span(&url) });
	assert_int_equal(r->status, 429);
	r = world_ask_path(w, HTTP, "/to-name", (struct fetch_request){ 0 });
	assert_true(r->busy);
	assert_int_equal(r->status, 0);
	assert_true(r->hold_s > 0);
	assert_true(span_ends(str_span(&r->url), "/ok"));
	str_release(&url);
}

static void
cancelled_in_every_state(void **state)
{
	struct world *w = *state;
	uint64_t waiting, running, failed;

	world_fresh(w, (struct fetch_limits){ .host_connections = 1 });
	running = world_begin(w, HTTP, "/silent", FETCH_FEED, NULL);
	waiting = world_begin(w, HTTP, "/ok", FETCH_FEED, NULL);
	loop_step(w->loop, -1);
	failed = fetch_start(w->fetch,
	    &(struct fetch_request){ .url = SPAN("mailto:x") }, world_on_reply,
	    w);
	fetch_cancel(w->fetch, failed);
	fetch_cancel(w->fetch, waiting);
	fetch_cancel(w->fetch, running);
	fetch_cancel(w->fetch, running);
	fetch_cancel(w->fetch, 0);
	assert_int_equal(fetch_running(w->fetch) + fetch_waiting(w->fetch), 0);
	w->left = 0;
	assert_int_equal(
	    world_ask_path(w, HTTP, "/ok", (struct fetch_request){ 0 })->status,
	    200);
	/* And all that is left when it ends. */
	world_begin(w, HTTP, "/silent", FETCH_FEED, NULL);
	world_begin(w, HTTP, "/ok", FETCH_FEED, NULL);
	loop_step(w->loop, -1);
	world_fresh(w, (struct fetch_limits){ 0 });
}

/* In a callback: cancel another that has ended too, start a new one. */
static void
on_first(void *data, struct fetch_reply *reply)
{
	struct mark *m = data;

	(void)reply;
	str_addc(&m->w->order, '1');
	fetch_cancel(m->w->fetch, 2);
	world_begin(m->w, HTTP, "/ok", FETCH_FEED, m);
}

static void
callbacks_may_start_and_cancel(void **state)
{
	struct world *w = *state;
	struct mark m = { w, '3' };
	struct fetch_request bad = { .url = SPAN("mailto:x") };

	world_fresh(w, (struct fetch_limits){ 0 });
	assert_int_equal(fetch_start(w->fetch, &bad, on_first, &m), 1);
	assert_int_equal(fetch_start(w->fetch, &bad, on_first, &m), 2);
	loop_run(w->loop);
	assert_string_equal(str_z(&w->order), "13");
}

static void
unpause(void *data)
{
	struct mark *m = data;

	str_addc(&m->w->order, m->letter);
	fetch_pause(m->w->fetch, false);
}

static void
paused_and_resumed(void **state)
{
	struct world *w = *state;
	struct mark got = { w, 'g' }, on = { w, '-' };

	world_fresh(w, (struct fetch_limits){ 0 });
	world_begin(w, HTTP, "/large", FETCH_FEED, &got);
	loop_step(w->loop, -1);
	assert_int_equal(fetch_running(w->fetch), 1);
	fetch_pause(w->fetch, true);
	world_begin(w, HTTP, "/gzip", FETCH_FEED, &got);
	loop_timer(w->loop, 300, unpause, &on);
	loop_run(w->loop);
	assert_string_equal(str_z(&w->order), "-gg");
	assert_int_equal(w->last.err.code, ERR_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validators_byte_for_byte),
		cmocka_unit_test(what_is_sent),
		cmocka_unit_test(redirects),
		cmocka_unit_test(content_leads_to_no_private_address),
		cmocka_unit_test(proxy_from_the_environment),
		cmocka_unit_test(two_a_host),
		cmocka_unit_test(slow_origin_delays_itself_only),
		cmocka_unit_test(a_crowd_comes_whole),
		cmocka_unit_test(dead_origin_fails_as_one),
		cmocka_unit_test(busy_origin_is_left_alone),
		cmocka_unit_test(busy_origin_behind_a_redirect),
		cmocka_unit_test(cancelled_in_every_state),
		cmocka_unit_test(callbacks_may_start_and_cancel),
		cmocka_unit_test(paused_and_resumed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (system("python3 -c 'import ssl' 2>/dev/null") != 0) {
		printf("1..0 # SKIP there is no python3\n");
		return 0;
	}
	return cmocka_run_group_tests(tests, world_open, world_close);
}
