#include "config.h"

#include "net/manner.h"

#include "base/url.h"

void
manner_keep(struct kept_manner *k, const struct manner *m, struct span url)
{
	*k = (struct kept_manner){ .tls_insecure = m->tls_insecure,
		.http = m->http,
		.ip = m->ip,
		.connections = m->connections };
	str_add(&k->home, m->home.n ? m->home : url);
	str_add(&k->headers, m->headers);
	str_add(&k->cookie_file, m->cookie_file);
	str_add(&k->credentials, m->credentials);
	str_add(&k->tls_ca, m->tls_ca);
	str_add(&k->proxy, m->proxy);
}

void
manner_release(struct kept_manner *k)
{
	str_release(&k->home);
	str_release(&k->headers);
	str_release(&k->cookie_file);
	str_release(&k->credentials);
	str_release(&k->tls_ca);
	str_release(&k->proxy);
}

static struct span
port_of(const struct url *u)
{
	if (u->port.n)
		return u->port;
	return span_iis(u->scheme, "https") ? SPAN("443") : SPAN("80");
}

static bool
is_server_of(struct span home_url, struct span url)
{
	struct url home, there;

	url_split(home_url, &home);
	url_split(url, &there);
	if (!home.host.n || !span_ieq(home.host, there.host))
		return false;
	if (span_ieq(home.scheme, there.scheme))
		return span_eq(port_of(&home), port_of(&there));
	/* From the clear to the safe: at the ports that are usual, or at one.
	 */
	return span_iis(home.scheme, "http") &&
	       span_iis(there.scheme, "https") &&
	       (span_eq(port_of(&home), port_of(&there)) ||
	           (span_is(port_of(&home), "80") &&
	               span_is(port_of(&there), "443")));
}

bool
manner_at_home(const struct kept_manner *k, struct span url)
{
	return is_server_of(str_span(&k->home), url);
}

void
manner_with_user(struct str *out, struct span home, struct span url)
{
	struct url from, to;
	size_t n;

	url_split(home, &from);
	url_split(url, &to);
	n = to.host.s ? (size_t)(to.host.s - url.s) : 0;
	if (from.userinfo.n && !to.userinfo.s && is_server_of(home, url)) {
		str_add(out, span_head(url, n));
		str_add(out, from.userinfo);
		str_addc(out, '@');
		url = span_from(url, n);
	}
	str_add(out, url);
}

static bool
is_literal(struct span host)
{
	for (size_t i = 0; i < host.n; i++)
		if (host.s[i] != '.' && !(host.s[i] >= '0' && host.s[i] <= '9'))
			return host.s[0] == '[';
	return true;
}

/* Ends in the name, at a dot. */
static bool
is_below(struct span host, struct span name)
{
	return host.n > name.n && host.s[host.n - name.n - 1] == '.' &&
	       span_ieq(span_from(host, host.n - name.n), name);
}

bool
manner_near_home(const struct kept_manner *k, struct span url)
{
	struct url home, there;
	struct span above;
	size_t dot;

	url_split(str_span(&k->home), &home);
	url_split(url, &there);
	if (!home.host.n || span_ieq(home.host, there.host))
		return home.host.n > 0;
	if (is_literal(home.host) || is_literal(there.host))
		return false;
	dot = span_chr(home.host, '.');
	above = span_from(home.host, dot + (dot < home.host.n));
	/* "example.org" has none above it: "org" is everybody's. */
	if (span_chr(above, '.') == above.n)
		above = home.host;
	return span_ieq(there.host, above) || is_below(there.host, above);
}

/* Without the lines of that name. */
static void
drop_header(struct str *lines, struct span name)
{
	struct str kept = { 0 };
	struct span rest = str_span(lines);

	while (rest.n) {
		struct span line = span_cut(&rest, '\n'), value = line;

		if (span_ieq(span_cut(&value, ':'), name))
			continue;
		str_add(&kept, line);
		str_addc(&kept, '\n');
	}
	str_release(lines);
	*lines = kept;
}

void
manner_headers(const struct kept_manner *k, struct str *out)
{
	struct span rest = str_span(&k->headers);

	while (rest.n) {
		struct span line = span_cut(&rest, '\n'), value = line,
		            name = span_cut(&value, ':');

		drop_header(out, name);
		if (!span_trim(value).n)
			continue;
		str_add(out, line);
		str_addc(out, '\n');
	}
}

void
manner_proxy(struct str *out, struct span proxy)
{
	struct span rest = span_from(proxy, span_chr(proxy, ':')),
	            scheme = span_head(proxy, proxy.n - rest.n);

	if (span_iis(scheme, "socks5"))
		scheme = SPAN("socks5h");
	else if (span_iis(scheme, "socks4"))
		scheme = SPAN("socks4a");
	str_add(out, scheme);
	str_add(out, rest);
}

bool
manner_same_way(const struct kept_manner *a, const struct kept_manner *b)
{
	return a->ip == b->ip &&
	       span_eq(str_span(&a->proxy), str_span(&b->proxy));
}
