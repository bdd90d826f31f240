#include "config.h"

#include "store/tokens.h"

#include <stdint.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/utf8.h"

enum { NOWHERE = (int)-1 };

struct range {
	uint32_t from, to;
};

static bool
is_within(uint32_t c, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].from && c <= r[i].to)
			return true;
	return false;
}

#define IS_WITHIN(c, table) \
	is_within(c, table, sizeof(table) / sizeof(*(table)))

/* Scripts without blanks between words. */
static bool
is_paired(uint32_t c)
{
	static const struct range scripts[] = {
		{ 0x0e01, 0x0e4e },   /* Thai, but its digits */
		{ 0x0e80, 0x0ece },   /* Lao */
		{ 0x1000, 0x103f },   /* Burmese */
		{ 0x1780, 0x17d3 },   /* Khmer */
		{ 0x2e80, 0x2fff },   /* radicals */
		{ 0x3005, 0x3007 },   /* repetition, closing mark, zero */
		{ 0x3021, 0x3029 },   /* numerals */
		{ 0x3031, 0x3035 },   /* repetition of kana */
		{ 0x3041, 0x309f },   /* Hiragana */
		{ 0x30a1, 0x30fa },   /* Katakana, but its dot */
		{ 0x30fc, 0x31ff },   /* and what belongs to it; Bopomofo */
		{ 0x3400, 0x4dbf },   /* Han */
		{ 0x4e00, 0x9fff },   /* Han */
		{ 0xac00, 0xd7a3 },   /* Hangul */
		{ 0xf900, 0xfaff },   /* Han */
		{ 0x20000, 0x3ffff }, /* Han */
	};

	return c >= 0x0e01 && IS_WITHIN(c, scripts);
}

/* Marks that one writes or leaves out: accents, vowel points. */
static bool
is_diacritic(uint32_t c)
{
	static const struct range marks[] = {
		{ 0x0300, 0x036f },
		{ 0x0483, 0x0489 },
		{ 0x0591, 0x05bd },
		{ 0x05bf, 0x05c7 },
		{ 0x0610, 0x061a },
		{ 0x0640, 0x0640 }, /* it only draws an Arabic word out */
		{ 0x064b, 0x065f },
		{ 0x0670, 0x0670 },
		{ 0x06d6, 0x06ed },
		{ 0x1ab0, 0x1aff },
		{ 0x1dc0, 0x1dff },
		{ 0x20d0, 0x20ff },
		{ 0xfe20, 0xfe2f },
	};

	return c >= 0x0300 && IS_WITHIN(c, marks);
}

