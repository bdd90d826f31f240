/*
 * A store that is damaged in every way we can think of: what can be read is
 * saved as it was, the old file is kept byte for byte, and the new one is
 * sound.
 */
#include "config.h"

#include "store/repair.h"

#include "doc/doc.h"
#include "doc/galley.h"
#include "store/articles.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/stmt.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../lib/baddisk.h"

enum {
	ARTICLES = 800,
	BATCH = 50,
	PAGE = STORE_PAGE_BYTES,
	NOW = 1800000000,
	ON_A_PAGE = 120, /* articles, at most */
	ROUNDS = 12,
	FLIPS = 200
};

static char dir[256], file[300], sound[300];
static uint64_t chance;
static uint64_t row_sum[ARTICLES + 1], text_sum[ARTICLES + 1];

static void
well(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

static void shell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void
shell(const char *fmt, ...)
{
	char command[900];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(command, sizeof(command), fmt, ap);
	va_end(ap);
	assert_int_equal(system(command), 0);
}

/* --- the store
 * -------------------------------------------------------------------- */

static void
write_galley(struct str *out, int i)
{
	struct doc *d = doc_new(NULL);
	size_t words = baddisk_random(&chance, i % 5 ? 150 : 1500);
	struct str text = { 0 };

	str_printf(&text, "Quay number %d: ", i);
	for (size_t k = 0; k < words; k++)
		str_printf(&text, "%llx ",
		    (unsigned long long)baddisk_random(&chance, 1 << 24));
	doc_run(d, doc_block(d, NULL, BLOCK_PARAGRAPH), RUN_TEXT, 0, 0,
	    str_span(&text));
	galley_write(out, d);
	str_release(&text);
	doc_free(d);
}

static void
add_batch(struct store *s, int64_t feed, int first)
{
	struct article_new a[BATCH] = { 0 };
	struct str name[BATCH] = { 0 }, body[BATCH] = { 0 };
	struct merge_count count;
	struct err err = { 0 };

	for (int i = 0; i < BATCH; i++) {
		str_printf(&name[i], "Barge %d of the morning", first + i);
		write_galley(&body[i], first + i);
		a[i] = (struct article_new){ .key = str_span(&name[i]),
			.print = str_span(&name[i]),
			.title = str_span(&name[i]),
			.author = SPAN("Ida Holm"),
			.url = SPAN("https://quay.example/"),
			.published = NOW - first - i,
			.search = str_span(&name[i]),
			.body = str_span(&body[i]) };
	}
	well(store_begin(s, false, &err), &err);
	well(articles_merge(s, feed, a, BATCH, NOW, &count, &err), &err);
	well(store_commit(s, &err), &err);
	for (int i = 0; i < BATCH; i++) {
		str_release(&name[i]);
		str_release(&body[i]);
	}
}

static void
mark_some(struct store *s)
{
	struct err err = { 0 };
	int64_t id[ARTICLES];

	for (int i = 0; i < ARTICLES; i++)
		id[i] = i + 1;
	well(store_begin(s, true, &err), &err);
	well(articles_mark(
	         s, id, ARTICLES / 3, FLAG_STARRED, FLAG_UNREAD, NULL, &err),
	    &err);
	well(store_exec(s,
	         "INSERT INTO note(id, text, at) VALUES (7, 'look again', 1);"
	         "INSERT INTO tag(id, name) VALUES (1, 'boats');"
	         "INSERT INTO tagged(article_id, tag_id) VALUES (7, 1), (9, 1)",
	         &err),
	    &err);
	well(store_commit(s, &err), &err);
}

static uint64_t
sum_of(struct stmt *q, int from, int n)
{
	uint64_t sum = 1;

	for (int i = from; i < n; i++)
		sum =
		    (sum ^ span_hash(stmt_col(q, i))) * UINT64_C(0x100000001b3);
	return sum;
}

/* Sums of all rows, or how many differ from those of the sound store. */
static int
rows(struct store *s, const char *sql, int n, uint64_t *sum, bool keep)
{
	struct err err = { 0 };
	struct stmt q;
	int different = 0;

	well(stmt_get(&q, s, sql, &err), &err);
	while (stmt_row(&q, &err) > 0) {
		int64_t id = stmt_col_int(&q, 0);
		uint64_t now = sum_of(&q, 0, n);

		if (keep && id <= ARTICLES)
			sum[id] = now;
		else if (id < 1 || id > ARTICLES || sum[id] != now)
			different++;
	}
	stmt_done(&q);
	return different;
}

static int
compare(struct store *s, bool keep)
{
	return rows(s,
	           "SELECT id, feed_id, key, print, sort, seen, published,"
	           " unread, starred, url, title, author FROM article",
	           12, row_sum, keep) +
	       rows(s, "SELECT id / 2, format, data FROM body", 3, text_sum,
	           keep);
}

static int
setup(void **state)
{
	struct feed_want want[2] = { { .url = SPAN("https://a.example/") },
		{ .url = SPAN("https://b.example/") } };
	struct span top = SPAN("");
	struct err err = { 0 };
	const char *seed = getenv("BROADSHEET_SEED");
	struct store *s;
	bool left = true;

	(void)state;
	baddisk_begin();
	chance = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
	printf("# seed %llu\n", (unsigned long long)chance);
	snprintf(dir, sizeof(dir), "%s/broadsheet-repair-XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/store.db", dir);
	snprintf(sound, sizeof(sound), "%s/sound", dir);
	s = store_open(file, &err);
	well(s != NULL, &err);
	want[0].section = want[1].section = &top;
	want[0].sections = want[1].sections = 1;
	well(feeds_sync(s, want, 2, NULL, 0, SPAN("1"), &err), &err);
	for (int i = 0; i < ARTICLES; i += BATCH)
		add_batch(s, 1 + i / BATCH % 2, i + 1);
	while (left)
		well(articles_index_some(s, 100, &left, &err), &err);
	mark_some(s);
	compare(s, true);
	store_close(s);
	shell("mv '%s' '%s'", file, sound);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	shell("rm -rf '%s'", dir);
	return 0;
}

static int
fresh(void **state)
{
	(void)state;
	shell("rm -f '%s'*", file);
	shell("cp '%s' '%s'", sound, file);
	return 0;
}

/* --- damage
 * ----------------------------------------------------------------------- */

static int64_t
file_bytes(void)
{
	struct stat st;

	assert_int_equal(stat(file, &st), 0);
	return (int64_t)st.st_size;
}

static void
overwrite(int64_t at, const void *bytes, size_t n)
{
	int fd = open(file, O_RDWR);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, bytes, n, (off_t)at), n);
	close(fd);
}

