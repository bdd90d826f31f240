#include "config.h"

#include "doc/bidi.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#ifdef HAVE_FRIBIDI
#include <fribidi.h>
#endif

#include "base/mem.h"
#include "base/utf8.h"

void
bidi_order(const unsigned char *level, size_t *order, size_t n)
{
	unsigned char most = 0, least = UCHAR_MAX;

	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		if (level[i] > most)
			most = level[i];
		if (level[i] & 1 && level[i] < least)
			least = level[i];
	}
	for (; most >= least && most > 0; most--) {
		for (size_t from = 0, to; from < n; from = to + 1) {
			/* Runs of this level or more stand side by side also
			 * after the turns so far. */
			to = from;
			while (to < n && level[order[to]] >= most)
				to++;
			for (size_t a = from, b = to; a + 1 < b; a++, b--) {
				size_t other = order[a];

				order[a] = order[b - 1];
				order[b - 1] = other;
			}
		}
	}
}

#ifdef HAVE_FRIBIDI

bool
bidi_able(void)
{
	return true;
}

/* Whether anything in it runs from right to left. */
static bool
has_rtl(struct span t)
{
	for (size_t at = utf8_ascii(t, 0); at < t.n;) {
		unsigned char c = (unsigned char)t.s[at];
		size_t n = 1;
		uint32_t cp;

		/* The first bytes of U+0590 on, the blocks of such scripts. */
		if (c >= 0xd6) {
			n = utf8_next(t, at, &cp);
			if ((c <= 0xdf || c == 0xe0 || c >= 0xef) &&
			    utf8_is_rtl(span_n(t.s + at, n)))
				return true;
		}
		at += n;
		at += utf8_ascii(t, at);
	}
	return false;
}

/* A paragraph as fribidi wants it. */
struct letters {
	FriBidiChar *cp;
	FriBidiCharType *type;
	FriBidiBracketType *bracket;
	FriBidiLevel *level;
	size_t n;
};

static void
letters_init(struct letters *l, struct span text)
{
	enum { LINE_SEPARATOR = 0x2028 };

	*l = (struct letters){
		.cp = xreallocarray(NULL, text.n + 1, sizeof(*l->cp)),
		.type = xreallocarray(NULL, text.n + 1, sizeof(*l->type)),
		.bracket = xreallocarray(NULL, text.n + 1, sizeof(*l->bracket)),
		.level = xcalloc(text.n + 1, sizeof(*l->level)),
	};
	for (size_t at = 0; at < text.n; l->n++) {
		uint32_t cp;

		at += utf8_next(text, at, &cp);
		l->cp[l->n] = cp == '\n' ? LINE_SEPARATOR : cp;
	}
	fribidi_get_bidi_types(l->cp, (FriBidiStrIndex)l->n, l->type);
	fribidi_get_bracket_types(
	    l->cp, (FriBidiStrIndex)l->n, l->type, l->bracket);
}

static void
letters_release(struct letters *l)
{
	free(l->cp);
	free(l->type);
	free(l->bracket);
	free(l->level);
}

unsigned char *
bidi_levels(struct span text, bool rtl)
{
	FriBidiParType base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
	unsigned char *level = NULL;
	struct letters l;
	uint32_t cp;

	if (!text.n || text.n > INT_MAX / 2 || (!rtl && !has_rtl(text)))
		return NULL;
	letters_init(&l, text);
	if (fribidi_get_par_embedding_levels_ex(
	        l.type, l.bracket, (FriBidiStrIndex)l.n, &base, l.level)) {
		level = xmalloc(text.n);
		for (size_t at = 0, i = 0; at < text.n; i++) {
			size_t n = utf8_next(text, at, &cp);

			while (n-- > 0)
				level[at++] = (unsigned char)l.level[i];
		}
	}
	letters_release(&l);
	return level;
}

static uint32_t
mirrored(uint32_t cp)
{
	enum { LETTERS = 0x5d0, LETTERS_END = 0xf00 };
	FriBidiChar other;

	/* No letter has a mirror. */
	if (cp >= LETTERS && cp < LETTERS_END)
		return cp;
	return fribidi_get_mirror_char(cp, &other) ? other : cp;
}

static bool
is_arabic(struct span t)
{
	uint32_t cp;

	for (size_t at = utf8_ascii(t, 0); at < t.n;) {
		at += utf8_next(t, at, &cp);
		if (cp >= 0x600 && cp <= 0x77f)
			return true;
		at += utf8_ascii(t, at);
	}
	return false;
}

