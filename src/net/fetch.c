#include "config.h"

#include "net/fetch.h"

#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "base/url.h"
#include "base/when.h"
#include "net/guard.h"
#include "net/hops.h"
#include "net/http.h"
#include "net/proxy.h"
#include "net/queue.h"
#include "net/wire.h"

enum { CONNECTIONS = 32, HOST_CONNECTIONS = 2, CONNECT_MS = 15000 };

/* A request, from fetch_start to its callback. */
struct job {
	struct queue_item item; /* first: a queue_item is a job */
	struct fetch *fetch;
	struct job *next, **link; /* in one of fetch's lists */
	uint64_t id;
	fetch_fn *fn;
	void *data;

	struct hops hops;
	struct str etag, last_modified, accept, user_agent;
	int64_t timeout_ms, max_bytes;
	bool from_content;
	enum fetch_priority priority;

	struct call *call; /* of the present hop; NULL: it waits */
	int64_t left_ms;   /* of its time */
	int64_t since_ms;  /* when its clock was started; 0: it stands */
	uint64_t timer;

	struct fetch_reply reply;
};

struct fetch {
	struct loop *loop;
	int stall_ms; /* 0: by the request */
	struct wire *wire;
	struct queue *queue;
	struct proxies proxies;
	struct guard_hosts trusted;
	struct job *alive;             /* wait or run */
	struct job *ended, **ended_at; /* callback not called yet */
	uint64_t last_id, pump_timer;
	bool paused;
};

/* --- lists --- */

static void
job_link(struct job *j, struct job **at)
{
	j->next = *at;
	j->link = at;
	if (j->next)
		j->next->link = &j->next;
	*at = j;
}

static void
job_unlink(struct job *j)
{
	if (j->fetch->ended_at == &j->next)
		j->fetch->ended_at = j->link;
	*j->link = j->next;
	if (j->next)
		j->next->link = j->link;
}

/* --- the clock of a job --- */

static void on_deadline(void *data);

static void
clock_start(struct job *j)
{
	j->since_ms = loop_now_ms();
	j->timer = loop_timer(j->fetch->loop, j->left_ms, on_deadline, j);
}

static void
clock_stop(struct job *j)
{
	if (!j->since_ms)
		return;
	j->left_ms -= loop_now_ms() - j->since_ms;
	j->since_ms = 0;
	loop_timer_remove(j->fetch->loop, j->timer);
	j->timer = 0;
}

/* --- the end of a job --- */

static void
job_free(struct job *j)
{
	hops_release(&j->hops);
	str_release(&j->etag);
	str_release(&j->last_modified);
	str_release(&j->accept);
	str_release(&j->user_agent);
	fetch_reply_release(&j->reply);
	free(j);
}

/* Ends what the present hop holds: its call, its place in the queue. */
static void
hop_close(struct job *j)
{
	clock_stop(j);
	call_end(j->call);
	j->call = NULL;
	queue_remove(j->fetch->queue, &j->item);
}

/* Drops it without a word. */
static void
job_drop(struct job *j)
{
	hop_close(j);
	job_unlink(j);
	job_free(j);
}

static void pump_soon(struct fetch *f);

/* Its reply is complete; deliver tells. */
static void
job_end(struct job *j)
{
	struct fetch *f = j->fetch;
	struct fetch_reply *r = &j->reply;

	hop_close(j);
	str_add(&r->url, hops_url(&j->hops));
	if (r->err.code == ERR_NONE)
		str_add(&r->permanent_url, hops_permanent(&j->hops));
	job_unlink(j);
	job_link(j, f->ended_at);
	f->ended_at = &j->next;
	pump_soon(f);
}

/* Calls back.  What a callback starts waits for the loop, and what it cancels
 * leaves the list. */
static void
deliver(struct fetch *f)
{
	struct job *j;

	while ((j = f->ended)) {
		job_unlink(j);
		j->fn(j->data, &j->reply);
		job_free(j);
	}
}

static struct span
job_host(const struct job *j)
{
	struct url parts;

	url_split(hops_url(&j->hops), &parts);
	return parts.host;
}

static void
set_trouble(struct job *j, enum trouble what, struct trouble_facts *facts)
{
	facts->host = job_host(j);
	trouble_err(&j->reply.err, what, facts);
	j->reply.unreachable = trouble_is_unreachable(what);
}

/* --- the end of a hop --- */

/* Those that wait for the same origin would fare no better, and each would
 * hold a place for as long. */
static void
fail_companions(struct job *j)
{
	struct queue_item *item;

	while ((item = queue_companion(&j->item))) {
		struct job *other = (struct job *)item;

		other->reply.err = j->reply.err;
		other->reply.unreachable = true;
		job_end(other);
	}
}

static void
read_freshness(struct job *j, int64_t now)
{
	struct str control = { 0 }, expires = { 0 }, date = { 0 }, age = { 0 };

	call_headers(j->call, "Cache-Control", &control);
	call_header(j->call, "Expires", &expires);
	call_header(j->call, "Date", &date);
	call_header(j->call, "Age", &age);
	j->reply.date = when_http(str_span(&date));
	j->reply.fresh_s = http_fresh(str_span(&control), str_span(&expires),
	    str_span(&date), str_span(&age), now);
	str_release(&control);
	str_release(&expires);
	str_release(&date);
	str_release(&age);
}

