/*
 * session: all that a running reader holds, for the few files that are the
 * app: app.c (life), settings.c (dotfiles), actions.c (commands), wire.c (the
 * desk's events), footer.c (the last line).
 *
 * For those alone; views see struct ui.
 */
#ifndef UI_SESSION_H
#define UI_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "base/loop.h"
#include "base/proc.h"
#include "conf/conf.h"
#include "conf/feedsfile.h"
#include "desk/client.h"
#include "ui/canvas.h"
#include "ui/panes.h"
#include "ui/prompt.h"
#include "ui/screen.h"
#include "ui/theme.h"
#include "ui/view.h"

enum { CHILDREN_MAX = 16, FOUND_MAX = 9 };

/* What tells that a file was saved. */
struct file_state {
	time_t changed;
	off_t size;
	ino_t inode;
};

/* A feed that a site offers. */
struct found {
	char *url, *title;
};

/* A program that runs beside us; importing: its end is news. */
struct child {
	struct proc proc;
	bool importing;
};

enum prompt_purpose {
	ASK_SEARCH,
	ASK_FIND,
	ASK_FEED,
	ASK_WHICH,
	ASK_IMPORT,
	ASK_UNSUBSCRIBE
};

struct app {
	const struct paths *paths;
	struct conf conf;
	struct feedsfile feeds;
	struct file_state conf_state, feeds_state;
	struct ui ui;
	struct marks marks;
	struct talk talk;
	struct keymap keymap;
	struct theme theme;
	bool light; /* what the terminal said of its background */
	struct panes panes;
	struct prompt prompt;
	struct sheet sheet;
	struct screen *screen;
	struct loop *loop;
	struct client *client;
	struct store *store;
	int64_t epoch; /* of the last round */
	/* What is being typed. */
	struct keys typed;
	int count;
	bool pasting;
	struct str pasted;
	/* The refreshes under way. */
	int64_t asked, total, failed;
	int64_t refresh_seq; /* the person's own refresh */
	/* Adding a feed. */
	int64_t discover_seq;
	struct found found[FOUND_MAX];
	int founds;
	struct str address, section;
	struct str moving;  /* the feed whose address is looked for; or empty */
	struct str subject; /* the feed that the prompt asks about */
	struct child child[CHILDREN_MAX];
	int64_t linger_id, minute;
	uint64_t linger_timer;
	bool dirty, whole, quit;
};

/* settings.c */
void settings_load(struct app *a); /* config, then feeds */
void settings_release(struct app *a);
void settings_watch(struct app *a);    /* reads what was saved since */
void settings_theme(struct app *a);    /* colours anew */
void settings_terminal(struct app *a); /* what is left to it anew */
void settings_reload_feeds(struct app *a);

/* actions.c */
void actions_command(struct app *a, enum ui_command command, int count);
void actions_answer(struct app *a); /* the prompt was answered */
void actions_found(struct app *a);  /* discovery has ended */
void actions_forget_found(struct app *a);
void actions_cancel(struct app *a); /* what is being waited for */
/* Asks a site for its feeds; named: a feed named it, not the person.  False
 * after a sentence. */
bool actions_discover(struct app *a, struct span text, bool named);
/* Runs a program that has the terminal until it ends. */
bool actions_run_here(struct app *a, const char *const argv[], struct err *err);
/* Reaps programs that have ended. */
void actions_reap(struct app *a);

/* repairs.c */
/* What is done about the chosen feed; false: another command. */
bool repairs_command(struct app *a, enum ui_command command);
void repairs_found(struct app *a, struct span url); /* for a->moving */
void repairs_unsubscribe(struct app *a, struct span answer);

/* wire.c */
void wire_event(void *app, const struct record *e);
/* Opens the store when it is there; waits for "ready" when it is not.  aloud:
 * says why it cannot be opened. */
void wire_open_store(struct app *a, bool aloud);

/* footer.c */
void footer_draw(const struct app *a, struct canvas *c);

#endif
