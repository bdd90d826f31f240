#include "config.h"

#include "store/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "store/tokens.h"

/* Before the first hit of a snippet stands so much of it: 1 of so many. */
enum { LEAD = 4 };

static const size_t none = SIZE_MAX;

void
match_add(struct match_text *t, struct span text, unsigned column)
{
	struct tokens w;
	struct token one;

	tokens_init(&w, text, false);
	while (tokens_next(&w, &one)) {
		vec_room(&t->word, t->n, &t->cap);
		t->word[t->n++] = (struct match_word){ t->all.n, one.folded.n,
			one.from, one.to, column };
		str_add(&t->all, one.folded);
	}
	tokens_release(&w);
	/* Nothing is side by side with what follows. */
	vec_room(&t->word, t->n, &t->cap);
	t->word[t->n++] = (struct match_word){ t->all.n, 0, 0, 0, 0 };
}

void
match_clear(struct match_text *t)
{
	str_clear(&t->all);
	t->n = 0;
}

void
match_release(struct match_text *t)
{
	str_release(&t->all);
	free(t->word);
	*t = (struct match_text){ 0 };
}

static bool
word_is(const struct match_text *t, size_t at, struct span want, bool prefix)
{
	const struct match_word *w = &t->word[at];

	return (prefix ? w->n >= want.n : w->n == want.n) &&
	       memcmp(t->all.s + w->folded, want.s, want.n) == 0;
}

static bool
stands_at(const struct match_text *t, const struct filter_node *n, size_t at)
{
	size_t k = 0;

	if (!n->words || at + n->words > t->n)
		return false;
	while (k < n->words && (t->word[at + k].column & n->columns) &&
	       word_is(t, at + k, n->word[k], n->prefix && k + 1 == n->words))
		k++;
	return k == n->words;
}

/* The next place from word `at` on, before `end`, where a term begins; none:
 * nowhere. */
static size_t
find_until(const struct match_text *t, const struct filter_node *n, size_t at,
    size_t end)
{
	for (; at < t->n && at < end; at++)
		if (stands_at(t, n, at))
			return at;
	return none;
}

static size_t
find_term(const struct match_text *t, const struct filter_node *n, size_t at)
{
	return find_until(t, n, at, t->n);
}

bool
match_term(const struct match_text *t, const struct filter_node *term)
{
	return find_term(t, term, 0) != none;
}

/* ---- NEAR --------------------------------------------------------------- */

/* Whether every term begins within reach of the one that stands first: at most
 * `within` words are between its end and where the last one begins, as FTS5
 * counts. */
static bool
all_near(const struct match_text *t, const struct filter_node *n, size_t first,
    size_t *end)
{
	size_t reach = 0;

	for (const struct filter_node *c = n->first; c; c = c->next)
		if (stands_at(t, c, first) && c->words > reach)
			reach = c->words;
	reach += first + (size_t)n->within + 1;
	*end = first;
	for (const struct filter_node *c = n->first; c; c = c->next) {
		size_t at = find_until(t, c, first, reach);

		if (at == none)
			return false;
		if (at + c->words > *end)
			*end = at + c->words;
	}
	/* One column, with no end of a text in between. */
	for (size_t i = first; i < *end; i++)
		if (t->word[i].column != t->word[first].column)
			return false;
	return true;
}

/* The next cluster that begins at or after a word; none: nowhere. */
static size_t
find_near(const struct match_text *t, const struct filter_node *n, size_t at,
    size_t *end)
{
	for (; at < t->n; at++) {
		bool begins = false;

		for (const struct filter_node *c = n->first; c; c = c->next)
			begins = begins || stands_at(t, c, at);
		if (begins && all_near(t, n, at, end))
			return at;
	}
	return none;
}

/* ---- a whole search ----------------------------------------------------- */

static bool
is_among(const struct filter_node *n, int64_t feed)
{
	for (size_t i = 0; i < n->feeds; i++)
		if (n->feed[i] == feed)
			return true;
	return false;
}

static bool
is_every(const struct match_text *t, const struct filter_node *n,
    const struct match_row *row)
{
	for (const struct filter_node *c = n->first; c; c = c->next)
		if (!match_is(t, c, row))
			return false;
	return true;
}

