#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "conf/paths.h"
#include "doc/doc.h"
#include "doc/galley.h"
#include "store/feeds.h"
#include "store/articles.h"
#include "ui/session.h"
#include "uistore.h"

static const struct macros no_macros;

enum { GOLDEN_BYTES_MAX = 1 << 20 };

/*
 * Compares the screen with tests/golden/ui/NAME.txt; with BLESS=1 in the
 * environment it is written there instead ("make bless").
 */
static void
golden(struct uistore *u, const char *name)
{
	const char *top = getenv("top_srcdir");
	char *got = uistore_screen(u);
	struct str file = { 0 }, want = { 0 };
	struct err err = { 0 };

	str_printf(&file, "%s/tests/golden/ui/%s.txt", top ? top : ".", name);
	if (getenv("BLESS")) {
		assert_true(paths_write(str_z(&file), got, strlen(got), &err));
	} else {
		assert_true(
		    paths_read(str_z(&file), &want, GOLDEN_BYTES_MAX, &err));
		assert_string_equal(got, str_z(&want));
	}
	str_release(&file);
	str_release(&want);
	free(got);
}

static const struct {
	int rows, cols;
} sizes[] = { { 15, 40 }, { 24, 80 }, { 40, 120 }, { 50, 200 } };

/* The same walk in every size: sections, headlines, a story, help. */
static void
test_walk(void **state)
{
	static const struct {
		const char *name, *keys;
	} steps[] = {
		{ "sections", "" },
		{ "folded", "j j j j <Space>" },
		{ "headlines", "<Space> k <Enter>" },
		{ "article", "j <Enter>" },
		{ "article-end", "<End>" },
		{ "help", "?" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct uistore u;
		uistore_open(&u, false);
		uistore_size(&u, sizes[i].rows - 1, sizes[i].cols);
		for (size_t k = 0; k < sizeof(steps) / sizeof(*steps); k++) {
			char name[64];
			if (strcmp(steps[k].keys, "?") == 0)
				panes_open(&u.panes, help_new(&u.ui, &no_macros,
				                         CONTEXT_ARTICLE));
			else
				uistore_press(&u, steps[k].keys);
			snprintf(name, sizeof(name), "%s-%dx%d", steps[k].name,
			    sizes[i].cols, sizes[i].rows);
			golden(&u, name);
		}
		uistore_close(&u);
	}
}

static void
test_empty(void **state)
{
	struct uistore u;

	(void)state;
	uistore_open(&u, true);
	uistore_size(&u, 23, 80);
	golden(&u, "welcome-80x24");
	uistore_press(&u, "<Enter> j n U A <Space> <Left>");
	uistore_size(&u, 49, 200);
	uistore_size(&u, 1, 1);
	free(uistore_screen(&u));
	uistore_close(&u);
}

static void
test_messages(void **state)
{
	struct uistore u;

	(void)state;
	uistore_open(&u, false);
	u.talk.now = UISTORE_NOW;
	talk_error(&u.talk, "feeds:12:5: no such option \"evry\"");
	uistore_size(&u, 23, 80);
	panes_open(&u.panes, messages_new(&u.ui));
	golden(&u, "messages-80x24");
	uistore_press(&u, "<Enter>");
	golden(&u, "messages-feed-80x24");
	uistore_close(&u);
}

/* A feed that failed, one that was told to have moved, two never asked. */
static void
test_health(void **state)
{
	struct feed_outcome failed = {
		.now = UISTORE_NOW - 7200,
		.next_due = UISTORE_NOW + 3600,
		.error = "the server answered 503 (unavailable); it asks to be "
		         "left alone for an hour, and is",
		.bytes = 12000,
	};
	struct feed_outcome moved = {
		.now = UISTORE_NOW - 60,
		.next_due = UISTORE_NOW + 600,
		.moved_to = SPAN("https://new.example/feed"),
		.bytes = 1234567,
	};
	struct feed_outcome held = {
		.now = UISTORE_NOW - 60,
		.next_due = UISTORE_NOW + 3600,
		.error = "the server asks for fewer visits (429)",
		.remedy = "a longer every= in the feeds file may please it",
		.held_until = UISTORE_NOW + 3600,
	};
	struct uistore u;

	(void)state;
	uistore_open(&u, false);
	failed.id = feeds_find(u.writer, SPAN("https://daily.example/"));
	moved.id = feeds_find(u.writer, SPAN("https://orbit.example/"));
	assert_true(store_begin(u.writer, false, NULL));
	assert_true(feeds_outcome(u.writer, &failed, NULL));
	assert_true(feeds_outcome(u.writer, &moved, NULL));
	assert_true(store_commit(u.writer, NULL));
	uistore_size(&u, 23, 80);
	panes_open(&u.panes, health_new(&u.ui));
	golden(&u, "health-80x24");
	uistore_press(&u, "j");
	uistore_size(&u, 39, 120);
	golden(&u, "health-moved-120x40");
	uistore_size(&u, 14, 40);
	golden(&u, "health-40x15");
	held.id = moved.id;
	assert_true(store_begin(u.writer, false, NULL));
	assert_true(feeds_outcome(u.writer, &held, NULL));
	assert_true(store_commit(u.writer, NULL));
	uistore_size(&u, 23, 80);
	uistore_size(&u, 39, 120);
	uistore_press(&u, "j");
	golden(&u, "health-waiting-120x40");
	uistore_close(&u);
}

static int64_t
chosen(struct uistore *u)
{
	struct target t;

	return panes_target(&u->panes, &t) ? t.id : 0;
}

static bool
shows(struct uistore *u, const char *text)
{
	char *screen = uistore_screen(u);
	bool found = strstr(screen, text) != NULL;

	free(screen);
	return found;
}

/* A password in an address is shown to nobody. */
static void
test_secrets(void **state)
{
	struct feed_outcome failed = { .now = UISTORE_NOW,
		.error = "no such luck",
		.remedy = "wait for better days" };
	struct uistore u;

	(void)state;
	uistore_open(&u, false);
	failed.id = feeds_find(u.writer, SPAN("https://notes.example/"));
	assert_true(store_begin(u.writer, false, NULL));
	assert_true(feeds_move(
	    u.writer, failed.id, SPAN("https://me:hush@notes.example/"), NULL));
	assert_true(feeds_outcome(u.writer, &failed, NULL));
	assert_true(store_commit(u.writer, NULL));
	uistore_size(&u, 23, 80);
	panes_open(&u.panes, messages_new(&u.ui));
	uistore_size(&u, 24, 80);
	assert_true(shows(&u, "wait for better days"));
	assert_true(shows(&u, "notes.example/"));
	assert_false(shows(&u, "hush"));
	panes_open(&u.panes, health_new(&u.ui));
	uistore_size(&u, 23, 80);
	assert_true(shows(&u, "wait for better days"));
	assert_true(shows(&u, "notes.example/"));
	assert_false(shows(&u, "hush"));
	uistore_close(&u);
}

/* The selection is a story: what comes above does not move it. */
static void
test_selection_stays(void **state)
{
	struct uistore u;
	int64_t id;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	uistore_press(&u, "<Enter> j j");
	id = chosen(&u);
	uistore_add(&u, "late-1", "A late one", 1);
	uistore_add(&u, "late-2", "A later one", 0);
	uistore_size(&u, 20, 70);
	assert_int_equal(chosen(&u), id);
	uistore_press(&u, "gg");
	assert_int_not_equal(chosen(&u), id);
	assert_true(shows(&u, "A later one"));
	uistore_close(&u);
}

/* What is read in a list of unread stories stays in it. */
static void
test_read_stays(void **state)
{
	struct uistore u;
	struct err err = { 0 };
	int64_t id;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	uistore_press(&u, "<Enter> U j <Enter>");
	id = chosen(&u);
	/* The desk carries it out, and other news arrive. */
	assert_true(store_begin(u.writer, false, &err));
	assert_true(
	    articles_mark(u.writer, &id, 1, 0, FLAG_UNREAD, NULL, &err));
	assert_true(store_commit(u.writer, &err));
	marks_done(&u.marks, 0);
	marks_settle(&u.marks);
	uistore_add(&u, "late-1", "A late one", 1);
	uistore_press(&u, "q");
	assert_int_equal(chosen(&u), id);
	assert_true(shows(&u, "Tea auction"));
	uistore_press(&u, "n");
	assert_int_not_equal(chosen(&u), id);
	uistore_press(&u, "k");
	assert_int_equal(chosen(&u), id);
	uistore_close(&u);
}

/* n in a story goes to the next unread one, which is then read. */
static void
test_next_unread(void **state)
{
	struct uistore u;
	int64_t first;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	uistore_press(&u, "<Enter> <Enter>");
	first = chosen(&u);
	uistore_press(&u, "n");
	assert_int_not_equal(chosen(&u), first);
	uistore_press(&u, "n n n n n n n");
	assert_false(shows(&u, "Nothing unread"));
	uistore_press(&u, "n");
	assert_true(u.talk.current);
	uistore_press(&u, "q");
	assert_false(shows(&u, "unread"));
	uistore_close(&u);
}

/* Three panes: moving shows the story, which stays unread until it has been
 * looked at. */
static void
test_preview(void **state)
{
	struct uistore u;
	int64_t id;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 49, 200);
	assert_int_equal(u.panes.lingering, 0);
	uistore_press(&u, "<Enter> j");
	id = chosen(&u);
	assert_int_equal(u.panes.lingering, id);
	assert_int_equal(u.marks.n, 0);
	panes_lingered(&u.panes, id + 1);
	assert_int_equal(u.marks.n, 0);
	panes_lingered(&u.panes, id);
	assert_int_equal(u.marks.n, 1);
	assert_int_equal(u.marks.item[0].id, id);
	uistore_close(&u);
}

