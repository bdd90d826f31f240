/* Two versions of a story -> what has changed between them.  In a file the
 * newer one follows the line "<!-- now -->". */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "doc/blocks.h"
#include "doc/diff.h"
#include "doc/html.h"
#include "doc/layout.h"
#include "golden.h"

static struct doc *
read_doc(struct span html)
{
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);
	struct blocks_ask ask = {
		.base = SPAN("https://example.org/news/story.html"),
	};

	blocks_from_html(d, html_parse(mem, html, true), &ask);
	arena_free(mem);
	return d;
}

static void
add_lines(struct str *out, const struct doc *d, int width)
{
	struct layout_ask ask = {
		.width = width,
		.ascii = width <= 40,
		.signs = width <= 40,
		.links = true,
	};
	struct layout *l = layout_new(d, NULL, &ask);

	layout_text(out, l);
	layout_free(l);
}

static void
make(struct str *out, struct span bytes, const char *form)
{
	static const struct span sign = { "<!-- now -->\n", 13 };
	size_t at = span_find(bytes, sign);
	struct doc *old = read_doc(span_head(bytes, at));
	struct doc *now = read_doc(span_from(bytes, at + sign.n));
	struct doc *diff = diff_docs(old, now);

	if (!strcmp(form, "essence"))
		str_printf(out, "%s\n",
		    diff_essence(old) == diff_essence(now) ? "the same"
		                                           : "edited");
	else if (!strcmp(form, "fragment"))
		blocks_to_html(out, diff);
	else
		add_lines(out, diff, atoi(form));
	doc_free(diff);
	doc_free(old);
	doc_free(now);
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = { "essence", "fragment", "40", "72",
		NULL };
	static const struct golden golden = { "tests/golden/diff", ".html",
		NULL, forms, make };

	return golden_main(&golden, argc, argv);
}
