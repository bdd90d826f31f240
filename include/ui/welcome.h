/*
 * welcome: what a person sees who has no feeds yet.
 *
 * For ui.
 */
#ifndef UI_WELCOME_H
#define UI_WELCOME_H

#include "base/str.h"
#include "ui/view.h"

/* Appends the first list of subscriptions that lies where other readers or a
 * browser leave one: newsboat's urls, then a file *.opml in the home folder or
 * its Downloads, as "~/…".  Nothing: there is none. */
void welcome_find(struct str *out);
/* Draws the page, in the keys as they are bound now, from row on. */
void welcome_draw(const struct view *v, struct canvas *c, int row);

#endif
