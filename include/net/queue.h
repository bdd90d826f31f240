/*
 * queue: whose turn it is.
 *
 * For net/fetch.c and its test.  Requests wait by origin; origins take turns;
 * none has more than its share under way.  A higher priority goes first, but
 * within its origin's share; the lowest is only given to an origin that has
 * nothing else under way, one at a time.  Every step costs the same however
 * many wait.
 */
#ifndef NET_QUEUE_H
#define NET_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { QUEUE_PRIORITIES = 3 };

struct queue;
struct queue_host;

/* A place in the queue; to be embedded in what waits, {0} before. */
struct queue_item {
	struct queue_item *next, *prev;
	struct queue_host *host;
	int priority; /* 0 … QUEUE_PRIORITIES - 1, the highest goes first */
	int share;    /* so many of its origin may run with it; 0: as for all.
	                 Set before queue_add, which keeps it */
	bool waiting, running;
};

struct queue *queue_new(int at_once, int per_host);
/* Items are not touched. */
void queue_free(struct queue *q);

/* At the end of its origin's line; first in it when front. */
void queue_add(struct queue *q, struct queue_item *item, struct span origin,
    int priority, bool front);
/* The next one that may run, which then counts as running; NULL: none now. */
struct queue_item *queue_next(struct queue *q);
/* It waits and runs no more.  Harmless on one that does neither. */
void queue_remove(struct queue *q, struct queue_item *item);
/* One that waits for the same origin as item (which runs), or NULL: for
 * ending those that would fare as it did. */
struct queue_item *queue_companion(const struct queue_item *item);

/* The origin asked to be left alone until then; 0 when it did not. */
void queue_hold(struct queue_item *item, int64_t until);
int64_t queue_held(const struct queue_item *item);

size_t queue_waiting(const struct queue *q);
size_t queue_running(const struct queue *q);

#endif
