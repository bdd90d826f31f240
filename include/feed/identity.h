/*
 * identity: the stable id of an entry within its feed.
 *
 * For feed and desk.
 */
#ifndef FEED_IDENTITY_H
#define FEED_IDENTITY_H

#include "feed/feed.h"

/*
 * Appends the key: guid or atom:id (web addresses in their url_identity
 * form), else the link's identity, else the enclosure's, else a hash of title
 * and publishing date, else of the text.  The same entry gives the same key
 * after http became https or tracking parameters changed.
 */
void identity_key(struct str *out, const struct entry *e);

/*
 * Looks at all the keys of a feed together: what says the same key but tells
 * another story (some generators give every entry one id) gets a key by its
 * link, else by title and date; what tells the same story again has an empty
 * key from then on and is to be passed over.
 */
void identity_settle(struct feed *f);

/* Appends the fingerprint of what a reader sees (title, authors, body): an
 * entry whose fingerprint changed was edited.  16 hex digits. */
void identity_print(struct str *out, const struct entry *e, struct span galley);

#endif
