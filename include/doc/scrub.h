/*
 * scrub: one pass over HTML that makes libxml2's parser as good as an HTML5
 * one.
 *
 * For doc/html.c and its tests.  What it does was found with real pages: it
 * drops what never is text (script, style, frames, comments of all sorts) by
 * the HTML5 tokenizer's rules, decodes character references that libxml2 does
 * not know, makes prefixed elements (<o:p>) transparent, turns a lone "<" into
 * text, and forgets start tags that are nested too deep.
 */
#ifndef DOC_SCRUB_H
#define DOC_SCRUB_H

#include "base/str.h"

/* Appends the scrubbed form of UTF-8 text.  Linear in its length. */
void scrub_html(struct str *out, struct span utf8);

#endif
