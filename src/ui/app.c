#include "config.h"

#include "ui/app.h"

#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/utf8.h"
#include "ui/session.h"
#include "ui/welcome.h"

enum { TICK_MS = 2000, PASTE_BYTES_MAX = 64 * 1024, MINUTE = 60 };

bool
app_has_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static void
to_prompt(struct app *a, int key)
{
	a->dirty = true;
	if (cmdline_key(a, key))
		return;
	switch (prompt_key(&a->prompt, key)) {
	case PROMPT_DONE:
		actions_answer(a);
		break;
	case PROMPT_CANCELLED:
		searches_leave(a);
		actions_forget_found(a);
		break;
	case PROMPT_GOES_ON:
		cmdline_changed(a);
		searches_typed(a);
		break;
	}
}

static void
resized(struct app *a)
{
	int rows, cols;

	screen_resized(a->screen);
	screen_size(a->screen, &rows, &cols);
	sheet_resize(&a->sheet, rows, cols);
	settings_pictures(a);
	panes_resize(&a->panes, rows > 1 ? rows - 1 : 1, cols);
	a->dirty = a->whole = true;
}

/* What is pasted goes to the prompt as text, and elsewhere nowhere: a key
 * that is part of it would be a command. */
static bool
paste(struct app *a, int key)
{
	if (key == KEYS_PASTE_BEGIN) {
		a->pasting = true;
		str_clear(&a->pasted);
		return true;
	}
	if (!a->pasting)
		return false;
	if (key == KEYS_PASTE_END) {
		a->pasting = false;
		if (a->prompt.open)
			prompt_paste(&a->prompt, str_span(&a->pasted));
		cmdline_changed(a);
		searches_typed(a);
		a->dirty = true;
	} else if (key >= 0 && key < KEYS_SPECIAL &&
	           a->pasted.n < PASTE_BYTES_MAX) {
		utf8_add(&a->pasted, (uint32_t)key);
	}
	return true;
}

/* Curses tells of a press and a release that came together as the release
 * alone: that was a click. */
static void
use_mouse(struct app *a, int key)
{
	bool click = key == KEYS_CLICK, held = a->panes.held;
	int row, col;

	screen_mouse(a->screen, &row, &col);
	if (key == KEYS_RELEASE) {
		click = !a->pressed && !held;
		if (held)
			panes_drag(&a->panes, col);
	}
	a->pressed = key == KEYS_CLICK;
	if (a->prompt.open || (key == KEYS_RELEASE && !click))
		return;
	if (click && !(key == KEYS_CLICK && panes_hold(&a->panes, col)) &&
	    panes_click(&a->panes, row, col) == RUN)
		actions_chosen(a);
	if (key == KEYS_WHEEL_UP || key == KEYS_WHEEL_DOWN)
		panes_wheel(&a->panes, col, key == KEYS_WHEEL_DOWN);
}

static void
take_key(struct app *a, int key)
{
	bool dark;
	int rows, cols;

	if (key == KEYS_RESIZED) {
		/* Curses says it once more, after our own handler. */
		screen_size(a->screen, &rows, &cols);
		if (rows != a->sheet.rows || cols != a->sheet.cols)
			resized(a);
		return;
	}
	if (key == KEYS_GRAPHICS) {
		screen_ask_kitty(a->screen);
		settings_pictures(a);
		panes_spoil(&a->panes);
		a->dirty = true;
		return;
	}
	if (key == KEYS_BACKGROUND) {
		if (theme_background(screen_background(a->screen), &dark) &&
		    a->light == dark) {
			a->light = !dark;
			settings_theme(a);
		}
		return;
	}
	if (paste(a, key))
		return;
	if (key == KEYS_WHEEL_UP || key == KEYS_WHEEL_DOWN ||
	    key == KEYS_CLICK || key == KEYS_RELEASE) {
		use_mouse(a, key);
		a->dirty = true;
		return;
	}
	talk_hush(&a->talk);
	/* Esc, and a key that came close behind it. */
	if (a->prompt.open && key >= 0 && (key & KEYS_ALT)) {
		to_prompt(a, KEY_ESCAPE);
		key &= ~KEYS_ALT;
	}
	if (a->prompt.open)
		to_prompt(a, key);
	else
		typing_press(a, key);
}

