/* Comparing: sequences, words, whole documents; and that none of it runs away
 * or loses a word. */
#include "config.h"

#include "doc/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "doc/blocks.h"
#include "doc/diffing.h"
#include "doc/html.h"

enum { ROUNDS = 3000, LENGTH = 24, STEPS = 1 << 20 };

static unsigned
draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 16) % below;
}

/* The length of a longest common subsequence, by the book. */
static int
common(const uint64_t *a, int n, const uint64_t *b, int m)
{
	int best[LENGTH + 1][LENGTH + 1] = { { 0 } };

	for (int i = n; i-- > 0;)
		for (int k = m; k-- > 0;) {
			int x = best[i + 1][k], y = best[i][k + 1];

			best[i][k] = a[i] == b[k] ? best[i + 1][k + 1] + 1
			             : x > y      ? x
			                          : y;
		}
	return best[0][0];
}

/* Checks that the pairs are pairs, and how many there are. */
static int
count_pairs(const uint64_t *a, int n, const uint64_t *b, int m, size_t steps)
{
	unsigned char in_a[LENGTH] = { 0 }, in_b[LENGTH] = { 0 };
	int pairs = 0;

	myers_match(a, (size_t)n, b, (size_t)m, in_a, in_b, &steps);
	for (int i = 0, k = 0; i < n; i++) {
		if (!in_a[i])
			continue;
		while (k < m && !in_b[k])
			k++;
		assert_true(k < m);
		assert_true(a[i] == b[k++]);
		pairs++;
	}
	return pairs;
}

static void
test_shortest(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		uint64_t a[LENGTH], b[LENGTH];
		int n = (int)draw(&seed, LENGTH + 1);
		int m = (int)draw(&seed, LENGTH + 1);
		unsigned letters = 1 + draw(&seed, 8);

		for (int i = 0; i < n; i++)
			a[i] = draw(&seed, letters);
		for (int i = 0; i < m; i++)
			b[i] = draw(&seed, letters);
		assert_int_equal(
		    count_pairs(a, n, b, m, STEPS), common(a, n, b, m));
		/* With few steps it may find less, never wrong ones. */
		assert_true(count_pairs(a, n, b, m, draw(&seed, 40)) <=
		            common(a, n, b, m));
	}
}

static struct doc *
read_html(const char *html)
{
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);
	struct blocks_ask ask = { .base = SPAN("https://a.example/") };

	blocks_from_html(d, html_parse(mem, span_of(html), true), &ask);
	arena_free(mem);
	return d;
}

/* The words of a comparison without those that have the mark. */
static void
words_without(struct str *out, const struct doc *d, unsigned mark)
{
	for (struct block *b = d->first; b; b = doc_walk(NULL, b, NULL)) {
		for (const struct run *r = b->runs; r; r = r->next)
			if (r->kind == RUN_TEXT && !(r->style & mark))
				str_add(out, r->text);
		str_addc(out, ' ');
	}
}

static void
collapse(struct str *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->s[i] != ' ')
			t->s[n++] = t->s[i];
	str_cut(t, n);
}

/* Without what was put in it is the old text, without what was taken out the
 * new one: no word is lost and none comes twice. */
static void
assert_whole(const struct doc *old, const struct doc *now)
{
	struct doc *d = diff_docs(old, now);
	const struct doc *side[] = { old, now };
	const unsigned mark[] = { STYLE_INSERTED, STYLE_DELETED };

	for (int i = 0; i < 2; i++) {
		struct str is = { 0 }, was = { 0 };

		words_without(&is, d, mark[i]);
		words_without(&was, side[i], 0);
		collapse(&is);
		collapse(&was);
		assert_string_equal(str_z(&is), str_z(&was));
		str_release(&is);
		str_release(&was);
	}
	doc_free(d);
}

static void
make_text(struct str *html, unsigned *seed, int blocks)
{
	static const char *const words[] = { "boat", "tide", "the", "a", "of",
		"nine", "lamp", "pier", "counted", "港口", "wasn’t", "3.14",
		"<b>big</b>", "<i>old</i>", "—", "bell" };
	static const char *const around[][2] = { { "<p>", "</p>" },
		{ "<h2>", "</h2>" }, { "<ul><li>", "</li></ul>" },
		{ "<blockquote><p>", "</p></blockquote>" } };

	while (blocks--) {
		unsigned kind = draw(seed, 4);

		str_addz(html, around[kind][0]);
		for (unsigned n = 1 + draw(seed, 9); n; n--) {
			str_addz(html, words[draw(seed, 16)]);
			str_addz(html, n == 1 ? "." : " ");
		}
		str_addz(html, around[kind][1]);
	}
}

