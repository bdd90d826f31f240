/*
 * fetch: many downloads at once, on the loop.
 *
 * For desk.  http and https only.  No origin gets more than its share of
 * connections and the origins take turns, so that a slow or dead one delays
 * only itself.  Redirects are followed here, step by step, each target checked.
 * TLS is verified; HTTP/2 is used where it can be.  Nothing is decompressed
 * here: that is for those who may look at hostile bytes.  A name and password
 * in an address go to its server alone, and are in no address of a reply but
 * the permanent one.  The process must ignore SIGPIPE: TLS libraries write
 * without asking.
 */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "base/str.h"
#include "net/manner.h"
#include "net/reply.h"

struct fetch;

enum {
	FETCH_TIMEOUT_MS = 30000,
	FETCH_BYTES_MAX = 16 * 1024 * 1024,
	FETCH_REDIRECTS_MAX = 10,
	FETCH_HEADER_BYTES_MAX = 128 * 1024, /* of one answer */
	FETCH_PAGE_BYTES_MAX = 64 * 1024 /* of an error's page, thrown away */
};

/* What to say in "Accept". */
#define FETCH_ACCEPT_FEED                                                    \
	"application/atom+xml, application/rss+xml, application/feed+json, " \
	"application/rdf+xml;q=0.9, application/xml;q=0.9, text/xml;q=0.9, " \
	"application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
#define FETCH_ACCEPT_PAGE \
	"text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.5"
#ifdef HAVE_AVIF
#define FETCH_ACCEPT_AVIF "image/avif, "
#else
#define FETCH_ACCEPT_AVIF ""
#endif
#ifdef HAVE_WEBP
#define FETCH_ACCEPT_WEBP "image/webp, "
#else
#define FETCH_ACCEPT_WEBP ""
#endif
#define FETCH_ACCEPT_PICTURE                \
	FETCH_ACCEPT_AVIF FETCH_ACCEPT_WEBP \
	    "image/png, image/jpeg, image/gif;q=0.9, image/*;q=0.5"

/* For all downloads together; 0 is the default, in brackets. */
struct fetch_limits {
	int connections;       /* at once [32] */
	int host_connections;  /* at once to one origin [2] */
	int connect_ms;        /* to look a name up and be let in [15000] */
	int stall_ms;          /* nothing (less than 16 bytes a second) comes
	                          [two thirds of the request's time] */
	const char *hsts_file; /* net/hsts.h [none] */
};

enum fetch_priority {
	FETCH_LATER, /* pictures ahead of need, full texts of a whole feed */
	FETCH_FEED,  /* a refresh */
	FETCH_NOW,   /* a person waits: first in its queue, and a server that
	                asked to be left alone is asked all the same */
	FETCH_PRIORITIES
};

/* {0} with a url is a good request. */
struct fetch_request {
	struct span url;
	struct span etag, last_modified; /* validators as they were received */
	struct span accept;              /* empty: anything */
	struct span codings;             /* that the one who asks can undo:
	                                    "gzip, br"; empty: none */
	struct span user_agent;          /* empty: "broadsheet/VERSION" */
	int64_t timeout_ms; /* for all of it, redirects too, but not for
	                       waiting in the queue or while paused; 0:
	                       FETCH_TIMEOUT_MS */
	int64_t max_bytes;  /* of the body as it comes; 0: FETCH_BYTES_MAX */
	int max_redirects;  /* 0: FETCH_REDIRECTS_MAX; -1: none */
	bool from_content;  /* a feed or a page named it, not the person: never
	                       to a private address (net/guard.h) unless its
	                       host is trusted.  A redirect to another host
	                       always counts as named by content. */
	enum fetch_priority priority;
	struct manner manner;
};

/* Called once for each request that was not cancelled, from the loop and never
 * from within fetch_start. */
typedef void fetch_fn(void *data, struct fetch_reply *reply);

/* NULL when libcurl cannot start.  limits may be NULL.  Looks at the
 * environment's proxies (net/proxy.h). */
struct fetch *fetch_new(
    struct loop *loop, const struct fetch_limits *limits, struct err *err);
/* Drops all downloads without a callback.  Not from within a callback. */
void fetch_free(struct fetch *f);

/* Everything in the request is copied.  Returns an id, never 0 and never used
 * again; an address that cannot be fetched is told by the callback, too. */
uint64_t fetch_start(struct fetch *f, const struct fetch_request *request,
    fetch_fn *fn, void *data);
/* The callback of that request will not be called; an id that has ended, or 0,
 * is harmless. */
void fetch_cancel(struct fetch *f, uint64_t id);

/*
 * Paused: nothing new is started, and what runs reads no more than has been
 * received; clocks stand still.  For when more waits behind than memory should
 * hold.
 */
void fetch_pause(struct fetch *f, bool paused);

/* Hosts that may have private addresses even for what content names: those
 * that the person's feeds file names.  Beginning anew drops the old. */
void fetch_trust_none(struct fetch *f);
void fetch_trust(struct fetch *f, struct span url);

/* Requests that wait, and that run. */
size_t fetch_waiting(const struct fetch *f);
size_t fetch_running(const struct fetch *f);

#endif
