#include "config.h"

#include "base/url.h"

#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that is escaped at byte i of t, or -1. */
static int
escaped_at(struct span t, size_t i)
{
	int hi, lo;

	if (t.s[i] != '%' || i + 2 >= t.n)
		return -1;
	hi = hex_value(t.s[i + 1]);
	lo = hex_value(t.s[i + 2]);
	return hi < 0 || lo < 0 ? -1 : hi << 4 | lo;
}

/* RFC 3986 2.3: characters whose escape says nothing. */
static bool
is_unreserved(char c)
{
	return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

/* Bytes that must not stand in a URL as they are. */
static bool
needs_escape(char c)
{
	return byte_traits[(unsigned char)c] & BYTE_UNSAFE;
}

static void
split_authority(struct span a, struct url *out)
{
	size_t at = a.n, colon;

	while (at > 0 && a.s[at - 1] != '@')
		at--;
	if (at > 0) {
		out->userinfo = span_head(a, at - 1);
		a = span_from(a, at);
	}
	colon = a.n;
	for (size_t i = a.n; i > 0 && a.s[i - 1] != ']'; i--)
		if (a.s[i - 1] == ':')
			colon = i - 1;
	out->host = span_head(a, colon);
	if (colon < a.n)
		out->port = span_from(a, colon + 1);
}

/* Bytes of the scheme and its colon, or 0. */
static size_t
scheme_bytes(struct span t)
{
	if (!t.n || !is_alpha(*t.s))
		return 0;
	for (size_t i = 1; i < t.n; i++) {
		if (t.s[i] == ':')
			return i + 1;
		if (!is_alpha(t.s[i]) && !is_digit(t.s[i]) && t.s[i] != '+' &&
		    t.s[i] != '-' && t.s[i] != '.')
			return 0;
	}
	return 0;
}

void
url_split(struct span t, struct url *out)
{
	size_t n = scheme_bytes(t), end;

	*out = (struct url){ 0 };
	if (n) {
		out->scheme = span_head(t, n - 1);
		t = span_from(t, n);
	}
	end = span_chr(t, '#');
	if (end < t.n) {
		out->fragment = span_from(t, end + 1);
		t.n = end;
	}
	end = span_chr(t, '?');
	if (end < t.n) {
		out->query = span_from(t, end + 1);
		t.n = end;
	}
	if (span_starts(t, "//")) {
		t = span_from(t, 2);
		end = span_chr(t, '/');
		split_authority(span_head(t, end), out);
		t = span_from(t, end);
	}
	out->path = t;
}

static void
add_lower(struct str *out, struct span t)
{
	for (size_t i = 0; i < t.n; i++)
		str_addc(out, t.s[i] >= 'A' && t.s[i] <= 'Z'
		                  ? (char)(t.s[i] + 32)
		                  : t.s[i]);
}

/* Keeps what is escaped; escapes what must be.  A lone % becomes %25. */
static void
add_clean(struct str *out, struct span t)
{
	size_t from = 0;

	for (size_t i = 0; i < t.n; i++) {
		bool lone = t.s[i] == '%' && escaped_at(t, i) < 0;

		if (!lone && !needs_escape(t.s[i]))
			continue;
		str_addn(out, t.s + from, i - from);
		str_printf(out, "%%%02X", (unsigned char)t.s[i]);
		from = i + 1;
	}
	str_add(out, span_from(t, from));
}

/* Drops the last segment of out, but nothing before byte floor. */
static void
drop_segment(struct str *out, size_t floor)
{
	size_t n = out->n;

	while (n > floor && out->s[n - 1] != '/')
		n--;
	if (n > floor)
		n--;
	str_cut(out, n);
}

/* RFC 3986 5.2.4, in one pass; "mailto:a@b" has no segments. */
static void
add_path(struct str *out, struct span path)
{
	size_t floor = out->n;

	if (path.n && *path.s != '/') {
		add_clean(out, path);
		return;
	}
	while (path.n) {
		struct span seg;
		size_t end;
		bool last;

		path = span_from(path, 1); /* the slash */
		end = span_chr(path, '/');
		seg = span_head(path, end);
		last = end == path.n;
		path = span_from(path, end);
		if (span_is(seg, "..") || span_is(seg, ".")) {
			if (seg.n == 2)
				drop_segment(out, floor);
			if (last)
				str_addc(out, '/');
			continue;
		}
		str_addc(out, '/');
		add_clean(out, seg);
	}
}

/* White space and controls around and line breaks within are no part of an
 * address in HTML; backslashes of web addresses are slashes. */
static void
tidy(struct str *out, struct span t)
{
	bool slashes = true;

	while (t.n && (unsigned char)*t.s <= ' ')
		t = span_from(t, 1);
	while (t.n && (unsigned char)t.s[t.n - 1] <= ' ')
		t.n--;
	if (scheme_bytes(t) && !span_istarts(t, "http"))
		slashes = false;
	if (span_until(t, 0, BYTE_CONTROL | BYTE_WHITE | BYTE_ESCAPE) == t.n) {
		str_add(out, t);
		return;
	}
	for (size_t i = 0; i < t.n; i++) {
		char c = t.s[i];

		if (c == '\n' || c == '\r' || c == '\t' || !c)
			continue;
		if (c == '?' || c == '#')
			slashes = false;
		str_addc(out, c == '\\' && slashes ? '/' : c);
	}
}

/* A host in letters of any script stays as it is, but for what could drive a
 * terminal or show another host than it is. */
static void
add_host(struct str *out, struct span t)
{
	struct str clean = { 0 };
	uint32_t c;
	size_t n;

	for (size_t at = 0; at < t.n; at += n) {
		struct span one;

		n = utf8_next(t, at, &c);
		one = span_n(t.s + at, n);
		str_clear(&clean);
		if (n > 1)
			utf8_plain(&clean, one, PLAIN_LINE);
		if ((n == 1 && !needs_escape(*one.s)) ||
		    (n > 1 && span_eq(str_span(&clean), one)))
			add_lower(out, one);
		else
			for (size_t i = 0; i < n; i++)
				str_printf(out, "%%%02x", /* lower, too */
				    (unsigned char)one.s[i]);
	}
	str_release(&clean);
}

static bool
has_authority(const struct url *u)
{
	return u->host.s != NULL;
}

static void
add_authority(struct str *out, const struct url *u)
{
	if (!has_authority(u))
		return;
	str_lit(out, "//");
	if (u->userinfo.s) {
		add_clean(out, u->userinfo);
		str_addc(out, '@');
	}
	add_host(out, u->host);
	if (u->port.n) {
		str_addc(out, ':');
		add_clean(out, u->port);
	}
}

/* The path of a relative reference behind its base's (5.2.3). */
static void
merge_path(struct str *out, const struct url *base, struct span path)
{
	struct str all = { 0 };
	size_t n = base->path.n;

	if (path.n && *path.s == '/') {
		str_add(&all, path);
	} else {
		while (n > 0 && base->path.s[n - 1] != '/')
			n--;
		str_add(&all, span_head(base->path, n));
		if (!all.n)
			str_addc(&all, '/');
		str_add(&all, path);
	}
	add_path(out, str_span(&all));
	str_release(&all);
}

static void
add_tail(struct str *out, char sign, struct span part)
{
	if (!part.s)
		return;
	str_addc(out, sign);
	add_clean(out, part);
}

static void
resolve_parts(struct str *out, const struct url *base, const struct url *ref)
{
	const struct url *from =
	    ref->scheme.s || has_authority(ref) ? ref : base;
	struct span query = ref->query;
	struct str path = { 0 };

	add_lower(out, ref->scheme.s ? ref->scheme : base->scheme);
	str_addc(out, ':');
	add_authority(out, from);
	if (from == ref) {
		add_path(&path, ref->path);
	} else if (ref->path.n) {
		merge_path(&path, base, ref->path);
	} else {
		add_path(&path, base->path);
		query = query.s ? query : base->query;
	}
	/* Two slashes would make a host of the path's first name. */
	if (!has_authority(from) && span_starts(str_span(&path), "//"))
		str_lit(out, "/.");
	str_add(out, str_span(&path));
	add_tail(out, '?', query);
	add_tail(out, '#', ref->fragment);
	str_release(&path);
}

bool
url_resolve(struct str *out, struct span base_text, struct span ref_text)
{
	struct str text = { 0 };
	struct url base, ref;
	size_t start = out->n;

	if (ref_text.n > URL_BYTES_MAX)
		return false;
	tidy(&text, ref_text);
	url_split(str_span(&text), &ref);
	url_split(base_text, &base);
	/* "about:blank", "mailto:x": nothing can be relative to it. */
	if (!has_authority(&base) && !(base.path.n && *base.path.s == '/'))
		base = (struct url){ 0 };
	/* "http:path" means the base's own scheme (5.4.2), as browsers have
	 * it. */
	if (ref.scheme.s && !has_authority(&ref) &&
	    span_ieq(ref.scheme, base.scheme) && has_authority(&base) &&
	    span_istarts(ref.scheme, "http"))
		ref.scheme = span_n(NULL, 0);
	if (ref.scheme.s || base.scheme.s)
		resolve_parts(out, &base, &ref);
	else
		add_clean(out, str_span(&text));
	str_release(&text);
	if (out->n - start <= URL_BYTES_MAX)
		return true;
	str_cut(out, start);
	/* Who is told that nothing is there has nothing to free. */
	if (!start)
		str_release(out);
	return false;
}

/* Parameters that say who sent us, not what is meant. */
static const char *const trackers[] = { "utm_", "fbclid", "gclid", "dclid",
	"gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid",
	"_hsenc", "_hsmi", "mkt_tok", "at_medium", "at_campaign", "at_custom",
	"ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ito", "xtor",
	"wt_zmc", "oly_anon_id", "oly_enc_id", "vero_id", "s_cid", "cmpid",
	"ncid", "sr_share", "ref_src", "feature=rss" };

static bool
is_tracker(struct span parameter)
{
	for (size_t i = 0; i < sizeof(trackers) / sizeof(*trackers); i++) {
		size_t n = strlen(trackers[i]);

		if (!span_istarts(parameter, trackers[i]))
			continue;
		if (trackers[i][n - 1] == '_' || parameter.n == n ||
		    parameter.s[n] == '=')
			return true;
	}
	return false;
}

/* Appends "?a=b&c=d" without trackers; nothing when nothing is left. */
static void
add_query(struct str *out, struct span query)
{
	char sign = '?';

	while (query.n) {
		struct span one = span_cut(&query, '&');

		if (!one.n || is_tracker(one))
			continue;
		str_addc(out, sign);
		str_add(out, one);
		sign = '&';
	}
}

void
url_untrack(struct str *out, struct span text)
{
	struct url u;
	size_t head;

	url_split(text, &u);
	if (!u.query.s || !url_is_web(text)) {
		str_add(out, text);
		return;
	}
	head = (size_t)(u.query.s - text.s) - 1;
	str_add(out, span_head(text, head));
	add_query(out, u.query);
	if (u.fragment.s) {
		str_addc(out, '#');
		str_add(out, u.fragment);
	}
}

/* Percent-encoding in its normal form: unreserved characters plain, the
 * digits of the others in capitals (RFC 3986 6.2.2). */
static void
add_normal(struct str *out, struct span t)
{
	for (size_t i = 0; i < t.n; i++) {
		int c = escaped_at(t, i);

		if (c < 0)
			str_addc(out, t.s[i]);
		else if (is_unreserved((char)c))
			str_addc(out, (char)c);
		else
			str_printf(out, "%%%02X", (unsigned)c);
		i += c < 0 ? 0 : 2;
	}
}

static bool
is_default_port(const struct url *u)
{
	return !u->port.n ||
	       (span_iis(u->scheme, "http") && span_is(u->port, "80")) ||
	       (span_iis(u->scheme, "https") && span_is(u->port, "443"));
}

void
url_identity(struct str *out, struct span text)
{
	struct str clean = { 0 }, path = { 0 }, query = { 0 };
	struct url u;

	if (!url_resolve(&clean, span_n(NULL, 0), text) ||
	    !url_is_web(str_span(&clean))) {
		str_add(out, span_trim(text));
		str_release(&clean);
		return;
	}
	url_split(str_span(&clean), &u);
	str_lit(out, "http://");
	str_add(out, u.host);
	if (!is_default_port(&u))
		str_printf(out, ":%.*s", SPAN_ARG(u.port));
	add_normal(&path, u.path);
	if (path.n)
		add_path(out, str_span(&path));
	else
		str_addc(out, '/');
	add_normal(&query, u.query);
	add_query(out, str_span(&query));
	str_release(&query);
	str_release(&path);
	str_release(&clean);
}

bool
url_is_web(struct span text)
{
	struct url u;

	if (text.n > URL_BYTES_MAX)
		return false;
	url_split(text, &u);
	/* A bracket that is not closed: the rest of it went for a port. */
	return (span_iis(u.scheme, "http") || span_iis(u.scheme, "https")) &&
	       u.host.n > 0 &&
	       (*u.host.s == '[') == (u.host.s[u.host.n - 1] == ']');
}

bool
url_is_link(struct span text)
{
	static const char *const schemes[] = { "mailto", "ftp", "gopher",
		"gemini", "xmpp", "irc", "ircs", "tel", "magnet", "news",
		"nntp", "sip", "geo" };
	struct url u;

	if (url_is_web(text))
		return true;
	if (text.n > URL_BYTES_MAX)
		return false;
	url_split(text, &u);
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (span_iis(u.scheme, schemes[i]))
			return u.host.n || u.path.n || u.query.n;
	return false;
}

struct span
url_site(struct span text)
{
	struct url u;

	url_split(text, &u);
	if (span_istarts(u.host, "www.") && u.host.n > 4)
		return span_from(u.host, 4);
	return u.host;
}

void
url_decode(struct str *out, struct span t)
{
	for (size_t i = 0; i < t.n; i++) {
		int c = escaped_at(t, i);

		str_addc(out, c < 0 ? t.s[i] : (char)c);
		i += c < 0 ? 0 : 2;
	}
}

void
url_origin(struct str *out, struct span text)
{
	struct url u;

	url_split(text, &u);
	if (!u.host.n)
		return;
	add_lower(out, u.scheme);
	str_lit(out, "://");
	add_lower(out, u.host);
	if (!is_default_port(&u))
		str_printf(out, ":%.*s", SPAN_ARG(u.port));
}

bool
url_to_path(struct str *out, struct span text)
{
	struct url u;
	size_t start = out->n;

	url_split(text, &u);
	if (!span_iis(u.scheme, "file") || !u.path.n || *u.path.s != '/' ||
	    (u.host.n && !span_iis(u.host, "localhost")))
		return false;
	url_decode(out, u.path);
	/* A NUL would end the path for the kernel, not for us. */
	if (!memchr(out->s + start, '\0', out->n - start))
		return true;
	str_cut(out, start);
	return false;
}

void
url_of_path(struct str *out, struct span path)
{
	str_lit(out, "file://");
	for (size_t i = 0; i < path.n; i++) {
		char c = path.s[i];

		if (is_unreserved(c) || (c && strchr("/:@!$&'()*+,;=", c)))
			str_addc(out, c);
		else
			str_printf(out, "%%%02X", (unsigned char)c);
	}
}
