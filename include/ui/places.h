/*
 * places: sections and feeds by the names that people type.
 *
 * For ui/places.c and ui/complete.c.
 */
#ifndef UI_PLACES_H
#define UI_PLACES_H

#include <stddef.h>

#include "base/str.h"
#include "store/feeds.h"

/* Appends the name of a row of the tree: a section's path, a feed's title. */
void places_write(struct str *out, const struct feed_rows *rows, size_t i);

#endif
