/*
 * scrubkind: what is special about an element before it is parsed.
 *
 * For doc/scrub.c alone.
 */
#ifndef DOC_SCRUBKIND_H
#define DOC_SCRUBKIND_H

#include "base/str.h"

enum {
	/* Its content is never read as markup, and is dropped with it.  Scripts
	 * of JSON-LD are handled apart. */
	SCRUB_DROPPED = 1,
	SCRUB_VOID = 2,     /* opens nothing … */
	SCRUB_NEW_VOID = 4, /* … which libxml2 2.9 does not know */
	/* May be left open without nesting: it says nothing about how deep we
	 * are. */
	SCRUB_UNCLOSED = 8
};

/* Some of the above for the name of an element, in large or small letters; 0
 * when nothing is special. */
unsigned scrub_kind(struct span name);

#endif
