/*
 * ids: many numbers of articles, in little room.
 *
 * For store and desk.  Packed they are runs: 50,000 stories that came one
 * after the other take a few bytes, scattered ones about two bytes each.
 */
#ifndef STORE_IDS_H
#define STORE_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* {0} is empty and ready. */
struct ids {
	int64_t *id;
	size_t n, cap;
};

void ids_add(struct ids *ids, int64_t id);
/* In rising order, each once; packing needs it. */
void ids_sort(struct ids *ids);
void ids_release(struct ids *ids);

/* Appends the sorted ids as bytes, for a column. */
void ids_pack(struct str *out, const struct ids *ids);

/* The way through packed ids: { .rest = bytes } stands at the start. */
struct id_runs {
	struct span rest;
	int64_t at; /* one after the last run */
};
/* The next run of ids without a gap; false at the end, and where the bytes
 * are damaged. */
bool id_runs_next(struct id_runs *runs, int64_t *first, int64_t *last);

#endif
