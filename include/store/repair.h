/*
 * repair: a store that is damaged becomes one that is sound.
 *
 * For desk.  Nothing is mended in place: what can be read is copied into a new
 * file, whose indexes, counters and full-text index are made anew; the old
 * file stays beside it, as it was.
 */
#ifndef STORE_REPAIR_H
#define STORE_REPAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* What was found, and what became of it. */
struct repair {
	bool sound;      /* nothing was wrong: nothing was done */
	char why[200];   /* what was wrong first */
	struct str kept; /* where the old file is now */
	int64_t feeds, articles, texts, tags, notes; /* saved */
	int64_t carved;        /* of the rows: found in loose pages */
	int64_t lost_articles; /* by the feeds' own counters */
	int64_t lost_texts;    /* could not be unpacked, or have no article */
	int64_t nameless;      /* feeds that are lost, and their articles not */
};

/* Told now and then what is being done; done of all, all 0: not known. */
typedef void repair_fn(void *data, const char *doing, int64_t done);

/*
 * Looks at all there is in a store that nobody has open; when something is
 * wrong, salvages it.  False: it was not possible, and the file is as it was.
 * The caller releases r with repair_release, after a failure too.
 */
bool repair_store(const char *file, struct repair *r, repair_fn *tell,
    void *data, struct err *err);
void repair_release(struct repair *r);

#endif
