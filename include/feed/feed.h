/*
 * feed: a feed of any dialect, read.
 *
 * For parse, desk and cmd (which know it in its galley form, feedtext.h).
 * The fields and their rules are those of the JSON that `broadsheet parse`
 * prints; names follow Atom (RFC 4287).  A feed is a value in one arena.
 * All spans are UTF-8 without control characters; *_html are clean fragments
 * (doc/clean.h).
 */
#ifndef FEED_FEED_H
#define FEED_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "doc/charset.h"
#include "doc/doc.h"

enum {
	FEED_BYTES_MAX = 64 * 1024 * 1024,
	ENTRIES_MAX = 5000,   /* the newest in document order are kept */
	FEED_DEPTH_MAX = 200, /* elements within elements */
	FEED_LIST_MAX = 200,  /* links, authors, media … of one thing */
	ENTRY_TEXT_MAX = 4 * 1024 * 1024,
	FEED_NOTES_MAX = 64
};

enum text_type { TEXT_NONE, TEXT_PLAIN, TEXT_HTML, TEXT_XHTML, TEXT_MIME };

/* A text construct; absent when type is TEXT_NONE. */
struct text {
	enum text_type type;
	struct span plain;      /* for people: markup gone, one line (content:
	                           paragraphs separated by \n\n) */
	struct span html;       /* clean fragment; TEXT_PLAIN has none: it is
	                           plain, escaped */
	struct span mime;       /* TEXT_MIME */
	struct span lang, base; /* xml:lang and xml:base in force */
};

struct feed_person {
	struct span name, email, uri;
};

struct feed_link {
	struct span href, rel, type, hreflang, title;
	int64_t length; /* -1: unknown */
};

struct category {
	struct span term, scheme, label;
};

struct feed_image {
	struct span url, title, link, description, alt, caption, credit;
	int width, height; /* 0: unknown */
};

struct enclosure {
	struct span url, type, title;
	int64_t length, duration_s; /* -1: unknown */
};

struct media {
	bool thumbnail;
	struct span url, type, medium, caption, credit, alt;
	int width, height;
};

/* A date: as the source wrote it, and in seconds (0: none or impossible). */
struct feed_date {
	struct span raw;
	int64_t t;
};

/* Growing arrays of the above; they live in the feed's arena. */
struct people {
	struct feed_person *v;
	size_t n, cap;
};
struct feed_links {
	struct feed_link *v;
	size_t n, cap;
};
struct categories {
	struct category *v;
	size_t n, cap;
};
struct enclosures {
	struct enclosure *v;
	size_t n, cap;
};
struct medias {
	struct media *v;
	size_t n, cap;
};

struct entry {
	struct span key; /* the stable identity (identity.h) */
	int place;       /* among all of its document, from 0 */
	/* A fingerprint of all that its source says of it: as long as it is the
	 * same, nothing needs to be read again.  Never 0. */
	int64_t source_print;
	bool torn;      /* the input ends within it: some of it is missing */
	struct span id; /* guid, atom:id */
	bool id_is_permalink;
	struct text title, subtitle, summary, content, rights;
	struct span content_src;
	struct span link;
	struct feed_links links;
	struct feed_date published, updated, created, expired;
	struct people authors, contributors;
	struct feed_person publisher;
	struct span section;
	struct categories categories;
	struct feed_image image; /* the one to show; url empty: none */
	struct enclosures enclosures;
	struct medias media;
	struct span comments, comments_feed;
	int64_t comment_count; /* -1: unknown */
	struct span language, license;
	struct span reply_href, reply_ref;
	struct span source_href; /* RSS: the address of the source's feed */
	struct feed *source;     /* where it came from, a feed without
	                            entries in the same arena; or NULL */
	/*
	 * Content, else summary, as a document with the lead picture in front.
	 * feed_read gives its galley: so a feed of thousands of entries is read
	 * with the memory of one.  feedtext_read gives the document.
	 */
	struct span galley;
	int64_t weight;   /* letters and digits in it (doc_weight) */
	struct doc *body; /* or NULL */
};

struct feed_note {
	const char *code; /* one of JSON.md's diagnostics */
	struct span message;
	int line, column; /* 0: unknown */
};

struct feed {
	struct arena *mem;
	const char *version; /* "rss20" …; "": not a feed */
	struct span encoding;
	bool bozo;
	struct feed_note *note;
	size_t notes;

	struct text title, subtitle, rights;
	struct span link, id, language, icon, logo;
	struct feed_links links;
	struct feed_image image;
	struct people authors, contributors;
	struct feed_person publisher;
	struct categories categories;
	struct feed_date published, updated, created;
	struct span license;
	struct span generator, generator_uri, generator_version;
	int64_t ttl_s;        /* rss ttl or sy:update*; -1: not said */
	unsigned skip_hours;  /* bit h: do not ask at h o'clock GMT */
	unsigned skip_days;   /* bit d: 0 is Sunday */
	struct span next_url; /* itunes:new-feed-url */

	struct entry *entry;
	size_t n, cap;
};

/* Is given an entry that is whole; it is valid during the call. */
typedef void entry_fn(void *data, const struct entry *e);

/* What the one who asks knows about the bytes. */
struct feed_ask {
	struct span url;          /* of the document, after redirects */
	struct span content_type; /* raw header value */
	struct charset *charset;  /* open converter, or NULL */
	bool truncated;           /* the download was cut off */
	bool brief;               /* without the *_html fragments */
	/* Headlines: no documents are made; summary and content are the plain
	 * beginning of what stands there. */
	bool heads;
	struct span places; /* of the entries that are wanted, rising, each a
	                       run: "0-3,7"; empty: all */
	entry_fn *each;     /* NULL: entries are kept in the feed.  Else
	                       each is forgotten after the call, so that
	                       a big feed is never whole in memory */
	void *data;         /* for each */
};

/*
 * Reads bytes as a feed.  Returns NULL only when a charset is needed that is
 * not open: *need is its name then.  What is not a feed gives version "" and
 * a note "not-a-feed".  With ask->each the feed that is returned has no
 * entries.  The caller frees with feed_free.
 */
struct feed *feed_read(
    struct span bytes, const struct feed_ask *ask, const char **need);
void feed_free(struct feed *f);

/* For feed: an empty feed, and what grows in its arena. */
struct feed *feed_new(void);
void feed_note(struct feed *f, const char *code, struct span message, int line,
    int column);
/* Notes once that only the first most of what ("entries") are read. */
void feed_limit(struct feed *f, const char *what, int most);
/*
 * A new element at the end of one of the lists above ("struct category *c =
 * feed_push(f->mem, &f->categories)"), zeroed; NULL when FEED_LIST_MAX is
 * reached.
 */
#define feed_push(mem, list)                                           \
	((list)->n < FEED_LIST_MAX                                     \
	        ? ((list)->v = feed_room_((mem), (list)->v, (list)->n, \
	               &(list)->cap, sizeof(*(list)->v)),              \
	              &(list)->v[(list)->n++])                         \
	        : NULL)
/* Use feed_push or, for entries, feed_push_entry. */
void *feed_room_(
    struct arena *mem, void *v, size_t n, size_t *cap, size_t size);
/* NULL when ENTRIES_MAX is reached. */
struct entry *feed_push_entry(struct feed *f);

#endif
