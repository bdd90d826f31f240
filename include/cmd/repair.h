/*
 * repair: a desk looks at the store, and salvages it.
 *
 * For cmd only.
 */
#ifndef CMD_REPAIR_H
#define CMD_REPAIR_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* A line for the person; well: nothing that is wrong. */
typedef void repair_say_fn(void *data, bool well, struct span line);

/* Runs it, with a line of progress on a terminal.  False: the store is not
 * sound; the sentence has been said, or is in err when err->code is set. */
bool repair_run(
    const char *store, repair_say_fn *say, void *data, struct err *err);

#endif
