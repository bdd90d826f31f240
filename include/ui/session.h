/*
 * session: all that a running reader holds, for the few files that are the
 * app: app.c (life), typing.c (keys), cmdline.c (lines of commands),
 * configure.c (commands that set something), settings.c (dotfiles), actions.c
 * (commands), searches.c (searches while they are typed), wire.c (the desk's
 * events), footer.c (the last line).
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
#include "ui/complete.h"
#include "ui/habits.h"
#include "ui/history.h"
#include "ui/panes.h"
#include "ui/positions.h"
#include "ui/prompt.h"
#include "ui/reports.h"
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
	char *name;
};

enum prompt_purpose {
	ASK_SEARCH,
	ASK_FIND,
	ASK_FEED,
	ASK_WHICH,
	ASK_IMPORT,
	ASK_COMMAND,
	ASK_UNSUBSCRIBE,
	ASK_SEARCH_NAME,
	ASK_TAGS,
	ASK_NOTE
};

enum { HINTS_MAX = 500, HINT_LETTERS = 2 };

/* Letters over the links that are on the screen. */
struct hint {
	int number; /* of the link */
	int row, col;
};

struct hints {
	const char
	    *then; /* the command for the link; NULL: no hints are shown */
	char typed[HINT_LETTERS + 1];
	struct hint item[HINTS_MAX]; /* as drawn the last time */
	size_t n;
};

/* A name for a line of commands. */
struct macro {
	char *name, *line;
};

struct macros {
	struct macro *item;
	size_t n, cap;
};

/* Lines that set something and were typed: they hold until the program ends,
 * whatever the config file says, and write-config puts them there. */
struct typed_lines {
	char **line;
	size_t n, cap;
};

