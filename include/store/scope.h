/*
 * scope: what a list shows, as SQL with bound values.
 *
 * For store only.  Values ?1 to ?9 and ?13 on belong to the scope; the caller
 * has ?10 to ?12.  The article's row is called a.
 */
#ifndef STORE_SCOPE_H
#define STORE_SCOPE_H

#include "base/str.h"
#include "store/headlines.h"
#include "store/query.h"
#include "store/stmt.h"

/* enum article_flag, of the row a. */
#define SCOPE_FLAGS                                      \
	"(a.unread | (a.starred << 1) | (a.own << 2) | " \
	"((a.deleted <> 0) << 4))"

/* A feed of a scope, with its counters. */
struct scope_feed {
	int64_t id, unread, total, starred;
};

/* What is known of a scope before its rows are looked for. */
struct scope_sql {
	struct scope scope; /* with what the search says of flags and age */
	struct query query; /* of scope.search */
	bool words;         /* it asks the index */
	bool nothing;       /* its search has nothing to look for */
	int unread_is;      /* of all its articles: 0, 1; -1: either */
	bool narrowed;      /* the index is asked about its feeds alone */
	int64_t least_doc;  /* no text with a lower number is of its time */
	/* The feeds of the section, or all; active ones, as in the file. */
	struct scope_feed *feed;
	size_t feeds;
	int64_t unread, total, starred; /* of those */
	int64_t all_unread, all_total;  /* of everything */
};

/* One way to go through the articles of a scope, or through some of them. */
enum scope_way {
	WAY_DATE,    /* by a.sort */
	WAY_FEED,    /* the same of the one feed ?9 */
	WAY_TITLE,   /* by a.title_key */
	WAY_INDEX,   /* what the index finds, by its number */
	WAY_RANK,    /* the same, the best of the newest first */
	WAY_WAITING, /* what waits for the index, by its number */
	WAY_HEADS,   /* headlines whose text is not there yet, newest last */
};

struct scope_shape {
	enum scope_way way;
	int unread_is;          /* 0, 1; -1: as the scope says */
	struct str from, where; /* where is never empty */
	const char *key;        /* the column that they are ordered by */
	bool sorted; /* no index has them in that order: they are collected */
};

/* The best of so many that came last are what a search by rank shows. */
enum { SCOPE_RANKED_MAX = 2000 };

/* Reads a scope.  False with a sentence: its search cannot be read, or the
 * store cannot.  p is to be released in any case. */
bool scope_open(struct scope_sql *p, struct store *s, const struct scope *scope,
    struct err *err);
void scope_release(struct scope_sql *p);
/* Writes the SQL of a way (way and unread_is are set); to be released. */
void scope_write(const struct scope_sql *p, struct scope_shape *shape);
void scope_shape_release(struct scope_shape *shape);
/* The values of p in a statement made of one of its shapes; feed: ?9. */
void scope_bind(const struct scope_sql *p, struct stmt *q, int64_t feed);

/* True when the articles are more than one in so many of what WAY_DATE or
 * WAY_TITLE goes through: then the order's own index is walked, else theirs are
 * collected and sorted. */
enum { SCOPE_DENSE = 50 };
bool scope_is_dense(const struct scope_sql *p, int unread_is);
/* The way that leads to all of them in the order of date or number. */
enum scope_way scope_way(const struct scope_sql *p);

#endif
