/*
 * hsts: hosts that have asked never to be spoken to in the clear (RFC 6797).
 *
 * For net.  Ours and not libcurl's, because the address that is asked must be
 * known before it is checked, queued and compared; and libcurl writes its file
 * with each question.  The file has the form of curl's.  Several processes may
 * share it: saving keeps what the others have learnt.
 */
#ifndef NET_HSTS_H
#define NET_HSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct hsts;

enum {
	HSTS_HOSTS_MAX = 10000, /* then those that end soonest are forgotten */
	HSTS_BYTES_MAX = 4 * 1024 * 1024
};

/* Reads the file; a missing or damaged one knows less.  NULL: no file. */
struct hsts *hsts_new(const char *file, int64_t now);
/* Does not save. */
void hsts_free(struct hsts *h);

/*
 * A Strict-Transport-Security header, from a host that was asked by https and
 * whose certificate was good.  Nonsense, and what a bare address says, is
 * ignored (8.1); true when there is something new to save.
 */
bool hsts_learn(
    struct hsts *h, struct span host, struct span value, int64_t now);
/* Whether this host, or one above it for those below, has asked for it. */
bool hsts_knows(const struct hsts *h, struct span host, int64_t now);
/* Makes an http URL of such a host an https one (8.3): another port than 80
 * stays. */
void hsts_upgrade(const struct hsts *h, struct str *url, int64_t now);
/* Writes what is new; harmless when nothing is. */
bool hsts_save(struct hsts *h, int64_t now, struct err *err);

#endif
