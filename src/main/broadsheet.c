/*
 * broadsheet: the reader, and the commands that need no screen.
 *
 * Names the command and runs it (cmd/command.h); without one, reads
 * (ui/app.h).
 */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "cmd/command.h"
#include "cmd/sample.h"
#include "ui/app.h"

/* What stands before the command. */
struct before {
	const char *config, *store;
	bool sample, help, version;
	int next; /* index of the command; 0 after a message */
};

static bool
take_value(char **argv, int argc, int *i, const char *name, const char **value)
{
	size_t n = strlen(name);

	if (!strncmp(argv[*i], name, n) && argv[*i][n] == '=') {
		*value = argv[*i] + n + 1;
		return true;
	}
	if (strcmp(argv[*i], name) != 0 || *i + 1 >= argc)
		return false;
	*value = argv[++*i];
	return true;
}

static struct before
read_options(int argc, char **argv)
{
	struct before b = { 0 };
	int i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--sample")) {
			b.sample = true;
		} else if (!strcmp(argv[i], "--help")) {
			b.help = true;
		} else if (!strcmp(argv[i], "--version")) {
			b.version = true;
		} else if (!take_value(argv, argc, &i, "--config", &b.config) &&
		           !take_value(argv, argc, &i, "--store", &b.store)) {
			fprintf(stderr,
			    _("broadsheet: %s is no option, or lacks its "
			      "value; \"broadsheet help\" lists them\n"),
			    argv[i]);
			return b;
		}
	}
	b.next = i;
	return b;
}

static int
read_paper(struct invocation *in)
{
	struct str example = { 0 };
	struct err err = { 0 };
	bool ok;

	if (!app_has_terminal()) {
		fputs(_("broadsheet: the reader needs a terminal; \"broadsheet "
		        "list\" prints the articles without one\n"),
		    stderr);
		return EXIT_USAGE;
	}
	str_printf(&example, "%s/feeds.example", in->paths.data_dir);
	ok = feedsfile_create(in->paths.feeds, str_z(&example), &err);
	str_release(&example);
	if (ok && paths_make_for(in->paths.log, NULL))
		log_open("broadsheet", in->paths.log);
	if (!ok || !app_run(&in->paths, &err))
		return command_fail(
		    err.code == ERR_USAGE ? EXIT_USAGE : EXIT_TROUBLE, &err);
	return EXIT_WELL;
}

static int
run(struct invocation *in)
{
	const struct command *c = NULL;
	struct err err = { 0 };

	if (in->argc) {
		c = command_find(in->argv[0]);
		if (!c) {
			fprintf(stderr,
			    _("broadsheet: no command is called \"%s\"; "
			      "\"broadsheet help\" lists them\n"),
			    in->argv[0]);
			return EXIT_USAGE;
		}
	}
	if (in->sample && !sample_prepare(in, &err))
		return command_fail(EXIT_TROUBLE, &err);
	return c ? c->run(in) : read_paper(in);
}

int
main(int argc, char **argv)
{
	static char help[] = "help";
	static char *help_argv[] = { help, NULL };
	struct invocation in = { 0 };
	struct err err = { 0 };
	struct before b;
	int status;

	setlocale(LC_ALL, "");
#ifdef ENABLE_NLS
	const char *catalogues = getenv("BROADSHEET_LOCALEDIR");

	bindtextdomain(PACKAGE, catalogues ? catalogues : LOCALEDIR);
	textdomain(PACKAGE);
#endif
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error */
	b = read_options(argc, argv);
	if (!b.next)
		return EXIT_USAGE;
	if (b.version) {
		puts(PACKAGE_STRING);
		return EXIT_WELL;
	}
	in.sample = b.sample;
	in.argc = b.help ? 1 : argc - b.next;
	in.argv = b.help ? help_argv : argv + b.next;
	if (!paths_init(&in.paths, b.config, b.store, b.sample, &err))
		return command_fail(EXIT_TROUBLE, &err);
	status = run(&in);
	paths_release(&in.paths);
	return status;
}
