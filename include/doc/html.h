/*
 * html: HTML bytes (UTF-8) -> a tree of our own.
 *
 * For doc and feed.  Behind it stand doc/scrub (the linear pass that makes
 * libxml2's HTML parser as good as an HTML5 one, and reads texts and attributes
 * itself) and libxml2, which is named in doc/html.c alone.  The tree is a value
 * in an arena.
 */
#ifndef DOC_HTML_H
#define DOC_HTML_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

enum {
	HTML_BYTES_MAX = 32 * 1024 * 1024,
	HTML_NODES_MAX = 1000000,
	HTML_DEPTH_MAX = 512, /* deeper start tags are dropped */
	HTML_ATTRS_MAX = 128
};

/* Tags that code asks about; every other element is TAG_OTHER (by name). */
enum html_tag {
	TAG_TEXT = 0, /* a text node */
	TAG_OTHER,
#define TAG(id, name, kind) TAG_##id,
#include "doc/tags.def"
#undef TAG
	TAG_COUNT
};

struct html_attr {
	struct html_attr *next;
	const char *name; /* lower case */
	struct span value;
};

struct html_node {
	struct html_node *parent, *first, *last, *next, *prev;
	enum html_tag tag;
	const char *name; /* lower case; NULL for text */
	struct span text; /* text nodes: as in the source, white space kept */
	struct html_attr *attr; /* in source order */
	float score;            /* for doc/candidate.c alone */
	bool kept;              /* by a rule: doc/prune.c leaves it */
};

/*
 * Parses a document, or with fragment the inside of a body.  Never fails: an
 * empty input gives an empty root element (a TAG_OTHER node named "#root",
 * whose children are html or the fragment's nodes).  Scripts, styles,
 * comments are gone, except that <script type="application/ld+json"> stays,
 * with its text as its only child.
 */
struct html_node *html_parse(
    struct arena *mem, struct span utf8, bool fragment);

/* NULL when there is no such attribute; an empty value is a span with s. */
const struct span *html_attr(const struct html_node *n, const char *name);
/* The same, empty when absent. */
struct span html_get(const struct html_node *n, const char *name);
/* True when itemprop is that. */
bool html_is_prop(const struct html_node *n, const char *prop);
/* True when class or id holds the word (ASCII case ignored, whole word). */
bool html_has_word(const struct html_node *n, const char *word);
/* The same for one of count words: a table is gone through once a node. */
bool html_has_any(
    const struct html_node *n, const char *const *words, size_t count);
#define HTML_HAS_ANY(n, table) \
	html_has_any((n), (table), sizeof(table) / sizeof(*(table)))
/* Next node in document order within root; NULL at the end. */
struct html_node *html_next(
    const struct html_node *root, const struct html_node *at);
/* The same, but not into at. */
struct html_node *html_skip(
    const struct html_node *root, const struct html_node *at);
/* First descendant of that tag, or NULL. */
struct html_node *html_find(const struct html_node *root, enum html_tag tag);
/* Takes a node (with all below it) out of the tree. */
void html_unlink(struct html_node *n);
/* Makes n a child of parent (n stands nowhere: html_unlink), before that one of
 * its children; NULL: the last. */
void html_insert(
    struct html_node *parent, struct html_node *n, struct html_node *before);
/* Is n root itself or below it? */
bool html_contains(const struct html_node *root, const struct html_node *n);
/* Appends all text below n, white space collapsed to one blank. */
void html_text(struct str *out, const struct html_node *n);
/* True for elements that begin a new block (p, div, li, table …). */
bool html_is_block(const struct html_node *n);
/* True for elements that are dropped with all that is in them. */
bool html_is_skipped(const struct html_node *n);
/* display:none, hidden, aria-hidden (not on pictures), opacity 0 … */
bool html_is_hidden(const struct html_node *n);

/* Appends text with character references decoded (HTML5 names, with or
 * without ";", numbers, windows-1252 repairs): for RSS titles and the like. */
void html_unescape(struct str *out, struct span t);
/* Looks like HTML: a known tag or a character reference (JSON.md). */
bool html_looks_like(struct span t);

#endif