static void
test_no_word_lost(void **state)
{
	unsigned seed = 11;

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct str a = { 0 }, b = { 0 };
		struct doc *old, *now;

		make_text(&a, &seed, (int)draw(&seed, 8));
		if (draw(&seed, 2))
			str_add(&b, str_span(&a));
		make_text(&b, &seed, (int)draw(&seed, 4));
		old = read_html(str_z(&a));
		now = read_html(str_z(&b));
		assert_whole(old, now);
		assert_whole(now, old);
		doc_free(old);
		doc_free(now);
		str_release(&a);
		str_release(&b);
	}
}

static bool
same_essence(const char *a, const char *b)
{
	struct doc *x = read_html(a), *y = read_html(b);
	bool same = diff_essence(x) == diff_essence(y);

	doc_free(x);
	doc_free(y);
	return same;
}

static void
test_essence(void **state)
{
	(void)state;
	assert_true(
	    same_essence("<p>A boat.</p>", "<div>A  <b>boat</b>.</div>"));
	assert_true(same_essence("<p>A boat.</p>",
	    "<p>A boat.</p><p><a href='/more'>Read more</a></p>"));
	assert_true(
	    same_essence("<p><a href='/x?utm_source=a'>A boat</a> left</p>",
	        "<p><a href='/x?utm_source=b'>A boat</a> left</p>"));
	assert_true(same_essence("<img src='/a/boat.jpg?s=1&w=20' width=90>",
	    "<img src='https://cdn.a.example/b/boat.jpg?s=2' width=90>"));
	assert_false(same_essence("<p>A boat.</p>", "<p>A boat!</p>"));
	assert_false(same_essence(
	    "<p>A boat.</p><p>A bell.</p>", "<p>A bell.</p><p>A boat.</p>"));
	assert_false(same_essence(
	    "<figure><img src='/a.jpg'><figcaption>One.</figcaption></figure>",
	    "<figure><img "
	    "src='/a.jpg'><figcaption>Two.</figcaption></figure>"));
	assert_true(diff_essence_line(SPAN(" A  boat")) ==
	            diff_essence_line(SPAN("A boat ")));
	assert_false(diff_essence_line(SPAN("A boat")) ==
	             diff_essence_line(SPAN("Aboat")));
}

/* Two texts of a hundred thousand words that have nothing and everything in
 * common: the steps are bounded, whatever is not compared is put in and taken
 * out as a whole, and no word is lost. */
static void
test_bounded(void **state)
{
	struct doc *old = doc_new(NULL), *now = doc_new(NULL);
	struct doc *both[] = { old, now };
	unsigned seed = 3;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct block *b = doc_block(both[i], NULL, BLOCK_PARAGRAPH);
		struct str text = { 0 };

		for (int n = 0; n < 100000; n++)
			str_printf(&text, "%c ", 'a' + (int)draw(&seed, 20));
		doc_run(both[i], b, RUN_TEXT, 0, 0, str_span(&text));
		str_release(&text);
	}
	assert_whole(old, now);
	doc_free(old);
	doc_free(now);
}

/* A table keeps its columns: a row has as many cells as before. */
static void
test_columns(void **state)
{
	struct doc *old = read_html("<table><tr><th>Lot<th>Price"
	                            "<tr><td>14<td>412<tr><td>15<td></table>");
	struct doc *now = read_html("<table><tr><th>Lot<th>Price"
	                            "<tr><td>14<td>415<tr><td>15<td>9</table>");
	struct doc *d = diff_docs(old, now);

	(void)state;
	assert_int_equal(d->first->kind, BLOCK_TABLE);
	for (struct block *row = d->first->child; row; row = row->next) {
		assert_non_null(row->child);
		assert_non_null(row->child->next);
		assert_null(row->child->next->next);
	}
	doc_free(d);
	doc_free(old);
	doc_free(now);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shortest),
		cmocka_unit_test(test_no_word_lost),
		cmocka_unit_test(test_essence),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_columns),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
