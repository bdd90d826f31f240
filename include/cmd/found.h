/*
 * found: why a search found an article, for its lines and its JSON.
 *
 * For cmd.
 */
#ifndef CMD_FOUND_H
#define CMD_FOUND_H

#include "base/err.h"
#include "base/str.h"
#include "store/articles.h"
#include "store/match.h"

enum { FOUND_BYTES = 160 }; /* of a snippet, without its marks */

struct found {
	struct filter *filter; /* of the search */
	struct str text;       /* the snippet; empty: it is in no text */
	struct match_marks marks;
};

/* Reads the search; false with a sentence when it cannot be read. */
bool found_begin(struct found *f, struct span words, struct err *err);
/* Makes the snippet of an article: of its text, else of its summary. */
void found_look(struct found *f, const struct article *a);
/* Appends the snippet with open and close around each hit; html: what is
 * special to HTML is escaped. */
void found_write(struct str *out, const struct found *f, const char *open,
    const char *close, bool html);
void found_release(struct found *f);

#endif
