/*
 * fetchjob: a request on its way, and its hops.
 *
 * For net/fetch.c (which jobs there are, whose turn it is), net/fetchhop.c (one
 * address asked, and what its answer means) and net/fetchmanner.c (what goes
 * along with the question).
 */
#ifndef NET_FETCHJOB_H
#define NET_FETCHJOB_H

#include <stdbool.h>
#include <stdint.h>

#include "net/fetch.h"
#include "net/guard.h"
#include "net/hops.h"
#include "net/manner.h"
#include "net/proxy.h"
#include "net/queue.h"
#include "net/secrets.h"
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
	struct str etag, last_modified, accept, codings, user_agent;
	struct kept_manner manner;
	struct str name, password; /* for the home */
	struct str cookies;        /* that its hops have set, lines */
	bool digest;               /* it asked for RFC 7616, not 7617 */
	bool waits;                /* for a command to tell the password */
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
	struct secrets *secrets;
	struct hsts *hsts;
	uint64_t hsts_timer; /* when it is saved; 0: there is nothing new */
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
/* Writes what hosts have asked for.  A loop_timer_fn. */
void fetch_save_hsts(void *fetch);

/* fetchhop.c: its turn has come. */
void hop_begin(struct job *j);
/* Ends what the present hop holds: its call, its place in the queue. */
void hop_close(struct job *j);
/* The clock of its time; stopping one that stands is harmless. */
void hop_clock_start(struct job *j);
void hop_clock_stop(struct job *j);

/* fetchmanner.c: what is to go along with a question.  Owned. */
struct hop_manner {
	struct str headers, cookies, ca_file, proxy;
};

/* Finds name and password.  When a command has to be asked for them,
 * j->waits.  False: they are where nobody may keep them, or nowhere. */
bool manner_begin(struct job *j, struct span url, struct err *err);
/* A command has told what it knows, or why it does not (err, or NULL): true
 * when the job waited for that. */
bool manner_told(struct job *j, struct span command, const struct err *err);
/* The server did not take name and password. */
void manner_refused(struct job *j);
/* What holds at the present address, for the request; m must be {0} and
 * outlive it. */
bool manner_of_hop(struct job *j, struct hop_manner *m, struct call_request *r,
    struct err *err);
void hop_manner_release(struct hop_manner *m);

#endif
