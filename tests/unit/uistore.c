#include "config.h"

#include "uistore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/galley.h"
#include "store/articles.h"
#include "store/feeds.h"

enum { MINUTE = 60, DAY_MIN = 24 * 60 };

static const struct {
	const char *url, *title, *section;
} feeds[] = {
	{ "https://courier.example/", "Delta Courier",
	    "World/Asia/South Asia" },
	{ "https://daily.example/", "Example Daily", "World/Asia" },
	{ "https://orbit.example/", "Orbit Letters", "Science" },
	{ "https://notes.example/", "Field Notes", "Science" },
};

static const char *const sections[] = { "World", "World/Asia",
	"World/Asia/South Asia", "Science" };

static const struct {
	int feed, age_min;
	const char *title, *standfirst;
} stories[] = {
	{ 0, 12, "River ferries resume after two days of fog",
	    "The first boat left at nine, with every seat taken." },
	{ 1, 48, "Tea auction opens at a record as late rain cuts the crop",
	    "Buyers from nine countries bid through the afternoon." },
	{ 0, 125,
	    "“We counted every boat”: how a harbour rebuilt its fleet after "
	    "the great storm, plank by plank",
	    "A report from the yards." },
	{ 3, 200, "The night bus that became a library", "" },
	{ 2, 300, "火星の砂が語ること", "探査機の一年。" },
	{ 1, DAY_MIN, "Two bridges, one city", "An argument." },
	{ 0, DAY_MIN + 30, "المرفأ القديم يفتح أبوابه", "" },
	{ 2, 3 * DAY_MIN, "A ring around a small moon", "Faint, but there." },
	{ 3, 400 * DAY_MIN, "Hedgehogs, counted", "" },
};

enum {
	FEEDS = sizeof(feeds) / sizeof(*feeds),
	SECTIONS = sizeof(sections) / sizeof(*sections),
	STORIES = sizeof(stories) / sizeof(*stories)
};

static void
check(bool ok, const struct err *err)
{
	if (!ok)
		print_error("%s\n", err->text);
	assert_true(ok);
}

/* A body of some paragraphs, a heading, a quote, a list and a link. */
static void
write_body(struct str *out, int paragraphs)
{
	struct doc *d = doc_new(NULL);
	struct block *b;
	int link = doc_link(d, SPAN("https://example.net/auction/results"));

	b = doc_block(d, NULL, BLOCK_PARAGRAPH);
	doc_run(d, b, RUN_TEXT, 0, 0,
	    SPAN("The first lot went for more than twice last year's price, "
	         "and the hall, which had been loud since eight, fell silent "
	         "for as long as it takes to read a number aloud."));
	doc_run(d, b, RUN_TEXT, 0, link, SPAN(" The results"));
	doc_run(d, b, RUN_TEXT, 0, 0, SPAN(" are public."));
	b = doc_block(d, NULL, BLOCK_HEADING);
	b->level = 2;
	doc_run(d, b, RUN_TEXT, 0, 0, SPAN("Who pays"));
	b = doc_block(d, NULL, BLOCK_QUOTE);
	b = doc_block(d, b, BLOCK_PARAGRAPH);
	doc_run(d, b, RUN_TEXT, 0, 0,
	    SPAN("“Nobody in the gardens will see this money before spring,” "
	         "said the union's secretary."));
	for (int i = 0; i < paragraphs; i++) {
		struct str text = { 0 };
		str_printf(&text,
		    "Paragraph %d tells of chests of first-grade leaf that "
		    "were carried into the hall on Monday morning, one after "
		    "the other, until the floor was full of them.",
		    i + 1);
		b = doc_block(d, NULL, BLOCK_PARAGRAPH);
		doc_run(d, b, RUN_TEXT, 0, 0, str_span(&text));
		str_release(&text);
	}
	galley_write(out, d);
	doc_free(d);
}

static void
merge(struct uistore *u, int64_t feed, const struct article_new *a)
{
	struct merge_count count;
	struct err err = { 0 };

	check(store_begin(u->writer, false, &err), &err);
	check(articles_merge(u->writer, feed, a, 1, UISTORE_NOW, &count, &err),
	    &err);
	check(store_commit(u->writer, &err), &err);
}

/* The row of the i-th feed. */
static int64_t
feed_id(struct uistore *u, int i)
{
	struct err err = { 0 };
	struct feed_rows *r = feed_rows_load(u->writer, &err);
	int64_t id = 0;

	assert_non_null(r);
	for (size_t k = 0; k < r->n; k++)
		if (span_is(r->feed[k].url, feeds[i].url))
			id = r->feed[k].id;
	feed_rows_free(r);
	return id;
}

