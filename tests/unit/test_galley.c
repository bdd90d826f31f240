/* Documents and their galleys: one form each, and nothing else is read. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "doc/galley.h"

static void
text_run(
    struct doc *d, struct block *b, unsigned style, int link, const char *text)
{
	doc_run(d, b, RUN_TEXT, style, link, span_of(text));
}

/* Written, read and written again: the same; and it is `expected`. */
static void
check_form(const struct doc *d, const char *expected)
{
	struct str once = { 0 }, twice = { 0 };
	struct err err = { 0 };
	struct doc *back;

	galley_write(&once, d);
	assert_string_equal(str_z(&once), expected);
	back = galley_read(str_span(&once), &err);
	assert_string_equal(err.text, "");
	assert_non_null(back);
	galley_write(&twice, back);
	assert_string_equal(str_z(&twice), expected);
	doc_free(back);
	str_release(&once);
	str_release(&twice);
}

static void
runs(void **state)
{
	struct doc *d = doc_new(NULL);
	struct block *p = doc_block(d, NULL, BLOCK_PARAGRAPH);
	int link = doc_link(d, SPAN("https://example.org/a"));

	(void)state;
	text_run(d, p, 0, 0, "a\tb ");
	text_run(d, p, STYLE_BOLD | STYLE_ITALIC, 0, "c\\");
	text_run(d, p, STYLE_BOLD, link, "d");
	text_run(d, p, 0, link, "e");
	doc_run(d, p, RUN_BREAK, 0, 0, span_n(NULL, 0));
	doc_run(d, p, RUN_NOTE, 0, 3, span_n(NULL, 0));
	check_form(d, "galley\t1\nlink\thttps://example.org/a\n"
	              "p\ta\\tb {bi|c\\\\}{b@1|d}{@1|e}{/}{#3}\n");
	doc_free(d);
}

/* A brace behind a run is not the end of it, and one in it is. */
static void
braces(void **state)
{
	struct doc *d = doc_new(NULL);
	struct block *p = doc_block(d, NULL, BLOCK_PARAGRAPH);

	(void)state;
	text_run(d, p, STYLE_BOLD, 0, "x");
	text_run(d, p, 0, 0, "}");
	text_run(d, p, STYLE_BOLD, 0, "y}");
	text_run(d, p, 0, 0, "{b|z}");
	check_form(d, "galley\t1\np\t{b|x}{)}{b|y{)}}{(}b|z{)}\n");
	doc_free(d);
}

/* However a text came into pieces, its form is the same. */
static void
joined(void **state)
{
	struct doc *d = doc_new(NULL);
	struct block *p = doc_block(d, NULL, BLOCK_PARAGRAPH);

	(void)state;
	text_run(d, p, 0, 0, "one ");
	text_run(d, p, 0, 0, "two ");
	text_run(d, p, STYLE_BOLD | STYLE_ITALIC, 0, "three ");
	text_run(d, p, STYLE_ITALIC, 0, "four");
	p->runs->next->style = STYLE_ITALIC; /* as a heading is made */
	check_form(d, "galley\t1\np\tone two {i|three four}\n");
	doc_free(d);
}

static void
blocks(void **state)
{
	struct doc *d = doc_new(NULL);
	struct block *list = doc_block(d, NULL, BLOCK_LIST);
	struct block *item = doc_block(d, list, BLOCK_ITEM);
	struct block *p = doc_block(d, item, BLOCK_PARAGRAPH);
	struct block *fig = doc_block(d, NULL, BLOCK_FIGURE);
	struct figure f = { .url = SPAN("https://e.org/a.jpg"),
		.width = -5,
		.height = 99999999 };

	(void)state;
	list->level = item->level = 4;
	text_run(d, p, 0, 0, "x");
	p->rtl = true;
	fig->figure = &f;
	check_form(d, "galley\t1\n+list\t4\n+item\t4\np\tx\trtl\n-item\n-list\n"
	              "fig\t0\thttps://e.org/a.jpg\t\t\t\t\t0\t1000000\n");
	doc_free(d);
}

/* Parts of lists and tables stand nowhere else, and depth leaves room for
 * text. */
static void
shape(void **state)
{
	struct doc *d = doc_new(NULL);
	struct block *b = NULL, *next;
	int depth = 0;

	(void)state;
	assert_null(doc_block(d, NULL, BLOCK_ITEM));
	assert_null(doc_block(d, NULL, BLOCK_CELL));
	assert_null(doc_block(d, NULL, BLOCK_DEFINITION));
	while ((next = doc_block(d, b, BLOCK_QUOTE)) != NULL) {
		b = next;
		depth++;
	}
	assert_int_equal(depth, DOC_DEPTH_MAX - 1);
	assert_null(doc_block(d, b, BLOCK_LIST));
	assert_non_null(doc_block(d, b, BLOCK_PARAGRAPH));
	doc_free(d);
}

