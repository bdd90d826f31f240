/*
 * secrets: names and passwords that a command of the person's knows.
 *
 * For net.  A command is run once for all that wait for it, by argv and one
 * after the other, for it may ask the person; what it says is kept in memory,
 * for a while, and nowhere else.
 */
#ifndef NET_SECRETS_H
#define NET_SECRETS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/loop.h"
#include "base/str.h"

struct secrets;

enum {
	SECRETS_KEEP_MS = 10 * 60 * 1000,
	SECRETS_BYTES_MAX = 4096, /* of what a command says */
	SECRETS_TIMEOUT_MS = 60 * 1000
};

/* Told from the loop when a command has ended, once for all who asked;
 * err: why it said nothing, or NULL. */
typedef void secrets_fn(void *data, struct span command, const struct err *err);

struct secrets *secrets_new(struct loop *loop, secrets_fn *fn, void *data);
void secrets_free(struct secrets *s);

/*
 * The first line of what the command says, when that is known; it stays until
 * the next call of a function here.  NULL: it is being asked, and fn will
 * tell.
 */
const char *secrets_get(struct secrets *s, struct span command);
/* It was of no use: the next time the command is asked again. */
void secrets_forget(struct secrets *s, struct span command);

#endif
