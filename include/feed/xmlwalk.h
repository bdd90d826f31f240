/*
 * xmlwalk: elements -> setters, by tables.
 *
 * For feed.  A context says which elements mean something at a place: parts,
 * one for each namespace, each a table of rules sorted by name.  An element
 * without a rule is passed over with all that is in it.
 */
#ifndef FEED_XMLWALK_H
#define FEED_XMLWALK_H

#include "feed/xmlread.h"

struct reading; /* who walks; handed through */
struct walk_context;
struct walk_rule;

/* What an element held when it ended. */
struct walk_text {
	struct span text; /* markup: elements within it, written again as
	                     HTML, text escaped; else text as meant */
	bool markup;
	bool stays; /* text is of the input: no copy is needed to keep it */
};

typedef void walk_open_fn(struct reading *r, const struct walk_rule *rule);
typedef void walk_close_fn(
    struct reading *r, const struct walk_rule *rule, const struct walk_text *t);

struct walk_rule {
	const char *name;     /* lower case; case is ignored */
	walk_open_fn *open;   /* attributes are in walk.x; or NULL */
	walk_close_fn *close; /* or NULL */
	const struct walk_context *inner; /* for its children, or NULL */
	bool text;  /* the text is wanted: children without a rule in inner
	               become part of it */
	short rank; /* for the setters: who wins … */
	size_t at;  /* … and where it goes (offsetof) */
};

struct walk_part {
	enum xml_ns ns; /* NS_CORE: RSS, Atom, none */
	const struct walk_rule *rule;
	size_t n;
};

struct walk_context {
	const struct walk_part *const *part; /* the first with a rule decides */
	size_t n;
};

#define WALK_COUNT(array) (sizeof(array) / sizeof(*(array)))

struct walk_frame {
	const struct walk_rule *rule; /* NULL: passed over, or … */
	const struct walk_context *inner;
	bool written; /* … part of a text: name is its tag */
	struct span name;
	struct span base, lang; /* xml:base, resolved, and xml:lang in force */
	bool based;             /* an xml:base is in force */
	/* The text so far: one piece of the input, or buf from `from`. */
	struct span one;
	size_t from;
	bool markup;
	int collector; /* the frame that gathered text before this one */
};

struct walk {
	struct xml x;
	struct reading *reading;
	struct walk_frame frame[XML_DEPTH_MAX + 1]; /* [0]: the document */
	int top, collector;                         /* collector -1: none */
	bool tore; /* the end of the input was told */
	struct str buf;
};

/* base: the document's address, or empty. */
void walk_begin(struct walk *w, struct reading *r, struct span utf8,
    struct span base, const struct walk_context *context, struct arena *mem);
void walk_run(struct walk *w);
void walk_end(struct walk *w);

/* For sources that are not XML: w->x.name, ns and attr are set. */
void walk_enter(struct walk *w);
void walk_add_text(struct walk *w, struct span text);
void walk_leave(struct walk *w);

/* In an open function: the element's children are passed over. */
void walk_pass_over(struct walk *w);
/* In a setter: the frame of the element that opens or closes. */
const struct walk_frame *walk_here(const struct walk *w);

#endif
