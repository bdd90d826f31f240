/*
 * test_shelf: the cache of pictures.
 */
#include "config.h"

#include "store/shelf.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PLENTY = 100 * 1024 * 1024 };

struct world {
	char dir[64];
	struct shelf shelf;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	strcpy(w->dir, "/tmp/broadsheet-shelf-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	shelf_init(&w->shelf, w->dir);
	shelf_limit(&w->shelf, PLENTY);
	*state = w;
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static int
teardown(void **state)
{
	struct world *w = *state;

	nftw(w->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	shelf_release(&w->shelf);
	free(w);
	return 0;
}

static void
keep(struct world *w, const char *url, int side, int width, int full)
{
	struct pixels p = { .width = width,
		.height = 1,
		.full_width = full,
		.full_height = 1,
		.rgb = calloc((size_t)width, 3) };
	struct str text = { 0 };

	pixels_write(&text, &p);
	assert_true(
	    shelf_keep(&w->shelf, span_of(url), side, str_span(&text), NULL));
	pixels_release(&p);
	str_release(&text);
}

/* The width of what is there for a side; 0: nothing. */
static int
width_for(struct world *w, const char *url, int side, bool *exact)
{
	struct pixels p = { 0 };
	int width;

	if (!shelf_get(&w->shelf, span_of(url), side, &p, exact))
		return 0;
	width = p.width;
	pixels_release(&p);
	return width;
}

static void
test_sizes(void **state)
{
	struct world *w = *state;
	struct shelf_facts facts;
	bool exact;

	assert_int_equal(width_for(w, "https://a.example/x", 160, &exact), 0);
	keep(w, "https://a.example/x", 160, 160, 4000);
	keep(w, "https://a.example/x", 640, 640, 4000);
	assert_int_equal(width_for(w, "https://a.example/x", 160, &exact), 160);
	assert_true(exact);
	assert_int_equal(width_for(w, "https://a.example/x", 240, &exact), 640);
	assert_false(exact);
	assert_int_equal(width_for(w, "https://a.example/x", 960, &exact), 640);
	assert_false(exact);
	shelf_facts(&w->shelf, SPAN("https://a.example/x"), 0, &facts);
	assert_int_equal(facts.width, 4000);
	assert_true(shelf_has(&w->shelf, SPAN("https://a.example/x"), 640));
	assert_false(shelf_has(&w->shelf, SPAN("https://a.example/x"), 320));
	/* A picture that is no larger is there in any size. */
	keep(w, "https://a.example/small", 160, 50, 50);
	assert_int_equal(
	    width_for(w, "https://a.example/small", 960, &exact), 50);
	assert_true(exact);
}

static void
test_sides(void **state)
{
	(void)state;
	assert_int_equal(shelf_side(1), 80);
	assert_int_equal(shelf_side(144), 160);
	assert_int_equal(shelf_side(160), 160);
	assert_int_equal(shelf_side(161), 240);
	assert_int_equal(shelf_side(99999), 1920);
}

static void
test_original(void **state)
{
	struct world *w = *state;
	struct span url = SPAN("https://a.example/o?b=1");
	struct str back = { 0 };

	assert_false(shelf_original(&w->shelf, url, &back));
	str_clear(&back);
	assert_true(shelf_keep_original(
	    &w->shelf, url, span_n("\0\1\n\t\xff", 5), NULL));
	assert_true(shelf_original(&w->shelf, url, &back));
	assert_int_equal(back.n, 5);
	assert_memory_equal(back.s, "\0\1\n\t\xff", 5);
	str_release(&back);
}

static void
path_of(struct world *w, char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s/pictures/%s", w->dir, name);
}

/* Whatever a hash says: the address in the file is what counts. */
static void
test_other_address(void **state)
{
	struct world *w = *state;
	struct span url = SPAN("https://a.example/1");
	char from[256], to[256], name[64];
	struct str back = { 0 };

	assert_true(shelf_keep_original(
	    &w->shelf, SPAN("https://a.example/2"), SPAN("two"), NULL));
	snprintf(name, sizeof(name), "%016llx-%zu.original",
	    (unsigned long long)span_hash(SPAN("https://a.example/2")), url.n);
	path_of(w, from, sizeof(from), name);
	snprintf(name, sizeof(name), "%016llx-%zu.original",
	    (unsigned long long)span_hash(url), url.n);
	path_of(w, to, sizeof(to), name);
	assert_int_equal(rename(from, to), 0);
	assert_true(shelf_has_original(&w->shelf, url));
	assert_false(shelf_original(&w->shelf, url, &back));
	str_release(&back);
}

static void
test_why(void **state)
{
	struct world *w = *state;
	struct span url = SPAN("https://a.example/bad");
	int64_t now = (int64_t)time(NULL);
	struct shelf_facts facts;

	assert_true(shelf_keep_bad(&w->shelf, url, SPAN("gone\033[2J"), NULL));
	shelf_facts(&w->shelf, url, now, &facts);
	assert_string_equal(facts.why, "gone[2J");
	shelf_facts(&w->shelf, url, now + SHELF_BAD_S + 10, &facts);
	assert_string_equal(facts.why, "");
	/* What came after all counts more. */
	keep(w, "https://a.example/bad", 80, 80, 80);
	shelf_facts(&w->shelf, url, now, &facts);
	assert_string_equal(facts.why, "");
}

static void
test_modes(void **state)
{
	struct world *w = *state;
	char path[256], name[64];
	struct stat st;

	assert_true(shelf_keep_original(
	    &w->shelf, SPAN("https://a.example/"), SPAN("x"), NULL));
	path_of(w, path, sizeof(path), "");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	snprintf(name, sizeof(name), "%016llx-18.original",
	    (unsigned long long)span_hash(SPAN("https://a.example/")));
	path_of(w, path, sizeof(path), name);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* The folder stays below its limit, and what was used last stays. */
static void
test_limit(void **state)
{
	struct world *w = *state;
	char body[10000], path[256], name[64];
	struct str url = { 0 };
	struct str back = { 0 };

	memset(body, 'x', sizeof(body));
	shelf_limit(&w->shelf, 100000);
	for (int i = 0; i < 40; i++) {
		struct timespec when[2] = { { 1000 + i, 0 }, { 1000 + i, 0 } };

		str_clear(&url);
		str_printf(&url, "https://a.example/%02d", i);
		assert_true(shelf_keep_original(&w->shelf, str_span(&url),
		    span_n(body, sizeof(body)), NULL));
		snprintf(name, sizeof(name), "%016llx-%zu.original",
		    (unsigned long long)span_hash(str_span(&url)), url.n);
		path_of(w, path, sizeof(path), name);
		/* The first is looked at again and again. */
		assert_int_equal(utimensat(AT_FDCWD, path, when, 0), 0);
		str_clear(&back);
		assert_true(shelf_original(
		    &w->shelf, SPAN("https://a.example/00"), &back));
	}
	str_clear(&back);
	assert_true(shelf_original(&w->shelf, str_span(&url), &back));
	assert_false(
	    shelf_has_original(&w->shelf, SPAN("https://a.example/01")));
	{
		int there = 0;

		for (int i = 0; i < 40; i++) {
			str_clear(&url);
			str_printf(&url, "https://a.example/%02d", i);
			there += shelf_has_original(&w->shelf, str_span(&url));
		}
		assert_true(there >= 5 && there <= 10);
	}
	str_release(&url);
	str_release(&back);
}

/* With 0 nothing is kept, and without a folder nothing is asked for. */
static void
test_none(void **state)
{
	struct world *w = *state;
	struct shelf none;
	struct err err = { 0 };
	struct pixels p;
	bool exact;

	shelf_limit(&w->shelf, 0);
	assert_false(shelf_keep_original(
	    &w->shelf, SPAN("https://a.example/"), SPAN("x"), &err));
	assert_int_equal(err.code, ERR_USAGE);
	shelf_init(&none, NULL);
	shelf_limit(&none, PLENTY);
	assert_false(
	    shelf_get(&none, SPAN("https://a.example/"), 80, &p, &exact));
	assert_false(shelf_keep_original(
	    &none, SPAN("https://a.example/"), SPAN("x"), &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sizes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sides, setup, teardown),
		cmocka_unit_test_setup_teardown(test_original, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_other_address, setup, teardown),
		cmocka_unit_test_setup_teardown(test_why, setup, teardown),
		cmocka_unit_test_setup_teardown(test_modes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_none, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
