#include "config.h"

#include "store/search.h"

#include <sqlite3.h>

#include "store/filter.h"
#include "store/match.h"
#include "store/stmt.h"

const char *
search_table(bool old)
{
	return old ? "search" : "words";
}

/* ---- found(…): what waits ----------------------------------------------- */

static struct span
text_of(sqlite3_value *value)
{
	const void *s = sqlite3_value_blob(value);

	return span_n(s, (size_t)sqlite3_value_bytes(value));
}

/* Columns of found(), and those of the text among them. */
enum { TITLE, AUTHOR, BODY, SECTION, FEED, TIME, FLAGS, TAGS, FOUND_ARGS };

static void
found(sqlite3_context *context, int n, sqlite3_value **value)
{
	const struct store *s = sqlite3_user_data(context);
	struct match_row row = {
		.feed = sqlite3_value_int64(value[FEED]),
		.sort = sqlite3_value_int64(value[TIME]),
		.flags = (unsigned)sqlite3_value_int64(value[FLAGS]),
		.tags = text_of(value[TAGS]),
	};
	struct span text[SECTION + 1];
	struct match_text t = { 0 };
	bool yes = false;

	(void)n;
	for (int i = TITLE; i <= SECTION; i++)
		text[i] = text_of(value[i]);
	if (s->searching && s->searching->root &&
	    match_may(s->searching->root, text, SECTION + 1)) {
		for (int i = TITLE; i <= SECTION; i++)
			match_add(&t, text[i], 1U << i);
		yes = match_is(&t, s->searching->root, &row);
	}
	match_release(&t);
	sqlite3_result_int(context, yes);
}

/* ---- weight(…): rank ---------------------------------------------------- */

/*
 * What a hit in a column is worth, and how much more hits there add: the first
 * says what a text is about, the tenth says little more (the saturation of
 * BM25).  How rare a word is plays no part: FTS5 would have to count all texts
 * with it for each search, and where every word has to be there it weighs the
 * same in each.
 */
enum { COLUMNS = 5, HITS_MAX = 1000, SCALE = 1000, HALF = 2 };
static const int worth[COLUMNS] = { 16, 6, 2, 4, 3 };

static void
weight(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context,
    int n, sqlite3_value **value)
{
	int hits[COLUMNS] = { 0 }, count = 0;
	int64_t sum = 0;

	(void)n;
	(void)value;
	if (api->xInstCount(fts, &count) != SQLITE_OK)
		count = 0;
	for (int i = 0; i < count && i < HITS_MAX; i++) {
		int phrase, column, offset;

		if (api->xInst(fts, i, &phrase, &column, &offset) ==
		        SQLITE_OK &&
		    column >= 0 && column < COLUMNS)
			hits[column]++;
	}
	for (int i = 0; i < COLUMNS; i++)
		sum += (int64_t)worth[i] * SCALE * hits[i] / (hits[i] + HALF);
	sqlite3_result_int64(context, sum);
}

static fts5_api *
fts_api(struct store *s)
{
	fts5_api *api = NULL;
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(s->db, "SELECT fts5(?1)", -1, &q, NULL) !=
	    SQLITE_OK)
		return NULL;
	sqlite3_bind_pointer(q, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(q);
	sqlite3_finalize(q);
	return api;
}

bool
search_attach(struct store *s, struct err *err)
{
	fts5_api *api = fts_api(s);

	if (!api || sqlite3_create_function(s->db, "found", FOUND_ARGS,
	                SQLITE_UTF8 | SQLITE_DIRECTONLY, s, found, NULL,
	                NULL) != SQLITE_OK)
		return store_fail(s, err);
	api->xCreateFunction(api, "weight", NULL, weight, NULL);
	return true;
}
