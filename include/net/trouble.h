/*
 * trouble: why a download failed, in one sentence for a reader of news.
 *
 * For net.  What libraries say ("SSL peer certificate or SSH remote key was
 * not OK") is not for people; fetch maps each of their codes to one of these.
 */
#ifndef NET_TROUBLE_H
#define NET_TROUBLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum trouble {
	TROUBLE_NONE,
	TROUBLE_OTHER, /* none of those below */
	TROUBLE_NO_HOST,
	TROUBLE_NO_IP4, /* when no other address is wanted */
	TROUBLE_NO_IP6,
	TROUBLE_LOOKUP_SLOW,
	TROUBLE_REFUSED,  /* nobody listens at that port */
	TROUBLE_NO_ROUTE, /* network or host unreachable */
	TROUBLE_CONNECT_SLOW,
	TROUBLE_SILENT, /* connected, and not a byte of an answer */
	TROUBLE_SLOW,   /* some of the answer, and then time was up */
	TROUBLE_STALLED,
	TROUBLE_CUT_OFF,
	TROUBLE_NO_ANSWER, /* closed without an answer */
	TROUBLE_NOT_HTTP,
	TROUBLE_BAD_CODING, /* found where it is unpacked (parse/unpack.h) */
	TROUBLE_TOO_LARGE,
	TROUBLE_HEADERS, /* too many, too long */
	TROUBLE_PRIVATE, /* the guard said no */
	TROUBLE_CIRCLE,
	TROUBLE_REDIRECTS,
	TROUBLE_NOWHERE, /* a redirect without a place */
	TROUBLE_TLS,
	TROUBLE_TLS_OLD,  /* only versions that are no longer safe */
	TROUBLE_TLS_NONE, /* what listens there does not speak TLS */
	TROUBLE_CERT_EXPIRED,
	TROUBLE_CERT_EARLY,
	TROUBLE_CERT_SELF,
	TROUBLE_CERT_ISSUER,
	TROUBLE_CERT_NAME,
	TROUBLE_CERT, /* not valid for some other reason */
	TROUBLE_CERT_STORE,
	TROUBLE_CERT_FILE, /* the person's own */
	TROUBLE_NO_PROXY,
	TROUBLE_PROXY, /* it found no way to the server */
	TROUBLE_PROXY_DOWN,
	TROUBLE_PROXY_LOGIN,
	TROUBLE_PROXY_CERT, /* its own certificate is not valid */
	TROUBLE_HTTP2,
	TROUBLE_URL,
	TROUBLE_COUNT
};

/* What a sentence may speak of. */
struct trouble_facts {
	struct span host;   /* as in the URL */
	int64_t got, whole; /* bytes of the body; whole 0: not told */
	int64_t limit;      /* bytes */
	int64_t ms;         /* how long it was waited */
	int steps;          /* of redirects */
	const char *detail; /* a library's words, for TROUBLE_OTHER only */
};

/* Fills in err; returns false. */
bool trouble_err(
    struct err *err, enum trouble what, const struct trouble_facts *facts);
/* What the person whose feed it is may do; NULL: the sentence says it. */
const char *trouble_remedy(enum trouble what);
/* What is wrong with a certificate, by a TLS library's words: each has its own
 * numbers, but their words are alike. */
enum trouble trouble_of_certificate(struct span words);
/* The same for a secure connection that did not come about. */
enum trouble trouble_of_tls(struct span words);
/* True when no connection came about, so that others to the same place will
 * fare no better. */
bool trouble_is_unreachable(enum trouble what);

#endif
