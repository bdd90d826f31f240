/*
 * desk: fetches, and writes the store.
 *
 * A filter: orders in, events out (desk/order.h).  Started by the reader and
 * by "broadsheet fetch"; by hand it serves, too:
 *
 *	echo 'me.1 refresh all' | desk --feeds F --config C --store S
 *
 * or, for "broadsheet doctor --repair", looks at a store and salvages it:
 *
 *	desk --repair S
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "conf/paths.h"
#include "desk/desk.h"

static const char usage[] =
    "usage: desk --feeds FILE --config FILE --store FILE [--sites FILE] "
    "[--data FOLDER] [--log FILE] [--hsts FILE] [--cache FOLDER] "
    "[--reader NAME]\n"
    "       desk --repair FILE\n";

static bool
take_argument(struct desk_paths *p, const char *name, const char *value)
{
	const struct {
		const char *name;
		const char **slot;
	} table[] = {
		{ "--feeds", &p->feeds },
		{ "--config", &p->config },
		{ "--store", &p->store },
		{ "--sites", &p->sites },
		{ "--data", &p->data },
		{ "--log", &p->log },
		{ "--hsts", &p->hsts },
		{ "--cache", &p->cache },
		{ "--reader", &p->reader },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (!strcmp(name, table[i].name)) {
			*table[i].slot = value;
			return true;
		}
	}
	return false;
}

int
main(int argc, char **argv)
{
	struct desk_paths paths = { .reader = "hand" };

	setlocale(LC_ALL, "");
#ifdef ENABLE_NLS
	const char *catalogues = getenv("BROADSHEET_LOCALEDIR");

	bindtextdomain(PACKAGE, catalogues ? catalogues : LOCALEDIR);
	textdomain(PACKAGE);
#endif
	if (argc == 2 && !strcmp(argv[1], "--version")) {
		puts("desk (" PACKAGE_STRING ")");
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fputs(usage, stdout);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "--repair")) {
		log_to_stderr("desk");
		return desk_repair(argv[2]);
	}
	for (int i = 1; i < argc; i += 2) {
		if (i + 1 == argc ||
		    !take_argument(&paths, argv[i], argv[i + 1])) {
			fputs(usage, stderr);
			return 2;
		}
	}
	if (!paths.feeds || !paths.config || !paths.store) {
		fputs(usage, stderr);
		return 2;
	}
	if (!paths.log)
		log_to_stderr("desk");
	else if (paths_make_for(paths.log, NULL))
		log_open("desk", paths.log);
	return desk_run(&paths);
}
