/*
 * galleyform: what the writer and the reader of galleys agree on.
 *
 * For doc/galley.c and doc/galleyread.c only.
 */
#ifndef DOC_GALLEYFORM_H
#define DOC_GALLEYFORM_H

#include "doc/doc.h"

enum {
	GALLEY_PIXELS_MAX = 1000000,
	GALLEY_LEVEL_MAX = 1000000,
	GALLEY_ROWS_MAX = 1000
};

/*
 * The letters of the style bits, in the bits' order.  A run is written
 * "{STYLE@LINK|text}", plain text as it is; "{/}" is a line break, "{#3}"
 * refers to footnote 3, "{(}" and "{)}" are braces of the text.
 */
extern const char galley_styles[STYLE_BITS + 1];

struct galley_kind {
	const char *name;
	enum block_kind kind;
	bool container; /* written "+name" … "-name" */
	bool has_level;
	bool has_runs;
};

/* NULL: there is none. */
const struct galley_kind *galley_kind(enum block_kind kind);
const struct galley_kind *galley_kind_named(struct span name);
/* Appends the record that a block begins with. */
void galley_open_block(struct str *out, const struct block *b);

#endif
