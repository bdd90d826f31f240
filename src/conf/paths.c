#include "config.h"

#include "conf/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

enum {
	PATH_BYTES_MAX = 4096, /* what a link may say */
	LINKS_MAX = 16,        /* from one to the next */
	LOCK_TRIES = 250,
	LOCK_US = 20000
};

/* dir "/" name, owned. */
static char *
join(const char *dir, const char *name)
{
	struct str t = { 0 };

	str_printf(&t, "%s/%s", dir, name);
	return str_take(&t);
}

/* The specification: a relative path in the variables is to be ignored. */
static char *
xdg(const char *variable, const char *below_home, const char *leaf)
{
	const char *v = getenv(variable), *home = getenv("HOME");
	struct str t = { 0 };

	if (v && *v == '/')
		str_printf(&t, "%s/%s", v, leaf);
	else if (home && *home)
		str_printf(&t, "%s/%s/%s", home, below_home, leaf);
	else
		return NULL;
	return str_take(&t);
}

static char *
absolute(const char *path)
{
	char *cwd, *all;

	if (*path == '/')
		return xstrdup(path);
	cwd = getcwd(NULL, 0);
	if (!cwd)
		return xstrdup(path);
	all = join(cwd, path);
	free(cwd);
	return all;
}

/* All of it below one folder. */
static void
init_sample(struct paths *p)
{
	const char *dir = getenv("BROADSHEET_SAMPLE_DIR");
	char *base = dir && *dir
	                 ? absolute(dir)
	                 : xdg("XDG_CACHE_HOME", ".cache", "broadsheet/sample");
	char *data;

	if (!base)
		return;
	p->config_dir = join(base, "config");
	data = join(base, "data");
	p->store = join(data, "store.db");
	p->cache_dir = join(base, "cache");
	p->state_dir = join(base, "state");
	free(data);
	free(base);
}

static void
init_own(struct paths *p)
{
	char *data = xdg("XDG_DATA_HOME", ".local/share", "broadsheet");

	p->config_dir = xdg("XDG_CONFIG_HOME", ".config", "broadsheet");
	p->cache_dir = xdg("XDG_CACHE_HOME", ".cache", "broadsheet");
	p->state_dir = xdg("XDG_STATE_HOME", ".local/state", "broadsheet");
	if (data)
		p->store = join(data, "store.db");
	free(data);
}

static void
replace(char **slot, char *value)
{
	free(*slot);
	*slot = value;
}

bool
paths_init(struct paths *p, const char *config_dir, const char *store,
    bool sample, struct err *err)
{
	const char *data = getenv("BROADSHEET_DATADIR");

	*p = (struct paths){ 0 };
	if (sample)
		init_sample(p);
	else
		init_own(p);
	if (config_dir)
		replace(&p->config_dir, absolute(config_dir));
	if (store)
		replace(&p->store, absolute(store));
	if (!p->config_dir || !p->store || !p->cache_dir || !p->state_dir) {
		paths_release(p);
		return err_set(err, ERR_USAGE,
		    _("HOME is not set, so there is no place for the feeds "
		      "and the store; set it, or the XDG variables"));
	}
	p->feeds = join(p->config_dir, "feeds");
	p->config = join(p->config_dir, "config");
	p->sites = join(p->config_dir, "sites");
	p->log = join(p->state_dir, "log");
	p->hsts = join(p->state_dir, "hsts");
	p->data_dir = xstrdup(data && *data ? data : PKGDATADIR);
	return true;
}

void
paths_release(struct paths *p)
{
	free(p->config_dir);
	free(p->feeds);
	free(p->config);
	free(p->sites);
	free(p->store);
	free(p->cache_dir);
	free(p->state_dir);
	free(p->log);
	free(p->hsts);
	free(p->data_dir);
	*p = (struct paths){ 0 };
}

