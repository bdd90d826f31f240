/*
 * revisions: what an article said before it was edited.
 *
 * For desk, ui, cmd.  The article's own row is its newest version, number
 * article.revisions + 1; earlier ones are rows of their own.  The first is
 * never dropped while any is kept; of those in between the older go first.
 */
#ifndef STORE_REVISIONS_H
#define STORE_REVISIONS_H

#include "doc/doc.h"
#include "store/articles.h"

struct revision {
	int64_t number;             /* 1: as it came first */
	int64_t since;              /* when we saw it first */
	int64_t published, updated; /* as its source said; 0: not said */
	struct span title, author, standfirst;
	struct span body, full; /* galleys: the feed's, the page's */
};

/* Those that are there, the oldest first; the last one is the article as it
 * is now and borrows from it. */
struct revisions {
	struct arena *mem;
	struct revision *v;
	size_t n;
};

/* NULL on an error.  a must live as long. */
struct revisions *revisions_load(
    struct store *s, const struct article *a, struct err *err);
void revisions_free(struct revisions *r);
/* The place of the version of that number; false: it is not there. */
bool revisions_find(const struct revisions *r, int64_t number, size_t *at);
/* The version as an article: spans borrow from both, bodies too.  Only for
 * as long as both live; not to be freed. */
void revisions_as_article(const struct revisions *r, size_t at,
    const struct article *now, struct article *out);
/*
 * What changed from the version before r->v[at] to it (at > 0): a document
 * that begins with "Headline was: …" where that changed (doc/diff.h).  Whole
 * pages are compared with whole pages, feeds' texts with feeds'.  NULL with a
 * sentence when a stored body cannot be read.  The caller frees.
 */
struct doc *revisions_changes(
    const struct revisions *r, size_t at, struct err *err);

/* Would `a` say anything else than the article does?  White space, markup and
 * addresses are nothing else (doc/diff.h). */
bool revisions_is_edit(struct store *s, int64_t id, const struct article_new *a,
    bool *edit, struct err *err);
/*
 * Puts the article as it is now aside, for it is about to be edited, and drops
 * what is more than the limits allow.  In the caller's transaction.
 */
bool revisions_keep(struct store *s, int64_t id,
    const struct revision_limits *limits, struct err *err);

/* An earlier version that was kept elsewhere; `added` tells whether there was
 * none of that number.  One that is not earlier than the article's newest is
 * passed over.  In the caller's transaction. */
struct revision_new {
	int64_t number, since, published, updated;
	struct span title, author, standfirst, body, full;
};
bool revisions_add(struct store *s, int64_t id, const struct revision_new *v,
    bool *added, struct err *err);
/* A page is about to stand in place of the one that was kept: when that was of
 * the same version and says something else, the article has been edited. */
bool revisions_page(struct store *s, int64_t id,
    const struct article_page *page, struct err *err);

#endif
