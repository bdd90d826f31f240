/*
 * manner: how a person wants the servers of a feed to be asked.
 *
 * For net and desk.  What is secret or weakens a check (headers, credentials,
 * certificates) is for the feed's own server, its home, alone: a redirect to
 * another host, or a page elsewhere, goes without.
 */
#ifndef NET_MANNER_H
#define NET_MANNER_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

enum http_version { HTTP_ANY, HTTP_1_0, HTTP_1_1, HTTP_2 };
enum ip_version { IP_ANY, IP_4, IP_6 };

/* As the options say, which conf has checked; {0} is the usual manner. */
struct manner {
	struct span home;        /* an address; empty: the one asked first */
	struct span headers;     /* "Name: value", a line each */
	struct span cookie_file; /* a path; "~/" is the home folder */
	struct span credentials; /* netrc, netrc:PATH, exec COMMAND, none */
	struct span tls_ca;      /* a path */
	struct span proxy;       /* none; empty: the environment's */
	bool tls_insecure;
	enum http_version http;
	enum ip_version ip;
	int connections; /* at once to the home; 0: as for all */
};

/* A copy that owns its texts; {0} is empty. */
struct kept_manner {
	struct str home, headers, cookie_file, credentials, tls_ca, proxy;
	bool tls_insecure;
	enum http_version http;
	enum ip_version ip;
	int connections;
};

/* url: the address asked first, for a manner without a home. */
void manner_keep(
    struct kept_manner *k, const struct manner *m, struct span url);
void manner_release(struct kept_manner *k);

/* The same scheme, host and port as the home's; http may have become https, at
 * the same port or at its own. */
bool manner_at_home(const struct kept_manner *k, struct span url);
/* Appends the URL; one at home that has no name and password gets those which
 * the home's address was written with. */
void manner_with_user(struct str *out, struct span home, struct span url);
/*
 * The home's host, one below it, or one beside it ("feeds.paper.example" and
 * "www.paper.example"): where its cookies may go, so far as they themselves
 * say so.
 */
bool manner_near_home(const struct kept_manner *k, struct span url);

/* Appends the lines: of two with one name the later counts, and one without a
 * value takes it away. */
void manner_headers(const struct kept_manner *k, struct str *out);

/*
 * Appends the proxy as libcurl is to be told: names are looked up by the
 * proxy, never here, where the guard would see only the proxy's address.
 */
void manner_proxy(struct str *out, struct span proxy);

/* Two that reach servers by the same way fail together. */
bool manner_same_way(const struct kept_manner *a, const struct kept_manner *b);

#endif
