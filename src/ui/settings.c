#include "config.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "conf/terminal.h"
#include "doc/bidi.h"
#include "ui/session.h"

struct file_state
settings_state(const char *file)
{
	struct stat st;

	if (stat(file, &st) != 0)
		return (struct file_state){ 0 };
	return (struct file_state){ st.st_mtime, st.st_size, st.st_ino };
}

static bool
same_state(struct file_state a, struct file_state b)
{
	return a.changed == b.changed && a.size == b.size && a.inode == b.inode;
}

/* The first complaint is said, all are kept. */
static void
report(struct app *a, const struct complaints *c)
{
	if (!c->n)
		return;
	for (size_t i = c->n; i-- > 1;)
		talk_note(&a->talk, true, c->item[i].text);
	if (c->n == 1)
		talk_error(&a->talk, "%s", c->item[0].text);
	else
		talk_error(&a->talk,
		    P_("%s (and %zu more)", "%s (and %zu more)", c->n - 1),
		    c->item[0].text, c->n - 1);
}

/* The commands of the config file, then those that were typed since. */
static void
run_commands(struct app *a, bool look, bool complaining)
{
	for (size_t i = 0; !look && i < a->conf.n; i++)
		configure_declare(
		    a, a->conf.command[i].argc, a->conf.command[i].argv);
	for (size_t i = 0; !look && i < a->set_here.n; i++)
		configure_declare_line(a, a->set_here.line[i]);
	for (size_t i = 0; i < a->conf.n; i++) {
		const struct conf_command *c = &a->conf.command[i];
		const struct configure *k = configure_find(span_of(c->argv[0]));
		struct err err = { 0 };
		if (k && k->look == look &&
		    !k->run(a, c->argc, c->argv, &err) && complaining)
			complain(&a->conf.complaints, c->file, c->line, 1, "%s",
			    err.text);
	}
	for (size_t i = 0; i < a->set_here.n; i++)
		configure_again(a, a->set_here.line[i], look);
}

/* Where the font may have no quarters: the console of Linux. */
static bool
is_console(void)
{
	const char *term = getenv("TERM");

	return term && strcmp(term, "linux") == 0;
}

void
settings_pictures(struct app *a)
{
	/* choices: auto, quadrants, halves, ascii */
	static const enum mosaic_signs signs[] = { MOSAIC_QUADRANTS,
		MOSAIC_QUADRANTS, MOSAIC_HALVES, MOSAIC_ASCII };
	int choice = conf_choice(&a->conf.options, OPT_PICTURE_SIGNS);
	struct album_look look = { .signs = signs[choice],
		.colours = a->theme.kind == THEME_MONO ? 0 : a->theme.colours,
		.light = a->light || a->theme.kind == THEME_LIGHT };

	if (choice == 0 && is_console())
		look.signs = MOSAIC_HALVES;
	if (a->ui.ascii)
		look.signs = MOSAIC_ASCII;
	if (a->screen) {
		const struct graphics *g = screen_graphics(a->screen);

		screen_cell(a->screen, &look.cell_w, &look.cell_h);
		look.pixels = graphics_kitty(g) ? PIXELS_KITTY
		              : g->sixel        ? PIXELS_SIXEL
		                                : PIXELS_NONE;
	}
	album_look(&a->album, &look);
}

/* What is wrong in a theme is said when it is chosen, too. */
static void
load_theme(struct app *a, struct span name, bool complaining)
{
	struct str was = { 0 };
	struct err err = { 0 };

	if (a->theme_file)
		str_addz(&was, a->theme_file);
	if (!themes_load(a, name, &err) &&
	    (complaining ||
	        (a->theme_file && !span_is(str_span(&was), a->theme_file))))
		talk_error(&a->talk, "%s", err.text);
	str_release(&was);
}

static void
make_theme(struct app *a, bool complaining)
{
	struct span name = span_of(conf_string(&a->conf.options, OPT_THEME));
	enum theme_kind kind = THEME_DARK;

	if (span_is(name, "light") || (span_is(name, "auto") && a->light))
		kind = THEME_LIGHT;
	else if (span_is(name, "mono"))
		kind = THEME_MONO;
	theme_init(&a->theme, kind, a->screen ? screen_colours(a->screen) : 0);
	load_theme(a, name, complaining);
	a->ui.mono = a->theme.kind == THEME_MONO;
	run_commands(a, true, complaining);
	settings_pictures(a);
	a->dirty = a->whole = true;
}

void
settings_theme(struct app *a)
{
	make_theme(a, false);
}

