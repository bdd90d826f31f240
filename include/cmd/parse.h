/*
 * parse: the commands that hand one file to a parser and print its reply as
 * JSON: parse, discover, opml.
 *
 * For cmd.
 */
#ifndef CMD_PARSE_H
#define CMD_PARSE_H

#include "cmd/command.h"

command_fn command_parse, command_discover, command_opml;

#endif
