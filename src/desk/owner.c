#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/mem.h"
#include "conf/paths.h"
#include "desk/rooms.h"

/* "STORE.desks/NAME": one file for each desk that lives. */
static void
owner_path(struct str *path, const struct desk *d, const char *name)
{
	str_printf(path, "%s.desks/%s", d->paths->store, name);
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

bool
owner_alive(const char *owner, void *desk)
{
	struct str path = { 0 };
	bool alive;

	if (strchr(owner, '/'))
		return false;
	owner_path(&path, desk, owner);
	alive = is_locked(str_z(&path));
	str_release(&path);
	return alive;
}

/* Files of desks that were killed. */
static void
sweep_dead(const struct desk *d, const char *dir)
{
	DIR *list = opendir(dir);
	struct dirent *e;

	while (list && (e = readdir(list)))
		if (*e->d_name != '.' && strcmp(e->d_name, d->owner) != 0)
			owner_alive(e->d_name, (void *)(uintptr_t)d);
	if (list)
		closedir(list);
}

bool
owner_begin(struct desk *d, struct err *err)
{
	struct str path = { 0 }, name = { 0 };
	bool ok = false;

	str_printf(&name, "%ld-%lld", (long)getpid(), (long long)desk_now());
	d->owner = str_take(&name);
	owner_path(&path, d, "");
	if (!paths_make_dir(str_z(&path), err))
		goto out;
	sweep_dead(d, str_z(&path));
	str_addz(&path, d->owner);
	d->owner_fd = open(str_z(&path),
	    O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (d->owner_fd < 0 || flock(d->owner_fd, LOCK_EX | LOCK_NB) != 0) {
		err_errno(err, "%s", str_z(&path));
		goto out;
	}
	ok = true;
out:
	str_release(&path);
	return ok;
}

void
owner_end(struct desk *d)
{
	struct str path = { 0 };

	if (d->owner && d->owner_fd >= 0) {
		owner_path(&path, d, d->owner);
		unlink(str_z(&path));
		close(d->owner_fd);
		str_release(&path);
	}
	free(d->owner);
	d->owner = NULL;
	d->owner_fd = -1;
}
