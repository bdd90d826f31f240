/*
 * diff: what has changed between two versions of a document.
 *
 * For store and everything above.  Only words count: white space, markup,
 * where links lead and the addresses of pictures are no change, and a short
 * line that is nothing but links (share bars, "Read more") is none either.
 */
#ifndef DOC_DIFF_H
#define DOC_DIFF_H

#include <stdint.h>

#include "doc/doc.h"

/*
 * Steps that one comparison may take altogether: what is left then is shown as
 * taken out and put in, block by block.  PAIRS_MAX: blocks gone times blocks
 * new in one place that are compared by their words; beyond that a block that
 * is not the same is another one.
 */
enum { DIFF_STEPS_MAX = 20 * 1000 * 1000, DIFF_PAIRS_MAX = 4096 };

/*
 * The newer document, with what was taken out put back: runs marked
 * STYLE_INSERTED and STYLE_DELETED, blocks with their `change` set.  The
 * structure is the newer one's; a block that is gone stands behind what it
 * followed.  In tables a row is compared cell by cell, in code lines are
 * marked "+ " and "- ", and a figure that changed is a paragraph of its
 * caption.  What comes lives on its own; the caller frees with doc_free.
 */
struct doc *diff_docs(const struct doc *old, const struct doc *now);

/* The same number for two documents between which diff_docs would find
 * nothing. */
uint64_t diff_essence(const struct doc *d);
/* The same number for two lines that differ in white space alone. */
uint64_t diff_essence_line(struct span t);

/* Appends the words of `old` to b as they stood, those that are not in `now`
 * marked STYLE_DELETED: for headlines. */
void diff_line(
    struct doc *d, struct block *b, struct span old, struct span now);

#endif
