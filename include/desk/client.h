/*
 * client: a reader's end of the line to its desk.
 *
 * For ui and cmd.  Starts a desk, gives it orders, hands on its events,
 * starts it again when it has died and repeats what was not acknowledged.
 * Never blocks.
 */
#ifndef DESK_CLIENT_H
#define DESK_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "base/record.h"
#include "conf/paths.h"

struct client;

/* An event, from the loop; e is valid during the call. "done" and "failed"
 * of repeated orders come once. */
typedef void client_fn(void *data, const struct record *e);

/* Starts a desk on these paths (borrowed).  NULL when it cannot start. */
struct client *client_new(struct loop *loop, const struct paths *paths,
    client_fn *fn, void *data, struct err *err);
/*
 * Gives an order ("mark read 81"); returns its SEQ.  Orders wait in memory
 * until acknowledged.
 */
int64_t client_order(struct client *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* False when its desk has ended and will not be started again. */
bool client_alive(const struct client *c);
/* Orders that are not acknowledged yet. */
size_t client_waiting(const struct client *c);
/*
 * Closes the line: the desk finishes what was ordered and leaves (within
 * 2 s; it is not waited for longer).  Frees c.  True when every order was
 * acknowledged.
 */
bool client_end(struct client *c);

#endif
