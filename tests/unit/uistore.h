/*
 * uistore: a small paper in a store, for the tests of views.
 *
 * Everything in it is the same on every run: times count back from UISTORE_NOW.
 */
#ifndef TESTS_UISTORE_H
#define TESTS_UISTORE_H

#include "conf/conf.h"
#include "conf/feedsfile.h"
#include "store/store.h"
#include "ui/panes.h"

#define UISTORE_NOW INT64_C(1795435440) /* Mon 23 Nov 2026, 12:04 UTC */

/* Panes over a store of their own; uistore_open fills it in. */
struct uistore {
	char *dir, *file;
	struct store *writer, *reader;
	struct options options;
	struct feedsfile feeds;
	struct keymap keys;
	struct marks marks;
	struct talk talk;
	struct ui ui;
	struct panes panes;
	struct sheet sheet;
};

/* empty: no feeds. */
void uistore_open(struct uistore *u, bool empty);
void uistore_close(struct uistore *u);
/* One more story in the feed "Delta Courier"; its age in minutes. */
void uistore_add(
    struct uistore *u, const char *key, const char *title, int age_min);
/* Shows the panes in a window of this size. */
void uistore_size(struct uistore *u, int rows, int cols);
/* Presses keys, written as for "bind" and separated by blanks, and settles. */
void uistore_press(struct uistore *u, const char *keys);
/* The screen as text; the caller frees. */
char *uistore_screen(struct uistore *u);

#endif
