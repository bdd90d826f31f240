/*
 * fill -- articles from standard input into a store, as the desk puts them.
 *
 *     bench/articles.py records | build/bench/fill STORE >FEEDSFILE
 *
 * The same HTML parser, galley, merge, packing and index as a refresh has, but
 * without a network and without feeds being parsed: the store is that which a
 * refresh of the same articles would have made.  Feeds stand ten to a section,
 * the sections three to a part: "Part 1/Section 2".  bench/archive is what it
 * is for.
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/vec.h"
#include "doc/blocks.h"
#include "doc/galley.h"
#include "store/articles.h"
#include "store/feeds.h"

enum {
	BATCH = 500,       /* articles in a transaction */
	INDEX_BATCH = 500, /* and of the index */
	INDEX_EVERY = 4,   /* batches, or what waits takes too much room */
	FIELD_END = 0x1f,
	RECORD_END = 0x1e,
	IN_SECTION = 10,
	IN_PART = 3
};

enum field {
	FEED,
	KEY,
	URL,
	TITLE,
	AUTHOR,
	SECTION,
	SUMMARY,
	DATE,
	UNREAD,
	STAR,
	HTML,
	FIELDS
};

struct fill {
	struct store *store;
	int64_t now;
	char **feed; /* names, in order; the row's id is the number plus 1 */
	size_t feeds, cap;
	size_t batch, n;
};

static void
must(bool ok, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "fill: %s\n", err->text);
	exit(1);
}

/* All feeds so far become rows; a new one is the last. */
static void
subscribe(struct fill *f)
{
	struct feed_want *want = xcalloc(f->feeds, sizeof(*want));
	struct span *section = xcalloc(f->feeds, sizeof(*section));
	struct str path = { 0 }, url = { 0 }, stamp = { 0 };
	struct arena *mem = arena_new();
	size_t sections = 0;
	struct span *paths = xcalloc(f->feeds * 2 + 1, sizeof(*paths));
	struct err err = { 0 };

	for (size_t i = 0; i < f->feeds; i++) {
		size_t number = i / IN_SECTION, part = number / IN_PART;

		str_clear(&path);
		str_printf(&path, "Part %zu", part + 1);
		if (i % ((size_t)IN_SECTION * IN_PART) == 0)
			paths[sections++] = span_keep(mem, str_span(&path));
		str_printf(&path, "/Section %zu", number + 1);
		section[i] = span_keep(mem, str_span(&path));
		if (i % IN_SECTION == 0)
			paths[sections++] = section[i];
		str_clear(&url);
		str_printf(&url, "http://127.0.0.1:9/%zu", i + 1);
		want[i] = (struct feed_want){
			.url = span_keep(mem, str_span(&url)),
			.title = span_of(f->feed[i]),
			.source = 1,
			.every_s = FEED_IS_PAUSED,
			.section = &section[i],
			.sections = 1,
			.place = (int64_t)i,
		};
	}
	str_printf(&stamp, "%zu", f->feeds);
	must(feeds_sync(f->store, want, f->feeds, paths, sections,
	         str_span(&stamp), &err),
	    &err);
	str_release(&path);
	str_release(&url);
	str_release(&stamp);
	arena_free(mem);
	free(paths);
	free(section);
	free(want);
}

/* The feeds file that the store is of. */
static void
print_feeds(const struct fill *f)
{
	printf("every=1d paused=yes\n");
	for (size_t i = 0; i < f->feeds; i++) {
		size_t number = i / IN_SECTION, part = number / IN_PART;

		if (i % ((size_t)IN_SECTION * IN_PART) == 0)
			printf("\n[Part %zu]\n", part + 1);
		if (i % IN_SECTION == 0)
			printf(
			    "\n[Part %zu/Section %zu]\n", part + 1, number + 1);
		printf("http://127.0.0.1:9/%zu \"%s\"\n", i + 1, f->feed[i]);
	}
}

