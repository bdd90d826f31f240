#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { MARKS_MAX = 4, ZWJ = 0x200d, NBSP = 0xa0, ELLIPSIS = 0x2026 };

/* Letters of Hebrew and Arabic, also joined ones: of one cell everywhere, and
 * too many in a text to ask libc for each. */
static inline bool
is_narrow(uint32_t c)
{
	return (c >= 0x5d0 && c <= 0x5ea) || (c >= 0x621 && c <= 0x64a) ||
	       (c >= 0xfe80 && c <= 0xfefc);
}

int
cell_width(uint32_t c)
{
	int w;

	if (c < 0x7f || is_narrow(c))
		return 1;
	w = wcwidth((wchar_t)c);
	return w < 0 ? 1 : w;
}

struct range {
	uint32_t lo, hi;
};

/* Characters that terminals and curses count differently or that rearrange
 * the line: soft hyphen, zero-width and direction marks, bidi embeddings and
 * isolates, invisible operators, variation selectors, BOM, tags. */
static const struct range unseen[] = {
	{ 0xad, 0xad },
	{ 0x61c, 0x61c },
	{ 0x180b, 0x180f },
	{ 0x200b, 0x200c },
	{ 0x200e, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb },
	{ 0xe0000, 0xe0fff },
};

/* What a ZWJ may join into one picture. */
static const struct range emoji[] = {
	{ 0x2190, 0x21ff },
	{ 0x2300, 0x23ff },
	{ 0x2600, 0x27bf },
	{ 0x2b00, 0x2bff },
	{ 0x1f000, 0x1faff },
};

static bool
in_ranges(uint32_t c, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].lo && c <= r[i].hi)
			return true;
	return false;
}

#define IN(c, table) in_ranges((c), (table), sizeof(table) / sizeof(*(table)))

/* What stands in the cells so far. */
struct state {
	bool any;    /* a character */
	bool base;   /* one that marks can stand on */
	int marks;   /* on it */
	bool joined; /* a ZWJ came last */
};

static void
add_mark(struct str *out, struct state *st, uint32_t c)
{
	if (st->marks >= MARKS_MAX)
		return;
	if (!st->base) {
		utf8_add(out, NBSP);
		st->any = st->base = true;
	}
	utf8_add(out, c);
	st->marks++;
}

static void
add_base(struct str *out, struct state *st, uint32_t c)
{
	*st = (struct state){ .any = true, .base = true };
	utf8_add(out, c);
}

static void
add_one(struct str *out, struct state *st, uint32_t c)
{
	bool joined = st->joined;
	int w;

	st->joined = false;
	if (is_narrow(c)) {
		add_base(out, st, c);
		return;
	}
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) {
		add_base(out, st, ' ');
		st->base = false;
		return;
	}
	if (c == ZWJ) {
		st->joined = true;
		return;
	}
	if (IN(c, unseen) || (joined && IN(c, emoji)))
		return;
	if (st->any && ((c >= 0x1f3fb && c <= 0x1f3ff) || c == 0x20e3))
		return;
	if (c >= 0x1f1e6 && c <= 0x1f1ff) {
		add_base(out, st, c - 0x1f1e6 + 'A');
		return;
	}
	w = wcwidth((wchar_t)c);
	if (w == 0) {
		add_mark(out, st, c);
		return;
	}
	add_base(out, st, w < 0 ? UTF8_BAD : c);
}

/* Printable ASCII from here on, which needs no looking at. */
static size_t
ascii_run(struct span t, size_t at)
{
	size_t i = at;

	while (i < t.n && t.s[i] >= 0x20 && t.s[i] < 0x7f)
		i++;
	return i - at;
}

void
cells_add(struct str *out, struct span t)
{
	struct state st = { 0 };
	uint32_t c;

	for (size_t at = 0; at < t.n;) {
		size_t n = ascii_run(t, at);

		if (n) {
			str_addn(out, t.s + at, n);
			st = (struct state){ .any = true, .base = true };
			at += n;
			continue;
		}
		at += utf8_next(t, at, &c);
		add_one(out, &st, c);
	}
}

int
cells_width(struct span t)
{
	int width = 0;
	uint32_t c;

	for (size_t at = 0; at < t.n;) {
		size_t n = ascii_run(t, at);

		if (n) {
			width += (int)n;
			at += n;
			continue;
		}
		at += utf8_next(t, at, &c);
		width += cell_width(c);
	}
	return width;
}

/*
 * A cluster is found within a window: a base with its marks is shorter, and
 * one that is longer is cut at a character.  It is also no wider than two wide
 * characters (joined emoji are drawn as one), so that a chain of Hangul
 * initials, which is one cluster whatever its length, goes into any line.
 */
enum { CLUSTER_BYTES = 64, CLUSTER_CELLS = 4 };

static size_t
narrow_end(struct span t, size_t at, size_t end)
{
	size_t next = at;
	int width = 0;
	uint32_t c, before = 0;

	while (next < end) {
		size_t n = utf8_next(t, next, &c);

		if (before != ZWJ || !IN(c, emoji))
			width += cell_width(c);
		if (width > CLUSTER_CELLS)
			break;
		before = c;
		next += n;
	}
	return next;
}

size_t
cluster_end(struct span t, size_t at)
{
	char breaks[CLUSTER_BYTES];
	size_t n = t.n - at, end = 1;

	if (n > CLUSTER_BYTES) {
		n = CLUSTER_BYTES;
		while (n > 1 && ((unsigned char)t.s[at + n] & 0xc0) == 0x80)
			n--;
	}
	/* The usual case: ASCII before ASCII. */
	if (n == 1 ||
	    (n > 1 && !((t.s[at] | t.s[at + 1]) & 0x80) && t.s[at] != '\r'))
		return at + 1;
	u8_grapheme_breaks((const uint8_t *)t.s + at, n, breaks);
	while (end < n && !breaks[end])
		end++;
	return narrow_end(t, at, at + end);
}

size_t
cells_fit(struct span t, int width, int *used)
{
	size_t at = 0;
	int sum = 0;

	while (at < t.n) {
		size_t end = cluster_end(t, at);
		int w = cells_width(span_n(t.s + at, end - at));

		if (sum + w > width)
			break;
		sum += w;
		at = end;
	}
	if (used)
		*used = sum;
	return at;
}

/* Where to cut: at a blank when one stands in the last third. */
static size_t
word_cut(struct span t, size_t fit)
{
	size_t at = fit;

	if (fit < t.n && t.s[fit] == ' ')
		return fit;
	while (at > 0 && t.s[at - 1] != ' ')
		at--;
	if (at < fit * 2 / 3)
		return fit;
	while (at > 0 && t.s[at - 1] == ' ')
		at--;
	return at;
}

int
cells_ellipsis(struct str *out, struct span t, int width)
{
	struct str clean = { 0 };
	struct span s;
	size_t fit;
	int w;

	cells_add(&clean, t);
	s = str_span(&clean);
	fit = cells_fit(s, width, &w);
	if (fit < s.n && width > 0) {
		fit = word_cut(s, cells_fit(s, width - 1, NULL));
		s.n = fit;
		w = cells_width(s) + 1;
		str_add(out, s);
		utf8_add(out, ELLIPSIS);
	} else {
		str_add(out, span_head(s, fit));
	}
	str_release(&clean);
	return w;
}
