/* Where the next screen begins. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "doc/blocks.h"
#include "ui/pages.h"

enum { ROWS = 12 };

/* So many lines of one paragraph, then html; as a layout of 20 cells. */
struct page {
	struct doc *doc;
	struct layout *layout;
};

static void
page_make(struct page *p, int lines, const char *html)
{
	struct blocks_ask ask = { .base = SPAN("https://example.org/") };
	struct layout_ask layout = {
		.width = 20, .pictures = true, .page_rows = ROWS
	};
	struct arena *mem = arena_new();
	struct str text = { 0 };

	for (int i = 0; i < lines; i++)
		str_lit(&text, "aaaaaaaaa bbbbbbbbbb ");
	str_addz(&text, html);
	for (int i = 0; i < 30; i++)
		str_lit(&text, " cccccccc ddddddddddd");
	p->doc = doc_new(NULL);
	blocks_from_html(p->doc, html_parse(mem, str_span(&text), true), &ask);
	p->layout = layout_new(p->doc, NULL, &layout);
	arena_free(mem);
	str_release(&text);
}

static void
check(int lines, const char *html, size_t want)
{
	struct page p;

	page_make(&p, lines, html);
	assert_int_equal(pages_next(p.layout, 0, ROWS), want);
	layout_free(p.layout);
	doc_free(p.doc);
}

static void
overlapping(void **state)
{
	(void)state;
	check(30, "", 10);
	check(30, "", 10);
	/* A small screen does what it can. */
	struct page p;
	page_make(&p, 30, "");
	assert_int_equal(pages_next(p.layout, 0, 4), 2);
	assert_int_equal(pages_next(p.layout, 0, 1), 1);
	layout_free(p.layout);
	doc_free(p.doc);
}

/* Line 11 is the last one of the first screen. */
static void
alone_below(void **state)
{
	(void)state;
	/* A heading in the last line, in the one above, with one line. */
	check(10, "<h2>Head</h2><p>", 11);
	check(9, "<h2>Head</h2><p>", 10);
	check(8, "<h2>Head</h2><p>", 9);
	/* With two lines it is not alone. */
	check(7, "<h2>Head</h2><p>", 10);
	/* The first line of a paragraph; two lines are enough. */
	check(10, "<p>", 11);
	check(9, "<p>", 10);
	/* A paragraph of one line is whole. */
	check(10, "<p>e</p><p>", 10);
	/* The upper part of a picture. */
	check(6, "<img src=a.jpg alt=A width=400 height=300><p>", 7);
}

/* A line or two less, and the screen that comes ends well. */
static void
alone_ahead(void **state)
{
	(void)state;
	/* Rows 10 to 21: the heading would stand in 21 or 20. */
	check(20, "<h2>Head</h2><p>", 9);
	check(19, "<h2>Head</h2><p>", 8);
}

static void
check_back(int lines, const char *html, size_t top, size_t want)
{
	struct page p;

	page_make(&p, lines, html);
	assert_int_equal(pages_previous(p.layout, top, ROWS), want);
	layout_free(p.layout);
	doc_free(p.doc);
}

/* The screen above begins with what can stand at an upper edge. */
static void
alone_above(void **state)
{
	(void)state;
	check_back(30, "", 20, 10);
	check_back(30, "", 9, 0);
	/* Line 10 is the last of its paragraph; the blank line below it. */
	check_back(11, "<p>", 20, 9);
	check_back(10, "<p>", 20, 11);
	/* The second line of two goes with the first. */
	check_back(8, "<p>ccccccccc ddddddddddd</p><p>", 20, 9);
	/* A heading and a first line may begin a screen. */
	check_back(9, "<h2>Head</h2><p>", 20, 10);
	check_back(9, "<p>", 20, 10);
	/* A small screen does what it can. */
	struct page p;
	page_make(&p, 11, "<p>");
	assert_int_equal(pages_previous(p.layout, 12, 4), 10);
	layout_free(p.layout);
	doc_free(p.doc);
}

/* Each screen brings something, to the end. */
static void
arriving(void **state)
{
	struct page p;
	size_t top = 0;

	(void)state;
	page_make(&p, 3,
	    "<h2>a</h2><h2>b</h2><h2>c</h2><h2>d</h2><h2>e</h2><h2>f</h2>"
	    "<img src=a.jpg alt=A><img src=b.jpg alt=B><p>");
	for (int i = 0; i < 100 && top + ROWS < p.layout->n; i++) {
		size_t next = pages_next(p.layout, top, ROWS);

		assert_true(next > top);
		assert_true(next < top + ROWS);
		top = next;
	}
	assert_true(top + ROWS >= p.layout->n);
	layout_free(p.layout);
	doc_free(p.doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(overlapping),
		cmocka_unit_test(alone_below),
		cmocka_unit_test(alone_ahead),
		cmocka_unit_test(alone_above),
		cmocka_unit_test(arriving),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
