/*
 * filter: the language of searches and of saved lists, broadsheet-filter(7).
 *
 * For store and ui.  One parser makes a tree; what asks the index
 * (store/query), what looks at texts that wait for it and what marks the hits
 * (store/match) all walk that tree.
 *
 *     tea auction          both words, anywhere
 *     "tea auction"        side by side
 *     auct*                words that begin so
 *     NEAR(tea auction 5)  at most so many words between them
 *     tea OR coffee        -coffee        (tea OR coffee) auction
 *     title: author: body: section: feed:     in that alone
 *     is:unread is:read is:starred newer:3d older:2026-11-01 tag:name
 */
#ifndef STORE_FILTER_H
#define STORE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

/* What one search may hold; more is an error with a sentence. */
enum {
	FILTER_BYTES_MAX = 4096,
	FILTER_TERMS_MAX = 64,
	FILTER_WORDS_MAX = 256, /* of all terms */
	FILTER_DEPTH_MAX = 16
};

/* Columns of an article's text, as bits. */
enum filter_column {
	COLUMN_TITLE = 1,
	COLUMN_AUTHOR = 2,
	COLUMN_BODY = 4,
	COLUMN_SECTION = 8,
	COLUMN_ANY = 15
};

enum filter_kind {
	FILTER_ALL,   /* of the children */
	FILTER_ANY,   /* of the children */
	FILTER_NOT,   /* the one child */
	FILTER_TERM,  /* words side by side */
	FILTER_NEAR,  /* children, each a term, within so many words */
	FILTER_FEEDS, /* articles of feeds that are called so */
	FILTER_FLAG,  /* is: */
	FILTER_AGE,   /* newer:, older: */
	FILTER_TAG    /* the person's */
};

struct filter_node {
	enum filter_kind kind;
	struct filter_node *first, *next; /* children, and the next one */
	/* TERM and FEEDS */
	unsigned columns;
	struct span *word; /* folded (store/tokens.h) */
	size_t words;
	bool prefix; /* the last word is the beginning of one */
	/* The feeds that are meant too: by their titles (a term in any column,
	 * FEEDS) or their sections' names (a term in COLUMN_SECTION). */
	int64_t *feed;
	size_t feeds;
	int within;      /* NEAR */
	struct span tag; /* TAG: its name */
	unsigned flag;   /* FLAG: enum article_flag, */
	bool set;        /* and whether it is to be set */
	int64_t from;    /* AGE: seconds since 1970, at or after; 0: any */
	int64_t before;  /* and before; 0: any */
};

struct filter {
	struct arena *mem;
	struct filter_node *root; /* NULL: nothing to search for */
	size_t terms, words;
};

/*
 * Reads a search; now is for newer: and older:.  unfinished: it is being
 * typed, so its last word may go on (if it has FILTER_PREFIX_MIN characters
 * already).  An open quotation mark or bracket ends with the text.  NULL with
 * ERR_USAGE and the column where it stands: a value that is:, newer: or older:
 * does not know, a ")" too many, or more than a limit allows.  The caller
 * frees.
 */
enum { FILTER_PREFIX_MIN = 3 };
struct filter *filter_parse(
    struct span text, int64_t now, bool unfinished, struct err *err);
void filter_free(struct filter *f);
/* True when the tree asks about words, not only about flags, age and feeds. */
bool filter_has_words(const struct filter_node *n);

#endif
