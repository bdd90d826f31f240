/*
 * diff -- milliseconds to find what has changed between two versions.
 *
 *     make -C build bench/diff && build/bench/diff
 *
 * CPU time of the best of many runs, for articles of about 100 KB that are
 * made here, the same on every run: a few words changed; every tenth word;
 * paragraphs moved; nothing in common; and one paragraph of it all, which is
 * where the budget of steps (DIFF_STEPS_MAX) ends the search.
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <time.h>

#include "base/mem.h"
#include "doc/diff.h"

enum { ARTICLE_BYTES = 100 * 1000, PARAGRAPH_WORDS = 60, RUNS = 20 };

static unsigned
draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 16) % below;
}

static const char *const words[] = { "the", "harbour", "of", "a", "paper",
	"printed", "and", "tide", "in", "seventeen", "boats", "that", "Monday",
	"morning,", "counted", "to", "council", "said.", "is", "late" };
static const char *const others[] = { "une", "ligne", "sans", "rien", "de",
	"commun", "avec", "ce", "qui", "fut" };

struct kind {
	const char *name;
	unsigned change; /* one word in so many; 0: none */
	bool swap;       /* neighbouring paragraphs change places */
	bool all;        /* other words altogether */
	bool one;        /* a single paragraph */
};

static const struct kind kinds[] = {
	{ "a few words", 2000, false, false, false },
	{ "every tenth word", 10, false, false, false },
	{ "moved paragraphs", 0, true, false, false },
	{ "nothing in common", 0, false, true, false },
	{ "one paragraph, every third word", 3, false, false, true },
};

static void
add_word(struct str *out, const struct kind *k, bool now, unsigned *text,
    unsigned *edits)
{
	const char *word = words[draw(text, 20)];

	if (now && k->all)
		word = others[draw(text, 10)];
	else if (now && k->change && draw(edits, k->change) == 0)
		word = others[draw(edits, 10)];
	str_addz(out, word);
	str_addc(out, ' ');
}

static void
add_paragraph(struct doc *d, const struct kind *k, bool now, unsigned number,
    unsigned *edits)
{
	struct block *b = doc_block(d, NULL, BLOCK_PARAGRAPH);
	unsigned seed = number * 7919 + 1;
	struct str text = { 0 };
	size_t most = k->one ? ARTICLE_BYTES : SIZE_MAX;

	for (int i = 0; text.n < most && (k->one || i < PARAGRAPH_WORDS); i++)
		add_word(&text, k, now, &seed, edits);
	doc_run(d, b, RUN_TEXT, 0, 0, str_span(&text));
	str_release(&text);
}

static struct doc *
make(const struct kind *k, bool now)
{
	struct doc *d = doc_new(NULL);
	unsigned edits = 5;

	for (unsigned i = 0; d->text_bytes < ARTICLE_BYTES; i++)
		add_paragraph(d, k, now, now && k->swap ? i ^ 1u : i, &edits);
	return d;
}

static double
cpu_ms(void)
{
	return 1000.0 * (double)clock() / CLOCKS_PER_SEC;
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct doc *old = make(&kinds[i], false);
		struct doc *now = make(&kinds[i], true);
		double best = 1e9;

		for (int run = 0; run < RUNS; run++) {
			double start = cpu_ms();

			doc_free(diff_docs(old, now));
			if (cpu_ms() - start < best)
				best = cpu_ms() - start;
		}
		printf("%8.2f ms  %s\n", best, kinds[i].name);
		doc_free(old);
		doc_free(now);
	}
	return 0;
}
