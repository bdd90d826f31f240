/*
 * pipe: feeds that are the output of a command, or have gone through one.
 *
 * For desk.  By argv, never through a shell; only ever for commands from the
 * person's own feeds file.  A command runs in a session of its own, finds
 * its input empty or the bytes given, and ends with all it started when its
 * time or its bytes are used up.  The last line it wrote to stderr becomes the
 * sentence when it fails.
 */
#ifndef NET_PIPE_H
#define NET_PIPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/loop.h"
#include "base/str.h"
#include "net/reply.h"

struct pipes;

enum {
	PIPE_TIMEOUT_MS = 60000,
	PIPE_BYTES_MAX = 16 * 1024 * 1024,
	PIPE_AT_ONCE = 4
};

struct pipe_request {
	const struct span *word; /* the command and its arguments */
	size_t words;
	int64_t timeout_ms; /* 0: PIPE_TIMEOUT_MS */
	int64_t max_bytes;  /* 0: PIPE_BYTES_MAX */
	struct span input;  /* what it reads; one that leaves some is well */
};

/* Like fetch_fn.  url, status, validators and times are empty. */
typedef void pipe_fn(void *data, struct fetch_reply *reply);

/* at_once: commands that may run together; 0: PIPE_AT_ONCE. */
struct pipes *pipes_new(struct loop *loop, int at_once);
/* Ends what runs, without a callback.  Not from within a callback. */
void pipes_free(struct pipes *p);

/* Everything in the request is copied.  The callback comes from the loop,
 * never from within pipe_start.  Returns an id, never 0. */
uint64_t pipe_start(struct pipes *p, const struct pipe_request *request,
    pipe_fn *fn, void *data);
/* Ends it; the callback will not be called. */
void pipe_cancel(struct pipes *p, uint64_t id);

#endif
