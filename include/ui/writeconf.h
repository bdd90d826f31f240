/*
 * writeconf: what was set while reading goes into the config file.
 *
 * For ui/configure.c and tests.  A person's file stays as it is but for the
 * lines that say something else now.
 */
#ifndef UI_WRITECONF_H
#define UI_WRITECONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct app;

/* Whether two lines are about the same thing: the same option, keys of the
 * same context, macro or role; the later one counts. */
bool writeconf_same(struct span one, struct span other);
/* Appends text with each of the lines in the place of the last one that is
 * about the same, or at the end. */
void writeconf_lines(
    struct str *out, struct span text, char *const line[], size_t n);
/* Does that with a file, which need not exist. */
bool writeconf_mend(
    const char *file, char *const line[], size_t n, struct err *err);
/* Writes all that differs from the defaults, and all keys, to a new file;
 * one that exists is left alone, with a sentence. */
bool writeconf_all(const struct app *a, const char *file, struct err *err);

#endif
