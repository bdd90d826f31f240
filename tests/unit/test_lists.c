/*
 * test_lists: each order of a list, with each filter, page by page from both
 * ends, is what a plain sort of the same rows says.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "store/articles.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/store.h"
#include "store/tokens.h"

enum {
	ROWS = 2000,
	FEEDS = 90, /* the last sections are small ones */
	SECTIONS = 8,
	NOW = 1795435440,
	SPREAD = 40000, /* seconds: many articles share one */
	STAR_OF = 40,
	TITLES = 60
};

/* "Alone" has one feed and few articles, "Crowd" most of them, "Many" more
 * feeds than are merged. */
static const char *const sections[SECTIONS] = { "Crowd", "Crowd/Inner", "Many",
	"Few", "Few/Deep", "Few/Deep/Deeper", "Alone", "None" };

static const char *const words[] = { "Ferry", "ferry", "Élan", "elan",
	"“Boats”", "boats", "Ähre", "Zebra", "östlich", "Oslo", "日本", "日",
	"12", "2", "…and", "and" };

struct row {
	int64_t id, sort;
	int feed;
	bool unread, starred;
	char key[TITLE_KEY_BYTES + 1];
};

static struct {
	char dir[64], file[96];
	struct store *store;
	struct row row[ROWS];
	int section[FEEDS]; /* of a feed */
	char name[FEEDS][TITLE_KEY_BYTES + 1];
	uint64_t seed;
} world;

static unsigned
draw(unsigned below)
{
	world.seed = world.seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(world.seed >> 33) % below;
}

