/*
 * tokens: text as the index knows it.
 *
 * For store and ui.  The index, queries, what still waits for the index and
 * the marks on a page all see words by this one reader, so that they agree: a
 * word is a run of letters, digits and marks, in lower case, Latin, Greek,
 * Cyrillic, Arabic and Hebrew without their diacritics.  Scripts that are
 * written without blanks (Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer)
 * are words of two characters that overlap, and the last character of a run
 * is a word by itself: "日本語" is 日本, 本語, 語.
 */
#ifndef STORE_TOKENS_H
#define STORE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Bytes of a word that count; what follows them is not looked at. */
enum { WORD_BYTES_MAX = 240 };

/* A word; folded lives until the next one. */
struct token {
	struct span folded;
	size_t from, to; /* bytes of the text it was read from */
	bool half;       /* asked for: one character that another may follow */
};

struct tokens {
	struct span text;
	size_t at;
	bool asked; /* the text is what somebody looks for */
	struct str folded;
	size_t last, last_end; /* character before, of a script of pairs */
	bool paired;           /* it was the second of a pair already */
};

/*
 * asked: the words to look for.  The last character of a run is then no word
 * of its own at the end of the text, for more may follow it where it is found;
 * a run of one character is a word that is half.
 */
void tokens_init(struct tokens *w, struct span text, bool asked);
/* False at the end. */
bool tokens_next(struct tokens *w, struct token *out);
void tokens_release(struct tokens *w);

/* Appends the folded words with a blank between two, as the index gets them. */
void tokens_write(struct str *out, struct span text);

/*
 * Appends what titles are ordered by: the words of a title, folded, as far as
 * TITLE_KEY_BYTES; quotation marks and dots in front do not count.
 */
enum { TITLE_KEY_BYTES = 32 };
void tokens_title_key(struct str *out, struct span title);

#endif
