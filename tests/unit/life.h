/*
 * life: a store that lives on a bad disk (lib/baddisk.h), and what must be
 * true of it afterwards.
 *
 * Articles come, are edited, marked, indexed, dropped; the log is copied, the
 * store left and opened again, all by chance.  Each commit has a number, which
 * the store keeps, and a digest of what it made of the store, which we keep.
 *
 *     BROADSHEET_CRASHES=N    how often something goes wrong (300)
 *     BROADSHEET_SEED=N       to see one run again
 */
#ifndef TESTS_UNIT_LIFE_H
#define TESTS_UNIT_LIFE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

enum { LIFE_FEEDS = 3, LIFE_DIGESTS = 4096, LIFE_NOW = 1800000000 };

struct life {
	char dir[256], file[300];
	struct store *store; /* NULL: it could not be opened again */
	uint64_t random, seed;
	int64_t feed[LIFE_FEEDS];
	int64_t tried, done, promised; /* numbers of commits */
	uint64_t digest[LIFE_DIGESTS];
};
extern struct life life;

/* cmocka's, for a group: the bad disk, a folder, the seed. */
int life_setup(void **state);
int life_teardown(void **state);
/* How often, as it is wished for. */
uint64_t life_crashes(void);
/* An empty folder; round makes each life another one. */
void life_anew(uint64_t round);
/* Feeds for a new store. */
bool life_begin(void);
/* Does something; false: it could not be done. */
bool life_one_thing(void);

uint64_t life_random(uint64_t n); /* below n */
/* Asserts; says why not, and the seed. */
void life_well(bool ok, const struct err *err);
/* Sums up rows, with what was summed up before. */
uint64_t life_digest_rows(struct store *s, const char *sql, uint64_t sum);
/* Sums up all that a person could miss. */
uint64_t life_digest(struct store *s);
/* The number of the last commit that is in it; 0: none. */
int64_t life_commits(struct store *s);
/* Asserts that it is whole, and its counters right. */
void life_check(struct store *s);
/* Asserts that each article is in the index, or waits for it. */
void life_check_index(struct store *s);
/* Asserts that the store is what commit n left, at least the given one. */
void life_check_commit(int64_t n, int64_t least);

#endif
