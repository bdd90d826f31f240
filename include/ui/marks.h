/*
 * marks: what was marked and is not in the store yet.
 *
 * For ui.  A mark goes to the desk as an order and lies over the rows of the
 * store until the desk says that it is done, so that a row never flips back
 * while a refresh reloads it.
 */
#ifndef UI_MARKS_H
#define UI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desk/client.h"
#include "store/articles.h"
#include "store/headlines.h"
#include "ui/selection.h"

struct mark {
	int64_t id, feed, seq;
	unsigned set, clear; /* enum article_flag */
	int unread;          /* what it adds to its feed's unread: -1, 0, 1 */
	bool done;           /* and waits for the rows to be loaded again */
};

struct marks {
	struct client *client; /* NULL: no desk; marks last for the session */
	struct mark *item;
	size_t n, cap;
	bool changed; /* since somebody looked; the app clears it */
};

/* Flags as the person has set them. */
unsigned marks_over(const struct marks *m, int64_t id, unsigned flags);
/*
 * Sets and clears flags of one article whose flags are `flags` now (overlay
 * included), and orders it.  Nothing happens when nothing would change.
 */
void marks_set(struct marks *m, int64_t id, int64_t feed, unsigned flags,
    unsigned set, unsigned clear);
/* Gives a flag to many articles, or takes it away; what has it already, or
 * not, is left out.  One deed for undo. */
void marks_set_all(
    struct marks *m, const struct selection *what, unsigned flag, bool on);
/* Marks a scope read up to the article newest; rows: those that are shown. */
void marks_readall(struct marks *m, const struct scope *scope, int64_t newest,
    const struct headline *rows, size_t n);
/* The desk has carried out (or refused) an order.  The mark stays until
 * marks_settle: a key that comes together with the answer still finds rows
 * that were loaded before. */
void marks_done(struct marks *m, int64_t seq);
/* Forgets what is done; the rows are loaded from the store next. */
void marks_settle(struct marks *m);
void marks_release(struct marks *m);

#endif
