/*
 * parser: reads feeds, pages and lists that strangers wrote, locked in.
 *
 * A filter: job frames in, reply frames out (parse/jobs.h).  "parser
 * --charset NAME" opens that converter before it locks itself in; "parser
 * --sandbox" says how well it is locked in on this machine.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "parse/parser.h"
#include "parse/sandbox.h"

static int
tell_sandbox(void)
{
	static const char *const kinds[] = {
		[SANDBOX_FULL] = "full",
		[SANDBOX_LIMITS] = "limits",
		[SANDBOX_OFF] = "off",
	};
	const char *why = "";
	enum sandbox_kind kind = sandbox_enter(&why);

	printf("%s\t%s\n", kinds[kind], why);
	return fflush(stdout) ? 1 : 0;
}

static const char usage[] =
    "usage: parser [--charset NAME | --sandbox | --help | --version]\n";

int
main(int argc, char **argv)
{
	if (argc == 1)
		return parser_serve(NULL);
	if (argc == 2 && !strcmp(argv[1], "--sandbox"))
		return tell_sandbox();
	if (argc == 3 && !strcmp(argv[1], "--charset"))
		return parser_serve(argv[2]);
	if (argc == 2 && !strcmp(argv[1], "--version"))
		return puts("parser (" PACKAGE_STRING ")") == EOF;
	if (argc == 2 && !strcmp(argv[1], "--help"))
		return fputs(usage, stdout) == EOF;
	fputs(usage, stderr);
	return 2;
}
