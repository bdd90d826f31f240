#include "config.h"

#include "ui/command.h"

#include <stddef.h>

#include "base/i18n.h"

const struct command_info command_info[CMD_COUNT] = {
	[CMD_NONE] = { "", 0, "", "", "" },
#define COMMAND(id, name, where, keys, label, sentence) \
	[CMD_##id] = { name, where, keys, label, sentence },
#include "ui/commands.def"
#undef COMMAND
};

const char *const context_name[CONTEXT_COUNT] = {
	[CONTEXT_GENERAL] = "general",
	[CONTEXT_SECTIONS] = "sections",
	[CONTEXT_HEADLINES] = "headlines",
	[CONTEXT_ARTICLE] = "article",
	[CONTEXT_HELP] = "help",
	[CONTEXT_MESSAGES] = "messages",
	[CONTEXT_HEALTH] = "health",
	[CONTEXT_LINKS] = "links",
	[CONTEXT_OUTPUT] = "output",
	[CONTEXT_PICTURE] = "picture",
};

enum ui_command
command_named(struct span name)
{
	for (int i = 1; i < CMD_COUNT; i++)
		if (span_is(name, command_info[i].name))
			return (enum ui_command)i;
	return CMD_NONE;
}

enum context
context_named(struct span name)
{
	for (int i = 0; i < CONTEXT_COUNT; i++)
		if (span_is(name, context_name[i]))
			return (enum context)i;
	return CONTEXT_COUNT;
}

static const struct {
	enum ui_command command;
	const char *shape;
} shapes[] = {
	{ CMD_SEARCH, N_("[WORDS]") },
	{ CMD_SORT, N_("[ORDER]") },
	{ CMD_GROUP, "[day|feed|none]" },
	{ CMD_SAVE_SEARCH, N_("[NAME]") },
	{ CMD_TAG, N_("[TAG, TAG]") },
	{ CMD_NOTE, N_("[TEXT]") },
	{ CMD_ADD, N_("[ADDRESS]") },
	{ CMD_IMPORT, N_("[FILE]") },
	{ CMD_GOTO, N_("[SECTION or FEED]") },
	{ CMD_HELP, N_("[WORDS]") },
	{ CMD_PIPE, N_("[text|html|markdown|json|url] COMMAND") },
	{ CMD_SAVE, N_("[FILE]") },
	{ CMD_SHARE, N_("[NAME]") },
	{ CMD_COMMAND_LINE, N_("[BEGINNING]") },
};

const char *
command_shape(enum ui_command command)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (shapes[i].command == command)
			return _(shapes[i].shape);
	return "";
}

bool
command_changes(enum ui_command command)
{
	static const enum ui_command changes[] = { CMD_TOGGLE_READ,
		CMD_MARK_READ, CMD_MARK_UNREAD, CMD_SET_STAR, CMD_TAKE_STAR,
		CMD_MARK_ALL, CMD_STAR, CMD_DELETE, CMD_FULL_TEXT, CMD_PAUSE,
		CMD_LATER };

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
		if (changes[i] == command)
			return true;
	return false;
}
