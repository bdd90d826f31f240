/*
 * headlines: the view of a list of stories, and the window of rows that it has
 * loaded.
 *
 * For ui/headlines.c (the view), ui/window.c (its rows), ui/bulk.c (what of
 * them is selected) and ui/arrange.c (their order, groups and titles) alone;
 * everybody else sees ui/view.h.
 */
#ifndef UI_HEADLINES_H
#define UI_HEADLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/headlines.h"
#include "ui/habits.h"
#include "ui/list.h"
#include "ui/rowfmt.h"
#include "ui/selection.h"
#include "ui/snippet.h"
#include "ui/view.h"

/* A line of the list: a story, what its title has no room for there, or the
 * heading above stories. */
enum line_kind { LINE_STORY, LINE_REST, LINE_HEADING };
struct row_line {
	size_t row;
	enum line_kind kind;
	int nth; /* REST: of the rows of its story */
};

struct headlines_view {
	struct view v;
	struct scope scope;
	char *section, *search, *tag;
	bool
	    pending; /* what is typed was not looked for, or says nothing yet */
	struct str title;
	struct headlines *part[2]; /* before the chosen row, and from it on */
	struct headline *row;      /* both parts in a row */
	size_t n, cap;
	struct row_line *line;
	size_t lines_cap;
	struct list list;
	enum grouping group;
	int shift; /* cells that long titles are moved to the left */
	struct headline_key at; /* the chosen story, though it may have gone */
	bool has_at, moved;
	bool more_before, more_after;
	int64_t *keep; /* marked here: they stay while this view lives */
	size_t kept, keep_cap;
	int64_t unread, newest;
	struct snippet snippet; /* of the chosen story of a search */
	/* What verbs are for: stories one by one, and a range. */
	struct selection selection;
	bool ranging, anchor_before; /* the anchor is above the cursor */
	int64_t anchor_id;           /* where the range began */
};

/* The chosen row; NULL: there is none. */
const struct headline *window_chosen(const struct headlines_view *h);
/* A row's flags as the person has left them. */
unsigned window_flags(
    const struct headlines_view *h, const struct headline *row);
struct rowfmt window_format(const struct headlines_view *h);
/* An article that stays in the list though it is read. */
void window_keep(struct headlines_view *h, int64_t id);
void window_drop(struct headlines_view *h);
/* The lines of the rows, with headings, anew: of the loaded rows; the cursor is
 * the caller's. */
void window_lines(struct headlines_view *h);
/* The same after their width has changed: the cursor stays on its story, and
 * that on its row of the screen. */
void window_relay(struct headlines_view *h);
/* The rows around a key; without one from the start, or (last) the end. */
bool window_around(struct headlines_view *h, struct store *s,
    const struct headline_key *key, bool last, struct err *err);
/* Loads around the chosen row again, which keeps its place on the screen. */
bool window_reload(struct headlines_view *h, struct store *s, struct err *err);
/* Rows from a key on; the caller frees.  NULL: an error. */
struct headlines *window_page(const struct headlines_view *h,
    const struct headline_key *from, bool backward, bool inclusive, size_t max);
/* Moves the cursor, loading what it comes to. */
void window_move(struct headlines_view *h, enum ui_command command, int count);
/* The cursor has moved: which row is chosen, wherever rows go. */
void window_remember(struct headlines_view *h);
/* Loads around the chosen row when the window's end is near. */
void window_widen(struct headlines_view *h);
/* Chooses the story of that key, loading around it when it is far. */
void window_show(struct headlines_view *h, const struct headline_key *key);

/* arrange.c */
/* The orders, groups and titles of the list; PASS: another command. */
enum reaction arrange_command(
    struct headlines_view *h, enum ui_command command, int count);
/* Whether stories stand below the names of their feeds, or (else) of days. */
bool arrange_by_feed(const struct headlines_view *h);
bool arrange_by_day(const struct headlines_view *h);
/* "by title · no groups", for the title row. */
void arrange_words(const struct headlines_view *h, struct str *out);
/* The words of the heading above a row. */
void arrange_heading(const struct headlines_view *h, const struct headline *row,
    struct str *out);

/* bulk.c */
/* Carries out what selects; PASS: another command. */
enum reaction bulk_command(
    struct headlines_view *h, enum ui_command command, int count);
/* The cursor has moved by that command. */
void bulk_moved(struct headlines_view *h, enum ui_command command);
bool bulk_has(const struct headlines_view *h, size_t row);
/* Whether anything is selected, and how much in words. */
bool bulk_any(const struct headlines_view *h);
void bulk_status(const struct headlines_view *h, struct str *out);
/* What a verb is for: what is selected, else as many rows as count says from
 * the chosen one on.  The selection has done its work and ends. */
void bulk_take(struct headlines_view *h, int count, struct selection *out);
void bulk_end(struct headlines_view *h);

#endif
