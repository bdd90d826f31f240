/*
 * setting: what the parts of a layout share while lines are set.
 *
 * For doc/layout and its parts.  Lines are opened, filled and closed; what
 * hangs at their left (bars, bullets, indents) is a stack.
 */
#ifndef DOC_SETTING_H
#define DOC_SETTING_H

#include "doc/layout.h"
#include "doc/para.h"

/* A block hangs at most two. */
enum { HANGS_MAX = 2 * DOC_DEPTH_MAX + 8 };

/* How something hangs. */
enum {
	HANG_EVERY = 1, /* on each line (a bar), else on the first (a bullet) */
	HANG_RIGHT = 2  /* at the right edge: text that runs from there */
};

struct hang {
	struct span text; /* empty: an indent */
	int at, width;    /* cells, from its edge */
	enum role role;
	unsigned how;
	bool shown;
};

/* Whether the items of a list stand without blank lines between them. */
struct tight {
	const struct block *list;
	bool yes;
};

/* A part of a line that looks alike and runs one way. */
struct stretch {
	struct span text;
	const struct seg *seg;
	unsigned char level;
	bool soft;
	int more; /* blanks that widen what ends in one */
};

struct setting {
	struct layout *l;
	const struct doc *doc;
	const struct layout_ask *ask;
	struct hang hang[HANGS_MAX];
	int hangs;
	int left, right; /* cells that they take */
	bool gap;        /* a blank line is owed before the next line */
	int gap_hangs;
	/* The line being made. */
	struct piece *piece;
	size_t pieces, cap;
	struct stretch *stretch; /* of the line, as read */
	size_t stretches, stretch_cap;
	struct str stretched; /* the text of one, turned or widened */
	int indent, blanks, col;
	/* What it belongs to. */
	const struct block *block;
	int line_of_block;
	struct para para; /* used again and again */
	struct tight tight[DOC_DEPTH_MAX + 1];
	bool noted; /* the label above the footnotes was set */
};

/* Cells between what hangs at the left and the right edge, at least 1. */
int setting_width(const struct setting *s);
/* The lines to come belong to b (NULL: to none). */
void setting_block(struct setting *s, const struct block *b);
/* A blank line before the next line, unless that is the first one. */
void setting_gap(struct setting *s);
/*
 * Hangs text of so many cells at the side of the lines to come.  When half of
 * the width is used up, what hangs moves no further inward.
 */
void hang_push(struct setting *s, struct span text, int width, enum role role,
    unsigned how);
void hang_pop(struct setting *s);

void line_open(struct setting *s);
/* text must outlive the layout. */
void line_piece(struct setting *s, const struct piece *piece);
/* Blanks up to cell x, counted from behind what hangs. */
void line_to(struct setting *s, int x);
/* The line, for a caller who has more to say about it. */
struct line *line_close(struct setting *s);

/* Puts the next line of f, which wraps at width, into the open line; aligned
 * within width.  False when there is none. */
bool flow_line(
    struct setting *s, struct flow *f, int width, enum cell_align align);
/* All lines of the paragraph. */
void setting_para(
    struct setting *s, const struct para *p, int width, enum cell_align align);

/* Whether b, or what it begins with, is text from right to left: then its signs
 * are at the right. */
bool runs_left(const struct block *b);

/* Parts of their own. */
void set_masthead(struct setting *s, const struct masthead *head);
void set_figure(struct setting *s, const struct figure *f);
void set_table(struct setting *s, const struct block *table);
/* "[picture: alt]"; kept in the layout. */
void para_figure(
    struct setting *s, struct para *p, const struct figure *f, int width);

#endif
