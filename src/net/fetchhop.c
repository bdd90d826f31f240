#include "config.h"

#include "net/fetchjob.h"

#include <time.h>

#include "base/url.h"
#include "base/when.h"
#include "net/http.h"

enum {
	HSTS_MS = 5000, /* many are learnt in one refresh */
	COOKIES_BYTES_MAX = 64 * 1024
};

/* --- the clock of a job --- */

static void on_deadline(void *data);

void
hop_clock_start(struct job *j)
{
	j->since_ms = loop_now_ms();
	j->timer = loop_timer(j->fetch->loop, j->left_ms, on_deadline, j);
}

void
hop_clock_stop(struct job *j)
{
	if (!j->since_ms)
		return;
	j->left_ms -= loop_now_ms() - j->since_ms;
	j->since_ms = 0;
	loop_timer_remove(j->fetch->loop, j->timer);
	j->timer = 0;
}

void
hop_close(struct job *j)
{
	hop_clock_stop(j);
	call_end(j->call);
	j->call = NULL;
	queue_remove(j->fetch->queue, &j->item);
}

/* Drops it without a word. */
static void
set_trouble(struct job *j, enum trouble what, struct trouble_facts *facts)
{
	facts->host = job_host(j);
	trouble_err(&j->reply.err, what, facts);
	j->reply.remedy = trouble_remedy(what);
	j->reply.unreachable = trouble_is_unreachable(what);
	j->reply.refused = what == TROUBLE_REFUSED;
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

		if (!manner_same_way(&j->manner, &other->manner))
			break;
		other->reply.err = j->reply.err;
		other->reply.remedy = j->reply.remedy;
		other->reply.unreachable = true;
		other->reply.refused = j->reply.refused;
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

/* Of a host whose certificate nobody has looked at anybody may say that. */
static void
read_hsts(struct job *j, int64_t now)
{
	struct fetch *f = j->fetch;
	struct span url = hops_url(&j->hops);
	struct str value = { 0 };

	if (!span_istarts(url, "https:") ||
	    (j->manner.tls_insecure && manner_at_home(&j->manner, url)))
		return;
	call_header(j->call, "Strict-Transport-Security", &value);
	if (value.n &&
	    hsts_learn(f->hsts, job_host(j), str_span(&value), now) &&
	    !f->hsts_timer)
		f->hsts_timer =
		    loop_timer(f->loop, HSTS_MS, fetch_save_hsts, f);
	str_release(&value);
}

static void
read_headers(struct job *j, int64_t now)
{
	struct fetch_reply *r = &j->reply;
	struct str after = { 0 };

	call_header(j->call, "ETag", &r->etag);
	call_header(j->call, "Last-Modified", &r->last_modified);
	call_header(j->call, "Content-Type", &r->content_type);
	call_headers(j->call, "Content-Encoding", &r->coding);
	read_freshness(j, now);
	read_hsts(j, now);
	r->busy = r->status == 429 || r->status == 503;
	if (!r->busy)
		return;
	call_header(j->call, "Retry-After", &after);
	r->retry_after_s = http_retry_after(str_span(&after), now);
	r->hold_s = r->retry_after_s ? r->retry_after_s : HTTP_BUSY_S;
	if (now + r->hold_s > queue_held(&j->item))
		queue_hold(&j->item, now + r->hold_s);
	str_release(&after);
}

static void
ask_again(struct job *j)
{
	hop_close(j);
	job_enqueue(j, true);
	fetch_pump_soon(j->fetch);
}

/* Some servers show a page only to those who come back with a cookie.  It is
 * kept until the download ends; true when there are new ones. */
static bool
keep_cookies(struct job *j)
{
	size_t n = j->cookies.n;

	call_cookies(j->call, &j->cookies);
	if (j->cookies.n > COOKIES_BYTES_MAX)
		str_cut(&j->cookies, n);
	return j->cookies.n > n;
}

static void
redirected(struct job *j)
{
	struct str location = { 0 };
	bool cookies = keep_cookies(j);

	call_header(j->call, "Location", &location);
	if (hops_follow(&j->hops, j->reply.status, str_span(&location), cookies,
	        &j->reply.err))
		ask_again(j);
	else {
		j->reply.remedy = trouble_remedy(TROUBLE_NOWHERE);
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

/* It has a name and password, but wants them in RFC 7616's form. */
static bool
wants_digest(const struct job *j)
{
	struct str how = { 0 };
	bool wants;

	if (j->reply.status != 401 || j->digest || !j->name.n ||
	    !manner_at_home(&j->manner, hops_url(&j->hops)))
		return false;
	call_headers(j->call, "WWW-Authenticate", &how);
	wants = span_ifind(str_span(&how), SPAN("digest ")) < how.n &&
	        span_ifind(str_span(&how), SPAN("basic ")) == how.n;
	str_release(&how);
	return wants;
}

static void
refused(struct job *j, int64_t now)
{
	struct fetch_reply *r = &j->reply;

	if (wants_digest(j)) {
		j->digest = true;
		ask_again(j);
		return;
	}
	if (r->status == 401)
		manner_refused(j);
	http_status_err(&r->err, r->status, now,
	    r->retry_after_s ? now + r->retry_after_s : 0);
	r->remedy = http_status_remedy(r->status);
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
		refused(j, now);
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
hop_refused(struct job *j, const struct err *err)
{
	j->reply.err = *err;
	job_end(j);
}

/* Asks it in the manner of the job; guarded: no private address. */
static void
hop_ask(struct job *j, bool guarded)
{
	struct fetch *f = j->fetch;
	struct trouble_facts facts = { 0 };
	struct hop_manner manner = { 0 };
	struct err err = { 0 };
	struct call_request request = {
		.url = hops_url(&j->hops).s,
		.user_agent = j->user_agent.n ? str_z(&j->user_agent)
		                              : "broadsheet/" PACKAGE_VERSION,
		.etag = &j->etag,
		.last_modified = &j->last_modified,
		.max_bytes = j->max_bytes,
		.stall_ms = f->stall_ms ? f->stall_ms : j->timeout_ms / 3 * 2,
		.body = &j->reply.body,
	};

	if (!manner_of_hop(j, &manner, &request, &err)) {
		hop_refused(j, &err);
	} else if (guarded && manner.proxy.n &&
	           !guard_host_is_public(job_host(j))) {
		/* A proxy looks the name up: it is all we can check. */
		hop_failed(j, TROUBLE_PRIVATE, &facts);
	} else {
		request.public_only = guarded && !manner.proxy.n;
		j->call = call_start(f->wire, &request, on_call_end, j);
		hop_clock_start(j);
	}
	hop_manner_release(&manner);
}

void
hop_begin(struct job *j)
{
	struct span host = job_host(j);
	bool guarded = (j->from_content || !still_there(j, host)) &&
	               !guard_hosts_has(&j->fetch->trusted, host);

	hop_ask(j, guarded);
}
