/*
 * figures: img, picture, figure, video, audio -> figure; captions, credits.
 *
 * For doc and feed.
 */
#ifndef DOC_FIGURES_H
#define DOC_FIGURES_H

#include "doc/captions.h"
#include "doc/doc.h"
#include "doc/html.h"

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

/* True for an element that is marked as a caption (and holds no picture). */
bool figure_is_caption(const struct html_node *n);
/* Takes caption and credit from an element beside the picture. */
void figure_take_caption(
    struct arena *mem, struct figure *f, const struct html_node *box);

/* True when both show the same picture, perhaps in another size. */
bool figure_same(const struct figure *a, const struct figure *b);

#endif
