/*
 * edits: what a story said before, shown in place of what it says.
 *
 * For ui/article.c.  While it is on, the story's page is what changed from one
 * version to the next (store/revisions.h).
 */
#ifndef UI_EDITS_H
#define UI_EDITS_H

#include "store/revisions.h"
#include "ui/story.h"

struct edits {
	bool on, shown;
	int64_t number; /* of the version that is shown; 0: the newest */
	struct revisions *versions;
	size_t at; /* of them */
	/* Where the text was when it was left, and what was shown first. */
	size_t text_top, first_top;
};

/*
 * Puts the version on the page, or says why it cannot be and ends.  Called
 * when the story has been read from the store.
 */
bool edits_load(struct edits *c, struct store *s, struct story *story,
    struct ui *ui, struct err *err);
/* To the version before, or after; false: there is none. */
bool edits_step(struct edits *c, bool newer);
/* The line of the next change below line `top`, or above it; top: none. */
size_t edits_next(const struct layout *l, size_t top, bool backward);
/* "version 2 of 3" */
void edits_status(const struct edits *c, struct str *out);
/* When it is on the page for the first time, from that line on: says which
 * keys lead through it. */
void edits_shown(struct edits *c, const struct ui *ui, size_t top);
/* What it holds; the page must not show it any more. */
void edits_release(struct edits *c);

#endif
