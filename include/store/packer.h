/*
 * packer: bodies made small, and read again.
 *
 * For store only.  The format number is kept with each body: 0 is the galley
 * as it is, 1 is zstd, 2 is zstd with one of the store's dictionaries: what
 * articles of this archive have in common, learned once from a few hundred of
 * them.  Each dictionary is there twice with a check sum, for without it the
 * bodies that were packed with it cannot be read.  A program built without
 * zstd writes 0 and says so when it meets the others.
 */
#ifndef STORE_PACKER_H
#define STORE_PACKER_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/store.h"

enum body_format { FORMAT_PLAIN = 0, FORMAT_ZSTD = 1, FORMAT_DICTIONARY = 2 };

/* plain in as few bytes as may be, in out; FORMAT_PLAIN: it stays as it is,
 * and out is not to be used. */
enum body_format packer_pack(
    struct store *s, struct str *out, struct span plain);
/* The galley in mem.  False with a sentence: the bytes are damaged. */
bool packer_unpack(struct store *s, struct arena *mem, int format,
    struct span data, struct span *out, struct err *err);
/* Makes the archive's dictionary from bodies that are there; does nothing when
 * there is one or there are too few.  In the caller's transaction.  *wanted
 * tells whether one was to be made. */
bool packer_wants(struct store *s, bool *wanted, struct err *err);
bool packer_learn(struct store *s, struct err *err);
/* Frees what is kept between bodies; store_close calls it. */
void packer_forget(struct store *s);

#endif