static void
on_input(int fd, int events, void *data)
{
	struct app *a = data;
	int key;

	(void)fd;
	while (!a->quit && (key = screen_key(a->screen)) != KEYS_NONE)
		take_key(a, key);
	/* What was given up for the sake of a key is looked for, also when it
	 * was none but a terminal's answer. */
	if (a->live)
		a->dirty = true;
	/* The terminal has gone. */
	if (events & LOOP_HANGUP)
		a->quit = true;
}

static void
on_end_signal(int signo, void *data)
{
	struct app *a = data;

	if (signo == SIGINT && a->prompt.open)
		to_prompt(a, KEY_ESCAPE);
	else
		a->quit = true;
}

static void
on_window(int signo, void *data)
{
	(void)signo;
	resized(data);
}

/* Stops as if we had no handler, and takes the terminal again afterwards. */
static void
on_stop(int signo, void *data)
{
	struct app *a = data;

	screen_suspend(a->screen);
	loop_signal(a->loop, signo, NULL, NULL);
	raise(signo);
	loop_signal(a->loop, signo, on_stop, a);
	screen_resume(a->screen);
	resized(a);
}

static void
on_tick(void *data)
{
	struct app *a = data;

	loop_timer(a->loop, TICK_MS, on_tick, a);
	programs_reap(a);
	settings_watch(a);
	if (!a->store &&
	    (!a->ui.waiting || !a->client || !client_alive(a->client)))
		wire_open_store(a, false);
}

static void
on_linger(void *data)
{
	struct app *a = data;

	panes_lingered(&a->panes, a->linger_id);
	a->dirty = true;
}

/* A preview is read once it has been looked at for a while. */
static void
watch_lingering(struct app *a)
{
	/* Nobody reads what a search shows that is still being typed. */
	int64_t id = a->live ? 0 : a->panes.lingering;

	if (id == a->linger_id)
		return;
	a->linger_id = id;
	loop_timer_remove(a->loop, a->linger_timer);
	a->linger_timer = 0;
	if (a->linger_id)
		a->linger_timer =
		    loop_timer(a->loop, PANES_LINGER_MS, on_linger, a);
}

static void
keep_time(struct app *a)
{
	a->ui.now = a->talk.now = a->album.now = (int64_t)time(NULL);
	/* Ages are in minutes. */
	if (a->ui.now / MINUTE != a->minute) {
		a->minute = a->ui.now / MINUTE;
		a->dirty = true;
	}
}

static void
paint(struct app *a)
{
	struct canvas c;

	sheet_clear(&a->sheet);
	c = canvas_of(&a->sheet);
	panes_draw(&a->panes, &c);
	hints_draw(a, &c);
	typing_draw(a, &c);
	cmdline_draw(a, &c);
	footer_draw(a, &c);
	screen_paint(a->screen, &a->sheet, &a->theme, a->whole);
	a->dirty = a->whole = a->talk.changed = a->marks.changed = false;
}

/* After each wake: what is stale is loaded, what has changed is painted. */
static void
settle(struct app *a)
{
	struct err err = { 0 };

	keep_time(a);
	marks_settle(&a->marks);
	searches_watch(a);
	if (panes_settle(&a->panes, &err))
		a->dirty = true;
	if (err.code)
		talk_error(&a->talk, "%s", err.text);
	if (a->dirty || a->talk.changed || a->marks.changed)
		paint(a);
	watch_lingering(a);
}

static void
watch_signals(struct app *a, bool on)
{
	static const struct {
		int signo;
		loop_signal_fn *fn;
	} table[] = {
		{ SIGINT, on_end_signal },
		{ SIGTERM, on_end_signal },
		{ SIGHUP, on_end_signal },
		{ SIGWINCH, on_window },
		{ SIGTSTP, on_stop },
	};

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		loop_signal(
		    a->loop, table[i].signo, on ? table[i].fn : NULL, a);
}

