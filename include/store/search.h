/*
 * search: the full-text index.
 *
 * For store only; ui and cmd search through a scope (store/headlines.h).
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "base/str.h"
#include "store/store.h"

/*
 * Puts an article's text in the queue of the index; returns its new document
 * number (article.doc), 0 on error.
 */
int64_t search_queue(struct store *s, struct span title, struct span author,
    struct span body, struct err *err);
/* The same, but into the index itself: for many in one transaction, which it
 * takes in far more cheaply than as many small ones. */
int64_t search_add(struct store *s, struct span title, struct span author,
    struct span body, struct err *err);

/*
 * The words a person typed -> FTS5's syntax, in which everything is quoted so
 * that nothing can be a syntax error.  False: nothing to search for.
 */
bool search_query(struct str *fts, struct span typed);
/* The same as LIKE patterns for what is not in the index yet: one word each,
 * at most max; minus tells which ones must be missing. */
struct search_word {
	char *like; /* "%word%", '\' escapes; free() */
	bool minus;
};
size_t search_words(struct search_word *word, size_t max, struct span typed);

/* Appends text with a blank between the characters of CJK runs, two by two
 * ("日本語" -> "日本 本語"), as it goes into the index and into queries. */
void search_bigrams(struct str *out, struct span text);

#endif
