/*
 * story: an article as the page shows it: masthead, document, layout.
 *
 * For ui/article.c and tests.  What is on the page stays there: a story that
 * is loaded again is only rebuilt when its text has changed.
 */
#ifndef UI_STORY_H
#define UI_STORY_H

#include <stdbool.h>
#include <stddef.h>

#include "doc/doc.h"
#include "doc/layout.h"
#include "store/articles.h"
#include "store/heading.h"
#include "ui/view.h"

struct story {
	struct article *article; /* NULL: not loaded, or gone */
	struct doc *doc;
	struct layout *layout;
	struct heading heading;
	/* Shown in place of them: what has changed (ui/edits.h), or NULL. */
	struct doc *changes;
	struct heading changes_heading;
	int width, page_rows;                /* as laid out; 0: not yet */
	bool bidi, justify, pictures, signs; /* likewise */
	int cell_w, cell_h;                  /* likewise */
};

/* Takes a (and frees it).  False: it is what was there already.  A text that
 * has still to be set is asked for, and a line says so. */
bool story_set(struct story *s, struct article *a, const struct ui *ui);
/* Puts d and its heading (both taken) on the page; NULL: the text again. */
void story_changes(struct story *s, struct doc *d, struct heading *h);
/* What is on the page; NULL: nothing. */
const struct doc *story_doc(const struct story *s);
/* Lays it out; nothing happens when that is done already. */
void story_layout(
    struct story *s, const struct ui *ui, int width, int page_rows);
/* Where a line stands in the text, and the line that stands there in another
 * layout, even of an edited text, or of what has changed in it. */
struct story_place {
	size_t block; /* how many blocks begin before it */
	int line;     /* within its block */
};
struct story_place story_place(const struct layout *l, size_t line);
size_t story_find(const struct layout *l, struct story_place place);
/* Its flags as the person has left them. */
unsigned story_flags(const struct story *s, const struct ui *ui);
/* Whether its whole text is to be fetched, as the feed's line or its section
 * says: the feed gives little of it, or the page has changed since. */
bool story_wants_whole(const struct story *s, const struct ui *ui);
/* Gives it a flag (there is an article), or takes it away, and says so. */
void story_mark(
    const struct story *s, const struct ui *ui, unsigned flag, bool on);
void story_release(struct story *s);

#endif
