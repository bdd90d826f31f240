/*
 * terminal: what the terminal we run in does by itself.
 *
 * For ui and cmd.  There is no question that a terminal would answer, so the
 * names by which terminals give themselves away in the environment decide;
 * the options "bidi" and "hyperlinks" overrule them.
 */
#ifndef CONF_TERMINAL_H
#define CONF_TERMINAL_H

#include <stdbool.h>

#include "base/str.h"

/* Who puts lines from right to left in order. */
enum terminal_bidi {
	BIDI_OURS,      /* we do: it would show what it gets */
	BIDI_OURS_ONCE, /* we do, and tell it not to (CSI 8 l) while we are the
	                   one program on it */
	BIDI_THEIRS     /* it does */
};

enum terminal_bidi terminal_bidi(void);
/*
 * Appends the name of the entry under which the terminal of that name has 16
 * million colours ("xterm-direct" for "xterm-256color"); which may not be
 * installed.  False when it does not say that it has them (COLORTERM).
 */
bool terminal_direct(struct str *out, const char *term);
/* Whether it may be asked how it shows pictures: not one within tmux or screen,
 * which know less than what they run in, nor the console, which would print
 * the question. */
bool terminal_may_be_asked(void);
/* Whether it is known to make links of OSC 8. */
bool terminal_has_links(void);
/*
 * Appends what begins the link with that number (parts of it on several lines
 * light up together).  False, and nothing added: the address is none that a
 * terminal should be given.
 */
bool terminal_link(struct str *out, struct span url, int number);
void terminal_link_end(struct str *out);

#endif
