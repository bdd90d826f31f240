/*
 * crowd: several processes that begin at the same moment.
 *
 * For tests of what meets in the store.  A test forks before it opens
 * anything, for SQLite's handles do not survive a fork.
 */
#ifndef TESTS_UNIT_CROWD_H
#define TESTS_UNIT_CROWD_H

#include <stdbool.h>

/* What one of them does; false, after a word on stderr: it failed. */
typedef bool crowd_fn(int i, void *data);

/* Runs n processes, lets them go at once, waits; how many failed. */
int crowd_run(int n, crowd_fn *fn, void *data);

#endif
