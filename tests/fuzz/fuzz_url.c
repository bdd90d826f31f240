/* The first line as a base and the rest as a reference: an address that went
 * through us is clean, and going through us again changes nothing. */
#include "config.h"

#include "base/url.h"
#include "base/utf8.h"
#include "fuzz.h"

static bool
within(struct span part, struct span all)
{
	return !part.s || (part.s >= all.s && part.s + part.n <= all.s + all.n);
}

static void
parts(struct span text)
{
	struct url u;

	url_split(text, &u);
	MUST(within(u.scheme, text) && within(u.userinfo, text));
	MUST(within(u.host, text) && within(u.port, text));
	MUST(within(u.path, text) && within(u.query, text));
	MUST(within(u.fragment, text));
}

static void
clean(struct span url)
{
	struct str plain = { 0 }, again = { 0 };

	utf8_plain(&plain, url, PLAIN_LINE);
	MUST(span_eq(str_span(&plain), url));
	MUST(span_chr(url, ' ') == url.n);
	if (url_is_web(url)) {
		MUST(url_resolve(&again, span_n(NULL, 0), url));
		MUST(span_eq(str_span(&again), url));
	}
	str_release(&plain);
	str_release(&again);
}

typedef void transform(struct str *out, struct span url);

static void
twice(transform *fn, struct span url)
{
	struct str once = { 0 }, again = { 0 };

	fn(&once, url);
	fn(&again, str_span(&once));
	MUST(span_eq(str_span(&once), str_span(&again)));
	str_release(&once);
	str_release(&again);
}

static void
files(struct span url)
{
	struct str path = { 0 }, back = { 0 }, again = { 0 };

	if (url_to_path(&path, url)) {
		url_of_path(&back, str_span(&path));
		MUST(url_to_path(&again, str_span(&back)));
		MUST(span_eq(str_span(&path), str_span(&again)));
	}
	str_release(&path);
	str_release(&back);
	str_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span ref = span_n((const char *)data, size);
	struct span base = span_cut(&ref, '\n');
	struct str out = { 0 };

	parts(base);
	if (url_resolve(&out, base, ref)) {
		MUST(out.n <= URL_BYTES_MAX);
		clean(str_span(&out));
	}
	files(base);
	str_clear(&out);
	if (url_resolve(&out, span_n(NULL, 0), base)) {
		twice(url_identity, str_span(&out));
		twice(url_untrack, str_span(&out));
		twice(url_redact, str_span(&out));
		url_origin(&out, base);
		url_decode(&out, base);
		MUST(within(url_site(base), base));
	}
	str_release(&out);
	return 0;
}
