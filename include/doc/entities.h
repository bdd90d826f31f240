/*
 * entities: HTML's named characters.
 *
 * For doc and feed.
 */
#ifndef DOC_ENTITIES_H
#define DOC_ENTITIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * The character (or two) of the longest name that begins at t, which stands
 * behind the "&".  Returns the bytes taken, with the ";" when there is one; 0
 * when nothing there is a reference.  Names without ";" only where HTML 4
 * knew them, as browsers have it.  Numbers too: "#8217;", "#x2019;", with
 * 128-159 read as windows-1252 (HTML 13.2.5.80).  second is 0 but for names of
 * two characters.
 */
size_t entity_take(struct span t, uint32_t *first, uint32_t *second);

/* Appends plain text as it stands in HTML; quoted: within double quotes. */
void entity_escape(struct str *out, struct span t, bool quoted);

/* The same, by name alone ("eacute"), for XML; 0: not known. */
uint32_t entity_named(struct span name);

#endif
