#include "config.h"

#include "net/proxy.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/url.h"

static void
read_variable(struct str *out, const char *name, const char *other)
{
	const char *value = getenv(name);

	if ((!value || !*value) && other)
		value = getenv(other);
	str_clear(out);
	if (value)
		str_addz(out, value);
}

void
proxies_read(struct proxies *p)
{
	read_variable(&p->http, "http_proxy", NULL);
	read_variable(&p->https, "https_proxy", "HTTPS_PROXY");
	read_variable(&p->all, "all_proxy", "ALL_PROXY");
	read_variable(&p->none, "no_proxy", "NO_PROXY");
}

void
proxies_release(struct proxies *p)
{
	str_release(&p->http);
	str_release(&p->https);
	str_release(&p->all);
	str_release(&p->none);
}

/* Reads a literal address; returns its bytes' number, 0 if it is a name. */
static int
literal(struct span host, unsigned char bytes[16])
{
	char text[64];

	if (host.n >= 2 && host.s[0] == '[' && host.s[host.n - 1] == ']')
		host = span_n(host.s + 1, host.n - 2);
	if (!host.n || host.n >= sizeof(text))
		return 0;
	memcpy(text, host.s, host.n);
	text[host.n] = '\0';
	if (inet_pton(AF_INET, text, bytes) == 1)
		return 4;
	return inet_pton(AF_INET6, text, bytes) == 1 ? 16 : 0;
}

/* word: an address, or a network "10.0.0.0/8". */
static bool
address_matches(struct span word, const unsigned char *host, int size)
{
	unsigned char net[16];
	struct span rest = word, address = span_cut(&rest, '/');
	int64_t bits = size * 8;
	int bytes, odd;

	if (rest.s && !span_int(rest, &bits))
		return false;
	if (literal(address, net) != size || bits > size * 8)
		return false;
	bytes = (int)bits / 8;
	odd = (int)bits % 8;
	if (memcmp(net, host, (size_t)bytes) != 0)
		return false;
	return !odd || (net[bytes] ^ host[bytes]) >> (8 - odd) == 0;
}

static bool
name_matches(struct span word, struct span host)
{
	if (word.n && word.s[0] == '.')
		word = span_from(word, 1);
	if (!word.n || word.n > host.n)
		return false;
	if (!span_ieq(span_from(host, host.n - word.n), word))
		return false;
	return word.n == host.n || host.s[host.n - word.n - 1] == '.';
}

static struct span
next_word(struct span *list)
{
	size_t from = 0, n;

	while (from < list->n && strchr(", \t", list->s[from]))
		from++;
	*list = span_from(*list, from);
	for (n = 0; n < list->n && !strchr(", \t", list->s[n]);)
		n++;
	*list = span_from(*list, n);
	return span_n(n ? list->s - n : NULL, n);
}

bool
proxies_exempt(struct span list, struct span host)
{
	unsigned char bytes[16];
	int size = literal(host, bytes);
	struct span word;

	if (host.n && host.s[host.n - 1] == '.')
		host.n--;
	while ((word = next_word(&list)).n) {
		if (span_is(word, "*"))
			return true;
		if (size ? address_matches(word, bytes, size)
		         : name_matches(word, host))
			return true;
	}
	return false;
}

struct span
proxies_for(const struct proxies *p, struct span url)
{
	const struct str *found;
	struct url parts;

	url_split(url, &parts);
	found = span_iis(parts.scheme, "https") ? &p->https : &p->http;
	if (!found->n)
		found = &p->all;
	if (!found->n || proxies_exempt(str_span(&p->none), parts.host))
		return span_n(NULL, 0);
	return str_span(found);
}
