/*
 * journal: what a person changed, to be taken back and done again.
 *
 * For desk and cmd.  One entry is one deed, however many articles it was
 * about; their numbers are packed (store/ids.h).  Entries stand in the order
 * of the deeds; those that were undone stand at the end, and a new deed takes
 * their place.
 */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "base/mem.h"
#include "store/ids.h"
#include "store/store.h"

enum change_kind {
	CHANGE_READ,
	CHANGE_UNREAD,
	CHANGE_STAR,
	CHANGE_UNSTAR,
	CHANGE_DELETE,
	CHANGE_RESTORE,
	CHANGE_TAG,
	CHANGE_UNTAG,
	CHANGE_NOTE,
	CHANGE_UNSUBSCRIBE,
	CHANGE_KINDS
};

/* A deed that has just been done, in the same transaction. */
struct change_new {
	enum change_kind kind;
	int64_t at;           /* seconds since 1970 */
	const char *reader;   /* who did it (desk/order.h) */
	struct ids *articles; /* gets sorted; empty and not NULL: no deed */
	struct span subject;  /* a list, a tag, a feed: for people */
	struct span before, after; /* a note; the feeds file's lines */
	bool more; /* goes on with the last deed, of this kind and reader */
};
/* How long entries are kept; older ones and those that are more are dropped
 * when one is added. */
struct journal_bounds {
	int64_t count;  /* 0: nothing is written */
	int64_t oldest; /* seconds since 1970 */
};
bool journal_add(struct store *s, const struct change_new *c,
    const struct journal_bounds *bounds, struct err *err);

/* An entry as it stands; the spans live in the arena it was read with. */
struct change {
	int64_t id, at;
	enum change_kind kind;
	bool undone;
	int64_t articles;
	struct span ids, subject, before, after;
	struct span title; /* of its article, when it is about one */
};
/* The deed that would be undone next, or (redo) be done again; id 0: there is
 * none. */
bool journal_next(struct store *s, struct arena *mem, bool redo,
    struct change *c, struct err *err);
/*
 * Takes the deed back, or does it again, and says so in the journal.  Only
 * what still is as the deed (or its undoing) left it is changed; *changed
 * counts those articles.  The feeds file is not ours: the caller has edited
 * it.  In the caller's transaction.
 */
bool journal_turn(struct store *s, const struct change *c, bool redo,
    int64_t now, int64_t *changed, struct err *err);

/* The last `max` entries, newest first; caller frees with changes_free. */
struct changes {
	struct arena *mem;
	struct change *row;
	size_t n;
};
struct changes *changes_load(struct store *s, size_t max, struct err *err);
void changes_free(struct changes *c);

/* Appends what was done, for people: "31 stories of World / Asia marked
 * read"; no full stop. */
void change_describe(struct str *out, const struct change *c);

#endif