void
bidi_join(struct str *out, struct span text)
{
	FriBidiArabicProp *join;
	struct letters l;

	if (text.n > INT_MAX / 2 || !is_arabic(text)) {
		str_add(out, text);
		return;
	}
	letters_init(&l, text);
	join = xcalloc(l.n, sizeof(*join));
	/* Only letters of Arabic are looked at, and these are all odd. */
	memset(l.level, 1, l.n * sizeof(*l.level));
	fribidi_get_joining_types(l.cp, (FriBidiStrIndex)l.n, join);
	fribidi_join_arabic(l.type, (FriBidiStrIndex)l.n, l.level, join);
	fribidi_shape_arabic(
	    FRIBIDI_FLAG_SHAPE_ARAB_PRES | FRIBIDI_FLAG_SHAPE_ARAB_LIGA,
	    l.level, (FriBidiStrIndex)l.n, join, l.cp);
	for (size_t i = 0; i < l.n; i++)
		if (l.cp[i] != FRIBIDI_CHAR_FILL)
			utf8_add(out, l.cp[i] == 0x2028 ? '\n' : l.cp[i]);
	free(join);
	letters_release(&l);
}

#else

bool
bidi_able(void)
{
	return false;
}

unsigned char *
bidi_levels(struct span text, bool rtl)
{
	(void)text;
	(void)rtl;
	return NULL;
}

static uint32_t
mirrored(uint32_t cp)
{
	return cp;
}

void
bidi_join(struct str *out, struct span text)
{
	str_add(out, text);
}

#endif

/* The end of the marks that stand at `at`.  What joins signs in other ways
 * has gone in cells_add, or does not run from right to left. */
static size_t
marks_end(struct span t, size_t at)
{
	while (at < t.n && (t.s[at] & 0x80)) {
		uint32_t cp;
		size_t n = utf8_next(t, at, &cp);

		if (cell_width(cp) > 0)
			break;
		at += n;
	}
	return at;
}

void
bidi_turn(struct str *out, struct span run)
{
	struct str sign = { 0 };
	size_t start = out->n, at = run.n;
	uint32_t cp, other;

	/* What is read from the front is written from the back. */
	str_fill(out, ' ', run.n);
	for (size_t from = 0; from < run.n;) {
		size_t first = utf8_next(run, from, &cp);
		size_t end = marks_end(run, from + first);

		at -= end - from;
		memcpy(out->s + start + at, run.s + from, end - from);
		from = end;
		other = mirrored(cp);
		if (other == cp)
			continue;
		/* Mirrored pairs are of one length; should a table to come
		 * know another, the sign is better left alone. */
		str_clear(&sign);
		utf8_add(&sign, other);
		if (sign.n == first)
			memcpy(out->s + start + at, sign.s, first);
	}
	str_release(&sign);
}

/* A run of a line. */
struct stretch {
	size_t from, end;
};

void
bidi_line(struct str *out, struct span line, bool rtl)
{
	unsigned char *level = bidi_levels(line, rtl);
	struct stretch *run;
	size_t *order, n = 0;

	if (!level) {
		str_add(out, line);
		return;
	}
	run = xreallocarray(NULL, line.n, sizeof(*run));
	order = xreallocarray(NULL, line.n, sizeof(*order));
	for (size_t at = 0; at < line.n; n++) {
		run[n].from = at;
		while (at < line.n && level[at] == level[run[n].from])
			at++;
		run[n].end = at;
		level[n] = level[run[n].from];
	}
	bidi_order(level, order, n);
	for (size_t i = 0; i < n; i++) {
		const struct stretch *r = &run[order[i]];
		struct span text = span_n(line.s + r->from, r->end - r->from);

		if (level[order[i]] & 1)
			bidi_turn(out, text);
		else
			str_add(out, text);
	}
	free(level);
	free(run);
	free(order);
}

/* Presentation forms: their letters are their compatibility decomposition. */
static bool
is_joined(uint32_t cp)
{
	return (cp >= 0xfb50 && cp <= 0xfdff) || (cp >= 0xfe70 && cp <= 0xfefc);
}

void
bidi_plain(struct str *out, uint32_t cp, bool turned)
{
	ucs4_t letter[UC_DECOMPOSITION_MAX_LENGTH];
	int tag, n = -1;

	if (is_joined(cp))
		n = uc_decomposition(cp, &tag, letter);
	for (int i = 0; i < n; i++)
		utf8_add(out, letter[i]);
	if (n <= 0)
		utf8_add(out, turned ? mirrored(cp) : cp);
}