static void
read_headers(struct job *j, int64_t now)
{
	struct fetch_reply *r = &j->reply;
	struct str after = { 0 };

	call_header(j->call, "ETag", &r->etag);
	call_header(j->call, "Last-Modified", &r->last_modified);
	call_header(j->call, "Content-Type", &r->content_type);
	read_freshness(j, now);
	r->busy = r->status == 429 || r->status == 503;
	if (!r->busy)
		return;
	call_header(j->call, "Retry-After", &after);
	r->retry_after_s = http_retry_after(str_span(&after), now);
	if (r->retry_after_s)
		queue_hold(&j->item, now + r->retry_after_s);
	str_release(&after);
}

static void
job_enqueue(struct job *j, bool front)
{
	struct str origin = { 0 };

	url_origin(&origin, hops_url(&j->hops));
	queue_add(j->fetch->queue, &j->item, str_span(&origin),
	    (int)j->priority, front);
	str_release(&origin);
}

static void
redirected(struct job *j)
{
	struct str location = { 0 };

	call_header(j->call, "Location", &location);
	if (hops_follow(&j->hops, j->reply.status, str_span(&location),
	        &j->reply.err)) {
		hop_close(j);
		job_enqueue(j, true);
		pump_soon(j->fetch);
	} else {
		job_end(j);
	}
	str_release(&location);
}

static void
hop_failed(struct job *j, enum trouble what, struct trouble_facts *facts)
{
	set_trouble(j, what, facts);
	if (j->reply.unreachable)
		fail_companions(j);
	job_end(j);
}

/* RFC 9111 4.3.4: a 304 renews the validators, but it may leave them out. */
static void
keep_validators(struct job *j)
{
	if (!j->reply.etag.n)
		str_add(&j->reply.etag, str_span(&j->etag));
	if (!j->reply.last_modified.n)
		str_add(&j->reply.last_modified, str_span(&j->last_modified));
}

/* The call has ended, by itself (late_ms 0) or because time was up. */
static void
hop_done(struct job *j, int64_t late_ms)
{
	struct fetch_reply *r = &j->reply;
	int64_t now = (int64_t)time(NULL);
	struct trouble_facts facts;
	enum trouble what = call_trouble(j->call, &facts);

	if (late_ms)
		facts.ms = late_ms;
	r->status = call_status(j->call);
	r->wire_bytes += call_bytes(j->call);
	if (r->status)
		read_headers(j, now);
	r->not_modified = r->status == 304 && what == TROUBLE_NONE &&
	                  (j->etag.n || j->last_modified.n);
	if (http_is_redirect(r->status)) {
		redirected(j);
	} else if (r->status >= 300 && !r->not_modified) {
		http_status_err(&r->err, r->status, now,
		    r->retry_after_s ? now + r->retry_after_s : 0);
		job_end(j);
	} else if (what != TROUBLE_NONE) {
		hop_failed(j, what, &facts);
	} else {
		if (r->not_modified)
			keep_validators(j);
		job_end(j);
	}
}

static void
on_call_end(void *data)
{
	hop_done(data, 0);
}

static void
on_deadline(void *data)
{
	struct job *j = data;

	call_time_up(j->call);
	hop_done(j, j->timeout_ms);
}

/* --- the beginning of a hop --- */

/* At the host that was asked first, whatever the path and port. */
static bool
still_there(const struct job *j, struct span host)
{
	struct url first;

	url_split(str_span(&j->hops.seen[0]), &first);
	return span_ieq(first.host, host);
}

static void
hop_begin(struct job *j)
{
	struct fetch *f = j->fetch;
	struct span host = job_host(j);
	struct span proxy = proxies_for(&f->proxies, hops_url(&j->hops));
	struct str proxy_z = { 0 };
	bool guarded = (j->from_content || !still_there(j, host)) &&
	               !guard_hosts_has(&f->trusted, host);
	struct call_request request = {
		.url = hops_url(&j->hops).s,
		.user_agent = j->user_agent.n ? str_z(&j->user_agent)
		                              : "broadsheet/" PACKAGE_VERSION,
		.accept = &j->accept,
		.etag = &j->etag,
		.last_modified = &j->last_modified,
		.public_only = guarded && !proxy.n,
		.max_bytes = j->max_bytes,
		.stall_ms = f->stall_ms ? f->stall_ms : j->timeout_ms / 3 * 2,
		.body = &j->reply.body,
	};

	/* A proxy looks the name up: then the name is all we can check. */
	if (guarded && proxy.n && !guard_host_is_public(host)) {
		struct trouble_facts facts = { 0 };

		hop_failed(j, TROUBLE_PRIVATE, &facts);
		return;
	}
	str_add(&proxy_z, proxy);
	request.proxy = str_z(&proxy_z);
	j->call = call_start(f->wire, &request, on_call_end, j);
	str_release(&proxy_z);
	clock_start(j);
}

