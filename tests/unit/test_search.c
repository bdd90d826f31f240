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
#include "store/stmt.h"

enum { DAY = 86400, MANY = 150 };

static const struct {
	const char *url, *title, *section;
} feeds[] = {
	{ "https://courier.example/", "Delta Courier", "World/Asia" },
	{ "https://orbit.example/", "Orbit Letters", "Science" },
	{ "https://ferry.example/", "The Ferry Post", "World" },
};

static const char *const paths[] = { "World", "World/Asia", "Science" };

static const struct {
	int feed;
	const char *title, *author, *body, *section;
	int age_days;
} stories[] = {
	{ 1, "Ferries run again", "Rina Das", "The river was high.", "Harbour",
	    30 },
	{ 1, "Tea auction opens", "A. Roy",
	    "Buyers bid for the first leaf; the ferry brought them.", "Markets",
	    20 },
	{ 2, "A ring around a moon", "Élodie Gray",
	    "Faint, but there. No ferry goes so far.", "Sky", 10 },
	{ 2, "火星の砂が語ること", "", "探査機は東京 orbit で作られた。", "Sky",
	    5 },
	{ 3, "Two bridges, one city", "B. Bird", "An argument of planks.",
	    "Opinion", 1 },
};

enum {
	FEEDS = sizeof(feeds) / sizeof(*feeds),
	STORIES = sizeof(stories) / sizeof(*stories)
};

struct world {
	char dir[64], file[96];
	struct store *store;
	int64_t now;
};

static void
check(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

static void
add(struct world *w, int feed, const char *key, const struct article_new *what)
{
	struct article_new a = *what;
	struct merge_count count;
	struct err err = { 0 };

	a.key = span_of(key);
	check(store_begin(w->store, false, &err), &err);
	check(
	    articles_merge(w->store, feed, &a, 1, w->now, &count, &err), &err);
	check(store_commit(w->store, &err), &err);
}

static void
add_stories(struct world *w)
{
	for (int i = 0; i < STORIES; i++) {
		char key[8];

		snprintf(key, sizeof(key), "s%d", i);
		add(w, stories[i].feed, key,
		    &(struct article_new){
		        .print = span_of(key),
		        .title = span_of(stories[i].title),
		        .author = span_of(stories[i].author),
		        .section = span_of(stories[i].section),
		        .search = span_of(stories[i].body),
		        .published =
		            w->now - (int64_t)stories[i].age_days * DAY,
		    });
	}
}

static void
index_all(struct world *w)
{
	struct err err = { 0 };
	bool left = true;

	while (left)
		check(articles_index_some(w->store, 50, &left, &err), &err);
}

static int
setup(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));
	struct feed_want want[FEEDS];
	struct span section[FEEDS], path[3];
	struct err err = { 0 };

	snprintf(w->dir, sizeof(w->dir), "/tmp/broadsheet-search-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->file, sizeof(w->file), "%s/store.db", w->dir);
	w->store = store_open(w->file, &err);
	check(w->store != NULL, &err);
	for (int i = 0; i < FEEDS; i++) {
		path[i] = span_of(paths[i]);
		section[i] = span_of(feeds[i].section);
		want[i] = (struct feed_want){ .url = span_of(feeds[i].url),
			.title = span_of(feeds[i].title),
			.every_s = 3600,
			.section = &section[i],
			.sections = 1,
			.place = i };
	}
	check(
	    feeds_sync(w->store, want, FEEDS, path, 3, SPAN("1"), &err), &err);
	w->now = (int64_t)time(NULL); /* newer: counts from it */
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	assert_false(store_has_open_statement(w->store));
	store_close(w->store);
	unlink(w->file);
	rmdir(w->dir);
	free(w);
	return 0;
}

/* The numbers that a search finds, in order: "5 3 1". */
static void
found_in(struct world *w, const struct scope *scope, const char *want)
{
	struct headlines_ask ask = { .scope = *scope, .max = 500 };
	struct err err = { 0 };
	struct headlines *h = headlines_load(w->store, &ask, &err);
	struct str got = { 0 };

	check(h != NULL, &err);
	for (size_t i = 0; i < h->n; i++)
		str_printf(&got, "%s%d", i ? " " : "", (int)h->row[i].id);
	if (strcmp(str_z(&got), want) != 0)
		print_error("search: %s\n", scope->search);
	assert_string_equal(str_z(&got), want);
	assert_int_equal(
	    headlines_count(w->store, scope, 500, &err), (int64_t)h->n);
	headlines_free(h);
	str_release(&got);
}

static void
finds(struct world *w, const char *search, const char *want)
{
	found_in(w, &(struct scope){ .search = search }, want);
}

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

	add_stories(w);
	index_all(w);
	for (size_t i = 0; i < sizeof(searches) / sizeof(*searches); i++)
		finds(w, searches[i][0], searches[i][1]);
}

