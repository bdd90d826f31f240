/*
 * dotfile: the words of our configuration files, with places for errors.
 *
 * For conf, desk, ui, cmd.  Lines of UTF-8; '#' begins a comment at the start
 * of a word; blanks separate words; double quotes hold blanks, with \" and \\
 * inside; a quote may begin within a word (title="South Asia").  A line that
 * ends in an open quote is an error of that line alone.
 */
#ifndef CONF_DOTFILE_H
#define CONF_DOTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum {
	DOTFILE_BYTES_MAX = 4 * 1024 * 1024,
	DOTFILE_WORDS_MAX = 256,
	DOTFILE_LINE_MAX = 16 * 1024,
	COMPLAINTS_MAX = 1000 /* the last one says that there are more */
};

struct word {
	struct span text; /* unquoted */
	int column;       /* 1-based, in characters */
	bool quoted;      /* began with a quote */
	size_t from, to;  /* bytes of the line that it takes */
};

/* The words of one line; {0} is ready. */
struct words {
	struct word *word;
	size_t n, cap;
	struct str text;
};

/* A complaint: "feeds:12:5: no such option "evry"; did you mean "every"?" */
struct complaint {
	int line, column;
	char text[256]; /* file, line, column, cause and remedy */
};

struct complaints {
	struct complaint *item;
	size_t n, cap;
};

/* Splits one line; false with a sentence (and *column) for a bad one. */
bool words_split(
    struct words *w, struct span line, int *column, struct err *err);
/* The same from byte `from` on; all of the line is checked for what no line
 * may hold, and columns are those of the line. */
bool words_split_from(struct words *w, struct span line, size_t from,
    int *column, struct err *err);
void words_release(struct words *w);
/* Appends a word so that words_split reads it back (quotes when needed);
 * what no line may hold becomes a blank or U+FFFD, so that a line stays a line
 * whatever the word was. */
void word_write(struct str *out, struct span word);
/* The same, always in quotes: such a word is never an option or a command. */
void word_quote(struct str *out, struct span word);

void complain(struct complaints *c, const char *file, int line, int column,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void complaints_release(struct complaints *c);

/* The nearest of n names to what was typed, or NULL: "did you mean". */
const char *nearest(struct span typed, const char *const names[], size_t n);

#endif
