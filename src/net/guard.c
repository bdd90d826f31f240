#include "config.h"

#include "net/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/url.h"
#include "base/vec.h"

/* IANA's special-purpose registries (RFC 6890): what is not for everybody. */
static const struct {
	unsigned char net[4];
	int bits;
} ipv4_special[] = {
	{ { 0, 0, 0, 0 }, 8 },
	{ { 10, 0, 0, 0 }, 8 },
	{ { 100, 64, 0, 0 }, 10 },
	{ { 127, 0, 0, 0 }, 8 },
	{ { 169, 254, 0, 0 }, 16 },
	{ { 172, 16, 0, 0 }, 12 },
	{ { 192, 0, 0, 0 }, 24 },
	{ { 192, 0, 2, 0 }, 24 },
	{ { 192, 88, 99, 0 }, 24 },
	{ { 192, 168, 0, 0 }, 16 },
	{ { 198, 18, 0, 0 }, 15 },
	{ { 198, 51, 100, 0 }, 24 },
	{ { 203, 0, 113, 0 }, 24 },
	{ { 224, 0, 0, 0 }, 4 },
	{ { 240, 0, 0, 0 }, 4 },
};

/* Within 2000::/3, which is all that has been given out. */
static const struct {
	unsigned char net[6];
	int bits;
} ipv6_special[] = {
	{ { 0x20, 0x01, 0x00, 0x00 }, 23 }, /* Teredo, ORCHID, benchmarks … */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
	{ { 0x3f, 0xff, 0x00 }, 20 },       /* documentation */
};

static const unsigned char ipv6_global[1] = { 0x20 };
static const unsigned char ipv6_mapped[12] = {
	[10] = 0xff, [11] = 0xff
}; /* ::ffff:0:0/96 */
static const unsigned char ipv6_nat64[12] = { 0x00, 0x64, 0xff,
	0x9b }; /* 64:ff9b::/96, RFC 6052 */
static const unsigned char ipv6_6to4[2] = { 0x20, 0x02 };

static bool
within(const unsigned char *address, const unsigned char *net, int bits)
{
	int bytes = bits / 8, rest = bits % 8;

	if (memcmp(address, net, (size_t)bytes) != 0)
		return false;
	return !rest || (address[bytes] ^ net[bytes]) >> (8 - rest) == 0;
}

static bool
ipv4_is_public(const unsigned char *a)
{
	for (size_t i = 0; i < sizeof(ipv4_special) / sizeof(ipv4_special[0]);
	     i++)
		if (within(a, ipv4_special[i].net, ipv4_special[i].bits))
			return false;
	return true;
}

static bool
ipv6_is_public(const unsigned char *a)
{
	if (within(a, ipv6_mapped, 96) || within(a, ipv6_nat64, 96))
		return ipv4_is_public(a + 12);
	if (within(a, ipv6_6to4, 16))
		return ipv4_is_public(a + 2);
	if (!within(a, ipv6_global, 3))
		return false;
	for (size_t i = 0; i < sizeof(ipv6_special) / sizeof(ipv6_special[0]);
	     i++)
		if (within(a, ipv6_special[i].net, ipv6_special[i].bits))
			return false;
	return true;
}

bool
guard_is_public(const struct sockaddr *address, size_t size)
{
	/* Copies, for what is handed in may not be aligned for its kind. */
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address->sa_family == AF_INET && size >= sizeof(v4)) {
		memcpy(&v4, address, sizeof(v4));
		return ipv4_is_public((unsigned char *)&v4.sin_addr);
	}
	if (address->sa_family == AF_INET6 && size >= sizeof(v6)) {
		memcpy(&v6, address, sizeof(v6));
		return ipv6_is_public((unsigned char *)&v6.sin6_addr);
	}
	return false;
}

static bool
name_is_public(struct span name)
{
	static const char *const local[] = { ".localhost", ".local",
		".internal", ".home.arpa" };

	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++) {
		size_t n = strlen(local[i]);

		if (name.n >= n &&
		    span_iis(span_from(name, name.n - n), local[i]))
			return false;
	}
	return span_chr(name, '.') < name.n;
}

