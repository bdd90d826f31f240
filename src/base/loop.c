#include "config.h"

#include "base/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/vec.h"

#ifndef NSIG
#define NSIG 65
#endif

struct watch {
	int fd;
	int events;
	uint64_t serial; /* tells a later user of the same number apart */
	loop_fd_fn *fn;
	void *data;
};

struct timer {
	int64_t due_ms;
	uint64_t id;
	loop_timer_fn *fn;
	void *data;
};

struct catcher {
	loop_signal_fn *fn;
	void *data;
};

/* One that poll found ready, and whose it was then. */
struct ready {
	int fd;
	int events;
	uint64_t serial;
};

struct loop {
	struct watch *watch; /* in no order */
	size_t watches, watch_cap;
	struct pollfd *poll; /* poll[i] is for watch[i] */
	size_t poll_cap;
	int *place; /* place[fd] is its index in watch, -1 when it has none */
	size_t places;
	uint64_t last_serial;

	struct timer *timer; /* a heap, the next one first */
	size_t timers, timer_cap;
	uint64_t last_id;

	struct catcher catcher[NSIG];
	int wake[2]; /* the self-pipe, -1 until a signal is watched */

	loop_idle_fn *idle;
	void *idle_data;
	bool idle_due; /* something happened since it had nothing to do */
	bool running;
};

/* Where the signal handler writes: it is called without an argument of ours. */
static volatile sig_atomic_t wake_fd = -1;

int64_t
loop_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct loop *
loop_new(void)
{
	struct loop *l = xcalloc(1, sizeof(*l));

	l->wake[0] = l->wake[1] = -1;
	return l;
}

void
loop_free(struct loop *l)
{
	if (!l)
		return;
	for (int i = 1; i < NSIG; i++)
		if (l->catcher[i].fn)
			loop_signal(l, i, NULL, NULL);
	if (l->wake[0] >= 0) {
		wake_fd = -1;
		close(l->wake[0]);
		close(l->wake[1]);
	}
	free(l->watch);
	free(l->poll);
	free(l->place);
	free(l->timer);
	free(l);
}

static struct watch *
find_watch(struct loop *l, int fd)
{
	if (fd < 0 || (size_t)fd >= l->places || l->place[fd] < 0)
		return NULL;
	return &l->watch[l->place[fd]];
}

static struct watch *
add_watch(struct loop *l, int fd)
{
	size_t old = l->places;

	if ((size_t)fd >= old) {
		l->places = (size_t)fd + 64;
		l->place = xreallocarray(l->place, l->places, sizeof(int));
		for (size_t i = old; i < l->places; i++)
			l->place[i] = -1;
	}
	vec_room(&l->watch, l->watches, &l->watch_cap);
	l->place[fd] = (int)l->watches;
	l->watch[l->watches] =
	    (struct watch){ .fd = fd, .serial = ++l->last_serial };
	return &l->watch[l->watches++];
}

void
loop_fd(struct loop *l, int fd, int events, loop_fd_fn *fn, void *data)
{
	struct watch *w = find_watch(l, fd);

	if (fd < 0)
		return;
	if (!w)
		w = add_watch(l, fd);
	w->events = events;
	w->fn = fn;
	w->data = data;
}

void
loop_fd_remove(struct loop *l, int fd)
{
	struct watch *w = find_watch(l, fd);

	if (!w)
		return;
	*w = l->watch[--l->watches];
	l->place[w->fd] = (int)(w - l->watch);
	l->place[fd] = -1;
}

static bool
sooner(const struct timer *a, const struct timer *b)
{
	if (a->due_ms != b->due_ms)
		return a->due_ms < b->due_ms;
	return a->id < b->id;
}

static void
swap_timers(struct timer *a, struct timer *b)
{
	struct timer t = *a;

	*a = *b;
	*b = t;
}

static void
sift_up(struct timer *heap, size_t i)
{
	for (size_t up; i > 0 && sooner(&heap[i], &heap[up = (i - 1) / 2]);
	     i = up)
		swap_timers(&heap[i], &heap[up]);
}

static void
sift_down(struct timer *heap, size_t n, size_t i)
{
	for (;;) {
		size_t least = i, left = 2 * i + 1;

		for (size_t k = left; k < n && k <= left + 1; k++)
			if (sooner(&heap[k], &heap[least]))
				least = k;
		if (least == i)
			return;
		swap_timers(&heap[i], &heap[least]);
		i = least;
	}
}

uint64_t
loop_timer(struct loop *l, int64_t after_ms, loop_timer_fn *fn, void *data)
{
	int64_t now = loop_now_ms();

	if (after_ms < 0)
		after_ms = 0;
	if (after_ms > INT64_MAX - now)
		after_ms = INT64_MAX - now;
	vec_room(&l->timer, l->timers, &l->timer_cap);
	l->timer[l->timers] =
	    (struct timer){ now + after_ms, ++l->last_id, fn, data };
	sift_up(l->timer, l->timers++);
	return l->last_id;
}

static struct timer
take_timer(struct loop *l, size_t i)
{
	struct timer t = l->timer[i];

	l->timer[i] = l->timer[--l->timers];
	if (i < l->timers) {
		sift_down(l->timer, l->timers, i);
		sift_up(l->timer, i);
	}
	return t;
}

void
loop_timer_remove(struct loop *l, uint64_t id)
{
	for (size_t i = 0; id && i < l->timers; i++)
		if (l->timer[i].id == id) {
			take_timer(l, i);
			return;
		}
}

