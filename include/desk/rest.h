/*
 * rest: bytes that lie for a while, in little memory.
 *
 * For desk only.  The bodies of feeds whose headlines are in the store wait
 * here for their texts to be set: as they came, compressed; a few in memory,
 * the others in a file that has no name.
 */
#ifndef DESK_REST_H
#define DESK_REST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
	REST_MEMORY_MAX = 2 * 1024 * 1024,
	REST_FILE_MAX = 256 * 1024 * 1024 /* then rest_is_full */
};

/* The place where they lie.  {0} with fd -1 is ready. */
struct resting {
	int fd;           /* the file; -1: there is none yet */
	int64_t end;      /* of the file */
	size_t in_file;   /* so many of them lie there */
	size_t in_memory; /* bytes */
};

/* One of them.  {0} is none. */
struct rest {
	struct str bytes; /* in memory … */
	int64_t at;       /* … or there in the file */
	size_t n;         /* 0: none */
};

/* Lays down the bytes and takes them from the caller.  beside: a path in the
 * folder where the file is made.  Where it cannot be written they stay in
 * memory, which rest_is_full counts. */
void rest_put(struct resting *place, struct rest *r, struct str *bytes,
    const char *beside);
/* Takes them up again; false when the file cannot be read. */
bool rest_take(struct resting *place, struct rest *r, struct str *bytes);
/* Forgets them. */
void rest_drop(struct resting *place, struct rest *r);
/* More should not be laid down before some are taken up. */
bool rest_is_full(const struct resting *place);
void resting_end(struct resting *place);

#endif
