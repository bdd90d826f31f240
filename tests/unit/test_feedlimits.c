/* Feeds made to break readers: too deep, too long, too many. */
#include "config.h"

#include "feed/feedtext.h"
#include "feed/xmlread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define HEAD "<rss version=\"2.0\"><channel><title>T</title>"
#define TAIL "</channel></rss>"

static struct feed *
read_all(const struct str *t)
{
	struct feed_ask ask = { 0 };
	const char *need = NULL;
	struct feed *f = feed_read(str_span(t), &ask, &need);

	assert_non_null(f);
	return f;
}

static bool
is_noted(const struct feed *f, const char *code)
{
	for (size_t i = 0; i < f->notes; i++)
		if (!strcmp(f->note[i].code, code))
			return true;
	return false;
}

/* Whether a note is this sentence. */
static bool
is_said(const struct feed *f, const char *sentence)
{
	for (size_t i = 0; i < f->notes; i++)
		if (span_is(f->note[i].message, sentence))
			return true;
	return false;
}

static void
add_times(struct str *t, const char *what, int times)
{
	for (int i = 0; i < times; i++)
		str_addz(t, what);
}

static void
test_deep_elements(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, HEAD);
	add_times(&t, "<a>", 100000);
	str_lit(&t, "x");
	add_times(&t, "</a>", 100000);
	str_lit(&t, "<item><title>After</title></item>" TAIL);
	f = read_all(&t);
	assert_true(is_noted(f, "depth-limit"));
	assert_true(is_said(f, "elements are nested deeper than 200"));
	assert_int_equal(f->n, 1);
	assert_true(span_is(f->entry[0].title.plain, "After"));
	feed_free(f);
	str_release(&t);
}

static void
test_deep_markup(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, HEAD "<item><description>");
	add_times(&t, "&lt;div&gt;", 50000);
	str_lit(&t, "deep");
	str_lit(&t, "</description></item>" TAIL);
	f = read_all(&t);
	assert_int_equal(f->n, 1);
	assert_true(span_is(f->entry[0].summary.plain, "deep"));
	feed_free(f);
	str_release(&t);
}

/* A quadratic blowup: one long entity, used often. */
static void
test_blowup(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, "<!DOCTYPE r [<!ENTITY a \"");
	str_fill(&t, 'a', XML_ENTITY_MAX);
	str_lit(&t, "\">]>" HEAD "<item><description>");
	add_times(&t, "&a;", 100000);
	str_lit(&t, "</description></item>" TAIL);
	f = read_all(&t);
	assert_int_equal(f->n, 1);
	assert_true(f->entry[0].summary.plain.n <= XML_EXPANSION_MAX);
	feed_free(f);
	str_release(&t);
}

static void
test_long_entity(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, "<!DOCTYPE r [<!ENTITY a \"");
	str_fill(&t, 'a', XML_ENTITY_MAX + 1);
	str_lit(&t, "\">]>" HEAD "<item><title>&a;</title></item>" TAIL);
	f = read_all(&t);
	assert_true(span_is(f->entry[0].title.plain, "&a;"));
	assert_true(is_noted(f, "undeclared-entity"));
	feed_free(f);
	str_release(&t);
}

static void
test_many_entries(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, HEAD);
	add_times(&t, "<item><title>x</title></item>", ENTRIES_MAX + 10);
	str_lit(&t, TAIL);
	f = read_all(&t);
	assert_int_equal(f->n, ENTRIES_MAX);
	assert_true(is_noted(f, "too-large"));
	assert_true(span_is(f->title.plain, "T"));
	feed_free(f);
	str_release(&t);
}

/* The values after the limit are not there, those before it are. */
static void
test_many_values(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, "{\"version\":\"https://jsonfeed.org/version/1.1\","
	            "\"title\":\"T\",\"items\":[{\"id\":\"1\",\"title\":"
	            "\"a [, {, \\\" b\"}");
	add_times(&t, ",{\"a\":{}}", 500000);
	str_lit(&t, "]}");
	f = read_all(&t);
	assert_true(is_noted(f, "too-large"));
	assert_true(span_is(f->title.plain, "T"));
	assert_true(f->n > 0);
	assert_true(span_is(f->entry[0].title.plain, "a [, {, \" b"));
	feed_free(f);
	str_release(&t);
}

