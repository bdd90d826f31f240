/*
 * list: a cursor and a scroll over lines, some of which cannot be chosen.
 *
 * For ui.  A list knows nothing of what its lines hold.
 */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/command.h"

struct list {
	size_t n;   /* lines */
	size_t cur; /* the chosen line; anything when n is 0 */
	size_t top; /* the first line on the screen */
	int rows;   /* lines on the screen */
	/* Says which lines can be chosen; NULL: all. */
	bool (*can)(const void *data, size_t line);
	/* Says which lines go on with the one above, which is chosen in their
	 * place (can is false of them); NULL: none. */
	bool (*goes_on)(const void *data, size_t line);
	const void *data;
};

/* After n, rows or cur have changed: brings cur onto a line that can be
 * chosen (downward first) and onto the screen. */
void list_settle(struct list *l);
/* Carries out UP … BOTTOM, count times (0 is once); false: no such command. */
bool list_command(struct list *l, enum ui_command command, int count);
enum list_click { CLICK_NOTHING, CLICK_CHOSE, CLICK_AGAIN };
/* The mouse was pressed on a screen row of the list: chooses its line.
 * AGAIN: that is the line that was chosen already. */
enum list_click list_click(struct list *l, int screen_row);
/* Chooses a line and keeps it on the screen row it is shown on now, so that
 * nothing moves under the reader when lines came or went above. */
void list_keep(struct list *l, size_t line, size_t screen_row);

#endif