static void
links(void **state)
{
	struct doc *d = doc_new(NULL);
	struct str url = { 0 };

	(void)state;
	assert_int_equal(doc_link(d, SPAN("javascript:alert(1)")), 0);
	assert_int_equal(doc_link(d, SPAN("")), 0);
	for (int i = 1; i <= DOC_LINKS_MAX + 10; i++) {
		str_clear(&url);
		str_printf(&url, "https://example.org/%d", i);
		assert_int_equal(
		    doc_link(d, str_span(&url)), i <= DOC_LINKS_MAX ? i : 0);
	}
	assert_int_equal(doc_link(d, SPAN("https://example.org/77")), 77);
	assert_null(doc_link_at(d, 0));
	assert_null(doc_link_at(d, DOC_LINKS_MAX + 1));
	assert_true(span_is(doc_link_at(d, 77)->url, "https://example.org/77"));
	str_release(&url);
	doc_free(d);
}

/* Broken text does not make a galley that nobody can read. */
static void
mended(void **state)
{
	struct doc *d = doc_new(NULL);
	struct block *p = doc_block(d, NULL, BLOCK_PARAGRAPH);

	(void)state;
	text_run(d, p, STYLE_BOLD, 0, "a\xe0\xa6");
	check_form(d, "galley\t1\np\t{b|a\xef\xbf\xbd}\n");
	doc_free(d);
}

/* What the writer would not have written so. */
static const char *const refused[] = {
	"",
	"galley\t2\n",
	"galley\t1",
	"galley\t1\textra\n",
	"p\tx\n",
	"galley\t1\np\n",
	"galley\t1\np\tx\ty\n",
	"galley\t1\np\tx\trtl\trtl\n",
	"galley\t1\np\t}\n",
	"galley\t1\np\t{\n",
	"galley\t1\np\t{b|}\n",
	"galley\t1\np\t{|x}\n",
	"galley\t1\np\t{ib|x}\n",
	"galley\t1\np\t{bb|x}\n",
	"galley\t1\np\t{b|x}{b|y}\n",
	"galley\t1\np\t{b|x{i|y}}\n",
	"galley\t1\np\t{@1|x}\n",
	"galley\t1\nlink\thttps://e.org/\np\t{@01|x}\n",
	"galley\t1\nlink\tjavascript:x\n",
	"galley\t1\nlink\thttps://e.org/\nlink\thttps://e.org/\n",
	"galley\t1\np\tx\nlink\thttps://e.org/\n",
	"galley\t1\nh\t03\tx\n",
	"galley\t1\nh\t-1\tx\n",
	"galley\t1\n+p\tx\n-p\n",
	"galley\t1\nlist\t0\n",
	"galley\t1\n+list\t0\n",
	"galley\t1\n+list\t0\n-quote\n",
	"galley\t1\n-list\n",
	"galley\t1\n+list\t0\np\tx\n-list\n",
	"galley\t1\n+item\t0\n-item\n",
	"galley\t1\n+list\t0\n-list\tx\n",
	"galley\t1\n+unknown\n",
	"galley\t1\np\tx\x01\n",
	"galley\t1\np\t\xff\n",
	"galley\t1\nfig\t9\t\t\t\t\t\t0\t0\n",
};

static void
strict(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct err err = { 0 };
		struct doc *d = galley_read(span_of(refused[i]), &err);

		if (d)
			print_error("read: %s\n", refused[i]);
		assert_null(d);
		assert_int_equal(err.code, ERR_FORMAT);
	}
}

/* A later writer may know more kinds. */
static void
unknown(void **state)
{
	struct err err = { 0 };
	struct doc *d = galley_read(SPAN("galley\t1\nstar\t1\tx\n+box\ty\n"
	                                 "p\tinside\n+box\n-box\n-box\n"
	                                 "p\tafter\n"),
	    &err);
	struct str text = { 0 };

	(void)state;
	assert_non_null(d);
	doc_text(&text, d);
	assert_string_equal(str_z(&text), "after");
	str_release(&text);
	doc_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs),
		cmocka_unit_test(braces),
		cmocka_unit_test(joined),
		cmocka_unit_test(blocks),
		cmocka_unit_test(shape),
		cmocka_unit_test(links),
		cmocka_unit_test(mended),
		cmocka_unit_test(strict),
		cmocka_unit_test(unknown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