static void
test_many_links(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, HEAD "<item>");
	for (int i = 0; i < FEED_LIST_MAX + 50; i++)
		str_printf(&t, "<link>https://l.example/%d</link>", i);
	str_lit(&t, "</item>" TAIL);
	f = read_all(&t);
	assert_int_equal(f->entry[0].links.n, FEED_LIST_MAX);
	feed_free(f);
	str_release(&t);
}

static void
test_many_attributes(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, HEAD "<item><enclosure");
	for (int i = 0; i < 100000; i++)
		str_printf(&t, " a%d=\"x\"", i);
	str_lit(&t, "/><title>After</title></item>" TAIL);
	f = read_all(&t);
	assert_true(span_is(f->entry[0].title.plain, "After"));
	feed_free(f);
	str_release(&t);
}

static void
test_long_text(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, HEAD "<item><description>");
	add_times(&t, "\xe2\x82\xac", ENTRY_TEXT_MAX / 3 + 1000);
	str_lit(&t, "</description></item>" TAIL);
	f = read_all(&t);
	assert_true(is_noted(f, "too-large"));
	assert_true(f->entry[0].summary.plain.n <= ENTRY_TEXT_MAX);
	assert_true(span_ends(f->entry[0].summary.plain, "\xe2\x82\xac"));
	feed_free(f);
	str_release(&t);
}

/* A megabyte of brackets is no name, and not gone through for each of them. */
static void
test_long_author(void **state)
{
	struct str t = { 0 };
	struct feed *f;

	(void)state;
	str_lit(&t, HEAD "<item><author>a@b.example");
	str_fill(&t, '(', 1000000);
	str_lit(&t, "</author></item>" TAIL);
	f = read_all(&t);
	assert_true(span_is(f->entry[0].authors.v[0].email, "a@b.example"));
	assert_true(f->entry[0].authors.v[0].name.n < 2000);
	feed_free(f);
	str_release(&t);
}

static void
test_unclosed_everything(void **state)
{
	static const char *const ends[] = { "<", "</", "<!", "<!-", "<!--",
		"<![CDATA[", "<![CDATA[]", "<?", "<?xml", "&", "&#", "&#x",
		"<a", "<a ", "<a b", "<a b=", "<a b='", "<!DOCTYPE",
		"<!DOCTYPE a [", "<!DOCTYPE a [<!ENTITY", "<a/" };

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct str t = { 0 };
		struct feed *f;

		str_addz(&t, HEAD "<item><title>x</title><guid>g</guid>");
		str_addz(&t, ends[i]);
		f = read_all(&t);
		assert_string_equal(f->version, "rss20");
		assert_int_equal(f->n, 1);
		assert_true(f->bozo);
		feed_free(f);
		str_clear(&t);
		str_addz(&t, ends[i]);
		feed_free(read_all(&t));
		str_release(&t);
	}
}

/* The reader of replies refuses what no writer wrote. */
static void
test_reply_is_read_strictly(void **state)
{
	static const char *const bad[] = { "", "end\n",
		"feed\trss20\tutf-8\t0\n", "feed\trss20\tutf-8\t0\nend\nmore\n",
		"feed\trss20\tutf-8\t0\nsource\tx\nend\n",
		"feed\trss20\tutf-8\t0\nentry\tk\nsource\tx\nentry\tk\nend\n",
		"feed\trss20\tutf-8\t0\nbody\t0\nend\n",
		"feed\trss20\tutf-8\t0\nentry\tk\nbody\t9\nend\n",
		"feed\trss20\tutf-8\t0\nentry\tk\nbody\t-1\nend\n",
		"feed\trss20\tutf-8\t0\nentry\tk\nwhat\t1\nend\n",
		"feed\trss20\tutf-8\t0\nentry\tk\nbody\t6\nbad\n\n\nend\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = { 0 };

		assert_null(feedtext_read(span_of(bad[i]), &err));
		assert_int_equal(err.code, ERR_FORMAT);
	}
}

