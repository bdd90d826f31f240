#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "desk/rooms.h"
#include "net/file.h"
#include "net/trouble.h"

/* Local files are read from the loop, so that an answer comes from there like
 * all others; one a round, so that a thousand of them do not stop the desk. */
struct file_visit {
	struct file_visit *next;
	struct str url, etag;
	int64_t max_bytes;
	fetch_fn *fn;
	void *data;
};

static void
visit_free(struct file_visit *v)
{
	str_release(&v->url);
	str_release(&v->etag);
	free(v);
}

static void
on_file(void *data)
{
	struct desk *d = data;
	struct file_visit *v = d->file;
	struct fetch_reply reply = { 0 };

	d->file = v->next;
	d->file_timer = d->file ? loop_timer(d->loop, 0, on_file, d) : 0;
	file_fetch(str_span(&v->url), str_span(&v->etag), v->max_bytes, &reply);
	v->fn(v->data, &reply);
	fetch_reply_release(&reply);
	visit_free(v);
}

static int64_t
most_bytes(const struct asking *a)
{
	return conf_int(
	    a->options, a->picture ? OPT_PICTURE_SIZE : OPT_MAX_SIZE);
}

static void
start_file(struct desk *d, const struct asking *a, fetch_fn *fn, void *data)
{
	struct file_visit *v = xcalloc(1, sizeof(*v));

	str_add(&v->url, a->url);
	str_add(&v->etag, a->etag);
	v->max_bytes = most_bytes(a);
	v->fn = fn;
	v->data = data;
	v->next = d->file;
	d->file = v;
	if (!d->file_timer)
		d->file_timer = loop_timer(d->loop, 0, on_file, d);
}

/* By argv; a bad line is a command without words, which fails with its own
 * sentence. */
static void
run_command(struct desk *d, struct span command, const struct options *o,
    struct span input, fetch_fn *fn, void *data)
{
	struct words words = { 0 };
	struct span word[DOTFILE_WORDS_MAX];
	struct pipe_request request = {
		.word = word,
		.input = input,
		.max_bytes = conf_int(o, OPT_MAX_SIZE),
		.timeout_ms = conf_int(o, OPT_TIMEOUT) * 1000,
	};
	struct err err;
	int column;

	if (words_split(&words, command, &column, &err))
		for (size_t i = 0; i < words.n && i < DOTFILE_WORDS_MAX; i++)
			word[request.words++] = words.word[i].text;
	pipe_start(d->pipes, &request, fn, data);
	words_release(&words);
}

/* A feed on its way through its filter: the reply waits for its new body. */
struct filtering {
	struct filtering *next, **link;
	struct desk *desk;
	struct str url;
	fetch_fn *fn;
	void *data;
	struct fetch_reply reply;
};

static void
filtering_free(struct filtering *f)
{
	*f->link = f->next;
	if (f->next)
		f->next->link = f->link;
	fetch_reply_release(&f->reply);
	str_release(&f->url);
	free(f);
}

static void
on_filtered(void *data, struct fetch_reply *output)
{
	struct filtering *f = data;
	struct str body = output->body;

	output->body = f->reply.body;
	f->reply.body = body;
	f->reply.err = output->err;
	f->reply.remedy = output->remedy;
	/* Half of what a filter says is nothing. */
	if (output->err.code != ERR_NONE)
		str_release(&f->reply.body);
	f->fn(f->data, &f->reply);
	filtering_free(f);
}

static const struct options *
options_of(const struct filtering *f)
{
	return subscribe_options(
	    f->desk, subscribe_find(f->desk, str_span(&f->url)));
}

static void
filter(struct filtering *f)
{
	const struct options *o = options_of(f);

	run_command(f->desk, span_of(conf_string(o, OPT_FILTER)), o,
	    str_span(&f->reply.body), on_filtered, f);
}

/* Commands are not bothered with how servers compress. */
static void
on_unpacked(void *data, const struct reply *reply, const struct err *err)
{
	struct filtering *f = data;
	struct fetch_reply *r = &f->reply;

	str_clear(&r->body);
	str_clear(&r->coding);
	if (!reply)
		r->err = *err;
	else if (reply->bytes != UNPACK_WHOLE)
		r->remedy = asking_fault(&r->err, reply->bytes,
		    str_span(&r->url), conf_int(options_of(f), OPT_MAX_SIZE));
	if (reply)
		str_add(&r->body, reply->text);
	if (r->err.code == ERR_NONE) {
		filter(f);
		return;
	}
	f->fn(f->data, r);
	filtering_free(f);
}

