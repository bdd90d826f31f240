#include "config.h"

#include "net/wirecurl.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "net/fetch.h"
#include "net/guard.h"

enum {
	STALL_BYTES_A_SECOND = 16,
	RESERVE_BYTES_MAX = 1024 * 1024, /* on a server's mere word */
	READ_BYTES = 8 * 1024,           /* of each connection */
	UPLOAD_BYTES = 16 * 1024 /* the least there is: we send questions */
};

/* --- what libcurl tells, and when it is told something --- */

static size_t
on_header(char *line, size_t size, size_t n, void *data)
{
	struct call *c = data;

	c->headers_ended = size * n > 0 && (*line == '\r' || *line == '\n');
	c->header_bytes += size * n;
	if (c->header_bytes <= FETCH_HEADER_BYTES_MAX)
		return size * n;
	c->stop = STOP_HEADERS;
	return 0;
}
static void
decide_body(struct call *c)
{
	int status = call_status(c);
	int64_t length = wire_length(c);

	c->body_decided = true;
	c->body_wanted = status >= 200 && status < 300;
	if (!c->body_wanted || length <= 0)
		return;
	if (length > RESERVE_BYTES_MAX)
		length = RESERVE_BYTES_MAX;
	if (length > c->max_bytes)
		length = c->max_bytes;
	str_reserve(c->body, (size_t)length);
}

static size_t
on_body(char *bytes, size_t size, size_t n, void *data)
{
	struct call *c = data;
	size_t room;

	n *= size;
	if (c->wire->paused || !wire_room(c, c->body->n + n))
		return CURL_WRITEFUNC_PAUSE;
	if (!c->body_decided)
		decide_body(c);
	if (!c->body_wanted) {
		/* A short page is read to its end, so that the connection
		 * can be used again. */
		c->page_bytes += n;
		if (c->page_bytes <= FETCH_PAGE_BYTES_MAX)
			return n;
		c->stop = STOP_PAGE;
		return 0;
	}
	/* Counted here: a server need not tell the length. */
	room = (size_t)c->max_bytes - c->body->n;
	str_addn(c->body, bytes, n < room ? n : room);
	if (n <= room)
		return n;
	c->stop = STOP_TOO_LARGE;
	return 0;
}

/* The guard's first door: the address that a socket is about to get. */
static curl_socket_t
on_open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct call *c = data;
	int fd;

	(void)purpose;
	if (c->public_only && !guard_is_public(&a->addr, a->addrlen)) {
		c->stop = STOP_PRIVATE;
		return CURL_SOCKET_BAD;
	}
	fd = socket(a->family, a->socktype, a->protocol);
	if (fd >= 0)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

/* And the second: a connection that was there already, perhaps opened when
 * the person asked. */
static int
on_connected(void *data, char *address, char *own, int port, int own_port)
{
	struct call *c = data;

	(void)own;
	(void)port;
	(void)own_port;
	if (!c->public_only || guard_host_is_public(span_of(address)))
		return CURL_PREREQFUNC_OK;
	c->stop = STOP_PRIVATE;
	return CURL_PREREQFUNC_ABORT;
}
/* --- the question --- */

static void
add_line(struct call *c, struct span text)
{
	struct str line = { 0 };
	struct curl_slist *more;

	str_add(&line, text);
	more = curl_slist_append(c->headers, str_z(&line));
	if (more)
		c->headers = more;
	str_release(&line);
}

/* A validator goes back as it came, unless it would end the line. */
static void
add_validator(struct call *c, const char *name, const struct str *value)
{
	struct str line = { 0 };

	if (!value->n || strpbrk(str_z(value), "\r\n"))
		return;
	str_printf(&line, "%s: %s", name, str_z(value));
	add_line(c, str_span(&line));
	str_release(&line);
}

static void
add_headers(struct call *c, const struct call_request *r)
{
	struct span rest = r->headers;

	while (rest.n) {
		struct span line = span_cut(&rest, '\n');

		if (line.n)
			add_line(c, line);
	}
	add_validator(c, "If-None-Match", r->etag);
	add_validator(c, "If-Modified-Since", r->last_modified);
}

/* They go where they say they may.  What the server sets is the caller's to
 * keep (call_cookies), and else ends with the question. */
static void
add_cookies(struct call *c, struct span rest)
{
	curl_easy_setopt(c->easy, CURLOPT_COOKIEFILE, ""); /* take them */
	while (rest.n) {
		struct span line = span_cut(&rest, '\n');
		struct str z = { 0 };

		if (line.n && line.s[line.n - 1] == '\r')
			line.n--;
		/* A word without tabs would be an order to libcurl. */
		if (span_chr(line, '\t') < line.n) {
			str_add(&z, line);
			curl_easy_setopt(
			    c->easy, CURLOPT_COOKIELIST, str_z(&z));
		}
		str_release(&z);
	}
	wire_cookies(c, &c->sent_cookies);
}

