/*
 * guard: addresses that what comes from the network may never lead us to.
 *
 * For net and desk.  Without this a feed could make a reader at home or in an
 * office ask its router, its printers, its cloud's metadata service.  Checked
 * when a socket is opened, with the address that is about to be used, so that
 * a name which changes its address between check and use gains nothing.
 */
#ifndef NET_GUARD_H
#define NET_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

/*
 * True for an address of the public internet: not loopback, private (RFC
 * 1918, RFC 4193), link-local, carrier NAT (RFC 6598), multicast, reserved or
 * documentation (RFC 6890), nor an IPv6 form that carries such an IPv4 address
 * (mapped, compatible, NAT64, 6to4, Teredo).  Anything but IPv4 and IPv6 is
 * not public.
 */
bool guard_is_public(const struct sockaddr *address, size_t size);
/*
 * The same for a host as it stands in a URL, without asking DNS: false for a
 * literal address that is not public (brackets, and IPv4 in the short, octal
 * and hexadecimal forms that inet_aton takes), "localhost", names below it,
 * and names without a dot.
 */
bool guard_host_is_public(struct span host);
/*
 * May this be asked at all?  http and https with a host, no control
 * character, a port that is not known for another service.  False with a
 * sentence.
 */
bool guard_url(struct span url, struct err *err);
/* May a redirect lead from one to the other?  As guard_url, and never from
 * https to http. */
bool guard_redirect(struct span from, struct span to, struct err *err);

/* A set of host names; {0} is empty and ready. */
struct guard_hosts {
	char **name; /* lower case */
	size_t n, cap;
	bool sorted; /* since the last was added */
};

void guard_hosts_add(struct guard_hosts *set, struct span host);
bool guard_hosts_has(struct guard_hosts *set, struct span host);
void guard_hosts_release(struct guard_hosts *set);

#endif
