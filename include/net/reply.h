/*
 * reply: what came of asking for something, from wherever it came.
 *
 * For desk and above.  A download (net/fetch.h), a command (net/pipe.h) and a
 * local file (net/file.h) all end in one of these.
 */
#ifndef NET_REPLY_H
#define NET_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * It belongs to the one who made it and, in a callback, is valid during the
 * call; take any text by moving it: "mine = r->body; r->body = (struct
 * str){0};".
 *
 * With err set there may still be a body: as much as came before the
 * connection was cut off or the limit was reached.  The body of an error page
 * (404 and so on) is not kept.
 */
struct fetch_reply {
	struct err err;     /* ERR_NONE: all is well; ERR_GONE: 404 and 410 */
	const char *remedy; /* what the person whose feed it is may do about
	                       an error; NULL: nothing that err does not
	                       say.  Not owned */
	int status;         /* HTTP status, 0 when there was none */
	bool not_modified;  /* it is as the validators say: no body */
	bool busy;          /* the server asks to be left alone for a while */
	bool unreachable;   /* no connection: the host or our network is down */
	bool refused;       /* … by the host itself: the network is up */
	struct str url;     /* where it was found, after redirects */
	/* Where it has moved for good: the end of the permanent redirects
	 * (301, 308) that the chain began with; empty when there were none or
	 * it did not end well.  https may come here from http, never the
	 * reverse. */
	struct str permanent_url;
	struct str etag, last_modified; /* byte for byte, to be sent again;
	                                   of a 304, the ones asked with if
	                                   it has none */
	struct str content_type;        /* as sent; http_type takes it apart */
	struct str body;                /* as it came, in its coding */
	struct str coding;     /* Content-Encoding, as sent; empty: none */
	int64_t retry_after_s; /* at least so long; 0: not told */
	int64_t hold_s;        /* busy: so long its whole host is left alone */
	int64_t fresh_s;       /* RFC 9111 4.2; -1: not told */
	int64_t date;          /* of the server's clock; 0: not told */
	int64_t wire_bytes;    /* received, with headers and redirects */
};

void fetch_reply_release(struct fetch_reply *r);

#endif