/* A smaller window keeps the paragraph that is at the top. */
static void
test_resize_keeps_block(void **state)
{
	struct uistore u;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 10, 80);
	uistore_press(&u, "<Enter> <Enter> <PageDown> <PageDown>");
	while (!shows(&u, "Paragraph 3"))
		uistore_press(&u, "j");
	for (int cols = 78; cols > 30; cols -= 8) {
		uistore_size(&u, 10, cols);
		assert_true(
		    shows(&u, "Paragraph 3") || shows(&u, "Paragraph 2"));
	}
	uistore_close(&u);
}

static void
test_find(void **state)
{
	struct uistore u;
	struct view *v;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 12, 60);
	uistore_press(&u, "<Enter> <Enter>");
	v = panes_focused(&u.panes);
	v->ops->find(v, SPAN("PARAGRAPH 7 tells of chests"));
	assert_true(shows(&u, "Paragraph 7"));
	/* A step back ends the search, and only that. */
	uistore_press(&u, "<Esc>");
	assert_ptr_equal(v, panes_focused(&u.panes));
	uistore_press(&u, "<Esc>");
	assert_ptr_not_equal(v, panes_focused(&u.panes));
	uistore_close(&u);
}

static void
test_mark_all(void **state)
{
	struct uistore u;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	uistore_press(&u, "<Enter>");
	assert_true(shows(&u, "unread"));
	uistore_press(&u, "A");
	u.talk.current = false;
	assert_false(shows(&u, "unread"));
	uistore_press(&u, "r");
	assert_true(shows(&u, "1 unread"));
	uistore_close(&u);
}

