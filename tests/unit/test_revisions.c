/* What an article said before: what counts as an edit, what is kept of it,
 * and how two versions are shown side by side. */
#include "config.h"

#include "store/revisions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "doc/blocks.h"
#include "doc/galley.h"
#include "store/errands.h"
#include "store/heading.h"
#include "store/stmt.h"
#include "uistore.h"

enum { FEED = 1, HOUR = 3600, NOW = UISTORE_NOW };

static struct uistore u;
static const struct revision_limits plenty = { 10, 1 << 20 };

/* A body of paragraphs, an empty line between two. */
static char *
body(const char *text)
{
	struct doc *d = doc_new(NULL);
	struct str galley = { 0 };

	blocks_from_text(d, span_of(text));
	galley_write(&galley, d);
	doc_free(d);
	return str_take(&galley);
}

static struct merge_count
print(const char *title, const char *text, int64_t now,
    const struct revision_limits *keep)
{
	char *galley = body(text);
	struct str mark = { 0 };
	struct article_new a = {
		.key = SPAN("ferry"),
		.url = SPAN("https://courier.example/ferry"),
		.title = span_of(title),
		.author = SPAN("Rina Das"),
		.body = span_of(galley),
		.published = NOW - HOUR,
		.keep = *keep,
	};
	struct merge_count count;
	struct err err = { 0 };

	str_printf(&mark, "%s|%s", title, galley);
	a.print = str_span(&mark);
	assert_true(store_begin(u.writer, false, &err));
	assert_true(articles_merge(u.writer, FEED, &a, 1, now, &count, &err));
	assert_true(store_commit(u.writer, &err));
	str_release(&mark);
	free(galley);
	return count;
}

static void
page(const char *text, int64_t now)
{
	char *galley = body(text);
	struct article_page p = {
		.galley = span_of(galley),
		.search = span_of(text),
		.now = now,
		.keep = plenty,
	};
	struct err err = { 0 };

	assert_true(store_begin(u.writer, false, &err));
	assert_true(
	    articles_fulltext(u.writer, articles_newest(u.writer), &p, &err));
	assert_true(store_commit(u.writer, &err));
	free(galley);
}

static struct article *
newest(void)
{
	struct err err = { 0 };
	struct article *a =
	    article_load(u.writer, articles_newest(u.writer), &err);

	assert_non_null(a);
	return a;
}

static struct revisions *
versions(const struct article *a)
{
	struct err err = { 0 };
	struct revisions *r = revisions_load(u.writer, a, &err);

	assert_non_null(r);
	return r;
}

/* The numbers of those that are there: "1 3 4". */
static void
assert_numbers(const char *numbers)
{
	struct article *a = newest();
	struct revisions *r = versions(a);
	struct str said = { 0 };

	for (size_t i = 0; i < r->n; i++)
		str_printf(
		    &said, "%s%lld", i ? " " : "", (long long)r->v[i].number);
	assert_string_equal(str_z(&said), numbers);
	str_release(&said);
	revisions_free(r);
	article_free(a);
}

static void
assert_changes(size_t at, const char *text)
{
	struct article *a = newest();
	struct revisions *r = versions(a);
	struct layout_ask ask = { .width = 72, .signs = true };
	struct err err = { 0 };
	struct doc *d = revisions_changes(r, at, &err);
	struct layout *l;
	struct str said = { 0 };

	assert_non_null(d);
	l = layout_new(d, NULL, &ask);
	layout_text(&said, l);
	assert_string_equal(str_z(&said), text);
	str_release(&said);
	layout_free(l);
	doc_free(d);
	revisions_free(r);
	article_free(a);
}

static void
assert_dates(const char *dates)
{
	struct article *a = newest();
	struct err err = { 0 };
	struct doc *d = heading_doc(a, &err);
	struct heading h = { 0 };

	heading_write(&h, a, d, "%e %b, %H:%M", NOW);
	assert_string_equal(str_z(&h.dates), dates);
	heading_release(&h);
	doc_free(d);
	article_free(a);
}

static int
setup(void **state)
{
	(void)state;
	uistore_open(&u, false);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	uistore_close(&u);
	return 0;
}

static void
test_edited(void **state)
{
	(void)state;
	print("Ferry late", "It left at nine.\n\nNobody waved.", NOW, &plenty);
	assert_numbers("1");
	assert_dates("Published 23 Nov, 11:04 · 1 hour ago");
	assert_int_equal(print("Ferry late", "It left at ten.\n\nNobody waved.",
	                     NOW + 60, &plenty)
	                     .edited,
	    1);
	assert_numbers("1 2");
	assert_dates("Published 23 Nov, 11:04 · Updated 12:05 · 1 hour ago");
	print("Ferry very late", "It left at ten.\n\nNobody waved.", NOW + 120,
	    &plenty);
	assert_numbers("1 2 3");
	assert_dates("Published 23 Nov, 11:04 · Updated twice, last 12:06"
	             " · 1 hour ago");
	assert_changes(1, "It left at [-nine-] {+ten+}.\n\nNobody waved.\n");
	assert_changes(2, "Headline was: Ferry late\n\nIt left at ten.\n\n"
	                  "Nobody waved.\n");
	print("Ferry on time", "It left at ten.", NOW + 180, &plenty);
	assert_dates("Published 23 Nov, 11:04 · Updated 3 times, last 12:07"
	             " · 1 hour ago");
	assert_changes(3, "Headline was: Ferry [-very late-]\n\n"
	                  "It left at ten.\n\n[-Nobody waved.-]\n");
}

