/*
 * err: why something failed, as a sentence for the person who reads it.
 *
 * For everybody.  What can fail returns bool and takes a struct err * last.
 * The message is made where the fact is known and is passed up unchanged.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum err_code {
	ERR_NONE = 0,
	ERR_SYSTEM,   /* a system call failed */
	ERR_USAGE,    /* the caller or the user asked for nonsense */
	ERR_CONFIG,   /* a dotfile has a fault */
	ERR_NET,      /* the network or a server failed for now */
	ERR_HTTP,     /* a server answered with an error status */
	ERR_LIMIT,    /* one of our named limits was reached */
	ERR_FORMAT,   /* bytes are not what they should be */
	ERR_STORE,    /* SQLite or the file below it */
	ERR_DAMAGED,  /* that file is not what it was when it was written */
	ERR_BUSY,     /* somebody else is writing; try again */
	ERR_GONE,     /* it was there and is not any more */
	ERR_CANCELLED /* the person or the program stopped it */
};

struct err {
	enum err_code code;
	char text[200]; /* UTF-8, one line, no final full stop needed */
};

/*
 * Fills in err (which may be NULL) and returns false, so that a function can
 * end with "return err_set(err, ERR_HTTP, ...)".  The text is cut at a
 * character's edge when it is too long, and control bytes become blanks.
 */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Like err_set, with ": " and the text of errno at the end. */
bool err_errno(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "what: " before the text that is there; returns false. */
bool err_prefix(struct err *err, const char *what);

#endif
