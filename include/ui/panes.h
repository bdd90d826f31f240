/*
 * panes: the views that are open, and those of them that stand side by side.
 *
 * For ui.  Views stand in a row from the outermost to the innermost; one has
 * the focus; what is right of it is a preview of what its cursor stands on.
 * No terminal and no loop: a test drives panes and draws them on a canvas.
 */
#ifndef UI_PANES_H
#define UI_PANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/shares.h"
#include "ui/view.h"

enum { PANES_MAX = 3, VIEWS_MAX = 32, PANES_LINGER_MS = 2000 };

struct panes {
	struct ui *ui;
	struct store *store; /* NULL: not there yet */
	struct view *view[VIEWS_MAX];
	size_t n, focus;
	int rows, cols;
	size_t first, shown; /* those on the screen */
	size_t slots;        /* panes there are; some may be empty */
	int col[PANES_MAX], width[PANES_MAX];
	struct shares shares;
	size_t held;        /* the line at the left of that pane; 0: none */
	bool zen;           /* one pane, whatever the width */
	int64_t lingering;  /* the previewed article; 0: none */
	struct err trouble; /* of a view that was opened; told when settled */
};

/* Begins with the sections. */
void panes_init(struct panes *p, struct ui *ui);
void panes_release(struct panes *p);
/* The screen without its last line. */
void panes_resize(struct panes *p, int rows, int cols);
/* Another store, or none: everything is loaded from it. */
void panes_store(struct panes *p, struct store *store);

struct view *panes_focused(const struct panes *p);
/* What a refresh, a search or a browser would be for. */
bool panes_target(const struct panes *p, struct target *out);
/* Carries a command out as far as the views and panes know it; PASS: it is
 * the app's.  QUIT when the first view was left. */
enum reaction panes_command(
    struct panes *p, enum ui_command command, int count);
/* The mouse: a press gives the focus to the pane there and chooses, another
 * opens; the wheel moves the pane under it. */
enum reaction panes_click(struct panes *p, int row, int col);
/* The line between two panes in that column is held, if there is one; and it
 * is let go, where it shall be. */
bool panes_hold(struct panes *p, int col);
void panes_drag(struct panes *p, int col);
enum reaction panes_wheel(struct panes *p, int col, bool down);
/* Puts a view (taken) after the focused one and gives it the focus.  False:
 * there are VIEWS_MAX already; v is gone. */
bool panes_open(struct panes *p, struct view *v);
void panes_open_target(struct panes *p, const struct target *t);
/* Goes back to the first view and opens a list from there. */
void panes_open_from_root(struct panes *p, const struct target *t);

/* Loads what is on the screen and stale by the store's epoch, and makes the
 * previews follow the cursor; true when something may look different. */
bool panes_settle(struct panes *p, struct err *err);
/* Everything is loaded again at the next settle. */
void panes_spoil(struct panes *p);
/* The previewed article has been looked at for PANES_LINGER_MS.  Called with
 * the id that p->lingering had then. */
void panes_lingered(struct panes *p, int64_t id);
void panes_draw(const struct panes *p, struct canvas *c);

#endif
