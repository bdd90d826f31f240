/*
 * builder: a document in the making.
 *
 * For doc/blocks.c (paragraphs, figures), doc/boxes.c (lists, quotes, tables)
 * and doc/elements.c (the table of elements) only.
 */
#ifndef DOC_BUILDER_H
#define DOC_BUILDER_H

#include "doc/blocks.h"
#include "doc/footnotes.h"

enum {
	WALK_DEPTH_MAX = 4 * HTML_DEPTH_MAX, /* elements; deeper is lost */
	FIGURES_KEPT = 128, /* that a new one is compared with */
	SHORTS_KEPT = 64    /* short forms that are explained */
};

struct builder {
	struct doc *doc;
	const struct blocks_ask *ask;
	struct block *para; /* takes text now; NULL: none is open */
	bool fixed;         /* para is a heading or so: blocks do not end it */
	bool blank;         /* white space is owed before the next text */
	bool title_seen;
	int breaks; /* <br> that are owed */
	struct footnotes notes;
	bool in_note;
	struct block *figure[FIGURES_KEPT];
	unsigned figures;
	struct block *last; /* figure that stood last, for its caption */
	const struct html_node *taken;   /* a caption that is used up */
	const struct html_node *joined;  /* a paragraph that goes on in para */
	uint64_t explained[SHORTS_KEPT]; /* short forms, by hash */
	size_t shorts;
};

/* Where we are. */
struct place {
	struct block *parent;
	unsigned style;
	int link;
	int depth;
	bool rtl;
};

/* doc_block, but what strays into a list of terms becomes a definition. */
struct block *build_block(
    struct builder *b, struct block *parent, enum block_kind kind);
/* The paragraph under way has ended, unless it is fixed. */
void build_flush(struct builder *b);
void build_text(struct builder *b, struct span t, const struct place *at);
void build_break(struct builder *b);
/* A reference to a footnote. */
void build_reference(struct builder *b, int number, const struct place *at);
/* The footnotes themselves, behind all other text. */
void build_notes(struct builder *b);
/* False when the element shows nothing. */
bool build_figure(
    struct builder *b, const struct html_node *n, const struct place *at);
/* Takes a block out again, when nothing followed it. */
void build_drop(struct builder *b, struct block *block);
/* Takes the blanks at its end away. */
void build_trim(struct block *para);

/* Everything below an element; an element with all below it. */
void build_walk(struct builder *b, const struct html_node *of, struct place at);
void build_node(struct builder *b, const struct html_node *n, struct place at);

/* An element whose own text goes into one block of a kind. */
void build_line(struct builder *b, const struct html_node *n, struct place at,
    enum block_kind kind, int level);
/* An element that is a block and holds others; NULL when it came to nothing. */
struct block *build_box(struct builder *b, const struct html_node *n,
    struct place at, enum block_kind kind, int level);
/* Elements with rules of their own. */
void build_list(struct builder *b, const struct html_node *n, struct place at);
void build_terms(struct builder *b, const struct html_node *n, struct place at);
void build_quote(struct builder *b, const struct html_node *n, struct place at);
void build_pre(struct builder *b, const struct html_node *n, struct place at);
void build_table(struct builder *b, const struct html_node *n, struct place at);
/* inlines.c: formulas, short forms with their long one, boxes to tick, what
 * was struck out. */
void build_math(struct builder *b, const struct html_node *n, struct place at);
void build_abbr(struct builder *b, const struct html_node *n, struct place at);
void build_input(struct builder *b, const struct html_node *n, struct place at);
void build_deleted(
    struct builder *b, const struct html_node *n, struct place at);
/* A picture of a formula or of a sign is its text; false for all others. */
bool build_drawn(struct builder *b, const struct html_node *n, struct place at);
/* True for what is marked as a pull quote. */
bool build_is_pulled(const struct html_node *n);

#endif
