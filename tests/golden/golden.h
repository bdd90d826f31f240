/*
 * golden: programs that compare what we make of known files with what was
 * found right before.
 *
 * Beside x.html stand x.galley, x.40 and so on: one file a form.  With
 * --bless the files are written anew; the review is the diff.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "base/str.h"

/* Makes one form ("galley", "40") of a file's bytes. */
typedef void golden_fn(struct str *out, struct span bytes, const char *form);

struct golden {
	const char *dir;          /* below the top of the source tree */
	const char *suffix;       /* of the inputs: ".html" */
	const char *other_suffix; /* of more inputs, or NULL */
	const char *const *forms; /* the last one is NULL */
	golden_fn *make;
};

/* The whole program: TAP on standard output. */
int golden_main(const struct golden *g, int argc, char **argv);

#endif
