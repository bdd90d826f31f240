#include "config.h"

#include "lines.h"

#include "base/mem.h"
#include "doc/blocks.h"
#include "doc/html.h"

/* The first heading of the first rank is the headline. */
static struct span
title_of(struct span html)
{
	struct span rest = span_from(html, span_find(html, SPAN("<h1>")));

	if (!rest.n)
		return rest;
	rest = span_from(rest, sizeof("<h1>") - 1);
	return span_head(rest, span_find(rest, SPAN("</h1>")));
}

void
lines_add(struct str *out, struct span html, const struct layout_ask *ask)
{
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);
	struct masthead head = { .title = title_of(html) };
	struct blocks_ask blocks = {
		.base = SPAN("https://example.org/news/story.html"),
		.title = head.title,
	};
	struct layout *l;

	blocks_from_html(d, html_parse(mem, html, false), &blocks);
	l = layout_new(d, &head, ask);
	layout_text(out, l);
	layout_free(l);
	doc_free(d);
	arena_free(mem);
}
