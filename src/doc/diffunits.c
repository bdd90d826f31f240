/*
 * A document as a row of units, and which units of two documents belong
 * together.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "doc/diff.h"
#include "doc/diffing.h"

enum {
	LINK_LETTERS_MAX = 60, /* of a line that is nothing but links */
	ALIKE_PERCENT = 40     /* of the words, from which on it is an edit */
};

/* ---- the words of a unit ------------------------------------------------ */

static void
add_runs(struct str *out, const struct block *b)
{
	for (const struct run *r = b->runs; r; r = r->next) {
		if (r->kind == RUN_BREAK)
			str_addc(out, '\n');
		else if (r->kind == RUN_TEXT)
			str_add(out, r->text);
	}
}

static void
add_apart(struct str *out, size_t start, struct span t)
{
	if (t.n && out->n > start)
		str_addc(out, ' ');
	str_add(out, t);
}

/* The last part of an address, by which a picture without words is known. */
static struct span
file_name(struct span url)
{
	size_t from;

	url = span_head(url, span_chr(url, '?'));
	url = span_head(url, span_chr(url, '#'));
	for (from = url.n; from > 0 && url.s[from - 1] != '/'; from--)
		;
	return span_from(url, from);
}

static void
add_figure(struct str *out, const struct figure *f)
{
	size_t start = out->n;

	if (!f)
		return;
	add_apart(out, start, f->caption);
	add_apart(out, start, f->credit);
	if (out->n == start)
		add_apart(out, start, f->alt);
	if (out->n == start)
		add_apart(out, start, file_name(f->url));
}

static void
add_below(struct str *out, const struct block *root)
{
	size_t start = out->n;

	for (struct block *b = root->child; b; b = doc_walk(root, b, NULL)) {
		struct str part = { 0 };

		if (b->kind == BLOCK_FIGURE)
			add_figure(&part, b->figure);
		else if (b->kind == BLOCK_PRE)
			str_add(&part, b->text);
		else
			add_runs(&part, b);
		add_apart(out, start, str_span(&part));
		str_release(&part);
		if (b->kind == BLOCK_CELL)
			str_lit(out, " |");
	}
}

void
unit_text(struct str *out, const struct unit *u)
{
	switch (u->kind) {
	case UNIT_TEXT:
		add_runs(out, u->block);
		break;
	case UNIT_PRE:
		str_add(out, u->block->text);
		break;
	case UNIT_ROW:
		add_below(out, u->block);
		break;
	case UNIT_FIGURE:
		add_figure(out, u->block->figure);
		break;
	case UNIT_CREDIT:
		str_add(out, u->block->credit);
		break;
	case UNIT_OTHER:
		break;
	}
}

static bool
is_white(uint32_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xa0 ||
	       c == 0xad || c == 0x3000 || (c >= 0x2000 && c <= 0x200b) ||
	       c == 0x202f || c == 0xfeff;
}

uint64_t
words_hash(struct span t)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	bool white = false, some = false;
	uint32_t c;

	for (size_t at = 0, n; at < t.n; at += n) {
		n = utf8_next(t, at, &c);
		if (is_white(c)) {
			white = c != 0xad && c != 0x200b && c != 0xfeff;
			continue;
		}
		if (white && some)
			h = (h ^ ' ') * UINT64_C(0x100000001b3);
		h = (h ^ c) * UINT64_C(0x100000001b3);
		white = false;
		some = true;
	}
	return h;
}

/* ---- a document's units ------------------------------------------------- */

static bool
is_only_links(const struct block *b)
{
	size_t n = 0;
	bool links = false;

	for (const struct run *r = b->runs; r; r = r->next) {
		if (r->kind != RUN_TEXT)
			continue;
		if (!r->link && span_trim(r->text).n > 1)
			return false;
		links = links || r->link;
		n += r->text.n;
	}
	return links && n <= LINK_LETTERS_MAX;
}

static void
add_unit(struct units *u, enum unit_kind kind, const struct block *b)
{
	struct str text = { 0 };
	struct unit *unit;

	vec_room(&u->v, u->n, &u->cap);
	unit = &u->v[u->n++];
	*unit = (struct unit){ .kind = kind, .block = b, .pair = -1 };
	unit_text(&text, unit);
	unit->hash = words_hash(str_span(&text)) +
	             (uint64_t)kind * UINT64_C(0x9e3779b97f4a7c15);
	unit->counts = span_trim(str_span(&text)).n &&
	               !(kind == UNIT_TEXT && is_only_links(b));
	str_release(&text);
}

static enum unit_kind
kind_of(const struct block *b)
{
	switch (b->kind) {
	case BLOCK_PRE:
		return UNIT_PRE;
	case BLOCK_ROW:
		return UNIT_ROW;
	case BLOCK_FIGURE:
		return UNIT_FIGURE;
	case BLOCK_PARAGRAPH:
	case BLOCK_HEADING:
	case BLOCK_TERM:
		return UNIT_TEXT;
	default:
		return UNIT_OTHER;
	}
}

/* The credits of quotes that end with b, the inmost first. */
static const struct block *
leave(struct units *u, const struct block *b)
{
	while (!b->next && b->parent) {
		b = b->parent;
		if (b->kind == BLOCK_QUOTE && b->credit.n)
			add_unit(u, UNIT_CREDIT, b);
	}
	return b->next;
}

