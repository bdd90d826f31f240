#include "config.h"

#include "net/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "net/fetch.h"
#include "net/guard.h"

enum {
	STALL_BYTES_A_SECOND = 16,
	RESERVE_BYTES_MAX = 1024 * 1024, /* on a server's mere word */
	READ_BYTES = 64 * 1024
};

/* Why we ended a call ourselves, when libcurl only knows that we did. */
enum stop {
	STOP_NONE,
	STOP_PAGE, /* of an error, long enough */
	STOP_TOO_LARGE,
	STOP_HEADERS,
	STOP_PRIVATE,
	STOP_TIME
};

struct call {
	struct wire *wire;
	struct call *next, **link; /* in wire's list */
	call_fn *fn;
	void *data;

	CURL *easy;
	struct curl_slist *headers;
	char why[CURL_ERROR_SIZE];
	CURLcode code;

	struct str *body;
	int64_t max_bytes, stall_ms;
	size_t header_bytes, page_bytes;
	bool public_only;
	bool body_wanted, body_decided;
	enum stop stop;
};

struct wire {
	struct loop *loop;
	int connect_ms;
	CURLM *multi;
	CURLSH *share;
	struct call *calls;
	char *ca_file;
	uint64_t timer;
	bool paused;
};

/* --- what libcurl tells, and when it is told something --- */

static size_t
on_header(char *line, size_t size, size_t n, void *data)
{
	struct call *c = data;

	(void)line;
	c->header_bytes += size * n;
	if (c->header_bytes <= FETCH_HEADER_BYTES_MAX)
		return size * n;
	c->stop = STOP_HEADERS;
	return 0;
}

int
call_status(const struct call *c)
{
	long status = 0;

	curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &status);
	return (int)status;
}

/* -1: not told. */
static int64_t
content_length(const struct call *c)
{
	curl_off_t n = -1;

	curl_easy_getinfo(c->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &n);
	return n;
}

