#include "config.h"

#include "doc/entities.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 32, CODE_DIGITS_MAX = 8 };

struct entity {
	const char *name;
	uint32_t first, second;
	unsigned char bare;
};

static const struct entity entities[] = {
#define ENTITY(name, first, second, bare) { name, first, second, bare },
#include "doc/entities.def"
#undef ENTITY
};

/* What windows-1252 has at 128-159. */
static const uint16_t cp1252[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
	0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178 };

static int
by_name(const void *key, const void *row)
{
	return span_cmp(*(const struct span *)key,
	    span_of(((const struct entity *)row)->name));
}

static const struct entity *
find(struct span name)
{
	return bsearch(&name, entities, sizeof(entities) / sizeof(*entities),
	    sizeof(*entities), by_name);
}

uint32_t
entity_named(struct span name)
{
	const struct entity *e = find(name);

	return e ? e->first : 0;
}

static int
digit(char c, int base)
{
	int v = c >= '0' && c <= '9'                     ? c - '0'
	        : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
	                                                 : 99;

	return v < base ? v : -1;
}

/* "#8217;" or "#x2019;". */
static size_t
take_number(struct span t, uint32_t *c)
{
	int base = t.n > 1 && (t.s[1] | 0x20) == 'x' ? 16 : 10;
	size_t from = base == 16 ? 2 : 1, i = from;
	uint32_t v = 0;

	while (i < t.n && digit(t.s[i], base) >= 0) {
		if (v <= 0x10ffff)
			v = v * (uint32_t)base + (uint32_t)digit(t.s[i], base);
		i++;
	}
	if (i == from)
		return 0;
	if (v >= 128 && v <= 159)
		v = cp1252[v - 128];
	*c =
	    v == 0 || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff) ? 0xfffd : v;
	return i < t.n && t.s[i] == ';' ? i + 1 : i;
}

size_t
entity_take(struct span t, uint32_t *first, uint32_t *second)
{
	const struct entity *e;
	size_t n = 0;

	*second = 0;
	if (t.n && *t.s == '#')
		return take_number(t, first);
	while (n < t.n && n < NAME_MAX_BYTES &&
	       ((t.s[n] >= '0' && t.s[n] <= '9') ||
	           ((t.s[n] | 0x20) >= 'a' && (t.s[n] | 0x20) <= 'z')))
		n++;
	e = n && n < t.n && t.s[n] == ';' ? find(span_head(t, n)) : NULL;
	if (e) {
		*first = e->first;
		*second = e->second;
		return n + 1;
	}
	/* "&ampfoo": the longest name that browsers know without ";". */
	for (; n > 1; n--) {
		e = find(span_head(t, n));
		if (e && e->bare) {
			*first = e->first;
			*second = e->second;
			return n;
		}
	}
	return 0;
}

void
entity_escape(struct str *out, struct span t, bool quoted)
{
	static const char *const names[] = { ['"'] = "&quot;",
		['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;" };
	size_t from = 0;

	if (!t.n)
		return; /* t.s may be NULL */
	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];

		if (c >= sizeof(names) / sizeof(*names) || !names[c] ||
		    (c == '"' && !quoted))
			continue;
		str_addn(out, t.s + from, i - from);
		str_addz(out, names[c]);
		from = i + 1;
	}
	str_addn(out, t.s + from, t.n - from);
}
