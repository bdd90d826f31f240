/* Rules for sites: the files, the selectors, and what they do to a page. */
#include "config.h"

#include "conf/sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "doc/extract.h"
#include "doc/selector.h"

/* --- selectors ---------------------------------------------------------- */

static void
test_selectors(void **state)
{
	static const struct {
		const char *text;
		size_t n; /* 0: it cannot be read */
	} cases[] = {
		{ "p", 1 },
		{ ".story, #text , [a]", 3 },
		{ "div.story.long[lang=en] p", 1 },
		{ "[a=\"x, y\"], b", 2 },
		{ "[a='x ] y']", 1 },
		{ "*[data-x^=1][data-x$=2][data-x*=3][data-x~=4]", 1 },
		{ "", 0 },
		{ ",", 0 },
		{ "a,", 0 },
		{ "a,,b", 0 },
		{ ".", 0 },
		{ "#", 0 },
		{ "[", 0 },
		{ "[=x]", 0 },
		{ "[a", 0 },
		{ "[a=\"x]", 0 },
		{ "a > b", 0 },
		{ "a:hover", 0 },
		{ "a b c d e f g", 0 },
		{ ".a.b.c.d.e.f.g", 0 },
		{ "a{}", 0 },
	};
	struct selector *s = calloc(SELECTORS_MAX, sizeof(*s));

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err err = { 0 };
		size_t n = selectors_read(s, span_of(cases[i].text), &err);

		if (n != cases[i].n || (n == 0) != (err.code != ERR_NONE)) {
			print_error("%s: %zu %s\n", cases[i].text, n, err.text);
			fail();
		}
	}
	free(s);
}

static void
test_too_many(void **state)
{
	struct str list = { 0 };
	struct err err = { 0 };

	(void)state;
	str_lit(&list, "a");
	for (int i = 1; i < SELECTORS_MAX; i++)
		str_lit(&list, ",a");
	assert_true(selectors_check(str_span(&list), &err));
	str_lit(&list, ",a");
	assert_false(selectors_check(str_span(&list), &err));
	assert_non_null(strstr(err.text, "32"));
	str_release(&list);
}

/* --- files -------------------------------------------------------------- */

struct files {
	char dir[64];
	struct str own, data;
	struct sites sites;
};

static void
put(const char *file, const char *text)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
files_load(struct files *f, const char *own, const char *installed)
{
	*f = (struct files){ .dir = "/tmp/broadsheet-sites-XXXXXX" };
	assert_non_null(mkdtemp(f->dir));
	str_printf(&f->own, "%s/own", f->dir);
	str_printf(&f->data, "%s/sites", f->dir);
	if (own)
		put(str_z(&f->own), own);
	if (installed)
		put(str_z(&f->data), installed);
	sites_load(&f->sites, str_z(&f->own), f->dir, selectors_check);
}

static void
files_release(struct files *f)
{
	unlink(str_z(&f->own));
	unlink(str_z(&f->data));
	rmdir(f->dir);
	str_release(&f->own);
	str_release(&f->data);
	sites_release(&f->sites);
}

static void
expect_rules(const struct files *f, const char *host, const char *rules)
{
	struct span got = sites_rules(&f->sites, span_of(host));

	if (!span_is(got, rules)) {
		print_error("%s: %.*s\n", host, SPAN_ARG(got));
		fail();
	}
}

static void
test_hosts(void **state)
{
	struct files f;

	(void)state;
	files_load(&f,
	    "# mine\nsite a.example *.b.example\n\tbody  .one\r\n drop .two\n"
	    "site www.c.example\nbody .three\n",
	    "site a.example\nbody .hidden\nsite d.example\nbody #four");
	assert_int_equal(f.sites.complaints.n, 0);
	expect_rules(&f, "a.example", "body .one\ndrop .two\n");
	expect_rules(&f, "WWW.A.EXAMPLE", "body .one\ndrop .two\n");
	expect_rules(&f, "x.a.example", "");
	expect_rules(&f, "b.example", "body .one\ndrop .two\n");
	expect_rules(&f, "x.y.b.example", "body .one\ndrop .two\n");
	expect_rules(&f, "xb.example", "");
	expect_rules(&f, "www.c.example", "body .three\n");
	expect_rules(&f, "c.example", "");
	expect_rules(&f, "d.example", "body #four\n");
	expect_rules(&f, "", "");
	files_release(&f);
}

static void
test_complaints(void **state)
{
	static const char *const causes[] = { ":1:1: there is no \"site",
		":3:6: ", ":4:1: there is no",
		":6:1: no rule is called \"bdy\"; did you mean \"body\"?",
		":7:6: ", ":8:1: the line holds a control" };
	struct files f;

	(void)state;
	files_load(&f,
	    "body .a\nsite a.example\nsite http://b.example/\nbody .b\n"
	    "site c.example\nbdy .c\nbody .c >\ndrop .\001d\ndrop .e\n",
	    NULL);
	assert_int_equal(
	    f.sites.complaints.n, sizeof(causes) / sizeof(*causes));
	for (size_t i = 0; i < f.sites.complaints.n; i++) {
		if (!strstr(f.sites.complaints.item[i].text, causes[i])) {
			print_error("%s\n", f.sites.complaints.item[i].text);
			fail();
		}
	}
	expect_rules(&f, "a.example", "");
	expect_rules(&f, "c.example", "drop .e\n");
	files_release(&f);
}

