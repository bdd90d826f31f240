/*
 * reading: the state of a feed being read, and the setters that rules name.
 *
 * For feed.  What RSS, Atom, the modules and RSS in JSON share: rules
 * (xmlwalk.h) call the setters below, which fill the entry or the feed that
 * is open.  Texts are kept raw until their element ends, for only then is it
 * known which of several is the one, and what its links are relative to.
 */
#ifndef FEED_READING_H
#define FEED_READING_H

#include <stdbool.h>

#include "feed/feed.h"
#include "feed/xmlwalk.h"

enum raw_kind {
	RAW_NONE,
	RAW_PLAIN,
	RAW_GUESS, /* HTML if it looks like it: RSS does not say */
	RAW_HTML,
	RAW_XHTML,
	RAW_MIME /* some other type: kept, not shown as HTML */
};

struct raw {
	enum raw_kind kind;
	int rank; /* a higher one replaces a lower one */
	struct span text, mime, lang, base;
	bool based; /* xml:base was in force */
	bool base64;
	bool unwrap; /* Atom 1.0: the div around XHTML is not content */
};

/* The text constructs of a feed or an entry. */
enum {
	TEXT_TITLE,
	TEXT_SUMMARY, /* of a feed: its subtitle */
	TEXT_CONTENT,
	TEXT_RIGHTS,
	TEXT_SUBTITLE, /* of an entry: its summary, where that is missing */
	TEXTS
};

/* Who wins where several elements say the same. */
enum { RANK_LAST_RESORT = 1, RANK_MODULE, RANK_CORE };

struct reading {
	struct walk walk;
	const struct feed_ask *ask;
	struct feed *feed;
	struct feed *head;     /* what the rules of channels fill: the feed, or
	                          the source of the entry */
	struct entry *entry;   /* being read, or NULL */
	struct arena *scratch; /* until the entry ends */
	struct entry passing;  /* the entry, when none is kept */
	struct raw *raw;       /* TEXTS of them: those of head or entry */
	struct raw feed_raw[TEXTS], source_raw[TEXTS], entry_raw[TEXTS];
	bool atom; /* the root says so: elements without namespace are Atom's */
	bool full; /* ENTRIES_MAX is reached */
	/* Entries begun; what is left of the places that are wanted, and the
	 * run that comes next or is being gone through. */
	int places, run_first, run_last;
	struct span runs;
	size_t entry_at; /* where in the input the entry begins */
	int entry_depth; /* entries open: broken feeds nest them */
	bool discard;    /* the entry will not be kept */

	/* Of the element that is open. */
	struct raw text;
	struct feed_link link;
	struct category category;
	struct feed_person person;
	struct feed_image image;
	bool permalink;
	bool opaque_id; /* a guid of the entry is said to be no address */

	/* Of the entry: addresses by what they are worth. */
	struct span link_original, link_other, link_image;
	struct span media_text, media_credit; /* of the entry as a whole */
	bool image_is_thumbnail;
	long media_at; /* index of the media:content that is open, or -1 */
	int64_t duration_s;
	int sy_period_s, sy_times;
};

/* The struct that setters with `at` fill: the open entry, or head. */
void *reading_target(struct reading *r);
bool reading_in_entry(const struct reading *r);
/* Where the long texts of an entry live: as long as the entry itself. */
struct arena *reading_bulk(const struct reading *r);
/* Text as one plain line in the feed's arena. */
struct span reading_line(struct reading *r, struct span t);
/* The same of what an element said, without the tags that stood in it. */
struct span reading_words(struct reading *r, const struct walk_text *t);
/* Resolved against what is in force; empty when it is no address to follow. */
struct span reading_url(struct reading *r, struct span ref);
/* A person from "Name (mail@host)" and its relatives. */
void person_parse(struct reading *r, struct span text, struct feed_person *out);
void reading_add_link(struct reading *r, const struct feed_link *link);
void reading_add_category(struct reading *r, const struct category *c);

/* Setters: at is the member's offset. */
walk_close_fn set_line;     /* struct span; the first that is not empty stays */
walk_close_fn set_language; /* of the entry */
walk_close_fn set_id;    /* struct span; what can only be a path is resolved */
walk_close_fn set_url;   /* struct span */
walk_close_fn set_date;  /* struct feed_date; the last one that is one */
walk_close_fn set_count; /* int64_t */
/* Text constructs: at is TEXT_TITLE …; Atom's attributes are heeded. */
walk_open_fn open_text;
walk_close_fn close_text;
walk_open_fn open_html; /* the same, surely HTML */
/* Persons: at is the offset of people, or of struct feed_person for
 * set_publisher. */
walk_open_fn open_person;
walk_close_fn close_person;
walk_close_fn close_publisher;
walk_close_fn person_name, person_email, person_uri;
walk_open_fn open_link, open_category, open_image;
walk_close_fn close_link, close_category, close_image;
walk_close_fn close_keywords; /* "a, b, c": categories */

/* Contexts. */
extern const struct walk_context document_context; /* of any XML feed */
extern const struct walk_context head_context, entry_context, source_context;
extern const struct walk_context media_context, owner_context;
extern const struct walk_context person_context, image_context;

/* Begin and end of what rules fill. */
walk_open_fn open_entry, open_source;
walk_close_fn close_entry, close_source;
/* All that is left to do for the entry, the source, the feed. */
void finish_entry(struct reading *r);
void finish_head(struct reading *r, struct feed *head, struct raw *raw);

/* What each namespace means in an entry and in a feed. */
extern const struct walk_part rss_document_part, rdf_document_part;
extern const struct walk_part rss_channel_part;
extern const struct walk_part rss_head_part, rss_entry_part;
extern const struct walk_part atom_head_part, atom_entry_part;
extern const struct walk_part dc_head_part, dc_entry_part;
extern const struct walk_part dcterms_head_part, dcterms_entry_part;
extern const struct walk_part itunes_head_part, itunes_entry_part;
extern const struct walk_part cc_head_part, cc_entry_part;
extern const struct walk_part admin_head_part, sy_head_part;
extern const struct walk_part content_entry_part, xhtml_entry_part;
extern const struct walk_part slash_entry_part, wfw_entry_part;
extern const struct walk_part thr_entry_part, feedburner_entry_part;
extern const struct walk_part pheedo_entry_part, yandex_entry_part;
extern const struct walk_part media_head_part;
extern const struct walk_part rbc_entry_part, media_entry_part;
extern const struct walk_part source_entry_part, news_entry_part;
extern const struct walk_part sitemap_document_part;

/* media.c: after all children of an entry are known. */
void media_finish(struct reading *r);

/*
 * texts.c: raw text -> text.  What is HTML is parsed once: the tree (in
 * scratch, or NULL for plain text) is for whoever wants more of it.  With
 * line, out->plain becomes the text in one line, else it stays empty.
 */
struct html_node *raw_text(
    struct reading *r, const struct raw *raw, bool line, struct text *out);
/* What relative addresses in it are relative to. */
struct span raw_base(const struct reading *r, const struct raw *raw);

/* body.c: the galley of the entry's document, its picture, content.plain. */
void body_make(struct reading *r);

/* heads.c: the plain beginning of summary and content, in place of that. */
void heads_make(struct reading *r);
/* Of the entry that ends: its source_print. */
void heads_print(struct reading *r);
/* Whether the entry that begins is wanted; counts it. */
bool heads_wanted(struct reading *r);

/* jsonfeed.c: JSON Feed 1.0 and 1.1, and RSS in JSON. */
void jsonfeed_read(struct reading *r, struct span utf8);

#endif
