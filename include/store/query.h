/*
 * query: a search as SQL and FTS5 with bound values.
 *
 * For store only.  Values QUERY_VALUE and up belong to it.  The article's row
 * is called a.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "base/str.h"
#include "store/filter.h"
#include "store/stmt.h"
#include "store/store.h"

enum { QUERY_VALUE = 20, QUERY_VALUES_MAX = FILTER_TERMS_MAX + 1 };

struct query_value {
	bool is_number;
	int64_t number;
	struct str text;
};

struct query {
	struct filter *filter;
	bool old;         /* the index of an older kind is asked */
	struct str fts;   /* what is asked of the index; empty: nothing */
	struct str where; /* " AND …", besides */
	struct query_value value[QUERY_VALUES_MAX];
	size_t values;
};

/* A limit of what may be asked of the index by feed. */
enum { QUERY_FEEDS_MAX = 64 };

/*
 * Reads a search and finds the feeds that it names.  One whose filter has no
 * root finds nothing; one that asks about no
 * words leaves fts empty: its where goes with any list.  False with a
 * sentence: filter_parse could not read it.  To be released in any case.
 */
bool query_build(struct query *q, struct store *s, struct span text,
    bool unfinished, struct err *err);
/* Writes what the index is asked and what is left for SQL; a part of
 * query_build, for the fuzzer. */
void query_divide(struct query *q);
/* Narrows what is asked of the index to these feeds; false: there are too many
 * for that, or the index does not know feeds. */
bool query_narrow(struct query *q, const int64_t *feed, size_t n);
void query_bind(const struct query *q, struct stmt *stmt);
void query_release(struct query *q);

#endif
