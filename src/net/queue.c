#include "config.h"

#include "net/queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct place {
	struct queue_host *prev, *next;
	bool in;
};

struct queue_host {
	struct queue_host *chain; /* in the same bucket */
	char *origin;
	uint64_t hash;
	int running;
	struct {
		struct queue_item *first, *last;
		struct place place; /* in the ring of that priority */
	} line[QUEUE_PRIORITIES];
	int64_t held_until;
};

/* Origins that have something waiting and a share left, by turns: the first
 * is next and then goes to the end. */
struct ring {
	struct queue_host *first, *last;
};

struct queue {
	int at_once, per_host;
	size_t waiting, running;
	struct ring ring[QUEUE_PRIORITIES];
	struct queue_host **bucket;
	size_t buckets, hosts; /* buckets is a power of two */
};

struct queue *
queue_new(int at_once, int per_host)
{
	struct queue *q = xcalloc(1, sizeof(*q));

	q->at_once = at_once;
	q->per_host = per_host;
	q->buckets = 64;
	q->bucket = xcalloc(q->buckets, sizeof(struct queue_host *));
	return q;
}

static void
host_free(struct queue_host *h)
{
	free(h->origin);
	free(h);
}

void
queue_free(struct queue *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->buckets; i++)
		for (struct queue_host *h = q->bucket[i], *next; h; h = next) {
			next = h->chain;
			host_free(h);
		}
	free(q->bucket);
	free(q);
}

static void
grow(struct queue *q)
{
	size_t n = q->buckets * 2;
	struct queue_host **bucket = xcalloc(n, sizeof(struct queue_host *));

	for (size_t i = 0; i < q->buckets; i++)
		for (struct queue_host *h = q->bucket[i], *next; h; h = next) {
			next = h->chain;
			h->chain = bucket[h->hash & (n - 1)];
			bucket[h->hash & (n - 1)] = h;
		}
	free(q->bucket);
	q->bucket = bucket;
	q->buckets = n;
}

static struct queue_host *
find_host(struct queue *q, struct span origin)
{
	uint64_t hash = span_hash(origin);
	struct queue_host *h = q->bucket[hash & (q->buckets - 1)];

	for (; h; h = h->chain)
		if (h->hash == hash && span_is(origin, h->origin))
			return h;
	if (q->hosts >= q->buckets)
		grow(q);
	h = xcalloc(1, sizeof(*h));
	h->origin = span_dup(origin);
	h->hash = hash;
	h->chain = q->bucket[hash & (q->buckets - 1)];
	q->bucket[hash & (q->buckets - 1)] = h;
	q->hosts++;
	return h;
}

static bool
is_idle(const struct queue_host *h)
{
	for (int p = 0; p < QUEUE_PRIORITIES; p++)
		if (h->line[p].first)
			return false;
	return !h->running && !h->held_until;
}

static void
drop_if_idle(struct queue *q, struct queue_host *h)
{
	struct queue_host **at = &q->bucket[h->hash & (q->buckets - 1)];

	if (!is_idle(h))
		return;
	while (*at != h)
		at = &(*at)->chain;
	*at = h->chain;
	q->hosts--;
	host_free(h);
}

static void
ring_leave(struct queue *q, struct queue_host *h, int p)
{
	struct place *at = &h->line[p].place;
	struct ring *r = &q->ring[p];

	if (!at->in)
		return;
	*(at->prev ? &at->prev->line[p].place.next : &r->first) = at->next;
	*(at->next ? &at->next->line[p].place.prev : &r->last) = at->prev;
	*at = (struct place){ 0 };
}

static void
ring_join(struct queue *q, struct queue_host *h, int p)
{
	struct place *at = &h->line[p].place;
	struct ring *r = &q->ring[p];

	if (at->in)
		return;
	*at = (struct place){ r->last, NULL, true };
	*(r->last ? &r->last->line[p].place.next : &r->first) = h;
	r->last = h;
}

/* What is fetched ahead of need is no reason to be a burden. */
static int
share(const struct queue *q, const struct queue_item *item)
{
	if (item->priority == 0)
		return 1;
	return item->share > 0 ? item->share : q->per_host;
}

/* In the rings where it has something to offer, and in no other. */
static void
settle(struct queue *q, struct queue_host *h)
{
	for (int p = 0; p < QUEUE_PRIORITIES; p++)
		if (h->line[p].first && h->running < share(q, h->line[p].first))
			ring_join(q, h, p);
		else
			ring_leave(q, h, p);
}

void
queue_add(struct queue *q, struct queue_item *item, struct span origin,
    int priority, bool front)
{
	struct queue_host *h = find_host(q, origin);
	struct queue_item **first = &h->line[priority].first,
	                  **last = &h->line[priority].last;

	*item = (struct queue_item){ .host = h,
		.priority = priority,
		.share = item->share,
		.waiting = true,
		.next = front ? *first : NULL,
		.prev = front ? NULL : *last };
	if (item->next)
		item->next->prev = item;
	else
		*last = item;
	if (item->prev)
		item->prev->next = item;
	else
		*first = item;
	q->waiting++;
	settle(q, h);
}

static void
line_leave(struct queue *q, struct queue_item *item)
{
	struct queue_host *h = item->host;

	if (item->next)
		item->next->prev = item->prev;
	else
		h->line[item->priority].last = item->prev;
	if (item->prev)
		item->prev->next = item->next;
	else
		h->line[item->priority].first = item->next;
	item->next = item->prev = NULL;
	item->waiting = false;
	q->waiting--;
}

struct queue_item *
queue_next(struct queue *q)
{
	if (q->running >= (size_t)q->at_once)
		return NULL;
	for (int p = QUEUE_PRIORITIES - 1; p >= 0; p--) {
		struct queue_host *h = q->ring[p].first;
		struct queue_item *item;

		if (!h)
			continue;
		item = h->line[p].first;
		line_leave(q, item);
		item->running = true;
		h->running++;
		q->running++;
		ring_leave(q, h, p); /* to join again at the end */
		settle(q, h);
		return item;
	}
	return NULL;
}

void
queue_remove(struct queue *q, struct queue_item *item)
{
	struct queue_host *h = item->host;

	if (!h)
		return;
	if (item->waiting)
		line_leave(q, item);
	if (item->running) {
		h->running--;
		q->running--;
	}
	*item = (struct queue_item){ 0 };
	settle(q, h);
	drop_if_idle(q, h);
}

struct queue_item *
queue_companion(const struct queue_item *item)
{
	for (int p = QUEUE_PRIORITIES - 1; item->host && p >= 0; p--)
		if (item->host->line[p].first)
			return item->host->line[p].first;
	return NULL;
}

void
queue_hold(struct queue_item *item, int64_t until)
{
	if (item->host)
		item->host->held_until = until;
}

int64_t
queue_held(const struct queue_item *item)
{
	return item->host ? item->host->held_until : 0;
}

size_t
queue_waiting(const struct queue *q)
{
	return q->waiting;
}

size_t
queue_running(const struct queue *q)
{
	return q->running;
}
