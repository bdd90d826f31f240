/*
 * history: lines that were typed, newest last, kept between starts.
 *
 * For ui.  A file with a line each; each line is appended as it is typed, so
 * that readers side by side share it.
 */
#ifndef UI_HISTORY_H
#define UI_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { HISTORY_MAX = 200 };

struct history {
	char *line[HISTORY_MAX];
	size_t n;
	char *file; /* NULL: not kept */
};

/* Reads state_dir/name; none is no error.  state_dir NULL: nothing is kept. */
void history_load(struct history *h, const char *state_dir, const char *name);
/* Adds a line, and takes out what said the same before.  One that holds a
 * password in an address is remembered, but not written down.  That the file
 * cannot be written is no reason to trouble the reader. */
void history_add(struct history *h, struct span line);
/* The line before number `from` (h->n: before the newest) that begins with
 * `start`, or after it; `from` when there is none. */
size_t history_find(
    const struct history *h, size_t from, bool older, struct span start);
void history_release(struct history *h);

#endif
