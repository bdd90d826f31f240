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
#include "ui/history.h"

struct prompt {
	bool open;
	int purpose; /* the app's business */
	struct str label, text;
	size_t at;               /* byte of the cursor */
	struct history *history; /* borrowed; NULL: none */
	size_t looking;          /* the line of it that is shown */
	struct str typed;        /* before Up was pressed */
};

enum prompt_event { PROMPT_GOES_ON, PROMPT_DONE, PROMPT_CANCELLED };

/* Opens it, empty.  history: where Up looks for lines that begin with what was
 * typed, and where the answer is kept; NULL: nowhere. */
void prompt_open(
    struct prompt *p, int purpose, const char *label, struct history *history);
/* A key; after DONE the text is there until the next prompt_open. */
enum prompt_event prompt_key(struct prompt *p, int key);
/* Text that was pasted: its line ends become blanks, controls go. */
void prompt_paste(struct prompt *p, struct span text);
/* Puts text in the place of the bytes from `from` to the cursor. */
void prompt_replace(struct prompt *p, size_t from, struct span text);
/* Draws it on a row, with the real cursor. */
void prompt_draw(const struct prompt *p, struct canvas *c, int row);
void prompt_release(struct prompt *p);

#endif