static void
zero_page(int64_t page)
{
	static const char nothing[PAGE];

	overwrite((page - 1) * PAGE, nothing, PAGE);
}

static void
alter(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* --- and repair
 * --------------------------------------------------------------------- */

static void
check_kept(const struct repair *r)
{
	char before[320];

	snprintf(before, sizeof(before), "%s/before", dir);
	shell("cmp '%s' '%s'", before, str_z(&r->kept));
}

/* The store is sound, can be read and searched, and what is in it is as it
 * was; how many articles it has. */
static int64_t
mended(struct repair *r, int *different)
{
	struct scope all = { .search = "barge" };
	struct err err = { 0 };
	struct store *s;
	int64_t n = 0;
	bool ok;

	shell("cp '%s' '%s/before'", file, dir);
	ok = repair_store(file, r, NULL, NULL, &err);
	well(ok, &err);
	if (!r->sound)
		check_kept(r);
	s = store_open_read(file, &err);
	well(s != NULL, &err);
	well(store_check_pages(s, &err), &err);
	well(store_check_counters(s, &err), &err);
	well(store_number(s, "SELECT count(*) FROM article", &n, &err), &err);
	*different = compare(s, false);
	if (!*different)
		assert_int_equal(
		    headlines_count(s, &all, ARTICLES + 1, &err), n);
	store_close(s);
	shell("test ! -e '%s.repair' -a ! -e '%s.repair-wal'", file, file);
	return n;
}

/* As it was, but for what the caller expects to be lost. */
static void
expect(int64_t least_articles, int64_t least_texts)
{
	struct repair r = { 0 };
	int different;
	int64_t n = mended(&r, &different);

	assert_false(r.sound);
	assert_int_equal(different, 0);
	assert_int_equal(n, r.articles);
	if (n < least_articles || r.texts < least_texts)
		fail_msg("%lld articles, %lld texts", (long long)n,
		    (long long)r.texts);
	assert_true(r.lost_articles <= ARTICLES - n);
	repair_release(&r);
}

static void
test_sound(void **state)
{
	struct repair r = { 0 };
	int different;

	(void)state;
	assert_int_equal(mended(&r, &different), ARTICLES);
	assert_int_equal(different, 0);
	assert_true(r.sound);
	shell("cmp '%s' '%s'", file, sound);
	repair_release(&r);
}

static void
test_pages(void **state)
{
	int64_t pages = file_bytes() / PAGE;

	for (int i = 0; i < ROUNDS; i++) {
		fresh(state);
		zero_page(
		    2 + (int64_t)baddisk_random(&chance, (uint64_t)pages - 1));
		/* A page that nobody names may be no damage. */
		zero_page(
		    2 + (int64_t)baddisk_random(&chance, (uint64_t)pages - 1));
		zero_page(pages / 2);
		expect(ARTICLES - 3 * ON_A_PAGE, ARTICLES - 4 * ON_A_PAGE);
	}
}

/* The first page has the header and the schema; then a table has no root. */
static void
test_roots(void **state)
{
	static const char *const table[] = { "article", "body", "feed",
		"tagged" };
	struct err err = { 0 };
	int64_t root[4] = { 0 };
	struct store *s = store_open_read(file, &err);
	char sql[120];

	for (int i = 0; i < 4; i++) {
		snprintf(sql, sizeof(sql),
		    "SELECT rootpage FROM sqlite_schema WHERE name = '%s'",
		    table[i]);
		well(store_number(s, sql, &root[i], &err), &err);
	}
	store_close(s);
	fresh(state);
	zero_page(1);
	expect(ARTICLES, ARTICLES);
	for (int i = 0; i < 3; i++) {
		fresh(state);
		zero_page(root[i]);
		/* A small table is its root. */
		expect(ARTICLES - ON_A_PAGE, ARTICLES - ON_A_PAGE);
	}
	fresh(state);
	zero_page(root[0]);
	zero_page(root[1]);
	zero_page(1);
	expect(ARTICLES - ON_A_PAGE, ARTICLES - ON_A_PAGE);
}

static void
test_flipped(void **state)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct repair r = { 0 };
		struct err err = { 0 };
		struct store *s;
		int different;

		fresh(state);
		for (int k = 0; k < FLIPS; k++) {
			unsigned char byte =
			    (unsigned char)baddisk_random(&chance, 256);

			/* Not in the header: that is another test's. */
			overwrite(100 + (int64_t)baddisk_random(&chance,
			                    (uint64_t)file_bytes() - 100),
			    &byte, 1);
		}
		/* Before that, nobody may fall over it. */
		s = store_open_read(file, &err);
		if (s) {
			struct headlines_ask ask = { .max = 100 };

			headlines_free(headlines_load(s, &ask, &err));
			article_free(article_load(s, 5, &err));
			feed_rows_free(feed_rows_load(s, &err));
		}
		store_close(s);
		assert_true(mended(&r, &different) > ARTICLES / 2);
		repair_release(&r);
	}
}

