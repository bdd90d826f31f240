/* A page of the web: what is its article, and what is said about it? */
#include "config.h"

#include "doc/extract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define PARAGRAPH                                                              \
	"<p>The ferry had waited at the pier since dawn, and when the fog "    \
	"lifted, the pilots, who had been playing cards, went aboard without " \
	"a word; by noon, all forty boats were on the river again.</p>"
#define STORY PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH

static struct page *
extract(const char *html)
{
	return page_extract(span_of(html),
	    SPAN("https://news.example/2026/11/ferry.html"), SPAN(""));
}

static void
expect_text(const struct page *p, const char *text, bool there)
{
	struct str all = { 0 };

	doc_text(&all, p->doc);
	if ((span_find(str_span(&all), span_of(text)) < all.n) != there) {
		print_error("%s: %s\n", text, str_z(&all));
		fail();
	}
	str_release(&all);
}

/* The name above the headline is the section's, a menu's is not. */
static void
test_section(void **state)
{
	struct page *p = extract(
	    "<body><nav><div class=section>Menu</div></nav><main>"
	    "<div class=section><a href=/b>Business</a></div>"
	    "<h1>Ferries run</h1>" STORY "<div class=section>Sport</div>");

	(void)state;
	assert_true(span_is(p->section, "Business"));
	assert_true(p->is_article);
	page_free(p);
}

static void
expect_date(const char *box, const char *date)
{
	struct str html = { 0 };
	struct page *p;

	str_printf(&html, "<h1>Ferries run</h1>%s%s", box, STORY);
	p = extract(str_z(&html));
	if (p->published.t != when_seconds(span_of(date)))
		print_error("%s\n", box);
	assert_int_equal(p->published.t, when_seconds(span_of(date)));
	page_free(p);
	str_release(&html);
}

static void
test_visible_date(void **state)
{
	(void)state;
	expect_date("<div class=time>Published: 21 Nov 2026, 20:15</div>",
	    "2026-11-21T20:15:00");
	expect_date("<div class=time>প্রকাশ: ২১ নভেম্বর ২০২৬, ২০: ১৫</div>",
	    "2026-11-21T20:15:00");
	expect_date("<p class=date>21 November 2026</p>", "2026-11-21");
}

/* Lines that call for a click go; a sentence that speaks of such does not. */
static void
test_beckoning(void **state)
{
	struct page *p = extract(
	    "<article><h1>Ferries run</h1>" STORY
	    "<p>Follow The Paper on <a href=/g>Google News</a> for more.</p>"
	    "<p class=trust>Our Standards: <a href=/t>The Trust "
	    "Principles.</a></p>"
	    "<p>“We did not sign up here to wait,” said a pilot, who had put "
	    "his name on every list there is, and who would sign up here "
	    "again tomorrow if anybody asked him for it, he added.</p>"
	    "</article>");

	(void)state;
	expect_text(p, "Google News", false);
	expect_text(p, "Trust Principles", false);
	expect_text(p, "if anybody asked him", true);
	page_free(p);
}

/* A page of some words has them for its text, but it is no article. */
static void
test_few_words(void **state)
{
	struct page *p = extract("<title>T</title><body>Just this.</body>");

	(void)state;
	expect_text(p, "Just this.", true);
	assert_false(p->is_article);
	page_free(p);
	p = extract("");
	assert_false(p->is_article);
	page_free(p);
}

/* A figure whose end is missing holds the text; it is not moved into it. */
static void
test_figure_around(void **state)
{
	struct page *p = extract("<h1>A</h1><figure><img src=/a.jpg>"
	                         "<section>" STORY "</section>");

	(void)state;
	expect_text(p, "all forty boats", true);
	page_free(p);
}

