/*
 * sites: the rules by which pages of certain sites are read.
 *
 * For desk and cmd.  Two files of the same form, the person's own first, then
 * the installed one (broadsheet-sites(5)).  Rules are found here by host and
 * carried out in the parser (doc/rules.h), which reads no files.
 */
#ifndef CONF_SITES_H
#define CONF_SITES_H

#include "base/err.h"
#include "base/str.h"
#include "conf/dotfile.h"
#include "conf/paths.h"

enum { SITES_BYTES_MAX = 1024 * 1024 };

/* {0} is ready, and has no rules. */
struct sites {
	struct str text; /* of both files, only what is right */
	struct complaints complaints;
};

/* Whether selectors can be read: doc/selector.h, which conf does not know. */
typedef bool sites_check_fn(struct span selectors, struct err *err);

/*
 * Reads both files anew.  A missing one is empty; a line with a fault is a
 * complaint and left out; a file that cannot be read is a complaint, too.
 */
void sites_load(struct sites *s, const char *own, const char *data_dir,
    sites_check_fn *check);
void sites_release(struct sites *s);
/* The rules of the first "site" line that names the host, lines "VERB
 * SELECTORS"; empty: none.  Borrowed from s. */
struct span sites_rules(const struct sites *s, struct span host);

#endif
