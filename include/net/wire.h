/*
 * wire: one question to one server and its answer, by libcurl, on the loop.
 *
 * For net/fetch.c, which decides what is asked, when, and what the answer
 * means.  Its files (net/wirecurl.h) are the only ones that know libcurl.
 */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "base/str.h"
#include "net/manner.h"
#include "net/trouble.h"

struct wire; /* the connections */
struct call; /* one question */

/* Called once, from the loop, when there is nothing more to come. */
typedef void call_fn(void *data);

struct call_request {
	const char *url;
	const char *proxy; /* "": none */
	const char *user_agent;
	struct span headers;                    /* a line each */
	const struct str *etag, *last_modified; /* left out when empty */
	const char *name, *password;            /* NULL: none */
	bool digest;         /* RFC 7616 instead of 7617 (Basic) */
	struct span cookies; /* lines as Netscape wrote them */
	const char *ca_file; /* in place of the system's; NULL: those */
	bool insecure;       /* the certificate is not looked at */
	enum http_version http;
	enum ip_version ip;
	bool public_only; /* refuse an address that net/guard.h does not pass */
	int64_t max_bytes;
	int64_t stall_ms; /* as in struct fetch_limits */
	struct str *body; /* gets the bytes of a good (2xx) answer */
};

/* As in struct fetch_limits. */
struct wire *wire_new(
    struct loop *loop, int connections, int connect_ms, struct err *err);
/* All calls must have ended. */
void wire_free(struct wire *w);
/* While paused no call reads more than a buffer's worth. */
void wire_pause(struct wire *w, bool paused);

/* The request's strings are copied, its body is not. */
struct call *call_start(struct wire *w, const struct call_request *request,
    call_fn *fn, void *data);
/* Ends it, at any time; fn will not be called any more. */
void call_end(struct call *c);
/* Tells call_trouble that its time was up. */
void call_time_up(struct call *c);

/* The HTTP status; 0: no answer. */
int call_status(const struct call *c);
/* Bytes received, with headers. */
int64_t call_bytes(const struct call *c);
/* The first header of that name into out, which is emptied before. */
void call_header(const struct call *c, const char *name, struct str *out);
/* All of that name, joined by commas (RFC 9110 5.3). */
void call_headers(const struct call *c, const char *name, struct str *out);
/* Appends the cookies that the server has set, as in call_request, a line each:
 * those that were sent along are not among them. */
void call_cookies(const struct call *c, struct str *out);
/*
 * How it went: TROUBLE_NONE, or what was wrong, with the facts (all but the
 * host, and the time when that was up).  An error page that was cut short by
 * us is no trouble.
 */
enum trouble call_trouble(const struct call *c, struct trouble_facts *facts);

#endif
