#include "config.h"

#include "job.h"

#include "base/record.h"
#include "fuzz.h"

struct reply
job_over(struct str *out, enum job_kind kind, const char *content_type,
    struct span body)
{
	struct job job = { .kind = kind,
		.url = span_of("https://news.example/a/b?c"),
		.content_type = span_of(content_type),
		.body = body };
	struct reply reply = { 0 };
	struct span frame;
	struct err err;
	size_t used;

	struct str text = { 0 };

	job_run(&reply, &text, &job, NULL);
	reply_begin(out, &reply, text.n);
	str_add(out, str_span(&text));
	str_release(&text);
	MUST(frame_next(str_span(out), FRAME_BYTES_MAX, &frame, &used) == 1);
	MUST(used == out->n);
	MUST(reply_read(&reply, frame, &err));
	return reply;
}
