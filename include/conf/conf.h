/*
 * conf: the options, as the defaults, the config file and a section of the
 * feeds file set them.
 *
 * For desk, ui, cmd, main.  conf/options.def is THE list: name, type, default,
 * range, whether a section or feed may set it, and the sentence that the man
 * page, the help view and "set ?" show.  Sections and feeds inherit: an
 * options struct holds only what was said at one place, conf_get walks up.
 */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "conf/dotfile.h"

enum option {
#define OPTION(id, name, type, deflt, lo, hi, where, sentence) OPT_##id,
#include "conf/options.def"
#undef OPTION
	OPT_COUNT
};

enum option_type {
	TYPE_BOOL, /* yes no (on off true false 1 0) */
	TYPE_INT,
	TYPE_SPAN, /* seconds, written 15m 1h 2d */
	TYPE_SIZE, /* bytes, written 512k 8m */
	TYPE_STRING,
	TYPE_LIST,  /* texts: each time it is set, one more */
	TYPE_CHOICE /* one of "a|b|c", which is the default column's tail */
};

enum option_where {
	WHERE_ALL = 1, /* config file only */
	WHERE_FEED = 2 /* sections and feeds too */
};

struct option_info {
	const char *name;
	enum option_type type;
	const char *deflt;
	int64_t lo, hi;
	const char *choices; /* TYPE_CHOICE: "auto|always|never" */
	enum option_where where;
	const char *sentence; /* translate with _() when shown */
};

extern const struct option_info option_info[OPT_COUNT];

/* What was said at one place. */
struct options {
	const struct options *parent; /* where to look next; NULL: defaults */
	char *value[OPT_COUNT];       /* NULL: not said here */
};

/* OPT_COUNT when there is none of that name. */
enum option option_find(struct span name);
/* Checks and keeps a value; a sentence with the remedy when it is wrong.  Of a
 * TYPE_LIST an empty value forgets those before and those inherited. */
bool options_set(
    struct options *o, enum option id, struct span value, struct err *err);
void options_release(struct options *o);

/* As it was written; for a TYPE_CHOICE that nobody has set, all the choices,
 * so ask conf_choice. */
const char *conf_string(const struct options *o, enum option id);
int64_t conf_int(const struct options *o, enum option id); /* SPAN, SIZE too */
bool conf_bool(const struct options *o, enum option id);
/* Index of the choice within its "a|b|c". */
int conf_choice(const struct options *o, enum option id);
/* Appends what a TYPE_LIST has, a line each: what is inherited comes first. */
void conf_list(const struct options *o, enum option id, struct str *out);
/* The option full-text as a number: an article whose text weighs less
 * (doc_weight) has its page asked for.  auto is what a standfirst may weigh. */
int64_t conf_thin(const struct options *o);

/* One command of the config file or the ":" line that is not "set". */
struct conf_command {
	int line; /* 0: typed */
	char *file;
	char **argv; /* NULL-terminated: "bind", "list", "j", "down" */
	int argc;
};

struct conf {
	struct options options;
	struct conf_command *command; /* bind, unbind, color, theme, macro… */
	size_t n, cap;
	struct complaints complaints;
};

/*
 * Reads the config file: "set" and "source" are carried out, the other
 * commands are kept in order for the ui.  A missing file is an empty one.
 * Faults become complaints and never stop the reading.
 */
void conf_load(struct conf *c, const char *file);
void conf_release(struct conf *c);

#endif
