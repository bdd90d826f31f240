/*
 * shelf: the pictures that are on the disk, in the cache folder.
 *
 * For desk and ui.  Of a picture there are its bytes as they came, which only
 * a parser may look at, and copies decoded to a few sizes (pict/pixels.h),
 * which are all that a reader reads; or one word that says why there is none.
 * A file is named by a hash of the address and holds the address, so that two
 * with one hash are never taken for each other.  Files are 0600.  What has not
 * been looked at for the longest time goes when the folder is too large.
 */
#ifndef STORE_SHELF_H
#define STORE_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "pict/pixels.h"

enum {
	SHELF_BAD_S = 86400, /* so long a picture that is none is left alone */
	SHELF_BYTES_MAX = 64 * 1024 * 1024 /* of one file */
};

/* {0} with nothing done to it is a shelf that is always empty. */
struct shelf {
	struct str dir;
	int64_t limit, written; /* bytes; since the folder was last tidied */
	bool tidied;
};

/* cache_dir NULL: stays empty.  The folder is made when it is needed. */
void shelf_init(struct shelf *s, const char *cache_dir);
void shelf_release(struct shelf *s);
/* How large the folder may be, in bytes; 0: nothing is kept. */
void shelf_limit(struct shelf *s, int64_t bytes);

/* The size in which a picture is kept that is wanted with so many pixels at
 * its longer side. */
int shelf_side(int pixels);

/* What is known of a picture. */
struct shelf_facts {
	int width, height; /* in full; 0: not known */
	char why[40];      /* why there is none, a word or two; or empty */
};
/* now: seconds since 1970. */
void shelf_facts(
    struct shelf *s, struct span url, int64_t now, struct shelf_facts *facts);

/*
 * Reads the picture as it was kept for `side`; else the next larger one, else
 * the largest, and *exact is false.  False: there is none.
 */
bool shelf_get(
    struct shelf *s, struct span url, int side, struct pixels *p, bool *exact);
/* Whether there is one for exactly that side. */
bool shelf_has(struct shelf *s, struct span url, int side);
bool shelf_keep(struct shelf *s, struct span url, int side, struct span pixels,
    struct err *err);
/* The bytes as they came; false: they are not there. */
bool shelf_original(struct shelf *s, struct span url, struct str *bytes);
bool shelf_keep_original(
    struct shelf *s, struct span url, struct span bytes, struct err *err);
bool shelf_has_original(struct shelf *s, struct span url);
/* Remembers for SHELF_BAD_S that there is none. */
bool shelf_keep_bad(
    struct shelf *s, struct span url, struct span why, struct err *err);

#endif
