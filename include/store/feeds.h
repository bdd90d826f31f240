/*
 * feeds: subscriptions and sections in the store: rows, due, lease, health.
 *
 * For desk, ui, cmd.  The feeds file says what is subscribed; rows here keep
 * ids, counters, validators and health.  A feed's row outlives its line in
 * the file (active 0): its articles are archived, never deleted.
 */
#ifndef STORE_FEEDS_H
#define STORE_FEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum { FEED_IS_PAUSED = -1 }; /* for every_s: asked only by name */

/* When a feed itself wishes to be asked; what it said last. */
struct feed_wish {
	int64_t ttl_s;       /* not sooner than that; -1: not said */
	unsigned skip_hours; /* bit h: not at h o'clock GMT */
	unsigned skip_days;  /* bit d: 0 is Sunday */
};

/* One subscription as the desk found it in the feeds file. */
struct feed_want {
	struct span url;      /* identity */
	struct span title;    /* the person's; empty: the feed's own */
	int source;           /* enum source_kind */
	int64_t every_s;      /* seconds, or FEED_IS_PAUSED */
	bool muted;           /* what is new comes in as read */
	struct span *section; /* paths; "" is the top */
	size_t sections;
	int64_t place; /* order in the file */
};

/*
 * Makes the rows agree with the feeds file: new feeds and sections in, lines
 * that are gone inactive, titles, places and sections as they are now.  One
 * transaction of its own.  sections: every path of the file, a parent before
 * its children.  stamp stands for all of it: when it is the one of the last
 * time, nothing is written.
 */
bool feeds_sync(struct store *s, const struct feed_want *want, size_t n,
    const struct span *sections, size_t section_n, struct span stamp,
    struct err *err);

/* A row as read; spans live until feed_rows_free. */
struct feed_row {
	int64_t id;
	struct span url, title; /* title: the person's, else the feed's own,
	                           else the site's name */
	struct span site;       /* page of the feed */
	int source;
	int64_t every_s, place;
	int64_t unread, total, starred;
	int64_t checked, succeeded, changed, next_due; /* seconds; 0: never */
	int failures;                                  /* in a row */
	int64_t held_until; /* its host is left alone so long; 0: it is not */
	struct span error;  /* a sentence; empty: well */
	struct span remedy; /* what can be done about it; may be empty */
	struct span notes;  /* what was mended in reading it; empty: nothing */
	struct span moved_to; /* for good, said once; empty: nowhere */
	int64_t bytes;        /* received, all told */
	bool active, muted;
	bool stopped; /* gone for good: asked by order alone */
};

/* A place in the tree: a section, or a feed within one. */
struct tree_row {
	int64_t section; /* id of the section */
	struct span path, name;
	int depth;
	int64_t place;
	int64_t unread, total; /* rolled up, each article once */
	int64_t failing;       /* feeds below with an error */
	int64_t feed;    /* 0: this row is the section; else a feed in it */
	size_t feed_row; /* index into feed[] */
};

struct feed_rows {
	struct arena *mem;
	struct feed_row *feed;
	size_t n;
	struct tree_row *tree; /* in reading order: a section, its feeds, its
	                          sub-sections */
	size_t tree_n;
	size_t lists; /* behind them: feeds that are lists of others */
	int64_t unread, total, starred; /* of everything active */
};

/* All active feeds and the tree; NULL on error.  Costs grow with the number
 * of feeds, never with that of articles. */
struct feed_rows *feed_rows_load(struct store *s, struct err *err);
void feed_rows_free(struct feed_rows *r);
/* Row of that id, or NULL. */
/* Number of the feed with that address; 0 when there is none. */
int64_t feeds_find(struct store *s, struct span url);
const struct feed_row *feed_rows_find(const struct feed_rows *r, int64_t id);

/* What a fetch needs. */
struct feed_due {
	int64_t id;
	char *url, *etag, *last_modified, *body_hash, *moved_to;
	int source;
	int failures;
	struct feed_wish wish;
};
/*
 * Leases up to max feeds to owner until the time `until`: those due at `now`
 * (due_only), or all; below a section path, or one feed, when given.  Feeds
 * leased by a live owner, this one too, are left out; alive tells whether an
 * owner still lives.  One whose host is to be left alone for a while is left
 * out and counted in *held, unless it is named by its url; one that another
 * owner is asking is counted in *others.  The caller frees with feed_due_free.
 */
struct feed_lease {
	const char *owner;
	int64_t now, until;
	bool due_only;
	const char *section; /* NULL: no matter */
	const char *url;     /* of one feed; NULL: no matter */
	bool (*alive)(const char *owner, void *data);
	void *data;
	size_t max;
	size_t *held;   /* or NULL */
	size_t *others; /* or NULL */
};
bool feeds_lease(struct store *s, const struct feed_lease *ask,
    struct feed_due **due, size_t *n, struct err *err);
void feed_due_free(struct feed_due *due, size_t n);
/* What one of them holds, not itself. */
void feed_due_release(struct feed_due *due);
/* Ends all leases of an owner. */
bool feeds_unlease(struct store *s, const char *owner, struct err *err);
/* Seconds since 1970 of the next due feed; 0: none. */
int64_t feeds_next_due(struct store *s);

/* How a fetch ended; written in the caller's transaction. */
struct feed_outcome {
	int64_t id, now, next_due;
	const char *error;  /* NULL: well */
	const char *remedy; /* or NULL */
	int64_t held_until; /* 0: not held */
	struct feed_wish wish;
	bool changed; /* new or edited articles came */
	bool have_validators;
	struct span etag, last_modified, body_hash;
	struct span moved_to; /* for good; empty: nowhere */
	bool stopped;         /* it is gone for good */
	int64_t bytes;
};
bool feeds_outcome(
    struct store *s, const struct feed_outcome *o, struct err *err);
/* It was not asked, because our network is down or its host busy: neither
 * success nor failure.  held_until 0: as it was. */
bool feeds_spare(struct store *s, int64_t id, int64_t next_due,
    int64_t held_until, struct err *err);
/* All feeds at that place ("https://host/"), up to now and then, are left alone
 * until `until`, and asked within spread_s seconds after it. */
bool feeds_hold(struct store *s, struct span place, int64_t until,
    int64_t spread_s, struct err *err);
/* What the feed says of itself, and what was wrong with it although it could
 * be read (empty: nothing). */
struct feed_words {
	struct span title, site, notes;
};
/* Written only when it differs. */
bool feeds_describe(
    struct store *s, int64_t id, const struct feed_words *w, struct err *err);
/* The address changed (feeds file edited by us): the row keeps its id. */
bool feeds_move(
    struct store *s, int64_t id, struct span new_url, struct err *err);

#endif
