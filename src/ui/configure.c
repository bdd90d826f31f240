#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "conf/dotfile.h"
#include "conf/optioncheck.h"
#include "ui/session.h"
#include "ui/writeconf.h"

/* What stands from argument `from` on, as one line of commands. */
static char *
line_from(int argc, char *const argv[], int from)
{
	struct str line = { 0 };

	/* "toggle-star ; next" in quotes is a line, not the name of one. */
	if (argc == from + 1)
		return xstrdup(argv[from]);
	for (int i = from; i < argc; i++) {
		if (i > from)
			str_addc(&line, ' ');
		word_write(&line, span_of(argv[i]));
	}
	return str_take(&line);
}

static bool
bind_keys(struct app *a, int argc, char *const argv[], struct err *err)
{
	char *line;
	bool ok;

	if (argc < 4)
		return err_set(err, ERR_CONFIG, "%s",
		    _("bind wants a context, keys and a command: "
		      "bind headlines x toggle-read"));
	line = line_from(argc, argv, 3);
	ok = cmdline_check(a, span_of(line), err) &&
	     keymap_bind(&a->keymap, span_of(argv[1]), span_of(argv[2]),
	         span_of(line), err);
	free(line);
	return ok;
}

static bool
unbind_keys(struct app *a, int argc, char *const argv[], struct err *err)
{
	if (argc == 2 && strcmp(argv[1], "all") == 0) {
		keymap_release(&a->keymap);
		return true;
	}
	if (argc != 3)
		return err_set(err, ERR_CONFIG, "%s",
		    _("unbind wants a context and keys: unbind "
		      "headlines A"));
	return keymap_unbind(
	    &a->keymap, span_of(argv[1]), span_of(argv[2]), err);
}

const struct macro *
macros_find(const struct macros *m, struct span name)
{
	for (size_t i = 0; i < m->n; i++)
		if (span_is(name, m->item[i].name))
			return &m->item[i];
	return NULL;
}

void
macros_release(struct macros *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->item[i].name);
		free(m->item[i].line);
	}
	free(m->item);
	*m = (struct macros){ 0 };
}

void
typed_lines_release(struct typed_lines *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->line[i]);
	free(t->line);
	*t = (struct typed_lines){ 0 };
}

/* The one of a name; a new one has no line. */
static size_t
entry_of(struct macros *m, const char *name)
{
	size_t i = 0;

	while (i < m->n && strcmp(m->item[i].name, name) != 0)
		i++;
	if (i == m->n) {
		vec_room(&m->item, m->n, &m->cap);
		m->item[m->n++] = (struct macro){ xstrdup(name), NULL };
	}
	return i;
}

/* Those of a range that have no line go. */
static void
drop_empty(struct macros *m, size_t from, size_t to)
{
	size_t kept = from;

	for (size_t i = from; i < m->n; i++)
		if (m->item[i].line || i >= to)
			m->item[kept++] = m->item[i];
		else
			free(m->item[i].name);
	m->n = kept;
}

static bool
can_name(const char *name)
{
	return !command_named(span_of(name)) && !configure_find(span_of(name));
}

void
configure_declare(struct app *a, int argc, char *const argv[])
{
	if (argc >= 3 && strcmp(argv[0], "macro") == 0 && can_name(argv[1]))
		entry_of(&a->macros, argv[1]);
}

static bool
define_macro(struct app *a, int argc, char *const argv[], struct err *err)
{
	struct macros *m = &a->macros;
	size_t i;
	char *line;

	if (argc < 3)
		return err_set(err, ERR_CONFIG, "%s",
		    _("macro wants a name and commands: macro keep "
		      "toggle-star ; down"));
	if (!can_name(argv[1]))
		return err_set(err, ERR_CONFIG,
		    _("%s is a command; give the macro another name"), argv[1]);
	/* It is there before it is checked, for it may call itself. */
	i = entry_of(m, argv[1]);
	line = line_from(argc, argv, 2);
	if (cmdline_check(a, span_of(line), err)) {
		free(m->item[i].line);
		m->item[i].line = line;
		return true;
	}
	free(line);
	drop_empty(m, i, i + 1);
	return false;
}

/* Keeps a line under a name, in the place of the one it had. */
static void
name_line(struct macros *m, const char *name, char *line_taken)
{
	size_t i = entry_of(m, name);

	free(m->item[i].line);
	m->item[i].line = line_taken;
}