static void
decide_body(struct call *c)
{
	int status = call_status(c);
	int64_t length = content_length(c);

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
	if (c->wire->paused)
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
	/* Counted here, after decompression: no limit of libcurl's is. */
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

void
call_headers(const struct call *c, const char *name, struct str *out)
{
	struct curl_header *h;

	str_clear(out);
	for (size_t i = 0; curl_easy_header(c->easy, name, i, CURLH_HEADER, -1,
	                       &h) == CURLHE_OK;
	     i++) {
		if (i)
			str_lit(out, ", ");
		str_addz(out, h->value);
		if (i + 1 >= h->amount)
			break;
	}
}

void
call_header(const struct call *c, const char *name, struct str *out)
{
	struct curl_header *h;

	str_clear(out);
	if (curl_easy_header(c->easy, name, 0, CURLH_HEADER, -1, &h) ==
	    CURLHE_OK)
		str_addz(out, h->value);
}

/* --- what was wrong --- */

/* Microseconds until a phase was over, 0: it is not; or a size. */
static int64_t
info(const struct call *c, CURLINFO which)
{
	curl_off_t value = 0;

	curl_easy_getinfo(c->easy, which, &value);
	return value;
}

static enum trouble
too_slow(const struct call *c, bool stalled)
{
	if (!info(c, CURLINFO_NAMELOOKUP_TIME_T))
		return TROUBLE_LOOKUP_SLOW;
	if (!info(c, CURLINFO_CONNECT_TIME_T))
		return TROUBLE_CONNECT_SLOW;
	if (!c->header_bytes)
		return TROUBLE_SILENT;
	return stalled ? TROUBLE_STALLED : TROUBLE_SLOW;
}

static enum trouble
not_connected(const struct call *c)
{
	long error = 0;

	curl_easy_getinfo(c->easy, CURLINFO_OS_ERRNO, &error);
	switch (error) {
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EADDRNOTAVAIL:
		return TROUBLE_NO_ROUTE;
	case ETIMEDOUT:
		return TROUBLE_CONNECT_SLOW;
	default:
		return TROUBLE_REFUSED;
	}
}

static const struct {
	CURLcode code;
	enum trouble what;
} codes[] = {
	{ CURLE_OK, TROUBLE_NONE },
	{ CURLE_COULDNT_RESOLVE_HOST, TROUBLE_NO_HOST },
	{ CURLE_COULDNT_RESOLVE_PROXY, TROUBLE_NO_PROXY },
	{ CURLE_PROXY, TROUBLE_PROXY },
	{ CURLE_URL_MALFORMAT, TROUBLE_URL },
	{ CURLE_SSL_CONNECT_ERROR, TROUBLE_TLS },
	{ CURLE_SSL_CIPHER, TROUBLE_TLS },
	{ CURLE_SSL_CERTPROBLEM, TROUBLE_TLS },
	{ CURLE_SSL_CACERT_BADFILE, TROUBLE_CERT_STORE },
	{ CURLE_SSL_ISSUER_ERROR, TROUBLE_CERT_ISSUER },
	{ CURLE_SSL_INVALIDCERTSTATUS, TROUBLE_CERT },
	{ CURLE_GOT_NOTHING, TROUBLE_NO_ANSWER },
	{ CURLE_SEND_ERROR, TROUBLE_NO_ANSWER },
	{ CURLE_PARTIAL_FILE, TROUBLE_CUT_OFF },
	{ CURLE_BAD_CONTENT_ENCODING, TROUBLE_BAD_CODING },
	{ CURLE_WEIRD_SERVER_REPLY, TROUBLE_NOT_HTTP },
	{ CURLE_UNSUPPORTED_PROTOCOL, TROUBLE_NOT_HTTP },
	/* A line of a header that does not end, before 8.6. */
	{ CURLE_OUT_OF_MEMORY, TROUBLE_HEADERS },
};

/* The proxy was asked for a way to the server, and refused. */
static bool
proxy_refused(const struct call *c)
{
	long status = 0;

	curl_easy_getinfo(c->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	return status >= 300;
}

static enum trouble
trouble_of(const struct call *c)
{
	static const enum trouble stops[] = {
		[STOP_PAGE] = TROUBLE_NONE,
		[STOP_TOO_LARGE] = TROUBLE_TOO_LARGE,
		[STOP_HEADERS] = TROUBLE_HEADERS,
		[STOP_PRIVATE] = TROUBLE_PRIVATE,
	};

	if (c->stop == STOP_TIME)
		return too_slow(c, false);
	if (c->stop != STOP_NONE)
		return stops[c->stop];
	switch (c->code) {
	case CURLE_OPERATION_TIMEDOUT:
		return too_slow(c, true);
	case CURLE_COULDNT_CONNECT:
		return not_connected(c);
	case CURLE_PEER_FAILED_VERIFICATION:
		return trouble_of_certificate(span_of(c->why));
	case CURLE_RECV_ERROR:
		if (proxy_refused(c))
			return TROUBLE_PROXY;
		return c->header_bytes ? TROUBLE_CUT_OFF : TROUBLE_NO_ANSWER;
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		return c->header_bytes ? TROUBLE_CUT_OFF : TROUBLE_HTTP2;
	default:
		break;
	}
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == c->code)
			return codes[i].what;
	return TROUBLE_OTHER;
}

enum trouble
call_trouble(const struct call *c, struct trouble_facts *facts)
{
	enum trouble what = trouble_of(c);
	bool connected = info(c, CURLINFO_PRETRANSFER_TIME_T) > 0;

	*facts = (struct trouble_facts){
		.got = info(c, CURLINFO_SIZE_DOWNLOAD_T),
		.whole = content_length(c),
		.limit = what == TROUBLE_HEADERS ? FETCH_HEADER_BYTES_MAX
		                                 : c->max_bytes,
		.ms = connected ? c->stall_ms : c->wire->connect_ms,
		.detail = curl_easy_strerror(c->code),
	};
	return what;
}

int64_t
call_bytes(const struct call *c)
{
	return info(c, CURLINFO_SIZE_DOWNLOAD_T) + (int64_t)c->header_bytes;
}

/* --- the question --- */

/* A validator goes back as it came, unless it would end the line. */
static void
add_header(struct call *c, const char *name, const struct str *value)
{
	struct str line = { 0 };
	struct curl_slist *more;

	if (!value->n || strpbrk(str_z(value), "\r\n"))
		return;
	str_printf(&line, "%s: %s", name, str_z(value));
	more = curl_slist_append(c->headers, str_z(&line));
	if (more)
		c->headers = more;
	str_release(&line);
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
	curl_easy_setopt(e, CURLOPT_PROXY, r->proxy); /* "": none */
	curl_easy_setopt(e, CURLOPT_NOPROXY, "");
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(e, CURLOPT_USERAGENT, r->user_agent);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, c->headers);
	curl_easy_setopt(e, CURLOPT_SHARE, w->share);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L); /* net/hops.h */
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(e, CURLOPT_BUFFERSIZE, (long)READ_BYTES);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)w->connect_ms);
	curl_easy_setopt(
	    e, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_BYTES_A_SECOND);
	curl_easy_setopt(
	    e, CURLOPT_LOW_SPEED_TIME, (long)((c->stall_ms + 999) / 1000));
	/* Better a stream of a connection than one more: but without TLS
	 * there is no HTTP/2 here, and nothing to wait for. */
	curl_easy_setopt(
	    e, CURLOPT_PIPEWAIT, (long)span_istarts(span_of(r->url), "https:"));
	if (w->ca_file)
		curl_easy_setopt(e, CURLOPT_CAINFO, w->ca_file);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Else we would be held up by a name that is looked up in vain. */
	curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
