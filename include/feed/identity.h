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
 * form), else the link's identity, else a hash of title and publishing date,
 * else of title and text.  The same entry gives the same key after http
 * became https or tracking parameters changed.
 */
void identity_key(struct str *out, const struct entry *e);

/* Appends the fingerprint of what a reader sees (title, authors, body): an
 * entry whose fingerprint changed was edited.  16 hex digits. */
void identity_print(struct str *out, const struct entry *e, struct span galley);

#endif
