/*
 * match: a search looks at a text by itself, without the index.
 *
 * For store, ui and cmd: what still waits for the index, the lines that show
 * why an article was found, and the marks on its page.  A text matches when
 * the index would say so.
 */
#ifndef STORE_MATCH_H
#define STORE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "store/filter.h"

/* Words of one text or of several, with where they stand. */
struct match_word {
	size_t folded, n; /* in all */
	size_t from, to;  /* bytes of the text it was read from */
	unsigned column;  /* enum filter_column, as bits */
};

struct match_text {
	struct str all;
	struct match_word *word;
	size_t n, cap;
};

/* Adds a text to what is looked at; its words are side by side with none of
 * another's. */
void match_add(struct match_text *t, struct span text, unsigned column);
void match_clear(struct match_text *t);
void match_release(struct match_text *t);

/* Whether the words of a term stand in the text. */
bool match_term(const struct match_text *t, const struct filter_node *term);

/* False when a search cannot be about texts, as a quick look at their bytes
 * tells; true says nothing. */
bool match_may(
    const struct filter_node *root, const struct span *text, size_t n);

/* What a search may ask of an article besides its words. */
struct match_row {
	int64_t feed, sort;
	unsigned flags;   /* enum article_flag */
	struct span tags; /* the person's, each followed by 0x1F */
};
bool match_is(const struct match_text *t, const struct filter_node *n,
    const struct match_row *row);

/* Bytes of a text that a search is about; in order, and never two that
 * overlap. */
struct match_mark {
	size_t from, to;
};
struct match_marks {
	struct match_mark *mark;
	size_t n, cap;
};
/* Marks in what was added as `column` (bits of it) each place where a term of
 * the search stands; what the search wants to be missing is not marked. */
void match_marks(struct match_marks *m, const struct match_text *t,
    const struct filter_node *n, unsigned column);
void match_marks_release(struct match_marks *m);

/*
 * Writes the part of a text that shows best what was found: at most `bytes` of
 * it, from word to word, "…" where something is left out, line ends as blanks;
 * its marks are those of out.  False: nothing of the search is in the text,
 * out and m are empty then.
 */
bool match_snippet(struct str *out, struct match_marks *m,
    const struct filter_node *n, struct span text, size_t bytes);

#endif
