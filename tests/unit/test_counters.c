/*
 * Counters equal a recount: 100,000 operations, drawn with a fixed seed, are
 * done to the store and to a model of it, which is a plain array; what the
 * store has counted must be what the array says.
 */
#include "config.h"

#include "store/articles.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/notes.h"
#include "store/tags.h"
#include "store/trash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "uistore.h"

enum {
	OPERATIONS = 100000,
	AT_ONCE = 1000, /* in a transaction, then compared */
	ARTICLES = 3000,
	FEEDS = 4,
	TAGS = 5,
	BUNCH = 8 /* articles in one operation, at most */
};

static const char *const tag_name[TAGS] = { "harbour", "to read", "Ämter",
	"tea", "map" };

struct copy {
	int64_t feed;
	unsigned flags;
	bool tag[TAGS];
};

static struct {
	struct uistore ui;
	struct store *store;
	uint64_t random;
	struct copy article[ARTICLES + 1]; /* by id */
	size_t n, paper; /* articles, and those that were there */
} world;

static size_t
draw(size_t below)
{
	/* xorshift64: the same numbers everywhere. */
	world.random ^= world.random << 13;
	world.random ^= world.random >> 7;
	world.random ^= world.random << 17;
	return (size_t)(world.random % below);
}

static void
check(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

/* A new article, or another edition of one that is there. */
static void
do_merge(void)
{
	bool is_new = world.n < ARTICLES && (world.n < 100 || draw(8));
	size_t i = is_new ? world.n + 1 : 1 + draw(world.n);
	struct copy *c = &world.article[i];
	struct merge_count count;
	struct err err = { 0 };
	char key[32], print[32];
	struct article_new a = { .title = SPAN("A boat"),
		.published = UISTORE_NOW - (int64_t)draw(1000000) };

	/* The paper's own stories have other keys. */
	if (i <= world.paper)
		return;
	if (is_new)
		c->feed = 1 + (int64_t)draw(FEEDS);
	snprintf(key, sizeof(key), "key-%zu", i);
	snprintf(print, sizeof(print), "print-%zu", draw(100000));
	a.key = span_of(key);
	a.print = span_of(print);
	check(articles_merge(
	          world.store, c->feed, &a, 1, UISTORE_NOW, &count, &err),
	    &err);
	if (!count.added)
		return;
	world.n = (size_t)articles_newest(world.store);
	assert_int_equal(world.n, i);
	c->flags = FLAG_UNREAD;
}

/* Some articles, with luck the same one twice. */
static size_t
draw_ids(int64_t id[BUNCH])
{
	size_t n = 1 + draw(BUNCH);

	for (size_t i = 0; i < n; i++)
		id[i] = 1 + (int64_t)draw(world.n);
	return n;
}

static void
do_mark(void)
{
	static const unsigned marks[] = { FLAG_UNREAD, FLAG_STARRED };
	unsigned flag = marks[draw(2)];
	bool on = draw(2);
	int64_t id[BUNCH];
	size_t n = draw_ids(id);
	struct err err = { 0 };

	check(articles_mark(
	          world.store, id, n, on ? flag : 0, on ? 0 : flag, NULL, &err),
	    &err);
	for (size_t i = 0; i < n; i++)
		world.article[id[i]].flags =
		    on ? world.article[id[i]].flags | flag
		       : world.article[id[i]].flags & ~flag;
}

static void
do_trash(void)
{
	bool in = draw(2);
	int64_t id[BUNCH];
	size_t n = draw_ids(id);
	struct err err = { 0 };

	check(in ? trash_put(world.store, id, n, UISTORE_NOW, NULL, &err)
	         : trash_restore(world.store, id, n, NULL, &err),
	    &err);
	for (size_t i = 0; i < n; i++)
		world.article[id[i]].flags =
		    (world.article[id[i]].flags & ~(unsigned)FLAG_DELETED) |
		    (in ? FLAG_DELETED : 0);
}

static void
do_tag(void)
{
	size_t t = draw(TAGS);
	bool on = draw(2);
	int64_t id[BUNCH];
	size_t n = draw_ids(id);
	struct span name = span_of(tag_name[t]);
	struct err err = { 0 };

	check(on ? tags_put(world.store, name, id, n, NULL, &err)
	         : tags_take(world.store, name, id, n, NULL, &err),
	    &err);
	for (size_t i = 0; i < n; i++)
		world.article[id[i]].tag[t] = on;
}

static void
do_note(void)
{
	int64_t id = 1 + (int64_t)draw(world.n);
	bool on = draw(2), changed;
	struct err err = { 0 };

	check(notes_write(world.store, id, on ? SPAN("Ask Rina.") : SPAN(""),
	          UISTORE_NOW, NULL, NULL, &changed, &err),
	    &err);
	world.article[id].flags &= ~(unsigned)FLAG_NOTED;
	world.article[id].flags |= on ? FLAG_NOTED : 0;
}

/* All that is unread of a feed or a tag, up to some number. */
static void
do_readall(void)
{
	bool by_tag = draw(2);
	size_t t = draw(TAGS);
	int64_t feed = 1 + (int64_t)draw(FEEDS);
	int64_t newest = 1 + (int64_t)draw(world.n);
	struct scope scope = { .feed = by_tag ? 0 : feed,
		.tag = by_tag ? tag_name[t] : NULL };
	struct err err = { 0 };

	check(
	    articles_mark_scope(world.store, &scope, newest, NULL, &err), &err);
	for (int64_t id = 1; id <= newest; id++) {
		struct copy *c = &world.article[id];

		if (!(c->flags & FLAG_DELETED) &&
		    (by_tag ? c->tag[t] : c->feed == feed))
			c->flags &= ~(unsigned)FLAG_UNREAD;
	}
}

static void
compare_feeds(void)
{
	struct err err = { 0 };
	struct feed_rows *rows = feed_rows_load(world.store, &err);

	check(rows != NULL, &err);
	for (size_t i = 0; i < rows->n; i++) {
		const struct feed_row *f = &rows->feed[i];
		int64_t total = 0, unread = 0, starred = 0;

		for (size_t k = 1; k <= world.n; k++) {
			const struct copy *c = &world.article[k];

			if (c->feed != f->id || (c->flags & FLAG_DELETED))
				continue;
			total++;
			unread += (c->flags & FLAG_UNREAD) != 0;
			starred += (c->flags & FLAG_STARRED) != 0;
		}
		assert_int_equal(f->total, total);
		assert_int_equal(f->unread, unread);
		assert_int_equal(f->starred, starred);
	}
	feed_rows_free(rows);
}

static void
compare_tags(void)
{
	struct err err = { 0 };
	struct tag_rows *rows = tag_rows_load(world.store, &err);
	size_t shown = 0;

	check(rows != NULL, &err);
	for (int t = 0; t < TAGS; t++) {
		int64_t total = 0, unread = 0;

		for (size_t k = 1; k <= world.n; k++) {
			const struct copy *c = &world.article[k];

			if (!c->tag[t] || (c->flags & FLAG_DELETED))
				continue;
			total++;
			unread += (c->flags & FLAG_UNREAD) != 0;
		}
		for (size_t i = 0; i < rows->n; i++) {
			if (!span_is(rows->row[i].name, tag_name[t]))
				continue;
			assert_int_equal(rows->row[i].total, total);
			assert_int_equal(rows->row[i].unread, unread);
			shown++;
		}
		assert_true(!total || shown);
	}
	assert_int_equal(shown, rows->n);
	tag_rows_free(rows);
}

/* What a list says of each article, and how many are in the trash. */
static void
compare_articles(void)
{
	struct scope trash = { .trash = true };
	struct err err = { 0 };
	int64_t deleted = 0;

	for (int64_t id = 1; id <= (int64_t)world.n; id++) {
		const struct copy *c = &world.article[id];
		struct article *a = article_load(world.store, id, &err);
		unsigned flags = c->flags;

		check(a != NULL, &err);
		for (int t = 0; t < TAGS; t++)
			flags |= c->tag[t] ? FLAG_TAGGED : 0;
		assert_int_equal(a->flags, flags);
		deleted += (flags & FLAG_DELETED) != 0;
		article_free(a);
	}
	assert_int_equal(
	    headlines_count(world.store, &trash, ARTICLES + 1, &err), deleted);
}

static void
learn_paper(void)
{
	struct err err = { 0 };

	world.n = (size_t)articles_newest(world.store);
	for (int64_t id = 1; id <= (int64_t)world.n; id++) {
		struct article *a = article_load(world.store, id, &err);

		check(a != NULL, &err);
		world.article[id] =
		    (struct copy){ .feed = a->feed, .flags = a->flags };
		article_free(a);
	}
	world.paper = world.n;
}

static void
test_counters(void **state)
{
	static void (*const operations[])(void) = { do_merge, do_merge, do_mark,
		do_mark, do_mark, do_trash, do_tag, do_note };
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < OPERATIONS; i++) {
		if (i % AT_ONCE == 0)
			check(store_begin(world.store, false, &err), &err);
		if (draw(500) == 0)
			do_readall();
		else
			operations[draw(8)]();
		if (i % AT_ONCE != AT_ONCE - 1)
			continue;
		check(store_commit(world.store, &err), &err);
		compare_feeds();
		compare_tags();
	}
	compare_articles();
	check(store_check(world.store, &err), &err);
}

static int
set_up(void **state)
{
	(void)state;
	uistore_open(&world.ui, false);
	world.store = world.ui.writer;
	world.random = UINT64_C(0x9e3779b97f4a7c15);
	learn_paper();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	uistore_close(&world.ui);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_counters, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("counters", tests, NULL, NULL);
}
