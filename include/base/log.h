/*
 * log: what happened, for the one who looks later.
 *
 * For everybody.  One line an event: time, program, text.  Until log_open the
 * lines go to stderr when log_to_stderr was called, else nowhere.  Control
 * bytes become blanks; passwords in URLs are the caller's care (url_redact).
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

/* Appends to path (0600); false when it cannot be opened: lines are dropped.
 * A file over 1 MB is renamed to path.1 first. */
bool log_open(const char *program, const char *path);
void log_to_stderr(const char *program);
/* The file's descriptor, to be the stderr of children; -1 when there is none.
 */
int log_fd(void);
void log_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
