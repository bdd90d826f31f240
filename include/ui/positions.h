/*
 * positions: where one stopped in each story, kept between starts.
 *
 * For ui.  A file with a story a line, the last one at the end.
 */
#ifndef UI_POSITIONS_H
#define UI_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/story.h"

enum { POSITIONS_MAX = 500 };

struct position {
	int64_t id;
	struct story_place at;
};

struct positions {
	struct position item[POSITIONS_MAX]; /* the last one is the newest */
	size_t n;
	char *file; /* NULL: not kept */
};

/* Reads state_dir/positions; none is no error.  state_dir NULL: nothing is
 * kept. */
void positions_load(struct positions *p, const char *state_dir);
/* False: the story is begun at its beginning. */
bool positions_get(
    const struct positions *p, int64_t id, struct story_place *at);
/* at NULL: forgets it; the oldest is forgotten for a new one.  Writes the
 * file; that it cannot be written is no reason to trouble the reader. */
void positions_set(
    struct positions *p, int64_t id, const struct story_place *at);
/* The line where one stopped, 0 where one did not; p and l may be NULL. */
size_t positions_line(
    const struct positions *p, int64_t id, const struct layout *l);
/* A story is left with line `top` first on a screen of so many rows: in its
 * middle one has stopped, at its beginning or end one has not.  p and l may be
 * NULL. */
void positions_leave(struct positions *p, int64_t id, const struct layout *l,
    size_t top, size_t rows);
void positions_release(struct positions *p);

#endif
