/* HTML -> document -> galley, and the lines that a reader sees. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "doc/blocks.h"
#include "doc/galley.h"
#include "doc/html.h"
#include "doc/layout.h"
#include "golden.h"

static const char base_url[] = "https://example.org/news/story.html";

/* What the writer wrote, the reader reads to the same bytes. */
static struct doc *
through_galley(struct str *galley, const struct doc *d)
{
	struct str again = { 0 };
	struct err err = { 0 };
	struct doc *back;

	galley_write(galley, d);
	back = galley_read(str_span(galley), &err);
	if (!back) {
		str_printf(galley, "NOT READ: %s\n", err.text);
		return NULL;
	}
	galley_write(&again, back);
	if (!span_eq(str_span(galley), str_span(&again)))
		str_lit(galley, "NOT THE SAME WHEN READ AND WRITTEN\n");
	str_release(&again);
	return back;
}

/* "40" shows pictures as words, in ASCII; wider ones keep their places. */
static void
add_lines(struct str *out, const struct doc *d, int width)
{
	static const struct masthead head = {
		.kicker = { "World / Asia", 12 },
		.title = { "The title of the page", 21 },
		.byline = { "By A. Writer", 12 },
	};
	struct layout_ask ask = {
		.width = width,
		.ascii = width <= 40,
		.links = true,
		.pictures = width > 72,
		.page_rows = 24,
	};
	struct layout *l = layout_new(d, width <= 40 ? NULL : &head, &ask);

	layout_text(out, l);
	layout_free(l);
}

static void
make(struct str *out, struct span bytes, const char *form)
{
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL), *back;
	struct html_node *root = html_parse(mem, bytes, false);
	struct blocks_ask ask = {
		.base = span_of(base_url),
		.title = SPAN("The title of the page"),
	};
	struct str galley = { 0 };

	blocks_from_html(d, root, &ask);
	back = through_galley(&galley, d);
	if (!strcmp(form, "galley"))
		str_add(out, str_span(&galley));
	else if (back && !strcmp(form, "fragment"))
		blocks_to_html(out, back);
	else if (back)
		add_lines(out, back, atoi(form));
	str_release(&galley);
	doc_free(back);
	doc_free(d);
	arena_free(mem);
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = { "galley", "fragment", "40", "72",
		"100", NULL };
	static const struct golden golden = { "tests/golden/html", ".html",
		NULL, forms, make };

	return golden_main(&golden, argc, argv);
}
