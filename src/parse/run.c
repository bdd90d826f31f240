#include "config.h"

#include "parse/run.h"

#include <string.h>

#include "base/i18n.h"
#include "doc/charset.h"
#include "doc/extract.h"
#include "feed/archive.h"
#include "feed/feed.h"
#include "feed/feedtext.h"
#include "feed/opml.h"
#include "parse/unpack.h"
#include "pict/decode.h"

/* What a job leaves: records behind the reply's head, or the charset that it
 * needs. */
struct outcome {
	struct str *text;
	bool heads; /* no more than headlines is asked */
	const char *need;
	struct err err;
};

typedef bool job_fn(
    struct outcome *o, const struct job *job, struct charset *charset);

static void
take_entry(void *data, const struct entry *e)
{
	struct outcome *o = data;

	if (o->heads)
		feedtext_head(o->text, e);
	else
		feedtext_entry(o->text, e);
}

static bool
run_feed(struct outcome *o, const struct job *job, struct charset *charset)
{
	struct feed_ask ask = {
		.url = job->url,
		.content_type = job->content_type,
		.charset = charset,
		.truncated = job->truncated,
		.brief = job->brief || job->kind == JOB_HEADS,
		.heads = job->kind == JOB_HEADS,
		.places = job->places,
		.each = take_entry,
		.data = o,
	};
	struct feed *feed;

	o->heads = ask.heads;
	feed = feed_read(job->body, &ask, &o->need);
	if (!feed)
		return false;
	feedtext_end(o->text, feed);
	feed_free(feed);
	return true;
}

/* The document's bytes as UTF-8; the charset used is in *used. */
static bool
decode(struct str *utf8, struct outcome *o, const struct job *job,
    struct charset *charset, const char **used)
{
	struct charset_answer answer = { 0 };
	struct charset_ask ask = {
		.bytes = job->body,
		.http = content_type_charset(job->content_type),
		.html = job->kind != JOB_OPML,
		.have = charset,
	};

	if (charset_to_utf8(utf8, &ask, &answer) == CHARSET_NEED) {
		o->need = answer.need;
		return false;
	}
	*used = answer.used;
	return true;
}

static bool
run_page(struct outcome *o, const struct job *job, struct charset *charset)
{
	struct str utf8 = { 0 };
	const char *used = NULL;
	struct page *page;

	if (!decode(&utf8, o, job, charset, &used))
		return false;
	page = job->kind == JOB_ARTICLE
	           ? page_extract(str_span(&utf8), job->url, job->rules)
	           : page_discover(str_span(&utf8), job->url);
	page->encoding = span_of(used);
	page_write(o->text, page);
	page_free(page);
	str_release(&utf8);
	return true;
}

static bool
run_opml(struct outcome *o, const struct job *job, struct charset *charset)
{
	struct str utf8 = { 0 };
	const char *used = NULL;
	struct opml *opml;

	if (!decode(&utf8, o, job, charset, &used))
		return false;
	opml = opml_read(str_span(&utf8), &o->err);
	str_release(&utf8);
	if (!opml)
		return false;
	opml_records(o->text, opml);
	opml_free(opml);
	return true;
}

static bool
run_archive(struct outcome *o, const struct job *job, struct charset *charset)
{
	(void)charset;
	archive_read(o->text, job->body, 1);
	return true;
}

static bool
run_unpack(struct outcome *o, const struct job *job, struct charset *charset)
{
	(void)charset;
	str_add(o->text, job->body);
	return true;
}

static bool
run_picture(struct outcome *o, const struct job *job, struct charset *charset)
{
	struct pixels p;

	(void)charset;
	if (!picture_decode(&p, job->body, job->side, &o->err))
		return false;
	pixels_write(o->text, &p);
	pixels_release(&p);
	return true;
}

static job_fn *const jobs[JOB_KINDS] = {
	[JOB_FEED] = run_feed,
	[JOB_HEADS] = run_feed,
	[JOB_ARTICLE] = run_page,
	[JOB_DISCOVER] = run_page,
	[JOB_OPML] = run_opml,
	[JOB_ARCHIVE] = run_archive,
	[JOB_UNPACK] = run_unpack,
	[JOB_PICTURE] = run_picture,
};

static bool
is_open(const struct charset *charset, const char *name)
{
	return charset && !strcmp(charset_name(charset), name);
}

static enum reply_kind
run(struct str *text, const struct job *job, struct charset *charset)
{
	struct outcome o = { .text = text };
	size_t before = text->n;

	if (jobs[job->kind](&o, job, charset))
		return REPLY_OK;
	str_cut(text, before);
	if (o.need && !is_open(charset, o.need)) {
		str_addz(text, o.need);
		return REPLY_NEED;
	}
	str_addz(text, o.need ? _("its character set cannot be read on this "
	                          "machine")
	                      : o.err.text);
	return REPLY_BAD;
}

void
job_run(struct reply *head, struct str *text, const struct job *asked,
    struct charset *charset)
{
	struct job job = *asked;
	struct str plain = { 0 };
	int64_t max = job.max_bytes > 0 ? job.max_bytes : FEED_BYTES_MAX;

	*head = (struct reply){ .kind = REPLY_OK };
	if (!job.coding.n) {
		head->kind = run(text, &job, charset);
		return;
	}
	head->bytes = unpack(&plain, job.body, job.coding, (size_t)max);
	job.body = str_span(&plain);
	job.truncated = job.truncated || head->bytes != UNPACK_WHOLE;
	/* Of nothing nothing can be said. */
	if (head->bytes == UNPACK_WHOLE || plain.n)
		head->kind = run(text, &job, charset);
	str_release(&plain);
}
