/*
 * retain: what the archive keeps, and what it lets go.
 *
 * For desk.  Everything is done in steps, each a short transaction of its own,
 * so that nobody waits for it; a step that is cut off leaves what the one
 * before it left.
 */
#ifndef STORE_RETAIN_H
#define STORE_RETAIN_H

#include "store/articles.h"
#include "store/store.h"

/* What a feed's options say; 0: without end. */
struct retain_rules {
	int64_t count;       /* articles */
	int64_t days;        /* since they were published */
	int64_t bytes;       /* of stored texts, the newest articles' first */
	int64_t bodies_days; /* then the text goes and the headline stays */
	unsigned pinned;     /* enum article_flag: what is kept for ever */
};

/* Where the work on a feed stands; {.feed, .rules, .now} is its start. */
struct retain {
	int64_t feed;
	struct retain_rules rules;
	int64_t now; /* seconds since 1970 */
	/* What it has done. */
	int64_t expired, let_go;
	/* Its own. */
	int step;
	int64_t sort, id;         /* how far it has come */
	int64_t end_sort, end_id; /* the newest that goes; */
	int64_t bytes;            /* of what is newer */
};

/*
 * One step more; *done when there is no other.  Expired articles leave a
 * tombstone, so that the feed does not bring them again; articles whose text
 * is let go keep their headline, marks, tags and note.  What is in the trash
 * is left to purging.
 */
bool retain_step(
    struct retain *r, struct store *s, bool *done, struct err *err);

/* Deletes for good what was put into the trash before that time, some of it
 * at a time; *n counts, *left tells whether there is more. */
bool retain_purge(struct store *s, int64_t before, int64_t now, int64_t *n,
    bool *left, struct err *err);
/* Drops some tombstones that are no longer needed. */
bool retain_tombstones(struct store *s, struct err *err);

/* Feeds that have changed since the pass that was written down, or all of
 * them when that was more than a day ago or of other rules (stamp).  Caller
 * frees *feed with free(). */
bool retain_due(struct store *s, int64_t now, struct span stamp, int64_t **feed,
    size_t *n, struct err *err);
/* A pass that began then has come to its end. */
bool retain_passed(
    struct store *s, int64_t began, struct span stamp, struct err *err);

/* Gives some free pages of the file back to the system when there are many;
 * *left tells whether there are more. */
bool retain_vacuum(struct store *s, bool *left, struct err *err);

#endif
