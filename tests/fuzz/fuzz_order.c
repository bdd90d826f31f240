/* Any bytes as an order's line, and as a line of a dotfile: words that were
 * read are read alike when they are written. */
#include "config.h"

#include "desk/order.h"
#include "fuzz.h"

/* Alike but for TAB and CR, which stand as blanks: a line stays a line. */
static bool
alike(struct span written, struct span read)
{
	bool same = written.n == read.n;

	for (size_t i = 0; same && i < read.n; i++)
		same = written.s[i] == read.s[i] ||
		       (written.s[i] == ' ' && (unsigned char)read.s[i] < 0x20);
	return same;
}

static void
words_back(const struct words *w)
{
	struct words again = { 0 };
	struct str out = { 0 };
	struct err err;
	int column;

	for (size_t i = 0; i < w->n; i++) {
		if (i)
			str_lit(&out, " ");
		word_write(&out, w->word[i].text);
	}
	/* Quotes take room: a line near the limit may come out too long. */
	if (out.n < DOTFILE_LINE_MAX) {
		MUST(words_split(&again, str_span(&out), &column, &err));
		MUST(again.n == w->n);
		for (size_t i = 0; i < w->n; i++)
			MUST(alike(again.word[i].text, w->word[i].text));
	}
	words_release(&again);
	str_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_n((const char *)data, size);
	struct words w = { 0 };
	struct order o = { 0 };
	struct err err;
	int column;

	if (words_split(&w, text, &column, &err))
		words_back(&w);
	words_release(&w);
	order_read(&o, text, &err);
	order_release(&o);
	return 0;
}
