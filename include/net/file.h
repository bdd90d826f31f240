/*
 * file: feeds that are files on this machine.
 *
 * For desk and cmd's way to it.  Only ever for paths from the person's own
 * feeds file or command line.
 */
#ifndef NET_FILE_H
#define NET_FILE_H

#include <stdint.h>

#include "base/str.h"
#include "net/reply.h"

enum { FILE_BYTES_MAX = 64 * 1024 * 1024 };

/*
 * Reads a regular file, at most max_bytes of it (0: FILE_BYTES_MAX; a larger
 * one is an error that comes with its beginning).  url is a file: URL.  etag
 * is what the last reply had, or empty: when the file is still the same one,
 * of the same size and time, the reply is not_modified, without a body.  The
 * caller releases the reply.
 */
void file_fetch(struct span url, struct span etag, int64_t max_bytes,
    struct fetch_reply *reply);

#endif