static void
add_story(struct uistore *u, int feed, const char *key, const char *title,
    const char *standfirst, int age_min)
{
	struct str body = { 0 }, url = { 0 };
	struct article_new a = {
		.key = span_of(key),
		.print = span_of(title),
		.title = span_of(title),
		.author = SPAN("Rina Das"),
		.standfirst = span_of(standfirst),
		.search = span_of(title),
		.published = UISTORE_NOW - age_min * MINUTE,
	};

	write_body(&body, 12);
	str_printf(&url, "%s%s", feeds[feed].url, key);
	a.body = str_span(&body);
	a.url = str_span(&url);
	merge(u, feed_id(u, feed), &a);
	str_release(&body);
	str_release(&url);
}

void
uistore_add(struct uistore *u, const char *key, const char *title, int age_min)
{
	add_story(u, 0, key, title, "", age_min);
}

static void
outcome(struct uistore *u, int feed, const char *error)
{
	struct feed_outcome o = { .id = feed_id(u, feed),
		.now = UISTORE_NOW - 4 * MINUTE,
		.next_due = UISTORE_NOW + 3600,
		.error = error };
	struct err err = { 0 };

	check(store_begin(u->writer, false, &err), &err);
	check(feeds_outcome(u->writer, &o, &err), &err);
	check(store_commit(u->writer, &err), &err);
}

static void
fill(struct uistore *u)
{
	struct feed_want want[FEEDS];
	struct span section[FEEDS], paths[SECTIONS];
	struct err err = { 0 };
	bool left = true;

	for (int i = 0; i < SECTIONS; i++)
		paths[i] = span_of(sections[i]);
	for (int i = 0; i < FEEDS; i++) {
		section[i] = span_of(feeds[i].section);
		want[i] = (struct feed_want){ .url = span_of(feeds[i].url),
			.title = span_of(feeds[i].title),
			.source = SOURCE_WEB,
			.every_s = 3600,
			.section = &section[i],
			.sections = 1,
			.place = i };
	}
	check(feeds_sync(
	          u->writer, want, FEEDS, paths, SECTIONS, SPAN("1"), &err),
	    &err);
	for (int i = 0; i < STORIES; i++) {
		char key[16];
		snprintf(key, sizeof(key), "story-%d", i);
		add_story(u, stories[i].feed, key, stories[i].title,
		    stories[i].standfirst, stories[i].age_min);
	}
	outcome(u, 0, NULL);
	outcome(u, 3, "no answer for 3 days");
	while (left)
		check(articles_index_some(u->writer, 100, &left, &err), &err);
}

void
uistore_open(struct uistore *u, bool empty)
{
	char dir[] = "/tmp/broadsheet-ui-XXXXXX";
	struct str file = { 0 };
	struct err err = { 0 };

	*u = (struct uistore){ 0 };
	assert_non_null(mkdtemp(dir));
	u->dir = xstrdup(dir);
	str_printf(&file, "%s/store.db", dir);
	u->file = str_take(&file);
	u->writer = store_open(u->file, &err);
	check(u->writer != NULL, &err);
	if (!empty)
		fill(u);
	u->reader = store_open_read(u->file, &err);
	check(u->reader != NULL, &err);
	keymap_init(&u->keys);
	u->ui = (struct ui){ .options = &u->options,
		.feeds = &u->feeds,
		.keys = &u->keys,
		.marks = &u->marks,
		.talk = &u->talk,
		.now = UISTORE_NOW };
	panes_init(&u->panes, &u->ui);
	panes_store(&u->panes, u->reader);
}

void
uistore_close(struct uistore *u)
{
	static const char *const tails[] = { "", "-wal", "-shm" };

	panes_release(&u->panes);
	store_close(u->reader);
	store_close(u->writer);
	keymap_release(&u->keys);
	marks_release(&u->marks);
	talk_release(&u->talk);
	options_release(&u->options);
	sheet_release(&u->sheet);
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		struct str file = { 0 };
		str_printf(&file, "%s%s", u->file, tails[i]);
		unlink(str_z(&file));
		str_release(&file);
	}
	rmdir(u->dir);
	free(u->dir);
	free(u->file);
}

static void
settle(struct uistore *u)
{
	struct err err = { 0 };

	panes_settle(&u->panes, &err);
	check(err.code == ERR_NONE, &err);
	assert_false(store_has_open_statement(u->reader));
}

void
uistore_size(struct uistore *u, int rows, int cols)
{
	sheet_resize(&u->sheet, rows, cols);
	panes_resize(&u->panes, rows, cols);
	settle(u);
}

void
uistore_press(struct uistore *u, const char *keys)
{
	for (struct span rest = span_of(keys); rest.n;) {
		enum context in = panes_focused(&u->panes)->ops->context;
		const struct binding *b;
		struct keys k;
		assert_true(keys_parse(span_cut(&rest, ' '), &k, NULL));
		keymap_find(&u->keys, in, &k, &b);
		assert_non_null(b);
		panes_command(&u->panes, b->command, 0);
		settle(u);
	}
}

char *
uistore_screen(struct uistore *u)
{
	struct canvas c;
	struct str text = { 0 };

	settle(u);
	sheet_clear(&u->sheet);
	c = canvas_of(&u->sheet);
	panes_draw(&u->panes, &c);
	sheet_text(&text, &u->sheet);
	return str_take(&text);
}