static bool
name_share(struct app *a, int argc, char *const argv[], struct err *err)
{
	if (argc < 3)
		return err_set(err, ERR_CONFIG, "%s",
		    _("it is \"share-with NAME COMMAND\": share-with notes "
		      "\"my-notes add %u %t\""));
	name_line(&a->shares, argv[1], line_from(argc, argv, 2));
	return true;
}

static bool
name_player(struct app *a, int argc, char *const argv[], struct err *err)
{
	if (argc < 3)
		return err_set(err, ERR_CONFIG, "%s",
		    _("it is \"player TYPE COMMAND\": player audio/* \"mpv "
		      "--no-video %u\""));
	name_line(&a->players, argv[1], line_from(argc, argv, 2));
	return true;
}

static bool
set_colour(struct app *a, int argc, char *const argv[], struct err *err)
{
	return theme_set(&a->theme, argv + 1, argc - 1, err);
}

static bool
choose_theme(struct app *a, int argc, char *const argv[], struct err *err)
{
	if (argc != 2)
		return err_set(err, ERR_CONFIG, "%s",
		    _("theme wants one name, such as auto, dark or "
		      "newsprint"));
	return themes_check(a, span_of(argv[1]), err) &&
	       options_set(&a->conf.options, OPT_THEME, span_of(argv[1]), err);
}

static bool
base_theme(struct app *a, int argc, char *const argv[], struct err *err)
{
	if (argc != 2)
		return err_set(err, ERR_CONFIG, "%s",
		    _("it is \"based-on dark\", or light, or mono"));
	return theme_base(&a->theme, span_of(argv[1]), err);
}

static bool
no_option(struct span name, struct err *err)
{
	const char *names[OPT_COUNT], *near;

	for (int i = 0; i < OPT_COUNT; i++)
		names[i] = option_info[i].name;
	near = nearest(name, names, OPT_COUNT);
	return err_set(err, ERR_CONFIG,
	    near ? _("no option is called \"%.*s\"; did you mean "
	             "\"%s\"?")
	         : _("no option is called \"%.*s\"; the manual page "
	             "lists them%s"),
	    SPAN_ARG(span_head(name, 40)), near ? near : "");
}

static void
say_option(struct app *a, enum option id)
{
	const char *value = conf_string(&a->conf.options, id);
	struct span shown = span_of(value);

	struct options alone = { 0 };

	alone.value[id] = a->conf.options.value[id];
	if (options_have_secret(&alone))
		shown = SPAN("…");
	/* One that nobody has set names all its choices, the default first. */
	if (option_info[id].type == TYPE_CHOICE)
		shown = span_head(shown, span_chr(shown, '|'));
	talk_say(&a->talk, "%s = %.*s", option_info[id].name, SPAN_ARG(shown));
}

/* What stands behind "set": "x?" asks, "x" and "nox" and "x!" are for those
 * that are yes or no. */
static bool
set_short(struct app *a, struct span word, struct err *err)
{
	bool asks = span_ends(word, "?"), turns = span_ends(word, "!"), off;
	struct span name = span_head(word, word.n - (asks || turns));
	enum option id = option_find(name);

	off = id == OPT_COUNT && span_starts(name, "no");
	if (off)
		id = option_find(span_from(name, 2));
	if (id == OPT_COUNT)
		return no_option(name, err);
	if (asks || (!off && !turns && option_info[id].type != TYPE_BOOL)) {
		say_option(a, id);
		return true;
	}
	if (option_info[id].type != TYPE_BOOL)
		return err_set(err, ERR_CONFIG,
		    _("%s is not yes or no; it is \"set %s VALUE\""),
		    option_info[id].name, option_info[id].name);
	if (turns)
		off = conf_bool(&a->conf.options, id);
	return options_set(
	    &a->conf.options, id, off ? SPAN("no") : SPAN("yes"), err);
}

static bool
set_option(struct app *a, int argc, char *const argv[], struct err *err)
{
	enum option id;

	if (argc == 2)
		return set_short(a, span_of(argv[1]), err);
	if (argc != 3)
		return err_set(
		    err, ERR_CONFIG, "%s", _("it is \"set NAME VALUE\""));
	id = option_find(span_of(argv[1]));
	if (id == OPT_COUNT)
		return no_option(span_of(argv[1]), err);
	if (id == OPT_THEME && !themes_check(a, span_of(argv[2]), err))
		return false;
	return options_set(&a->conf.options, id, span_of(argv[2]), err);
}

