/*
 * scrub: one pass over HTML that makes libxml2's parser as good as an HTML5
 * one.
 *
 * For doc/html.c and its tests.  What it does was found with real pages: it
 * drops what never is text (script, style, frames, comments of all sorts) by
 * the HTML5 tokenizer's rules, decodes character references that libxml2 does
 * not know, makes prefixed elements (<o:p>) transparent, turns a lone "<" into
 * text, and forgets start tags that are nested too deep.
 *
 * libxml2 is asked for one thing: what is nested in what.  It gets a skeleton
 * of tags; texts and attributes, which it would go over character by character
 * and copy, stand aside and are known by number:
 *
 *	<p class="lead">Rain <b>&amp; wind</b></p>
 *	<p i=0>0;<b>1;</b></p>
 */
#ifndef DOC_SCRUB_H
#define DOC_SCRUB_H

#include "doc/html.h"

/* {.mem = ...} is empty and ready.  Texts and attributes live in the arena;
 * scrubbed_release frees the rest. */
struct scrubbed {
	struct arena *mem;
	struct str skeleton;
	struct span *text; /* text[7] is "7;" in the skeleton */
	size_t texts, texts_cap;
	struct html_attr **attrs; /* attrs[7] are those of a tag with "i=7" */
	size_t lists, lists_cap;
};

/*
 * Appends to what is there.  Linear in the length of the text, which is UTF-8
 * and need not stay.  A text may stand in several pieces; what is white space
 * alone is not put aside, for libxml2 leaves some of it out.  The content of a
 * script of JSON-LD is a text too.
 */
void scrub_html(struct scrubbed *made, struct span utf8);
void scrubbed_release(struct scrubbed *made);

#endif
