/*
 * oneshot: one job for a parser, waited for.
 *
 * For cmd: parse, extract, discover, opml, import.
 */
#ifndef CMD_ONESHOT_H
#define CMD_ONESHOT_H

#include <stdbool.h>

#include "base/err.h"
#include "parse/jobs.h"

/* Runs the job in a parser process; *records receives the reply's records.
 * False when the parser died, ran too long or refused. */
bool oneshot_run(const struct job *job, struct str *records, struct err *err);
/* Reads a file, or stdin for "-", of at most max bytes. */
bool oneshot_read(
    const char *file, size_t max, struct str *bytes, struct err *err);

#endif