static void
on_signal(int signo)
{
	int saved = errno;
	unsigned char byte = (unsigned char)signo;
	/* A full pipe wakes the loop as well as another byte would. */
	ssize_t n = write(wake_fd, &byte, 1);

	(void)n;
	errno = saved;
}

/* Signals that came since the last round; however often, each is told once. */
static void
on_wake(int fd, int events, void *data)
{
	struct loop *l = data;
	bool came[NSIG] = { false };
	unsigned char byte[256];
	ssize_t n;

	(void)events;
	while ((n = read(fd, byte, sizeof(byte))) > 0)
		for (ssize_t i = 0; i < n; i++)
			if (byte[i] < NSIG)
				came[byte[i]] = true;
	for (int i = 1; i < NSIG; i++)
		if (came[i] && l->catcher[i].fn)
			l->catcher[i].fn(i, l->catcher[i].data);
}

static void
open_wake(struct loop *l)
{
	if (pipe(l->wake) < 0)
		abort(); /* as without memory: a loop that cannot be told */
	for (int i = 0; i < 2; i++) {
		fcntl(l->wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(l->wake[i], F_SETFL, O_NONBLOCK);
	}
	wake_fd = l->wake[1];
	loop_fd(l, l->wake[0], LOOP_READ, on_wake, l);
}

void
loop_signal(struct loop *l, int signo, loop_signal_fn *fn, void *data)
{
	struct sigaction act;

	if (signo < 1 || signo >= NSIG)
		return;
	if (fn && l->wake[0] < 0)
		open_wake(l);
	l->catcher[signo] = (struct catcher){ fn, data };
	memset(&act, 0, sizeof(act));
	act.sa_handler = fn ? on_signal : SIG_DFL;
	act.sa_flags = SA_RESTART;
	sigfillset(&act.sa_mask);
	sigaction(signo, &act, NULL);
}

void
loop_idle(struct loop *l, loop_idle_fn *fn, void *data)
{
	l->idle = fn;
	l->idle_data = data;
	l->idle_due = fn != NULL;
}

/* How long poll may sleep. */
static int
patience(const struct loop *l, int wait_ms)
{
	int64_t left;

	if (l->idle_due)
		return 0;
	if (!l->timers)
		return wait_ms;
	left = l->timer[0].due_ms - loop_now_ms();
	if (left < 0)
		left = 0;
	if (wait_ms >= 0 && left > wait_ms)
		left = wait_ms;
	return left > INT_MAX ? INT_MAX : (int)left;
}

/* Waits; fills ready (room for all watches) and returns how many there are. */
static size_t
wait_ready(struct loop *l, int wait_ms, struct ready *ready)
{
	size_t n = l->watches, found = 0;

	if (n > l->poll_cap) {
		l->poll_cap = n + 16;
		l->poll = xreallocarray(l->poll, l->poll_cap, sizeof(*l->poll));
	}
	for (size_t i = 0; i < n; i++) {
		const struct watch *w = &l->watch[i];

		/* Without events poll would still tell of a hang-up, for
		 * ever; a negative fd is passed over. */
		l->poll[i].fd = w->events ? w->fd : -1;
		l->poll[i].events =
		    (short)((w->events & LOOP_READ ? POLLIN : 0) |
		            (w->events & LOOP_WRITE ? POLLOUT : 0));
		l->poll[i].revents = 0;
	}
	if (poll(l->poll, (nfds_t)n, patience(l, wait_ms)) <= 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		const struct watch *w = &l->watch[i];
		short got = l->poll[i].revents;
		int events = (got & POLLIN ? LOOP_READ : 0) |
		             (got & POLLOUT ? LOOP_WRITE : 0);

		/* One that waits for room only must hear of the end, too. */
		if (got & (POLLHUP | POLLERR | POLLNVAL))
			events |=
			    LOOP_HANGUP | LOOP_READ | (w->events & LOOP_WRITE);
		if (events)
			ready[found++] =
			    (struct ready){ w->fd, events, w->serial };
	}
	return found;
}

static void
run_ready(struct loop *l, const struct ready *ready, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct watch *w = find_watch(l, ready[i].fd);

		/* An earlier callback of this round may have removed it, and
		 * its number may belong to another by now. */
		if (w && w->serial == ready[i].serial && w->events)
			w->fn(w->fd, ready[i].events, w->data);
	}
}

/* Those due now; what they add waits for the next round, so that a timer of
 * 0 ms that renews itself leaves room for the rest. */
static bool
run_timers(struct loop *l)
{
	int64_t now = loop_now_ms();
	uint64_t last = l->last_id;
	bool any = false;

	while (
	    l->timers && l->timer[0].due_ms <= now && l->timer[0].id <= last) {
		struct timer t = take_timer(l, 0);

		t.fn(t.data);
		any = true;
	}
	return any;
}

void
loop_step(struct loop *l, int wait_ms)
{
	/* Its own memory: a callback may run a step itself. */
	struct ready *ready =
	    xreallocarray(NULL, l->watches + 1, sizeof(*ready));
	size_t n = wait_ready(l, wait_ms, ready);
	bool busy = n > 0;

	run_ready(l, ready, n);
	free(ready);
	busy |= run_timers(l);
	if (!l->idle)
		l->idle_due = false;
	else if (busy)
		l->idle_due = true;
	else if (l->idle_due) {
		loop_idle_fn *fn = l->idle;
		bool more;

		l->idle_due = false;
		more = fn(l->idle_data);
		if (l->idle == fn)
			l->idle_due |= more;
	}
}

void
loop_run(struct loop *l)
{
	l->running = true;
	while (l->running)
		loop_step(l, -1);
}

void
loop_stop(struct loop *l)
{
	l->running = false;
}