/* Any size is survived, with any view. */
static void
test_sizes(void **state)
{
	static const char *const keys[] = { "<Enter>", "<Enter>", "<End>", "q",
		"q" };
	struct uistore u;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
		for (int rows = 1; rows < 60; rows += 7)
			for (int cols = 1; cols < 210; cols += 13) {
				uistore_size(&u, rows, cols);
				free(uistore_screen(&u));
			}
		uistore_press(&u, keys[k]);
	}
	uistore_close(&u);
}

/* A list without stories does not move the pane before it. */
static void
test_empty_pane(void **state)
{
	struct uistore u;
	int width;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 49, 200);
	width = u.panes.width[0];
	uistore_press(&u, "j");
	assert_true(shows(&u, "No starred stories yet"));
	assert_int_equal(u.panes.width[0], width);
	uistore_close(&u);
}

static void
test_mouse(void **state)
{
	struct uistore u;
	int64_t id;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 39, 120);
	assert_int_equal(panes_click(&u.panes, 0, 99), PAINT);
	uistore_size(&u, 39, 120);
	id = chosen(&u);
	panes_click(&u.panes, 3, 10);
	assert_int_not_equal(chosen(&u), id);
	panes_wheel(&u.panes, 10, false);
	assert_int_equal(chosen(&u), id);
	panes_click(&u.panes, 2, 10);
	assert_int_equal(
	    panes_focused(&u.panes)->ops->context, CONTEXT_ARTICLE);
	assert_int_equal(panes_click(&u.panes, 39, 10), NOTHING);
	uistore_close(&u);
}

/* The same "random" numbers on every run. */
static unsigned
dice(unsigned *state, unsigned sides)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % sides;
}

/* Whatever is pressed while news come and the window changes, there is a
 * screen, and the story that is chosen is the one that is shown. */
