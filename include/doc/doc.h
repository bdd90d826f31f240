/*
 * doc: an article's body as a document: blocks, runs, links.
 *
 * For feed and everything above.  A document is a value: no hidden state, one
 * arena, freed as one.  All text is UTF-8 plain text (utf8_plain), so it holds
 * no control character and no bidi control.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"

enum {
	DOC_DEPTH_MAX = 32, /* blocks within blocks; deeper is flattened */
	DOC_BLOCKS_MAX = 50000,
	DOC_LINKS_MAX = 5000,
	DOC_TEXT_MAX = 8 * 1024 * 1024,
	DOC_COLUMNS_MAX = 64
};

enum block_kind {
	BLOCK_PARAGRAPH = 1, /* runs */
	BLOCK_HEADING,       /* runs; level 1-6: a cross-heading */
	BLOCK_QUOTE,         /* children; credit: who said it; level 1: a pull
	                        quote */
	BLOCK_LIST,          /* children ITEM; ordered: first number in level,
	                        else level is 0 */
	BLOCK_ITEM,          /* children; level: its own number, 0 if none */
	BLOCK_TERMS,         /* definition list: children TERM, DEFINITION */
	BLOCK_TERM,          /* runs */
	BLOCK_DEFINITION,    /* children */
	BLOCK_PRE,           /* text, lines as they are; lang */
	BLOCK_TABLE,         /* children ROW; caption */
	BLOCK_ROW,           /* children CELL; level 1: a header row */
	BLOCK_CELL,          /* children; cell */
	BLOCK_FIGURE,        /* figure */
	BLOCK_RULE,          /* a thematic break */
	BLOCK_NOTE,          /* a footnote: children; level: its number */
	BLOCK_KINDS          /* renderers skip kinds that they do not know */
};

enum run_kind {
	RUN_TEXT = 1,
	RUN_BREAK, /* a line break (br) */
	RUN_NOTE   /* reference to the footnote whose number is in `link` */
};

/* Bits of a run's style. */
enum {
	STYLE_BOLD = 1 << 0,
	STYLE_ITALIC = 1 << 1,
	STYLE_CODE = 1 << 2,
	STYLE_STRIKE = 1 << 3,
	STYLE_UNDERLINE = 1 << 4,
	STYLE_SUP = 1 << 5,
	STYLE_SUB = 1 << 6,
	STYLE_MARK = 1 << 7,
	STYLE_SMALL = 1 << 8,
	STYLE_QUOTE = 1 << 9, /* q: the renderer sets the quotation marks */
	STYLE_BITS = 10,
	/* What only doc/diff.h makes; never in a galley. */
	STYLE_INSERTED = 1 << 10,
	STYLE_DELETED = 1 << 11,
	STYLE_ALL_BITS = 12
};

/* How a block of doc/diff.h came to be. */
enum block_change {
	CHANGE_NONE,
	CHANGE_INSIDE, /* some of its words are marked */
	CHANGE_INSERTED,
	CHANGE_DELETED
};

struct run {
	struct run *next;
	enum run_kind kind;
	unsigned style;
	int link;         /* 0: none; else the number of a doc_link, 1-based */
	struct span text; /* may begin or end with one blank */
	size_t cap;       /* bytes there are for text: doc_run only */
};

enum figure_kind { FIGURE_IMAGE, FIGURE_VIDEO, FIGURE_AUDIO, FIGURE_EMBED };

struct figure {
	enum figure_kind kind;
	struct span url;   /* the picture (for video its poster); absolute */
	struct span media; /* video, audio or embedded page; absolute */
	struct span alt, caption, credit;
	int width, height; /* pixels; 0 when unknown */
};

enum cell_align { ALIGN_START, ALIGN_CENTER, ALIGN_END };

struct cell {
	int columns, rows; /* spans, at least 1 */
	enum cell_align align;
	bool header;
};

struct block {
	struct block *next, *prev, *child, *parent;
	struct block *tail; /* the last child */
	enum block_kind kind;
	int level;
	char mark; /* LIST: doc/listmark.h */
	bool rtl;  /* base direction of its text (dir, or found) */
	enum block_change change;
	struct run *runs, *last_run;
	struct span text;    /* PRE */
	struct span lang;    /* PRE: programming language */
	struct span credit;  /* QUOTE: source */
	struct span caption; /* TABLE */
	struct figure *figure;
	struct cell cell;
};

struct link {
	struct span url; /* absolute, url_is_link */
};

struct doc {
	struct arena *mem; /* borrowed or owned: see doc_new */
	bool owns_mem;
	struct block *first, *last;
	struct link *link; /* link[0] is number 1 */
	size_t links, links_cap;
	size_t blocks; /* all, nested ones too */
	size_t text_bytes;
};

/* mem NULL: the document makes and owns its arena; else it lives in mem and
 * doc_free frees nothing but the link table. */
struct doc *doc_new(struct arena *mem);
void doc_free(struct doc *d);

/*
 * Appends a block to parent (NULL: the top).  NULL when a limit is reached or
 * a block of that kind cannot stand there (an item outside a list): the caller
 * goes on with the parent.  Text always has room in what holds text, unless
 * DOC_BLOCKS_MAX is reached.
 */
struct block *doc_block(
    struct doc *d, struct block *parent, enum block_kind kind);
/* Appends a run; joins it with the last one when nothing but text differs.
 * text is copied. */
void doc_run(struct doc *d, struct block *b, enum run_kind kind, unsigned style,
    int link, struct span text);
/* The number of the link to url, a new one or the one there is (found by
 * hash, not by search); 0 when the url is no link or a limit is reached. */
int doc_link(struct doc *d, struct span url);
/* Forgets the links behind the first n, which nothing refers to any more. */
void doc_links_cut(struct doc *d, size_t n);
/* NULL: no such link. */
const struct link *doc_link_at(const struct doc *d, int number);

/* Next block in reading order below root (NULL: the whole document), going
 * inward first; depth (may be NULL) is kept up to date from 0. */
struct block *doc_walk(const struct block *root, struct block *at, int *depth);

/* Appends the body as plain text: paragraphs, headings, list items, cells,
 * quotes, separated by "\n\n"; no captions, no link list (JSON.md, "text"). */
void doc_text(struct str *out, const struct doc *d);
/* Appends everything a search should find: body, captions, credits, alt. */
void doc_search_text(struct str *out, const struct doc *d);
/* Number of letters and digits in the body: what "thin" is measured by. */
size_t doc_weight(const struct doc *d);

#endif