/* Its first fault is told. */
bool
configure_file(struct app *a, const char *file, bool look, struct err *err)
{
	struct conf c = { 0 };
	bool ok = true;

	size_t macros = a->macros.n;

	conf_load(&c, file);
	for (int i = 0; ok && i < OPT_COUNT; i++)
		if (c.options.value[i])
			ok = options_set(&a->conf.options, (enum option)i,
			    span_of(c.options.value[i]), err);
	for (size_t i = 0; ok && !look && i < c.n; i++)
		configure_declare(a, c.command[i].argc, c.command[i].argv);
	for (size_t i = 0; ok && i < c.n; i++) {
		const struct conf_command *k = &c.command[i];
		const struct configure *is =
		    configure_find(span_of(k->argv[0]));
		if (is && is->look == look)
			ok = is->run(a, k->argc, k->argv, err);
	}
	/* After a fault those below it were declared and no more. */
	drop_empty(&a->macros, macros, a->macros.n);
	if (ok && c.complaints.n)
		ok = err_set(err, ERR_CONFIG, "%s", c.complaints.item[0].text);
	conf_release(&c);
	return ok;
}

/* Beside the config file, or else what is installed: "source keys/emacs". */
static bool
source_part(
    struct app *a, int argc, char *const argv[], bool look, struct err *err)
{
	struct str file = { 0 }, text = { 0 };
	struct err why = { 0 };
	bool ok;

	if (argc != 2)
		return err_set(
		    err, ERR_CONFIG, "%s", _("it is \"source FILE\""));
	if (*argv[1] != '/' && strncmp(argv[1], "~/", 2) != 0)
		str_printf(&file, "%s/%s", a->paths->config_dir, argv[1]);
	else
		paths_expand(&file, span_of(argv[1]));
	ok = paths_read(str_z(&file), &text, DOTFILE_BYTES_MAX, &why);
	if (!ok && why.code == ERR_GONE && *argv[1] != '/') {
		str_clear(&file);
		str_printf(&file, "%s/%s", a->paths->data_dir, argv[1]);
		ok = paths_read(str_z(&file), &text, DOTFILE_BYTES_MAX, NULL);
	}
	if (!ok)
		err_set(err, why.code, "%s", why.text);
	ok = ok && configure_file(a, str_z(&file), look, err);
	str_release(&file);
	str_release(&text);
	return ok;
}

static bool
source_file(struct app *a, int argc, char *const argv[], struct err *err)
{
	return source_part(a, argc, argv, false, err) &&
	       source_part(a, argc, argv, true, err);
}

static bool
write_config(struct app *a, int argc, char *const argv[], struct err *err)
{
	struct str file = { 0 };
	bool ok;

	if (argc > 2)
		return err_set(
		    err, ERR_CONFIG, "%s", _("it is \"write-config [FILE]\""));
	if (argc == 1 && !a->set_here.n) {
		talk_say(&a->talk, "%s",
		    _("Nothing was set here that the config file lacks"));
		return true;
	}
	paths_expand(&file, span_of(argc == 2 ? argv[1] : a->paths->config));
	ok = argc == 2 ? writeconf_all(a, str_z(&file), err)
	               : writeconf_mend(str_z(&file), a->set_here.line,
	                     a->set_here.n, err);
	if (ok)
		talk_say(&a->talk, _("Written to %s"), str_z(&file));
	/* From now on the file says it. */
	if (ok && argc == 1)
		typed_lines_release(&a->set_here);
	str_release(&file);
	return ok;
}

