/*
 * para: styled text on its way to lines.
 *
 * For doc/layout and its parts.  A paragraph gathers pieces of text in the
 * form of cells, each with its role and style; a flow breaks it into lines.
 */
#ifndef DOC_PARA_H
#define DOC_PARA_H

#include "doc/doc.h"
#include "doc/layout.h"
#include "doc/wrap.h"

/* From byte `from` on, text looks like this. */
struct seg {
	size_t from;
	enum role role;
	unsigned style;
	int link;
	bool glued; /* no line begins here */
};

/* {0} is empty and ready. */
struct para {
	struct str text;
	struct seg *seg;
	size_t segs, cap;
	size_t *soft; /* bytes of text where a word may be divided */
	size_t softs, soft_cap;
	/* What the lines are made with. */
	bool bidi;       /* put in the order of the cells; kept by clearing */
	bool rtl, known; /* runs from right to left; else its text decides */
	bool justify;    /* blanks widen until the line is full */
	bool glue;       /* no line begins with what comes next */
};

void para_clear(struct para *p);
void para_release(struct para *p);
/* Appends text; with glued no line breaks before it. */
void para_add(
    struct para *p, struct span text, enum role role, unsigned style, int link);
void para_glued(struct para *p, struct span text, enum role role, int link);
/* What follows begins a new line. */
void para_break(struct para *p);
/* Appends the runs of b: quotation marks, numbers of links and notes set,
 * superscripts in signs of their own where there are such. */
void para_runs(struct para *p, const struct block *b, enum role role,
    const struct layout_ask *ask);

/* A paragraph being broken into lines.  Borrows text and p. */
struct flow {
	const struct para *p;
	struct wrap wrap;
	size_t seg;           /* the one that the next line begins in */
	unsigned char *level; /* by bidi_levels */
};

/* text: p's text, in memory that outlives the lines. */
void flow_begin(struct flow *f, const struct para *p, struct span text);
/* Number of lines at that width, and the cells of the widest (may be NULL);
 * the flow is where it began afterwards. */
size_t flow_measure(struct flow *f, int width, int *widest);
void flow_end(struct flow *f);

#endif
