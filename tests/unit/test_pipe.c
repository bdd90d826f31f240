#include "config.h"

#include "net/pipe.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/url.h"
#include "net/file.h"

struct outcome {
	struct loop *loop;
	int left;
	struct err err;
	struct str body;
};

static void
on_reply(void *data, struct fetch_reply *reply)
{
	struct outcome *o = data;

	o->err = reply->err;
	str_add(&o->body, str_span(&reply->body));
	if (--o->left == 0)
		loop_stop(o->loop);
}

/* Runs "sh -c script" within the limits. */
static struct outcome
run(const char *script, int64_t timeout_ms, int64_t max_bytes)
{
	struct span word[] = { SPAN("sh"), SPAN("-c"), span_of(script) };
	struct pipe_request request = { .word = word,
		.words = 3,
		.timeout_ms = timeout_ms,
		.max_bytes = max_bytes };
	struct outcome o = { .loop = loop_new(), .left = 1 };
	struct pipes *p = pipes_new(o.loop, 0);

	assert_true(pipe_start(p, &request, on_reply, &o) != 0);
	loop_run(o.loop);
	pipes_free(p);
	loop_free(o.loop);
	return o;
}

static void
expect(struct outcome o, enum err_code code, const char *text, const char *body)
{
	assert_string_equal(o.err.text, text);
	assert_int_equal(o.err.code, code);
	assert_string_equal(str_z(&o.body), body);
	str_release(&o.body);
}

static void
output_is_the_body(void **state)
{
	(void)state;
	expect(run("echo '<rss/>'; echo talk >&2", 0, 0), ERR_NONE, "",
	    "<rss/>\n");
	expect(run("cat; echo end", 0, 0), ERR_NONE, "", "end\n");
	expect(run("true", 0, 0), ERR_NONE, "", "");
}

static void
failure_is_a_sentence(void **state)
{
	(void)state;
	expect(run("echo some; exit 3", 0, 0), ERR_SYSTEM,
	    "the command sh failed: exit status 3", "some\n");
	expect(run("echo first >&2; printf 'no \\033[1mkey\\n\\n' >&2; exit 1",
	           0, 0),
	    ERR_SYSTEM, "the command sh failed: exit status 1: no [1mkey", "");
	expect(run("kill -9 $$", 0, 0), ERR_SYSTEM,
	    "the command sh failed: killed by signal 9 (Killed)", "");
}

static void
output_is_bounded(void **state)
{
	struct outcome o = run("yes 0123456789", 0, 100000);

	(void)state;
	assert_string_equal(
	    o.err.text, "the answer is larger than 100000 bytes");
	assert_int_equal(o.err.code, ERR_LIMIT);
	assert_int_equal(o.body.n, 100000);
	str_release(&o.body);
	expect(run("printf 1234", 0, 4), ERR_NONE, "", "1234");
	expect(run("yes talk | head -c 1000000 >&2; echo end", 0, 0), ERR_NONE,
	    "", "end\n");
}

static void
time_is_bounded(void **state)
{
	(void)state;
	expect(run("echo a; sleep 600", 1000, 0), ERR_LIMIT,
	    "the command sh was stopped after 1 s", "a\n");
	expect(run("echo a; exec >&-; sleep 600", 1000, 0), ERR_LIMIT,
	    "the command sh was stopped after 1 s", "a\n");
}

static void
missing_command(void **state)
{
	struct span word[] = { SPAN("no-such-command-here") };
	struct pipe_request request = { .word = word, .words = 1 },
	                    none = { 0 };
	struct outcome o = { .loop = loop_new(), .left = 1 };
	struct pipes *p = pipes_new(o.loop, 0);

	(void)state;
	pipe_start(p, &request, on_reply, &o);
	loop_run(o.loop);
	assert_string_equal(o.err.text, "cannot start no-such-command-here: "
	                                "No such file or directory");
	o.left = 1;
	pipe_start(p, &none, on_reply, &o);
	loop_run(o.loop);
	assert_int_equal(o.err.code, ERR_SYSTEM);
	pipes_free(p);
	loop_free(o.loop);
}