/* What could not be had, is as it was or was cut off does not go through. */
static void
on_unfiltered(void *data, struct fetch_reply *reply)
{
	struct filtering *f = data;
	const struct options *o = options_of(f);
	struct job job = { .kind = JOB_UNPACK };

	f->reply = *reply;
	*reply = (struct fetch_reply){ 0 };
	if (f->reply.err.code != ERR_NONE || !f->reply.body.n ||
	    !*conf_string(o, OPT_FILTER)) {
		f->fn(f->data, &f->reply);
		filtering_free(f);
		return;
	}
	if (!f->reply.coding.n) {
		filter(f);
		return;
	}
	job.coding = str_span(&f->reply.coding);
	job.max_bytes = conf_int(o, OPT_MAX_SIZE);
	job.body = str_span(&f->reply.body);
	pool_run(f->desk->pool, &job, on_unpacked, f);
}

static struct filtering *
filtering_new(struct desk *d, const struct asking *a, fetch_fn *fn, void *data)
{
	struct filtering *f = xcalloc(1, sizeof(*f));

	f->desk = d;
	str_add(&f->url, a->home.n ? a->home : a->url);
	f->fn = fn;
	f->data = data;
	f->next = d->filtering;
	f->link = &d->filtering;
	if (f->next)
		f->next->link = &f->next;
	d->filtering = f;
	return f;
}

void
asking_abandon(struct desk *d)
{
	struct file_visit *v;

	while ((v = d->file)) {
		d->file = v->next;
		visit_free(v);
	}
	while (d->filtering)
		filtering_free(d->filtering);
}

/* As the options say; headers is where the lines of theirs are put. */
static struct manner
manner_of(const struct asking *a, struct str *headers)
{
	const struct options *o = a->options;

	conf_list(o, OPT_HEADER, headers);
	return (struct manner){
		.home = a->home,
		.headers = str_span(headers),
		.cookie_file = span_of(conf_string(o, OPT_COOKIE_FILE)),
		.credentials = span_of(conf_string(o, OPT_CREDENTIALS)),
		.tls_ca = span_of(conf_string(o, OPT_TLS_CA)),
		.proxy = span_of(conf_string(o, OPT_PROXY)),
		.tls_insecure = conf_bool(o, OPT_TLS_INSECURE),
		/* In the order of the choices. */
		.http = (enum http_version)conf_choice(o, OPT_HTTP_VERSION),
		.ip = (enum ip_version)conf_choice(o, OPT_IP_VERSION),
		.connections = (int)conf_int(o, OPT_HOST_CONNECTIONS),
	};
}

/* Who serves a picture learns nothing of the person: neither the headers nor
 * the cookies nor the name that the feed's own server gets. */
static void
go_unnamed(struct manner *m, struct str *home)
{
	m->headers = m->cookie_file = m->credentials = span_n(NULL, 0);
	url_without_user(home, m->home);
	m->home = str_span(home);
}

static struct span
accept_of(const struct asking *a)
{
	if (a->picture)
		return SPAN(FETCH_ACCEPT_PICTURE);
	return a->page ? SPAN(FETCH_ACCEPT_PAGE) : SPAN(FETCH_ACCEPT_FEED);
}

static void
start_web(struct desk *d, const struct asking *a, fetch_fn *fn, void *data)
{
	struct str headers = { 0 }, home = { 0 };
	struct fetch_request request = {
		.url = a->url,
		.manner = manner_of(a, &headers),
		.etag = a->etag,
		.last_modified = a->last_modified,
		.codings = a->picture ? span_n(NULL, 0) : SPAN(UNPACK_CODINGS),
		.accept = accept_of(a),
		.user_agent = span_of(conf_string(a->options, OPT_USER_AGENT)),
		.timeout_ms = conf_int(a->options, OPT_TIMEOUT) * 1000,
		.max_bytes = most_bytes(a),
		.from_content = a->from_content,
		.priority = a->now     ? FETCH_NOW
		            : a->later ? FETCH_LATER
		                       : FETCH_FEED,
	};

	if (a->picture)
		go_unnamed(&request.manner, &home);
	fetch_start(d->fetch, &request, fn, data);
	str_release(&headers);
	str_release(&home);
}

const char *
asking_fault(
    struct err *err, enum unpack_end bytes, struct span url, int64_t limit)
{
	struct url parts;
	struct trouble_facts facts = { .limit = limit };
	enum trouble what =
	    bytes == UNPACK_TOO_LARGE ? TROUBLE_TOO_LARGE : TROUBLE_BAD_CODING;

	url_split(url, &parts);
	facts.host = parts.host;
	trouble_err(err, what, &facts);
	return trouble_remedy(what);
}

void
asking_start(struct desk *d, const struct asking *a, fetch_fn *fn, void *data)
{
	if (!a->page && *conf_string(a->options, OPT_FILTER)) {
		data = filtering_new(d, a, fn, data);
		fn = on_unfiltered;
	}
	switch (a->source) {
	case SOURCE_FILE:
		start_file(d, a, fn, data);
		break;
	case SOURCE_EXEC:
		run_command(
		    d, a->command, a->options, span_n(NULL, 0), fn, data);
		break;
	default:
		start_web(d, a, fn, data);
		break;
	}
}
