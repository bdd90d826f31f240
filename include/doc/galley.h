/*
 * galley: a document as text, one record a line (broadsheet-galley(5)).
 *
 * For feed and everything above.  The parser's reply, the body column of the
 * store, the input of every renderer and the golden files of the tests.  One
 * writer and one strict reader; galleys lie on disk, so the format carries a
 * number and readers skip kinds they do not know.
 */
#ifndef DOC_GALLEY_H
#define DOC_GALLEY_H

#include "base/err.h"
#include "base/str.h"
#include "doc/doc.h"

enum { GALLEY_VERSION = 1, GALLEY_BYTES_MAX = 32 * 1024 * 1024 };

/* Appends the document. The same document gives the same bytes. */
void galley_write(struct str *out, const struct doc *d);
/*
 * Reads a document (in an arena of its own).  NULL with ERR_FORMAT and the
 * line's number for anything that galley_write would not write, except
 * unknown kinds, which are skipped with all below them.  The limits of doc.h
 * hold here too.
 */
struct doc *galley_read(struct span text, struct err *err);

#endif
