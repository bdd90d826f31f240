#include "config.h"

#include "feed/identity.h"

#include <inttypes.h>

#include "base/url.h"

enum { KEY_BYTES_MAX = 512 };

/* FNV-1a over several fields, with a sign between them. */
static uint64_t
mix(uint64_t h, struct span t)
{
	return (h ^ span_hash(t)) * UINT64_C(0x100000001b3);
}

static void
add_hash(struct str *out, const char *what, uint64_t h)
{
	str_printf(out, "%s:%016" PRIx64, what, h);
}

/* A web address by what it names, anything else as it is; what is too long
 * to be a key is hashed. */
static void
add_id(struct str *out, struct span id)
{
	size_t before = out->n;

	if (url_is_web(id))
		url_identity(out, id);
	else
		str_add(out, id);
	if (out->n - before > KEY_BYTES_MAX || out->n == before) {
		uint64_t h = span_hash(span_from(str_span(out), before));

		str_cut(out, before);
		add_hash(out, "long", h);
	}
}

void
identity_key(struct str *out, const struct entry *e)
{
	uint64_t h = span_hash(e->title.plain);

	if (e->id.n) {
		add_id(out, e->id);
	} else if (e->link.n) {
		add_id(out, e->link);
	} else if (e->enclosures.n) {
		add_id(out, e->enclosures.v[0].url);
	} else if (e->title.plain.n && e->published.raw.n) {
		add_hash(out, "title", mix(h, e->published.raw));
	} else {
		h = mix(h, e->summary.plain);
		add_hash(out, "text", mix(h, e->content.plain));
	}
}

void
identity_print(struct str *out, const struct entry *e, struct span galley)
{
	uint64_t h = mix(span_hash(e->title.plain), galley);

	for (size_t i = 0; i < e->authors.n; i++)
		h = mix(h, e->authors.v[i].name);
	str_printf(out, "%016" PRIx64, h);
}
