/* Any bytes as the HTML of an entry: what is handed on to others is harmless
 * when it is read again, and the document is one that can be read. */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "doc/blocks.h"
#include "doc/clean.h"
#include "doc/galley.h"
#include "doc/html.h"
#include "fuzz.h"

static void
check_attr(const struct html_node *n, const struct html_attr *a)
{
	struct span v = span_trim(a->value);

	MUST(a->name[0] != 'o' || a->name[1] != 'n');
	MUST(strcmp(a->name, "style") != 0);
	MUST(!span_istarts(v, "javascript:") && !span_istarts(v, "vbscript:"));
	MUST(!span_istarts(v, "data:") ||
	     (n->tag == TAG_IMG && span_istarts(v, "data:image/")) ||
	     (strcmp(a->name, "src") != 0 && strcmp(a->name, "href") != 0));
}

static void
check_clean(struct arena *mem, struct span html)
{
	struct html_node *root = html_parse(mem, html, true);

	MUST(utf8_valid(html));
	for (struct html_node *n = root; n; n = html_next(root, n)) {
		MUST(n->tag != TAG_SCRIPT && n->tag != TAG_STYLE);
		MUST(n->tag != TAG_IFRAME && n->tag != TAG_FORM);
		for (const struct html_attr *a = n->attr; a; a = a->next)
			check_attr(n, a);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span base = SPAN("https://news.example/a/");
	struct blocks_ask ask = { .base = base };
	struct str utf8 = { 0 }, clean = { 0 }, galley = { 0 };
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL), *back;
	struct html_node *root;
	struct err err;

	/* It comes from a reader of feeds, which gives valid UTF-8. */
	utf8_plain(&utf8, span_n((const char *)data, size), PLAIN_PRE);
	root = html_parse(mem, str_span(&utf8), true);
	clean_html(&clean, root, base);
	check_clean(mem, str_span(&clean));
	blocks_from_html(d, root, &ask);
	galley_write(&galley, d);
	back = galley_read(str_span(&galley), &err);
	MUST(back);
	doc_free(back);
	doc_free(d);
	arena_free(mem);
	str_release(&utf8);
	str_release(&clean);
	str_release(&galley);
	return 0;
}