static void
check(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

static int
section_of(int feed)
{
	if (feed < 10)
		return feed % 2; /* Crowd and Inner */
	if (feed < 80)
		return 2; /* Many */
	if (feed < 89)
		return 3 + feed % 3; /* Few and below */
	return 6;
}

/* Most articles are those of the crowd. */
static int
draw_feed(void)
{
	unsigned n = draw(1000);

	if (n < 880)
		return (int)draw(10);
	if (n < 980)
		return 10 + (int)draw(70);
	return n < 997 ? 80 + (int)draw(9) : 89;
}

static void
set_key(char *to, const char *title)
{
	struct str key = { 0 };

	tokens_title_key(&key, span_of(title));
	snprintf(to, TITLE_KEY_BYTES + 1, "%s", str_z(&key));
	str_release(&key);
}

static void
subscribe(void)
{
	struct feed_want want[FEEDS];
	struct span section[FEEDS], paths[SECTIONS];
	char url[FEEDS][48], title[FEEDS][32];
	struct err err = { 0 };

	for (int i = 0; i < SECTIONS; i++)
		paths[i] = span_of(sections[i]);
	for (int i = 0; i < FEEDS; i++) {
		snprintf(url[i], sizeof(url[i]), "https://p%d.example/", i);
		/* Not in the order of the file. */
		snprintf(title[i], sizeof(title[i]), "%c paper %d",
		    "bBaÄzéE"[i % 7] & 0x80 ? 'e' : "bBaxzqE"[i % 7],
		    (i * 37) % 100);
		set_key(world.name[i], title[i]);
		world.section[i] = section_of(i);
		section[i] = paths[world.section[i]];
		want[i] = (struct feed_want){ .url = span_of(url[i]),
			.title = span_of(title[i]),
			.every_s = 3600,
			.section = &section[i],
			.sections = 1,
			.place = i };
	}
	check(feeds_sync(
	          world.store, want, FEEDS, paths, SECTIONS, SPAN("1"), &err),
	    &err);
}

static void
add_article(int i, struct err *err)
{
	struct row *r = &world.row[i];
	char title[96], key[16];
	struct article_new a = { .published = NOW - (int64_t)draw(SPREAD) };
	struct merge_count count;
	bool clear;

	snprintf(key, sizeof(key), "%d", i);
	snprintf(title, sizeof(title), "%s %s %u",
	    words[draw(sizeof(words) / sizeof(*words))],
	    words[draw(sizeof(words) / sizeof(*words))], draw(TITLES));
	a.key = a.print = span_of(key);
	a.title = span_of(title);
	a.search = SPAN("tea is served");
	r->feed = draw_feed();
	r->sort = a.published;
	r->starred = draw(STAR_OF) == 0;
	r->unread = draw(5) < 2;
	r->id = i + 1;
	clear = !r->unread;
	set_key(r->key, title);
	check(articles_merge(world.store, r->feed + 1, &a, 1, NOW, &count, err),
	    err);
	check(
	    articles_mark(world.store, &r->id, 1, r->starred ? FLAG_STARRED : 0,
	        clear ? FLAG_UNREAD : 0, NULL, err),
	    err);
}

static int
setup(void **state)
{
	struct err err = { 0 };

	(void)state;
	world.seed = 11;
	snprintf(world.dir, sizeof(world.dir), "/tmp/broadsheet-lists-XXXXXX");
	assert_non_null(mkdtemp(world.dir));
	snprintf(world.file, sizeof(world.file), "%s/store.db", world.dir);
	world.store = store_open(world.file, &err);
	check(world.store != NULL, &err);
	subscribe();
	check(store_begin(world.store, false, &err), &err);
	for (int i = 0; i < ROWS; i++)
		add_article(i, &err);
	check(store_commit(world.store, &err), &err);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	store_close(world.store);
	unlink(world.file);
	return rmdir(world.dir);
}

/* ---- the plain sort ----------------------------------------------------- */

static enum order_by sorting;

static int
up(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_date(const struct row *x, const struct row *y)
{
	return x->sort != y->sort ? up(y->sort, x->sort) : up(y->id, x->id);
}

static int
by_order(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int c = 0;

	switch (sorting) {
	case ORDER_OLDEST:
		return -by_date(x, y);
	case ORDER_UNREAD:
		c = y->unread - x->unread;
		break;
	case ORDER_TITLE:
		c = strcmp(x->key, y->key);
		return c ? c : up(x->id, y->id);
	case ORDER_FEED:
		c = strcmp(world.name[x->feed], world.name[y->feed]);
		c = c ? c : up(x->feed, y->feed);
		break;
	case ORDER_SECTION:
		c = up(x->feed, y->feed); /* as in the file */
		break;
	default:
		break;
	}
	return c ? c : by_date(x, y);
}

static bool
is_below(int section, const char *path)
{
	size_t n = strlen(path);

	return strncmp(sections[section], path, n) == 0 &&
	       (!sections[section][n] || sections[section][n] == '/');
}

static bool
is_in(const struct row *r, const struct scope *s)
{
	if (s->section && !is_below(world.section[r->feed], s->section))
		return false;
	if (s->feed && r->feed + 1 != s->feed)
		return false;
	if (s->search && strstr(s->search, "is:read") && r->unread)
		return false;
	return (!s->unread || r->unread) && (!s->starred || r->starred) &&
	       (!s->since || r->sort >= s->since);
}

static size_t
plain_sort(struct row *out, const struct scope *s)
{
	size_t n = 0;

	for (int i = 0; i < ROWS; i++)
		if (is_in(&world.row[i], s))
			out[n++] = world.row[i];
	sorting = s->order;
	qsort(out, n, sizeof(*out), by_order);
	return n;
}

/* ---- page by page ------------------------------------------------------- */

/* Goes through all of it from one end; the pages are of different lengths. */
static void
walk(const struct scope *s, const struct row *want, size_t n, bool backward)
{
	struct headlines_ask ask = { .scope = *s, .backward = backward };
	struct headline_key from;
	size_t seen = 0;
	bool more = true;

	while (more) {
		struct err err = { 0 };
		struct headlines *h;

		ask.max = 1 + draw(70);
		h = headlines_load(world.store, &ask, &err);
		check(h != NULL, &err);
		for (size_t i = 0; i < h->n; i++) {
			size_t at = backward ? n - seen - h->n + i : seen + i;

			assert_true(at < n);
			assert_int_equal(h->row[i].id, want[at].id);
		}
		seen += h->n;
		assert_int_equal(
		    backward ? h->more_before : h->more_after, seen < n);
		assert_int_equal(backward ? h->more_after : h->more_before,
		    seen > h->n && h->n > 0);
		more = h->n > 0 && seen < n;
		if (h->n)
			from = h->row[backward ? 0 : h->n - 1].key;
		ask.from = &from;
		headlines_free(h);
	}
	assert_int_equal(seen, n);
	assert_false(store_has_open_statement(world.store));
}

/* From a row in the middle both ways, the row itself once. */
static void
look_around(const struct scope *s, const struct row *want, size_t n)
{
	struct headlines_ask ask = { .scope = *s, .max = n };
	struct headlines *all, *part;
	struct err err = { 0 };
	size_t at = n ? draw((unsigned)n) : 0;

	if (!n)
		return;
	all = headlines_load(world.store, &ask, &err);
	check(all != NULL, &err);
	assert_int_equal(all->n, n);
	ask.from = &all->row[at].key;
	ask.max = 20;
	ask.inclusive = true;
	part = headlines_load(world.store, &ask, &err);
	check(part != NULL, &err);
	for (size_t i = 0; i < part->n; i++)
		assert_int_equal(part->row[i].id, want[at + i].id);
	assert_int_equal(part->more_before, at > 0);
	headlines_free(part);
	ask.backward = true;
	ask.inclusive = false;
	part = headlines_load(world.store, &ask, &err);
	check(part != NULL, &err);
	assert_int_equal(part->n, at < 20 ? at : 20);
	for (size_t i = 0; i < part->n; i++)
		assert_int_equal(part->row[i].id, want[at - part->n + i].id);
	headlines_free(part);
	headlines_free(all);
}

static const struct scope scopes[] = {
	{ 0 },
	{ .unread = true },
	{ .starred = true },
	{ .starred = true, .unread = true },
	{ .since = NOW - SPREAD / 3 },
	{ .since = NOW - SPREAD / 200 },
	{ .section = "Crowd" },
	{ .section = "Crowd", .unread = true },
	{ .section = "Crowd/Inner", .since = NOW - SPREAD / 2 },
	{ .section = "Many" },
	{ .section = "Many", .unread = true },
	{ .section = "Few" },
	{ .section = "Few", .unread = true },
	{ .section = "Few/Deep" },
	{ .section = "Few/Deep/Deeper", .since = NOW - SPREAD / 2 },
	{ .section = "Few", .starred = true },
	{ .section = "Alone" },
	{ .section = "None" },
	{ .feed = 1 },
	{ .feed = 1, .unread = true },
	{ .feed = 85 },
	{ .feed = 2, .since = NOW - SPREAD / 4 },
	{ .search = "is:read" },
	{ .search = "is:read", .section = "Few" },
};

static void
test_orders(void **state)
{
	static struct row want[ROWS];

	(void)state;
	for (size_t i = 0; i < sizeof(scopes) / sizeof(*scopes); i++)
		for (int order = 0; order < ORDER_RANK; order++) {
			struct scope s = scopes[i];
			size_t n;

			s.order = (enum order_by)order;
			/* One feed is one group, whatever its order. */
			n = plain_sort(want, &s);
			walk(&s, want, n, false);
			walk(&s, want, n, true);
			look_around(&s, want, n);
		}
}

static void
test_counts(void **state)
{
	static struct row want[ROWS];
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(scopes) / sizeof(*scopes); i++) {
		size_t n = plain_sort(want, &scopes[i]);

		assert_int_equal(
		    headlines_count(world.store, &scopes[i], ROWS, &err), n);
		assert_int_equal(
		    headlines_count(world.store, &scopes[i], 5, &err),
		    n < 5 ? n : 5);
	}
}

/* What is marked read under the cursor stays where it is, among the unread. */
static void
test_kept(void **state)
{
	struct headlines_ask ask = { .scope = { .order = ORDER_UNREAD },
		.max = 30 };
	struct headlines *before, *after;
	struct err err = { 0 };
	int64_t id;

	(void)state;
	before = headlines_load(world.store, &ask, &err);
	check(before != NULL, &err);
	id = before->row[12].id;
	check(store_begin(world.store, false, &err), &err);
	check(articles_mark(world.store, &id, 1, 0, FLAG_UNREAD, NULL, &err),
	    &err);
	ask.keep = &id;
	ask.keep_n = 1;
	after = headlines_load(world.store, &ask, &err);
	check(after != NULL, &err);
	for (size_t i = 0; i < 30; i++)
		assert_int_equal(after->row[i].id, before->row[i].id);
	assert_false(after->row[12].flags & FLAG_UNREAD);
	store_rollback(world.store);
	headlines_free(before);
	headlines_free(after);
}

static void
test_names(void **state)
{
	(void)state;
	for (int i = 0; i < ORDERS; i++)
		assert_int_equal(
		    order_of(span_of(order_name((enum order_by)i))), i);
	assert_int_equal(order_of(SPAN("Title")), ORDER_TITLE);
	assert_int_equal(order_of(SPAN("titles")), ORDERS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, setup, teardown);
}
