/*
 * job: the part that the targets of the parser share.
 */
#ifndef FUZZ_JOB_H
#define FUZZ_JOB_H

#include "base/str.h"
#include "parse/run.h"

/* Runs a job over the bytes.  The reply must be one whole frame that can be
 * read; it borrows from out. */
struct reply job_over(struct str *out, enum job_kind kind,
    const char *content_type, struct span body);

#endif
