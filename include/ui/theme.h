/*
 * theme: how each role looks, in as many colours as there are.
 *
 * For ui.  A colour is -1 (the terminal's own), 0-255 (xterm's palette) or
 * THEME_RGB + 0xrrggbb.  No curses here: screen.c asks theme_look and
 * theme_colour.
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "doc/layout.h"
#include "ui/canvas.h"

/* The roles of lists and frames, after those of an article. */
enum ui_role {
	UI_PAPER = ROLE_COUNT, /* the name of the paper */
	UI_TITLE,              /* title of the focused pane */
	UI_TITLE_DIM,          /* of another one */
	UI_UNREAD,
	UI_READ,
	UI_SECTION,
	UI_QUIET, /* a section with nothing new */
	UI_NUMBER,
	UI_TIME,
	UI_SOURCE,
	UI_STAR,
	UI_DAY,
	UI_SUMMARY, /* the standfirst below a list */
	UI_ERROR,
	UI_STATUS,
	UI_KEY,
	UI_HINT,
	UI_BORDER,
	UI_CURSOR,       /* over: the current row */
	UI_CURSOR_OTHER, /* over: that of a pane without the focus */
	UI_MATCH,        /* over: what was searched for */
	UI_MATCH_NOW,    /* over: the match one stands on */
	UI_PROMPT,
	UI_INSERTED, /* over: what an edit has put in, and taken out */
	UI_DELETED,
	UI_ROLES
};

enum {
	LOOK_BOLD = 1,
	LOOK_DIM = 2,
	LOOK_ITALIC = 4,
	LOOK_UNDERLINE = 8,
	LOOK_REVERSE = 16
};

enum { THEME_RGB = 0x1000000 };

struct look {
	int32_t fg, bg;
	unsigned attr;
};

enum theme_kind { THEME_DARK, THEME_LIGHT, THEME_MONO };

struct theme {
	enum theme_kind kind;
	int colours; /* that the terminal has: 0, 8, 16, 88, 256, 1 << 24 */
	bool own[UI_ROLES];
	struct look look[UI_ROLES]; /* where own */
};

/* Without own looks; colours 0 makes it monochrome whatever kind says. */
void theme_init(struct theme *t, enum theme_kind kind, int colours);
/* "color ROLE FG BG ATTR…": argv[0] is the role.  False with a sentence. */
bool theme_set(struct theme *t, char *const argv[], int argc, struct err *err);
/* Whose looks count where none are set: "dark", "light" or "mono". */
bool theme_base(struct theme *t, struct span name, struct err *err);
/* How an ink looks: role, style bits, and what lies over it. */
struct look theme_look(const struct theme *t, struct ink ink);
/* The red, green and blue of a colour that is not -1. */
int32_t theme_rgb(int32_t colour);
/* A colour as the terminal's number for it: nearest where it has few. */
int32_t theme_colour(int32_t colour, int colours);
/* Reads a terminal's answer to OSC 11 ("rgb:1e1e/1e1e/2e2e", "#fff");
 * *dark tells what it is.  False when it is no colour. */
bool theme_background(struct span answer, bool *dark);
/* NULL beyond UI_ROLES. */
const char *theme_role_name(int role);

#endif
