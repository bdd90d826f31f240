/*
 * utf8: characters, clusters and cells; and the one place that decides what
 * may reach a terminal.
 *
 * For everybody.  Width is libc's wcwidth(), the table that curses uses, and
 * no other.  Two filters, never mixed up:
 *
 *   utf8_plain   when text is parsed: what is stored and printed as data.
 *		  No C0/C1 controls, no bidi controls, valid UTF-8.
 *   cells_add    when text is drawn: what a terminal can show in cells that
 *		  both it and curses count alike.  The store keeps the original.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { UTF8_BAD = 0xfffd };

/*
 * Decodes the character at byte `at` of t (at < t.n) and returns how many
 * bytes it takes, at least 1.  A malformed, overlong, surrogate or too large
 * sequence yields UTF8_BAD for its longest broken prefix (Unicode 3.9).
 */
size_t utf8_next(struct span t, size_t at, uint32_t *cp);
/*
 * How many bytes from `at` on are ASCII but not NUL.  Eight are looked at at
 * once; it may stop up to seven bytes early, where the caller goes on by
 * itself.
 */
size_t utf8_ascii(struct span t, size_t at);
/* The start of the character before byte `at` (at > 0). */
size_t utf8_prev(struct span t, size_t at);
bool utf8_valid(struct span t);
/* Appends cp; a surrogate or a value above U+10FFFF becomes U+FFFD. */
void utf8_add(struct str *out, uint32_t cp);
/* Number of characters (a broken sequence counts as one). */
size_t utf8_count(struct span t);

/* Bits for utf8_plain. */
enum {
	PLAIN_LINE = 1,  /* white space runs become one blank, ends trimmed */
	PLAIN_LINES = 2, /* keeps \n; other white space runs become one blank */
	PLAIN_PRE = 4    /* keeps \n and \t and blanks as they are */
};

/*
 * Appends t as plain text: valid UTF-8, without U+0000-001F (except what the
 * flag keeps), U+007F-009F, U+202A-202E and U+2066-2069, which are dropped
 * (C0 white space counts as white space).
 */
void utf8_plain(struct str *out, struct span t, int how);

/* Cells that a character takes: 0, 1 or 2; a control or unknown one takes 1. */
int cell_width(uint32_t cp);
/*
 * Appends t in a form safe to draw (LIBRARIES: "Mitigation, tested"): soft
 * hyphens, zero-width, bidi and tag characters, variation selectors go; an
 * emoji after ZWJ goes; skin tones and keycaps after a base go; regional
 * indicators become letters; an unknown width becomes U+FFFD; a leading mark
 * gets a no-break space; at most 4 marks stay on a base; controls (and tab
 * and newline) become a blank.
 */
void cells_add(struct str *out, struct span t);
/* Width in cells of text that went through cells_add. */
int cells_width(struct span t);
/* Bytes of the longest start of t that takes at most width cells and ends at
 * a cluster's edge; *used (may be NULL) becomes its width. */
size_t cells_fit(struct span t, int width, int *used);
/*
 * Appends t (any text; sanitised here) cut to width cells.  A cut ends in
 * "…", at a word when one ends within the last third.  Returns the width.
 */
int cells_ellipsis(struct str *out, struct span t, int width);
/* The end of the grapheme cluster (UAX #29) that begins at byte `at`. */
size_t cluster_end(struct span t, size_t at);

/* Lower case by simple mapping, for comparing titles; appends to out. */
void utf8_fold(struct str *out, struct span t);
/* The same of one character. */
uint32_t utf8_lower(uint32_t cp);
/* True when the first strong character is right-to-left (UAX #9 P2, P3). */
bool utf8_is_rtl(struct span t);

#endif
