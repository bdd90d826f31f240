#include "config.h"

#include "ui/command.h"

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