static void
test_monkey(void **state)
{
	struct uistore u;
	unsigned seed = 7;

	(void)state;
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	for (int i = 0; i < 4000; i++) {
		enum ui_command command =
		    (enum ui_command)(1 + dice(&seed, CMD_COUNT - 1));
		char key[32];
		if (command == CMD_HELP)
			panes_open(&u.panes,
			    help_new(&u.ui, &no_macros, CONTEXT_GENERAL));
		else if (command == CMD_MESSAGES)
			panes_open(&u.panes, messages_new(&u.ui));
		else if (command == CMD_HEALTH)
			panes_open(&u.panes, health_new(&u.ui));
		else
			panes_command(&u.panes, command, (int)dice(&seed, 4));
		if (i % 40 == 0) {
			snprintf(key, sizeof(key), "monkey-%d", i);
			uistore_add(&u, key, key, (int)dice(&seed, 5000));
		}
		if (i % 7 == 0)
			panes_click(&u.panes, (int)dice(&seed, 60),
			    (int)dice(&seed, 220));
		if (i % 60 == 0)
			uistore_size(&u, 1 + (int)dice(&seed, 60),
			    1 + (int)dice(&seed, 220));
		if (i % 10 == 0)
			free(uistore_screen(&u));
		if (u.marks.n > 50) {
			marks_done(&u.marks, 0);
			marks_settle(&u.marks);
		}
	}
	uistore_close(&u);
}

/* The page's text is shown when it is there; one key turns back and forth. */
static void
test_two_texts(void **state)
{
	struct article_page page = { .search = SPAN("whole") };
	struct str galley = { 0 };
	struct doc *d = doc_new(NULL);
	struct uistore u;
	struct err err = { 0 };

	(void)state;
	doc_run(d, doc_block(d, NULL, BLOCK_PARAGRAPH), RUN_TEXT, 0, 0,
	    SPAN("All of it, from the page."));
	galley_write(&galley, d);
	page.galley = str_span(&galley);
	uistore_open(&u, false);
	uistore_size(&u, 23, 80);
	uistore_press(&u, "<Enter> <Enter>");
	assert_true(shows(&u, "The first lot went"));
	assert_true(store_begin(u.writer, false, &err));
	assert_true(articles_fulltext(u.writer, chosen(&u), &page, &err));
	assert_true(store_commit(u.writer, &err));
	uistore_size(&u, 22, 80);
	assert_true(shows(&u, "All of it, from the page."));
	uistore_press(&u, "f");
	assert_true(shows(&u, "The first lot went"));
	assert_true(u.talk.current);
	uistore_press(&u, "f");
	assert_true(shows(&u, "All of it, from the page."));
	uistore_close(&u);
	doc_free(d);
	str_release(&galley);
}

/* Code keeps its lines; what is wider than the window is scrolled to, and the
 * text around it stays. */
static void
test_wide_code(void **state)
{
	struct article_page page = { .search = SPAN("whole") };
	struct str galley = { 0 };
	struct doc *d = doc_new(NULL);
	struct uistore u;
	struct err err = { 0 };

	(void)state;
	doc_run(d, doc_block(d, NULL, BLOCK_PARAGRAPH), RUN_TEXT, 0, 0,
	    SPAN("Run it like this:"));
	doc_block(d, NULL, BLOCK_PRE)->text =
	    SPAN("short\nprint 111111111 222222222 333333333 444444444 end");
	galley_write(&galley, d);
	page.galley = str_span(&galley);
	uistore_open(&u, false);
	uistore_size(&u, 23, 40);
	uistore_press(&u, "<Enter> <Enter>");
	assert_true(store_begin(u.writer, false, &err));
	assert_true(articles_fulltext(u.writer, chosen(&u), &page, &err));
	assert_true(store_commit(u.writer, &err));
	uistore_size(&u, 22, 40);
	assert_true(shows(&u, "  print 111111111 222222222 333333333 4›"));
	uistore_press(&u, ">");
	assert_true(shows(&u, "  ‹111111 222222222 3"));
	assert_true(shows(&u, " Run it like this:"));
	/* No further than its end. */
	uistore_press(&u, "> > >");
	assert_true(shows(&u, "333333333 444444444 end"));
	uistore_press(&u, "<lt> <lt> <lt> <lt> <lt>");
	assert_true(shows(&u, "  print 111111111 222222222 333333333 4›"));
	uistore_close(&u);
	doc_free(d);
	str_release(&galley);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_health),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_selection_stays),
		cmocka_unit_test(test_read_stays),
		cmocka_unit_test(test_next_unread),
		cmocka_unit_test(test_preview),
		cmocka_unit_test(test_resize_keeps_block),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_mark_all),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_empty_pane),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_two_texts),
		cmocka_unit_test(test_wide_code),
		cmocka_unit_test(test_monkey),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