static int64_t
feed_row(struct fill *f, struct span name)
{
	struct err err = { 0 };

	for (size_t i = f->feeds; i-- > 0;)
		if (span_is(name, f->feed[i]))
			return (int64_t)i + 1;
	if (f->batch)
		must(store_commit(f->store, &err), &err);
	vec_room(&f->feed, f->feeds, &f->cap);
	f->feed[f->feeds++] = span_dup(name);
	subscribe(f);
	if (f->batch)
		must(store_begin(f->store, false, &err), &err);
	return (int64_t)f->feeds;
}

static void
index_all(struct fill *f)
{
	struct err err = { 0 };
	bool left = true;

	while (left)
		must(articles_index_some(f->store, INDEX_BATCH, &left, &err),
		    &err);
	store_checkpoint(f->store);
}

static void
end_batch(struct fill *f)
{
	struct err err = { 0 };

	must(store_commit(f->store, &err), &err);
	f->batch = 0;
	if (f->n / BATCH % INDEX_EVERY == 0)
		index_all(f);
	store_checkpoint(f->store);
	fprintf(stderr, "\r%zu", f->n);
}

static void
mark(struct fill *f, int64_t id, const struct span *field)
{
	unsigned set = span_is(field[STAR], "1") ? FLAG_STARRED : 0;
	unsigned clear = span_is(field[UNREAD], "1") ? 0 : FLAG_UNREAD;
	struct err err = { 0 };

	must(articles_mark(f->store, &id, 1, set, clear, NULL, &err), &err);
}

static void
take(struct fill *f, const struct span *field)
{
	struct arena *mem = arena_new();
	struct doc *d = doc_new(NULL);
	struct blocks_ask ask = { .base = field[URL], .title = field[TITLE] };
	struct str galley = { 0 }, text = { 0 };
	struct article_new a = {
		.key = field[KEY],
		.print = field[KEY],
		.url = field[URL],
		.title = field[TITLE],
		.author = field[AUTHOR],
		.section = field[SECTION],
		.standfirst = field[SUMMARY],
	};
	struct merge_count count;
	struct err err = { 0 };
	int64_t feed = feed_row(f, field[FEED]);

	blocks_from_html(d, html_parse(mem, field[HTML], true), &ask);
	galley_write(&galley, d);
	doc_text(&text, d);
	a.body = str_span(&galley);
	a.search = str_span(&text);
	span_int(field[DATE], &a.published);
	if (!f->batch)
		must(store_begin(f->store, false, &err), &err);
	must(articles_merge(f->store, feed, &a, 1, f->now, &count, &err), &err);
	mark(f, articles_newest(f->store), field);
	f->batch++;
	f->n++;
	if (f->batch == BATCH)
		end_batch(f);
	str_release(&galley);
	str_release(&text);
	doc_free(d);
	arena_free(mem);
}

/* A record without its end. */
static void
take_record(struct fill *f, char *line, size_t n)
{
	struct span rest = span_n(line, n), field[FIELDS];

	for (size_t i = 0; i < FIELDS; i++)
		field[i] = span_cut(&rest, FIELD_END);
	/* None is missing: that of the titles, at least. */
	for (size_t i = 0; i < FIELDS; i++)
		if (!field[i].s)
			field[i] = SPAN("");
	take(f, field);
}

int
main(int argc, char **argv)
{
	struct fill f = { .now = (int64_t)time(NULL) };
	struct err err = { 0 };
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (argc != 2) {
		fprintf(stderr, "usage: fill STORE <records >feeds\n");
		return 2;
	}
	setlocale(LC_ALL, "");
	f.store = store_open(argv[1], &err);
	must(f.store != NULL, &err);
	while ((n = getdelim(&line, &cap, RECORD_END, stdin)) > 1)
		take_record(&f, line, (size_t)n - 1);
	if (f.batch)
		end_batch(&f);
	index_all(&f);
	fprintf(stderr, "\r%zu articles of %zu feeds\n", f.n, f.feeds);
	print_feeds(&f);
	store_close(f.store);
	for (size_t i = 0; i < f.feeds; i++)
		free(f.feed[i]);
	free(f.feed);
	free(line);
	return 0;
}
