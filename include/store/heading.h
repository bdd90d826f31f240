/*
 * heading: what stands above an article, and its body as a document.
 *
 * For ui and cmd: the reader and "show" print the same.
 */
#ifndef STORE_HEADING_H
#define STORE_HEADING_H

#include "doc/layout.h"
#include "store/articles.h"
#include "store/match.h"

struct heading {
	struct str kicker, byline, dates, tags, note;
	struct masthead head; /* borrows from them and from the article */
};

/*
 * Writes kicker, byline and "Published … · Updated … · 3 hours ago".  The
 * standfirst is left out when the body begins with it.  date_format as of
 * strftime(3).
 */
void heading_write(struct heading *h, const struct article *a,
    const struct doc *doc, const char *date_format, int64_t now);
/* Whether a standfirst only says what the body begins with. */
bool heading_repeats(struct span standfirst, const struct doc *doc);
void heading_release(struct heading *h);

/* The body, with an enclosure as its last link; an empty document when the
 * stored one cannot be read (err says why).  The caller frees with doc_free. */
struct doc *heading_doc(const struct article *a, struct err *err);
/* The part of an article's text, else of its summary, that a search is about:
 * see match_snippet.  What was in out and m is forgotten. */
bool heading_snippet(struct str *out, struct match_marks *m,
    const struct filter_node *n, const struct article *a, size_t bytes);

/* Appends a section's path for people: "World / Asia". */
void section_shown(struct str *out, struct span path);

#endif
