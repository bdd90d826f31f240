/*
 * feedjson: a feed as JSON: what `broadsheet parse` prints.
 *
 * For cmd.
 */
#ifndef CMD_FEEDJSON_H
#define CMD_FEEDJSON_H

#include "cmd/emit.h"
#include "feed/feed.h"

/* One object, all of it. */
void feedjson_emit(struct emit *e, const struct feed *f);

#endif