/* The same before anything is indexed, and half way. */
static void
test_waiting(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	bool left;

	add_stories(w);
	for (int half = 0; half < 2; half++) {
		for (size_t i = 0; i < sizeof(searches) / sizeof(*searches);
		     i++)
			/* Without a word the index is not asked at all. */
			if (!strstr(searches[i][0], " OR -") &&
			    !strstr(searches[i][0], "is:read OR") &&
			    searches[i][0][0] != '-')
				finds(w, searches[i][0], searches[i][1]);
		check(articles_index_some(w->store, 2, &left, &err), &err);
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

	add_stories(w);
	for (int round = 0; round < 2; round++) {
		found_in(w,
		    &(struct scope){ .search = "ferry", .section = "World" },
		    "5 2");
		found_in(
		    w, &(struct scope){ .search = "ferry", .feed = 2 }, "3");
		found_in(w,
		    &(struct scope){ .search = "ferry", .section = "Nowhere" },
		    "");
		found_in(w,
		    &(struct scope){ .search = "ferry", .order = ORDER_OLDEST },
		    "2 3 5");
		index_all(w);
	}
	check(articles_mark(
	          w->store, &id, 1, FLAG_STARRED, FLAG_UNREAD, NULL, &err),
	    &err);
	found_in(w, &(struct scope){ .search = "ferry", .starred = true }, "2");
	found_in(
	    w, &(struct scope){ .search = "ferry", .unread = true }, "5 3");
	run(w, "INSERT INTO tag(id, name) VALUES (1, 'Deep sea');"
	       "INSERT INTO tagged VALUES (3, 1)");
	finds(w, "is:starred", "2");
	finds(w, "is:tagged", "3");
	finds(w, "ferry tag:\"deep sea\"", "3");
	finds(w, "tag:deep", "");
	finds(w, "is:noted", "");
	add(w, 2, "s2",
	    &(struct article_new){ .print = SPAN("again"),
	        .title = SPAN("A moon"),
	        .search = SPAN("No ferry."),
	        .published = w->now - 20 * DAY });
	finds(w, "ferry tag:\"deep sea\"", "3"); /* which waits again */
	finds(w, "ferry tag:starless", "");
	finds(w, "is:read", "2");
	finds(w, "ferry is:starred", "2");
	found_in(w, &(struct scope){ .search = "fer", .unfinished = true },
	    "3 5 2 1");
	found_in(w, &(struct scope){ .search = "ferry ", .unfinished = true },
	    "3 5 2");
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
		add(w, 1, key, &a);
	}
	index_all(w);
	found_in(w, &ask.scope, "4 2 1 3");
	for (int i = 0; i < 4; i++) {
		static const int64_t want[] = { 4, 2, 1, 3 };
		struct headlines *h = headlines_load(w->store, &ask, &err);

		check(h != NULL, &err);
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

	add_stories(w);
	index_all(w);
	for (int round = 0; round < 2; round++) {
		add(w, 1, "s1",
		    &(struct article_new){ .print = SPAN("again"),
		        .title = SPAN("Coffee auction opens"),
		        .search = SPAN("The ferry was late."),
		        .published = w->now - 20 * DAY });
		finds(w, "coffee", "2");
		finds(w, "tea", "");
		finds(w, "body:ferry", "2 3");
		index_all(w);
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
		add(w, 1 + i % 3, key,
		    &(struct article_new){ .print = span_of(key),
		        .title = span_of(title),
		        .section = SPAN("Quay") });
	}
	index_all(w);
	make_old(w);
	while (left) {
		check(articles_index_some(w->store, 40, &left, &err), &err);
		/* What comes meanwhile is found at once and after. */
		if (++rounds == 2)
			add(w, 2, "late",
			    &(struct article_new){ .print = SPAN("late"),
			        .title = SPAN("Number late") });
		assert_int_equal(headlines_count(w->store, &all, 500, &err),
		    MANY + (rounds >= 2));
		found_in(w, &(struct scope){ .search = "late" },
		    rounds >= 2 ? "151" : "");
		found_in(w,
		    &(struct scope){ .search = "\"number 2\"", .feed = 3 },
		    "3");
		found_in(w,
		    &(struct scope){
		        .search = "feed:orbit \"number 4\"",
		    },
		    "5");
	}
	assert_true(rounds > 4);
	found_in(w, &(struct scope){ .search = "quay \"number 7\"" }, "8");
	/* The old one has gone. */
	run(w, "CREATE TABLE search (id)");
}

static void
test_refused(void **state)
{
	struct world *w = *state;
	struct headlines_ask ask = { .max = 10 };
	struct str long_one = { 0 };
	struct err err = { 0 };

	add_stories(w);
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
	finds(w, "number -zebra", "");
}

/* ---- texts that many feeds bring in one transaction --------------------- */

static void
on_ended(void *data, const struct err *err)
{
	*(int *)data = err ? -1 : 1;
}

/* The headline of an article whose text is still to be set. */
static int64_t
add_head(struct world *w, const char *key)
{
	struct article_new a = { .key = span_of(key),
		.title = SPAN("Untitled"),
		.published = w->now };
	struct pending pending;
	struct merge_count count;
	struct err err = { 0 };
	size_t n = 0;

	check(store_begin(w->store, false, &err), &err);
	check(articles_heads(
	          w->store, 1, &a, 1, w->now, &count, &pending, &n, &err),
	    &err);
	check(store_commit(w->store, &err), &err);
	assert_int_equal(n, 1);
	return pending.id;
}

/* Sets a text in a part of its own, which is kept or undone. */
static void
set_part(struct world *w, int64_t id, const char *key, struct span body,
    bool keep, int *ended)
{
	struct article_new a = { .key = span_of(key),
		.print = span_of(key),
		.title = SPAN("Untitled"),
		.search = body,
		.published = w->now };
	struct merge_count count;
	struct err err = { 0 };

	check(store_share(w->store, on_ended, ended, &err), &err);
	check(store_savepoint(w->store, &err), &err);
	check(articles_set(w->store, id, &a, w->now, &count, &err), &err);
	store_savepoint_end(w->store, keep);
}

/* Each text is found that was kept, also before one that fills the gathering
 * and after it; one that was undone is not, nor is anything of a transaction
 * that is rolled back; and none waits. */
static void
test_shared(void **state)
{
	static const char *const keys[] = { "a", "b", "c", "d" };
	struct world *w = *state;
	struct str large = { 0 };
	struct err err = { 0 };
	int64_t id[4], waits = 0;
	int ended = 0;
	bool left;

	for (int i = 0; i < 4; i++)
		id[i] = add_head(w, keys[i]);
	for (int i = 0; i < 400000; i++)
		str_printf(&large, "word%d ", i % 5000);
	str_addz(&large, "cormorant");
	set_part(w, id[0], "a", SPAN("A heron stood."), true, &ended);
	set_part(w, id[1], "b", SPAN("A bittern boomed."), false, &ended);
	set_part(w, id[2], "c", str_span(&large), true, &ended);
	set_part(w, id[3], "d", SPAN("Heron and tern."), true, &ended);
	assert_int_equal(ended, 0);
	store_share_end(w->store);
	assert_int_equal(ended, 1);
	finds(w, "heron", "4 1");
	finds(w, "bittern", "");
	finds(w, "cormorant", "3");
	finds(w, "title:untitled heron", "4 1");

	ended = 0;
	set_part(w, id[1], "b", SPAN("A bittern boomed."), true, &ended);
	store_rollback(w->store);
	store_share_end(w->store);
	assert_int_equal(ended, -1);
	finds(w, "bittern", "");
	set_part(w, id[1], "b", SPAN("A bittern boomed."), true, &ended);
	store_share_end(w->store);
	assert_int_equal(ended, 1);
	finds(w, "bittern", "2");
	check(articles_index_some(w->store, 50, &left, &err), &err);
	check(store_number(
	          w->store, "SELECT count(*) FROM waiting", &waits, &err),
	    &err);
	assert_int_equal(waits, 0);
	str_release(&large);
}

static int64_t
unindexed(struct world *w)
{
	struct err err = { 0 };
	int64_t n = -1;

	check(store_number(w->store,
	          "SELECT count(*) FROM article WHERE doc IS NULL", &n, &err),
	    &err);
	return n;
}

/* A headline is found before it has a text, also when nobody sets one; while
 * its feed is being read it is not put into the index as it is. */
static void
test_heads(void **state)
{
	struct world *w = *state;
	struct err err = { 0 };
	int ended = 0;
	int64_t id;

	add_stories(w);
	index_all(w);
	id = add_head(w, "x");
	finds(w, "untitled", "6");
	finds(w, "title:untitled", "6");
	finds(w, "untitled OR ferry", "6 5 3 2");
	finds(w, "untitled section:asia", "6");
	finds(w, "untitled feed:orbit", "");
	check(store_exec(w->store,
	          "UPDATE feed SET lease_until = 9999999999 WHERE id = 1",
	          &err),
	    &err);
	index_all(w);
	assert_int_equal(unindexed(w), 1);
	check(store_exec(
	          w->store, "UPDATE feed SET lease_until = 0", &err),
	    &err);
	index_all(w);
	assert_int_equal(unindexed(w), 0);
	finds(w, "untitled OR ferry", "6 5 3 2");
	set_part(w, id, "x", SPAN("At last."), true, &ended);
	store_share_end(w->store);
	finds(w, "untitled last", "6");
	finds(w, "untitled", "6");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_indexed),
		TEST(test_waiting),
		TEST(test_scopes),
		TEST(test_rank),
		TEST(test_edited),
		TEST(test_renewed),
		TEST(test_refused),
		TEST(test_given_up),
		TEST(test_shared),
		TEST(test_heads),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
