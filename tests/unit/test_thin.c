/*
 * test_thin: the index loses the rows of articles that are gone, while it is
 * asked, written to, and its desk is killed.
 */
#include "config.h"

#include "store/thin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/galley.h"
#include "store/articles.h"
#include "store/expire.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/repair.h"
#include "store/retain.h"
#include "store/stmt.h"

enum { NOW = 1800000000, MANY = 600, LEAST = 100, STEPS_MAX = 500 };

struct world {
	char dir[64], file[96];
	struct store *store;
};

static void
well(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

/* Story N: "Story N" by "Writer N", of nN, at the lantern. */
static void
write_story(struct world *w, int n, int edition)
{
	char key[16], title[32], author[32], text[80], print[40];
	struct doc *d = doc_new(NULL);
	struct str galley = { 0 };
	struct merge_count count;
	struct err err = { 0 };
	struct article_new a = { 0 };

	snprintf(key, sizeof(key), "k%d", n);
	snprintf(print, sizeof(print), "k%d edition %d", n, edition);
	snprintf(title, sizeof(title), "Story s%d", n);
	snprintf(author, sizeof(author), "Writer %d", n % 7);
	snprintf(
	    text, sizeof(text), "The lantern of n%d, edition e%d", n, edition);
	doc_run(d, doc_block(d, NULL, BLOCK_PARAGRAPH), RUN_TEXT, 0, 0,
	    span_of(text));
	galley_write(&galley, d);
	a = (struct article_new){
		.key = span_of(key),
		.print = span_of(print),
		.title = span_of(title),
		.author = span_of(author),
		.section = SPAN("Quay"),
		.standfirst = SPAN("A summary of harbours."),
		.published = NOW - n,
		.search = span_of(text),
		.body = str_span(&galley),
	};
	well(store_begin(w->store, false, &err), &err);
	well(articles_merge(w->store, 1, &a, 1, NOW, &count, &err), &err);
	well(store_commit(w->store, &err), &err);
	str_release(&galley);
	doc_free(d);
}

static void
index_all(struct world *w)
{
	struct err err = { 0 };
	bool left = true;

	while (left)
		well(articles_index_some(w->store, 50, &left, &err), &err);
}

static void
open_store(struct world *w)
{
	struct err err = { 0 };

	w->store = store_open(w->file, &err);
	well(w->store != NULL, &err);
}

static int
setup(void **state)
{
	struct span section = SPAN("World");
	struct feed_want want = { .url = SPAN("https://courier.example/"),
		.title = SPAN("Delta Courier"),
		.every_s = 3600,
		.section = &section,
		.sections = 1 };
	struct world *w = xcalloc(1, sizeof(*w));
	struct err err = { 0 };

	snprintf(w->dir, sizeof(w->dir), "/tmp/broadsheet-thin-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->file, sizeof(w->file), "%s/store.db", w->dir);
	open_store(w);
	well(
	    feeds_sync(w->store, &want, 1, &section, 1, SPAN("1"), &err), &err);
	for (int i = 1; i <= MANY; i++)
		write_story(w, i, 1);
	index_all(w);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;
	char command[120];

	assert_false(store_has_open_statement(w->store));
	store_close(w->store);
	snprintf(command, sizeof(command), "rm -rf '%s'", w->dir);
	free(w);
	return system(command);
}

static int64_t
number_in(struct store *s, const char *sql)
{
	struct err err = { 0 };
	int64_t n = -1;

	well(store_number(s, sql, &n, &err), &err);
	return n;
}

/* How many articles a search finds. */
static int64_t
found_by(struct store *s, const char *search)
{
	struct scope scope = { .search = search };
	struct err err = { 0 };
	int64_t n = headlines_count(s, &scope, MANY * 3, &err);

	well(n >= 0, &err);
	return n;
}

static int64_t
found(struct world *w, const char *search)
{
	return found_by(w->store, search);
}

/* What is really in the index: rows, and how often a row's feed is in it. */
static void
assert_rows(struct world *w, int64_t rows)
{
	struct err err = { 0 };

	well(store_exec(w->store,
	         "CREATE VIRTUAL TABLE temp.v USING"
	         " fts5vocab(main, words, instance)",
	         &err),
	    &err);
	assert_int_equal(
	    number_in(w->store, "SELECT count(DISTINCT doc) FROM temp.v"),
	    rows);
	assert_int_equal(number_in(w->store,
	                     "SELECT count(*) FROM temp.v WHERE col = 'place'"),
	    rows);
	well(store_exec(w->store,
	         "DROP TABLE temp.v;"
	         "INSERT INTO words(words) VALUES ('integrity-check')",
	         &err),
	    &err);
}

static void
expire(struct world *w, int from, int to, bool text_alone)
{
	struct err err = { 0 };
	bool gone;

	well(store_begin(w->store, false, &err), &err);
	for (int i = from; i <= to; i++) {
		struct expire_ask ask = { .article = i, .now = NOW };

		well((text_alone ? expire_body : expire_article)(
		         w->store, &ask, &gone, &err),
		    &err);
		assert_true(gone);
	}
	well(store_commit(w->store, &err), &err);
}

static bool
thin_once(struct world *w)
{
	struct err err = { 0 };
	bool left = false;

	well(thin_step(w->store, LEAST, &left, &err), &err);
	assert_false(store_in_transaction(w->store));
	return left;
}

static int
thin_all(struct world *w)
{
	int steps = 0;

	while (thin_once(w))
		assert_true(++steps < STEPS_MAX);
	assert_int_equal(
	    number_in(w->store, "SELECT count(*) FROM sqlite_schema WHERE name"
	                        " LIKE 'fresh%' OR name LIKE 'spent%'"),
	    0);
	return steps;
}

static void
test_not_due(void **state)
{
	struct world *w = *state;

	assert_int_equal(thin_all(w), 0);
	expire(w, 1, LEAST - 1, false);
	assert_int_equal(thin_all(w), 0);
	/* Enough, but less than a third. */
	expire(w, LEAST, 190, false);
	assert_int_equal(thin_all(w), 0);
	assert_rows(w, MANY);
	expire(w, 191, 210, false);
	assert_true(thin_all(w) > 3);
	assert_rows(w, MANY - 210);
	/* And once is enough. */
	assert_int_equal(thin_all(w), 0);
}

static void
test_gone(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	struct store *reader = store_open_read(w->file, &err);

	well(reader != NULL, &err);
	assert_int_equal(found_by(reader, "lantern"), MANY);
	expire(w, 1, 200, false);
	for (int i = 201; i <= 400; i++)
		write_story(w, i, 2);
	index_all(w);
	assert_rows(w, MANY + 200);
	while (thin_once(w)) {
		assert_int_equal(found(w, "lantern"), MANY - 200);
		assert_int_equal(found_by(reader, "e2"), 200);
		assert_int_equal(found_by(reader, "\"lantern of n250\""), 1);
		assert_int_equal(
		    found(w, "feed:courier section:quay"), MANY - 200);
		assert_int_equal(found(w, "s150"), 0);
		assert_int_equal(found(w, "author:writer title:s450"), 1);
	}
	assert_rows(w, MANY - 200);
	assert_int_equal(found_by(reader, "e1"), 200);
	assert_int_equal(found_by(reader, "title:story"), MANY - 200);
	store_close(reader);
	/* It is written to as before. */
	write_story(w, MANY + 1, 1);
	index_all(w);
	assert_int_equal(found(w, "n601"), 1);
	assert_rows(w, MANY - 200 + 1);
}

/* Articles come, are edited and go, and the desk is killed, at each step. */
static void
test_meanwhile(void **state)
{
	struct world *w = *state;
	int64_t live = MANY - 300;
	int step = 0;

	expire(w, 1, 300, false);
	while (thin_once(w)) {
		step++;
		write_story(w, MANY + step, 1);
		write_story(w, 300 + step, 2);
		if (step % 3 != 0)
			index_all(w); /* else a step comes upon what waits */
		expire(w, 500 + step, 500 + step, false);
		store_close(w->store);
		open_store(w);
		assert_int_equal(found(w, "lantern"), live);
		assert_int_equal(found(w, "e2"), step);
		assert_true(step < 90);
	}
	index_all(w);
	thin_all(w);
	assert_int_equal(found(w, "lantern"), live);
	/* Of what went meanwhile some is still there, but nothing twice. */
	expire(w, 1 + 300, 400, false);
	for (int i = 401; i <= 500; i++)
		write_story(w, i, 3);
	index_all(w);
	assert_true(thin_all(w) > 0);
	assert_rows(w, live - 100);
}

/* A step does nothing to what waits, and says so instead of going round. */
static void
test_waiting(void **state)
{
	struct world *w = *state;
	int steps = 0;

	expire(w, 1, 300, false);
	write_story(w, MANY + 1, 1);
	while (thin_once(w))
		assert_true(++steps < 10);
	assert_rows(w, MANY);
	assert_int_equal(found(w, "lantern"), MANY - 300 + 1);
	index_all(w);
	assert_true(thin_all(w) > 0);
	assert_rows(w, MANY - 300 + 1);
	assert_int_equal(found(w, "lantern"), MANY - 300 + 1);
}

static void
test_let_go(void **state)
{
	struct world *w = *state;

	expire(w, 1, 400, false);
	expire(w, 401, 500, true);
	assert_int_equal(found(w, "n450"), 1);
	assert_true(thin_all(w) > 0);
	assert_rows(w, MANY - 400);
	assert_int_equal(found(w, "n450"), 0);
	assert_int_equal(found(w, "title:s450 author:writer"), 1);
	assert_int_equal(found(w, "harbours"), 100);
	assert_int_equal(found(w, "n550"), 1);
}

static void
test_room(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	int64_t before = number_in(w->store, "PRAGMA page_count");
	bool left = true;

	expire(w, 1, 560, false);
	assert_true(thin_all(w) > 0);
	while (left)
		well(retain_vacuum(w->store, &left, &err), &err);
	/* A few pages stay free for what comes next. */
	assert_true(number_in(w->store, "PRAGMA page_count") -
	                number_in(w->store, "PRAGMA freelist_count") <
	            before * 2 / 3);
	assert_int_equal(found(w, "lantern"), MANY - 560);
}

/* A repair in the midst of it makes an index that is whole. */
static void
test_repair(void **state)
{
	struct world *w = *state;
	struct repair r = { 0 };
	struct err err = { 0 };

	expire(w, 1, 300, false);
	assert_true(thin_once(w) && thin_once(w));
	well(store_exec(w->store, "UPDATE feed SET total = total + 1", &err),
	    &err);
	store_close(w->store);
	well(repair_store(w->file, &r, NULL, NULL, &err), &err);
	assert_false(r.sound);
	repair_release(&r);
	open_store(w);
	assert_int_equal(found(w, "lantern"), MANY - 300);
	index_all(w);
	assert_int_equal(thin_all(w), 0);
	assert_rows(w, MANY - 300);
	assert_int_equal(found(w, "lantern"), MANY - 300);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_not_due, setup, teardown),
		cmocka_unit_test_setup_teardown(test_gone, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_meanwhile, setup, teardown),
		cmocka_unit_test_setup_teardown(test_waiting, setup, teardown),
		cmocka_unit_test_setup_teardown(test_let_go, setup, teardown),
		cmocka_unit_test_setup_teardown(test_room, setup, teardown),
		cmocka_unit_test_setup_teardown(test_repair, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("thin", tests, NULL, NULL);
}
