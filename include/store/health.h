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
	FEED_MOVED,  /* for good, but its line is as it was */
	FEED_SILENT, /* nothing new for 90 days */
	FEED_NEW,    /* was not asked yet */
	FEED_WELL,
	FEED_STATES
};

struct feed_health {
	enum feed_state state;
	int64_t newest;   /* date of its newest article; 0: none */
	int64_t rhythm_s; /* usual time between articles; 0: not known */
	int read_percent; /* of its articles; -1: it has none */
};

/* Costs the same however many articles the feed has. */
bool health_read(struct store *s, const struct feed_row *f, int64_t now,
    struct feed_health *h, struct err *err);
/* The rhythm alone, of the feed with that id; 0 when it cannot be told. */
int64_t health_rhythm(struct store *s, int64_t feed);

#endif
