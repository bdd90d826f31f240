/*
 * fetchjob: a request on its way, and its hops.
 *
 * For net/fetch.c (which jobs there are, whose turn it is) and net/fetchhop.c
 * (one address asked: how, and what its answer means).
 */
#ifndef NET_FETCHJOB_H
#define NET_FETCHJOB_H

#include <stdbool.h>
#include <stdint.h>

#include "net/fetch.h"
#include "net/guard.h"
#include "net/hops.h"
#include "net/proxy.h"
#include "net/queue.h"
#include "net/wire.h"

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
/* fetch.c: its reply is complete, and will be delivered from the loop. */
void job_end(struct job *j);
/* It waits for its turn at its present address; front: before others. */
void job_enqueue(struct job *j, bool front);
/* The host of its present address. */
struct span job_host(const struct job *j);
/* Starts what may start: from the loop, never while libcurl or the one who
 * asks is in the middle of something. */
void fetch_pump_soon(struct fetch *f);

/* fetchhop.c: its turn has come. */
void hop_begin(struct job *j);
/* Ends what the present hop holds: its call, its place in the queue. */
void hop_close(struct job *j);
/* The clock of its time; stopping one that stands is harmless. */
void hop_clock_start(struct job *j);
void hop_clock_stop(struct job *j);

#endif
