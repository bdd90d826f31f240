/*
 * numbers: the articles that a person names to a command.
 *
 * For cmd.
 */
#ifndef CMD_NUMBERS_H
#define CMD_NUMBERS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "cmd/session.h"
#include "store/ids.h"

/* A number, or "-": as many as stand on standard input, the first word of
 * each line (what "list" prints will do). */
bool numbers_add(struct ids *ids, const char *word, struct err *err);

/* Gives the order "WORDS ID…" for all of them, which is one deed in the
 * journal however many lines it takes. */
bool numbers_order(struct session *desk, const char *words,
    const struct ids *ids, struct err *err);

#endif
