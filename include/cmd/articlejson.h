/*
 * articlejson: an article as an object of JSON, for list, search and show.
 *
 * For cmd.
 */
#ifndef CMD_ARTICLEJSON_H
#define CMD_ARTICLEJSON_H

#include "cmd/emit.h"
#include "doc/doc.h"
#include "store/articles.h"

/* doc NULL: without the body (a list). */
void articlejson_emit(struct emit *e, const char *key, const struct article *a,
    const struct doc *doc);
/* What a figure says of itself, as an object. */
void articlejson_figure(
    struct emit *e, const char *key, const struct figure *f);

#endif
