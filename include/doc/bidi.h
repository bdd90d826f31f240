/*
 * bidi: text from right to left, as a terminal without an eye for it needs it.
 *
 * For doc/layout and its parts, ui/canvas and ui/find.  UAX #9 by fribidi:
 * levels of a whole paragraph first, then the order of each line (rule L2),
 * marks kept behind what they stand on (L3) and brackets mirrored (L4).  Arabic
 * letters are joined by their presentation forms, which is what terminals
 * that do not turn lines do not do either.  Without fribidi text stays in the
 * order in which it is read.
 */
#ifndef DOC_BIDI_H
#define DOC_BIDI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Whether this program was built with fribidi. */
bool bidi_able(void);
/*
 * Levels of a paragraph, one a byte of it: odd ones run from right to left.
 * rtl: the paragraph does.  A newline is a line's end within it.  NULL: all of
 * it runs from left to right (or there is no fribidi).  The caller frees it.
 */
unsigned char *bidi_levels(struct span text, bool rtl);
/* Fills order with 0..n-1 as runs of these levels stand from left to right. */
void bidi_order(const unsigned char *level, size_t *order, size_t n);
/* Appends a run of an odd level as it stands from left to right. */
void bidi_turn(struct str *out, struct span run);
/* Appends text, not yet through cells_add, with Arabic letters joined. */
void bidi_join(struct str *out, struct span text);
/* Appends a whole line that went through cells_add as it stands from left to
 * right. */
void bidi_line(struct str *out, struct span line, bool rtl);
/* Appends the letters that a sign of bidi_join or bidi_turn stands for: what
 * a search compares.  turned: it stood in a run of an odd level. */
void bidi_plain(struct str *out, uint32_t cp, bool turned);

#endif