/* What the head of a page says, in the ways that need a second look. */
static void
test_head(void **state)
{
	struct page *p = extract(
	    "<html dir=ltr><title>Ferries run again - Harbour Post</title>"
	    "<meta property=og:site_name content='{{site.name}}'>"
	    "<meta name=description content='. .'>"
	    "<meta name=author content='Rina Das - https://rina.example/'>"
	    "<body dir=rtl><main><article><div><p class=x>May 22, "
	    "2026</p></div>"
	    "<h1>Ferries run again</h1>" STORY "</article>"
	    "<aside><time datetime=2026-03-05>Mar 5</time></aside></main>");

	(void)state;
	assert_true(span_is(p->title, "Ferries run again"));
	assert_true(span_is(p->site, "Harbour Post"));
	assert_true(span_is(p->byline, "Rina Das"));
	assert_true(span_starts(p->published_raw, "May 22"));
	assert_true(span_is(p->dir, "rtl"));
	assert_true(span_starts(p->excerpt, "The ferry"));
	page_free(p);
}

/* A short form for the tab of the browser is not the headline. */
static void
test_short_title(void **state)
{
	struct page *p = extract(
	    "<title>Ferries run again - Post</title><article>"
	    "<h1>Ferries run again, and all forty boats are back</h1>" STORY);

	(void)state;
	assert_true(span_is(
	    p->title, "Ferries run again, and all forty boats are back"));
	expect_text(p, "all forty boats are back", false);
	page_free(p);
}

/* The day on top of a newspaper is that of the reading. */
static void
test_date_of_masthead(void **state)
{
	struct page *p = extract(
	    "<body><div class=masthead><span>24 November 2026</span></div>"
	    "<div><h1>Ferries run again</h1>" STORY "</div>");

	(void)state;
	assert_int_equal(p->published.grain, 0);
	page_free(p);
}

/* A table of links tells something when its columns have headings. */
static void
test_table_of_links(void **state)
{
	static const char rows[] = "<tr><td><a href=/1>The boat from Dhaka</a>"
	                           "<td><a href=/2>The boat to Barisal</a>";
	struct str html = { 0 };
	struct page *p;

	(void)state;
	str_printf(&html,
	    "<h1>Boats</h1><article>%s<div><table><tr><th>From"
	    "<th>To%s%s</table></div></article>",
	    STORY, rows, rows);
	p = extract(str_z(&html));
	expect_text(p, "The boat from Dhaka", true);
	page_free(p);
	str_clear(&html);
	str_printf(&html,
	    "<h1>Boats</h1><article>%s<div><table>%s%s</table>"
	    "</div></article>",
	    STORY, rows, rows);
	p = extract(str_z(&html));
	expect_text(p, "The boat from Dhaka", false);
	page_free(p);
	str_release(&html);
}

/* What is ticked off in a list stays so; a form's boxes go. */
static void
test_ticked(void **state)
{
	struct page *p = extract(
	    "<h1>Boats</h1><article>" STORY "<ul><li><input type=checkbox "
	    "checked> Nets mended<li><input type=checkbox> Hull painted</ul>"
	    "<p><input type=checkbox> Remember me</p></article>");

	(void)state;
	expect_text(p, "[x] Nets mended", true);
	expect_text(p, "[ ] Hull painted", true);
	expect_text(p, "[ ] Remember", false);
	page_free(p);
}

/* A page's footer goes; that of a quotation tells who said it. */
static void
test_footer_of_quote(void **state)
{
	struct page *p = extract(
	    "<h1>Boats</h1><article>" STORY "<blockquote><p>The fog was thick."
	    "</p><footer>&mdash; <cite>A. Pilot</cite></footer></blockquote>"
	    "<footer>All rights of the pier reserved.</footer></article>");
	const struct block *b = p->doc->first;

	(void)state;
	while (b && b->kind != BLOCK_QUOTE)
		b = b->next;
	assert_non_null(b);
	assert_true(span_is(b->credit, "A. Pilot"));
	expect_text(p, "rights of the pier", false);
	page_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_section),
		cmocka_unit_test(test_visible_date),
		cmocka_unit_test(test_beckoning),
		cmocka_unit_test(test_few_words),
		cmocka_unit_test(test_figure_around),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_short_title),
		cmocka_unit_test(test_date_of_masthead),
		cmocka_unit_test(test_table_of_links),
		cmocka_unit_test(test_footer_of_quote),
		cmocka_unit_test(test_ticked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
