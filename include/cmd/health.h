/*
 * health: "broadsheet feeds --health": how the feeds are.
 *
 * For cmd/feeds.c.
 */
#ifndef CMD_HEALTH_H
#define CMD_HEALTH_H

#include <stdbool.h>

#include "cmd/commands.h"

/* Those that want a hand first; state (its word, or NULL): those that are so.
 * The exit status. */
int health_print(struct invocation *in, const char *state, bool json);

#endif
