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

/*
 * UTF-8 that was taken for windows-1252 and made UTF-8 once more ("Ã©"):
 * appends what it was, when all that is not ASCII is such, and it is more than
 * one character; else appends nothing and returns false.
 */
bool decode_twice(struct str *out, struct span utf8);

/* True when so much of it is UTF-8 that a few broken bytes are slips. */
bool decode_is_nearly_utf8(struct span bytes);

#endif
