/*
 * sections: how the tree of sections is drawn and counted.
 *
 * For ui/sections.c alone and its tests; the view itself is in ui/view.h.
 */
#ifndef UI_SECTIONS_H
#define UI_SECTIONS_H

#include <stdbool.h>

#include "store/feeds.h"
#include "ui/view.h"

enum { SECTIONS_FIXED = 5 };

struct sections_look {
	const struct view *view;
	const struct feed_rows *rows; /* NULL: none yet */
	int64_t later, today, trash, updated;
	/* Made by sections_count: unread as the person has left it. */
	int64_t *unread; /* of each row of the tree */
	int64_t all;
};

/* Adds what was marked since the store was read; sections_count_done frees. */
void sections_count(struct sections_look *l);
void sections_count_done(struct sections_look *l);
void sections_draw_head(const struct sections_look *l, struct canvas *c);
void sections_draw_row(const struct sections_look *l, struct canvas *c, int row,
    size_t tree, bool folded);
struct tag_row;
void sections_draw_tag(struct canvas *c, int row, const struct tag_row *tag);
/* which: 0 front page, 1 starred, 2 later, 3 today, 4 the trash. */
void sections_draw_fixed(
    const struct sections_look *l, struct canvas *c, int row, int which);
const char *sections_fixed_name(int which);
/* The list that a fixed row opens. */
void sections_fixed(struct target *out, int which, bool unread, int64_t now);
/* The stories of a row of the tree. */
void sections_scope(
    const struct feed_rows *rows, const struct tree_row *t, struct scope *out);

#endif
