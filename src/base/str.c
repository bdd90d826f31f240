#include "config.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

struct span
span_of(const char *s)
{
	return span_n(s, s ? strlen(s) : 0);
}

struct span
span_n(const char *s, size_t n)
{
	return (struct span){ s, n };
}

struct span
span_from(struct span t, size_t skip)
{
	if (skip > t.n)
		skip = t.n;
	return span_n(t.s ? t.s + skip : NULL, t.n - skip);
}

struct span
span_head(struct span t, size_t n)
{
	return span_n(t.s, n < t.n ? n : t.n);
}

struct span
span_trim(struct span t)
{
	while (t.n && is_blank(*t.s))
		t = span_from(t, 1);
	while (t.n && is_blank(t.s[t.n - 1]))
		t.n--;
	return t;
}

bool
span_eq(struct span a, struct span b)
{
	return a.n == b.n && (!a.n || !memcmp(a.s, b.s, a.n));
}

bool
span_is(struct span a, const char *s)
{
	return span_eq(a, span_of(s));
}

bool
span_ieq(struct span a, struct span b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.s[i]) != lower(b.s[i]))
			return false;
	return true;
}

/* Compared as far as they are alike, without a look for the end of s: tables
 * of names are gone through with this. */
bool
span_iis(struct span a, const char *s)
{
	for (size_t i = 0; i < a.n; i++)
		if (!s[i] || lower(a.s[i]) != lower(s[i]))
			return false;
	return !s[a.n];
}

bool
span_starts(struct span a, const char *prefix)
{
	size_t i = 0;

	while (i < a.n && prefix[i] && a.s[i] == prefix[i])
		i++;
	return !prefix[i];
}

bool
span_istarts(struct span a, const char *prefix)
{
	size_t i = 0;

	while (i < a.n && prefix[i] && lower(a.s[i]) == lower(prefix[i]))
		i++;
	return !prefix[i];
}

bool
span_ends(struct span a, const char *suffix)
{
	size_t n = strlen(suffix);

	return a.n >= n && span_is(span_from(a, a.n - n), suffix);
}

int
span_cmp(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.s, b.s, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

size_t
span_chr(struct span t, char c)
{
	const char *p = t.n ? memchr(t.s, c, t.n) : NULL;

	return p ? (size_t)(p - t.s) : t.n;
}

size_t
span_find(struct span t, struct span what)
{
	enum { SHORT = 8 };
	const char *p;

	if (!what.n)
		return 0;
	/* memchr goes through a text far quicker than memmem, and how often it
	 * finds the first byte for nothing does not matter for a short one. */
	for (size_t at = 0; what.n <= SHORT; at++) {
		at += span_chr(span_from(t, at), *what.s);
		if (t.n - at < what.n)
			return t.n;
		if (!memcmp(t.s + at, what.s, what.n))
			return at;
	}
	p = t.n ? memmem(t.s, t.n, what.s, what.n) : NULL;
	return p ? (size_t)(p - t.s) : t.n;
}

/* The next c from `at` on, be it large or small; t.n: there is none. */
static size_t
find_letter(struct span t, size_t at, char c)
{
	char small = lower(c);
	uint64_t fold = small >= 'a' && small <= 'z' ? BYTES_OF(0x20) : 0;

	while (!(small & 0x80) && t.n - at >= 8 &&
	       !bytes_equal(bytes_word(t.s + at) | fold, (unsigned)small))
		at += 8;
	while (at < t.n && lower(t.s[at]) != small)
		at++;
	return at;
}

size_t
span_ifind(struct span t, struct span what)
{
	if (!what.n)
		return 0;
	for (size_t i = 0; (i = find_letter(t, i, what.s[0])) < t.n; i++)
		if (span_ieq(span_head(span_from(t, i), what.n), what))
			return i;
	return t.n;
}

struct span
span_cut(struct span *rest, char sep)
{
	size_t at = span_chr(*rest, sep);
	struct span head = span_head(*rest, at);

	*rest = at < rest->n ? span_from(*rest, at + 1) : span_n(NULL, 0);
	return head;
}

bool
span_lists(struct span list, char sep, struct span word)
{
	while (list.n)
		if (span_ieq(span_trim(span_cut(&list, sep)), word))
			return true;
	return false;
}

bool
span_has_control(struct span t)
{
	return span_until(t, 0, BYTE_CONTROL | BYTE_WHITE) < t.n;
}

bool
span_int(struct span t, int64_t *out)
{
	int64_t v = 0;

	if (!t.n)
		return false;
	for (size_t i = 0; i < t.n; i++) {
		int d = t.s[i] - '0';

		if (d < 0 || d > 9 || v > (INT64_MAX - d) / 10)
			return false;
		v = v * 10 + d;
	}
	*out = v;
	return true;
}

char *
span_dup(struct span t)
{
	return xstrndup(t.s, t.n);
}

struct span
span_keep(struct arena *a, struct span t)
{
	return span_n(arena_copy(a, t.s, t.n), t.n);
}

uint64_t
span_hash(struct span t)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < t.n; i++)
		h = (h ^ (unsigned char)t.s[i]) * UINT64_C(0x100000001b3);
	return h;
}

