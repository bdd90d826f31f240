/*
 * Any bytes as header values: lines in the order of the fields below.  What
 * is read lies within its bounds, whatever a server says.
 */
#include "config.h"

#include "fuzz.h"
#include "net/guard.h"
#include "net/hops.h"
#include "net/hsts.h"
#include "net/http.h"
#include "net/netrc.h"
#include "net/proxy.h"
#include "net/trouble.h"

enum { NOW = 1795348800 };

static void
freshness(struct span *rest)
{
	struct span control = span_cut(rest, '\n'),
	            expires = span_cut(rest, '\n'), date = span_cut(rest, '\n'),
	            age = span_cut(rest, '\n');
	int64_t fresh = http_fresh(control, expires, date, age, NOW);
	struct http_rhythm r = { .now = NOW,
		.every_s = 3600,
		.fresh_s = fresh,
		.failures = (int)age.n % 40,
		.random = (uint32_t)control.n * 977 };
	int64_t due = http_next_due(&r);

	MUST(fresh >= -1);
	MUST(due >= NOW + 3600);
	MUST(due <= NOW + HTTP_FRESH_MAX_S + HTTP_FRESH_MAX_S / 10);
}

static void
type(struct span value)
{
	struct http_type t = http_type(value);

	MUST(t.type.n <= value.n && t.charset.n <= value.n);
	MUST(span_chr(t.charset, ';') == t.charset.n);
	MUST(span_eq(t.type, span_trim(t.type)));
}

static void
redirect(struct span to)
{
	struct hops h;
	struct err err = { 0 };

	MUST(hops_begin(&h, SPAN("https://example.org/a/b?c"), 3, NULL, &err));
	while (hops_follow(&h, 301, to, false, &err)) {
		MUST(span_istarts(hops_url(&h), "https:"));
		MUST(guard_url(hops_url(&h), &err));
		MUST(span_eq(hops_permanent(&h), hops_url(&h)));
	}
	MUST(err.code != ERR_NONE && err.text[0]);
	hops_release(&h);
}

static void
secure(struct span host, struct span value)
{
	struct hsts *h = hsts_new(NULL, NOW);
	struct str url = { 0 };

	if (hsts_learn(h, host, value, NOW))
		MUST(hsts_knows(h, host, NOW));
	str_printf(&url, "http://%.*s/", SPAN_ARG(span_head(host, 500)));
	hsts_upgrade(h, &url, NOW);
	str_release(&url);
	hsts_free(h);
}

static void
password(struct span text)
{
	struct str login = { 0 }, word = { 0 };

	if (netrc_find(text, SPAN("a"), &login, &word))
		MUST(word.n > 0 && word.n <= text.n);
	str_release(&login);
	str_release(&word);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_n((const char *)data, size);
	int64_t wait = http_retry_after(span_cut(&rest, '\n'), NOW);
	struct span list;

	MUST(wait >= 0 && wait <= HTTP_RETRY_MAX_S);
	freshness(&rest);
	type(span_cut(&rest, '\n'));
	redirect(span_cut(&rest, '\n'));
	list = span_cut(&rest, '\n');
	proxies_exempt(list, span_cut(&rest, '\n'));
	list = span_cut(&rest, '\n');
	secure(list, span_cut(&rest, '\n'));
	password(rest);
	guard_host_is_public(rest);
	MUST(trouble_of_certificate(rest) >= TROUBLE_CERT_EXPIRED);
	return 0;
}
