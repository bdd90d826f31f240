/*
 * diffing: the parts of a comparison.
 *
 * For doc/diff.c, diffbuild.c, diffunits.c, diffwords.c and myers.c only.
 */
#ifndef DOC_DIFFING_H
#define DOC_DIFFING_H

#include <stdint.h>

#include "doc/doc.h"

/* ---- myers.c ------------------------------------------------------------ */

/*
 * Which members of two sequences are the same, in order: E. W. Myers, "An
 * O(ND) Difference Algorithm and Its Variations" (1986), section 4b, in linear
 * space.  in_a and in_b come zeroed and get 1 where a member has its partner.
 * *steps is used up; what remains when it is 0 has no partners, but for what
 * both begin and end with.
 */
void myers_match(const uint64_t *a, size_t n, const uint64_t *b, size_t m,
    unsigned char *in_a, unsigned char *in_b, size_t *steps);

/* ---- diffunits.c -------------------------------------------------------- */

/* What is compared as a whole first. */
enum unit_kind {
	UNIT_TEXT = 1, /* a block with runs */
	UNIT_PRE,
	UNIT_ROW, /* of a table, with all its cells */
	UNIT_FIGURE,
	UNIT_CREDIT, /* of a quote */
	UNIT_OTHER   /* a rule, an empty item */
};

struct unit {
	enum unit_kind kind;
	const struct block *block;
	uint64_t hash;  /* of its words */
	bool counts;    /* a change of it is an edit */
	uint64_t *word; /* sorted; made when it is first asked for */
	size_t words;
	int pair; /* unit of the other document, or -1 */
};

struct units {
	struct unit *v;
	size_t n, cap;
};

/* All units in reading order; units_release frees. */
void units_take(struct units *u, const struct doc *d);
void units_release(struct units *u);
/* Appends the words of a unit as plain text; breaks are newlines. */
void unit_text(struct str *out, const struct unit *u);
/* Of text, white space collapsed. */
uint64_t words_hash(struct span t);
/* Sets unit.pair in both: the same ones, then in the gaps those that have
 * enough words in common. */
void units_pair(struct units *old, struct units *now, size_t *steps);

/* ---- diffwords.c -------------------------------------------------------- */

/* A word (UAX #29) with the blanks before it. */
struct token {
	size_t blank, from, end; /* bytes of the text */
	uint64_t hash;           /* without the blanks */
	bool letters;            /* a word, no punctuation */
};

struct tokens {
	struct token *v;
	size_t n, cap;
};

void tokens_take(struct tokens *t, struct span text);
/* What in a and b is the same (1); small words between changes belong to
 * them, so that a phrase changes as one.  The caller frees both. */
void tokens_match(const struct tokens *a, const struct tokens *b,
    unsigned char **in_a, unsigned char **in_b, size_t *steps);

/* Runs from which bytes are copied by their place in the whole text. */
struct source {
	const struct doc *doc; /* whose links they have; NULL: none */
	const struct block *block;
	struct str text;
	struct tokens tokens;
};
void source_take(struct source *s, const struct doc *d, const struct block *b);
/* One run of plain text. */
void source_take_plain(struct source *s, struct span text);
void source_release(struct source *s);
/* Appends bytes [from, end) of s to b, each run in its own style and mark. */
void source_copy(struct doc *out, struct block *b, const struct source *s,
    size_t from, size_t end, unsigned mark);
/* Appends both, with what differs marked; mark_new false: only the old. */
void source_merge(struct doc *out, struct block *b, const struct source *old,
    const struct source *now, bool both, size_t *steps);

/* ---- diffbuild.c -------------------------------------------------------- */

/* Makes the document of both, whose units are paired. */
struct doc *diff_build(const struct doc *old, const struct doc *now,
    const struct units *a, const struct units *b, size_t *steps);

#endif
