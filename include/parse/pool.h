/*
 * pool: some parser processes, a queue, a deadline, a restart.
 *
 * For desk and cmd.  Rides on the loop; never blocks.
 */
#ifndef PARSE_POOL_H
#define PARSE_POOL_H

#include <stddef.h>

#include "base/loop.h"
#include "parse/jobs.h"

struct pool;

/*
 * Called once for each job, from the loop.  reply is NULL when the job was
 * the end of its parser or took too long: err says so in a sentence.  The
 * reply is valid during the call.
 */
typedef void pool_fn(
    void *data, const struct reply *reply, const struct err *err);

/* Starts none yet: parsers start when there is work.  NULL when the parser
 * program cannot be found. */
struct pool *pool_new(struct loop *loop, int parsers, struct err *err);
/* Kills what runs; the callbacks of waiting jobs are not called. */
void pool_free(struct pool *p);
/*
 * Queues a job.  Its body is borrowed until the callback (that of a cancelled
 * job until pool_free), all else is copied.  A "need CHARSET" reply is dealt
 * with inside: the job is given to a parser with that one open.  Returns an
 * id > 0 for pool_cancel.
 */
unsigned long pool_run(
    struct pool *p, const struct job *job, pool_fn *fn, void *data);
/* The callback of that job will not be called. */
void pool_cancel(struct pool *p, unsigned long id);
/* Bytes queued or being worked on: what back-pressure looks at. */
size_t pool_load(const struct pool *p);

#endif
