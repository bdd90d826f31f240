/*
 * thin: the index without the rows of articles that are gone.
 *
 * For desk.  An article that was edited gets another row in the index, and one
 * that has expired leaves its row: SQLite before 3.43 cannot take a row out of
 * an index that keeps no texts.  When many are left over a new index is made
 * of what the archive still has, beside the old one, which is asked meanwhile.
 */
#ifndef STORE_THIN_H
#define STORE_THIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct store;

/*
 * One step of it, a short transaction of its own; *left: there is another.  It
 * begins when a third of the rows, and no fewer than least, belong to no
 * article.  What was begun by a process that has died is gone on with.  A text
 * that was let go is found by its headline, byline, section and summary
 * afterwards.
 */
bool thin_step(struct store *s, int64_t least, bool *left, struct err *err);

#endif