/* The text that is stored is the newest, and nobody is told. */
static void
test_no_edit(void **state)
{
	struct merge_count count;
	struct article *a;

	(void)state;
	print("Ferry late", "It left at nine.", NOW, &plenty);
	count = print("Ferry  late", "It  left\nat nine.", NOW + 60, &plenty);
	assert_int_equal(count.edited, 0);
	assert_int_equal(count.kept, 1);
	assert_numbers("1");
	a = newest();
	assert_int_equal(a->revisions, 0);
	assert_true(span_is(a->title, "Ferry  late"));
	article_free(a);
	/* It is known by its new print now. */
	count = print("Ferry  late", "It  left\nat nine.", NOW + 90, &plenty);
	assert_int_equal(count.kept, 1);
}

/* First and newest stay whatever the limits are. */
static void
test_limits(void **state)
{
	const struct revision_limits three = { 3, 1 << 20 }, none = { 0, 0 };
	const struct revision_limits small = { 100, 1 };
	char text[64];

	(void)state;
	for (int i = 0; i < 7; i++) {
		snprintf(text, sizeof(text), "It left at %d.", i);
		print("Ferry late", text, NOW + i, &three);
	}
	assert_numbers("1 5 6 7");
	assert_changes(1, "It left at [-0-] {+4+}.\n");
	print("Ferry late", "It never left.", NOW + 10, &small);
	assert_numbers("1 8");
	assert_int_equal(
	    print("Ferry late", "It left.", NOW + 11, &none).edited, 1);
	assert_numbers("1 9");
}

/* Pages are compared with pages; a page of the same edit is none of its own,
 * and one that changes alone is. */
static void
test_pages(void **state)
{
	struct article *a;

	(void)state;
	print("Ferry late", "In short.", NOW, &plenty);
	page("It left at nine. Nobody waved.", NOW + 10);
	print("Ferry late", "In brief.", NOW + 60, &plenty);
	a = newest();
	assert_true(a->page_is_old);
	article_free(a);
	assert_int_equal(errands_due(u.writer, NOW + 60), 1);
	page("It left at ten. Nobody waved.", NOW + 70);
	a = newest();
	assert_false(a->page_is_old);
	article_free(a);
	assert_numbers("1 2");
	assert_changes(1, "It left at [-nine-] {+ten+}. Nobody waved.\n");
	page("It left at eleven. Nobody waved.", NOW + 80);
	assert_numbers("1 2 3");
	assert_changes(2, "It left at [-ten-] {+eleven+}. Nobody waved.\n");
	page("It left at  eleven.  Nobody waved.", NOW + 90);
	assert_numbers("1 2 3");
}

/* A text that was let go to save room is no other text when it returns. */
static void
test_let_go(void **state)
{
	struct err err = { 0 };

	(void)state;
	print("Ferry late", "It left at nine.", NOW, &plenty);
	assert_true(store_exec(u.writer,
	    "UPDATE article SET let_go = 1 WHERE id = (SELECT max(id) FROM"
	    " article);"
	    "DELETE FROM body WHERE id / 2 = (SELECT max(id) FROM article)",
	    &err));
	assert_int_equal(
	    print("Ferry late", "It left at ten.", NOW + 60, &plenty).edited,
	    0);
	assert_numbers("1");
	assert_int_equal(
	    print("Ferry gone", "It left.", NOW + 90, &plenty).edited, 1);
}

/* A version as it was, with its own headline and dates. */
static void
test_as_article(void **state)
{
	struct article *a, old;
	struct revisions *r;
	size_t at;

	(void)state;
	print("Ferry late", "It left at nine.", NOW, &plenty);
	print("Ferry gone", "It left at ten.", NOW + 60, &plenty);
	a = newest();
	r = versions(a);
	assert_true(revisions_find(r, 1, &at));
	revisions_as_article(r, at, a, &old);
	assert_true(span_is(old.title, "Ferry late"));
	assert_int_equal(old.revisions, 0);
	assert_true(span_find(old.body, SPAN("nine")) < old.body.n);
	assert_false(revisions_find(r, 3, &at));
	revisions_free(r);
	article_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_edited, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_edit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pages, setup, teardown),
		cmocka_unit_test_setup_teardown(test_let_go, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_as_article, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
