#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "conf/paths.h"
#include "desk/rooms.h"

enum { LOCK_TRIES = 5, ALONE_MS = 5000, ALONE_US = 50000 };

/* "STORE.desks/NAME": one file for each desk that lives, and one of this name
 * for who repairs the store, who wants to be alone. */
static const char repairing[] = "repair";
/* And one, hidden from who counts them, that says that the store was full. */
static const char full[] = ".full";

static void
owner_path(struct str *path, const char *store, const char *name)
{
	str_printf(path, "%s.desks/%s", store, name);
}

/* A lock of flock(2) goes with the process, however it ends; the kernel
 * leaves nothing to be cleaned up but the file. */
static bool
is_locked(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	bool locked;

	if (fd < 0)
		return false;
	locked = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	if (!locked)
		unlink(path);
	close(fd);
	return locked;
}

/* A new file, locked, of which we are sure that it is still there: who sweeps
 * up may have taken it for one that is left over. */
static int
lock_file(const char *path)
{
	struct stat ours, there;
	int fd;

	for (int i = 0; i < LOCK_TRIES; i++) {
		fd =
		    open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			return -1;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0 &&
		    fstat(fd, &ours) == 0 && stat(path, &there) == 0 &&
		    ours.st_ino == there.st_ino)
			return fd;
		close(fd);
	}
	errno = EWOULDBLOCK;
	return -1;
}

static bool
is_alive(const char *store, const char *owner)
{
	struct str path = { 0 };
	bool alive;

	if (strchr(owner, '/'))
		return false;
	owner_path(&path, store, owner);
	alive = is_locked(str_z(&path));
	str_release(&path);
	return alive;
}

bool
owner_alive(const char *owner, void *desk)
{
	const struct desk *d = desk;

	return is_alive(d->paths->store, owner);
}

/* Removes the files of desks that were killed; how many others live. */
static int
sweep_dead(const char *store, const char *dir, const char *us)
{
	DIR *list = opendir(dir);
	struct dirent *e;
	int alive = 0;

	while (list && (e = readdir(list)))
		if (*e->d_name != '.' && strcmp(e->d_name, us) != 0)
			alive += is_alive(store, e->d_name);
	if (list)
		closedir(list);
	return alive;
}

/* An empty file is a new store, or one whose beginning was cut short, unless
 * it was full once: then something has gone wrong, and nothing is begun on it.
 */
static bool
check_empty(const char *store, struct err *err)
{
	struct str path = { 0 };
	struct stat st;
	bool there = stat(store, &st) == 0, ok;

	owner_path(&path, store, full);
	if (!there && errno == ENOENT)
		unlink(str_z(&path));
	ok = !there || !S_ISREG(st.st_mode) || st.st_size > 0 ||
	     access(str_z(&path), F_OK) != 0;
	str_release(&path);
	return ok ||
	       err_set(err, ERR_STORE,
	           _("%s is empty, and was not; \"broadsheet doctor --repair\" "
	             "begins a new one"),
	           store);
}

void
owner_full(const struct desk *d)
{
	struct str path = { 0 };
	int fd;

	owner_path(&path, d->paths->store, full);
	fd = open(
	    str_z(&path), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		close(fd);
	str_release(&path);
}

static bool
make_folder(const char *store, const char *dir, struct err *err)
{
	struct err why = { 0 };

	if (paths_make_for(store, err) && paths_make_dir(dir, &why))
		return true;
	return why.code ? err_set(err, ERR_STORE,
	                      _("nothing can be written beside the store: %s"),
	                      why.text)
	                : false;
}

bool
owner_begin(struct desk *d, struct err *err)
{
	const char *store = d->paths->store;
	struct str path = { 0 }, name = { 0 };
	bool ok = false;

	str_printf(&name, "%ld-%lld", (long)getpid(), (long long)desk_now());
	d->owner = str_take(&name);
	owner_path(&path, store, "");
	if (!check_empty(store, err) || !make_folder(store, str_z(&path), err))
		goto out;
	sweep_dead(store, str_z(&path), d->owner);
	str_addz(&path, d->owner);
	d->owner_fd = lock_file(str_z(&path));
	if (d->owner_fd < 0) {
		err_errno(err, "%s", str_z(&path));
		goto out;
	}
	/* Whoever repairs looks for our file after having made its own. */
	if (is_alive(store, repairing)) {
		err_set(err, ERR_BUSY,
		    _("%s is being repaired; try again when that is done"),
		    store);
		goto out;
	}
	ok = true;
out:
	str_release(&path);
	return ok;
}

/* A desk that nobody needs any more is gone in a moment. */
static bool
all_leave(const char *store, const char *dir)
{
	int64_t until = loop_now_ms() + ALONE_MS;

	while (sweep_dead(store, dir, repairing) > 0) {
		if (loop_now_ms() > until)
			return false;
		usleep(ALONE_US);
	}
	return true;
}

int
owner_alone(const char *store, struct err *err)
{
	struct str path = { 0 };
	int fd = -1;

	owner_path(&path, store, "");
	if (!make_folder(store, str_z(&path), err))
		goto out;
	str_addz(&path, repairing);
	fd = lock_file(str_z(&path));
	if (fd < 0) {
		if (errno == EWOULDBLOCK)
			err_set(err, ERR_BUSY,
			    _("%s is being repaired already"), store);
		else
			err_errno(err, "%s", str_z(&path));
		goto out;
	}
	str_clear(&path);
	owner_path(&path, store, "");
	if (!all_leave(store, str_z(&path))) {
		err_set(err, ERR_BUSY,
		    _("%s is in use; leave the readers and end the fetches "
		      "first"),
		    store);
		owner_together(store, fd);
		fd = -1;
	}
out:
	str_release(&path);
	return fd;
}

void
owner_together(const char *store, int fd)
{
	struct str path = { 0 };

	owner_path(&path, store, repairing);
	unlink(str_z(&path));
	close(fd);
	str_release(&path);
}

void
owner_end(struct desk *d)
{
	struct str path = { 0 };

	if (d->owner && d->owner_fd >= 0) {
		owner_path(&path, d->paths->store, d->owner);
		unlink(str_z(&path));
		close(d->owner_fd);
		str_release(&path);
	}
	free(d->owner);
	d->owner = NULL;
	d->owner_fd = -1;
}
