/*
 * preview: what a feed would bring, before it is subscribed.
 *
 * For cmd.
 */
#ifndef CMD_PREVIEW_H
#define CMD_PREVIEW_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Prints the feed of that address from the parser's records (feedtext): in
 * words, or as a JSON object.  False with a sentence when it is no feed. */
bool preview_print(
    struct span url, struct span records, bool json, struct err *err);

#endif