static void
set_callbacks(struct call *c)
{
	CURL *e = c->easy;

	curl_easy_setopt(e, CURLOPT_PRIVATE, c);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, c->why);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, c);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, c);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, c);
	curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(e, CURLOPT_PREREQDATA, c);
}

static void
set_options(struct call *c, const struct call_request *r)
{
	const struct wire *w = c->wire;
	CURL *e = c->easy;

	curl_easy_setopt(e, CURLOPT_URL, r->url);
	curl_easy_setopt(e, CURLOPT_USERAGENT, r->user_agent);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, c->headers);
	curl_easy_setopt(e, CURLOPT_SHARE, w->share);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L); /* net/hops.h */
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_BUFFERSIZE, (long)READ_BYTES);
	curl_easy_setopt(e, CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD_BYTES);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)w->connect_ms);
	curl_easy_setopt(
	    e, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_BYTES_A_SECOND);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)(c->stall_ms / 1000));
	/* Better a stream of a connection than one more: but without TLS
	 * there is no HTTP/2 here, and nothing to wait for. */
	curl_easy_setopt(
	    e, CURLOPT_PIPEWAIT, (long)span_istarts(span_of(r->url), "https:"));
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Else we would be held up by a name that is looked up in vain. */
	curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
#endif
}

static void
set_ways(struct call *c, const struct call_request *r)
{
	static const long http[] = {
		[HTTP_ANY] = CURL_HTTP_VERSION_2TLS,
		[HTTP_1_0] = CURL_HTTP_VERSION_1_0,
		[HTTP_1_1] = CURL_HTTP_VERSION_1_1,
		[HTTP_2] = CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE,
	};
	static const long ip[] = {
		[IP_ANY] = CURL_IPRESOLVE_WHATEVER,
		[IP_4] = CURL_IPRESOLVE_V4,
		[IP_6] = CURL_IPRESOLVE_V6,
	};
	CURL *e = c->easy;

	curl_easy_setopt(e, CURLOPT_PROXY, r->proxy); /* "": none */
	curl_easy_setopt(e, CURLOPT_NOPROXY, "");
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, http[r->http]);
	curl_easy_setopt(e, CURLOPT_IPRESOLVE, ip[r->ip]);
	if (r->http != HTTP_ANY) {
		/* A connection that is there is used whatever it speaks. */
		curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
	}
}

static void
set_trust(struct call *c, const struct call_request *r)
{
	const char *file = c->wire->ca_file;
	CURL *e = c->easy;

	curl_easy_setopt(e, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	if (file)
		curl_easy_setopt(e, CURLOPT_PROXY_CAINFO, file);
	if (r->ca_file) {
		file = r->ca_file;
		/* Else the system's folder would be trusted as well. */
		curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	}
	if (file)
		curl_easy_setopt(e, CURLOPT_CAINFO, file);
	if (r->insecure) {
		curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 0L);
		/* Nobody else shall take up such a session. */
		curl_easy_setopt(e, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	}
}

static void
set_login(struct call *c, const struct call_request *r)
{
	CURL *e = c->easy;

	if (!r->name)
		return;
	curl_easy_setopt(e, CURLOPT_USERNAME, r->name);
	curl_easy_setopt(e, CURLOPT_PASSWORD, r->password);
	curl_easy_setopt(
	    e, CURLOPT_HTTPAUTH, r->digest ? CURLAUTH_DIGEST : CURLAUTH_BASIC);
}

struct call *
call_start(
    struct wire *w, const struct call_request *request, call_fn *fn, void *data)
{
	struct call *c = xcalloc(1, sizeof(*c));

	*c = (struct call){ .wire = w,
		.fn = fn,
		.data = data,
		.body = request->body,
		.max_bytes = request->max_bytes,
		/* libcurl counts in whole seconds; so does the sentence. */
		.stall_ms = (request->stall_ms + 999) / 1000 * 1000,
		.public_only = request->public_only,
		.proxied = *request->proxy,
		.own_ca = request->ca_file,
		.ip = request->ip,
		.next = w->calls,
		.link = &w->calls };
	if (c->next)
		c->next->link = &c->next;
	w->calls = c;
	c->easy = curl_easy_init();
	if (!c->easy)
		abort(); /* no memory */
	add_headers(c, request);
	set_callbacks(c);
	set_options(c, request);
	set_ways(c, request);
	set_trust(c, request);
	set_login(c, request);
	add_cookies(c, request->cookies);
	curl_multi_add_handle(w->multi, c->easy);
	return c;
}

void
call_end(struct call *c)
{
	if (!c)
		return;
	curl_multi_remove_handle(c->wire->multi, c->easy);
	curl_easy_cleanup(c->easy);
	curl_slist_free_all(c->headers);
	str_release(&c->sent_cookies);
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	wire_room_free(c);
	free(c);
}

void
call_time_up(struct call *c)
{
	c->stop = STOP_TIME;
}
