#include "config.h"

#include "net/fetch.h"

#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "net/fetchjob.h"
#include "net/http.h"

enum { CONNECTIONS = 32, HOST_CONNECTIONS = 2, CONNECT_MS = 15000 };

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

/* --- the end of a job --- */

static void
job_free(struct job *j)
{
	hops_release(&j->hops);
	str_release(&j->etag);
	str_release(&j->last_modified);
	str_release(&j->accept);
	str_release(&j->codings);
	str_release(&j->user_agent);
	manner_release(&j->manner);
	str_release(&j->name);
	str_release(&j->password);
	str_release(&j->cookies);
	fetch_reply_release(&j->reply);
	free(j);
}

/* Drops it without a word. */
static void
job_drop(struct job *j)
{
	hop_close(j);
	job_unlink(j);
	job_free(j);
}

/* Its reply is complete; deliver tells. */
void
job_end(struct job *j)
{
	struct fetch *f = j->fetch;
	struct fetch_reply *r = &j->reply;

	hop_close(j);
	if (j->hops.n)
		str_add(&r->url, hops_url(&j->hops));
	else
		url_without_user(&r->url, str_span(&j->manner.home));
	if (r->err.code == ERR_NONE)
		manner_with_user(&r->permanent_url, str_span(&j->manner.home),
		    hops_permanent(&j->hops));
	job_unlink(j);
	job_link(j, f->ended_at);
	f->ended_at = &j->next;
	fetch_pump_soon(f);
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

struct span
job_host(const struct job *j)
{
	struct url parts;

	url_split(hops_url(&j->hops), &parts);
	return parts.host;
}

void
job_enqueue(struct job *j, bool front)
{
	struct str origin = { 0 };

	url_origin(&origin, hops_url(&j->hops));
	j->item.share = manner_at_home(&j->manner, hops_url(&j->hops))
	                    ? j->manner.connections
	                    : 0;
	queue_add(j->fetch->queue, &j->item, str_span(&origin),
	    (int)j->priority, front);
	str_release(&origin);
}

/* The origin asked, by way of another request, not to be asked now. */
static bool
held(struct job *j)
{
	int64_t now = (int64_t)time(NULL), until = queue_held(&j->item);

	if (until <= now || j->priority == FETCH_NOW)
		return false;
	j->reply.busy = true;
	j->reply.status = 0; /* that of a redirect to it is none of its own */
	j->reply.retry_after_s = j->reply.hold_s = until - now;
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

void
fetch_pump_soon(struct fetch *f)
{
	if (!f->pump_timer)
		f->pump_timer = loop_timer(f->loop, 0, on_pump, f);
}

/* A command has told a password, or why not, to all that waited. */
static void
on_secret(void *data, struct span command, const struct err *err)
{
	struct fetch *f = data;

	for (struct job *j = f->alive, *next; j; j = next) {
		next = j->next;
		if (!j->waits || !manner_told(j, command, err))
			continue;
		if (err)
			job_end(j);
		else
			job_enqueue(j, false);
	}
	fetch_pump_soon(f);
}

void
fetch_save_hsts(void *data)
{
	struct fetch *f = data;
	struct err err = { 0 };

	loop_timer_remove(f->loop, f->hsts_timer);
	f->hsts_timer = 0;
	if (!hsts_save(f->hsts, (int64_t)time(NULL), &err))
		log_line("%s", err.text);
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
	f->secrets = secrets_new(loop, on_secret, f);
	f->hsts = hsts_new(l->hsts_file, (int64_t)time(NULL));
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
	fetch_save_hsts(f);
	hsts_free(f->hsts);
	wire_free(f->wire);
	secrets_free(f->secrets);
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
	str_add(&j->codings, request->codings);
	str_add(&j->user_agent, request->user_agent);
	manner_keep(&j->manner, &request->manner, request->url);
	if (redirects <= 0)
		redirects = redirects < 0 ? 0 : FETCH_REDIRECTS_MAX;
	job_link(j, &f->alive);
	if (!hops_begin(
	        &j->hops, request->url, redirects, f->hsts, &j->reply.err) ||
	    !manner_begin(j, request->url, &j->reply.err))
		job_end(j);
	else if (!j->waits)
		job_enqueue(j, false);
	fetch_pump_soon(f);
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
	fetch_pump_soon(f);
}

void
fetch_pause(struct fetch *f, bool paused)
{
	if (f->paused == paused)
		return;
	f->paused = paused;
	for (struct job *j = f->alive; j; j = j->next)
		if (j->call && paused)
			hop_clock_stop(j);
		else if (j->call)
			hop_clock_start(j);
	wire_pause(f->wire, paused);
	fetch_pump_soon(f);
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
