/*
 * Words of a text, those of two that are the same, and runs made of both.
 */
#include "config.h"

#include <stdlib.h>
#include <uniwbrk.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "doc/diffing.h"

enum {
	SMALL_WORDS = 2,   /* that a change swallows with its neighbours */
	SMALL_LETTERS = 3, /* of each of them */
	BIG_CHANGE = 4     /* words that must change around them */
};

/* ---- words -------------------------------------------------------------- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static bool
has_letters(struct span t)
{
	uint32_t c;

	for (size_t at = 0; at < t.n;) {
		at += utf8_next(t, at, &c);
		if ((c >= '0' && c <= '9') ||
		    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
		    (c >= 0xc0 && !(c >= 0x2000 && c <= 0x206f) &&
		        !(c >= 0x3000 && c <= 0x303f) &&
		        !(c >= 0xff00 && c <= 0xff0f)))
			return true;
	}
	return false;
}

static void
add_token(
    struct tokens *t, struct span text, size_t blank, size_t from, size_t end)
{
	struct span word = span_n(text.s + from, end - from);

	vec_room(&t->v, t->n, &t->cap);
	t->v[t->n++] = (struct token){
		.blank = blank,
		.from = from,
		.end = end,
		.hash = span_hash(word),
		.letters = has_letters(word),
	};
}

void
tokens_take(struct tokens *t, struct span text)
{
	char *breaks = xcalloc(text.n + 1, 1);
	size_t blank = 0, at = 0;

	u8_wordbreaks((const uint8_t *)text.s, text.n, breaks);
	while (at < text.n) {
		size_t from = at;

		if (is_blank(text.s[at])) {
			at++;
			continue;
		}
		do
			at++;
		while (at < text.n && !breaks[at] && !is_blank(text.s[at]));
		add_token(t, text, blank, from, at);
		blank = at;
	}
	free(breaks);
}

static unsigned char *
flags(size_t n)
{
	return xcalloc(n + 1, 1);
}

static bool
is_small(const struct token *t)
{
	return !t->letters || t->end - t->from <= SMALL_LETTERS;
}

/* Changed words from i on, and how far they go. */
static size_t
changed(const unsigned char *in, size_t n, size_t *i)
{
	size_t from = *i;

	while (*i < n && !in[*i])
		++*i;
	return *i - from;
}

/* "the old town hall" for "a new fire station" is one change and not two
 * around a small word that both happen to have. */
static void
swallow_small(const struct tokens *a, const struct tokens *b,
    unsigned char *in_a, unsigned char *in_b)
{
	size_t i = 0, k = 0, before_a, before_b;

	before_a = changed(in_a, a->n, &i);
	before_b = changed(in_b, b->n, &k);
	while (i < a->n && k < b->n) {
		size_t from_a = i, from_b = k, same = 0, after_a, after_b;
		bool small = true;

		while (i < a->n && k < b->n && in_a[i] && in_b[k]) {
			small = small && is_small(&a->v[i]);
			same++;
			i++;
			k++;
		}
		after_a = changed(in_a, a->n, &i);
		after_b = changed(in_b, b->n, &k);
		if (small && same <= SMALL_WORDS && before_a && before_b &&
		    after_a && after_b &&
		    before_a + before_b + after_a + after_b >= BIG_CHANGE) {
			for (size_t n = 0; n < same; n++)
				in_a[from_a + n] = in_b[from_b + n] = 0;
			after_a += same + before_a;
			after_b += same + before_b;
		}
		before_a = after_a;
		before_b = after_b;
	}
}

void
tokens_match(const struct tokens *a, const struct tokens *b,
    unsigned char **in_a, unsigned char **in_b, size_t *steps)
{
	uint64_t *all = xcalloc(a->n + b->n + 1, sizeof(*all));

	*in_a = flags(a->n);
	*in_b = flags(b->n);
	for (size_t i = 0; i < a->n; i++)
		all[i] = a->v[i].hash;
	for (size_t i = 0; i < b->n; i++)
		all[a->n + i] = b->v[i].hash;
	myers_match(all, a->n, all + a->n, b->n, *in_a, *in_b, steps);
	swallow_small(a, b, *in_a, *in_b);
	free(all);
}

/* ---- runs --------------------------------------------------------------- */

void
source_take(struct source *s, const struct doc *d, const struct block *b)
{
	*s = (struct source){ .doc = d, .block = b };
	for (const struct run *r = b->runs; r; r = r->next) {
		if (r->kind == RUN_BREAK)
			str_addc(&s->text, '\n');
		else if (r->kind == RUN_TEXT)
			str_add(&s->text, r->text);
	}
	tokens_take(&s->tokens, str_span(&s->text));
}

