/* Any bytes as HTML: the document that comes of it can be written, read and
 * set at any width, and what a line says about its cells is true. */
#include "config.h"

#include <locale.h>

#include "base/utf8.h"
#include "doc/blocks.h"
#include "doc/galley.h"
#include "doc/layout.h"
#include "fuzz.h"

enum { INPUT_MAX = 65536 };

static void
check_line(const struct line *line, int width)
{
	int cells = line->indent;
	bool whole = false;

	for (size_t i = 0; i < line->pieces; i++) {
		const struct piece *p = &line->piece[i];

		MUST(p->width == cells_width(p->text));
		cells += p->width;
		whole =
		    whole || p->role == ROLE_CODE || (p->style & STYLE_CODE);
	}
	/* Code is not broken; a bar, a bullet and a wide sign need room. */
	MUST(whole || width < 12 || cells <= width);
}

static void
set(const struct doc *d, int width, bool pictures)
{
	struct layout_ask ask = {
		.width = width,
		.links = pictures,
		.pictures = pictures,
		.ascii = width % 2,
	};
	struct layout *l = layout_new(d, NULL, &ask);

	for (size_t i = 0; i < l->n; i++)
		check_line(&l->line[i], width);
	layout_free(l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct blocks_ask ask = { .base = SPAN("https://example.org/a/b") };
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL), *back;
	struct str galley = { 0 };
	struct err err;

	setlocale(LC_ALL, "C.UTF-8");
	if (size > INPUT_MAX)
		size = INPUT_MAX;
	blocks_from_html(
	    d, html_parse(mem, span_n((const char *)data, size), true), &ask);
	galley_write(&galley, d);
	back = galley_read(str_span(&galley), &err);
	MUST(back != NULL);
	set(back, 1 + (int)(size % 40), true);
	set(back, 40, false);
	set(back, 72, true);
	doc_free(back);
	doc_free(d);
	arena_free(mem);
	str_release(&galley);
	return 0;
}
