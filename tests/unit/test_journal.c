/* What was done can be taken back, step by step, and done again. */
#include "config.h"

#include "store/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/articles.h"
#include "store/headlines.h"
#include "store/notes.h"
#include "store/tags.h"
#include "store/trash.h"
#include "uistore.h"

enum { ARTICLES = 9, DEEDS = 300, NOW = UISTORE_NOW, DAY = 86400 };

static struct store *store;
static struct journal_bounds bounds;
static uint64_t random_state;

static void
check(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

static size_t
draw(size_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (size_t)(random_state % below);
}

static void
add(struct change_new c)
{
	struct err err = { 0 };

	c.at = c.at ? c.at : NOW;
	c.reader = c.reader ? c.reader : "test";
	check(journal_add(store, &c, &bounds, &err), &err);
}

/* A deed as the desk does it. */
static void
do_mark(unsigned set, unsigned clear, enum change_kind kind, const int64_t *id,
    size_t n)
{
	struct ids changed = { 0 };
	struct err err = { 0 };
	bool ok;

	check(store_begin(store, false, &err), &err);
	if (kind == CHANGE_DELETE)
		ok = trash_put(store, id, n, NOW, &changed, &err);
	else if (kind == CHANGE_RESTORE)
		ok = trash_restore(store, id, n, &changed, &err);
	else
		ok = articles_mark(store, id, n, set, clear, &changed, &err);
	check(ok, &err);
	add((struct change_new){ .kind = kind, .articles = &changed });
	check(store_commit(store, &err), &err);
	ids_release(&changed);
}

static void
do_tag(bool on, const char *name, const int64_t *id, size_t n)
{
	struct ids changed = { 0 };
	struct err err = { 0 };

	check(store_begin(store, false, &err), &err);
	check(on ? tags_put(store, span_of(name), id, n, &changed, &err)
	         : tags_take(store, span_of(name), id, n, &changed, &err),
	    &err);
	add((struct change_new){ .kind = on ? CHANGE_TAG : CHANGE_UNTAG,
	    .articles = &changed,
	    .subject = span_of(name) });
	check(store_commit(store, &err), &err);
	ids_release(&changed);
}

static void
do_note(int64_t id, const char *text)
{
	struct str before = { 0 }, after = { 0 };
	struct ids ids = { 0 };
	struct err err = { 0 };
	bool changed;

	check(store_begin(store, false, &err), &err);
	check(notes_write(store, id, span_of(text), NOW, &before, &after,
	          &changed, &err),
	    &err);
	if (changed)
		ids_add(&ids, id);
	add((struct change_new){ .kind = CHANGE_NOTE,
	    .articles = &ids,
	    .before = str_span(&before),
	    .after = str_span(&after) });
	check(store_commit(store, &err), &err);
	str_release(&before);
	str_release(&after);
	ids_release(&ids);
}

/* Undoes or redoes; how many articles changed, -1: there was nothing. */
static int64_t
turn(bool redo, struct str *said)
{
	struct arena *mem = arena_new();
	struct change c;
	struct err err = { 0 };
	int64_t changed = -1;

	check(store_begin(store, false, &err), &err);
	check(journal_next(store, mem, redo, &c, &err), &err);
	if (c.id)
		check(journal_turn(store, &c, redo, NOW, &changed, &err), &err);
	if (c.id && said)
		change_describe(said, &c);
	check(store_commit(store, &err), &err);
	arena_free(mem);
	return changed;
}

/* All that a person can change, as one text. */
static char *
snapshot(void)
{
	struct str t = { 0 };
	struct err err = { 0 };

	for (int64_t id = 1; id <= ARTICLES; id++) {
		struct article *a = article_load(store, id, &err);

		check(a != NULL, &err);
		str_printf(&t, "%d %u %.*s %.*s\n", (int)id, a->flags,
		    SPAN_ARG(a->own_tags), SPAN_ARG(a->note));
		article_free(a);
	}
	return str_take(&t);
}

static void
do_something(void)
{
	static const struct {
		unsigned set, clear;
		enum change_kind kind;
	} marks[] = {
		{ 0, FLAG_UNREAD, CHANGE_READ },
		{ FLAG_UNREAD, 0, CHANGE_UNREAD },
		{ FLAG_STARRED, 0, CHANGE_STAR },
		{ 0, FLAG_STARRED, CHANGE_UNSTAR },
		{ 0, 0, CHANGE_DELETE },
		{ 0, 0, CHANGE_RESTORE },
	};
	static const char *const words[] = { "tea", "harbour", "" };
	int64_t id[4];
	size_t n = 1 + draw(4), i = draw(9);

	for (size_t k = 0; k < n; k++)
		id[k] = 1 + (int64_t)draw(ARTICLES);
	if (i < 6)
		do_mark(marks[i].set, marks[i].clear, marks[i].kind, id, n);
	else if (i < 8)
		do_tag(i == 6, words[draw(2)], id, n);
	else
		do_note(id[0], words[draw(3)]);
}

static void
test_back_and_forth(void **state)
{
	char *now, *shot[DEEDS + 1];
	struct err err = { 0 };
	size_t n = 0;

	(void)state;
	shot[n++] = snapshot();
	while (n <= DEEDS) {
		do_something();
		now = snapshot();
		/* What changed nothing is no deed. */
		if (strcmp(now, shot[n - 1]) != 0)
			shot[n++] = now;
		else
			free(now);
	}
	for (size_t i = n - 1; i-- > 0;) {
		assert_true(turn(false, NULL) > 0);
		now = snapshot();
		assert_string_equal(now, shot[i]);
		free(now);
	}
	assert_int_equal(turn(false, NULL), -1);
	for (size_t i = 1; i < n; i++) {
		assert_true(turn(true, NULL) > 0);
		now = snapshot();
		assert_string_equal(now, shot[i]);
		free(now);
	}
	assert_int_equal(turn(true, NULL), -1);
	check(store_check(store, &err), &err);
	for (size_t i = 0; i < n; i++)
		free(shot[i]);
}

/* What another program has changed meanwhile stays as it left it. */
static void
test_changed_since(void **state)
{
	static const int64_t all[] = { 1, 2, 3, 4, 5 };
	struct article *a;
	struct str said = { 0 };
	struct err err = { 0 };

	(void)state;
	do_mark(0, FLAG_UNREAD, CHANGE_READ, all, 5);
	check(articles_mark(store, all, 2, FLAG_UNREAD, 0, NULL, &err), &err);
	assert_int_equal(turn(false, &said), 3);
	assert_string_equal(str_z(&said), "5 stories marked read");
	do_note(1, "Ask Rina.");
	check(notes_write(store, 1, SPAN("No, ask Karim."), NOW, NULL, NULL,
	          &(bool){ false }, &err),
	    &err);
	assert_int_equal(turn(false, NULL), 0);
	a = article_load(store, 1, &err);
	check(a != NULL, &err);
	assert_true(span_is(a->note, "No, ask Karim."));
	article_free(a);
	str_release(&said);
}

static int64_t
entries(void)
{
	struct err err = { 0 };
	struct changes *c = changes_load(store, 1000, &err);
	int64_t n;

	check(c != NULL, &err);
	n = (int64_t)c->n;
	changes_free(c);
	return n;
}

static void
test_new_deed(void **state)
{
	static const int64_t id = 1;

	(void)state;
	do_mark(FLAG_STARRED, 0, CHANGE_STAR, &id, 1);
	do_mark(0, FLAG_UNREAD, CHANGE_READ, &id, 1);
	turn(false, NULL);
	turn(false, NULL);
	assert_int_equal(entries(), 2);
	do_tag(true, "tea", &id, 1);
	assert_int_equal(entries(), 1);
	assert_int_equal(turn(true, NULL), -1);
	assert_int_equal(turn(false, NULL), 1);
}

static void
test_bounds(void **state)
{
	static const int64_t id = 1;

	(void)state;
	bounds.count = 3;
	for (int i = 0; i < 10; i++)
		do_mark(i % 2 ? 0 : FLAG_STARRED, i % 2 ? FLAG_STARRED : 0,
		    i % 2 ? CHANGE_UNSTAR : CHANGE_STAR, &id, 1);
	assert_int_equal(entries(), 3);
	bounds.oldest = NOW + 1;
	do_mark(FLAG_STARRED, 0, CHANGE_STAR, &id, 1);
	assert_int_equal(entries(), 1);
	bounds.count = 0;
	do_mark(0, FLAG_STARRED, CHANGE_UNSTAR, &id, 1);
	assert_int_equal(entries(), 1);
}

/* Two orders that are one deed, and two that are not. */
static void
test_more(void **state)
{
	static const int64_t id[] = { 1, 2, 3, 4 };
	struct ids changed = { 0 };
	struct err err = { 0 };

	(void)state;
	do_mark(0, FLAG_UNREAD, CHANGE_READ, id, 2);
	check(articles_mark(store, id + 2, 2, 0, FLAG_UNREAD, &changed, &err),
	    &err);
	add((struct change_new){
	    .kind = CHANGE_READ, .articles = &changed, .more = true });
	ids_release(&changed);
	assert_int_equal(entries(), 1);
	do_mark(FLAG_STARRED, 0, CHANGE_STAR, id, 1);
	ids_add(&changed, 2);
	add((struct change_new){
	    .kind = CHANGE_READ, .articles = &changed, .more = true });
	assert_int_equal(entries(), 3);
	changed.n = 0;
	ids_add(&changed, 3);
	add((struct change_new){ .kind = CHANGE_READ,
	    .articles = &changed,
	    .reader = "other",
	    .more = true });
	assert_int_equal(entries(), 4);
	for (int i = 0; i < 3; i++)
		turn(false, NULL);
	/* Two of the four were taken back before. */
	assert_int_equal(turn(false, NULL), 2);
	ids_release(&changed);
}

#define PAPER                      \
	{                          \
		"World / Asia", 12 \
	}

static void
test_words(void **state)
{
	static const struct {
		struct change c;
		const char *words;
	} cases[] = {
		{ { .kind = CHANGE_READ, .articles = 31, .subject = PAPER },
		    "31 stories of World / Asia marked read" },
		{ { .kind = CHANGE_READ, .articles = 1, .subject = PAPER },
		    "1 story of World / Asia marked read" },
		{ { .kind = CHANGE_STAR,
		      .articles = 1,
		      .title = { "Two bridges", 11 } },
		    "\"Two bridges\" starred" },
		{ { .kind = CHANGE_TAG,
		      .articles = 2,
		      .subject = { "tea", 3 } },
		    "2 stories tagged tea" },
		{ { .kind = CHANGE_UNTAG,
		      .articles = 1,
		      .subject = { "tea", 3 },
		      .title = { "Two bridges", 11 } },
		    "\"Two bridges\" no longer tagged tea" },
		{ { .kind = CHANGE_UNSUBSCRIBE, .subject = PAPER },
		    "World / Asia unsubscribed" },
		{ { .kind = CHANGE_DELETE,
		      .articles = 1,
		      .title = SPAN("One hundred and twenty boats, and a "
		                    "tug that was never painted") },
		    "\"One hundred and twenty boats, and a tug…\" deleted" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str t = { 0 };

		change_describe(&t, &cases[i].c);
		assert_string_equal(str_z(&t), cases[i].words);
		str_release(&t);
	}
}

static int
set_up(void **state)
{
	struct uistore *u = calloc(1, sizeof(*u));

	*state = u;
	uistore_open(u, false);
	store = u->writer;
	bounds = (struct journal_bounds){ .count = 1000, .oldest = NOW - DAY };
	random_state = UINT64_C(0x2545f4914f6cdd1d);
	return 0;
}

static int
tear_down(void **state)
{
	uistore_close(*state);
	free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(test_back_and_forth),
		TEST(test_changed_since),
		TEST(test_new_deed),
		TEST(test_bounds),
		TEST(test_more),
		TEST(test_words),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
