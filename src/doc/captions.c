#include "config.h"

#include "doc/captions.h"

#include <string.h>

#include "base/utf8.h"

/* Words before a name that say it is a credit: followed by ":" (or by "by",
 * or a blank where the word ends in one).  Lower case. */
static const char *const labels[] = { "photo", "photos", "photograph",
	"photographer", "photo credit", "photo by", "photos by",
	"photograph by", "photography", "photography by", "picture",
	"picture by", "pictures", "picture credit", "image", "images",
	"image credit", "image source", "images by", "image by", "credit",
	"credits", "source", "courtesy", "photo courtesy", "courtesy of",
	"photo courtesy of", "file photo", "illustration", "illustration by",
	"graphic", "collected", "foto", "fotos", "bild", "bilder", "quelle",
	"bildquelle", "crédit", "crédits", "crédit photo", "crédits photo",
	"photo d'illustration", "fotografía", "crédito", "imagen", "fuente",
	"fotografia", "immagine", "fonte", "bron", "beeld", "kuva", "kilde",
	"fot", "fot.", "zdjęcie", "fotoğraf", "kaynak", "фото", "источник",
	"ছবি", "সূত্র", "फोटो", "चित्र", "صورة", "تصوير", "عدسة", "المصدر", "写真",
	"提供", "撮影", "图", "图片", "图片来源", "摄影", "사진" };

/* Agencies that stand at the end behind a dash or in brackets. */
static const char *const agencies[] = { "reuters", "ap", "ap photo", "afp",
	"getty", "getty images", "epa", "epa-efe", "efe", "dpa", "xinhua",
	"bloomberg", "shutterstock", "istock", "unb", "bss", "pti", "ani",
	"anadolu", "alamy", "pa", "pa media", "zuma", "imago", "keystone",
	"kyodo", "yonhap", "tass", "sputnik", "ians", "app", "bdnews24", "pid",
	"focus bangla", "star", "wikimedia commons", "unsplash", "pixabay",
	"facebook", "twitter", "instagram", "flickr" };

/* What agencies add to their name. */
static const char *const suffixes[] = { " file photo", " file picture",
	" file image", " photo", " picture", " image", " images", " archive",
	" file", " via reuters", " via ap", " via getty images" };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Without blanks and the marks that stand between a caption and its credit. */
static struct span
trim_marks(struct span t, const char *ends)
{
	struct span marks = span_of(ends);

	for (;;) {
		t = span_trim(t);
		if (t.n && span_chr(marks, t.s[t.n - 1]) < marks.n)
			t.n--;
		else if (span_ends(t, "—") || span_ends(t, "–") ||
		         span_ends(t, "•"))
			t.n -= 3;
		else
			return t;
	}
}

static struct span
trim_front(struct span t)
{
	for (;;) {
		t = span_trim(t);
		if (t.n && span_chr(SPAN("-:/|,(["), *t.s) < 7)
			t = span_from(t, 1);
		else if (span_starts(t, "—") || span_starts(t, "–") ||
		         span_starts(t, "•"))
			t = span_from(t, 3);
		else
			return t;
	}
}

static bool
is_ascii(struct span t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.s[i] >= 0x80)
			return false;
	return true;
}

/* Does t begin with the label, in whatever case? */
static bool
has_label(struct span t, struct span label)
{
	struct str low = { 0 };
	bool has;

	if (is_ascii(label))
		return span_ieq(span_head(t, label.n), label);
	/* Folding keeps the length in these scripts. */
	utf8_fold(&low, span_head(t, label.n));
	has = span_eq(str_span(&low), label);
	str_release(&low);
	return has;
}

/* Bytes of what follows a label of n bytes and says that it is one; 0 when
 * nothing does. */
static size_t
label_end(struct span t, struct span label)
{
	struct span rest = span_from(t, label.n);
	size_t n = 0;

	while (n < rest.n && is_blank(rest.s[n]))
		n++;
	rest = span_from(rest, n);
	if (span_starts(rest, "：") || span_starts(rest, "・"))
		return n + 3;
	if (rest.n && (*rest.s == ':' || *rest.s == '/'))
		return n + 1;
	return span_ends(label, " by") || span_ends(label, " of") ? n : 0;
}

/* The first character of t in small letters, as UTF-8: most labels need no
 * more of a look. */
static size_t
first_letter(struct span t, char letter[4])
{
	struct str low = { 0 };
	uint32_t c;
	size_t n = utf8_next(t, 0, &c);

	if (c < 0x80) {
		letter[0] = (char)utf8_lower(c);
		return 1;
	}
	utf8_fold(&low, span_head(t, n));
	n = low.n < 4 ? low.n : 4;
	memcpy(letter, low.s, n);
	str_release(&low);
	return n;
}

