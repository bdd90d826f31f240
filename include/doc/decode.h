/*
 * decode: the character sets that need no table from outside.
 *
 * For doc/charset.c.
 */
#ifndef DOC_DECODE_H
#define DOC_DECODE_H

#include <stdbool.h>

#include "base/str.h"

/* Appends bytes as UTF-8 without NUL and BOM when name is utf-8, utf-16*,
 * utf-32* or windows-1252; false for all others. */
bool decode_plain(struct str *out, const char *name, struct span bytes);

/* True when so much of it is UTF-8 that a few broken bytes are slips. */
bool decode_is_nearly_utf8(struct span bytes);

#endif
