#include "config.h"

#include "base/utf8.h"

#include <string.h>
#include <unicase.h>

#include "base/bytes.h"

/* The bytes that may follow a lead byte (Unicode 3.9, table 3-7): how many
 * continue it, and the range of the first of them. */
struct lead {
	unsigned char from, to, more, lo, hi;
};

static const struct lead leads[] = {
	{ 0xc2, 0xdf, 1, 0x80, 0xbf },
	{ 0xe0, 0xe0, 2, 0xa0, 0xbf },
	{ 0xe1, 0xec, 2, 0x80, 0xbf },
	{ 0xed, 0xed, 2, 0x80, 0x9f },
	{ 0xee, 0xef, 2, 0x80, 0xbf },
	{ 0xf0, 0xf0, 3, 0x90, 0xbf },
	{ 0xf1, 0xf3, 3, 0x80, 0xbf },
	{ 0xf4, 0xf4, 3, 0x80, 0x8f },
};

static const struct lead *
find_lead(unsigned char c)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++)
		if (c >= leads[i].from && c <= leads[i].to)
			return &leads[i];
	return NULL;
}

/* How many bytes of a bad sequence are one U+FFFD (Unicode 3.9, "maximal
 * subpart"). */
static size_t
bad_length(const unsigned char *p, size_t left)
{
	const struct lead *l = find_lead(*p);

	for (size_t i = 1; l && i <= l->more; i++) {
		unsigned char lo = i == 1 ? l->lo : 0x80;
		unsigned char hi = i == 1 ? l->hi : 0xbf;

		if (i >= left || p[i] < lo || p[i] > hi)
			return i;
	}
	return 1;
}

static inline bool
continues(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* The length of the good sequence at p, whose first byte is not ASCII; 0 when
 * it is bad. */
static inline size_t
good_length(const unsigned char *p, size_t left, uint32_t *cp)
{
	uint32_t c;

	if (left < 2 || !continues(p[1]) || *p < 0xc2 || *p > 0xf4)
		return 0;
	c = p[1] & 0x3f;
	if (*p < 0xe0) {
		*cp = (*p & 0x1fu) << 6 | c;
		return 2;
	}
	if (left < 3 || !continues(p[2]))
		return 0;
	c = c << 6 | (p[2] & 0x3f);
	if (*p < 0xf0) {
		c |= (*p & 0xfu) << 12;
		*cp = c;
		return c >= 0x800 && (c < 0xd800 || c > 0xdfff) ? 3 : 0;
	}
	if (left < 4 || !continues(p[3]))
		return 0;
	c = (*p & 7u) << 18 | c << 6 | (p[3] & 0x3f);
	*cp = c;
	return c >= 0x10000 && c <= 0x10ffff ? 4 : 0;
}

size_t
utf8_next(struct span t, size_t at, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)t.s + at;
	size_t n;

	if (*p < 0x80) {
		*cp = *p;
		return 1;
	}
	n = good_length(p, t.n - at, cp);
	if (n)
		return n;
	*cp = UTF8_BAD;
	return bad_length(p, t.n - at);
}

size_t
utf8_ascii(struct span t, size_t at)
{
	size_t i = at;

	for (; i + 8 <= t.n; i += 8) {
		uint64_t word = bytes_word(t.s + i);

		if ((word & BYTES_OF(0x80)) || bytes_below(word, 1))
			break;
	}
	return i - at;
}

size_t
utf8_prev(struct span t, size_t at)
{
	size_t from = at - 1;

	while (from > 0 && at - from < 4 &&
	       ((unsigned char)t.s[from] & 0xc0) == 0x80)
		from--;
	/* A broken sequence: go back by one byte only. */
	for (size_t i = from; i < at;) {
		uint32_t c;
		size_t n = utf8_next(t, i, &c);

		if (i + n >= at)
			return i;
		i += n;
	}
	return at - 1;
}

bool
utf8_valid(struct span t)
{
	size_t at = 0;

	while ((at = span_until(t, at, BYTE_HIGH)) < t.n) {
		uint32_t c;
		size_t n =
		    good_length((const unsigned char *)t.s + at, t.n - at, &c);

		if (!n)
			return false;
		at += n;
	}
	return true;
}

