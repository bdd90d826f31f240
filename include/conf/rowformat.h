/*
 * rowformat: how a person wants the rows of a list to be, as written:
 * "%f %-7D %t%> %-20T", with conditions "%?T?from %T&own?".
 *
 * For conf and ui.  What a letter stands for is known to whoever draws;
 * rowformat knows the letters that there are, and nothing is read into a
 * format beyond them: any bytes are a format or a sentence that says why not.
 */
#ifndef CONF_ROWFORMAT_H
#define CONF_ROWFORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum {
	ROWFORMAT_BYTES_MAX = 400,
	ROWFORMAT_PARTS_MAX = 48,
	ROWFORMAT_WIDTH_MAX = 400 /* cells */
};

/* The letters: t title, T paper, D date or age, f sign of a mark, n whether it
 * is unread, i number. */
#define ROWFORMAT_LETTERS "tTDfni"

enum rowformat_kind {
	ROWFORMAT_TEXT, /* as it stands */
	ROWFORMAT_FIELD,
	ROWFORMAT_FILL /* as often as there is room: "%> " */
};

struct rowformat_part {
	enum rowformat_kind kind;
	struct span text; /* TEXT: borrowed from the format; FILL: the sign */
	char letter;      /* FIELD */
	int width;        /* FIELD: cells; below 0: from the left; 0: as long
	                     as it is */
	char test;        /* only where that field is (lacking: is not) empty */
	bool lacking;     /* test: the part behind "&" */
};

struct rowformat {
	struct rowformat_part part[ROWFORMAT_PARTS_MAX];
	size_t n;
};

/* Parts of a format, which out borrows from.  False with a sentence that tells
 * the column; out holds what stands before it then. */
bool rowformat_read(struct rowformat *out, struct span format, struct err *err);

#endif
