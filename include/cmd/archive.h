/*
 * archive: "export --all" and what "import" does with it.
 *
 * For cmd/carry.c.
 */
#ifndef CMD_ARCHIVE_H
#define CMD_ARCHIVE_H

#include <stdbool.h>

#include "cmd/commands.h"

/* Writes everything to the file (in one step, mode 0600), or NULL: to standard
 * output.  The exit status. */
int archive_export(struct invocation *in, const char *file);
/* Does the file begin as an export?  Every other file: false. */
bool archive_is_export(const char *file);
/* Has the desk read it back; trust: its feeds file may run commands.  The exit
 * status: EXIT_SOME_FAILED when lines were refused. */
int archive_import(struct invocation *in, const char *file, bool trust);

#endif
