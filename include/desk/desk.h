/*
 * desk: the process that fetches and writes.
 *
 * desk_run is for main; the rest is for desk only: what its rooms share.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "base/str.h"
#include "conf/conf.h"
#include "conf/feedsfile.h"
#include "conf/sites.h"
#include "desk/rest.h"
#include "net/fetch.h"
#include "net/pipe.h"
#include "parse/pool.h"
#include "store/shelf.h"
#include "store/store.h"

/* Where things are; all borrowed. */
struct desk_paths {
	const char *feeds, *config, *store, *log;
	const char *sites, *data; /* NULL: no rules for sites */
	const char *hsts;         /* net/hsts.h; NULL: no file */
	const char *cache;        /* store/shelf.h; NULL: no pictures */
	const char *reader;       /* who orders, for the log and the leases */
};

/* Serves orders from stdin until end of file; the exit status. */
int desk_run(const struct desk_paths *paths);
/*
 * Looks for what is wrong with a store and makes it sound (store/repair.h);
 * the exit status, 0 when it is sound now.  Events, to stdout:
 * "doing WHAT N"; then "sound", or "repaired" with why, where the old file is,
 * and counts: feeds, articles, texts, tags and notes that are saved, rows of
 * loose pages, articles and texts that are lost, feeds without a name; or
 * "failed" with a sentence.
 */
int desk_repair(const char *store);

struct sweep;
struct item;
struct visit;
struct ahead_wait;
struct file_visit;
struct move;
struct import;
struct text_wait;

struct desk {
	const struct desk_paths *paths;
	struct loop *loop;
	struct conf conf;
	struct feedsfile *feeds;
	struct sites sites;
	struct store *store;
	struct shelf shelf;
	struct fetch *fetch;
	struct pipes *pipes;
	struct pool *pool;

	struct str in, out; /* orders, events */
	size_t sent;        /* of out */
	bool leaving;       /* no more orders will come */
	bool listening;     /* somebody reads our events */
	int status;

	char *owner; /* of leases; a file of that name is locked */
	int owner_fd;

	struct sweep *sweep;           /* refreshes under way */
	struct item *item;             /* feeds being asked */
	size_t items, busy;            /* of them not settled */
	struct visit *visit;           /* single pages being asked for */
	size_t errands;                /* of them that nobody waits for */
	struct ahead_wait *ahead_wait; /* orders for the end of the errands */
	uint64_t ahead_timer;
	struct import *import; /* an export that is read back, or NULL */
	struct move *move;     /* feeds that have moved for good */
	struct filtering *filtering;
	struct file_visit *file; /* local files to be read */
	uint64_t file_timer;
	int64_t asked, total, failed; /* since nothing was under way */
	size_t held;    /* feeds that nobody answered for, not written yet */
	bool reached;   /* some server answered since then */
	bool automatic; /* feeds are asked when they are due */
	uint64_t due_timer, progress_timer, changed_timer, outcome_timer;
	bool retain_waits; /* the archive may have something to let go */
	struct retaining *retaining; /* a pass under way */
	bool index_waits;            /* articles may wait for the index */

	size_t heads, texts;    /* feeds that parsers read for either */
	int64_t answered_ms;    /* when the last answer came */
	struct resting resting; /* bodies of feeds whose texts are to be set */
	struct item *typeset, **typeset_end; /* those feeds */
	size_t urgent;                       /* of them */
	struct text_wait *text_wait;         /* orders for texts */
	struct item *shared; /* in the transaction that is open (share.c) */
	struct item *stored; /* in the one that has ended */
	struct err store_trouble; /* how that one went */
	int64_t share_began;
	uint64_t share_timer, stored_timer, typeset_timer;
};

/* now: seconds since 1970. */
int64_t desk_now(void);

/* events.c */
void event_done(struct desk *d, int64_t seq);
/* What an order did, in a sentence; done follows. */
void event_said(struct desk *d, int64_t seq, const char *sentence);
void event_failed(struct desk *d, int64_t seq, const char *sentence);
void event_changed(struct desk *d);  /* soon, and not more often than needed */
void event_progress(struct desk *d); /* the same */
void event_note(struct desk *d, const char *sentence);
void event_plain(struct desk *d, const char *kind);
/* A whole record line that was made with base/record.h. */
void event_line(struct desk *d, const struct str *line);

#endif
