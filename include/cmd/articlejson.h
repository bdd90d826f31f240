/*
 * articlejson: an article as an object of JSON, for list, search and show.
 *
 * For cmd.
 */
#ifndef CMD_ARTICLEJSON_H
#define CMD_ARTICLEJSON_H

#include "cmd/emit.h"
#include "cmd/found.h"
#include "doc/doc.h"
#include "store/revisions.h"

/* What one article has besides itself. */
struct articlejson_more {
	const struct revisions *versions; /* NULL: none */
	const struct doc *changes;        /* from the version before, or NULL */
	const struct found *found;        /* by a search; or NULL */
};

/* doc NULL: without the body (a list); more may be NULL. */
void articlejson_emit(struct emit *e, const char *key, const struct article *a,
    const struct doc *doc, const struct articlejson_more *more);
/* What a figure says of itself, as an object. */
void articlejson_figure(
    struct emit *e, const char *key, const struct figure *f);

#endif
