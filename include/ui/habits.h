/*
 * habits: the order and the groups that the person has given a list, kept
 * between starts.
 *
 * For ui.  A file with a list a line, the last one that was changed at the
 * end.  Searches have none: what is typed once is not what one is used to.
 */
#ifndef UI_HABITS_H
#define UI_HABITS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "store/headlines.h"

enum { HABITS_MAX = 500 };

/* What stands together under a heading. */
enum grouping { GROUP_BY_DAY, GROUP_BY_FEED, GROUP_NONE, GROUPINGS };
/* Its name for people who type it: "day"; and back, GROUPINGS: none such. */
const char *grouping_name(enum grouping group);
enum grouping grouping_of(struct span name);

struct habit {
	char *list; /* its scope in words */
	enum order_by order;
	enum grouping group;
};

struct habits {
	struct habit item[HABITS_MAX]; /* the last one is the newest */
	size_t n;
	char *file; /* NULL: not kept */
};

/* Reads state_dir/lists; none is no error.  state_dir NULL: nothing is kept. */
void habits_load(struct habits *h, const char *state_dir);
/* What is usual for a list of that scope; h may be NULL. */
void habits_get(const struct habits *h, const struct scope *scope,
    enum order_by *order, enum grouping *group);
/* Writes the file; that it cannot be written is no reason to trouble the
 * reader.  The usual is not kept, the oldest is forgotten for a new one. */
void habits_set(struct habits *h, const struct scope *scope,
    enum order_by order, enum grouping group);
void habits_release(struct habits *h);

#endif