/* An item with so many attributes, prefixes, uses of an entity, neighbours. */
static struct feed *
read_many(const char *head, const char *each, int n, const char *tail)
{
	struct str t = { 0 };
	struct feed *f;

	str_addz(&t, head);
	for (int i = 0; i < n; i++) {
		const char *hash = strchr(each, '#');

		str_add(&t, span_n(each, (size_t)(hash - each)));
		str_printf(&t, "%d", i);
		str_addz(&t, hash + 1);
	}
	str_addz(&t, tail);
	f = read_all(&t);
	str_release(&t);
	return f;
}

/* What is at a limit is read in silence; one more is told of, by its number,
 * once. */
static void
test_edges(void **state)
{
	static const struct {
		const char *head, *each, *tail;
		int most;
		const char *sentence;
	} edges[] = {
		{ HEAD "<item", " a#=\"x\"", "><title>y</title></item>" TAIL,
		    XML_ATTRS_MAX, "an element has more attributes than 64" },
		{ HEAD "<item>", "<a xmlns:p#=\"u:\">", "", XML_DEPTH_MAX - 3,
		    "elements are nested deeper than 200" },
		{ HEAD, "<item><title>#</title></item>", TAIL, ENTRIES_MAX,
		    "only the first 5000 entries are read" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(edges) / sizeof(*edges); i++)
		for (int over = 0; over < 2; over++) {
			struct feed *f = read_many(edges[i].head, edges[i].each,
			    edges[i].most + over, edges[i].tail);

			assert_int_equal(is_said(f, edges[i].sentence), over);
			feed_free(f);
		}
}

/* Prefixes spread over nested elements, as an element has but 64. */
static void
test_many_prefixes(void **state)
{
	(void)state;
	for (int over = 0; over < 2; over++) {
		struct str t = { 0 };
		struct feed *f;

		str_lit(&t, HEAD);
		for (int i = 0; i < XML_BINDINGS_MAX + over; i++)
			str_printf(&t, "%s xmlns:p%d=\"u:%d\"%s",
			    i % 32 ? "" : "<a", i, i, i % 32 == 31 ? ">" : "");
		str_addz(&t, over ? ">x" : "x");
		f = read_all(&t);
		assert_int_equal(is_said(f, "more namespaces are in force at "
		                            "once than 256"),
		    over);
		feed_free(f);
		str_release(&t);
	}
}

static void
test_expansion(void **state)
{
	(void)state;
	for (int over = 0; over < 2; over++) {
		struct str t = { 0 };
		struct feed *f;

		str_lit(&t, "<!DOCTYPE r [<!ENTITY a \"");
		str_fill(&t, 'a', XML_ENTITY_MAX);
		str_lit(&t, "\">]>" HEAD "<item><description>");
		add_times(&t, "&a;", XML_EXPANSION_MAX / XML_ENTITY_MAX + over);
		str_lit(&t, "</description></item>" TAIL);
		f = read_all(&t);
		assert_int_equal(
		    f->entry[0].summary.plain.n, XML_EXPANSION_MAX);
		assert_int_equal(is_said(f, "the entities stand for more bytes "
		                            "than 65536"),
		    over);
		feed_free(f);
		str_release(&t);
	}
}

/* The limit of a text holds for those too that are no story. */
static void
test_long_lines(void **state)
{
	static const char *const names[] = { "pubDate", "category", "guid" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		for (int over = 0; over < 2; over++) {
			struct str t = { 0 };
			struct feed *f;

			str_printf(&t, HEAD "<item><%s>", names[i]);
			str_fill(&t, '7', ENTRY_TEXT_MAX + (size_t)over);
			str_printf(&t, "</%s></item>" TAIL, names[i]);
			f = read_all(&t);
			assert_int_equal(f->n, 1);
			assert_int_equal(is_said(f, "only the first 4194304 "
			                            "bytes of a text are read"),
			    over);
			feed_free(f);
			str_release(&t);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deep_elements),
		cmocka_unit_test(test_deep_markup),
		cmocka_unit_test(test_blowup),
		cmocka_unit_test(test_long_entity),
		cmocka_unit_test(test_many_entries),
		cmocka_unit_test(test_many_values),
		cmocka_unit_test(test_many_links),
		cmocka_unit_test(test_many_attributes),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_long_author),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_many_prefixes),
		cmocka_unit_test(test_expansion),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_unclosed_everything),
		cmocka_unit_test(test_reply_is_read_strictly),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