static void
no_more_than_at_once(void **state)
{
	/* Each fails when another runs. */
	const char *script = "mkdir \"$0\" && sleep .05 && rmdir \"$0\" && "
	                     "printf ok";
	char dir[] = "/tmp/broadsheet-pipe-XXXXXX";
	struct str lock = { 0 };
	struct outcome o = { .loop = loop_new(), .left = 5 };
	struct pipes *p = pipes_new(o.loop, 1);

	(void)state;
	assert_non_null(mkdtemp(dir));
	str_printf(&lock, "%s/lock", dir);
	for (int i = 0; i < 5; i++) {
		struct span word[] = { SPAN("sh"), SPAN("-c"), span_of(script),
			str_span(&lock) };
		struct pipe_request request = { .word = word, .words = 4 };

		pipe_start(p, &request, on_reply, &o);
	}
	loop_run(o.loop);
	expect(o, ERR_NONE, "", "okokokokok");
	pipes_free(p);
	loop_free(o.loop);
	rmdir(dir);
	str_release(&lock);
}

static void
cancelled(void **state)
{
	struct span word[] = { SPAN("sleep"), SPAN("600") };
	struct span quick[] = { SPAN("true") };
	struct pipe_request slow = { .word = word, .words = 2 },
	                    fast = { .word = quick, .words = 1 };
	struct outcome o = { .loop = loop_new(), .left = 1 };
	struct pipes *p = pipes_new(o.loop, 1);
	uint64_t a = pipe_start(p, &slow, on_reply, &o);
	uint64_t b = pipe_start(p, &slow, on_reply, &o);

	(void)state;
	pipe_start(p, &fast, on_reply, &o);
	loop_step(o.loop, 0);
	pipe_cancel(p, b);
	pipe_cancel(p, a);
	pipe_cancel(p, a);
	pipe_cancel(p, 0);
	loop_run(o.loop);
	assert_int_equal(o.err.code, ERR_NONE);
	pipe_start(p, &slow, on_reply, &o);
	loop_step(o.loop, 0);
	pipes_free(p);
	loop_free(o.loop);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static struct fetch_reply
file(struct span url, struct span etag, int64_t max)
{
	struct fetch_reply r;

	file_fetch(url, etag, max, &r);
	return r;
}

static void
files(void **state)
{
	char dir[] = "/tmp/broadsheet-file-XXXXXX";
	struct str path = { 0 }, url = { 0 }, etag = { 0 };
	struct fetch_reply r;

	(void)state;
	assert_non_null(mkdtemp(dir));
	str_printf(&path, "%s/a feed.xml", dir);
	url_of_path(&url, str_span(&path));
	r = file(str_span(&url), SPAN(""), 0);
	assert_int_equal(r.err.code, ERR_GONE);
	fetch_reply_release(&r);

	write_file(str_z(&path), "<rss/>");
	r = file(str_span(&url), SPAN(""), 0);
	assert_int_equal(r.err.code, ERR_NONE);
	assert_string_equal(str_z(&r.body), "<rss/>");
	assert_false(r.not_modified);
	str_add(&etag, str_span(&r.etag));
	fetch_reply_release(&r);

	r = file(str_span(&url), str_span(&etag), 0);
	assert_true(r.not_modified);
	assert_int_equal(r.body.n, 0);
	assert_true(span_eq(str_span(&r.etag), str_span(&etag)));
	fetch_reply_release(&r);

	write_file(str_z(&path), "<rss />");
	r = file(str_span(&url), str_span(&etag), 5);
	assert_false(r.not_modified);
	assert_string_equal(r.err.text, "the answer is larger than 5 bytes");
	assert_string_equal(str_z(&r.body), "<rss ");
	fetch_reply_release(&r);

	unlink(str_z(&path));
	assert_int_equal(mkfifo(str_z(&path), 0600), 0);
	r = file(str_span(&url), SPAN(""), 0);
	assert_int_equal(r.err.code, ERR_USAGE);
	fetch_reply_release(&r);
	r = file(SPAN("http://x/"), SPAN(""), 0);
	assert_string_equal(r.err.text, "not an address of a file: http://x/");
	fetch_reply_release(&r);
	unlink(str_z(&path));
	rmdir(dir);
	str_release(&path);
	str_release(&url);
	str_release(&etag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_is_the_body),
		cmocka_unit_test(failure_is_a_sentence),
		cmocka_unit_test(output_is_bounded),
		cmocka_unit_test(time_is_bounded),
		cmocka_unit_test(missing_command),
		cmocka_unit_test(no_more_than_at_once),
		cmocka_unit_test(cancelled),
		cmocka_unit_test(files),
	};

	signal(SIGPIPE, SIG_IGN);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
