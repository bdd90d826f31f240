/*
 * command: THE commands of the reader, and the contexts they belong to.
 *
 * For ui.  commands.def is the list; help, keys and the man page follow it.
 */
#ifndef UI_COMMAND_H
#define UI_COMMAND_H

#include <stdbool.h>

#include "base/str.h"

enum context {
	CONTEXT_GENERAL, /* everywhere; looked at last */
	CONTEXT_SECTIONS,
	CONTEXT_HEADLINES,
	CONTEXT_ARTICLE,
	CONTEXT_HELP,
	CONTEXT_MESSAGES,
	CONTEXT_HEALTH,
	CONTEXT_LINKS,
	CONTEXT_OUTPUT,
	CONTEXT_PICTURE,
	CONTEXT_COUNT
};

enum {
	IN_SECTIONS = 1 << CONTEXT_SECTIONS,
	IN_HEADLINES = 1 << CONTEXT_HEADLINES,
	IN_ARTICLE = 1 << CONTEXT_ARTICLE,
	IN_HELP = 1 << CONTEXT_HELP,
	IN_MESSAGES = 1 << CONTEXT_MESSAGES,
	IN_HEALTH = 1 << CONTEXT_HEALTH,
	IN_LINKS = 1 << CONTEXT_LINKS,
	IN_OUTPUT = 1 << CONTEXT_OUTPUT,
	IN_PICTURE = 1 << CONTEXT_PICTURE,
	IN_STORY = IN_HEADLINES | IN_ARTICLE | IN_LINKS, /* about one */
	IN_ALL = IN_SECTIONS | IN_HEADLINES | IN_ARTICLE | IN_HELP |
	         IN_MESSAGES | IN_HEALTH | IN_LINKS | IN_OUTPUT | IN_PICTURE
};

enum ui_command {
	CMD_NONE,
#define COMMAND(id, name, where, keys, label, sentence) CMD_##id,
#include "ui/commands.def"
#undef COMMAND
	CMD_COUNT
};

struct command_info {
	const char *name;
	unsigned where;
	const char *keys;
	const char *label, *sentence; /* translate with _() when shown */
};

/* [CMD_NONE] has an empty name and no keys. */
extern const struct command_info command_info[CMD_COUNT];
/* "general", "sections" …; for "bind" and for help. */
extern const char *const context_name[CONTEXT_COUNT];

/* What may be written behind a command on the ":" line; empty: nothing. */
const char *command_shape(enum ui_command command);
/* Whether "repeat" does it again. */
bool command_changes(enum ui_command command);
/* CMD_NONE, or CONTEXT_COUNT, when there is none of that name. */
enum ui_command command_named(struct span name);
enum context context_named(struct span name);

#endif
