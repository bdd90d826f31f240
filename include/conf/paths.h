/*
 * paths: where things live (XDG base directories).
 *
 * For store, desk, ui, cmd, main.  Reads the environment once, in paths_init;
 * everything else is given.
 */
#ifndef CONF_PATHS_H
#define CONF_PATHS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct paths {
	char *config_dir; /* holds feeds, config */
	char *feeds, *config, *sites;
	char *store;     /* the file store.db */
	char *cache_dir; /* pictures */
	char *state_dir; /* log, history */
	char *log;
	char *hsts;     /* hosts that are to be asked by https */
	char *data_dir; /* installed: sample edition, defaults */
};

/*
 * config_dir and store override (NULL: $XDG_..., else under $HOME).  sample:
 * everything lies in $BROADSHEET_SAMPLE_DIR or $XDG_CACHE_HOME/broadsheet/
 * sample instead.  Nothing is created.  False when neither HOME nor the XDG
 * variables say where to go.
 */
bool paths_init(struct paths *p, const char *config_dir, const char *store,
    bool sample, struct err *err);
void paths_release(struct paths *p);
/* Makes the folder of a file, and its parents, with mode 0700. */
bool paths_make_for(const char *file, struct err *err);
/* Makes a folder and its parents with mode 0700. */
bool paths_make_dir(const char *dir, struct err *err);
/* Reads a whole file of at most max bytes; a missing one is ERR_GONE.  Not a
 * regular file (a FIFO, a device) is an error, never a hang. */
bool paths_read(const char *file, struct str *out, long max, struct err *err);
/* The same for one that holds a secret: it must be ours (or root's), and nobody
 * else's to read (mode 0600). */
bool paths_read_secret(
    const char *file, struct str *out, long max, struct err *err);
/* Appends the path; "~/" is the home folder. */
void paths_expand(struct str *out, struct span path);
/* Syncs the folder that a file is in, so that its name is there after a power
 * cut, too.  Where that is not possible nothing happens. */
void paths_sync_folder(const char *file);
/* What a symbolic link stands for, also when nothing is there yet: a link that
 * is replaced by a file would be no link any more.  Owned by the caller. */
char *paths_follow(const char *file);
/* One program at a time reads a file, changes it and writes it: the others
 * wait, five seconds at most.  Given back to paths_unlock; -1, where there are
 * no locks, is harmless. */
int paths_lock(const char *file);
void paths_unlock(int lock);
/* Replaces a file in one step (temporary, fsync, rename), keeping the mode
 * of the old one (0600 for a new one) and following a symbolic link, also one
 * to a file that is not there yet. */
bool paths_write(
    const char *file, const char *bytes, unsigned long n, struct err *err);

#endif
