#include "config.h"

#include "parse/parser.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/record.h"
#include "doc/charset.h"
#include "parse/run.h"
#include "parse/sandbox.h"

enum { READ_BYTES = 256 * 1024, KEEP_BYTES = 4 * 1024 * 1024 };

/* Blocking: a parser has nothing else to do.  False when nobody listens. */
static bool
write_all(struct span text)
{
	while (text.n) {
		ssize_t n = write(STDOUT_FILENO, text.s, text.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text = span_from(text, (size_t)n);
	}
	return true;
}

/* 1: something came, 0: end of file, -1: error. */
static int
read_more(struct str *in)
{
	ssize_t n;

	str_reserve(in, READ_BYTES);
	do
		n = read(STDIN_FILENO, in->s + in->n, READ_BYTES);
	while (n < 0 && errno == EINTR);
	if (n > 0) {
		in->n += (size_t)n;
		in->s[in->n] = '\0';
	}
	return n > 0 ? 1 : (int)n;
}

/* One job: its reply is written; false when the frame is no job. */
static bool
serve_frame(struct span frame, struct str *fields, struct str *out,
    struct charset *charset)
{
	struct job job;
	struct err err = { 0 };
	struct str head = { 0 };
	struct reply reply;
	bool ok;

	if (!job_read(&job, fields, frame, &err)) {
		fprintf(stderr, "parser: %s\n", err.text);
		return false;
	}
	sandbox_next_job();
	str_clear(out);
	job_run(&reply, out, &job, charset);
	reply_begin(&head, &reply, out->n);
	ok = write_all(str_span(&head)) && write_all(str_span(out));
	str_release(&head);
	return ok;
}

/* Big buffers of one big feed are not kept for a hundred small ones. */
static void
trim(struct str *t)
{
	if (t->cap > KEEP_BYTES && t->n == 0)
		str_release(t);
}

static int
serve(struct charset *charset)
{
	struct str in = { 0 }, out = { 0 }, fields = { 0 };
	struct span frame;
	size_t used;
	int state = 0;

	while (state == 0 && read_more(&in) > 0) {
		while ((state = frame_next(str_span(&in), FRAME_BYTES_MAX,
		            &frame, &used)) > 0) {
			if (!serve_frame(frame, &fields, &out, charset)) {
				state = -1;
				break;
			}
			str_drop(&in, used);
			str_clear(&out);
			trim(&in);
			trim(&out);
		}
	}
	if (state == 0 && in.n)
		state = -1; /* cut off within a frame */
	str_release(&in);
	str_release(&out);
	str_release(&fields);
	return state < 0 ? 1 : 0;
}

int
parser_serve(const char *charset_name)
{
	struct charset *charset = NULL;
	struct err err = { 0 };
	int status;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (charset_name) {
		const char *known = charset_known(span_of(charset_name));

		if (!known) {
			fprintf(stderr, "parser: unknown character set\n");
			return 1;
		}
		charset = charset_open(known, &err);
		if (!charset) {
			fprintf(stderr, "parser: %s\n", err.text);
			return 1;
		}
	}
	sandbox_enter(NULL);
	status = serve(charset);
	charset_close(charset);
	return status;
}
