/*
 * Headlines are those of the whole feed, whatever feed it is; and entries by
 * their places are the same entries.
 */
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "feed/feed.h"
#include "feed/feedtext.h"

enum { READ_MAX = 4 * 1024 * 1024 };

static struct feed *
read_with(struct span bytes, const struct feed_ask *want)
{
	struct feed_ask ask = *want;
	const char *need = NULL;
	struct err err = { 0 };
	struct feed *f;

	ask.url = SPAN("https://feeds.example/paper/feed.xml");
	ask.brief = true;
	f = feed_read(bytes, &ask, &need);
	if (f)
		return f;
	ask.charset = charset_open(need, &err);
	assert_non_null(ask.charset);
	f = feed_read(bytes, &ask, &need);
	charset_close(ask.charset);
	return f;
}

static void
same_span(struct span a, struct span b)
{
	assert_int_equal(a.n, b.n);
	if (a.n)
		assert_memory_equal(a.s, b.s, a.n);
}

/* What a list shows. */
static void
same_headline(const struct entry *whole, const struct entry *head)
{
	same_span(whole->key, head->key);
	same_span(whole->title.plain, head->title.plain);
	same_span(whole->link, head->link);
	same_span(whole->section, head->section);
	assert_int_equal(whole->published.t, head->published.t);
	assert_int_equal(whole->updated.t, head->updated.t);
	assert_int_equal(whole->place, head->place);
	assert_int_equal(whole->authors.n, head->authors.n);
	assert_int_equal(whole->enclosures.n, head->enclosures.n);
	assert_true(whole->source_print != 0);
	assert_true(whole->source_print == head->source_print);
	if (head->title.plain.n)
		assert_int_equal(head->galley.n, 0);
}

/* Each alone, asked for by its place. */
static void
by_places(struct span bytes, const struct feed *whole)
{
	for (size_t i = 0; i < whole->n; i++) {
		const struct entry *e = &whole->entry[i];
		struct str places = { 0 };
		struct feed_ask ask = { 0 };
		struct feed *one;

		str_printf(&places, "%d", e->place);
		ask.places = str_span(&places);
		one = read_with(bytes, &ask);
		assert_int_equal(one->n, 1);
		same_span(e->key, one->entry[0].key);
		same_span(e->galley, one->entry[0].galley);
		assert_true(e->source_print == one->entry[0].source_print);
		feed_free(one);
		str_release(&places);
	}
}

static void
check_feed(struct span bytes)
{
	struct feed_ask heads = { .heads = true };
	struct feed *whole = read_with(bytes, &(struct feed_ask){ 0 });
	struct feed *head = read_with(bytes, &heads);
	struct feed *back;
	struct str text = { 0 };
	struct span *bodies;
	struct err err = { 0 };

	assert_int_equal(whole->n, head->n);
	assert_string_equal(whole->version, head->version);
	for (size_t i = 0; i < whole->n; i++) {
		same_headline(&whole->entry[i], &head->entry[i]);
		feedtext_head(&text, &head->entry[i]);
	}
	feedtext_end(&text, head);
	back = feedtext_scan(str_span(&text), &bodies, &err);
	assert_non_null(back);
	assert_int_equal(back->n, whole->n);
	for (size_t i = 0; i < back->n; i++)
		same_headline(&whole->entry[i], &back->entry[i]);
	by_places(bytes, whole);
	feed_free(back);
	str_release(&text);
	feed_free(head);
	feed_free(whole);
}

static bool
is_input(const char *name)
{
	struct span n = span_of(name);

	return span_ends(n, ".xml") || span_ends(n, ".json");
}

static void
every_golden_feed(void **state)
{
	static char bytes[READ_MAX];
	const char *top = getenv("top_srcdir");
	struct str folder = { 0 }, path = { 0 };
	size_t n = 0;
	struct dirent *f;
	DIR *d;

	(void)state;
	str_printf(&folder, "%s/tests/golden/feed", top ? top : ".");
	d = opendir(str_z(&folder));
	assert_non_null(d);
	while ((f = readdir(d))) {
		FILE *in;
		size_t got;

		if (!is_input(f->d_name))
			continue;
		str_clear(&path);
		str_printf(&path, "%s/%s", str_z(&folder), f->d_name);
		in = fopen(str_z(&path), "rb");
		assert_non_null(in);
		got = fread(bytes, 1, READ_MAX, in);
		fclose(in);
		print_message("# %s\n", f->d_name);
		check_feed(span_n(bytes, got));
		n++;
	}
	closedir(d);
	assert_true(n > 40);
	str_release(&folder);
	str_release(&path);
}

