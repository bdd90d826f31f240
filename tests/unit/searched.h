/*
 * searched: a store of three feeds for tests of searches, with some stories.
 */
#ifndef TESTS_UNIT_SEARCHED_H
#define TESTS_UNIT_SEARCHED_H

#include <stdbool.h>
#include <stdint.h>

#include "store/articles.h"
#include "store/scope.h"

enum { DAY = 86400, MANY = 150 };

struct world {
	char dir[64], file[96];
	struct store *store;
	int64_t now;
};

/* cmocka's: a store with the feeds and nothing in it; state is the world. */
int searched_setup(void **state);
int searched_teardown(void **state);

void searched_check(bool ok, const struct err *err);
/* One article of a feed (from 1), as if it had come just now. */
void searched_add(
    struct world *w, int feed, const char *key, const struct article_new *what);
/* The stories that searches are made for: their numbers are 1 to 5. */
void searched_add_stories(struct world *w);
void searched_index_all(struct world *w);

/* Expects the numbers that a search finds, in order: "5 3 1". */
void searched_found_in(
    struct world *w, const struct scope *scope, const char *want);
void searched_finds(struct world *w, const char *search, const char *want);

#endif
