/*
 * app: the full-screen reader.
 *
 * For cmd and main.
 */
#ifndef UI_APP_H
#define UI_APP_H

#include <stdbool.h>

#include "base/err.h"
#include "conf/paths.h"

/* Whether standard input and output are a terminal; without one the caller
 * says a sentence and names what needs none. */
bool app_has_terminal(void);
/*
 * Runs the reader on these paths until the person leaves, or the terminal
 * goes.  Loads config and feeds by itself, starts the desk, opens the store
 * read only.  The locale is set by the caller.  False with a sentence
 * (ERR_USAGE: the terminal is of no use) when it could not begin.
 */
bool app_run(const struct paths *paths, struct err *err);

#endif
