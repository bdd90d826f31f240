/*
 * articles: merging what came, marking what was read, reading one.
 *
 * For desk, ui, cmd.  The identity of an article is (feed, key).
 */
#ifndef STORE_ARTICLES_H
#define STORE_ARTICLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "store/ids.h"
#include "store/store.h"

enum article_flag {
	FLAG_UNREAD = 1,
	FLAG_STARRED = 2,
	FLAG_TAGGED = 4, /* by the person */
	FLAG_NOTED = 8,
	FLAG_DELETED = 16, /* in the trash */
	FLAG_LATER = 32    /* tagged so; no row says it: tags_has */
};

/* How much of what an article said before is kept (store/revisions.h). */
struct revision_limits {
	int64_t count; /* earlier versions; 0: none */
	int64_t bytes; /* of them altogether, packed */
};

/* An article as it came. */
struct article_new {
	struct span key, print; /* identity.h; a headline has no print */
	int64_t source_print;   /* feed.h; 0: not known */
	bool torn; /* some of it is missing: what is known of it stays */
	int place; /* in its feed */
	struct span url, title, author, section, standfirst;
	struct span lang;
	int64_t published, updated; /* 0: not said */
	struct span body;           /* galley */
	struct span search;         /* plain text for the index */
	struct span picture;        /* address of the lead picture */
	struct span enclosure, enclosure_type;
	struct span tags; /* comma-separated */
	bool errand;      /* its page is wanted ahead of need (errands.h) */
	bool pictures;    /* its pictures are */
	struct revision_limits keep;
	bool read; /* it comes in so, and nothing is fetched for it */
};

/* A headline whose text is to be set: where it stands in its feed, and the
 * article that it became. */
struct pending {
	int place;
	int64_t id;
};

struct merge_count {
	int64_t added, edited, kept;
	int64_t held; /* of those added: marked read, see below */
};

/* So many new articles at once that are older than any their feed has had are
 * its archive, not its news. */
enum { FLOOD_MIN = 50 };

/*
 * Merges into feed: new keys in (unread), a changed print updates in place
 * and keeps read mark, star and first-seen time, an equal one writes nothing.
 * What it said before is put aside, and it counts as edited, when its words
 * have changed (revisions.h); a whole text that was fetched is fetched again.
 * A new key is an old article when its address is the same and its title or
 * date, and the old key is not among the given ones.  A flood of old articles
 * comes in read; what was expired or purged does not come in at all.  In the
 * caller's transaction.  A missing date becomes `now`, once.
 */
bool articles_merge(struct store *s, int64_t feed, const struct article_new *a,
    size_t n, int64_t now, struct merge_count *count, struct err *err);
/*
 * The same for headlines, which have no print and no body yet: new keys come
 * in, those that are known are left as they are.  `pending`, with room for n,
 * gets the articles that are new or whose source says something else than
 * when their text was set (source_print), *pending_n how many, by place.
 */
bool articles_heads(struct store *s, int64_t feed, const struct article_new *a,
    size_t n, int64_t now, struct merge_count *count, struct pending *pending,
    size_t *pending_n, struct err *err);
/*
 * The whole of an article that is known by its id: a text that was never set
 * is no edit, and is put into the index at once; then as articles_merge.  An
 * article that has gone meanwhile is passed over.
 */
bool articles_set(struct store *s, int64_t id, const struct article_new *a,
    int64_t now, struct merge_count *count, struct err *err);
/* Nobody waits for the text of an article any more: its feed does not list it,
 * or is not to be had.  Should it come after all it is no edit. */
bool articles_unset(struct store *s, int64_t id, struct err *err);

/* What an article's own page told: its whole text, and what its feed had left
 * out. */
struct article_page {
	struct span galley, search;
	struct span author, standfirst; /* empty: not told */
	int64_t published, updated;
	int64_t now; /* seconds since 1970 */
	struct revision_limits keep;
};
/*
 * Keeps the page's text beside the feed's own; the desk decides which is
 * better.  Author and dates only fill what is empty; its standfirst
 * stands instead of the feed's summary.  A page that was kept before and says
 * something else now is an edit, unless the feed has told of it already.  In
 * the caller's transaction.
 */
bool articles_fulltext(struct store *s, int64_t id,
    const struct article_page *page, struct err *err);

/* One article with its body. Caller frees with article_free. */
struct article {
	struct arena *mem;
	int64_t id, feed;
	unsigned flags;
	int64_t published, updated, seen; /* updated 0: never */
	struct span url, title, author, section, standfirst, lang, tags;
	struct span key, picture, enclosure, enclosure_type;
	struct span feed_title, feed_url, feed_section; /* first section path */
	struct span body;      /* galley: full text when there is one */
	struct span feed_body; /* the feed's own when body is full text */
	struct span own_tags;  /* the person's, "a, b" (store/tags.h) */
	struct span note;      /* the person's (store/notes.h) */
	bool let_go;           /* its text was dropped to save room */
	bool damaged;          /* its text is there, and cannot be read */
	bool unset;            /* its text has still to be set */
	int64_t revisions;     /* how often it was edited */
	int64_t edited;        /* when we saw that last; 0: not known */
	bool page_is_old;      /* body is a page from before the last edit */
};
/* NULL with ERR_GONE when there is none.  One whose text is damaged comes
 * without it, or with its feed's when its page's cannot be read. */
struct article *article_load(struct store *s, int64_t id, struct err *err);
void article_free(struct article *a);

/* Runs sql for each article: ?1 is its id, ?2 and ?3, if it has them, are a and
 * b.  Those that a row comes back for go into `changed` (may be NULL). */
bool articles_each(struct store *s, const char *sql, const int64_t *id,
    size_t n, int64_t a, int64_t b, struct ids *changed, struct err *err);
/* Sets and clears FLAG_UNREAD and FLAG_STARRED; unknown ids are skipped;
 * `changed` (may be NULL) gets those that really changed. */
bool articles_mark(struct store *s, const int64_t *id, size_t n, unsigned set,
    unsigned clear, struct ids *changed, struct err *err);
/* Marks read what is unread in a scope up to the article id newest. */
struct scope;
bool articles_mark_scope(struct store *s, const struct scope *scope,
    int64_t newest, struct ids *changed, struct err *err);
/* Highest article id; 0: none. */
int64_t articles_newest(struct store *s);

/* Full-text indexing lags behind: indexes up to max waiting articles in a
 * transaction of its own; *left tells whether more wait. */
bool articles_index_some(
    struct store *s, size_t max, bool *left, struct err *err);

#endif