static void
start_desk(struct app *a)
{
	struct err err = { 0 };

	a->client = client_new(a->loop, a->paths, wire_event, a, &err);
	a->marks.client = a->ui.client = a->album.client = a->client;
	if (!a->client) {
		talk_error(&a->talk, _("Reading only: %s"), err.text);
		return;
	}
	if (conf_bool(&a->conf.options, OPT_REFRESH))
		client_order(a->client, "refresh auto");
}

/* On the very first start there is a commented file to begin with. */
static void
write_first_feeds(struct app *a)
{
	struct str example = { 0 };
	struct err err = { 0 };

	if (access(a->paths->feeds, F_OK) != 0) {
		str_printf(&example, "%s/feeds.example", a->paths->data_dir);
		if (!feedsfile_create(a->paths->feeds, str_z(&example), &err))
			talk_note(&a->talk, true, err.text);
	}
	str_release(&example);
}

static void
begin(struct app *a)
{
	keep_time(a);
	a->ui.options = &a->conf.options;
	a->ui.feeds = &a->feeds;
	a->ui.paths = a->paths;
	a->ui.keys = &a->keymap;
	a->ui.marks = &a->marks;
	album_init(&a->album, a->paths->cache_dir);
	a->ui.album = &a->album;
	a->ui.talk = &a->talk;
	a->ui.positions = &a->positions;
	positions_load(&a->positions, a->paths->state_dir);
	a->ui.habits = &a->habits;
	a->ui.reports = &a->reports;
	habits_load(&a->habits, a->paths->state_dir);
	history_load(&a->commands, a->paths->state_dir, "commands");
	history_load(&a->searches, a->paths->state_dir, "searches");
	write_first_feeds(a);
	settings_load(a);
	if (!a->feeds.subs)
		welcome_find(&a->offer);
	if (a->offer.n)
		a->ui.offer = str_z(&a->offer);
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		talk_error(&a->talk,
		    _("This locale is %s, not UTF-8: other letters than "
		      "ASCII appear as ?; try LC_ALL=C.UTF-8"),
		    nl_langinfo(CODESET));
}

/* The store is closed first: the last one to leave tidies it up. */
static void
end(struct app *a)
{
	watch_signals(a, false);
	panes_release(&a->panes);
	store_close(a->store);
	if (!client_end(a->client))
		log_line("the desk left before it had answered everything");
	piping_cancel(a);
	programs_release(a);
	loop_free(a->loop);
	actions_forget_found(a);
	marks_release(&a->marks);
	album_release(&a->album);
	talk_release(&a->talk);
	prompt_release(&a->prompt);
	complete_release(&a->completion);
	positions_release(&a->positions);
	habits_release(&a->habits);
	reports_release(&a->reports);
	history_release(&a->commands);
	history_release(&a->searches);
	history_release(&a->answers);
	str_release(&a->change);
	sheet_release(&a->sheet);
	str_release(&a->pasted);
	str_release(&a->address);
	str_release(&a->offer);
	str_release(&a->section);
	str_release(&a->within);
	str_release(&a->moving);
	str_release(&a->subject);
	str_release(&a->own);
	str_release(&a->moves);
	settings_release(a);
}

bool
app_run(const struct paths *paths, struct err *err)
{
	struct app a = { .paths = paths };

	begin(&a);
	a.loop = loop_new();
	watch_signals(&a, true);
	a.screen = screen_open(conf_bool(&a.conf.options, OPT_MOUSE), err);
	if (a.screen) {
		settings_theme(&a);
		settings_terminal(&a);
		panes_init(&a.panes, &a.ui);
		start_desk(&a);
		wire_open_store(&a, true);
		resized(&a);
		loop_fd(a.loop, STDIN_FILENO, LOOP_READ, on_input, &a);
		loop_timer(a.loop, TICK_MS, on_tick, &a);
		settle(&a);
		if (strcmp(conf_string(&a.conf.options, OPT_THEME), "auto") ==
		        0 &&
		    screen_colours(a.screen))
			screen_ask_background(a.screen);
		if (screen_colours(a.screen))
			screen_ask_graphics(a.screen);
		while (!a.quit) {
			loop_step(a.loop, -1);
			if (!a.quit)
				settle(&a);
		}
		loop_fd_remove(a.loop, STDIN_FILENO);
		screen_close(a.screen);
	}
	end(&a);
	return a.screen != NULL;
}
