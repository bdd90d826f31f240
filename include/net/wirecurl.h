/*
 * wirecurl: what the wire's files share: a connection's and a question's
 * libcurl handles.
 *
 * For net/wire*.c, the only ones that know libcurl: wire.c (libcurl on the
 * loop), wireask.c (the question), wireanswer.c (what came of it).
 */
#ifndef NET_WIRECURL_H
#define NET_WIRECURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <curl/curl.h>

#include "net/wire.h"

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

	struct str sent_cookies; /* lines, in libcurl's form */

	struct str *body;
	int64_t max_bytes, stall_ms;
	size_t header_bytes, page_bytes;
	size_t room; /* of all bodies' that this one takes up; 0: none yet */
	bool waits;  /* for room */
	bool public_only, proxied, own_ca;
	enum ip_version ip;
	bool headers_ended;
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
	uint64_t timer, room_timer;
	size_t room_taken; /* by bodies that have begun to arrive */
	bool paused;
};
/* Whether a body may begin to arrive, or grow to n bytes; one that has begun
 * always may, so that some end.  False: the call waits until others have. */
bool wire_room(struct call *c, size_t n);
/* What the call took up is free again. */
void wire_room_free(struct call *c);
/* wireanswer.c: all cookies that it has, a line each. */
void wire_cookies(const struct call *c, struct str *out);
/* The length that the server has told; -1: none. */
int64_t wire_length(const struct call *c);

#endif
