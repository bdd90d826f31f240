#include "config.h"

#include "store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "conf/paths.h"
#include "store/stmt.h"

/* FILE is already locked by us: a handle of its own sees it as it is without
 * what we are about to write, which ours may not copy meanwhile. */
static int
copy(const char *from, const char *to)
{
	sqlite3 *source = NULL, *target = NULL;
	sqlite3_backup *job = NULL;
	int code, closed;

	code = sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY, NULL);
	if (code == SQLITE_OK)
		code =
		    sqlite3_open_v2(to, &target, SQLITE_OPEN_READWRITE, NULL);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(source, STORE_BUSY_MS);
		job = sqlite3_backup_init(target, "main", source, "main");
		code = sqlite3_errcode(target);
	}
	if (job) {
		code = sqlite3_backup_step(job, -1);
		closed = sqlite3_backup_finish(job);
		if (code == SQLITE_DONE)
			code = closed;
	}
	closed = sqlite3_close(target);
	sqlite3_close(source);
	return code == SQLITE_OK ? closed : code;
}

static void
remove_part(const char *part)
{
	struct str journal = { 0 };

	unlink(part);
	str_printf(&journal, "%s-journal", part);
	unlink(str_z(&journal));
	str_release(&journal);
}

static bool
make_private(const char *file, struct err *err)
{
	int fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_errno(err, "%s", file);
	close(fd);
	return true;
}

static bool
fail(const char *file, int code, struct err *err)
{
	if ((code & 0xff) == SQLITE_FULL)
		return err_set(err, ERR_STORE,
		    _("%s is to be brought up to date, and the disk is too "
		      "full "
		      "for a copy of it; make room and try again"),
		    file);
	return err_set(err, ERR_STORE,
	    _("%s is to be brought up to date, and no copy could be made "
	      "before: %s"),
	    file, sqlite3_errstr(code));
}

bool
backup_make(struct store *s, int64_t version, struct err *err)
{
	struct str path = { 0 }, part = { 0 };
	bool ok;
	int code;

	str_printf(&path, "%s.v%lld", s->file, (long long)version);
	str_printf(&part, "%s.part", str_z(&path));
	remove_part(str_z(&part));
	ok = make_private(str_z(&part), err);
	if (ok) {
		code = copy(s->file, str_z(&part));
		if (code != SQLITE_OK)
			ok = fail(s->file, code, err);
		else if (rename(str_z(&part), str_z(&path)) != 0)
			ok = err_errno(err, "%s", str_z(&path));
		else
			paths_sync_folder(str_z(&path));
	}
	if (!ok)
		remove_part(str_z(&part));
	str_release(&part);
	str_release(&path);
	return ok;
}

/* The schema of "NAME.v12"; 0: it is no backup of that name. */
static int64_t
version_of(const char *entry, const char *name)
{
	size_t n = strlen(name);
	int64_t version = 0;

	if (strncmp(entry, name, n) != 0 || strncmp(entry + n, ".v", 2) != 0 ||
	    !span_int(span_of(entry + n + 2), &version))
		return 0;
	return version;
}

/* How many backups are there, and the oldest's schema. */
static size_t
count(const char *dir, const char *name, int64_t *oldest)
{
	DIR *list = opendir(dir);
	struct dirent *e;
	int64_t version;
	size_t n = 0;

	*oldest = 0;
	while (list && (e = readdir(list))) {
		version = version_of(e->d_name, name);
		if (version <= 0)
			continue;
		n++;
		if (!*oldest || version < *oldest)
			*oldest = version;
	}
	if (list)
		closedir(list);
	return n;
}

void
backup_forget(const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	char *dir =
	    slash ? xstrndup(file, (size_t)(slash - file) + 1) : xstrdup(".");
	struct str path = { 0 };
	int64_t oldest;

	while (count(dir, name, &oldest) > BACKUPS_MAX) {
		str_clear(&path);
		str_printf(&path, "%s.v%lld", file, (long long)oldest);
		if (unlink(str_z(&path)) != 0)
			break;
	}
	str_release(&path);
	free(dir);
}
