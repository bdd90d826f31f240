/*
 * body: article bodies, packed.
 *
 * For store only.  How they are packed is store/packer's business.
 */
#ifndef STORE_BODY_H
#define STORE_BODY_H

#include "base/mem.h"
#include "base/str.h"
#include "store/store.h"

enum body_kind { BODY_FEED = 0, BODY_FULL = 1 };

/* Replaces the body; an empty galley removes it. */
bool body_write(struct store *s, int64_t article, enum body_kind kind,
    struct span galley, struct err *err);
/* The galley in mem; empty when there is none. */
bool body_read(struct store *s, struct arena *mem, int64_t article,
    enum body_kind kind, struct span *galley, struct err *err);
/* A body as it lies in a row: its format and data.  No data: empty. */
bool body_unpack(struct store *s, struct arena *mem, int64_t format,
    struct span data, struct span *galley, struct err *err);
/* The same the other way; own is to be released, data borrows from it or from
 * the galley. */
struct packed_body {
	int64_t format;
	struct span data; /* no text: NULL */
	struct str own;
};
void body_pack(struct store *s, struct packed_body *p, struct span galley);

#endif