uint64_t
span_fingerprint(struct span t)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ t.n, word = 0;
	size_t i = 0;

	for (; t.n - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, t.s + i, sizeof(word));
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	word = 0;
	if (t.n > i)
		memcpy(&word, t.s + i, t.n - i);
	h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

void
str_release(struct str *t)
{
	free(t->s);
	*t = (struct str){ 0 };
}

void
str_clear(struct str *t)
{
	str_cut(t, 0);
}

void
str_reserve(struct str *t, size_t more)
{
	enum { LARGE = 16 * 1024 };
	size_t cap = t->cap ? t->cap : 64;

	if (more < t->cap && t->n < t->cap - more)
		return;
	/* No machine has so much; beyond it the sums below would wrap. */
	if (more >= SIZE_MAX / 4 || t->n >= SIZE_MAX / 4 - more)
		xreallocarray(NULL, SIZE_MAX, 2);
	/* What comes in one large piece is seldom added to. */
	if (!t->cap && more >= LARGE)
		cap = more + 1;
	while (cap <= t->n + more)
		cap += cap < LARGE ? cap : cap / 2;
	t->s = xrealloc(t->s, cap);
	t->cap = cap;
	t->s[t->n] = '\0';
}

void
str_addn(struct str *t, const char *s, size_t n)
{
	if (!n)
		return;
	if (n >= t->cap - t->n)
		str_reserve(t, n);
	memcpy(t->s + t->n, s, n);
	t->n += n;
	t->s[t->n] = '\0';
}

void
str_add(struct str *t, struct span what)
{
	str_addn(t, what.s, what.n);
}

void
str_addz(struct str *t, const char *s)
{
	str_addn(t, s, strlen(s));
}

void
str_addc(struct str *t, char c)
{
	if (t->n + 1 >= t->cap)
		str_reserve(t, 1);
	t->s[t->n++] = c;
	t->s[t->n] = '\0';
}

void
str_fill(struct str *t, char c, size_t n)
{
	if (!n)
		return;
	str_reserve(t, n);
	memset(t->s + t->n, c, n);
	t->n += n;
	t->s[t->n] = '\0';
}

void
str_int(struct str *t, int64_t n)
{
	char digits[24], *p = digits + sizeof(digits);
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		*--p = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		*--p = '-';
	str_addn(t, p, (size_t)(digits + sizeof(digits) - p));
}

void
str_vprintf(struct str *t, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n <= 0)
		return;
	str_reserve(t, (size_t)n);
	vsnprintf(t->s + t->n, (size_t)n + 1, fmt, ap);
	t->n += (size_t)n;
}

void
str_printf(struct str *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(t, fmt, ap);
	va_end(ap);
}

void
str_cut(struct str *t, size_t n)
{
	if (n >= t->n)
		return;
	t->n = n;
	t->s[n] = '\0';
}

void
str_drop(struct str *t, size_t n)
{
	if (n > t->n)
		n = t->n;
	if (!n)
		return;
	memmove(t->s, t->s + n, t->n - n + 1);
	t->n -= n;
}

struct span
str_span(const struct str *t)
{
	return span_n(t->s, t->n);
}

const char *
str_z(const struct str *t)
{
	return t->s ? t->s : "";
}

char *
str_take(struct str *t)
{
	char *s = t->s ? t->s : xstrdup("");

	*t = (struct str){ 0 };
	return s;
}

void
str_base64(struct str *out, struct span t)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
	                             "pqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < t.n; i += 3) {
		size_t left = t.n - i;
		unsigned long v = (unsigned long)(unsigned char)t.s[i] << 16;
		if (left > 1)
			v |= (unsigned long)(unsigned char)t.s[i + 1] << 8;
		if (left > 2)
			v |= (unsigned char)t.s[i + 2];
		str_addc(out, digits[v >> 18 & 63]);
		str_addc(out, digits[v >> 12 & 63]);
		str_addc(out, left > 1 ? digits[v >> 6 & 63] : '=');
		str_addc(out, left > 2 ? digits[v & 63] : '=');
	}
}