/* A letter or digit of ASCII in lower case; 0: it is none. */
static unsigned char
ascii_fold(char c)
{
	/* clang-format off */
	static const char fold[128] = {
		['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
		['A'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k',
		'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
		'x', 'y', 'z',
		['a'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k',
		'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
		'x', 'y', 'z',
	};
	/* clang-format on */
	unsigned char byte = (unsigned char)c;

	return byte < sizeof(fold) ? (unsigned char)fold[byte] : 0;
}

/* Letters, numbers, and the marks that belong to letters. */
static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return ascii_fold((char)c) != 0;
	return uc_is_general_category_withtable(
	    c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_Mn |
	           UC_CATEGORY_MASK_Mc);
}

/* Letters of another width are the usual ones. */
static uint32_t
usual_width(uint32_t c)
{
	return c >= 0xff01 && c <= 0xff5e ? c - 0xff01 + '!' : c;
}

/* A letter in lower case, taken apart, without its diacritics. */
static void
add_folded(struct str *out, uint32_t c)
{
	ucs4_t part[UC_DECOMPOSITION_MAX_LENGTH];
	int n;

	c = utf8_lower(usual_width(c));
	n = c < 0xc0 ? -1 : uc_canonical_decomposition(c, part);
	if (n < 0) {
		if (!is_diacritic(c))
			utf8_add(out, c);
		return;
	}
	for (int i = 0; i < n; i++)
		add_folded(out, part[i]);
}

void
tokens_init(struct tokens *w, struct span text, bool asked)
{
	*w = (struct tokens){ .text = text, .asked = asked };
	w->last = w->last_end = (size_t)NOWHERE;
}

void
tokens_release(struct tokens *w)
{
	str_release(&w->folded);
}

static bool
give(struct tokens *w, struct token *out, size_t from, size_t to)
{
	*out = (struct token){ str_span(&w->folded), from, to, false };
	return true;
}

/* The run of a script of pairs has ended, at the end of the text or before
 * something else: its last character, when that is a word. */
static bool
end_run(struct tokens *w, struct token *out)
{
	size_t from = w->last, to = w->last_end;
	bool at_end = to >= w->text.n;

	w->last = (size_t)NOWHERE;
	if (from == (size_t)NOWHERE || (w->asked && at_end && w->paired))
		return false;
	str_clear(&w->folded);
	str_add(&w->folded, span_n(w->text.s + from, to - from));
	give(w, out, from, to);
	out->half = w->asked && at_end;
	return true;
}

/* A character of a script of pairs; false: the first one of its run. */
static bool
take_pair(struct tokens *w, struct token *out, size_t from, size_t to)
{
	size_t first = w->last;

	w->at = to;
	w->last = from;
	w->last_end = to;
	w->paired = first != (size_t)NOWHERE;
	if (!w->paired)
		return false;
	str_clear(&w->folded);
	str_add(&w->folded, span_n(w->text.s + first, to - first));
	return give(w, out, first, to);
}

/* Most letters are ASCII. */
static bool
take_ascii(struct tokens *w)
{
	size_t n = 0, left = w->text.n - w->at, kept;
	const char *from = w->text.s + w->at;
	char *to;

	while (n < left && ascii_fold(from[n]))
		n++;
	if (!n)
		return false;
	kept = w->folded.n < WORD_BYTES_MAX ? WORD_BYTES_MAX - w->folded.n : 0;
	kept = n < kept ? n : kept;
	str_reserve(&w->folded, kept);
	to = w->folded.s + w->folded.n;
	for (size_t i = 0; i < kept; i++)
		to[i] = (char)ascii_fold(from[i]);
	to[kept] = '\0';
	w->folded.n += kept;
	w->at += n;
	return true;
}

static bool
take_word(struct tokens *w, struct token *out)
{
	size_t from = w->at;

	str_clear(&w->folded);
	while (w->at < w->text.n) {
		uint32_t c;
		size_t n;

		if (take_ascii(w))
			continue;
		n = utf8_next(w->text, w->at, &c);
		if (is_paired(c) ||
		    !(is_letter(usual_width(c)) || is_diacritic(c)))
			break;
		if (w->folded.n < WORD_BYTES_MAX)
			add_folded(&w->folded, c);
		w->at += n;
	}
	return w->folded.n > 0 && give(w, out, from, w->at);
}

bool
tokens_next(struct tokens *w, struct token *out)
{
	while (w->at < w->text.n) {
		uint32_t c = (unsigned char)w->text.s[w->at];
		size_t n = c < 0x80 ? 1 : utf8_next(w->text, w->at, &c);

		if (is_paired(c)) {
			if (take_pair(w, out, w->at, w->at + n))
				return true;
			continue;
		}
		if (end_run(w, out))
			return true;
		if (!is_letter(usual_width(c))) {
			w->at += n;
			continue;
		}
		if (take_word(w, out))
			return true;
	}
	return end_run(w, out);
}

void
tokens_write(struct str *out, struct span text)
{
	size_t start = out->n;
	struct tokens w;
	struct token word;

	tokens_init(&w, text, false);
	while (tokens_next(&w, &word)) {
		if (out->n > start)
			str_addc(out, ' ');
		str_add(out, word.folded);
	}
	tokens_release(&w);
}

void
tokens_title_key(struct str *out, struct span title)
{
	struct tokens w;
	struct token word;
	size_t start = out->n;

	/* Asked: without the single character at the end of a run. */
	tokens_init(&w, span_head(title, (size_t)TITLE_KEY_BYTES * 8), true);
	while (out->n - start < TITLE_KEY_BYTES && tokens_next(&w, &word)) {
		if (out->n > start)
			str_addc(out, ' ');
		str_add(out, word.folded);
	}
	tokens_release(&w);
	if (out->n - start > TITLE_KEY_BYTES) {
		size_t end = start + TITLE_KEY_BYTES;

		while (
		    end > start && ((unsigned char)out->s[end] & 0xc0) == 0x80)
			end--;
		str_cut(out, end);
	}
}
