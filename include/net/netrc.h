/*
 * netrc: names and passwords by host, in the form of ftp(1)'s ~/.netrc.
 *
 * For net.  machine, default, login, password, account, macdef; words may
 * stand in double quotes, with \" and \\ inside.
 */
#ifndef NET_NETRC_H
#define NET_NETRC_H

#include <stdbool.h>

#include "base/str.h"

enum { NETRC_BYTES_MAX = 1024 * 1024 };

/*
 * Looks for the host's entry, or the default one; with a login, for the entry
 * of that login.  Sets both and returns true; false, with nothing changed,
 * when there is none.  A lone password has an empty login.
 */
bool netrc_find(struct span text, struct span host, struct str *login,
    struct str *password);

#endif
