/*
 * command: what `broadsheet NAME` runs.
 *
 * For cmd and main.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>

#include "conf/conf.h"
#include "conf/feedsfile.h"
#include "conf/paths.h"
#include "store/store.h"

/* Exit codes, as broadsheet(1) documents them. */
enum { EXIT_WELL = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_TROUBLE = 3 };

/* What every command gets; paths are known, nothing else is done yet. */
struct invocation {
	struct paths paths;
	bool sample;
	int argc;    /* of the command: argv[0] is its name */
	char **argv; /* NULL-terminated */
};

typedef int command_fn(struct invocation *in);

struct command {
	const char *name;
	command_fn *run;
	const char *usage;    /* "[--json] [--unread] [SECTION]" */
	const char *sentence; /* what it does; N_() */
};

/* The table, ended by a NULL name. */
extern const struct command commands[];
const struct command *command_find(const char *name);

/* Prints "broadsheet NAME: sentence" and the usage to stderr; EXIT_USAGE. */
int command_usage(const struct invocation *in, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints "broadsheet: sentence" to stderr; returns code. */
int command_fail(int code, const struct err *err);

/* A table of long options of one command: "--json" sets *flag, "--limit N"
 * sets *value. */
struct command_option {
	const char *name; /* "--json" */
	bool *flag;       /* or */
	const char **value;
};
/*
 * Takes the options out of argv; what is left are operands (returned, and
 * their number in *n).  "--" ends options; "-" is an operand.  NULL after a
 * usage message.
 */
char **command_options(
    struct invocation *in, const struct command_option *options, int *n);

/* Opens the store read only; when it is missing or of an older schema, runs a
 * desk until it says "ready". */
struct store *command_store(struct invocation *in, struct err *err);

#endif