/* Bytes of a label and what follows it at the start of t; 0: none. */
static size_t
label_bytes(struct span t)
{
	size_t best = 0, end, n;
	char letter[4];

	if (!t.n)
		return 0;
	if (span_starts(t, "©"))
		return 2;
	if (span_istarts(t, "(c) "))
		return 4;
	n = first_letter(t, letter);
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		struct span label;

		if (*labels[i] != *letter || strncmp(labels[i], letter, n) != 0)
			continue;
		label = span_of(labels[i]);
		end = has_label(t, label) ? label_end(t, label) : 0;
		if (end && label.n + end > best)
			best = label.n + end;
	}
	return best;
}

static bool is_agency(struct span t);

/* "Reuters file photo" is Reuters; "Getty Images" and "AP Photo/Name" stay. */
static struct span
plain_agency(struct span t)
{
	for (size_t i = 0; i < sizeof(agencies) / sizeof(*agencies); i++)
		if (span_iis(t, agencies[i]))
			return t;
	for (size_t i = 0; i < 3; i++) {
		struct span s = span_of(suffixes[i]);

		if (t.n > s.n && span_ieq(span_from(t, t.n - s.n), s))
			t.n -= s.n;
	}
	return t;
}

/* A full stop at the end, unless it belongs to an initial. */
static struct span
trim_stop(struct span t)
{
	t = span_trim(t);
	if (t.n > 2 && t.s[t.n - 1] == '.' && t.s[t.n - 3] != ' ' &&
	    t.s[t.n - 3] != '.')
		t.n--;
	return t;
}