struct app {
	const struct paths *paths;
	struct conf conf;
	struct feedsfile feeds;
	struct file_state conf_state, feeds_state;
	struct ui ui;
	struct marks marks;
	struct album album;
	struct talk talk;
	struct positions positions;
	struct habits habits;
	struct reports reports;
	struct keymap keymap;
	struct theme theme;
	char *theme_file; /* that it was read from; NULL: built in */
	struct file_state theme_state;
	bool light; /* what the terminal said of its background */
	struct panes panes;
	bool pressed; /* the mouse was, and not released since */
	struct prompt prompt;
	struct view
	    *live; /* the list of a search that is being typed; or NULL */
	struct str within; /* the title of the list that it looks through */
	struct sheet sheet;
	struct screen *screen;
	struct loop *loop;
	struct client *client;
	struct store *store;
	int64_t epoch; /* of the last round */
	/* What is being typed. */
	struct keys typed;
	int count;
	struct hints hints;
	uint64_t typed_timer; /* the longer keys are no longer waited for */
	struct completion completion; /* of the line of commands */
	/* What "." does again. */
	struct str change;
	int change_count;
	struct macros macros;
	struct macros shares;  /* commands to share with, by their names */
	struct macros players; /* by the type of what is played */
	struct piping
	    *piping; /* an article goes through a command; NULL: none */
	uint64_t piping_timer;
	struct typed_lines set_here;
	struct history commands, searches, answers;
	bool pasting;
	struct str pasted;
	/* The refreshes under way. */
	int64_t asked, total, failed;
	int64_t refresh_seq; /* the person's own refresh */
	/* Adding a feed. */
	int64_t discover_seq;
	struct found found[FOUND_MAX];
	int founds;
	struct str offer; /* a list of subscriptions that was found */
	struct str address, section;
	struct str moving;  /* the feed whose address is looked for; or empty */
	int64_t own_id;     /* the story whose tags or note are asked for */
	struct str own;     /* its tags or note as they are */
	struct str subject; /* the feed that the prompt asks about */
	struct str moves;   /* feeds that have moved, and that was said */
	bool moves_news;    /* and the end of the refresh shall not hide it */
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
void settings_pictures(struct app *a); /* how cells show them anew */
void settings_reload_feeds(struct app *a);

/* Keys, macros, looks and what else an option says, anew. */
void settings_apply(struct app *a);

/* What tells that a file was saved; all 0: it is not there. */
struct file_state settings_state(const char *file);

/* themes.c */
/* Whether there is a theme of that name, else a sentence. */
bool themes_check(const struct app *a, struct span name, struct err *err);
/* Reads its file, if it has one, into a->theme, which is ready. */
bool themes_load(struct app *a, struct span name, struct err *err);
/* The names of them all: each is given to fn once or more. */
void themes_each(
    const struct app *a, void (*fn)(const char *name, void *data), void *data);

/* configure.c */
/* A command that sets something: of the config file, and of the ":" line. */
struct configure {
	const char *name, *shape; /* what is written behind it */
	const char *sentence;     /* translate with _() when shown */
	bool (*run)(
	    struct app *a, int argc, char *const argv[], struct err *err);
	bool look;      /* of the theme: carried out whenever it is made */
	bool is_kept;   /* typed, it holds on when the files are read again */
	bool takes_all; /* a ";" behind it is its own */
};
extern const struct configure configure_commands[];
extern const size_t configure_count;
/* NULL: there is none of that name. */
const struct configure *configure_find(struct span name);
const struct macro *macros_find(const struct macros *m, struct span name);
void macros_release(struct macros *m);
void typed_lines_release(struct typed_lines *t);
/* Carries out what was typed; what it sets holds until the program ends. */
bool configure_typed(struct app *a, const struct configure *c, int argc,
    char *const argv[], struct err *err);
/* Makes the name of a macro known before its line is, for those above may call
 * it; of a command in words, or a line.  Each is to be defined, or to fail to,
 * before anything else happens. */
void configure_declare(struct app *a, int argc, char *const argv[]);
void configure_declare_line(struct app *a, const char *line);
/* A line that was typed before, once more, in silence; only those of the
 * theme, or the others. */
void configure_again(struct app *a, const char *line, bool look);
/* What a file sets, and binds or (look) does to the theme. */
bool configure_file(
    struct app *a, const char *file, bool look, struct err *err);

/* typing.c */
void typing_press(struct app *a, int key);
/* The keys that may follow those typed, above the last line. */
void typing_draw(const struct app *a, struct canvas *c);

/* cmdline.c */
/* Carries out a line of commands, as typed after ":"; count 0: none was given.
 * What is wrong is said. */
void cmdline_run(struct app *a, struct span line, int count);
/* Whether each command of a line exists; else a sentence. */
bool cmdline_check(const struct app *a, struct span line, struct err *err);
/* The prompt for a line, which begins with text. */
void cmdline_ask(struct app *a, struct span text);
/* A key while that line is open; false: it is the prompt's. */
bool cmdline_key(struct app *a, int key);
/* The line has changed: what may stand there is found anew. */
void cmdline_changed(struct app *a);
/* That, above the last line. */
void cmdline_draw(const struct app *a, struct canvas *c);

/* hints.c */
/* Shows letters over the links of the view; those of a link carry a command
 * out with its number as the count. */
void hints_begin(struct app *a, const char *then);
void hints_draw(struct app *a, struct canvas *c);
/* A key while they are shown; false: they are not. */
bool hints_key(struct app *a, int key);

/* places.c */
/* Opens the list of a section, a feed, or "Front page" and its like. */
void places_go(struct app *a, struct span name);

/* actions.c */
/* Asks for a line; words behind the command are the answer already. */
void actions_ask(struct app *a, enum prompt_purpose purpose, const char *label);
void actions_command(struct app *a, enum ui_command command, int count);
/* Carries out what the help view stands on, in the view before it. */
void actions_chosen(struct app *a);
void actions_answer(struct app *a); /* the prompt was answered */
void actions_found(struct app *a);  /* discovery has ended */
void actions_forget_found(struct app *a);
void actions_cancel(struct app *a); /* what is being waited for */
/* Asks a site for its feeds; named: a feed named it, not the person.  False
 * after a sentence. */
bool actions_discover(struct app *a, struct span text, bool named);

/* searches.c */
/* Shows what is found in the list that has the focus, or in all. */
void searches_open(struct app *a, struct span words);
/* The prompt's text has changed: when it is a search, what it finds so far is
 * shown, from its second character on. */
void searches_typed(struct app *a);
/* Back from what was shown so; harmless when nothing was. */
void searches_leave(struct app *a);
/* Asks for a name and makes the search in the focus a row of the sections. */
void searches_ask_name(struct app *a);
void searches_save(struct app *a, struct span name);
/* Sees to it that such a search gives way to the next key. */
void searches_watch(struct app *a);

/* programs.c */
/* The person's programs: browser, player, what shares; false: another
 * command. */
bool programs_command(struct app *a, enum ui_command command, int count);
/* The story that is meant, or a sentence why there is none. */
bool programs_about(
    struct app *a, int count, int64_t *id, struct str *url, struct str *title);
/* Runs a program that has the terminal until it ends. */
bool programs_run_here(
    struct app *a, const char *const argv[], struct err *err);
/* Starts one beside us. */
bool programs_start(
    struct app *a, const char *const argv[], bool importing, struct err *err);
/* Reaps programs that have ended. */
void programs_reap(struct app *a);
void programs_release(struct app *a);

/* clip.c */
enum { CLIP_BYTES_MAX = 64 * 1024 };
void clip_copy(struct app *a, struct span text);

/* piping.c */
/* "pipe-to" and "save", for which the loop is needed. */
void piping_command(struct app *a, enum ui_command command, int count);
/* Lets a command read a text; what it prints is for nobody. */
bool piping_feed(
    struct app *a, const char *command, struct span text, struct err *err);
void piping_cancel(struct app *a);
/* Appends a file's name for a title: no folder, no hidden file, no option. */
void piping_name(struct str *out, struct span title);

/* repairs.c */
/* What is done about the chosen feed; false: another command. */
bool repairs_command(struct app *a, enum ui_command command);
void repairs_found(struct app *a, struct span url); /* for a->moving */
void repairs_unsubscribe(struct app *a, struct span answer);
/* The person's editor on a file, at a line (0: anywhere) where it is one that
 * takes "+LINE", as all that a terminal has do.  False after a sentence. */
bool repairs_editor(struct app *a, const char *file, int line);

/* own.c: what the person adds to a story, and takes back. */
/* False: another command. */
bool own_command(struct app *a, enum ui_command command, int count);
/* The tags or the note were typed; an empty text takes them away. */
void own_answer(struct app *a, enum prompt_purpose purpose, struct span text);
/* False after a sentence: nothing can be changed without a desk. */
bool own_has_desk(struct app *a);

/* wire.c */
void wire_event(void *app, const struct record *e);
/* Opens the store when it is there; waits for "ready" when it is not.  aloud:
 * says why it cannot be opened. */
void wire_open_store(struct app *a, bool aloud);

/* footer.c */
void footer_draw(const struct app *a, struct canvas *c);

#endif