/* The origin asked, by way of another request, not to be asked now. */
static bool
held(struct job *j)
{
	int64_t now = (int64_t)time(NULL), until = queue_held(&j->item);

	if (until <= now || j->priority == FETCH_NOW)
		return false;
	j->reply.busy = true;
	j->reply.retry_after_s = until - now;
	http_status_err(&j->reply.err, 429, now, until);
	job_end(j);
	return true;
}

/* Starts what may start, then tells what has ended. */
static void
on_pump(void *data)
{
	struct fetch *f = data;
	struct queue_item *item;

	f->pump_timer = 0;
	while (!f->paused && (item = queue_next(f->queue)))
		if (!held((struct job *)item))
			hop_begin((struct job *)item);
	deliver(f);
}

/* From the loop: never while libcurl or the one who asks is in the middle of
 * something. */
static void
pump_soon(struct fetch *f)
{
	if (!f->pump_timer)
		f->pump_timer = loop_timer(f->loop, 0, on_pump, f);
}

/* --- the outside --- */

static int
or_default(int value, int fallback)
{
	return value > 0 ? value : fallback;
}

struct fetch *
fetch_new(struct loop *loop, const struct fetch_limits *limits, struct err *err)
{
	static const struct fetch_limits none;
	const struct fetch_limits *l = limits ? limits : &none;
	int connections = or_default(l->connections, CONNECTIONS);
	struct wire *w = wire_new(
	    loop, connections, or_default(l->connect_ms, CONNECT_MS), err);
	struct fetch *f;

	if (!w)
		return NULL;
	f = xcalloc(1, sizeof(*f));
	f->loop = loop;
	f->wire = w;
	f->stall_ms = l->stall_ms;
	f->ended_at = &f->ended;
	f->queue = queue_new(
	    connections, or_default(l->host_connections, HOST_CONNECTIONS));
	proxies_read(&f->proxies);
	return f;
}

void
fetch_free(struct fetch *f)
{
	if (!f)
		return;
	while (f->alive)
		job_drop(f->alive);
	while (f->ended)
		job_drop(f->ended);
	wire_free(f->wire);
	loop_timer_remove(f->loop, f->pump_timer);
	queue_free(f->queue);
	proxies_release(&f->proxies);
	guard_hosts_release(&f->trusted);
	free(f);
}

uint64_t
fetch_start(struct fetch *f, const struct fetch_request *request, fetch_fn *fn,
    void *data)
{
	struct job *j = xcalloc(1, sizeof(*j));
	int redirects = request->max_redirects;

	*j = (struct job){
		.fetch = f,
		.id = ++f->last_id,
		.fn = fn,
		.data = data,
		.timeout_ms = request->timeout_ms > 0 ? request->timeout_ms
		                                      : FETCH_TIMEOUT_MS,
		.max_bytes = request->max_bytes > 0 ? request->max_bytes
		                                    : FETCH_BYTES_MAX,
		.from_content = request->from_content,
		.priority = request->priority,
		.reply.fresh_s = -1,
	};
	j->left_ms = j->timeout_ms;
	str_add(&j->etag, request->etag);
	str_add(&j->last_modified, request->last_modified);
	str_add(&j->accept, request->accept);
	str_add(&j->user_agent, request->user_agent);
	if (redirects <= 0)
		redirects = redirects < 0 ? 0 : FETCH_REDIRECTS_MAX;
	job_link(j, &f->alive);
	if (hops_begin(&j->hops, request->url, redirects, &j->reply.err)) {
		job_enqueue(j, false);
	} else {
		str_add(&j->reply.url, request->url);
		job_end(j);
	}
	pump_soon(f);
	return j->id;
}

static struct job *
find_job(struct job *list, uint64_t id)
{
	while (list && list->id != id)
		list = list->next;
	return list;
}

void
fetch_cancel(struct fetch *f, uint64_t id)
{
	struct job *j = find_job(f->alive, id);

	if (!j)
		j = find_job(f->ended, id);
	if (!j)
		return;
	job_drop(j);
	pump_soon(f);
}

void
fetch_pause(struct fetch *f, bool paused)
{
	if (f->paused == paused)
		return;
	f->paused = paused;
	for (struct job *j = f->alive; j; j = j->next)
		if (j->call && paused)
			clock_stop(j);
		else if (j->call)
			clock_start(j);
	wire_pause(f->wire, paused);
	pump_soon(f);
}

void
fetch_trust_none(struct fetch *f)
{
	guard_hosts_release(&f->trusted);
}

void
fetch_trust(struct fetch *f, struct span url)
{
	struct url parts;

	url_split(url, &parts);
	guard_hosts_add(&f->trusted, parts.host);
}

size_t
fetch_waiting(const struct fetch *f)
{
	return queue_waiting(f->queue);
}

size_t
fetch_running(const struct fetch *f)
{
	return queue_running(f->queue);
}