bool
guard_host_is_public(struct span host)
{
	struct str name = { 0 };
	struct in_addr v4;
	struct in6_addr v6;
	bool public;

	if (host.n >= 2 && host.s[0] == '[' && host.s[host.n - 1] == ']')
		host = span_n(host.s + 1, host.n - 2);
	url_decode(&name, host);
	if (name.n && name.s[name.n - 1] == '.')
		str_cut(&name, name.n - 1);
	/* A zone ("fe80::1%25eth0") is for link-local addresses only. */
	if (span_chr(str_span(&name), '%') < name.n)
	public = false;
	else if (inet_pton(AF_INET6, str_z(&name), &v6) == 1) public =
	    ipv6_is_public((unsigned char *)&v6);
	else if (inet_aton(str_z(&name), &v4)) public =
	    ipv4_is_public((unsigned char *)&v4);
	else public = name_is_public(str_span(&name));
	str_release(&name);
	return public;
}

/* Ports of other services, as browsers refuse them (WHATWG Fetch, "port
 * blocking"): a form of words sent to a mail server may send mail. */
static const uint16_t other_ports[] = { 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22,
	23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
	110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389,
	427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556,
	563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659,
	4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
	6697, 10080 };

static bool
port_is_fine(struct span port)
{
	int64_t n;

	if (!port.n)
		return true;
	if (!span_int(port, &n) || n < 1 || n > 65535)
		return false;
	for (size_t i = 0; i < sizeof(other_ports) / sizeof(other_ports[0]);
	     i++)
		if (other_ports[i] == n)
			return false;
	return true;
}

/* "what: URL", without its password. */
static bool
refuse(struct err *err, const char *what, struct span url)
{
	struct str shown = { 0 };

	url_redact(&shown, url);
	err_set(err, ERR_USAGE, "%s: %s", what, str_z(&shown));
	str_release(&shown);
	return false;
}

bool
guard_url(struct span url, struct err *err)
{
	struct url parts;

	if (url.n > URL_BYTES_MAX || span_has_control(url))
		return err_set(err, ERR_USAGE, _("that is not an address"));
	url_split(url, &parts);
	if (!url_is_web(url) || !parts.host.n)
		return refuse(err, _("not an address of the web"), url);
	if (!port_is_fine(parts.port))
		return refuse(err, _("that port is not for the web"), url);
	return true;
}

bool
guard_redirect(struct span from, struct span to, struct err *err)
{
	if (!guard_url(to, err))
		return err_prefix(err, _("redirected"));
	if (span_istarts(from, "https:") && !span_istarts(to, "https:"))
		return refuse(err,
		    _("redirected from a secure address to an "
		      "insecure one"),
		    to);
	return true;
}

static struct span
lower_copy(struct str *out, struct span host)
{
	str_add(out, host);
	for (size_t i = 0; i < out->n; i++)
		if (out->s[i] >= 'A' && out->s[i] <= 'Z')
			out->s[i] = (char)(out->s[i] + ('a' - 'A'));
	if (out->n && out->s[out->n - 1] == '.')
		str_cut(out, out->n - 1);
	return str_span(out);
}

void
guard_hosts_add(struct guard_hosts *set, struct span host)
{
	struct str name = { 0 };

	if (!lower_copy(&name, host).n) {
		str_release(&name);
		return;
	}
	vec_room(&set->name, set->n, &set->cap);
	set->name[set->n++] = str_take(&name);
	set->sorted = false;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool
guard_hosts_has(struct guard_hosts *set, struct span host)
{
	struct str name = { 0 };
	const char *key;
	bool found;

	/* Once after all have been added, not once for each. */
	if (!set->sorted && set->n)
		qsort(set->name, set->n, sizeof(*set->name), compare);
	set->sorted = true;
	lower_copy(&name, host);
	key = str_z(&name);
	found = set->n &&
	        bsearch(&key, set->name, set->n, sizeof(*set->name), compare);
	str_release(&name);
	return found;
}

void
guard_hosts_release(struct guard_hosts *set)
{
	for (size_t i = 0; i < set->n; i++)
		free(set->name[i]);
	free(set->name);
	*set = (struct guard_hosts){ 0 };
}
