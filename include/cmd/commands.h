/*
 * commands: the functions behind the table of cmd/command.c.
 *
 * For cmd only.  Each returns the exit status of the program.
 */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/command.h"

int command_fetch(struct invocation *in);
int command_list(struct invocation *in);
int command_search(struct invocation *in);
int command_show(struct invocation *in);
int command_mark(struct invocation *in);
int command_tag(struct invocation *in);
int command_note(struct invocation *in);
int command_purge(struct invocation *in);
int command_undo(struct invocation *in); /* and "redo" */
int command_linear(struct invocation *in);
int command_status(struct invocation *in);
int command_feeds(struct invocation *in);
int command_import(struct invocation *in);
int command_export(struct invocation *in);
int command_extract(struct invocation *in);
int command_doctor(struct invocation *in);
int command_help(struct invocation *in);

/*
 * The section that a person named: its path in the store's tree, or NULL
 * after a sentence that names the nearest.  Owned by rows.
 */
struct feed_rows;
const char *command_section(const struct invocation *in,
    const struct feed_rows *rows, const char *name);
/* A number from an option's value; false after a usage message. */
bool command_number(const struct invocation *in, const char *option,
    const char *value, int64_t *out);

#endif
