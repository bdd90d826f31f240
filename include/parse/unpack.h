/*
 * unpack: what a server has compressed (RFC 9110 8.4).
 *
 * For parse, and for the desk, which must know what to ask for.  Compressed
 * bytes are hostile: they are unpacked in the locked room, on whatever core is
 * free, and the desk holds no more of an answer than came over the wire.
 */
#ifndef PARSE_UNPACK_H
#define PARSE_UNPACK_H

#include <stddef.h>

#include "base/str.h"

/* What to say in "Accept-Encoding". */
#ifdef HAVE_BROTLI
#define UNPACK_BR ", br"
#else
#define UNPACK_BR ""
#endif
#ifdef HAVE_ZSTD
#define UNPACK_ZSTD ", zstd"
#else
#define UNPACK_ZSTD ""
#endif
#define UNPACK_CODINGS "gzip, deflate" UNPACK_BR UNPACK_ZSTD

enum {
	UNPACK_LAYERS_MAX = 4, /* of codings over one another */
	UNPACK_WINDOW_LOG = 23 /* zstd: 8 MB, as RFC 9659 has it */
};

enum unpack_end {
	UNPACK_WHOLE,
	UNPACK_DAMAGED,  /* or cut off, or of a coding that is not known */
	UNPACK_TOO_LARGE /* than max; exactly max bytes are there */
};

/*
 * Appends to out what the bytes are without their codings (the value of
 * Content-Encoding: "gzip", "br, gzip"; empty: they are as they are), at most
 * max bytes of it.  Whatever the end, what came before it stays.
 */
enum unpack_end unpack(
    struct str *out, struct span bytes, struct span codings, size_t max);

#endif