static void
test_cut_off(void **state)
{
	for (int i = 1; i < 8; i++) {
		struct repair r = { 0 };
		int different;
		int64_t n;

		fresh(state);
		assert_int_equal(
		    truncate(file, (off_t)(file_bytes() / 8 * i)), 0);
		n = mended(&r, &different);
		assert_int_equal(different, 0);
		printf("# %d/8 of it: %lld articles\n", i, (long long)n);
		assert_true(i < 7 || n > ARTICLES / 2);
		repair_release(&r);
	}
}

static void
test_nothing_of_it(void **state)
{
	struct repair r = { 0 };
	int different;

	(void)state;
	assert_int_equal(truncate(file, 0), 0);
	assert_int_equal(mended(&r, &different), 0);
	assert_false(r.sound);
	repair_release(&r);
	shell("yes 'This is no database.' | head -c 70000 >'%s'", file);
	assert_int_equal(mended(&r, &different), 0);
	repair_release(&r);
}

/* The log of another database beside it. */
static void
test_strange_log(void **state)
{
	struct repair r = { 0 };
	struct err err = { 0 };
	struct store *s;
	int different;

	(void)state;
	shell("rm -f '%s' '%s-wal'", file, file);
	s = store_open(file, &err);
	well(s != NULL, &err);
	well(store_begin(s, false, &err), &err);
	well(store_exec(s,
	         "INSERT INTO meta VALUES ('other', 'store');"
	         "INSERT INTO section(path, place) VALUES ('Elsewhere', 1)",
	         &err),
	    &err);
	well(store_commit(s, &err), &err);
	shell("cp '%s-wal' '%s/log'", file, dir);
	store_close(s);
	fresh(NULL);
	shell("mv '%s/log' '%s-wal'", dir, file);
	assert_true(mended(&r, &different) >= ARTICLES - ON_A_PAGE);
	assert_int_equal(different, 0);
	repair_release(&r);
}

