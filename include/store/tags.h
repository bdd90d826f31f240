/*
 * tags: words that a person gives to articles; a feed's own are beside them
 * (article.tags) and are not these.
 *
 * For desk, ui, cmd.  Counters are kept by the store: listing tags costs the
 * same however many articles there are.
 */
#ifndef STORE_TAGS_H
#define STORE_TAGS_H

#include "base/mem.h"
#include "store/ids.h"
#include "store/store.h"

enum {
	TAG_BYTES_MAX = 100,
	TAGS_MAX = 1000,       /* different ones */
	ARTICLE_TAGS_MAX = 100 /* of one article; more are not kept */
};

/* What is to be read later has this tag, in every language. */
#define TAG_LATER "later"

/* The tag that was typed, trimmed, as it may be kept: no comma, no control
 * character, not empty, not too long.  False with a sentence. */
bool tag_read(struct span typed, struct span *name, struct err *err);

/* Tags articles, or takes the tag off them; `changed` gets those that were
 * not so before.  Unknown articles are skipped.  Upper and lower case of ASCII
 * letters are the same tag, written as it was first.  In the caller's
 * transaction. */
bool tags_put(struct store *s, struct span name, const int64_t *id, size_t n,
    struct ids *changed, struct err *err);
bool tags_take(struct store *s, struct span name, const int64_t *id, size_t n,
    struct ids *changed, struct err *err);

/* An article's tags, "a, b", by name; in mem, empty when there are none. */
bool tags_of(struct store *s, struct arena *mem, int64_t article,
    struct span *list, struct err *err);

/* Whether an article has a tag. */
bool tags_has(struct store *s, struct span name, int64_t article);

struct tag_row {
	struct span name;
	int64_t total, unread; /* without what is in the trash */
};
struct tag_rows {
	struct arena *mem;
	struct tag_row *row; /* by name */
	size_t n;
};
/* The tags that stand on something.  Caller frees with tag_rows_free. */
struct tag_rows *tag_rows_load(struct store *s, struct err *err);
void tag_rows_free(struct tag_rows *t);

#endif
