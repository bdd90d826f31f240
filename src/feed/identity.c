#include "config.h"

#include "feed/identity.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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

/* What is said of an entry that has no address: not the text, which is edited,
 * nor the date as it was written. */
static void
add_story(struct str *out, const struct entry *e)
{
	uint64_t h = span_hash(e->title.plain);

	if (e->title.plain.n) {
		add_hash(out, "title", h ^ (uint64_t)e->published.t);
	} else {
		h = mix(h, e->summary.plain);
		add_hash(out, "text", mix(h, e->content.plain));
	}
}

void
identity_key(struct str *out, const struct entry *e)
{
	if (e->id.n)
		add_id(out, e->id);
	else if (e->link.n)
		add_id(out, e->link);
	else if (e->enclosures.n)
		add_id(out, e->enclosures.v[0].url);
	else
		add_story(out, e);
}

/* ---- all keys of a feed ------------------------------------------------- */

static int
by_key(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a;
	const struct entry *y = *(struct entry *const *)b;
	size_t n = x->key.n < y->key.n ? x->key.n : y->key.n;
	int order = n ? memcmp(x->key.s, y->key.s, n) : 0;

	if (order)
		return order;
	if (x->key.n != y->key.n)
		return x->key.n < y->key.n ? -1 : 1;
	return x < y ? -1 : x > y; /* as they stand in the feed */
}

static bool
is_same_story(const struct entry *a, const struct entry *b)
{
	return span_eq(a->title.plain, b->title.plain) ||
	       (a->link.n && span_eq(a->link, b->link));
}

typedef void group_fn(struct feed *f, struct entry **group, size_t n);

/* Their id says nothing: the link does, or title and date. */
static void
tell_apart(struct feed *f, struct entry **group, size_t n)
{
	bool same = true, links = true;

	for (size_t i = 1; i < n; i++) {
		same = same && is_same_story(group[0], group[i]);
		links = links && group[i]->link.n &&
		        !span_eq(group[i]->link, group[i - 1]->link);
	}
	for (size_t i = 0; i < n && !same; i++) {
		struct str key = { 0 };

		if (links && group[0]->link.n)
			add_id(&key, group[i]->link);
		else
			add_story(&key, group[i]);
		group[i]->key = span_keep(f->mem, str_span(&key));
		str_release(&key);
	}
}

static void
keep_first(struct feed *f, struct entry **group, size_t n)
{
	(void)f;
	for (size_t i = 1; i < n; i++)
		group[i]->key = span_n(NULL, 0);
}

/* Calls fn for each group of entries that share a key. */
static void
each_group(struct feed *f, struct entry **sorted, group_fn *fn)
{
	size_t end;

	qsort(sorted, f->n, sizeof(struct entry *), by_key);
	for (size_t i = 0; i < f->n; i = end) {
		for (end = i + 1; end < f->n; end++)
			if (!span_eq(sorted[i]->key, sorted[end]->key))
				break;
		if (end > i + 1 && sorted[i]->key.n)
			fn(f, sorted + i, end - i);
	}
}

void
identity_settle(struct feed *f)
{
	struct entry **sorted = xcalloc(f->n + 1, sizeof(struct entry *));

	for (size_t i = 0; i < f->n; i++)
		sorted[i] = &f->entry[i];
	each_group(f, sorted, tell_apart);
	each_group(f, sorted, keep_first);
	free(sorted);
}

void
identity_print(struct str *out, const struct entry *e, struct span galley)
{
	uint64_t h = mix(span_hash(e->title.plain), galley);

	for (size_t i = 0; i < e->authors.n; i++)
		h = mix(h, e->authors.v[i].name);
	str_printf(out, "%016" PRIx64, h);
}
