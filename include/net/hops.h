/*
 * hops: the chain of redirects that a download follows.
 *
 * For net/fetch.c and its test.  Followed by us and not by libcurl, because
 * each target must be checked, waits for its turn at its own origin, and
 * because only a chain that was permanent from its start moves a subscription.
 * No address here holds a name and password.
 */
#ifndef NET_HOPS_H
#define NET_HOPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "net/hsts.h"

struct hops {
	struct str *seen; /* addresses asked so far; the last is the present */
	int n, max;       /* max: redirects */
	const struct hsts *hsts; /* or NULL */
	int64_t now;
	int lasting; /* how many of them, from the first, were for good */
};

/* Begins at url (http or https, cleaned); false when it cannot be asked.  Each
 * address is https where hsts, which may be NULL, knows that of its host. */
bool hops_begin(struct hops *h, struct span url, int max,
    const struct hsts *hsts, struct err *err);
/* Where to ask now; NUL-terminated. */
struct span hops_url(const struct hops *h);
/* The present address answered with a redirect.  False when it may not be
 * followed: a circle, too many, a place that is none or forbidden.  anew: the
 * question will be another one, so that what was seen may be asked again. */
bool hops_follow(struct hops *h, int status, struct span location, bool anew,
    struct err *err);
/* Where it has moved for good; empty when it has not. */
struct span hops_permanent(const struct hops *h);
void hops_release(struct hops *h);

#endif