const struct configure configure_commands[] = {
	{ "set", N_("NAME VALUE"),
	    N_("Sets an option; \"set NAME?\" tells what it is."), set_option,
	    false, true, false },
	{ "bind", N_("CONTEXT KEYS COMMANDS"),
	    N_("Gives keys to a command, or to several with ; between them."),
	    bind_keys, false, true, true },
	{ "unbind", N_("CONTEXT KEYS"),
	    N_("Takes keys away from what they are bound to."), unbind_keys,
	    false, true, false },
	{ "macro", N_("NAME COMMANDS"),
	    N_("Names a list of commands, with ; between them."), define_macro,
	    false, true, true },
	{ "share-with", N_("NAME COMMAND"),
	    N_("Names a command that \"share\" gives stories to."), name_share,
	    false, true, true },
	{ "player", N_("TYPE COMMAND"),
	    N_("Says what plays enclosures of a type, such as audio/*."),
	    name_player, false, true, true },
	{ "color", N_("ROLE FOREGROUND BACKGROUND ATTRIBUTES"),
	    N_("Gives a role its colours."), set_colour, true, true, false },
	{ "colour", N_("ROLE FOREGROUND BACKGROUND ATTRIBUTES"),
	    N_("Gives a role its colours."), set_colour, true, true, false },
	{ "based-on", N_("dark|light|mono"),
	    N_("Says whose colours count where a theme sets none."), base_theme,
	    true, false, false },
	{ "theme", N_("NAME"), N_("Chooses the colours."), choose_theme, false,
	    true, false },
	{ "source", N_("FILE"),
	    N_("Carries out the commands of a file, such as keys/newsboat."),
	    source_file, false, true, false },
	{ "write-config", N_("[FILE]"),
	    N_("Puts what was set here into the config file; or all that "
	       "differs from the defaults into a new one."),
	    write_config, false, false, false },
};
const size_t configure_count =
    sizeof(configure_commands) / sizeof(*configure_commands);

const struct configure *
configure_find(struct span name)
{
	for (size_t i = 0; i < configure_count; i++)
		if (span_is(name, configure_commands[i].name))
			return &configure_commands[i];
	return NULL;
}

/* "set x?" and "set x!" are no lines of a config file. */
static void
keep(struct app *a, const struct configure *c, int argc, char *const argv[])
{
	struct typed_lines *t = &a->set_here;
	struct str line = { 0 };
	enum option id = OPT_COUNT;

	if (c->run == set_option && argc == 2) {
		struct span name = span_of(argv[1]);
		if (span_ends(name, "?"))
			return;
		name.n -= span_ends(name, "!");
		id = option_find(name);
		if (id == OPT_COUNT && span_starts(name, "no"))
			id = option_find(span_from(name, 2));
		if (id == OPT_COUNT || option_info[id].type != TYPE_BOOL)
			return;
		str_printf(&line, "set %s %s", option_info[id].name,
		    conf_bool(&a->conf.options, id) ? "yes" : "no");
	}
	for (int i = 0; id == OPT_COUNT && i < argc; i++) {
		if (i)
			str_addc(&line, ' ');
		word_write(&line, span_of(argv[i]));
	}
	for (size_t i = 0; i < t->n; i++) {
		if (!writeconf_same(span_of(t->line[i]), str_span(&line)))
			continue;
		free(t->line[i]);
		/* Other macros may call this one: it keeps its place. */
		if (c->run == define_macro) {
			t->line[i] = str_take(&line);
			return;
		}
		t->n--;
		memmove(t->line + i, t->line + i + 1,
		    (t->n - i) * sizeof(*t->line));
		break;
	}
	vec_room(&t->line, t->n, &t->cap);
	t->line[t->n++] = str_take(&line);
}

/* Gives the words of a line to fn. */
static void
with_words(struct app *a, const char *line,
    void (*fn)(struct app *a, int argc, char *const argv[]))
{
	struct words w = { 0 };
	int column;

	if (words_split(&w, span_of(line), &column, NULL) && w.n) {
		char **argv = xcalloc(w.n + 1, sizeof(*argv));

		for (size_t i = 0; i < w.n; i++)
			argv[i] = span_dup(w.word[i].text);
		fn(a, (int)w.n, argv);
		for (size_t i = 0; i < w.n; i++)
			free(argv[i]);
		free(argv);
	}
	words_release(&w);
}

static void
again(struct app *a, int argc, char *const argv[], bool look)
{
	const struct configure *c = configure_find(span_of(argv[0]));

	if (c && c->run == source_file)
		source_part(a, argc, argv, look, NULL);
	else if (c && c->look == look)
		c->run(a, argc, argv, NULL);
}

static void
again_keys(struct app *a, int argc, char *const argv[])
{
	again(a, argc, argv, false);
}

static void
again_look(struct app *a, int argc, char *const argv[])
{
	again(a, argc, argv, true);
}

void
configure_again(struct app *a, const char *line, bool look)
{
	with_words(a, line, look ? again_look : again_keys);
}

void
configure_declare_line(struct app *a, const char *line)
{
	with_words(a, line, configure_declare);
}

bool
configure_typed(struct app *a, const struct configure *c, int argc,
    char *const argv[], struct err *err)
{
	if (!c->run(a, argc, argv, err))
		return false;
	if (c->is_kept) {
		keep(a, c, argc, argv);
		settings_apply(a);
	}
	return true;
}
