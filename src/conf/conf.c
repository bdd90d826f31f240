#include "config.h"

#include "conf/conf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "conf/optioncheck.h"
#include "conf/paths.h"

enum { SOURCE_DEPTH_MAX = 8, SOURCE_FILES_MAX = 64 };

/* The commands that a config file may hold; the ui carries out those that
 * are not ours. */
static const char *const commands[] = { "set", "source", "bind", "unbind",
	"color", "colour", "theme", "based-on", "macro", "share-with", "player",
	"rule" };

/* A file being read, and how deep "source" has led; all readings of one load
 * count their files together. */
struct reading {
	struct conf *conf;
	const char *file;
	int depth;
	int *files;
	int line;
	struct words words;
};

static void read_file(
    struct conf *c, const char *file, const struct reading *from, int *files);

static void
fault(struct reading *r, size_t word, const char *text)
{
	int column = word < r->words.n ? r->words.word[word].column : 1;

	complain(&r->conf->complaints, r->file, r->line, column, "%s", text);
}

static void
run_set(struct reading *r)
{
	const char *names[OPT_COUNT], *near;
	struct err err = { 0 };
	enum option id;
	struct span name;

	if (r->words.n != 3) {
		fault(r, 0, _("it is \"set NAME VALUE\""));
		return;
	}
	name = r->words.word[1].text;
	id = option_find(name);
	if (id == OPT_COUNT) {
		for (int i = 0; i < OPT_COUNT; i++)
			names[i] = option_info[i].name;
		near = nearest(name, names, OPT_COUNT);
		err_set(&err, ERR_CONFIG,
		    near ? _("no option is called \"%.*s\"; did you mean "
		             "\"%s\"?")
		         : _("no option is called \"%.*s\"; the manual page "
		             "lists them%s"),
		    SPAN_ARG(span_head(name, 40)), near ? near : "");
		fault(r, 1, err.text);
	} else if (!options_set(
	               &r->conf->options, id, r->words.word[2].text, &err)) {
		fault(r, 2, err.text);
	}
}

/* Relative to the file that says so; "~/" is the home folder. */
static char *
beside(const char *file, struct span name)
{
	const char *slash = strrchr(file, '/'), *home = getenv("HOME");
	struct str path = { 0 };

	if (span_starts(name, "~/") && home) {
		str_printf(
		    &path, "%s/%.*s", home, SPAN_ARG(span_from(name, 2)));
	} else {
		if (name.n && *name.s != '/' && slash)
			str_addn(&path, file, (size_t)(slash - file) + 1);
		str_add(&path, name);
	}
	return str_take(&path);
}

static void
run_source(struct reading *r)
{
	char *file;

	if (r->words.n != 2) {
		fault(r, 0, _("it is \"source FILE\""));
		return;
	}
	if (r->depth >= SOURCE_DEPTH_MAX || *r->files >= SOURCE_FILES_MAX) {
		fault(r, 0, _("too many files, or they name one another"));
		return;
	}
	file = beside(r->file, r->words.word[1].text);
	read_file(r->conf, file, r, r->files);
	free(file);
}

/* For the ui, in the order of the file. */
static void
keep_command(struct reading *r)
{
	struct conf *c = r->conf;
	struct conf_command *k;

	vec_room(&c->command, c->n, &c->cap);
	k = &c->command[c->n++];
	*k = (struct conf_command){
		.line = r->line,
		.file = xstrdup(r->file),
		.argv = xcalloc(r->words.n + 1, sizeof(char *)),
		.argc = (int)r->words.n,
	};
	for (size_t i = 0; i < r->words.n; i++)
		k->argv[i] = span_dup(r->words.word[i].text);
}

static void
run_line(struct reading *r)
{
	struct span name = r->words.word[0].text;
	size_t n = sizeof(commands) / sizeof(*commands);
	struct err err = { 0 };
	const char *near;

	if (span_is(name, "set")) {
		run_set(r);
		return;
	}
	if (span_is(name, "source")) {
		run_source(r);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (span_is(name, commands[i])) {
			keep_command(r);
			return;
		}
	}
	near = nearest(name, commands, n);
	err_set(&err, ERR_CONFIG, _("no command is called \"%.*s\"%s%s%s"),
	    SPAN_ARG(span_head(name, 40)), near ? _("; did you mean \"") : "",
	    near ? near : "", near ? "\"?" : "");
	fault(r, 0, err.text);
}

static void
read_lines(struct reading *r, struct span text)
{
	struct err err;
	int column;

	if (span_starts(text, "\xef\xbb\xbf"))
		text = span_from(text, 3);
	while (text.n) {
		struct span line = span_cut(&text, '\n');

		r->line++;
		if (!words_split(&r->words, line, &column, &err))
			complain(&r->conf->complaints, r->file, r->line, column,
			    "%s", err.text);
		else if (r->words.n)
			run_line(r);
	}
}

/* from: the file whose line names this one; NULL: it need not exist. */
static void
read_file(
    struct conf *c, const char *file, const struct reading *from, int *files)
{
	struct reading r = { .conf = c,
		.file = file,
		.depth = from ? from->depth + 1 : 0,
		.files = files };
	struct str text = { 0 };
	struct err err = { 0 };

	++*files;
	if (paths_read(file, &text, DOTFILE_BYTES_MAX, &err))
		read_lines(&r, str_span(&text));
	else if (from)
		complain(
		    &c->complaints, from->file, from->line, 1, "%s", err.text);
	else if (err.code != ERR_GONE)
		complain(&c->complaints, file, 1, 1, "%s", err.text);
	words_release(&r.words);
	str_release(&text);
}

void
conf_load(struct conf *c, const char *file)
{
	int files = 0;
	struct stat st;

	read_file(c, file, NULL, &files);
	if (options_have_secret(&c->options) && stat(file, &st) == 0 &&
	    st.st_mode & (S_IRWXG | S_IRWXO))
		complain(&c->complaints, file, 1, 1,
		    _("here is a password, and others can read this file: "
		      "run chmod 600 on it"));
}

void
conf_release(struct conf *c)
{
	for (size_t i = 0; i < c->n; i++) {
		for (int k = 0; k < c->command[i].argc; k++)
			free(c->command[i].argv[k]);
		free(c->command[i].argv);
		free(c->command[i].file);
	}
	free(c->command);
	options_release(&c->options);
	complaints_release(&c->complaints);
	*c = (struct conf){ 0 };
}