#endif
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
		.stall_ms = request->stall_ms,
		.public_only = request->public_only,
		.next = w->calls,
		.link = &w->calls };
	if (c->next)
		c->next->link = &c->next;
	w->calls = c;
	c->easy = curl_easy_init();
	if (!c->easy)
		abort(); /* no memory */
	add_header(c, "Accept", request->accept);
	add_header(c, "If-None-Match", request->etag);
	add_header(c, "If-Modified-Since", request->last_modified);
	set_callbacks(c);
	set_options(c, request);
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
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	free(c);
}

void
call_time_up(struct call *c)
{
	c->stop = STOP_TIME;
}

/* --- libcurl on the loop --- */

static void
tell_ended(struct wire *w)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(w->multi, &left))) {
		struct call *c = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &c);
		c->code = m->data.result;
		c->fn(c->data);
	}
}

static void
on_fd(int fd, int events, void *data)
{
	struct wire *w = data;
	int mask = (events & LOOP_READ ? CURL_CSELECT_IN : 0) |
	           (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0) |
	           (events & LOOP_HANGUP ? CURL_CSELECT_ERR : 0);
	int running;

	curl_multi_socket_action(w->multi, fd, mask, &running);
	tell_ended(w);
}

static int
on_curl_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *own)
{
	struct wire *w = data;
	int events = (what & CURL_POLL_IN ? LOOP_READ : 0) |
	             (what & CURL_POLL_OUT ? LOOP_WRITE : 0);

	(void)easy;
	(void)own;
	if (what == CURL_POLL_REMOVE)
		loop_fd_remove(w->loop, fd);
	else
		loop_fd(w->loop, fd, events, on_fd, w);
	return 0;
}

static void
on_time(void *data)
{
	struct wire *w = data;
	int running;

	w->timer = 0;
	curl_multi_socket_action(w->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	tell_ended(w);
}

static int
on_curl_timer(CURLM *multi, long ms, void *data)
{
	struct wire *w = data;

	(void)multi;
	loop_timer_remove(w->loop, w->timer);
	w->timer = 0;
	if (ms >= 0)
		w->timer = loop_timer(w->loop, ms, on_time, w);
	return 0;
}

/* As the curl program and OpenSSL do: for an office with its own issuer. */
static char *
environment_ca_file(void)
{
	const char *file = getenv("CURL_CA_BUNDLE");

	if (!file || !*file)
		file = getenv("SSL_CERT_FILE");
	return file && *file ? xstrdup(file) : NULL;
}

struct wire *
wire_new(struct loop *loop, int connections, int connect_ms, struct err *err)
{
	struct wire *w;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(err, ERR_SYSTEM, _("libcurl does not start"));
		return NULL;
	}
	w = xcalloc(1, sizeof(*w));
	w->loop = loop;
	w->connect_ms = connect_ms;
	w->ca_file = environment_ca_file();
	w->multi = curl_multi_init();
	w->share = curl_share_init();
	if (!w->multi || !w->share)
		abort(); /* no memory */
	curl_share_setopt(
	    w->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	curl_multi_setopt(w->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
	curl_multi_setopt(w->multi, CURLMOPT_SOCKETDATA, w);
	curl_multi_setopt(w->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
	curl_multi_setopt(w->multi, CURLMOPT_TIMERDATA, w);
	curl_multi_setopt(w->multi, CURLMOPT_MAXCONNECTS, (long)connections);
	return w;
}

void
wire_free(struct wire *w)
{
	if (!w)
		return;
	curl_multi_cleanup(w->multi);
	curl_share_cleanup(w->share);
	loop_timer_remove(w->loop, w->timer);
	free(w->ca_file);
	free(w);
	curl_global_cleanup();
}

void
wire_pause(struct wire *w, bool paused)
{
	w->paused = paused;
	for (struct call *c = w->calls; c && !paused; c = c->next)
		curl_easy_pause(c->easy, CURLPAUSE_CONT);
}