static bool
make_one(const char *dir, struct err *err)
{
	struct stat st;
	int why;

	if (mkdir(dir, 0700) == 0)
		return true;
	why = errno;
	/* Also a folder that is there on a disk that cannot be written. */
	if (stat(dir, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	errno = why == ENOENT || why == EEXIST ? ENOTDIR : why;
	return err_errno(err, "%s", dir);
}

bool
paths_make_dir(const char *dir, struct err *err)
{
	char *path = xstrdup(dir);
	bool ok = true;

	for (char *p = path; ok && *p; p++) {
		if (*p != '/' || p == path)
			continue;
		*p = '\0';
		ok = make_one(path, err);
		*p = '/';
	}
	ok = ok && make_one(path, err);
	free(path);
	return ok;
}

bool
paths_make_for(const char *file, struct err *err)
{
	const char *slash = strrchr(file, '/');
	char *dir;
	bool ok;

	if (!slash || slash == file)
		return true;
	dir = xstrndup(file, (size_t)(slash - file));
	ok = paths_make_dir(dir, err);
	free(dir);
	return ok;
}

static bool
read_all(int fd, struct str *out, long max, const char *file, struct err *err)
{
	char block[16384];
	ssize_t n;

	while ((n = read(fd, block, sizeof(block))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "%s", file);
		if (out->n + (size_t)n > (size_t)max)
			return err_set(err, ERR_LIMIT,
			    _("%s is larger than %ld bytes"), file, max);
		str_addn(out, block, (size_t)n);
	}
	return true;
}

/* Others may not even look at it. */
static bool
is_private(const struct stat *st, const char *file, struct err *err)
{
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return err_set(
		    err, ERR_USAGE, _("%s belongs to somebody else"), file);
	if (st->st_mode & (S_IRWXG | S_IRWXO))
		return err_set(err, ERR_USAGE,
		    _("others can read %s: run chmod 600 on it"), file);
	return true;
}

static bool
read_file(
    const char *file, struct str *out, long max, bool secret, struct err *err)
{
	struct stat st;
	bool ok;
	/* Non-blocking: opening a FIFO would wait for a writer. */
	int fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 && errno == ENOENT)
		return err_set(err, ERR_GONE, _("%s does not exist"), file);
	if (fd < 0)
		return err_errno(err, "%s", file);
	if (fstat(fd, &st) != 0)
		ok = err_errno(err, "%s", file);
	else if (!S_ISREG(st.st_mode))
		ok = err_set(err, ERR_USAGE, _("%s is not a plain file"), file);
	else
		ok = (!secret || is_private(&st, file, err)) &&
		     read_all(fd, out, max, file, err);
	close(fd);
	return ok;
}

bool
paths_read(const char *file, struct str *out, long max, struct err *err)
{
	return read_file(file, out, max, false, err);
}

bool
paths_read_secret(const char *file, struct str *out, long max, struct err *err)
{
	return read_file(file, out, max, true, err);
}

void
paths_expand(struct str *out, struct span path)
{
	const char *home = getenv("HOME");

	if (span_starts(path, "~/") && home) {
		str_addz(out, home);
		path = span_from(path, 1);
	}
	str_add(out, path);
}

static bool
write_all(int fd, const char *bytes, unsigned long n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		n -= (unsigned long)done;
	}
	return true;
}

/* The folder that a file is in, opened; -1. */
static int
open_folder(const char *file)
{
	const char *slash = strrchr(file, '/');
	char *dir =
	    slash ? xstrndup(file, (size_t)(slash - file) + 1) : xstrdup(".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(dir);
	return fd;
}

void
paths_sync_folder(const char *file)
{
	int fd = open_folder(file);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

char *
paths_follow(const char *file)
{
	struct str path = { 0 };
	char target[PATH_BYTES_MAX];
	ssize_t n;

	str_addz(&path, file);
	for (int i = 0; i < LINKS_MAX; i++) {
		size_t dir = path.n;

		n = readlink(str_z(&path), target, sizeof(target));
		if (n <= 0 || (size_t)n == sizeof(target))
			break;
		while (*target != '/' && dir && path.s[dir - 1] != '/')
			dir--;
		str_cut(&path, *target == '/' ? 0 : dir);
		str_addn(&path, target, (size_t)n);
	}
	return str_take(&path);
}

int
paths_lock(const char *file)
{
	char *real = paths_follow(file);
	int fd = open_folder(real);

	/* They take milliseconds; whoever hangs is not waited for for ever. */
	for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			break;
		usleep(LOCK_US);
	}
	free(real);
	return fd;
}

void
paths_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

bool
paths_write(
    const char *file, const char *bytes, unsigned long n, struct err *err)
{
	char *real = paths_follow(file);
	struct str tmp = { 0 };
	struct stat st;
	mode_t mode = 0600;
	bool ok;
	int fd;

	if (stat(real, &st) == 0)
		mode = st.st_mode & 0777;
	str_printf(&tmp, "%s.XXXXXX", real);
	fd = mkstemp(tmp.s);
	ok = fd >= 0;
	if (ok)
		ok = fchmod(fd, mode) == 0 && write_all(fd, bytes, n) &&
		     fsync(fd) == 0;
	if (fd >= 0 && close(fd) != 0)
		ok = false;
	ok = ok && rename(str_z(&tmp), real) == 0;
	if (ok)
		paths_sync_folder(real);
	if (!ok) {
		err_errno(err, "%s", file);
		if (fd >= 0)
			unlink(str_z(&tmp));
	}
	free(real);
	str_release(&tmp);
	return ok;
}
