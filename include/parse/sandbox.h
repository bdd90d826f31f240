/*
 * sandbox: the locked room.
 *
 * For parse.  After sandbox_enter the process can read and write the fds it
 * holds, allocate memory and end; it cannot open, connect, start or signal
 * anything.  Linux: seccomp filter, no new privileges, rlimits; OpenBSD:
 * pledge("stdio"); FreeBSD: capsicum; elsewhere rlimits alone.
 */
#ifndef PARSE_SANDBOX_H
#define PARSE_SANDBOX_H

#include <stdbool.h>

#include "base/err.h"

enum {
	SANDBOX_MEMORY_MB = 512, /* address space of one parser */
	SANDBOX_JOB_SECONDS = 10 /* CPU time of one job */
};

enum sandbox_kind {
	SANDBOX_FULL,   /* system calls are filtered */
	SANDBOX_LIMITS, /* rlimits only: the system offers no more */
	SANDBOX_OFF     /* compiled without (sanitizers) */
};

/* Closes every fd above 2, then locks.  Never fails on a missing feature:
 * the kind says what was reached, *why (may be NULL) in words. */
enum sandbox_kind sandbox_enter(const char **why);
/* Gives the next job SANDBOX_JOB_SECONDS more of CPU time; called before
 * each job.  When they are used up the process is killed (SIGPROF). */
void sandbox_next_job(void);

#endif
