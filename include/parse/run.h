/*
 * run: does a job.
 *
 * For parse/parser and the fuzz targets: inside the locked room only.  The one
 * place below which the readers of hostile bytes stand, so that whoever only
 * writes jobs and reads replies is not linked with them.
 */
#ifndef PARSE_RUN_H
#define PARSE_RUN_H

#include "parse/jobs.h"

struct charset;

/* Runs the job, sets the reply's head and appends its text (reply_begin frames
 * it, which must know its length).  charset: the converter that is open, or
 * NULL. */
void job_run(struct reply *head, struct str *text, const struct job *job,
    struct charset *charset);

#endif
