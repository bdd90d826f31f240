/*
 * notes: what a person writes beside an article.
 *
 * For desk, ui, cmd.
 */
#ifndef STORE_NOTES_H
#define STORE_NOTES_H

#include "base/mem.h"
#include "base/str.h"
#include "store/store.h"

enum { NOTE_BYTES_MAX = 4096 }; /* an order of it is one line */

/*
 * Writes the note of an article, or takes it away (empty text).  The text is
 * kept as plain text with its lines.  before (may be NULL) gets the one that
 * was there, after (may be NULL) the one that is; *changed tells whether
 * anything did.  ERR_GONE when there is no such article, ERR_LIMIT when it is
 * too long.  now: seconds since 1970.  In the caller's transaction.
 */
bool notes_write(struct store *s, int64_t article, struct span text,
    int64_t now, struct str *before, struct str *after, bool *changed,
    struct err *err);
/* The note in mem; empty when there is none. */
bool notes_read(struct store *s, struct arena *mem, int64_t article,
    struct span *text, struct err *err);

#endif