static bool
is_any(const struct match_text *t, const struct filter_node *n,
    const struct match_row *row)
{
	for (const struct filter_node *c = n->first; c; c = c->next)
		if (match_is(t, c, row))
			return true;
	return false;
}

bool
match_is(const struct match_text *t, const struct filter_node *n,
    const struct match_row *row)
{
	size_t end;

	switch (n->kind) {
	case FILTER_ALL:
		return is_every(t, n, row);
	case FILTER_ANY:
		return is_any(t, n, row);
	case FILTER_NOT:
		return !match_is(t, n->first, row);
	case FILTER_TERM:
		return match_term(t, n) || is_among(n, row->feed);
	case FILTER_NEAR:
		return find_near(t, n, 0, &end) != none;
	case FILTER_FEEDS:
		return is_among(n, row->feed);
	case FILTER_FLAG:
		return ((row->flags & n->flag) != 0) == n->set;
	case FILTER_TAG:
		return span_lists(row->tags, '\x1f', n->tag);
	case FILTER_AGE:
		return row->sort >= n->from &&
		       (!n->before || row->sort < n->before);
	}
	return false;
}

/* ---- a quick look -------------------------------------------------------- */

/* Letters that fold to ASCII ones begin with these bytes: a text that has one
 * may hold a word that its bytes do not show. */
static bool
has_foldable(struct span t)
{
	static const unsigned char first[] = { 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
		0xc8, 0xc9, 0xcc, 0xcd, 0xe1, 0xe2, 0xef };

	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];

		/* E2 is that of most quotation marks and dashes, too. */
		if (c < 0x80 || (c == 0xe2 && i + 1 < t.n &&
		                    (unsigned char)t.s[i + 1] == 0x80))
			continue;
		for (size_t k = 0; k < sizeof(first); k++)
			if (c == first[k])
				return true;
	}
	return false;
}

/* The longest word of ASCII letters that has to be there. */
static struct span
needed_word(const struct filter_node *n)
{
	struct span best = { 0 };

	for (size_t i = 0; n->kind == FILTER_TERM && !n->feeds && i < n->words;
	     i++) {
		bool ascii = true;

		for (size_t k = 0; k < n->word[i].n; k++)
			ascii = ascii && (unsigned char)n->word[i].s[k] < 0x80;
		if (ascii && n->word[i].n > best.n)
			best = n->word[i];
	}
	return best;
}

bool
match_may(const struct filter_node *root, const struct span *text, size_t n)
{
	struct span word = needed_word(root), one;

	for (const struct filter_node *c =
	         root->kind == FILTER_ALL ? root->first : NULL;
	     c; c = c->next) {
		one = needed_word(c);
		if (one.n > word.n)
			word = one;
	}
	if (!word.n)
		return true;
	for (size_t i = 0; i < n; i++)
		if (span_ifind(text[i], word) < text[i].n ||
		    has_foldable(text[i]))
			return true;
	return false;
}

/* ---- marks -------------------------------------------------------------- */

static void
add_mark(
    struct match_marks *m, const struct match_text *t, size_t first, size_t end)
{
	vec_room(&m->mark, m->n, &m->cap);
	m->mark[m->n++] =
	    (struct match_mark){ t->word[first].from, t->word[end - 1].to };
}

static void
mark_term(struct match_marks *m, const struct match_text *t,
    const struct filter_node *n, unsigned column)
{
	for (size_t at = 0; (at = find_term(t, n, at)) != none; at++)
		if (t->word[at].column & column)
			add_mark(m, t, at, at + n->words);
}

/* Of a cluster, its terms. */
static void
mark_near(struct match_marks *m, const struct match_text *t,
    const struct filter_node *n, unsigned column)
{
	size_t end;

	for (size_t at = 0; (at = find_near(t, n, at, &end)) != none;
	     at = end) {
		if (!(t->word[at].column & column))
			continue;
		for (const struct filter_node *c = n->first; c; c = c->next) {
			size_t k = find_term(t, c, at);
			add_mark(m, t, k, k + c->words);
		}
	}
}

