/*
 * baddisk: a disk that fails when it is told to.
 *
 * A VFS of SQLite over the ordinary one.  It knows what has been written since
 * the last sync of each file, and can
 *
 *   - fail at the n-th write, once or from then on (a full disk, a broken one);
 *   - lose its power at the n-th write: from then on nothing is written, and
 *     what was not synced is there in part: whole writes are missing, others
 *     lack some of their sectors, in any order, and a file that was removed or
 *     made may be back, or not be there.
 *
 * "Write" is xWrite, xTruncate, xSync and xDelete.  Not for threads.  The
 * memory of the log (-shm) is not kept through a loss of power.
 */
#ifndef TESTS_LIB_BADDISK_H
#define TESTS_LIB_BADDISK_H

#include <stdbool.h>
#include <stdint.h>

/* From now on every file of SQLite's is on this disk. */
void baddisk_begin(void);

/* Writes so far. */
long baddisk_writes(void);
/* The n-th write from now fails with SQLite's code (SQLITE_FULL, ...); once,
 * or with all after it.  n 0: none does any more. */
void baddisk_fail(long n, int code, bool once);
/* All that was written is on the disk. */
void baddisk_sync(void);
/* At the n-th write from now there is no power any more. */
void baddisk_power_off(long n);
bool baddisk_is_off(void);
/* How many writes a failure was asked for have been failed. */
long baddisk_failed(void);
/* The power comes back, when nobody has a file open: files are what random
 * (a state, stepped here) left of them. */
void baddisk_power_on(uint64_t *random);

/* A number below n; the state is never 0. */
uint64_t baddisk_random(uint64_t *state, uint64_t n);

#endif
