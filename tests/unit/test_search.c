/*
 * test_search: searches of a store: what is in the index, what waits for it,
 * and an index of an older kind that is made anew.
 */
#include "config.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "store/articles.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/query.h"

#include "searched.h"

static const char *const searches[][2] = {
	{ "ferry", "5 3 2" }, /* 5: the feed's title */
	{ "ferr*", "5 3 2 1" },
	{ "ferry -leaf", "5 3" },
	{ "\"first leaf\"", "2" },
	{ "\"leaf first\"", "" },
	{ "NEAR(leaf ferry 2)", "2" },
	{ "NEAR(buyers ferry 2)", "" },
	{ "title:ferries OR title:tea", "2 1" },
	{ "(tea OR moon) -argument", "3 2" },
	{ "author:elodie", "3" },
	{ "body:ferry", "3 2" },
	{ "section:harbour", "1" },
	{ "section:world", "5 2 1" }, /* those of the feeds file */
	{ "section:asia ferr*", "2 1" },
	{ "feed:courier", "2 1" },
	{ "feed:orbit.example", "4 3" },
	{ "-feed:courier", "5 4 3" },
	{ "feed:nobody", "" },
	{ "orbit", "4 3" },
	{ "東京", "4" },
	{ "京", "4" },
	{ "\"東京 orbit\"", "4" },
	{ "火星 探査", "4" },
	{ "is:unread", "5 4 3 2 1" },
	{ "is:starred", "" },
	{ "is:read ferry", "" },
	{ "newer:12d", "5 4 3" },
	{ "newer:12d ferry", "5 3" },
	{ "older:12d ferry", "2" },
	{ "is:read OR title:tea", "2" },
	{ "-tea", "5 4 3 1" },
	{ "-tea -moon is:unread", "5 4 1" },
	{ "tea OR -ferry", "4 2 1" },
	{ "nosuchword", "" },
	{ "\"", "" },
	{ "* . -", "" },
	{ "tea AND", "2" },
	{ "'; DROP TABLE article; --", "" },
	{ "title : tea", "" },
	{ "{title} : tea^ NEAR", "" },
};

static void
test_indexed(void **state)
{
	struct world *w = *state;

	searched_add_stories(w);
	searched_index_all(w);
	for (size_t i = 0; i < sizeof(searches) / sizeof(*searches); i++)
		searched_finds(w, searches[i][0], searches[i][1]);
}

/* The same before anything is indexed, and half way. */
static void
test_waiting(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	bool left;

	searched_add_stories(w);
	for (int half = 0; half < 2; half++) {
		for (size_t i = 0; i < sizeof(searches) / sizeof(*searches);
		     i++)
			/* Without a word the index is not asked at all. */
			if (!strstr(searches[i][0], " OR -") &&
			    !strstr(searches[i][0], "is:read OR") &&
			    searches[i][0][0] != '-')
				searched_finds(
				    w, searches[i][0], searches[i][1]);
		searched_check(
		    articles_index_some(w->store, 2, &left, &err), &err);
	}
}

