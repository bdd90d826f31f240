/*
 * view: what every view is to the panes, and what the panes are to a view.
 *
 * For ui.  `load` only reads, `draw` only paints, `command` only moves the
 * cursor, changes the scope or sends an order.  No view names another: what
 * stands under the cursor is a target, and the panes decide what shows it.
 */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "conf/feedsfile.h"
#include "conf/paths.h"
#include "store/headlines.h"
#include "store/store.h"
#include "ui/album.h"
#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/keymap.h"
#include "ui/keys.h"
#include "ui/list.h"
#include "ui/marks.h"
#include "ui/selection.h"
#include "ui/talk.h"

/* What a view may see of the program; the app keeps it up to date. */
struct ui {
	const struct options *options; /* the config's */
	const struct feedsfile *feeds;
	const struct paths *paths;
	const struct keymap *keys;
	struct marks *marks;
	struct talk *talk;
	struct positions *positions;   /* in stories; NULL: none is kept */
	struct habits *habits;         /* of lists; NULL: none is kept */
	const struct reports *reports; /* of feeds asked; NULL: none */
	struct album *album;           /* NULL: no pictures */
	struct client *client;         /* NULL: no desk */
	const char *offer; /* subscriptions to import; NULL: none was found */
	struct span argument; /* the words behind the command; mostly empty */
	int64_t awaited; /* the order that talk->doing speaks of; 0: none */
	int64_t now;     /* seconds since 1970 */
	bool ascii;
	bool mono;          /* no colours: what they tell is told by signs */
	bool bidi;          /* we put lines from right to left in order */
	bool waiting;       /* no store yet: the desk is making it */
	struct err trouble; /* why the store cannot be read; code 0: it can */
};

enum reaction {
	NOTHING,
	PAINT,
	RELOAD,
	OPEN,  /* what target() says */
	CLOSE, /* back one step */
	QUIT,  /* end the program */
	RUN,   /* close, then carry out the line that target() says */
	PASS   /* not mine: the panes or the app may know */
};

/* What stands under a cursor: a list of stories, one, a line of commands, or
 * a link of a story. */
enum target_kind {
	TARGET_NONE,
	TARGET_LIST,
	TARGET_ARTICLE,
	TARGET_LINE,
	TARGET_LINK
};

struct target {
	enum target_kind kind;
	struct scope scope; /* strings live as long as the view's rows */
	struct span title;  /* of the list */
	int64_t id, feed;   /* of the article */
	unsigned flags;
	struct span url; /* of the article or the feed; may be empty */
	struct span line;
	bool unfinished; /* the line wants words behind it */
};

struct view;

struct view_ops {
	enum context context;
	/* Reads what it shows; keeps selection and scroll. */
	bool (*load)(struct view *v, struct store *s, struct err *err);
	void (*draw)(const struct view *v, struct canvas *c);
	enum reaction (*command)(
	    struct view *v, enum ui_command command, int count);
	void (*done)(struct view *v); /* frees it */
	/* Rows and columns have changed (v->rows, v->cols); may be NULL. */
	void (*resize)(struct view *v);
	/* Sees to it that what it is about to draw is there, as far as that
	 * goes without waiting; before each draw.  May be NULL. */
	void (*look)(struct view *v);
	/* What is under the cursor; NULL: never anything. */
	bool (*target)(const struct view *v, struct target *out);
	/* The focused view's words at the left of the last line; may be NULL.
	 */
	void (*status)(const struct view *v, struct str *out);
	/* The stories that a verb is for (see bulk_take); NULL: what target()
	 * says.  The selection ends with it. */
	void (*take)(struct view *v, int count, struct selection *out);
	/* The person looks at it, not only past it: NULL, or what follows. */
	void (*entered)(struct view *v);
	/* Searches its text, or NULL: the store is searched instead.  The
	 * empty text ends a search. */
	enum reaction (*find)(struct view *v, struct span text);
	/* The mouse was pressed on a row of it; NULL: nothing happens. */
	enum reaction (*click)(struct view *v, int row);
	/* Brings the cursor to what opens that list; NULL: it has no such. */
	void (*choose)(struct view *v, const struct target *t);
	/* The address of its n-th link, or NULL. */
	bool (*link)(const struct view *v, int n, struct span *url);
	const enum ui_command *hints; /* ended by CMD_NONE */
	/* What a hint is called while a command does something else than its
	 * label says, translated; NULL, as for all if it is NULL: the label. */
	const char *(*label)(const struct view *v, enum ui_command command);
};

struct view {
	const struct view_ops *ops;
	struct ui *ui;
	struct store *store; /* as of the last load; NULL before */
	int64_t epoch;       /* of the store when it was loaded */
	bool stale;          /* to be loaded again whatever the epoch says */
	struct err trouble;  /* why that failed; code 0: it did not */
	bool root;           /* nothing before it is shown beside it */
	bool focused;
	int rows, cols;
};

/* What the app asks for all views: small screens are shown without the odd
 * line and column. */
bool view_is_small(const struct view *v);
/* First row of the body: below the title and, with room, a blank row. */
int view_body_top(const struct view *v);
/* Draws the title row: left text, right text (may be empty). */
void view_title(const struct view *v, struct canvas *c, struct span left,
    struct span right);
/* A view that has nothing to show because it could not be read says so, from
 * row top on; false: that is not why. */
bool view_trouble(const struct view *v, struct canvas *c, int top);
/* Gives an order that the person waits for; "doing" is said meanwhile. */
void view_await(struct view *v, int64_t seq, const char *doing);
/* Gives a list the rows of the body less those below it, one at least. */
void view_fit(const struct view *v, struct list *l, int below);
/* What a click on a list is: once chooses, again opens. */
enum reaction view_click(const struct view *v, struct list *l, int row);
/* Whether two lists hold the same, their order and what is read apart. */
bool scope_same(const struct scope *a, const struct scope *b);
/* Whether two articles are the same one, found by the same search. */
bool article_same(const struct target *a, const struct target *b);
/* The cursor bar over a row, and its sign at the left. */
void view_cursor(const struct view *v, struct canvas *c, int row);

/* The options that hold for a feed: its line's, else the config's. */
const struct options *view_options(const struct ui *ui, struct span feed_url);

/* The views; each is freed by its done. */
struct view *sections_new(struct ui *ui);
struct view *headlines_new(struct ui *ui, const struct target *t);
/* Lets a list of headlines show another search; unfinished: it is being typed.
 * The rows of the last one stay until those of the new one are there. */
void headlines_search(
    struct view *list, struct span words, struct span title, bool unfinished);
struct view *article_view_new(struct ui *ui, const struct target *t);
struct macros;
struct view *help_new(
    struct ui *ui, const struct macros *macros, enum context context);
struct view *links_new(struct ui *ui, const struct target *t);
struct view *picture_new(struct ui *ui, const struct target *t);
/* What a command printed. */
struct view *output_new(struct ui *ui, struct span title, struct span text);
struct view *messages_new(struct ui *ui);
struct view *health_new(struct ui *ui);
/* What came of the last refreshes. */
struct view *refreshlog_new(struct ui *ui);

#endif
