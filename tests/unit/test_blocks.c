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

/* Letters and digits of any script, whatever stands between them, and where. */
static void
weight(void **state)
{
	static const struct {
		const char *sign;
		size_t weight;
	} r[] = { { "a", 1 }, { "z", 1 }, { "A", 1 }, { "Z", 1 }, { "0", 1 },
		{ "9", 1 }, { "@", 0 }, { "[", 0 }, { "`", 0 }, { "{", 0 },
		{ "/", 0 }, { ":", 0 }, { "-", 0 }, { "é", 1 }, { "ж", 1 },
		{ "“", 1 }, { "新", 1 }, { "𝄞", 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++)
		for (int before = 1; before < 18; before++) {
			struct doc *d = doc_new(NULL);
			struct str text = { 0 };

			repeat(&text, "n", before);
			str_addz(&text, r[i].sign);
			repeat(&text, ".", 17 - before);
			blocks_from_text(d, str_span(&text));
			assert_int_equal(
			    doc_weight(d), (size_t)before + r[i].weight);
			doc_free(d);
			str_release(&text);
		}
}

/* Texts stand aside while libxml2 looks at the tags: they come back in their
 * order and with the blanks between them, and what looks like the mark of one
 * is none. */
static void
pieces(void **state)
{
	static const struct {
		const char *html, *text;
	} r[] = {
		{ "0;1; <b>2;</b> 0;", "0;1; 2; 0;" },
		{ "a<!-- x -->b <!-- y --> c", "ab c" },
		{ "a<![CDATA[ &b]]>c", "a &bc" },
		{ "one&#32;<i> </i>two&#x9;three", "one two three" },
		{ "a&#12;b", "a b" },
		{ "1 < 2 &amp; 3 <", "1 < 2 & 3 <" },
		{ "&amp;lt;b&amp;gt; <u>&lt;i&gt;</u>", "&lt;b&gt; <i>" },
		{ "<p i=0>a</p><p i=7>b<o:p>c</o:p></p>", "a\n\nbc" },
		{ "a\001b<b>\001</b>c", "abc" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(r) / sizeof(*r); i++) {
		struct str html = { 0 }, text = { 0 };
		struct doc *d;

		str_addz(&html, r[i].html);
		d = doc_of(&html);
		doc_text(&text, d);
		assert_string_equal(str_z(&text), r[i].text);
		doc_free(d);
		str_release(&text);
		str_release(&html);
	}
}

/* The first of two attributes of a name counts, in whatever case. */
static void
attributes(void **state)
{
	struct arena *mem = arena_new();
	struct html_node *root = html_parse(mem,
	    SPAN("<A HREF='/a?x=1&copy=2&amp;b' href=/b Title=\"&lt;0;\" "
	         "1bad=x on'x=y checked>go</A><br i=0>"),
	    true);
	struct html_node *a = html_find(root, TAG_A);

	(void)state;
	assert_non_null(a);
	assert_true(span_is(html_get(a, "href"), "/a?x=1&copy=2&b"));
	assert_true(span_is(html_get(a, "title"), "<0;"));
	assert_non_null(html_attr(a, "checked"));
	assert_non_null(html_attr(a, "checked")->s);
	assert_null(html_attr(a, "1bad"));
	assert_null(html_attr(a, "i"));
	assert_true(span_is(html_get(html_find(root, TAG_BR), "i"), "0"));
	arena_free(mem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(depth),
		cmocka_unit_test(weight),
		cmocka_unit_test(pieces),
		cmocka_unit_test(attributes),
		cmocka_unit_test(columns),
		cmocka_unit_test(limits),
		cmocka_unit_test(addresses),
		cmocka_unit_test(plain_text),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
