#include "config.h"

#include "life.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../lib/baddisk.h"
#include "store/articles.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/stmt.h"

enum {
	KEYS = 60, /* of a feed, at most */
	BATCH = 6,
	CRASHES = 300
};

struct life life;

uint64_t
life_random(uint64_t n)
{
	return baddisk_random(&life.random, n);
}

void
life_well(bool ok, const struct err *err)
{
	if (!ok)
		print_error("seed %llu: %s\n", (unsigned long long)life.seed,
		    err->text);
	assert_true(ok);
}

int
life_setup(void **state)
{
	const char *seed = getenv("BROADSHEET_SEED");

	(void)state;
	baddisk_begin();
	life.seed = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
	printf("# seed %llu\n", (unsigned long long)life.seed);
	snprintf(life.dir, sizeof(life.dir), "%s/broadsheet-power-XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(life.dir))
		return -1;
	snprintf(life.file, sizeof(life.file), "%s/store.db", life.dir);
	return 0;
}

static void
empty_folder(void)
{
	char command[400];
	uint64_t any = 1;

	snprintf(command, sizeof(command), "rm -rf '%s'/*", life.dir);
	assert_int_equal(system(command), 0);
	baddisk_power_on(&any); /* nothing is known of any file */
	snprintf(command, sizeof(command), "rm -rf '%s'/*", life.dir);
	assert_int_equal(system(command), 0);
}

int
life_teardown(void **state)
{
	(void)state;
	store_close(life.store); /* a test that failed has left it */
	life.store = NULL;
	empty_folder();
	return rmdir(life.dir);
}

void
life_anew(uint64_t round)
{
	store_close(life.store);
	life.store = NULL;
	life.random = (life.seed + round) * UINT64_C(0x9e3779b97f4a7c15) | 1;
	life.tried = life.done = life.promised = 0;
	empty_folder();
}

/* --- what is in the store ----------------------------------------------------
 */

uint64_t
life_digest_rows(struct store *s, const char *sql, uint64_t sum)
{
	struct err err = { 0 };
	struct stmt q;
	int got;

	life_well(stmt_get(&q, s, sql, &err), &err);
	while ((got = stmt_row(&q, &err)) > 0)
		for (int i = 0; i < sqlite3_column_count(q.stmt); i++)
			sum = (sum ^ span_hash(stmt_col(&q, i))) *
			      UINT64_C(0x100000001b3);
	life_well(got == 0, &err);
	stmt_done(&q);
	return sum;
}

uint64_t
life_digest(struct store *s)
{
	static const char *const table[] = {
		"SELECT id, feed_id, key, print, title, unread, starred,"
		" revisions FROM article ORDER BY id",
		"SELECT id, format, data FROM body ORDER BY id",
		"SELECT id, url, total, unread, starred, checked FROM feed"
		" ORDER BY id",
		"SELECT reader, seq FROM ack ORDER BY reader",
	};
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		sum = life_digest_rows(s, table[i], sum);
	return sum;
}

/* How many of the commits that were tried are in it. */
int64_t
life_commits(struct store *s)
{
	struct err err = { 0 };
	int64_t n = 0;

	life_well(
	    store_number(
	        s, "SELECT value FROM meta WHERE name = 'commits'", &n, &err),
	    &err);
	return n;
}

void
life_check(struct store *s)
{
	struct err err = { 0 };
	struct stmt q;

	life_well(stmt_get(&q, s, "PRAGMA integrity_check", &err), &err);
	assert_int_equal(stmt_row(&q, &err), 1);
	if (!span_is(stmt_col(&q, 0), "ok"))
		fail_msg("seed %llu: %.*s", (unsigned long long)life.seed,
		    SPAN_ARG(stmt_col(&q, 0)));
	stmt_done(&q);
	life_well(store_check(s, &err), &err);
}

/* Each article is in the index, or waits for it. */
void
life_check_index(struct store *s)
{
	struct scope all = { .search = "harbour" };
	struct err err = { 0 };
	int64_t articles = 0;

	life_well(
	    store_number(s, "SELECT count(*) FROM article", &articles, &err),
	    &err);
	assert_int_equal(headlines_count(s, &all, 100000, &err), articles);
}

/* --- what is done to it
 * --------------------------------------------------------- */

static bool
begin(bool safe)
{
	struct err err = { 0 };

	return store_begin(life.store, safe, &err);
}

/* A commit; the number that it gets, and what it makes of the store, are
 * known before it is tried. */
static bool
finish(bool ok, bool safe)
{
	struct err err = { 0 };
	char sql[160];
	int64_t n = life.tried + 1;

	snprintf(sql, sizeof(sql),
	    "INSERT INTO meta(name, value) VALUES ('commits', %lld)"
	    " ON CONFLICT(name) DO UPDATE SET value = %lld",
	    (long long)n, (long long)n);
	ok = ok && store_exec(life.store, sql, &err);
	if (!ok) {
		store_rollback(life.store);
		return false;
	}
	assert_true(n < LIFE_DIGESTS);
	life.digest[n] = life_digest(life.store);
	life.tried = n;
	if (!store_commit(life.store, &err)) {
		assert_true(err.code && err.text[0]);
		return false;
	}
	life.done = n;
	if (safe)
		life.promised = n;
	return true;
}

bool
life_begin(void)
{
	static char url[LIFE_FEEDS][40];
	struct feed_want want[LIFE_FEEDS];
	struct span top = SPAN("");
	struct err err = { 0 };

	for (int i = 0; i < LIFE_FEEDS; i++) {
		snprintf(url[i], sizeof(url[i]), "https://%d.example/", i);
		want[i] = (struct feed_want){ .url = span_of(url[i]),
			.title = SPAN("Paper"),
			.source = 0,
			.every_s = 3600,
			.section = &top,
			.sections = 1,
			.place = i };
	}
	if (!feeds_sync(life.store, want, LIFE_FEEDS, NULL, 0, SPAN("1"), &err))
		return false;
	for (int i = 0; i < LIFE_FEEDS; i++)
		life.feed[i] = feeds_find(life.store, span_of(url[i]));
	return true;
}

/* Text that does not pack well, so that bodies need pages of their own. */
static void
write_text(struct str *out)
{
	size_t n = 50 + life_random(life_random(4) ? 1500 : 9000);

	str_clear(out);
	str_lit(out, "harbour ");
	while (out->n < n)
		str_printf(
		    out, "%llx ", (unsigned long long)life_random(UINT64_MAX));
}

static bool
merge(void)
{
	struct article_new a[BATCH] = { 0 };
	struct str body[BATCH] = { 0 }, name[BATCH] = { 0 };
	struct merge_count count;
	struct err err = { 0 };
	uint64_t first = life_random(KEYS);
	bool ok;

	for (size_t i = 0; i < BATCH; i++) {
		write_text(&body[i]);
		str_printf(&name[i], "Boat %llu",
		    (unsigned long long)(first + i) % KEYS);
		a[i].key = str_span(&name[i]);
		a[i].title = str_span(&name[i]);
		/* Now and then it is an edited one. */
		a[i].print =
		    life_random(2) ? str_span(&body[i]) : str_span(&name[i]);
		a[i].search = a[i].body = str_span(&body[i]);
		a[i].published = LIFE_NOW - (int64_t)i;
	}
	ok = begin(false) &&
	     articles_merge(life.store, life.feed[life_random(LIFE_FEEDS)], a,
	         BATCH, LIFE_NOW, &count, &err);
	ok = finish(ok, false);
	for (size_t i = 0; i < BATCH; i++) {
		str_release(&body[i]);
		str_release(&name[i]);
	}
	return ok;
}

static bool
mark(void)
{
	int64_t id[BATCH], newest = articles_newest(life.store);
	struct err err = { 0 };
	unsigned set = (unsigned)life_random(4);
	bool ok;

	for (size_t i = 0; i < BATCH; i++)
		id[i] = 1 + (int64_t)life_random((uint64_t)newest + 1);
	ok = begin(true) &&
	     articles_mark(life.store, id, BATCH, set, ~set, NULL, &err) &&
	     store_ack(life.store, "me", life.done + 1, LIFE_NOW, &err);
	return finish(ok, true);
}

static bool
read_all(void)
{
	struct scope scope = { .feed = life.feed[life_random(LIFE_FEEDS)] };
	struct err err = { 0 };
	bool ok = begin(true) && articles_mark_scope(life.store, &scope,
	                             articles_newest(life.store), NULL, &err);

	return finish(ok, true);
}

static bool
outcome(void)
{
	struct feed_outcome o = { .id = life.feed[life_random(LIFE_FEEDS)],
		.now = LIFE_NOW + (int64_t)life_random(1000),
		.next_due = LIFE_NOW,
		.have_validators = true,
		.etag = SPAN("\"a\""),
		.body_hash = SPAN("b") };
	struct err err = { 0 };
	bool ok = begin(false) && feeds_outcome(life.store, &o, &err);

	return finish(ok, false);
}

/* Articles go, and space goes back to the system. */
static bool
drop(void)
{
	struct err err = { 0 };
	bool ok = begin(false) &&
	          store_exec(life.store,
	              "DELETE FROM body WHERE id / 2 IN (SELECT id FROM"
	              " article ORDER BY id LIMIT 9);"
	              "DELETE FROM article WHERE id IN (SELECT id FROM"
	              " article ORDER BY id LIMIT 9)",
	              &err);

	return finish(ok, false) &&
	       store_exec(life.store, "PRAGMA incremental_vacuum(20)", &err);
}

static bool
index_some(void)
{
	struct err err = { 0 };
	bool left;

	return articles_index_some(life.store, 20, &left, &err);
}

static bool
checkpoint(void)
{
	return sqlite3_wal_checkpoint_v2(life.store->db, NULL,
	           life_random(2) ? SQLITE_CHECKPOINT_PASSIVE
	                          : SQLITE_CHECKPOINT_TRUNCATE,
	           NULL, NULL) == SQLITE_OK;
}

static bool
leave(void)
{
	struct err err = { 0 };

	store_close(life.store);
	life.store = NULL;
	if (baddisk_is_off())
		return false;
	/* Who has left has put all in its place. */
	life.promised = life.done;
	life.store = store_open(life.file, &err);
	return life.store != NULL;
}

bool
life_one_thing(void)
{
	static bool (*const thing[])(void) = { merge, merge, merge, mark, mark,
		mark, read_all, outcome, outcome, drop, index_some, index_some,
		checkpoint, leave };

	return thing[life_random(sizeof(thing) / sizeof(*thing))]();
}

/* A commit that failed may be found all the same: as it was, or not at all. */
void
life_check_commit(int64_t n, int64_t least)
{
	if (n < least || n > life.tried)
		fail_msg("seed %llu: commit %lld, of %lld promised and %lld "
		         "tried",
		    (unsigned long long)life.seed, (long long)n,
		    (long long)least, (long long)life.tried);
	if (n > 0 && life_digest(life.store) != life.digest[n])
		fail_msg("seed %llu: the store is not what commit %lld left",
		    (unsigned long long)life.seed, (long long)n);
}

uint64_t
life_crashes(void)
{
	const char *n = getenv("BROADSHEET_CRASHES");

	return n ? strtoull(n, NULL, 10) : CRASHES;
}