static void
mark_all(struct match_marks *m, const struct match_text *t,
    const struct filter_node *n, unsigned column)
{
	if (n->kind == FILTER_TERM)
		mark_term(m, t, n, column);
	else if (n->kind == FILTER_NEAR)
		mark_near(m, t, n, column);
	else if (n->kind != FILTER_NOT)
		for (const struct filter_node *c = n->first; c; c = c->next)
			mark_all(m, t, c, column);
}

static int
by_place(const void *a, const void *b)
{
	const struct match_mark *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

void
match_marks(struct match_marks *m, const struct match_text *t,
    const struct filter_node *n, unsigned column)
{
	size_t kept = 0;

	m->n = 0;
	mark_all(m, t, n, column);
	if (m->n)
		qsort(m->mark, m->n, sizeof(*m->mark), by_place);
	for (size_t i = 0; i < m->n; i++) {
		struct match_mark *last = kept ? &m->mark[kept - 1] : NULL;

		if (!last || m->mark[i].from >= last->to)
			m->mark[kept++] = m->mark[i];
		else if (m->mark[i].to > last->to)
			last->to = m->mark[i].to;
	}
	m->n = kept;
}

void
match_marks_release(struct match_marks *m)
{
	free(m->mark);
	*m = (struct match_marks){ 0 };
}

/* ---- snippets ----------------------------------------------------------- */

/* The mark that a snippet begins around: most others are near behind it. */
static size_t
best_mark(const struct match_marks *m, size_t bytes)
{
	size_t best = 0, most = 0;

	for (size_t i = 0; i < m->n; i++) {
		size_t k = i;

		while (k < m->n && m->mark[k].to - m->mark[i].from <= bytes)
			k++;
		if (k - i > most) {
			most = k - i;
			best = i;
		}
	}
	return best;
}

/* The edges of a snippet, at words. */
static struct match_mark
cut_out(const struct match_text *t, struct span text, size_t from, size_t bytes)
{
	struct match_mark part = { from, from };
	size_t lead = bytes / LEAD;

	/* A short rest at the end is used in front. */
	if (text.n - from < bytes - lead)
		lead = bytes - (text.n - from);
	for (size_t i = 0; i < t->n; i++) {
		const struct match_word *w = &t->word[i];

		if (!w->column)
			continue;
		if (w->from + lead >= from && w->from < part.from)
			part.from = w->from;
		if (w->from >= part.from && w->to - part.from <= bytes &&
		    w->to > part.to)
			part.to = w->to;
	}
	/* What stands around the outermost words belongs to the text. */
	if (part.from <= lead && t->n && part.from == t->word[0].from)
		part.from = 0;
	if (t->n > 1 && part.to == t->word[t->n - 2].to)
		part.to = text.n;
	return part;
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Copies a part; marks within it move along, blanks side by side become one. */
static void
copy_part(struct str *out, struct match_marks *m, struct span text,
    struct match_mark part)
{
	size_t kept = 0, next = 0;

	while (next < m->n && m->mark[next].from < part.from)
		next++;
	if (part.from)
		str_lit(out, "…");
	for (size_t i = part.from; i < part.to; i++) {
		if (next < m->n && m->mark[next].to <= part.to &&
		    i == m->mark[next].from)
			m->mark[kept].from = out->n;
		if (!is_white(text.s[i]))
			str_addc(out, text.s[i]);
		else if (out->n && out->s[out->n - 1] != ' ')
			str_addc(out, ' ');
		if (next < m->n && m->mark[next].to <= part.to &&
		    i + 1 == m->mark[next].to) {
			m->mark[kept++].to = out->n;
			next++;
		}
	}
	m->n = kept;
	if (part.to < text.n)
		str_lit(out, "…");
}

bool
match_snippet(struct str *out, struct match_marks *m,
    const struct filter_node *n, struct span text, size_t bytes)
{
	struct match_text t = { 0 };

	str_clear(out);
	text = span_trim(text);
	match_add(&t, text, COLUMN_BODY);
	match_marks(m, &t, n, COLUMN_BODY);
	if (m->n)
		copy_part(out, m, text,
		    cut_out(
		        &t, text, m->mark[best_mark(m, bytes)].from, bytes));
	match_release(&t);
	return m->n > 0;
}