struct span
credit_plain(struct span t)
{
	size_t n;

	t = trim_front(t);
	while ((n = label_bytes(t)) > 0)
		t = trim_front(span_from(t, n));
	if (span_istarts(t, "courtesy of "))
		t = span_from(t, 12);
	t = trim_marks(t, ")]|/-,:;");
	if (is_agency(t))
		return plain_agency(t);
	return t;
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* "EXAMPLE WIRE/Ann Other": an agency that we need not know. */
static bool
is_capital_agency(struct span t)
{
	size_t slash = span_chr(t, '/'), letters = 0;
	struct span name = span_from(t, slash + 1);

	if (slash > 40 || name.n < 3 || name.n > 60 || !is_upper(name.s[0]) ||
	    is_upper(name.s[1]) || span_find(name, SPAN(". ")) < name.n)
		return false;
	for (size_t i = 0; i < slash; i++) {
		if (t.s[i] != ' ' && t.s[i] != '.' && !is_upper(t.s[i]))
			return false;
		letters += is_upper(t.s[i]);
	}
	return letters > 2;
}

/* "Reuters", "AP Photo/Name", "REUTERS/Name": a name that needs no label. */
static bool
is_agency(struct span t)
{
	size_t slash = span_chr(t, '/');
	struct span head = span_trim(span_head(t, slash));

	for (size_t i = 0; i < sizeof(agencies) / sizeof(*agencies); i++) {
		struct span rest;

		if (!span_istarts(head, agencies[i]))
			continue;
		rest = span_from(head, strlen(agencies[i]));
		if (!rest.n)
			return true;
		for (size_t k = 0; k < sizeof(suffixes) / sizeof(*suffixes);
		     k++)
			if (span_iis(rest, suffixes[k]))
				return true;
	}
	return is_capital_agency(t) || span_ifind(t, SPAN("via getty")) < t.n ||
	       span_ifind(t, SPAN("/getty")) < t.n ||
	       span_ifind(t, SPAN("getty images")) < t.n;
}

enum { CREDIT_MAX = 120 };

static void
keep_both(struct arena *mem, struct span caption, struct span credit,
    struct span *out_caption, struct span *out_credit)
{
	caption = trim_marks(caption, "([|/-:");
	*out_caption = caption.n ? span_keep(mem, caption) : span_n(NULL, 0);
	*out_credit = credit.n ? span_keep(mem, credit) : span_n(NULL, 0);
}

/* No label is one without what follows it (label_end) or a sign. */
static bool
may_hold_label(struct span t)
{
	static const char *const signs[] = { "：", "©", "(c) ", " by", " of" };

	if (span_chr(t, ':') < t.n || span_chr(t, '/') < t.n)
		return true;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (span_ifind(t, span_of(signs[i])) < t.n)
			return true;
	return false;
}

/* A label somewhere in the line: at its start, or after the end of a
 * sentence, a bracket, a bar or a dash. */
static size_t
find_label(struct span t)
{
	if (!may_hold_label(t))
		return t.n;
	for (size_t i = 0; i < t.n; i++) {
		char before = i ? t.s[i - 1] : '\n';

		if ((t.s[i] & 0xc0) == 0x80 && (unsigned char)t.s[i] < 0xc0)
			continue;
		if (i && !is_blank(before) && before != '(' && before != '[' &&
		    before != '/' && before != '|' && before != '-')
			continue;
		if (label_bytes(span_from(t, i)))
			return i;
	}
	return t.n;
}

static bool
ends_sentence(struct span t)
{
	static const char *const ends[] = { "”", "’", "।", "。", "…" };

	if (t.n && !(t.s[t.n - 1] & 0x80))
		return span_chr(SPAN(".\")?!"), t.s[t.n - 1]) < 5;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (span_ends(t, ends[i]))
			return true;
	return false;
}

/* What may stand between a caption and the name at its end. */
static bool
is_mark(struct span t)
{
	char c = *t.s;

	if (!(c & 0x80))
		return c == '(' || c == '[' || c == '|' || c == '-' || c == '/';
	return span_starts(t, "–") || span_starts(t, "—") ||
	       span_starts(t, "•");
}

/* "… 2018. -Reuters file photo", "… (AP Photo/Name)": the last part. */
static size_t
find_agency(struct span t)
{
	size_t floor = t.n > CREDIT_MAX ? t.n - CREDIT_MAX : 0;

	for (size_t i = t.n; i > floor; i--) {
		struct span tail = span_from(t, i - 1), name;
		bool mark = is_mark(tail);
		bool sentence =
		    *tail.s == ' ' && ends_sentence(span_head(t, i - 1));

		if (!mark && !sentence)
			continue;
		name = trim_marks(trim_front(tail), ")].");
		if (name.n && is_agency(name) && (*tail.s != '/' || i == 1))
			return i - 1;
	}
	return t.n;
}

/* Words of the page that stand with a caption and belong to neither part. */
static const char *const furniture[] = { "purchase licensing rights",
	"acquire licensing rights", "buy this photo", "buy photo",
	"open image in gallery", "open image in new tab", "view fullscreen",
	"view full size", "enlarge image", "enlarge", "read more" };

/* "[1/2]", "(1 of 3)", "1/12": which of several pictures it is. */
static struct span
skip_counter(struct span t)
{
	bool boxed = t.n && (*t.s == '[' || *t.s == '(');
	size_t i = boxed, digits = 0, between = 0;

	for (; i < t.n && i < 12; i++) {
		if (t.s[i] >= '0' && t.s[i] <= '9')
			digits++;
		else if (span_chr(SPAN("/ of"), t.s[i]) == 4)
			break;
		else
			between++;
	}
	if (!boxed || digits < 2 || !between || i == t.n ||
	    (t.s[i] != ']' && t.s[i] != ')'))
		return t;
	return span_trim(span_from(t, i + 1));
}

static struct span
trim_furniture(struct span t)
{
	t = skip_counter(t);
	for (size_t i = 0; i < sizeof(furniture) / sizeof(*furniture); i++) {
		struct span words = span_of(furniture[i]);

		if (t.n > words.n &&
		    span_ieq(span_from(t, t.n - words.n), words))
			t = trim_marks(span_head(t, t.n - words.n), "|,;:([");
	}
	return t;
}

void
caption_split(struct arena *mem, struct span text, struct span *caption,
    struct span *credit)
{
	struct str line = { 0 };
	struct span t, name;
	size_t at, agency;

	utf8_plain(&line, text, PLAIN_LINE);
	t = trim_furniture(str_span(&line));
	at = find_label(t);
	agency = find_agency(t);
	if (agency < at || t.n - at > CREDIT_MAX + 40)
		at = agency;
	if (at == t.n && is_agency(trim_marks(t, ".")))
		at = 0;
	name = at < t.n ? credit_plain(trim_stop(span_from(t, at)))
	                : span_n(NULL, 0);
	if (!name.n)
		at = t.n;
	keep_both(mem, span_head(t, at), name, caption, credit);
	str_release(&line);
}

/* The next letter or digit, folded; 0 at the end. */
static uint32_t
next_letter(struct span t, size_t *at)
{
	uint32_t c;

	while (*at < t.n) {
		*at += utf8_next(t, *at, &c);
		c = utf8_lower(c);
		if (c >= 0x80 || (c >= 'a' && c <= 'z') ||
		    (c >= '0' && c <= '9'))
			return c;
	}
	return 0;
}

bool
caption_begins(struct span text, struct span caption)
{
	size_t i = 0, j = 0, k = 0;
	uint32_t first = next_letter(caption, &k);

	return first && (first == next_letter(text, &i) ||
	                    first == next_letter(skip_counter(text), &j));
}

bool
caption_same(struct span a, struct span b)
{
	size_t i = 0, k = 0;
	uint32_t x, y, first;

	first = x = next_letter(a, &i);
	y = next_letter(b, &k);
	while (x && x == y) {
		x = next_letter(a, &i);
		y = next_letter(b, &k);
	}
	return first && x == y;
}
