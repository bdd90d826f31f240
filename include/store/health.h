/*
 * health: how a feed is, and how often something new comes in it.
 *
 * For desk, ui, cmd.
 */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H

#include "store/feeds.h"

enum { HEALTH_SILENT_S = 90 * 24 * 3600 };

/* In the order of how much they ask for a hand. */
enum feed_state {
	FEED_STOPPED, /* its server says it is gone for good (410) */
	FEED_FAILING,
	FEED_MOVED,   /* for good, but its line is as it was */
	FEED_SILENT,  /* nothing new for 90 days */
	FEED_WAITING, /* its host is busy, and left alone for a while */
	FEED_PAUSED,  /* by the person */
	FEED_MUTED,   /* by the person, and else well */
	FEED_NEW,     /* was not asked yet */
	FEED_WELL,
	FEED_STATES
};

struct feed_health {
	enum feed_state state;
	int64_t newest;   /* date of its newest article; 0: none */
	int64_t rhythm_s; /* usual time between articles; 0: not known */
	int read_percent; /* of its articles; -1: it has none */
};

/* A feed at one of its places. */
struct health_row {
	const struct feed_row *feed;
	const struct tree_row *place;
	struct feed_health health;
};

struct health_rows {
	struct health_row *row;
	size_t n;
	size_t count[FEED_STATES];
};

/* The word of a state, as scripts see it; _() makes it the person's. */
extern const char *const feed_state_name[FEED_STATES];

/* All feeds, those that want a hand first, else as in the feeds file.  What
 * they point to is the feed_rows', which must live as long. */
bool health_load(struct health_rows *h, struct store *s,
    const struct feed_rows *rows, int64_t now, struct err *err);
void health_release(struct health_rows *h);
/* What is wrong, in sentences, and what to do: a line each.  Times are shown
 * in the local zone. */
void health_trouble(struct str *out, const struct health_row *r, int64_t now);

/* "15 kB", "1.2 MB". */
void health_bytes(struct str *out, int64_t bytes);

/* Costs the same however many articles the feed has. */
bool health_read(struct store *s, const struct feed_row *f, int64_t now,
    struct feed_health *h, struct err *err);
/* The rhythm alone, of the feed with that id; 0 when it cannot be told. */
int64_t health_rhythm(struct store *s, int64_t feed);

#endif
