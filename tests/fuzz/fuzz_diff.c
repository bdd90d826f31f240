/* Any bytes as two versions of a page: what changed between them can be set
 * and written, and without what was put in, or taken out, every word of the
 * other version is there. */
#include "config.h"

#include <locale.h>

#include "doc/blocks.h"
#include "doc/diff.h"
#include "doc/layout.h"
#include "fuzz.h"

enum { INPUT_MAX = 32768 };

static struct doc *
read_html(struct span bytes)
{
	struct blocks_ask ask = { .base = SPAN("https://example.org/a/b") };
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);

	blocks_from_html(d, html_parse(mem, bytes, true), &ask);
	arena_free(mem);
	return d;
}

/* Bytes of words that stand in text and carry no such mark. */
static size_t
weigh(const struct doc *d, unsigned mark)
{
	size_t n = 0;

	for (struct block *b = d->first; b; b = doc_walk(NULL, b, NULL))
		for (const struct run *r = b->runs; r; r = r->next)
			for (size_t i = 0; r->kind == RUN_TEXT &&
			                   !(r->style & mark) && i < r->text.n;
			     i++)
				n +=
				    r->text.s[i] != ' ' && r->text.s[i] != '\n';
	return n;
}

/* A figure's words become text in a comparison, and links alone may go. */
static bool
is_plain(const struct doc *d)
{
	for (struct block *b = d->first; b; b = doc_walk(NULL, b, NULL))
		if (b->kind != BLOCK_PARAGRAPH && b->kind != BLOCK_HEADING &&
		    b->kind != BLOCK_LIST && b->kind != BLOCK_ITEM)
			return false;
	return d->links == 0 && d->blocks < 100;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes =
	    span_n((const char *)data, size < INPUT_MAX ? size : INPUT_MAX);
	size_t half = bytes.n ? bytes.n * (size_t)data[0] / 256 : 0;
	struct layout_ask ask = { .width = 60, .links = true };
	struct doc *old, *now, *diff;
	struct str html = { 0 };

	setlocale(LC_ALL, "C.UTF-8");
	old = read_html(span_head(bytes, half));
	now = read_html(span_from(bytes, half));
	diff = diff_docs(old, now);
	if (is_plain(old) && is_plain(now)) {
		MUST(weigh(diff, STYLE_INSERTED) == weigh(old, 0));
		MUST(weigh(diff, STYLE_DELETED) == weigh(now, 0));
	}
	layout_free(layout_new(diff, NULL, &ask));
	blocks_to_html(&html, diff);
	str_release(&html);
	doc_free(diff);
	diff = diff_docs(now, now);
	for (struct block *b = diff->first; b; b = doc_walk(NULL, b, NULL))
		MUST(b->change == CHANGE_NONE);
	doc_free(diff);
	doc_free(old);
	doc_free(now);
	return 0;
}
