#include "config.h"

#include "parse/jobs.h"

#include "base/record.h"
#include "pict/pixels.h"

static const char *const job_names[JOB_KINDS] = {
	[JOB_FEED] = "feed",
	[JOB_HEADS] = "heads",
	[JOB_ARTICLE] = "article",
	[JOB_DISCOVER] = "discover",
	[JOB_OPML] = "opml",
	[JOB_ARCHIVE] = "archive",
	[JOB_UNPACK] = "unpack",
	[JOB_PICTURE] = "picture",
};

static const char *const reply_names[] = {
	[REPLY_OK] = "ok",
	[REPLY_NEED] = "need",
	[REPLY_BAD] = "bad",
};

/* The frame's length is known only when its record line is made. */
static void
framed(struct str *out, const struct str *head, size_t body)
{
	str_printf(out, "%zu\n", head->n + body);
	str_add(out, str_span(head));
}

/* Takes the record line off a frame; what is left of it is the body. */
static bool
head_read(struct record *r, struct span *frame, struct err *err)
{
	if (err)
		err->code = ERR_NONE;
	if (record_next(r, frame, err))
		return true;
	if (err && err->code == ERR_NONE)
		err_set(err, ERR_FORMAT, "an empty frame");
	return false;
}

void
job_begin(struct str *out, const struct job *job)
{
	struct str head = { 0 };

	record_begin(&head, job_names[job->kind]);
	record_span(&head, job->url);
	record_span(&head, job->content_type);
	record_int(&head, job->truncated);
	record_int(&head, job->brief);
	record_span(&head, job->rules);
	record_span(&head, job->coding);
	record_int(&head, job->max_bytes);
	record_int(&head, job->side);
	record_span(&head, job->places);
	record_end(&head);
	framed(out, &head, job->body.n);
	str_release(&head);
}

/* A parser makes no more of a picture than we can hold. */
static int
side_of(const struct record *r)
{
	int64_t side = record_num(r, 8, 0);

	return side < 1 || side > PIXELS_SIDE_MAX ? PIXELS_SIDE_MAX : (int)side;
}

bool
job_read(
    struct job *job, struct str *fields, struct span frame, struct err *err)
{
	static const int fields_at[] = { 1, 2, 5, 6, 9 };
	struct span *to[] = { &job->url, &job->content_type, &job->rules,
		&job->coding, &job->places };
	struct record r = { 0 };
	size_t kind, at = 0;
	bool ok = false;

	if (!head_read(&r, &frame, err))
		goto out;
	for (kind = 0; kind < JOB_KINDS; kind++)
		if (record_is(&r, job_names[kind]))
			break;
	if (kind == JOB_KINDS) {
		err_set(err, ERR_FORMAT, "no job is called that");
		goto out;
	}
	*job = (struct job){
		.kind = (enum job_kind)kind,
		.truncated = record_num(&r, 3, 0) != 0,
		.brief = record_num(&r, 4, 0) != 0,
		.max_bytes = record_num(&r, 7, 0),
		.side = side_of(&r),
		.body = frame,
	};
	/* The record's memory goes; the fields must outlive it. */
	str_clear(fields);
	for (size_t i = 0; i < sizeof(to) / sizeof(*to); i++)
		str_add(fields, record_field(&r, fields_at[i]));
	for (size_t i = 0; i < sizeof(to) / sizeof(*to); i++) {
		size_t n = record_field(&r, fields_at[i]).n;

		*to[i] = span_head(span_from(str_span(fields), at), n);
		at += n;
	}
	ok = true;
out:
	record_release(&r);
	return ok;
}

void
reply_begin(struct str *out, const struct reply *head, size_t n)
{
	struct str line = { 0 };

	record_begin(&line, reply_names[head->kind]);
	record_int(&line, head->bytes);
	record_end(&line);
	framed(out, &line, n);
	str_release(&line);
}

bool
reply_read(struct reply *reply, struct span frame, struct err *err)
{
	struct record r = { 0 };
	int64_t bytes;
	bool ok = false;

	if (!head_read(&r, &frame, err))
		goto out;
	for (int kind = REPLY_OK; kind <= REPLY_BAD && !ok; kind++) {
		if (!record_is(&r, reply_names[kind]))
			continue;
		reply->kind = (enum reply_kind)kind;
		reply->text = frame;
		bytes = record_num(&r, 1, UNPACK_DAMAGED);
		ok = bytes >= UNPACK_WHOLE && bytes <= UNPACK_TOO_LARGE;
		if (ok)
			reply->bytes = (enum unpack_end)bytes;
	}
	if (!ok)
		err_set(err, ERR_FORMAT, "no reply is called that");
out:
	record_release(&r);
	return ok;
}
