/*
 * session: a desk for one command, waited for.
 *
 * For cmd.
 */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/record.h"
#include "conf/paths.h"

struct session;

/* What a desk says while an order is waited for; e is valid during the call. */
typedef void session_fn(void *data, const struct record *e);

/* Starts a desk and waits until the store is ready.  NULL with a sentence. */
struct session *session_new(
    const struct paths *paths, session_fn *fn, void *data, struct err *err);
/*
 * Gives an order and waits until it is done.  False with the desk's sentence
 * when it failed, or when the desk cannot be kept running.
 */
bool session_order(struct session *s, struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void session_free(struct session *s);

#endif
