/*
 * talk: what the program says: one sentence in the last line, all of them
 * kept for the messages view.
 *
 * For ui.
 */
#ifndef UI_TALK_H
#define UI_TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { TALK_KEPT_MAX = 200 };

struct said {
	int64_t when;
	bool error;
	char *text;
};

struct talk {
	struct said *said; /* oldest first */
	size_t n, cap;
	bool current;     /* the last one is on the screen */
	bool changed;     /* since somebody looked; the app clears it */
	int64_t now;      /* kept by the app */
	struct str doing; /* what is being waited for; empty: nothing */
};

void talk_say(struct talk *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Said as an error: shown in its role, with the key of the messages. */
void talk_error(struct talk *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Kept without being shown at once. */
void talk_note(struct talk *t, bool error, const char *text);
/* A key was pressed: the sentence goes, its record stays. */
void talk_hush(struct talk *t);
/* The sentence to show; NULL: none. */
const struct said *talk_current(const struct talk *t);
void talk_release(struct talk *t);

#endif