void
utf8_add(struct str *out, uint32_t c)
{
	char b[4];
	size_t n = 0;

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = UTF8_BAD;
	if (c < 0x80) {
		b[n++] = (char)c;
	} else if (c < 0x800) {
		b[n++] = (char)(0xc0 | c >> 6);
		b[n++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		b[n++] = (char)(0xe0 | c >> 12);
		b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		b[n++] = (char)(0x80 | (c & 0x3f));
	} else {
		b[n++] = (char)(0xf0 | c >> 18);
		b[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		b[n++] = (char)(0x80 | (c & 0x3f));
	}
	str_addn(out, b, n);
}

size_t
utf8_count(struct span t)
{
	size_t n = 0;
	uint32_t c;

	for (size_t at = 0; at < t.n; n++)
		at += utf8_next(t, at, &c);
	return n;
}

/* White space of HTML and of Unicode that is no more than a blank to us; not
 * the no-break spaces. */
static bool
is_white(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 ||
	       c == 0x2028 || c == 0x2029;
}

static bool
is_dropped(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool
is_kept_white(uint32_t c, int how)
{
	if (c == '\n')
		return how & (PLAIN_LINES | PLAIN_PRE);
	return (c == '\t' || c == ' ') && (how & PLAIN_PRE);
}

/* How many bytes from `at` on are words of ASCII with one blank between them,
 * in steps of eight. */
static size_t
words_ascii(struct span t, size_t at)
{
	size_t i = at;

	for (; t.n - i > 8; i += 8) {
		uint64_t word = bytes_word(t.s + i);

		/* Of two blanks side by side the second is one too many; it may
		 * be the first byte of the next word. */
		if (bytes_suspect(
		        word, BYTE_CONTROL | BYTE_WHITE | BYTE_HIGH) ||
		    bytes_equal(word | bytes_word(t.s + i + 1), ' '))
			break;
	}
	/* What is behind a blank at the end nobody has looked at. */
	return i > at && t.s[i - 1] == ' ' ? i - 1 - at : i - at;
}

/* What is copied as it is: no blank, nothing that is dropped or mended. */
static size_t
word_run(struct span t, size_t at)
{
	const unsigned stops =
	    BYTE_CONTROL | BYTE_WHITE | BYTE_BLANK | BYTE_HIGH;
	size_t start = at;

	for (;;) {
		uint32_t c;
		size_t n;

		if (at < t.n && !(t.s[at] & 0x80))
			at += words_ascii(t, at);
		while (
		    at < t.n && !(byte_traits[(unsigned char)t.s[at]] & stops))
			at++;
		/* A single blank between words is as it should be. */
		if (at > start && at + 1 < t.n && t.s[at] == ' ' &&
		    !(byte_traits[(unsigned char)t.s[at + 1]] & stops)) {
			at++;
			continue;
		}
		if (at == t.n ||
		    !(byte_traits[(unsigned char)t.s[at]] & BYTE_HIGH))
			return at;
		n = good_length((const unsigned char *)t.s + at, t.n - at, &c);
		if (!n || is_white(c) || is_dropped(c))
			return at;
		at += n;
	}
}

void
utf8_plain(struct str *out, struct span t, int how)
{
	size_t start = out->n;
	bool blank = false; /* a blank is owed before the next character */

	for (size_t at = 0; at < t.n;) {
		uint32_t c;
		size_t n = t.s[at] == ' ' ? 0 : word_run(t, at) - at;

		if (n) {
			if (blank && out->n > start)
				str_addc(out, ' ');
			blank = false;
			if (!out->cap)
				str_reserve(out, t.n - at);
			str_addn(out, t.s + at, n);
			at += n;
			continue;
		}
		at += utf8_next(t, at, &c);
		if (is_kept_white(c, how)) {
			blank = false; /* none at a line's end */
			str_addc(out, (char)c);
		} else if (is_white(c)) {
			blank = out->n == start || out->s[out->n - 1] != '\n';
		} else if (!is_dropped(c)) {
			if (blank && out->n > start)
				str_addc(out, ' ');
			blank = false;
			utf8_add(out, c);
		}
	}
}

uint32_t
utf8_lower(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp;
	return uc_tolower(cp);
}

void
utf8_fold(struct str *out, struct span t)
{
	uint32_t c;

	str_reserve(out, t.n);
	for (size_t at = 0; at < t.n;) {
		at += utf8_next(t, at, &c);
		if (c < 0x80)
			str_addc(out, (char)utf8_lower(c));
		else
			utf8_add(out, utf8_lower(c));
	}
}

/* Strong right-to-left: Hebrew, Arabic, Syriac, Thaana, N'Ko and the rest of
 * the blocks that Unicode sets aside for such scripts. */
static bool
is_strong_rtl(uint32_t c)
{
	return (c >= 0x590 && c <= 0x8ff && !(c >= 0x600 && c <= 0x605) &&
	           !(c >= 0x660 && c <= 0x669) &&
	           !(c >= 0x6f0 && c <= 0x6f9)) ||
	       (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc) ||
	       (c >= 0x10800 && c <= 0x10fff) ||
	       (c >= 0x1e800 && c <= 0x1efff) || c == 0x200f;
}

/* Letters of any other script; digits and signs are not strong. */
static bool
is_strong_ltr(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= 0xc0 && c < 0x590 && c != 0xd7 && c != 0xf7) ||
	       (c >= 0x900 && c < 0x2000) ||
	       (c >= 0x2c00 && c < 0xfb1d && !(c >= 0x3000 && c <= 0x3004)) ||
	       (c >= 0x20000 && c < 0x40000);
}

bool
utf8_is_rtl(struct span t)
{
	uint32_t c;

	for (size_t at = 0; at < t.n;) {
		at += utf8_next(t, at, &c);
		if (is_strong_rtl(c))
			return true;
		if (is_strong_ltr(c))
			return false;
	}
	return false;
}
