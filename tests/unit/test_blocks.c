/* Pages that were made to hurt, and what must survive of them; and text that
 * is no HTML. */
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
#include "doc/galley.h"
#include "doc/layout.h"

/* The document of a page, after a way through its galley; all of it can be
 * set in lines. */
static struct doc *
doc_of(const struct str *html)
{
	struct blocks_ask ask = { .base = SPAN("https://example.org/") };
	struct layout_ask page = { .width = 60, .links = true };
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL), *back;
	struct str galley = { 0 };
	struct err err = { 0 };
	struct layout *l;

	blocks_from_html(d, html_parse(mem, str_span(html), true), &ask);
	arena_free(mem);
	galley_write(&galley, d);
	doc_free(d);
	back = galley_read(str_span(&galley), &err);
	assert_string_equal(err.text, "");
	assert_non_null(back);
	l = layout_new(back, NULL, &page);
	layout_free(l);
	str_release(&galley);
	return back;
}

static void
repeat(struct str *out, const char *text, int times)
{
	while (times-- > 0)
		str_addz(out, text);
}

/* before times over, "word", after times over: "word" is still there. */
static void
survives(const char *before, int times, const char *after)
{
	struct str html = { 0 }, text = { 0 };
	struct doc *d;

	repeat(&html, before, times);
	str_addz(&html, "<p>word</p>");
	repeat(&html, after, times);
	d = doc_of(&html);
	doc_text(&text, d);
	assert_true(span_find(str_span(&text), SPAN("word")) < text.n);
	doc_free(d);
	str_release(&html);
	str_release(&text);
}

static void
depth(void **state)
{
	(void)state;
	survives("<div>", 5000, "</div>");
	survives("<blockquote>", 5000, "</blockquote>");
	survives("<ul><li>", 5000, "</ul>");
	survives("<dl><dd>", 5000, "</dl>");
	survives("<b><i><a href=/x>", 5000, "");
	survives("<table><tr><td>", 5000, "");
	survives("<figure>", 5000, "");
	survives("<details><summary>", 5000, "");
	survives("<p>", 5000, "");
	survives("</div>", 5000, "<");
}

static void
columns(void **state)
{
	struct str html = { 0 }, text = { 0 };
	struct doc *d;

	(void)state;
	str_lit(&html, "<table><tr>");
	repeat(&html, "<th colspan=1000>head", 10000);
	str_lit(&html, "<tr>");
	repeat(&html, "<td rowspan=100000>1", 9999);
	str_lit(&html, "<td>last</table>");
	d = doc_of(&html);
	doc_text(&text, d);
	assert_true(span_ends(str_span(&text), "last"));
	doc_free(d);
	str_release(&html);
	str_release(&text);
}

static void
limits(void **state)
{
	struct str html = { 0 };
	struct doc *d;

	(void)state;
	repeat(&html, "<p>x", DOC_BLOCKS_MAX + 100);
	d = doc_of(&html);
	assert_int_equal(d->blocks, DOC_BLOCKS_MAX);
	doc_free(d);
	str_clear(&html);
	for (int i = 0; i < DOC_LINKS_MAX + 100; i++)
		str_printf(&html, "<a href=/%d>x</a> ", i);
	d = doc_of(&html);
	assert_int_equal(d->links, DOC_LINKS_MAX);
	doc_free(d);
	str_clear(&html);
	for (int i = 0; i < 9; i++) {
		str_lit(&html, "<p>");
		str_fill(&html, 'x', 1024 * 1024);
	}
	d = doc_of(&html);
	assert_true(d->text_bytes <= DOC_TEXT_MAX);
	doc_free(d);
	str_release(&html);
}

/* Nothing that acts, and nothing local, gets out of a page. */
static void
addresses(void **state)
{
	struct str html = { 0 }, galley = { 0 };
	struct doc *d;

	(void)state;
	str_lit(&html,
	    "<a href='javascript:alert(1)'>a</a><a href='data:text/html,x'>b"
	    "</a><a href='file:///etc/passwd'>c</a><a href=' JaVaScRiPt:x'>d"
	    "</a><img src='file:///etc/passwd' alt=e><img src='javascript:x' "
	    "alt=f><iframe src='file:///www.youtube.com/'></iframe><video "
	    "src='javascript:x'></video>");
	d = doc_of(&html);
	galley_write(&galley, d);
	assert_string_equal(str_z(&galley), "galley\t1\np\tabcd\n");
	doc_free(d);
	str_release(&html);
	str_release(&galley);
}

static void
plain_text(void **state)
{
	struct doc *d = doc_new(NULL);
	struct str galley = { 0 };

	(void)state;
	blocks_from_text(
	    d, SPAN("One\nline <b>two</b>.\r\n\r\n\n"
	            "See https://example.org/a_(b). (https://e.org) {x}\n"));
	galley_write(&galley, d);
	assert_string_equal(str_z(&galley),
	    "galley\t1\nlink\thttps://example.org/a_(b)\n"
	    "link\thttps://e.org\n"
	    "p\tOne{/}line <b>two</b>.\n"
	    "p\tSee {@1|https://example.org/a_(b)}. ({@2|https://e.org}) "
	    "{(}x{)}\n");
	doc_free(d);
	str_release(&galley);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(depth),
		cmocka_unit_test(columns),
		cmocka_unit_test(limits),
		cmocka_unit_test(addresses),
		cmocka_unit_test(plain_text),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
