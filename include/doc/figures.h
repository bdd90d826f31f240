/*
 * figures: img, picture, figure, video, audio -> figure; captions, credits.
 *
 * For doc and feed.
 */
#ifndef DOC_FIGURES_H
#define DOC_FIGURES_H

#include "doc/doc.h"
#include "doc/html.h"

/*
 * Splits "A depot. Photo: Selim Roy" into caption "A depot." and credit
 * "Selim Roy" (JSON.md: labels, agency slashes, "(AP Photo/Name)", "via
 * Getty", "-Reuters file photo", "© …"; several languages).  Both are plain
 * text in mem.  Without a credit *credit is empty.
 */
void caption_split(struct arena *mem, struct span text, struct span *caption,
    struct span *credit);

/* The best address an img (or picture, amp-img) names: the largest of srcset,
 * data-src, data-original …, src; resolved.  Empty for tracking pixels, data:
 * and spacers. */
struct span figure_source(
    struct arena *mem, const struct html_node *img, struct span base);

/*
 * A figure from an element (img, picture, figure, video, audio, iframe of a
 * known player), caption found in figcaption, in a neighbour that is marked
 * as caption, or in title; alt is never repeated as caption nor caption as
 * alt.  NULL when it shows nothing (pixel, icon, emoji).
 */
struct figure *figure_from_html(
    struct arena *mem, const struct html_node *n, struct span base);

/* True when both show the same picture, perhaps in another size. */
bool figure_same(const struct figure *a, const struct figure *b);

#endif
