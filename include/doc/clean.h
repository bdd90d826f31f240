/*
 * clean: HTML that is safe to hand to somebody else.
 *
 * For feed and above: the "*_html" strings of JSON.md.
 */
#ifndef DOC_CLEAN_H
#define DOC_CLEAN_H

#include "base/str.h"
#include "doc/html.h"

/*
 * Appends the children of root as an HTML fragment: an allow-list of elements
 * and attributes, URLs resolved against base (http, https, mailto …; data:
 * only for raster pictures in img), no script, style sheet, frame, form
 * activity or event handler.
 */
void clean_html(
    struct str *out, const struct html_node *root, struct span base);

#endif
