/*
 * extract: a web page -> the article on it.
 *
 * For parse.  Bytes of any charset come in (charset_to_utf8 first); what is
 * not known stays empty.
 */
#ifndef DOC_EXTRACT_H
#define DOC_EXTRACT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/when.h"
#include "doc/doc.h"
#include "doc/html.h"

enum { AUTHORS_MAX = 16, PAGE_TAGS_MAX = 32, NOTES_MAX = 32 };

struct person {
	struct span name, email, uri;
};

/* A diagnostic of JSON.md. */
struct note {
	struct span code;    /* "not-an-article" … */
	struct span message; /* a sentence */
	int line, column;    /* 0: unknown */
};

struct page_feed {
	struct span url, type, title;
};

/* All spans live in mem; doc too. */
struct page {
	struct arena *mem;
	struct span title, kicker, standfirst, byline, site, section;
	struct span lang, dir, excerpt, canonical, encoding;
	struct person author[AUTHORS_MAX];
	size_t authors;
	struct span tag[PAGE_TAGS_MAX];
	size_t tags;
	struct when published, modified; /* grain 0: unknown */
	struct span published_raw, modified_raw;
	struct figure *lead; /* may be NULL; also in doc when it
	                        stands in the body */
	struct doc *doc;
	struct page_feed *feed; /* link rel=alternate */
	size_t feeds, feeds_cap;
	bool is_article;
	struct note note[NOTES_MAX];
	size_t notes;
};

/* An empty one, without a document. */
struct page *page_new(void);
/* The article of a page at url (which may be empty), found with the rules of
 * its site (lines of doc/rules.h; empty: none). Free with page_free. */
struct page *page_extract(struct span utf8, struct span url, struct span rules);
/* Only head matters: feeds that the page offers, its title. */
struct page *page_discover(struct span utf8, struct span url);
void page_free(struct page *p);
/* Adds a diagnostic; what is too many is left out. */
void page_note(struct page *p, const char *code, const char *message);

/* page <-> records, for the parser's reply: like galley, "page" lines first,
 * then the galley of the document. */
void page_write(struct str *out, const struct page *p);
struct page *page_read(struct span text, struct err *err);

#endif