void
source_take_plain(struct source *s, struct span text)
{
	*s = (struct source){ 0 };
	str_add(&s->text, text);
	tokens_take(&s->tokens, str_span(&s->text));
}

void
source_release(struct source *s)
{
	str_release(&s->text);
	free(s->tokens.v);
	*s = (struct source){ 0 };
}

/* What was taken out leads nowhere any more. */
static int
link_of(
    struct doc *out, const struct source *s, const struct run *r, unsigned mark)
{
	const struct link *l = doc_link_at(s->doc, r->link);

	return l && mark != STYLE_DELETED ? doc_link(out, l->url) : 0;
}

static void
copy_run(struct doc *out, struct block *b, const struct source *s,
    const struct run *r, struct span part, unsigned mark)
{
	if (r->kind == RUN_TEXT && part.n)
		doc_run(out, b, RUN_TEXT, r->style | mark,
		    link_of(out, s, r, mark), part);
	else if (r->kind == RUN_BREAK && part.n)
		doc_run(out, b, RUN_BREAK, 0, 0, span_n(NULL, 0));
	else if (r->kind == RUN_NOTE && mark != STYLE_DELETED)
		doc_run(out, b, RUN_NOTE, 0, r->link, span_n(NULL, 0));
}

void
source_copy(struct doc *out, struct block *b, const struct source *s,
    size_t from, size_t end, unsigned mark)
{
	size_t at = 0;

	if (!s->block && from < end)
		doc_run(out, b, RUN_TEXT, mark, 0,
		    span_n(s->text.s + from, end - from));
	for (const struct run *r = s->block ? s->block->runs : NULL; r;
	     r = r->next) {
		size_t n = r->kind == RUN_TEXT    ? r->text.n
		           : r->kind == RUN_BREAK ? 1
		                                  : 0;
		size_t lo = from > at ? from - at : 0;
		size_t hi = end > at ? end - at : 0;

		hi = hi < n ? hi : n;
		/* A note belongs to what stands before it. */
		if (n && lo < hi)
			copy_run(out, b, s, r,
			    r->kind == RUN_TEXT
			        ? span_n(r->text.s + lo, hi - lo)
			        : SPAN("\n"),
			    mark);
		else if (!n && at > from && at <= end)
			copy_run(out, b, s, r, span_n(NULL, 0), mark);
		at += n;
	}
}

/* Words i to n of s; the blanks before them stay unmarked, for what is marked
 * begins and ends with a word. */
static void
copy_words(struct doc *out, struct block *b, const struct source *s, size_t i,
    size_t n, unsigned mark)
{
	const struct token *t = &s->tokens.v[i];

	if (n == i)
		return;
	source_copy(out, b, s, t->blank, t->from, 0);
	source_copy(out, b, s, t->from, s->tokens.v[n - 1].end, mark);
}

/* Two words that begin a text have no blank between them; scripts of wide
 * signs need none. */
static bool
needs_blank(
    const struct source *old, const struct source *now, size_t i, size_t k)
{
	const struct token *t = &now->tokens.v[k];
	uint32_t c;

	if (t->blank < t->from || !old->tokens.v[i].letters || !t->letters)
		return false;
	utf8_next(str_span(&now->text), t->from, &c);
	return cell_width(c) == 1;
}

void
source_merge(struct doc *out, struct block *b, const struct source *old,
    const struct source *now, bool both, size_t *steps)
{
	const struct tokens *o = &old->tokens, *n = &now->tokens;
	unsigned char *in_o, *in_n;
	size_t i = 0, k = 0;

	tokens_match(o, n, &in_o, &in_n, steps);
	while (i < o->n || k < n->n) {
		size_t from_i = i, from_k = k;

		changed(in_o, o->n, &i);
		changed(in_n, n->n, &k);
		copy_words(out, b, old, from_i, i, STYLE_DELETED);
		if (both && from_i < i && from_k < k &&
		    needs_blank(old, now, i - 1, from_k))
			doc_run(out, b, RUN_TEXT, 0, 0, SPAN(" "));
		if (both)
			copy_words(out, b, now, from_k, k, STYLE_INSERTED);
		from_i = i;
		from_k = k;
		while (i < o->n && k < n->n && in_o[i] && in_n[k]) {
			i++;
			k++;
		}
		if (both)
			copy_words(out, b, now, from_k, k, 0);
		else
			copy_words(out, b, old, from_i, i, 0);
	}
	free(in_o);
	free(in_n);
}
