/*
 * xmlread: XML as the world's feeds write it -> events.
 *
 * For feed.  Why not libxml2 here: its recovery loses what we want to keep
 * (an end tag closes whatever is open, "&eacute;" and a bare "&" vanish), so
 * a pass that mends all that would have to stand in front of it, and such a
 * pass is this reader but for the namespaces.  Alone it takes a third of the
 * time, and there is no DTD, no entity from outside and no version of a
 * library to be afraid of.
 *
 * It never fails and never recurses; memory is bounded by the depth.  What is
 * wrong is remembered as faults.  Nothing but a few small entities is taken
 * from a DTD, and those give text, never markup.
 */
#ifndef FEED_XMLREAD_H
#define FEED_XMLREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "feed/xmlns.h"

enum {
	XML_DEPTH_MAX = 200,       /* deeper start tags are passed over */
	XML_ATTRS_MAX = 64,        /* of one element; more are dropped */
	XML_NAME_MAX = 256,        /* a longer one is no tag */
	XML_BINDINGS_MAX = 256,    /* prefixes in force at once */
	XML_ENTITIES_MAX = 256,    /* that a DTD may declare … */
	XML_ENTITY_MAX = 256,      /* … of so many bytes … */
	XML_EXPANSION_MAX = 65536, /* … and all their uses together */
	XML_FAULTS_MAX = 16
};

enum xml_event {
	XML_END,   /* of the input */
	XML_OPEN,  /* name, ns, attributes */
	XML_CLOSE, /* name, ns; every element that was opened gets one */
	XML_TEXT   /* text, references */
};

struct xml_attr {
	enum xml_ns ns; /* NS_NONE without a prefix */
	struct span name, value;
};

enum xml_fault_kind {
	FAULT_SYNTAX,
	FAULT_TAG,       /* an end tag for what is not open, or a missing one */
	FAULT_ENTITY,    /* neither declared nor of XML */
	FAULT_NAMESPACE, /* a prefix that nobody declared */
	FAULT_CONTROL,   /* a character that XML forbids */
	FAULT_JUNK,      /* text outside the root element */
	FAULT_TRUNCATED, /* it ends in the middle */
	FAULT_DEPTH,     /* each of these is beyond a limit */
	FAULT_ATTRS,
	FAULT_BINDINGS,
	FAULT_EXPANSION,
	FAULT_KINDS
};

struct xml_fault {
	enum xml_fault_kind kind;
	size_t at; /* byte of the input */
};

struct xml_element {
	struct span tag, name; /* as written; without prefix */
	enum xml_ns ns;
	size_t bindings; /* in force outside it */
};

struct xml_binding {
	struct span prefix;
	enum xml_ns ns;
};

struct xml_entity {
	struct span name, value;
};

struct xml {
	/* The event. */
	struct span name;
	enum xml_ns ns;
	struct span text;
	bool references; /* text holds some: xml_decode */
	struct xml_attr attr[XML_ATTRS_MAX];
	size_t attrs;
	size_t depth; /* of elements open (the one of OPEN included) */

	/* The document. */
	struct span doctype; /* up to "[" or ">" */
	struct xml_fault fault[XML_FAULTS_MAX];
	size_t faults;

	/* The reader's own. */
	struct arena *mem;
	struct span in;
	size_t at;
	size_t closing; /* elements that one end tag still has to close */
	size_t passed;  /* start tags passed over as too deep */
	size_t expanded;
	bool root_seen, no_quote, no_apostrophe;
	bool torn;                /* the input has ended within what is open */
	struct xml_element *open; /* XML_DEPTH_MAX of them */
	struct xml_binding *binding;
	size_t bindings;
	struct xml_entity *entity;
	size_t entities;
};

/* mem outlives the events: names and texts are of utf8 or lie in it. */
void xml_begin(struct xml *x, struct span utf8, struct arena *mem);
enum xml_event xml_next(struct xml *x);
/* Appends text with its references resolved: XML's, the DTD's small ones,
 * HTML's by name; what is none stays as it is. */
void xml_decode(struct xml *x, struct str *out, struct span text);
/* The value, references resolved; empty when there is no such attribute. */
struct span xml_attr(const struct xml *x, enum xml_ns ns, const char *name);
bool xml_has_attr(const struct xml *x, enum xml_ns ns, const char *name);
void xml_add_fault(struct xml *x, enum xml_fault_kind kind, size_t at);
/* Line and column (of bytes, both from 1) of a byte of the input. */
void xml_place(const struct xml *x, size_t at, int *line, int *column);

/* For xmlread and xmldtd: takes in a "<!DOCTYPE" at x->at. */
void xml_read_doctype(struct xml *x);

#endif