static void
test_counters(void **state)
{
	(void)state;
	alter("UPDATE feed SET unread = unread + 3");
	expect(ARTICLES, ARTICLES);
	fresh(NULL);
	alter("UPDATE tag SET total = 9");
	expect(ARTICLES, ARTICLES);
}

static void
test_index(void **state)
{
	(void)state;
	alter("DELETE FROM words_data WHERE id > 10");
	expect(ARTICLES, ARTICLES);
}

static void
test_texts(void **state)
{
	struct repair r = { 0 };
	int different;

	(void)state;
	alter("UPDATE body SET data = randomblob(300) WHERE id IN (20, 22, 24);"
	      "DELETE FROM article WHERE id = 40");
	assert_int_equal(mended(&r, &different), ARTICLES - 1);
	assert_int_equal(different, 0);
	assert_int_equal(r.texts, ARTICLES - 4);
	assert_int_equal(r.lost_texts, 4);
	assert_int_equal(r.lost_articles, 0);
	repair_release(&r);
}

/* The disk is full in the middle of it: the damaged file is as it was. */
static void
test_full_disk(void **state)
{
	struct repair r = { 0 };
	struct err err = { 0 };

	(void)state;
	for (long n = 1; n < 300; n += 29) {
		fresh(NULL);
		zero_page(5);
		shell("cp '%s' '%s/before'", file, dir);
		baddisk_fail(n, SQLITE_FULL, false);
		assert_false(repair_store(file, &r, NULL, NULL, &err));
		baddisk_fail(0, 0, false);
		assert_non_null(strstr(err.text, "full"));
		repair_release(&r);
		shell("cmp '%s' '%s/before'", file, dir);
		shell(
		    "test ! -e '%s.repair' -a ! -e '%s.damaged-1'", file, file);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, fresh)
		TEST(test_sound),
		TEST(test_pages),
		TEST(test_roots),
		TEST(test_flipped),
		TEST(test_cut_off),
		TEST(test_nothing_of_it),
		TEST(test_strange_log),
		TEST(test_counters),
		TEST(test_index),
		TEST(test_texts),
		TEST(test_full_disk),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("repair", tests, setup, teardown);
}
