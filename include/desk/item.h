/*
 * item: a feed on its way, and what its stages share.
 *
 * For desk only.  A feed is fetched; its headlines are read and merged; then,
 * when nobody waits for headlines any more, the texts of those that are new or
 * have changed are set.  What is known then, its outcome, ends the lease: a
 * desk that dies before has lost nothing, for the validators of the feed are
 * those from before, and it is read again.
 */
#ifndef DESK_ITEM_H
#define DESK_ITEM_H

#include "desk/rest.h"
#include "desk/rooms.h"

struct item {
	struct item *next, **link;
	struct desk *desk;
	struct sweep *sweep;
	struct feed_due due;
	const struct subscription *sub;
	int64_t fresh_s, retry_after_s, hold_s; /* what they ask for */
	int64_t max_bytes;                      /* of it, unpacked */
	struct str etag, last_modified, hash;
	struct str moved;   /* for good */
	struct str place;   /* of the host that is busy */
	char *cut;          /* why the download ended early, or NULL */
	const char *remedy; /* of what is wrong, or NULL */
	int64_t bytes;
	struct str error; /* of the outcome; empty: well */
	bool settled, have_validators, gone;
	bool unreachable; /* settled when it is known whether others are */
	bool spared;      /* our network was down */
	bool unstored;    /* the store could not take what it brought */
	bool held;        /* its host is busy: it was not asked */
	bool named;       /* by a person */
	bool listed;      /* a list, and it may name other feeds now */

	/* As it came, until its texts are set. */
	struct str body, url, content_type, coding;
	struct rest rest;
	/* Headlines that are in the store and wait for their texts. */
	struct pending *pending;
	size_t pending_n;
	bool headed;       /* its headlines are in the store, or it has none */
	bool urgent;       /* a person waits for one of its texts */
	bool changed;      /* something new came */
	bool same;         /* it is as it was the last time */
	int64_t added;     /* new articles */
	struct item *then; /* in the list of those that rest, or are merged */
};

/* refresh.c: it ends with an error, or, NULL, well: its outcome is written
 * with that of others. */
void item_settle(struct item *it, const char *error);
/* What came of it, in the transaction that is open. */
bool item_outcome(struct item *it, struct err *err);
/* Its outcome is in the store: it is freed. */
void item_end(struct item *it);
/* Fills in what merging needs to know of a feed. */
void item_merge_ask(const struct item *it, struct merge_ask *ask);

/* heads.c: a parser has read the headlines.  A pool_fn. */
void heads_take(void *item, const struct reply *reply, const struct err *err);

/* share.c: what many feeds bring is written in one transaction. */
/* The part of this feed begins. */
bool share_begin(struct desk *d, struct err *err);
/* It ends; !ok: nothing of it is kept.  What is kept is in the store when
 * item_stored says so. */
void share_part(struct item *it, bool ok);
/* refresh.c: it is in the store now; err: it is not. */
void item_stored(struct item *it, const struct err *err);
/* It ends because the store did not take it, or because what a parser said
 * of it was no sense (ERR_FORMAT). */
void item_unstored(struct item *it, const struct err *err);
/* All parts are written now. */
void share_end(struct desk *d);

/* typeset.c: texts. */
/* The headlines of the feed are in the store; its body is kept until a parser
 * is free. */
void typeset_add(struct item *it);
/* Sets what may be set now. */
void typeset_go(struct desk *d);
/* The feed has ended: those who wait for one of its texts are told. */
void typeset_told(struct desk *d, int64_t feed);
void typeset_abandon(struct desk *d);

#endif
