#include "config.h"

#include "cmd/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/commands.h"
#include "cmd/parse.h"
#include "cmd/session.h"

const struct command commands[] = {
	{ "fetch", command_fetch,
	    "[-v] [--due | --back PAGES] [SECTION|URL]...",
	    N_("Asks feeds for news.") },
	{ "list", command_list,
	    "[--json] [--unread] [--starred] [--tag TAG] [--trash] "
	    "[--since TIME] [--sort ORDER] [--limit N] [SECTION]",
	    N_("Lists articles, newest first.") },
	{ "show", command_show,
	    "[--text|--html|--markdown|--json] [--revision N] [--diff]"
	    " [--width N] [--colour WHEN] ID",
	    N_("Prints an article.") },
	{ "mark", command_mark, "ID... read|unread|star|unstar|delete|restore",
	    N_("Marks articles; ID may be - for numbers on standard input.") },
	{ "tag", command_tag, "[--json] | [--remove] TAG ID...",
	    N_("Tags articles, or lists the tags.") },
	{ "note", command_note, "ID [TEXT]",
	    N_("Writes a note on an article, or prints it.") },
	{ "undo", command_undo, "[--list] [--json] [N]",
	    N_("Takes back the last changes, or lists them.") },
	{ "purge", command_purge, "", N_("Empties the trash for good.") },
	{ "redo", command_undo, "[N]", N_("Does again what was undone.") },
	{ "search", command_search,
	    "[--json] [--unread] [--section S] [--sort ORDER] [--limit N] "
	    "WORD...",
	    N_("Finds articles by their words.") },
	{ "status", command_status, "[--json] [SECTION]",
	    N_("Prints how many articles are unread.") },
	{ "linear", command_linear, "[--rows N]",
	    N_("The reader without a screen: line below line, in words.") },
	{ "feeds", command_feeds,
	    "[--json] [--health [STATE]] | add [--section S] [--title T] "
	    "[--yes] URL | preview [--json] URL | remove FEED | rename FEED "
	    "TITLE | move FEED URL | pause FEED | resume FEED | mute FEED | "
	    "unmute FEED",
	    N_("Lists the feeds, adds, removes, renames, moves, pauses or "
	       "mutes one.") },
	{ "import", command_import, "[--section S] [--trust] FILE",
	    N_("Takes over subscriptions (OPML, newsboat's urls) or an "
	       "export.") },
	{ "export", command_export, "[--all] [FILE]",
	    N_("Writes the subscriptions as OPML, or everything as JSON.") },
	{ "parse", command_parse, "[--base URL] [--content-type TYPE] FILE",
	    N_("Prints a feed as JSON.") },
	{ "extract", command_extract,
	    "[--base URL] [--content-type TYPE] FILE|URL",
	    N_("Prints the article of a web page as JSON.") },
	{ "discover", command_discover, "[--base URL] FILE",
	    N_("Prints the feeds that a page offers, as JSON.") },
	{ "opml", command_opml, "FILE",
	    N_("Prints a list of subscriptions as JSON.") },
	{ "doctor", command_doctor, "[--repair]",
	    N_("Looks for what is wrong, and says what to do.") },
	{ "help", command_help, "[COMMAND]",
	    N_("Tells how to use a command.") },
	{ NULL, NULL, NULL, NULL },
};

const struct command *
command_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

int
command_usage(const struct invocation *in, const char *fmt, ...)
{
	const struct command *c = command_find(in->argv[0]);
	va_list ap;

	fprintf(stderr, "broadsheet %s: ", in->argv[0]);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, _("\nusage: broadsheet %s %s\n"), c->name, c->usage);
	return EXIT_USAGE;
}

int
command_fail(int code, const struct err *err)
{
	fprintf(stderr, "broadsheet: %s\n", err->text);
	return code;
}

static void
print_usage(const struct command *c)
{
	printf("broadsheet %s%s%s\n    %s\n", c->name, *c->usage ? " " : "",
	    c->usage, _(c->sentence));
}

int
command_help(struct invocation *in)
{
	const struct command *c;

	if (in->argc > 2)
		return command_usage(in, _("name one command"));
	if (in->argc == 2) {
		c = command_find(in->argv[1]);
		if (!c)
			return command_usage(
			    in, _("no command is called \"%s\""), in->argv[1]);
		print_usage(c);
		return EXIT_WELL;
	}
	puts(_("broadsheet [--config DIR] [--store FILE] [--sample] [COMMAND]\n"
	       "    Without a command: the reader, a newspaper in the "
	       "terminal."));
	for (c = commands; c->name; c++)
		print_usage(c);
	return EXIT_WELL;
}

static const struct command_option *
find_option(const struct command_option *o, struct span name)
{
	for (; o->name; o++)
		if (span_is(name, o->name))
			return o;
	return NULL;
}

/* Takes the option at argv[i]; how many words it took, 0 after a message. */
static int
take_option(struct invocation *in, const struct command_option *options, int i)
{
	struct span rest = span_of(in->argv[i]);
	struct span name = span_cut(&rest, '=');
	const struct command_option *o = find_option(options, name);

	if (!o) {
		command_usage(
		    in, _("no option is called \"%.*s\""), SPAN_ARG(name));
		return 0;
	}
	if (o->flag) {
		*o->flag = true;
		return 1;
	}
	if (rest.s) {
		*o->value = rest.s;
		return 1;
	}
	if (i + 1 >= in->argc) {
		command_usage(in, _("%s needs a value"), o->name);
		return 0;
	}
	*o->value = in->argv[i + 1];
	return 2;
}

char **
command_options(
    struct invocation *in, const struct command_option *options, int *n)
{
	int kept = 1, took;

	for (int i = 1; i < in->argc; i += took) {
		if (!strcmp(in->argv[i], "--")) {
			for (i++; i < in->argc; i++)
				in->argv[kept++] = in->argv[i];
			break;
		}
		took = 1;
		if (in->argv[i][0] != '-' || !in->argv[i][1])
			in->argv[kept++] = in->argv[i];
		else if (!(took = take_option(in, options, i)))
			return NULL;
	}
	in->argv[kept] = NULL;
	*n = kept - 1;
	return in->argv + 1;
}

static int64_t
changed_at(const char *file, const char *suffix)
{
	struct str path = { 0 };
	struct stat st = { 0 };

	str_printf(&path, "%s%s", file, suffix);
	if (stat(str_z(&path), &st) != 0)
		st = (struct stat){ 0 };
	str_release(&path);
	return (int64_t)st.st_mtime;
}

/* Whether a person has edited the feeds since a desk last wrote: a desk that
 * starts takes the changes over, and costs only milliseconds. */
static bool
feeds_are_newer(const struct paths *p)
{
	int64_t feeds = changed_at(p->feeds, "");

	return feeds && feeds >= changed_at(p->store, "") &&
	       feeds >= changed_at(p->store, "-wal");
}

struct store *
command_store(struct invocation *in, struct err *err)
{
	struct store *s = feeds_are_newer(&in->paths)
	                      ? NULL
	                      : store_open_read(in->paths.store, err);
	struct session *desk;

	if (s || (err->code != ERR_NONE && err->code != ERR_GONE))
		return s;
	desk = session_new(&in->paths, NULL, NULL, err);
	if (!desk)
		return NULL;
	s = store_open_read(in->paths.store, err);
	session_free(desk);
	return s;
}
