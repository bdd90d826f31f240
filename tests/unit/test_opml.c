#include "config.h"

#include "feed/opml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static const char list[] =
    "<?xml version=\"1.0\"?><opml version=\"2.0\"><head><title>My &amp; "
    "papers</title></head><body>"
    "<outline text=\"World\"><outline text=\"Asia/South\">"
    "<outline type=\"rss\" text=\"Star\" xmlUrl=\"https://star.example/rss\" "
    "htmlUrl=\"https://star.example/\" category=\"/News/Asia,bangla\"/>"
    "</outline>"
    "<outline text=\"b\" title=\"Bee\" xmlUrl=\"http://bee.example/feed\"/>"
    "</outline>"
    "<outline text=\"evil\" xmlUrl=\"|rm -rf /\"/>"
    "<outline text=\"evil\" xmlUrl=\"exec:rm\"/>"
    "<outline text=\"evil\" xmlUrl=\"file:///etc/passwd\"/>"
    "<outline text=\"last\" xmlUrl=\"https://last.example/\"/>"
    "</body></opml>";

static void
check(const struct opml *o)
{
	assert_non_null(o);
	assert_int_equal(o->n, 3);
	assert_true(span_is(o->title, "My & papers"));
	assert_true(span_is(o->feed[0].url, "https://star.example/rss"));
	assert_true(span_is(o->feed[0].title, "Star"));
	assert_true(span_is(o->feed[0].link, "https://star.example/"));
	assert_true(span_is(o->feed[0].section, "World/Asia\\/South"));
	assert_true(span_is(o->feed[0].categories, "/News/Asia,bangla"));
	assert_true(span_is(o->feed[1].title, "Bee"));
	assert_true(span_is(o->feed[1].section, "World"));
	assert_true(span_is(o->feed[2].section, ""));
}

static void
test_read(void **state)
{
	struct opml *o = opml_read(span_of(list), NULL);

	(void)state;
	check(o);
	assert_int_equal(o->skipped, 3);
	opml_free(o);
}

static void
test_round_trip(void **state)
{
	struct opml *o = opml_read(span_of(list), NULL), *again;
	struct str text = { 0 }, twice = { 0 };

	(void)state;
	opml_write(&text, o);
	again = opml_read(str_span(&text), NULL);
	check(again);
	opml_write(&twice, again);
	assert_string_equal(str_z(&text), str_z(&twice));
	opml_free(again);
	opml_free(o);
	str_release(&text);
	str_release(&twice);
}

static void
test_records(void **state)
{
	struct opml *o = opml_read(span_of(list), NULL), *again;
	struct str text = { 0 };
	struct err err = { 0 };

	(void)state;
	opml_records(&text, o);
	again = opml_from_records(str_span(&text), &err);
	check(again);
	assert_int_equal(again->skipped, 3);
	opml_free(again);
	str_cut(&text, text.n - 4);
	assert_null(opml_from_records(str_span(&text), &err));
	assert_null(opml_from_records(
	    SPAN("opml\tt\t0\nfeed\texec:x\t\t\t\t\nend\n"), &err));
	assert_int_equal(err.code, ERR_FORMAT);
	opml_free(o);
	str_release(&text);
}

static void
test_not_opml(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_null(
	    opml_read(SPAN("<rss><outline xmlUrl='http://a/'/></rss>"), &err));
	assert_int_equal(err.code, ERR_FORMAT);
	assert_null(opml_read(SPAN(""), &err));
}

static void
test_urls(void **state)
{
	struct opml *o = opml_read_urls(
	    SPAN("# newsboat\n"
	         "https://a.example/rss news \"South Asia\" \"~The A\" !\n"
	         "\n"
	         "\"query:unread:unread = \\\"yes\\\"\"\n"
	         "exec:~/bin/x tag\n"
	         "filter:~/bin/y:https://b.example/\n"
	         "http://c.example/feed\n"));

	(void)state;
	assert_int_equal(o->n, 2);
	assert_int_equal(o->skipped, 3);
	assert_true(span_is(o->feed[0].title, "The A"));
	assert_true(span_is(o->feed[0].section, "news"));
	assert_true(span_is(o->feed[0].categories, "news,South Asia"));
	assert_true(span_is(o->feed[1].url, "http://c.example/feed"));
	opml_free(o);
}

/* Outlines without end: as deep as the reader of XML goes, and flat then. */
static void
test_deep(void **state)
{
	struct str t = { 0 };
	struct opml *o;

	(void)state;
	str_lit(&t, "<opml><body>");
	for (int i = 0; i < 5000; i++)
		str_lit(&t, "<outline text=\"x\">");
	str_lit(&t, "<outline xmlUrl=\"https://deep.example/\"/>");
	o = opml_read(str_span(&t), NULL);
	assert_non_null(o);
	opml_free(o);
	str_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_not_opml),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_deep),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
