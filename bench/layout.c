/*
 * layout -- milliseconds to lay out an article of 100 KB.
 *
 *     make -C build bench/layout && build/bench/layout
 *
 * CPU time of the best of many runs, at four widths, of four articles that
 * are made here, the same on every run: plain prose; prose with links, quotes,
 * lists and tables; Hebrew, put in order; Chinese.  The aim is 2 ms, of
 * which fribidi alone takes most with Hebrew.
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "doc/bidi.h"
#include "doc/blocks.h"
#include "doc/layout.h"

enum { ARTICLE_BYTES = 100 * 1000, RUNS = 30 };

static const int widths[] = { 40, 72, 120, 200 };

/* A small generator: the same numbers everywhere. */
static unsigned
draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 16) % below;
}

static const char *const latin[] = { "the", "harbour", "of", "a", "paper",
	"printed", "and", "tide", "in", "seventeen", "boats", "that", "Monday",
	"morning,", "counted", "to", "council", "said.", "is",
	"extraordinary" };
static const char *const hebrew[] = { "של", "העיר", "נמל", "אמר", "ספינות",
	"17", "על", "המועצה", "BBC", "בוקר", "(יום)", "שני,", "עם", "הים." };
static const char *const chinese[] = { "港口", "的", "报纸", "，", "星期一",
	"早上", "渔船", "。", "市政府", "说", "“潮水”", "17", "来了" };

struct article {
	const char *name;
	const char *const *word;
	unsigned words;
	const char *blank;
	bool rich;
};

static const struct article articles[] = {
	{ "prose", latin, sizeof(latin) / sizeof(*latin), " ", false },
	{ "rich", latin, sizeof(latin) / sizeof(*latin), " ", true },
	{ "hebrew", hebrew, sizeof(hebrew) / sizeof(*hebrew), " ", false },
	{ "chinese", chinese, sizeof(chinese) / sizeof(*chinese), "", false },
};

/* What may stand around a paragraph's text. */
static const char *const around[][2] = {
	{ "<p>", "</p>" },
	{ "<h2>", "</h2>" },
	{ "<blockquote><p>", "</p></blockquote>" },
	{ "<ul><li>", "</li><li>one more</li></ul>" },
	{ "<table><tr><th>Boat<th>Place</tr><tr><td>Kittiwake<td>",
	    "</tr></table>" },
};

static void
write_html(struct str *out, const struct article *a)
{
	unsigned seed = 7;

	while (out->n < ARTICLE_BYTES) {
		unsigned form =
		    a->rich && draw(&seed, 4) == 0 ? 1 + draw(&seed, 4) : 0;
		unsigned words = form ? 12 : 60 + draw(&seed, 60);

		str_addz(out, around[form][0]);
		for (unsigned i = 0; i < words; i++) {
			const char *word = a->word[draw(&seed, a->words)];

			if (a->rich && draw(&seed, 20) == 0)
				str_printf(out, "<a href=/%u>%s</a>",
				    draw(&seed, 50), word);
			else
				str_addz(out, word);
			str_addz(out, a->blank);
		}
		str_addz(out, around[form][1]);
	}
}

static double
milliseconds(const struct doc *d, const struct layout_ask *ask)
{
	double best = 0;

	for (int i = 0; i < RUNS; i++) {
		struct timespec from, to;
		double ms;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		layout_free(layout_new(d, NULL, ask));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		ms = (double)(to.tv_sec - from.tv_sec) * 1e3 +
		     (double)(to.tv_nsec - from.tv_nsec) / 1e6;
		if (i == 0 || ms < best)
			best = ms;
	}
	return best;
}

static void
measure(const struct article *a, bool justify)
{
	struct blocks_ask blocks = { .base = SPAN("https://example.org/") };
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);
	struct str html = { 0 };

	write_html(&html, a);
	blocks_from_html(d, html_parse(mem, str_span(&html), true), &blocks);
	printf("%-8s%s", a->name, justify ? " j" : "  ");
	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		struct layout_ask ask = {
			.width = widths[i],
			.links = true,
			.bidi = true,
			.justify = justify,
		};

		printf("%8.2f", milliseconds(d, &ask));
	}
	printf("\n");
	str_release(&html);
	doc_free(d);
	arena_free(mem);
}

/* With a word, that article alone. */
int
main(int argc, char **argv)
{
	setlocale(LC_ALL, "C.UTF-8");
	printf("ms of CPU for %d KB, j: justified%s\n%-10s",
	    ARTICLE_BYTES / 1000, bidi_able() ? "" : ", without fribidi",
	    "width");
	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++)
		printf("%8d", widths[i]);
	printf("\n");
	for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++)
		if (argc < 2 || !strcmp(argv[1], articles[i].name))
			measure(&articles[i], false);
	if (argc < 2)
		measure(&articles[0], true);
	return 0;
}
