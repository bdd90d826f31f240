/*
 * scope: what a list shows, as SQL with bound values.
 *
 * For store only.  Values ?1 to ?8 and ?13 belong to the scope; the caller has
 * the others.  The article's row is called a.
 */
#ifndef STORE_SCOPE_H
#define STORE_SCOPE_H

#include "base/str.h"
#include "store/headlines.h"
#include "store/search.h"
#include "store/stmt.h"

/* enum article_flag, of the row a. */
#define SCOPE_FLAGS                                      \
	"(a.unread | (a.starred << 1) | (a.own << 2) | " \
	"((a.deleted <> 0) << 4))"

enum { SCOPE_WORDS_MAX = 4 }; /* of a search in what is not indexed yet */

struct scope_sql {
	const struct scope *scope;
	struct str from;  /* "article a" or the index joined with it */
	struct str where; /* never empty */
	const char *key;  /* the column that the list is ordered by */
	struct str fts;   /* ?4 */
	struct search_word word[SCOPE_WORDS_MAX]; /* ?5 to ?8 */
	size_t words;
};

/* The articles of a scope.  With a search: those in the index.  p is to be
 * released, after a failure too. */
bool scope_build(struct scope_sql *p, struct store *s,
    const struct scope *scope, struct err *err);
/* With a search: those that match but are not in the index yet. */
void scope_build_waiting(struct scope_sql *p, const struct scope *scope);
void scope_bind(struct scope_sql *p, struct stmt *q);
void scope_release(struct scope_sql *p);

#endif
