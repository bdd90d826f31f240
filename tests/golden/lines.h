/*
 * lines: an HTML fragment as the lines that a reader sees, for golden files.
 */
#ifndef GOLDEN_LINES_H
#define GOLDEN_LINES_H

#include "base/str.h"
#include "doc/layout.h"

/* Appends the lines of the fragment, laid out as asked below a title. */
void lines_add(struct str *out, struct span html, const struct layout_ask *ask);

#endif