static void
run(struct world *w, const char *sql)
{
	sqlite3 *db = NULL;
	char *why = NULL;

	assert_int_equal(sqlite3_open(w->file, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		print_error("%s\n", why);
	assert_null(why);
	sqlite3_close(db);
}

static void
test_scopes(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	int64_t id = 2;

	searched_add_stories(w);
	for (int round = 0; round < 2; round++) {
		searched_found_in(w,
		    &(struct scope){ .search = "ferry", .section = "World" },
		    "5 2");
		searched_found_in(
		    w, &(struct scope){ .search = "ferry", .feed = 2 }, "3");
		searched_found_in(w,
		    &(struct scope){ .search = "ferry", .section = "Nowhere" },
		    "");
		searched_found_in(w,
		    &(struct scope){ .search = "ferry", .order = ORDER_OLDEST },
		    "2 3 5");
		searched_index_all(w);
	}
	searched_check(articles_mark(w->store, &id, 1, FLAG_STARRED,
	                   FLAG_UNREAD, NULL, &err),
	    &err);
	searched_found_in(
	    w, &(struct scope){ .search = "ferry", .starred = true }, "2");
	searched_found_in(
	    w, &(struct scope){ .search = "ferry", .unread = true }, "5 3");
	run(w, "INSERT INTO tag(id, name) VALUES (1, 'Deep sea');"
	       "INSERT INTO tagged VALUES (3, 1)");
	searched_finds(w, "is:starred", "2");
	searched_finds(w, "is:tagged", "3");
	searched_finds(w, "ferry tag:\"deep sea\"", "3");
	searched_finds(w, "tag:deep", "");
	searched_finds(w, "is:noted", "");
	searched_add(w, 2, "s2",
	    &(struct article_new){ .print = SPAN("again"),
	        .title = SPAN("A moon"),
	        .search = SPAN("No ferry."),
	        .published = w->now - 20 * DAY });
	searched_finds(
	    w, "ferry tag:\"deep sea\"", "3"); /* which waits again */
	searched_finds(w, "ferry tag:starless", "");
	searched_finds(w, "is:read", "2");
	searched_finds(w, "ferry is:starred", "2");
	searched_found_in(w,
	    &(struct scope){ .search = "fer", .unfinished = true }, "3 5 2 1");
	searched_found_in(w,
	    &(struct scope){ .search = "ferry ", .unfinished = true }, "3 5 2");
}

/* A hit in the title weighs more than two in the text; page by page. */
static void
test_rank(void **state)
{
	static const struct article_new news[] = {
		{ .title = { "Plain", 5 }, .search = { "gulls gulls", 11 } },
		{ .title = { "Gulls", 5 }, .search = { "nothing", 7 } },
		{ .title = { "Plain", 5 }, .search = { "one of gulls", 12 } },
		{ .title = { "Gulls", 5 }, .search = { "gulls", 5 } },
	};
	struct world *w = *state;
	struct headlines_ask ask = {
		.scope = { .search = "gulls", .order = ORDER_RANK }, .max = 1
	};
	struct headline_key from;
	struct err err = { 0 };

	for (int i = 0; i < 4; i++) {
		char key[8];
		struct article_new a = news[i];

		snprintf(key, sizeof(key), "r%d", i);
		a.print = span_of(key);
		searched_add(w, 1, key, &a);
	}
	searched_index_all(w);
	searched_found_in(w, &ask.scope, "4 2 1 3");
	for (int i = 0; i < 4; i++) {
		static const int64_t want[] = { 4, 2, 1, 3 };
		struct headlines *h = headlines_load(w->store, &ask, &err);

		searched_check(h != NULL, &err);
		assert_int_equal(h->n, 1);
		assert_int_equal(h->row[0].id, want[i]);
		assert_int_equal(h->more_after, i < 3);
		assert_int_equal(h->more_before, i > 0);
		from = h->row[0].key;
		ask.from = &from;
		headlines_free(h);
	}
}

/* An edited article is found by what it says now, once. */
static void
test_edited(void **state)
{
	struct world *w = *state;

	searched_add_stories(w);
	searched_index_all(w);
	for (int round = 0; round < 2; round++) {
		searched_add(w, 1, "s1",
		    &(struct article_new){ .print = SPAN("again"),
		        .title = SPAN("Coffee auction opens"),
		        .search = SPAN("The ferry was late."),
		        .published = w->now - 20 * DAY });
		searched_finds(w, "coffee", "2");
		searched_finds(w, "tea", "");
		searched_finds(w, "body:ferry", "2 3");
		searched_index_all(w);
	}
}

/* As schema 5 left it: an index of three columns, and no other. */
static void
make_old(struct world *w)
{
	run(w, "CREATE VIRTUAL TABLE search USING fts5(title, author, body,"
	       " content = '', tokenize = 'unicode61 remove_diacritics 2');"
	       "INSERT INTO search(rowid, title, author, body)"
	       " SELECT doc, title, author, 'old words' FROM article;"
	       "INSERT INTO words(words) VALUES ('delete-all');"
	       "INSERT INTO meta VALUES ('reindex', '0'), ('reindex-end',"
	       " (SELECT max(doc) FROM article))");
}

static void
test_renewed(void **state)
{
	struct world *w = *state;
	struct scope all = { .search = "number" };
	struct err err = { 0 };
	bool left = true;
	int rounds = 0;

	for (int i = 0; i < MANY; i++) {
		char key[8], title[32];

		snprintf(key, sizeof(key), "m%d", i);
		snprintf(title, sizeof(title), "Number %d", i);
		searched_add(w, 1 + i % 3, key,
		    &(struct article_new){ .print = span_of(key),
		        .title = span_of(title),
		        .section = SPAN("Quay") });
	}
	searched_index_all(w);
	make_old(w);
	while (left) {
		searched_check(
		    articles_index_some(w->store, 40, &left, &err), &err);
		/* What comes meanwhile is found at once and after. */
		if (++rounds == 2)
			searched_add(w, 2, "late",
			    &(struct article_new){ .print = SPAN("late"),
			        .title = SPAN("Number late") });
		assert_int_equal(headlines_count(w->store, &all, 500, &err),
		    MANY + (rounds >= 2));
		searched_found_in(w, &(struct scope){ .search = "late" },
		    rounds >= 2 ? "151" : "");
		searched_found_in(w,
		    &(struct scope){ .search = "\"number 2\"", .feed = 3 },
		    "3");
		searched_found_in(w,
		    &(struct scope){
		        .search = "feed:orbit \"number 4\"",
		    },
		    "5");
	}
	assert_true(rounds > 4);
	searched_found_in(
	    w, &(struct scope){ .search = "quay \"number 7\"" }, "8");
	/* The old one has gone. */
	run(w, "CREATE TABLE search (id)");
}

/* While it is typed the last word may go on; in a large archive not while it
 * is short, for that cannot be stopped when another key is pressed. */
static void
test_typed_prefix(void **state)
{
	static const struct {
		const char *articles, *search, *want;
	} rows[] = {
		{ "0", "ferr", "5 3 2 1" },
		{ "200000", "fer", "" },
		{ "200000", "ferr", "5 3 2 1" },
		{ "500000", "ferr", "" },
		{ "500000", "ferri", "1" },
		{ "500000", "ferry", "5 3 2" },
		{ "500000", "tea OR (ferr", "2" },
	};
	struct world *w = *state;
	char sql[80];

	searched_add_stories(w);
	searched_index_all(w);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct scope typed = { .search = rows[i].search,
			.unfinished = true };

		snprintf(sql, sizeof(sql),
		    "UPDATE feed SET total = %s WHERE id = 1",
		    rows[i].articles);
		run(w, sql);
		searched_found_in(w, &typed, rows[i].want);
	}
	/* Once it is done it is what was typed. */
	searched_finds(w, "ferr*", "5 3 2 1");
}

static void
test_refused(void **state)
{
	struct world *w = *state;
	struct headlines_ask ask = { .max = 10 };
	struct str long_one = { 0 };
	struct err err = { 0 };

	searched_add_stories(w);
	str_fill(&long_one, '"', 10 * 1024);
	ask.scope.search = str_z(&long_one);
	assert_null(headlines_load(w->store, &ask, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_int_equal(headlines_count(w->store, &ask.scope, 9, NULL), -1);
	ask.scope.search = "is:lost";
	assert_null(headlines_load(w->store, &ask, &err));
	assert_non_null(strstr(err.text, "column 4"));
	str_release(&long_one);
}

static bool
give_up(void *data)
{
	++*(int *)data;
	return true;
}

/* A key was pressed: the search ends, and the next one goes its way. */
static void
test_given_up(void **state)
{
	struct world *w = *state;
	struct headlines_ask ask = { .scope = { .search = "number -zebra" },
		.max = 10 };
	struct err err = { 0 };
	int asked = 0;

	/* Enough for SQLite to look round now and then. */
	run(w, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	       " WHERE i < 3000) INSERT INTO article(feed_id, key, print, sort,"
	       " seen, published, updated, doc, title) SELECT 1, i, i, i, i, i,"
	       " 0, i, 'zebra number' FROM n;"
	       "INSERT INTO waiting(id, title) SELECT doc, title FROM article");
	store_watch(w->store, give_up, &asked);
	assert_null(headlines_load(w->store, &ask, &err));
	assert_int_equal(err.code, ERR_CANCELLED);
	assert_true(asked > 0);
	store_watch(w->store, NULL, NULL);
	searched_finds(w, "number -zebra", "");
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, searched_setup, searched_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_indexed),
		TEST(test_waiting),
		TEST(test_scopes),
		TEST(test_rank),
		TEST(test_edited),
		TEST(test_renewed),
		TEST(test_typed_prefix),
		TEST(test_refused),
		TEST(test_given_up),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