static void
test_no_files(void **state)
{
	struct files f;

	(void)state;
	files_load(&f, NULL, NULL);
	assert_int_equal(f.sites.complaints.n, 0);
	expect_rules(&f, "a.example", "");
	files_release(&f);
}

/* What comes with the program has no fault. */
static void
test_installed(void **state)
{
	const char *top = getenv("top_srcdir");
	struct sites sites = { 0 };
	struct str dir = { 0 };

	(void)state;
	str_printf(&dir, "%s/config", top ? top : ".");
	sites_load(&sites, "/nonexistent/sites", str_z(&dir), selectors_check);
	assert_int_equal(sites.complaints.n, 0);
	assert_true(sites_rules(&sites, SPAN("en.wikipedia.org")).n > 0);
	sites_release(&sites);
	str_release(&dir);
}

/* --- pages -------------------------------------------------------------- */

#define PARAGRAPH                                                              \
	"<p>The ferry had waited at the pier since dawn, and when the fog "    \
	"lifted, the pilots, who had been playing cards, went aboard without " \
	"a word; by noon, all forty boats were on the river again.</p>"

static const char page[] =
    "<title>Wrong - Harbour Post</title><body>"
    "<div class='top story'><h1>Wrong</h1><h2 class=head>Ferries run</h2>"
    "<i class=who>Rina Das</i> <i class=who>Omar Ali</i>"
    "<span class=when data-x=1>4 May 2026, 10:20</span></div>"
    "<div id=one class=body>" PARAGRAPH "<div class=advert>Buy oars</div>"
    "<ul class='related timetable'><li><a href=/1>Leaves Dhaka at dawn</a>"
    "<li><a href=/2>Arrives in Barisal at noon</a></ul></div>"
    "<div class=aside>" PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH "</div>"
    "<div id=two class=body><p>The last boat left at four.</p></div>";

static struct page *
read_page(const char *rules, struct str *text)
{
	struct page *p = page_extract(
	    span_of(page), SPAN("https://post.example/a"), span_of(rules));

	doc_text(text, p->doc);
	return p;
}

static bool
tells(const struct str *text, const char *what)
{
	return span_find(str_span(text), span_of(what)) < text->n;
}

static void
test_page_rules(void **state)
{
	struct str text = { 0 };
	struct page *p =
	    read_page("title .story h2.head\nauthor .top .who\n"
	              "published [data-x=1]\nbody div.body\ndrop .advert\n"
	              "keep .timetable\nsection .nothing\n",
	        &text);

	(void)state;
	assert_true(span_is(p->title, "Ferries run"));
	assert_int_equal(p->authors, 2);
	assert_true(span_is(p->byline, "Rina Das and Omar Ali"));
	assert_int_equal(p->published.grain, WHEN_MINUTE);
	assert_true(tells(&text, "The ferry had waited"));
	assert_true(tells(&text, "Leaves Dhaka"));
	assert_true(tells(&text, "The last boat"));
	assert_false(tells(&text, "Buy oars"));
	for (size_t i = 0; i < p->notes; i++)
		assert_false(span_is(p->note[i].code, "site-rule"));
	page_free(p);
	str_release(&text);
}

/* Without them the longer text is the article, and the list goes. */
static void
test_page_without(void **state)
{
	struct str text = { 0 };
	struct page *p = read_page("", &text);

	(void)state;
	assert_false(span_is(p->title, "Ferries run"));
	assert_false(tells(&text, "Leaves Dhaka"));
	page_free(p);
	str_release(&text);
}

static void
test_page_body_gone(void **state)
{
	struct str text = { 0 };
	struct page *p = read_page("body .gone\ntitle >\n", &text);

	(void)state;
	assert_true(tells(&text, "The ferry had waited"));
	assert_int_equal(p->notes, 2);
	assert_true(span_is(p->note[0].code, "site-rule"));
	assert_true(span_is(p->note[1].code, "site-rule"));
	page_free(p);
	str_release(&text);
}

/* Few words are an article when a rule says so, in a box with a bad name. */
static void
test_page_short(void **state)
{
	static const char html[] =
	    "<h1>Tides</h1><div class=widget><div class=tide><p>High at six."
	    "</div></div>";
	struct page *p = page_extract(
	    span_of(html), SPAN("https://a.example/"), SPAN("body .tide\n"));
	struct str text = { 0 };

	(void)state;
	doc_text(&text, p->doc);
	assert_true(p->is_article);
	assert_string_equal(str_z(&text), "High at six.");
	page_free(p);
	p = page_extract(span_of(html), SPAN("https://a.example/"), SPAN(""));
	assert_false(p->is_article);
	page_free(p);
	str_release(&text);
}

/* Everything is the body, within itself: nothing is moved into itself. */
static void
test_page_everything(void **state)
{
	struct str text = { 0 };
	struct page *p = read_page("body *\nkeep *\n", &text);

	(void)state;
	assert_true(tells(&text, "The last boat"));
	page_free(p);
	str_clear(&text);
	p = read_page("drop *\nbody div\n", &text);
	assert_int_equal(text.n, 0);
	page_free(p);
	str_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_selectors),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_no_files),
		cmocka_unit_test(test_installed),
		cmocka_unit_test(test_page_rules),
		cmocka_unit_test(test_page_without),
		cmocka_unit_test(test_page_body_gone),
		cmocka_unit_test(test_page_short),
		cmocka_unit_test(test_page_everything),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
