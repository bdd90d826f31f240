/*
 * loop: one thread, one poll: fds, timers, signals, idle work.
 *
 * For everybody.  Callbacks run from loop_run or loop_step and may add and
 * remove anything, themselves too.  Time is milliseconds of the monotonic
 * clock.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

enum { LOOP_READ = 1, LOOP_WRITE = 2, LOOP_HANGUP = 4 };

/* events: what is ready; hang-up and errors come as LOOP_HANGUP with READ. */
typedef void loop_fd_fn(int fd, int events, void *data);
typedef void loop_timer_fn(void *data);
typedef void loop_signal_fn(int signo, void *data);
/* Returns true when there is more to do at once. */
typedef bool loop_idle_fn(void *data);

struct loop *loop_new(void);
/* Everything still registered is dropped; fds are not closed. */
void loop_free(struct loop *l);

/* Watches fd; a second call with the same fd changes events and function.
 * events 0 keeps it but waits for nothing. */
void loop_fd(struct loop *l, int fd, int events, loop_fd_fn *fn, void *data);
void loop_fd_remove(struct loop *l, int fd);

/* Once after so many ms (0: next round).  The id is never 0 and never used
 * again.  Removing an id that has run or 0 is harmless. */
uint64_t loop_timer(
    struct loop *l, int64_t after_ms, loop_timer_fn *fn, void *data);
void loop_timer_remove(struct loop *l, uint64_t id);

/* By a self-pipe, so that fn runs from the loop.  One function a signal, and
 * one loop a process may watch signals.  NULL restores the default action. */
void loop_signal(struct loop *l, int signo, loop_signal_fn *fn, void *data);

/* Runs whenever nothing else is ready.  One function; NULL ends it. */
void loop_idle(struct loop *l, loop_idle_fn *fn, void *data);

/* Until loop_stop. */
void loop_run(struct loop *l);
/* One round, waiting at most wait_ms (-1: as long as it takes). */
void loop_step(struct loop *l, int wait_ms);
void loop_stop(struct loop *l);

int64_t loop_now_ms(void); /* monotonic */

#endif
