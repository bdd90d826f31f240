/*
 * prompt: a line in which the person types.
 *
 * For ui.
 */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ui/canvas.h"

enum { PROMPT_HISTORY_MAX = 50 };

struct prompt {
	bool open;
	int purpose; /* the app's business */
	struct str label, text;
	size_t at;                         /* byte of the cursor */
	char *history[PROMPT_HISTORY_MAX]; /* oldest first, all purposes */
	size_t past, looking;
};

enum prompt_event { PROMPT_GOES_ON, PROMPT_DONE, PROMPT_CANCELLED };

void prompt_open(struct prompt *p, int purpose, const char *label);
/* A key; after DONE the text is there until the next prompt_open. */
enum prompt_event prompt_key(struct prompt *p, int key);
/* Text that was pasted: its line ends become blanks, controls go. */
void prompt_paste(struct prompt *p, struct span text);
/* Draws it on a row, with the real cursor. */
void prompt_draw(const struct prompt *p, struct canvas *c, int row);
void prompt_release(struct prompt *p);

#endif
