/*
 * layout: a document and a width -> styled lines.
 *
 * For ui, cmd (show) and the golden tests; no terminal, no curses.  Text in
 * the lines went through cells_add: what a line says is what the cells show.
 */
#ifndef DOC_LAYOUT_H
#define DOC_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "doc/doc.h"

/* What a piece of a line is; the theme decides how it looks. */
enum role {
	ROLE_TEXT,
	ROLE_KICKER,
	ROLE_HEADLINE,
	ROLE_STANDFIRST,
	ROLE_BYLINE,
	ROLE_DATES,
	ROLE_HEADING, /* cross-heading */
	ROLE_CAPTION,
	ROLE_CREDIT,
	ROLE_QUOTE, /* text in a quote */
	ROLE_QUOTE_BAR,
	ROLE_QUOTE_CREDIT,
	ROLE_PULL_QUOTE,
	ROLE_BULLET,
	ROLE_CODE,
	ROLE_TABLE_HEAD,
	ROLE_TABLE_RULE,
	ROLE_RULE,
	ROLE_LINK,        /* text of a link */
	ROLE_LINK_NUMBER, /* [1] */
	ROLE_LINK_URL,    /* in the list at the end */
	ROLE_LABEL,       /* "Links", "Notes" */
	ROLE_PICTURE,     /* the place of a picture: alt text, frame */
	ROLE_NOTE,        /* footnotes */
	ROLE_COUNT
};

struct piece {
	struct span text;
	int width; /* cells */
	enum role role;
	unsigned style; /* STYLE_ bits */
	int link;       /* 0 or a link's number */
	unsigned order; /* its place among the line's pieces when read */
	bool soft;      /* a hyphen that the line's end has put there */
	bool turned;    /* bidi: it is read from its right end */
};

struct line {
	struct piece *piece;
	size_t pieces;
	int indent;                /* cells before the first piece */
	const struct block *block; /* what it belongs to: the scroll keeps its
	                              block through a new layout; NULL: head */
	int line_of_block;
	const struct figure *figure; /* a row of a picture's place, else NULL */
	int picture_row;             /* 0.. within that place */
	int picture_cols, picture_rows; /* its size in cells */
	int picture_left;               /* cells before it */
};

/* The head of an article, above its body. */
struct masthead {
	struct span kicker, title, standfirst, byline, dates;
	struct span tags, note; /* the person's own */
};

/* What is known of a picture besides what its article says. */
struct picture_facts {
	int width, height; /* pixels; 0: not known */
	const char *why;   /* there is none: a word or two; NULL: there may be.
	                      Copied. */
	bool hidden;       /* there is none that anybody is meant to see */
};

struct layout_ask {
	int width;     /* cells that there are, at least 1 */
	bool ascii;    /* no Unicode signs for bars, bullets, rules */
	bool links;    /* numbers in the text and the list at the end */
	bool pictures; /* keep places for pictures */
	bool bidi;     /* lines in the order of the cells, by UAX #9; else the
	                  terminal does that */
	bool justify;  /* paragraphs end in one column */
	bool signs;    /* what was put in stands in {+ +}, too; what was taken
	                  out stands in [- -] always (doc/diff.h) */
	int page_rows; /* for the height of pictures; 0: 24 */
	int picture_percent; /* of page_rows, at most; 0: 60 */
	int cell_w, cell_h;  /* a cell's shape; 0: 1 x 2 */
	/* Asked once for each picture; NULL: nothing more is known. */
	struct picture_facts (*facts)(void *data, const struct figure *f);
	void *facts_data;
};

struct layout {
	struct arena *mem;
	struct line *line;
	size_t n, cap;
};

/* head may be NULL.  The layout borrows doc and head: keep them. */
struct layout *layout_new(const struct doc *doc, const struct masthead *head,
    const struct layout_ask *ask);
void layout_free(struct layout *l);
/* The line that shows the same place as (block, line_of_block) of another
 * layout of the same document; 0 when it has gone. */
size_t layout_find(
    const struct layout *l, const struct block *block, int line_of_block);
/* Appends the lines as text without styles, trailing blanks cut. */
void layout_text(struct str *out, const struct layout *l);

#endif