#define ITEM(id, text)                                           \
	"<item><guid>" id "</guid><title>T" id "</title>"        \
	"<description>&lt;p&gt;" text "&lt;/p&gt;</description>" \
	"</item>"
#define FEED(items) "<rss version='2.0'><channel>" items "</channel></rss>"

/* One entry that says something else has another print, and only that one. */
static void
prints(void **state)
{
	struct feed_ask heads = { .heads = true };
	struct feed *a = read_with(
	    SPAN(FEED(ITEM("1", "one") ITEM("2", "two") ITEM("3", "three"))),
	    &heads);
	struct feed *b =
	    read_with(SPAN(FEED(ITEM("0", "new") ITEM("1", "one")
	                      ITEM("2", "2nd") ITEM("3", "three"))),
	        &heads);

	(void)state;
	assert_true(a->entry[0].source_print == b->entry[1].source_print);
	assert_true(a->entry[1].source_print != b->entry[2].source_print);
	assert_true(a->entry[2].source_print == b->entry[3].source_print);
	feed_free(a);
	feed_free(b);
}

/* What is found in a text is no part of what its source says: headlines, for
 * which no text is read, have the same print. */
static void
print_of_json(void **state)
{
	(void)state;
	check_feed(SPAN("{\"version\":\"https://jsonfeed.org/version/1.1\","
	                "\"title\":\"Harbour\",\"items\":[{\"id\":\"1\","
	                "\"title\":\"The crane\",\"content_html\":"
	                "\"<p>It was lifted in.</p><p><img src='/crane.jpg'"
	                " width='900' height='600' alt='A crane'></p>"
	                "<p>It took all day.</p>\"}]}"));
}

static void
places(void **state)
{
	struct feed_ask ask = { .places = SPAN("0-1,3,7-9") };
	struct feed *f =
	    read_with(SPAN(FEED(ITEM("1", "a") ITEM("2", "b") ITEM("3", "c")
	                      ITEM("4", "d") ITEM("5", "e"))),
	        &ask);

	(void)state;
	assert_int_equal(f->n, 3);
	same_span(f->entry[0].key, SPAN("1"));
	same_span(f->entry[1].key, SPAN("2"));
	same_span(f->entry[2].key, SPAN("4"));
	assert_int_equal(f->entry[2].place, 3);
	feed_free(f);
	/* Words that are none are no places. */
	ask.places = SPAN("x");
	f = read_with(SPAN(FEED(ITEM("1", "a"))), &ask);
	assert_int_equal(f->n, 0);
	feed_free(f);
}

/* The beginning of a text, without what is no text. */
static void
standfirst_of(struct span html, const char *first)
{
	struct feed_ask heads = { .heads = true };
	struct str feed = { 0 };
	struct feed *f;

	str_printf(&feed,
	    "<rss version='2.0'><channel><item><guid>1</guid><title>T</title>"
	    "<encoded xmlns='http://purl.org/rss/1.0/modules/content/'>"
	    "<![CDATA[%.*s]]></encoded></item></channel></rss>",
	    SPAN_ARG(html));
	f = read_with(str_span(&feed), &heads);
	assert_int_equal(f->n, 1);
	same_span(f->entry[0].content.plain, span_of(first));
	feed_free(f);
	str_release(&feed);
}

static void
beginnings(void **state)
{
	(void)state;
	standfirst_of(
	    SPAN("<p>The ferry &amp; the <b>fog</b>.</p><p>More.</p>"),
	    "The ferry & the fog.");
	standfirst_of(
	    SPAN("<style>p { x }</style><figure><img src=a><figcaption>"
	         "No</figcaption></figure><!-- no <p>no --><p>Yes"),
	    "Yes");
	standfirst_of(SPAN("<div><br><p></p>\x1b[31mRed</div>"), "[31mRed");
	standfirst_of(SPAN("<script>no"), "");
	standfirst_of(SPAN("<p"), "");
	standfirst_of(SPAN("<!--"), "");
	standfirst_of(SPAN("<a href='x>y'>z</a> <"), "y'>z");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_golden_feed),
		cmocka_unit_test(prints),
		cmocka_unit_test(print_of_json),
		cmocka_unit_test(places),
		cmocka_unit_test(beginnings),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
