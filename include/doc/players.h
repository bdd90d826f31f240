/*
 * players: pages that are framed to play a film, a recording or a post.
 *
 * For doc/figures.c.
 */
#ifndef DOC_PLAYERS_H
#define DOC_PLAYERS_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

/*
 * Is src, an absolute address, the frame of a player that is worth a link?
 * Then *page is where a reader goes, which is the page of the thing itself
 * when its address follows from the frame's, else src; it is src's or mem's.
 * *name is what the service is called, or "" when its frames are found by
 * their form alone.
 */
bool player_find(
    struct arena *mem, struct span src, struct span *page, const char **name);
/* The page of a film whose name alone is told, or "". */
struct span player_youtube(struct arena *mem, struct span name);

#endif