static void
use_bidi(struct app *a)
{
	/* choices: auto, on, off */
	enum { AUTO, ON };
	int choice = conf_choice(&a->conf.options, OPT_BIDI);
	enum terminal_bidi who = terminal_bidi();

	a->ui.bidi = choice == AUTO ? who != BIDI_THEIRS : choice == ON;
	a->sheet.bidi = a->ui.bidi;
	if (a->screen)
		screen_keep_order(a->screen,
		    a->ui.bidi && bidi_able() && who == BIDI_OURS_ONCE);
}

static void
use_links(struct app *a)
{
	/* choices: auto, on, off */
	enum { AUTO, ON };
	int choice = conf_choice(&a->conf.options, OPT_HYPERLINKS);

	if (a->screen)
		screen_links(a->screen,
		    choice == AUTO ? terminal_has_links() : choice == ON);
}

void
settings_terminal(struct app *a)
{
	use_bidi(a);
	use_links(a);
}

/* The keys that the option "keys" names: those of commands.def, and what the
 * file of that name makes of them. */
static void
begin_keys(struct app *a)
{
	/* choices: vi, newsboat, emacs */
	int choice = conf_choice(&a->conf.options, OPT_KEYS);
	static const char *const files[] = { NULL, "newsboat", "emacs" };
	struct str file = { 0 };
	struct err err = { 0 };

	keymap_release(&a->keymap);
	keymap_init(&a->keymap);
	macros_release(&a->macros);
	macros_release(&a->shares);
	macros_release(&a->players);
	if (!files[choice])
		return;
	str_printf(&file, "%s/keys/%s", a->paths->data_dir, files[choice]);
	if (!configure_file(a, str_z(&file), false, &err))
		talk_error(&a->talk, "%s", err.text);
	str_release(&file);
}

static void
use_config(struct app *a, bool complaining)
{
	/* choices: auto, unicode, ascii */
	enum { AUTO, UNICODE };
	bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	int signs;

	/* "set keys" may be among what was typed. */
	for (size_t i = 0; i < a->set_here.n; i++)
		if (span_starts(span_of(a->set_here.line[i]), "set "))
			configure_again(a, a->set_here.line[i], false);
	begin_keys(a);
	run_commands(a, false, complaining);
	make_theme(a, complaining);
	signs = conf_choice(&a->conf.options, OPT_SIGNS);
	a->ui.ascii = signs == AUTO ? !utf8 : signs != UNICODE;
	settings_terminal(a);
}

static void
load_config(struct app *a)
{
	conf_release(&a->conf);
	conf_load(&a->conf, a->paths->config);
	a->conf_state = settings_state(a->paths->config);
	use_config(a, true);
	report(a, &a->conf.complaints);
}

void
settings_apply(struct app *a)
{
	use_config(a, false);
	if (a->screen)
		screen_use_mouse(conf_bool(&a->conf.options, OPT_MOUSE));
	panes_resize(&a->panes, a->panes.rows, a->panes.cols);
	panes_spoil(&a->panes);
}

static void
load_feeds(struct app *a)
{
	struct err err = { 0 };

	feedsfile_release(&a->feeds);
	a->feeds = (struct feedsfile){ 0 };
	if (!feedsfile_load(&a->feeds, a->paths->feeds, &a->conf.options, &err))
		talk_error(&a->talk, "%s", err.text);
	a->feeds_state = settings_state(a->paths->feeds);
	report(a, &a->feeds.complaints);
}

void
settings_load(struct app *a)
{
	load_config(a);
	load_feeds(a);
}

void
settings_reload_feeds(struct app *a)
{
	load_feeds(a);
	if (a->client) {
		client_order(a->client, "reload");
		/* What was never asked is due at once. */
		if (conf_bool(&a->conf.options, OPT_REFRESH))
			client_order(a->client, "refresh due");
	}
	panes_spoil(&a->panes);
	a->dirty = true;
}

void
settings_watch(struct app *a)
{
	bool conf =
	    !same_state(a->conf_state, settings_state(a->paths->config));
	bool feeds =
	    !same_state(a->feeds_state, settings_state(a->paths->feeds));

	/* A theme is shown as it is saved. */
	if (a->theme_file &&
	    !same_state(a->theme_state, settings_state(a->theme_file)))
		make_theme(a, true);
	if (conf)
		load_config(a);
	/* The feeds inherit the config's options. */
	if (conf || feeds)
		settings_reload_feeds(a);
}

void
settings_release(struct app *a)
{
	feedsfile_release(&a->feeds);
	conf_release(&a->conf);
	keymap_release(&a->keymap);
	macros_release(&a->macros);
	macros_release(&a->shares);
	macros_release(&a->players);
	typed_lines_release(&a->set_here);
	free(a->theme_file);
}
