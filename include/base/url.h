/*
 * url: split, resolve, normalise; what may be fetched or followed.
 *
 * For everybody.  RFC 3986, with what browsers forgive (blanks around,
 * backslashes in http paths, unescaped blanks and non-ASCII, which get
 * percent-encoded).  No network, no IDNA: a host is kept as written, lower
 * case.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Parts of a URL, borrowed from it; an absent part has s == NULL. */
struct url {
	struct span scheme, userinfo, host, port, path, query, fragment;
};

enum { URL_BYTES_MAX = 8192 }; /* longer ones are not URLs to us */

/* Splits (RFC 3986 appendix B and 3.2); never fails, parts may be absent. */
void url_split(struct span text, struct url *out);
/*
 * Appends ref resolved against base (RFC 3986 5.2, all of 5.4's examples),
 * cleaned as above.  An empty or useless base leaves ref as it is.  False,
 * and nothing appended, when the result is longer than URL_BYTES_MAX.
 */
bool url_resolve(struct str *out, struct span base, struct span ref);
/*
 * Appends the form by which two addresses of one thing are the same: scheme
 * and host lower case, default port and fragment gone, "." and ".." gone,
 * percent-encoding normal, tracking parameters (utm_*, fbclid, gclid, …)
 * gone, http for https, "www." kept, trailing "?" gone.  For identity, never
 * for fetching.
 */
void url_identity(struct str *out, struct span url);
/* Without tracking parameters, otherwise untouched. */
void url_untrack(struct str *out, struct span url);

/* True for absolute http and https with a host. */
bool url_is_web(struct span url);
/* True for what may stand as a link in a document: http, https, mailto, ftp,
 * gopher, gemini, xmpp, irc, tel, magnet, news. Never javascript or data. */
bool url_is_link(struct span url);
/* The host for people, without "www."; empty when there is none. */
struct span url_site(struct span url);
/* Appends the URL with the password replaced by "***": for logs, messages. */
void url_redact(struct str *out, struct span url);
/* Whether a password stands in it. */
bool url_has_password(struct span url);
/* Appends the URL without name and password. */
void url_without_user(struct str *out, struct span url);
/* Appends t percent-decoded; malformed escapes stay. */
void url_decode(struct str *out, struct span t);
/* Appends "scheme://host[:port]", the key for politeness; empty if no host. */
void url_origin(struct str *out, struct span url);

/* Appends the path of a file: URL (empty host or localhost only); false for
 * any other URL.  And the reverse, for an absolute path. */
bool url_to_path(struct str *out, struct span url);
void url_of_path(struct str *out, struct span path);

#endif
