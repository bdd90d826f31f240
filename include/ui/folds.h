/*
 * folds: which sections are folded, by path, kept between starts.
 *
 * For ui.  A file with a path a line.
 */
#ifndef UI_FOLDS_H
#define UI_FOLDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct folds {
	char **path;
	size_t n, cap;
	char *file; /* NULL: not kept */
};

/* Reads state_dir/folds; none is no error.  state_dir NULL: nothing is kept.
 */
void folds_load(struct folds *f, const char *state_dir);
bool folds_has(const struct folds *f, struct span path);
/* Folds or unfolds, and writes the file; that it cannot be written is no
 * reason to trouble the reader. */
void folds_set(struct folds *f, struct span path, bool folded);
void folds_release(struct folds *f);

#endif
