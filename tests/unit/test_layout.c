/* What the screen needs of a layout besides its text. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/blocks.h"
#include "doc/layout.h"

static struct doc *
doc_of(const char *html)
{
	struct blocks_ask ask = { .base = SPAN("https://example.org/") };
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);

	blocks_from_html(d, html_parse(mem, span_of(html), true), &ask);
	arena_free(mem);
	return d;
}

static struct layout *
lay(const struct doc *d, int width, bool pictures)
{
	struct layout_ask ask = { .width = width,
		.links = true,
		.pictures = pictures,
		.page_rows = 20 };

	return layout_new(d, NULL, &ask);
}

static const struct piece *
piece_with(const struct layout *l, enum role role)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->line[i].pieces; k++)
			if (l->line[i].piece[k].role == role)
				return &l->line[i].piece[k];
	return NULL;
}

static void
roles(void **state)
{
	struct doc *d = doc_of("<h2>Head</h2><p>See <a href=/x>there</a> and "
	                       "<b>bold</b>.</p><blockquote>q</blockquote>");
	struct layout *l = lay(d, 40, false);
	const struct piece *p;

	(void)state;
	assert_true(span_is(piece_with(l, ROLE_HEADING)->text, "Head"));
	p = piece_with(l, ROLE_LINK);
	assert_true(span_is(p->text, "there"));
	assert_int_equal(p->link, 1);
	p = piece_with(l, ROLE_LINK_NUMBER);
	assert_true(span_is(p->text, "[1]"));
	assert_int_equal(p->link, 1);
	assert_true(span_is(
	    piece_with(l, ROLE_LINK_URL)->text, "https://example.org/x"));
	assert_true(span_is(piece_with(l, ROLE_QUOTE)->text, "q"));
	assert_non_null(piece_with(l, ROLE_QUOTE_BAR));
	assert_true(span_is(piece_with(l, ROLE_LABEL)->text, "Links"));
	layout_free(l);
	doc_free(d);
}

/* Rows of the place of a picture: their number by its shape, at most 60 of a
 * hundred rows of the page, no wider than it is. */
static void
check_place(const char *size, int width, int cols, int rows)
{
	struct str html = { 0 };
	struct doc *d;
	struct layout *l;
	int seen = 0;

	str_printf(&html, "<p>x</p><img src=/pictures/a.jpg alt=Alt %s>", size);
	d = doc_of(str_z(&html));
	l = lay(d, width, true);
	for (size_t i = 0; i < l->n; i++) {
		const struct line *line = &l->line[i];

		if (!line->figure)
			continue;
		assert_int_equal(line->picture_row, seen++);
		assert_int_equal(line->picture_cols, cols);
		assert_int_equal(line->picture_rows, rows);
	}
	assert_int_equal(seen, rows);
	layout_free(l);
	doc_free(d);
	str_release(&html);
}

static void
places(void **state)
{
	(void)state;
	check_place("width=1200 height=300", 72, 72, 9);
	check_place("width=1200 height=800", 72, 36, 12);
	check_place("", 30, 30, 11);
	check_place("width=160 height=80", 72, 20, 5);
	check_place("width=300 height=3000", 72, 2, 12);
	check_place("width=9000 height=80", 72, 72, 1);
}

static void
finding(void **state)
{
	struct doc *d = doc_of("<p>one two three four five six seven eight nine"
	                       "<p>ten<p>eleven twelve thirteen fourteen");
	struct layout *wide = lay(d, 60, false), *thin = lay(d, 10, false);
	const struct block *last = d->last;
	size_t at;

	(void)state;
	at = layout_find(thin, last, 0);
	assert_ptr_equal(thin->line[at].block, last);
	assert_true(span_is(thin->line[at].piece[0].text, "eleven"));
	at = layout_find(wide, last, 3);
	assert_ptr_equal(wide->line[at].block, last);
	assert_int_equal(layout_find(wide, (struct block *)d, 0), 0);
	layout_free(wide);
	layout_free(thin);
	doc_free(d);
}

/* An empty document, and the narrowest of screens. */
static void
extremes(void **state)
{
	struct doc *d = doc_new(NULL);
	struct layout *l = lay(d, 1, true);

	(void)state;
	assert_int_equal(l->n, 0);
	layout_free(l);
	doc_free(d);
	d = doc_of("<ul><li><ul><li>漢字<blockquote>q<table><tr><td>1<td>2"
	           "<tr><td>3<td>4</table></blockquote></ul></ul><dl><dt>t<dd>"
	           "d</dl><ol start=999999><li>x</ol><pre>\ta</pre><hr>");
	for (int width = 1; width < 30; width++) {
		l = lay(d, width, true);
		assert_true(l->n > 5);
		layout_free(l);
	}
	doc_free(d);
}

/* Code is whole, however narrow the page: the screen scrolls or cuts. */
static void
code(void **state)
{
	struct doc *d = doc_of("<pre>int\tmain(void) { return 0; }</pre>");
	struct layout *l = lay(d, 12, false);
	const struct piece *p = piece_with(l, ROLE_CODE);

	(void)state;
	assert_true(span_is(p->text, "int     main(void) { return 0; }"));
	assert_int_equal(p->width, cells_width(p->text));
	layout_free(l);
	doc_free(d);
}

/* Nothing that a terminal obeys comes out of a document. */
static void
safe(void **state)
{
	struct doc *d = doc_new(NULL);
	struct block *p = doc_block(d, NULL, BLOCK_PARAGRAPH);
	struct layout *l;
	struct str text = { 0 };

	(void)state;
	doc_run(d, p, RUN_TEXT, 0, 0,
	    SPAN("a\x1b[31mb\xc2\x9b"
	         "c\xe2\x80\xae"
	         "d\n\te"));
	l = lay(d, 40, false);
	layout_text(&text, l);
	assert_string_equal(str_z(&text), "a [31mb cd  e\n");
	layout_free(l);
	doc_free(d);
	str_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles),
		cmocka_unit_test(places),
		cmocka_unit_test(finding),
		cmocka_unit_test(extremes),
		cmocka_unit_test(code),
		cmocka_unit_test(safe),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
