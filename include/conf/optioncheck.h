/*
 * optioncheck: what an option's value must look like beyond its type.
 *
 * For conf: told where it is written, with its line, and not when a
 * feed is asked at night.
 */
#ifndef CONF_OPTIONCHECK_H
#define CONF_OPTIONCHECK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "conf/conf.h"

/* False with a sentence, which never repeats what may be a password. */
bool option_check(enum option id, struct span value, struct err *err);
/* Whether the values of these options, as said at this one place, are nobody
 * else's to read: a proxy's password, a header that lets somebody in. */
bool options_have_secret(const struct options *o);

#endif