void
units_take(struct units *u, const struct doc *d)
{
	for (const struct block *b = d->first; b;) {
		if (b->child && b->kind != BLOCK_ROW) {
			b = b->child;
			continue;
		}
		add_unit(u, kind_of(b), b);
		b = leave(u, b);
	}
}

void
units_release(struct units *u)
{
	for (size_t i = 0; i < u->n; i++)
		free(u->v[i].word);
	free(u->v);
	*u = (struct units){ 0 };
}

uint64_t
diff_essence(const struct doc *d)
{
	struct units u = { 0 };
	uint64_t h = 0;

	units_take(&u, d);
	for (size_t i = 0; i < u.n; i++)
		if (u.v[i].counts)
			h = (h ^ u.v[i].hash) * UINT64_C(0x100000001b3);
	units_release(&u);
	return h;
}

uint64_t
diff_essence_line(struct span t)
{
	return words_hash(t);
}

/* ---- which belong together ---------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
take_words(struct unit *u)
{
	struct str text = { 0 };
	struct tokens t = { 0 };

	if (u->word)
		return;
	unit_text(&text, u);
	tokens_take(&t, str_span(&text));
	u->word = xcalloc(t.n + 1, sizeof(*u->word));
	for (size_t i = 0; i < t.n; i++)
		if (t.v[i].letters)
			u->word[u->words++] = t.v[i].hash;
	qsort(u->word, u->words, sizeof(*u->word), by_number);
	free(t.v);
	str_release(&text);
}

/* Words in common, of a hundred; 0: not enough of them, or no steps left. */
static int
likeness(struct unit *a, struct unit *b, size_t *steps)
{
	size_t i = 0, k = 0, same = 0, all;

	if (a->kind != b->kind || a->kind == UNIT_OTHER)
		return 0;
	take_words(a);
	take_words(b);
	all = a->words + b->words;
	if (*steps < all || !all)
		return 0;
	*steps -= all;
	while (i < a->words && k < b->words) {
		if (a->word[i] == b->word[k]) {
			same++;
			i++;
			k++;
		} else if (a->word[i] < b->word[k]) {
			i++;
		} else {
			k++;
		}
	}
	same = same * 200 / all;
	return same >= ALIKE_PERCENT ? (int)same : 0;
}

static void
join(struct units *a, size_t i, struct units *b, size_t k)
{
	a->v[i].pair = (int)k;
	b->v[k].pair = (int)i;
}

/* A place where nothing is the same. */
struct gap {
	size_t a, b, n, m; /* where it begins, and units in it */
};

/* The pairs, in order, that have most in common altogether. */
static void
pair_gap(struct units *a, struct units *b, const struct gap *g, size_t *steps)
{
	size_t w = g->m + 1;
	int *like, *best;

	if (!g->n || !g->m || g->n > DIFF_PAIRS_MAX / g->m)
		return;
	like = xcalloc((g->n + 1) * w, sizeof(*like));
	best = xcalloc((g->n + 1) * w, sizeof(*best));
	for (size_t i = g->n; i-- > 0;)
		for (size_t k = g->m; k-- > 0;) {
			int *at = &best[i * w + k];
			int l =
			    likeness(&a->v[g->a + i], &b->v[g->b + k], steps);

			like[i * w + k] = l;
			*at = at[w] > at[1] ? at[w] : at[1];
			if (l && at[w + 1] + l > *at)
				*at = at[w + 1] + l;
		}
	for (size_t i = 0, k = 0; i < g->n && k < g->m;) {
		const int *at = &best[i * w + k];

		if (like[i * w + k] && *at == at[w + 1] + like[i * w + k])
			join(a, g->a + i++, b, g->b + k++);
		else if (*at == at[w])
			i++;
		else
			k++;
	}
	free(like);
	free(best);
}

static void
match_same(struct units *a, struct units *b, size_t *steps)
{
	uint64_t *all = xcalloc(a->n + b->n + 1, sizeof(*all));
	unsigned char *in = xcalloc(a->n + b->n + 1, 1);

	for (size_t i = 0; i < a->n; i++)
		all[i] = a->v[i].hash;
	for (size_t i = 0; i < b->n; i++)
		all[a->n + i] = b->v[i].hash;
	myers_match(all, a->n, all + a->n, b->n, in, in + a->n, steps);
	for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
		if (!in[i])
			i++;
		else if (!in[a->n + k])
			k++;
		else
			join(a, i++, b, k++);
	}
	free(all);
	free(in);
}

void
units_pair(struct units *old, struct units *now, size_t *steps)
{
	struct gap g = { 0 };

	match_same(old, now, steps);
	for (;;) {
		g.n = g.m = 0;
		while (g.a + g.n < old->n && old->v[g.a + g.n].pair < 0)
			g.n++;
		while (g.b + g.m < now->n && now->v[g.b + g.m].pair < 0)
			g.m++;
		pair_gap(old, now, &g, steps);
		g.a += g.n + 1;
		g.b += g.m + 1;
		if (g.a > old->n || g.b > now->n)
			return;
	}
}
