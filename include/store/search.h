/*
 * search: the full-text index.
 *
 * For store only; ui and cmd search through a scope (store/headlines.h).
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "base/str.h"
#include "store/store.h"

/* The word in the index's column "place" that stands for a feed: it begins
 * with a character for private use, which no word of a text has
 * (store/tokens.h), so that no query has to say which column it means. */
#define SEARCH_PLACE "\xee\x80\x80%lld"

/* The index as the newest step of the schema makes it (store/schema.c). */
#define SEARCH_INDEX                                                  \
	"fts5(title, author, body, section, place, content = '',"     \
	" columnsize = 0, tokenize = \"unicode61 remove_diacritics 0" \
	" categories 'L* N* Co Mn Mc'\")"

/* Whether the index of an older kind is still the one to ask, and the number
 * of the last text that is in the new one (done may be NULL). */
bool search_is_old(struct store *s, bool *old, int64_t *done, struct err *err);
/* The index's table. */
const char *search_table(bool old);
/* The schema step to a new index: an old one is kept and gone over in the
 * background (articles_index_some). */
bool search_renew(struct store *s, struct err *err);

/*
 * Puts an article's text in the queue of the index; returns its new document
 * number (article.doc), 0 on error.
 */
int64_t search_queue(struct store *s, struct span title, struct span author,
    struct span body, struct err *err);
/*
 * Puts the text of an article that has a row into the index, in this
 * transaction; its document number, 0 on error.  In a shared transaction texts
 * are gathered and go in together: a savepoint makes FTS5 write what it has.
 */
struct article_new;
int64_t search_add(
    struct store *s, int64_t id, const struct article_new *a, struct err *err);
/* A savepoint begins; what was gathered since is forgotten, or (rollback of
 * everything) all of it. */
void search_mark(struct store *s);
void search_forget(struct store *s, bool all);
/* What was gathered goes into the index, if it is much, or in any case. */
bool search_flush(struct store *s, bool always, struct err *err);
void search_release(struct store *s);

/*
 * Gives a handle the functions that searches use: found(title, author, body,
 * section, feed, time, flags, tags) tells whether a text that waits for the
 * index matches store->searching; weight(words) ranks what the index has found.
 */
bool search_attach(struct store *s, struct err *err);

#endif
