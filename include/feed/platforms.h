/*
 * platforms: where feeds are that no page names.
 *
 * For desk.  Addresses alone are looked at; nothing is fetched here, and what
 * comes out is a guess that has to be tried.
 */
#ifndef FEED_PLATFORMS_H
#define FEED_PLATFORMS_H

#include "base/str.h"

/* Appends, a line each, the feeds that the platform of that page keeps for it
 * (a channel, a forum, a project, a person); nothing for other sites. */
void platforms_feeds(struct str *out, struct span url);
/* Appends, a line each, where sites are used to keep their feed: beside the
 * page, then at the top. */
void platforms_usual(struct str *out, struct span url);

#endif
