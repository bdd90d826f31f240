/*
 * proxy: which proxy the environment names for a URL.
 *
 * For net.  libcurl could read the environment itself, but then nobody would
 * know whether the address it connects to is the proxy's, which may be
 * private, or the server's, which must be checked (net/guard.h).
 */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include <stdbool.h>

#include "base/str.h"

/* The variables' values; empty: not set.  Owned. */
struct proxies {
	struct str http;  /* http_proxy; never HTTP_PROXY, which a web server
	                     sets from a request's "Proxy:" (httpoxy) */
	struct str https; /* https_proxy, HTTPS_PROXY */
	struct str
	    all; /* all_proxy, ALL_PROXY: when the one above is not set */
	struct str none; /* no_proxy, NO_PROXY */
};

void proxies_read(struct proxies *p); /* from the environment */
void proxies_release(struct proxies *p);
/* The proxy for that URL; empty: none, go there directly. */
struct span proxies_for(const struct proxies *p, struct span url);
/*
 * Whether no_proxy's list names the host: "*", or words divided by commas or
 * blanks, each a name ("example.org" and ".example.org" both stand for it and
 * all below it) or an address, with "/BITS" if it is a network.
 */
bool proxies_exempt(struct span list, struct span host);

#endif
