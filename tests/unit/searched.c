/*
 * A store with some stories, and what a search finds in it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/stmt.h"

#include "searched.h"

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

void
searched_check(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

void
searched_add(
    struct world *w, int feed, const char *key, const struct article_new *what)
{
	struct article_new a = *what;
	struct merge_count count;
	struct err err = { 0 };

	a.key = span_of(key);
	searched_check(store_begin(w->store, false, &err), &err);
	searched_check(
	    articles_merge(w->store, feed, &a, 1, w->now, &count, &err), &err);
	searched_check(store_commit(w->store, &err), &err);
}

void
searched_add_stories(struct world *w)
{
	for (int i = 0; i < STORIES; i++) {
		char key[8];

		snprintf(key, sizeof(key), "s%d", i);
		searched_add(w, stories[i].feed, key,
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

void
searched_index_all(struct world *w)
{
	struct err err = { 0 };
	bool left = true;

	while (left)
		searched_check(
		    articles_index_some(w->store, 50, &left, &err), &err);
}

int
searched_setup(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));
	struct feed_want want[FEEDS];
	struct span section[FEEDS], path[3];
	struct err err = { 0 };

	snprintf(w->dir, sizeof(w->dir), "/tmp/broadsheet-search-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->file, sizeof(w->file), "%s/store.db", w->dir);
	w->store = store_open(w->file, &err);
	searched_check(w->store != NULL, &err);
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
	searched_check(
	    feeds_sync(w->store, want, FEEDS, path, 3, SPAN("1"), &err), &err);
	w->now = (int64_t)time(NULL); /* newer: counts from it */
	*state = w;
	return 0;
}

int
searched_teardown(void **state)
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
void
searched_found_in(struct world *w, const struct scope *scope, const char *want)
{
	struct headlines_ask ask = { .scope = *scope, .max = 500 };
	struct err err = { 0 };
	struct headlines *h = headlines_load(w->store, &ask, &err);
	struct str got = { 0 };

	searched_check(h != NULL, &err);
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

void
searched_finds(struct world *w, const char *search, const char *want)
{
	searched_found_in(w, &(struct scope){ .search = search }, want);
}
