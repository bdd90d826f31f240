#include "config.h"

#include "baddisk.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECTOR = 512, FILES_MAX = 64, PATH_BYTES = 512 };

/* A write that is not synced; data NULL: the file was cut off at `at`. */
struct change {
	int64_t at, n;
	unsigned char *data;
};

struct image {
	unsigned char *data;
	int64_t n;
	bool there;
};

/* What is known of one path. */
struct tracked {
	char path[PATH_BYTES];
	int open;
	struct image synced; /* what is on the disk for certain */
	struct image
	    before; /* another file of this name, removed, not synced */
	bool known; /* its directory entry is synced */
	struct change *change;
	size_t n, cap;
};

struct file {
	sqlite3_file base;
	struct tracked *t; /* NULL: a temporary file */
	sqlite3_file *real;
};

static struct {
	sqlite3_vfs vfs, *real;
	struct tracked file[FILES_MAX];
	size_t files;
	long writes, failed;
	long fail_at, off_at;
	int code;
	bool once, off;
} disk;

uint64_t
baddisk_random(uint64_t *state, uint64_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state % n;
}

static void
die(const char *why)
{
	fprintf(stderr, "baddisk: %s\n", why);
	abort();
}

static void *
more(void *p, size_t bytes)
{
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		die("no memory");
	return p;
}

/* --- what may happen to a write ------------------------------------------ */

/* SQLITE_OK, or what the write that is about to be made fails with. */
static int
verdict(void)
{
	if (disk.off)
		return SQLITE_IOERR;
	disk.writes++;
	if (disk.off_at && --disk.off_at == 0) {
		disk.off = true;
		return SQLITE_IOERR;
	}
	if (disk.fail_at == 0)
		return SQLITE_OK;
	if (disk.fail_at > 1) {
		disk.fail_at--;
		return SQLITE_OK;
	}
	if (disk.once)
		disk.fail_at = 0;
	disk.failed++;
	return disk.code;
}

long
baddisk_writes(void)
{
	return disk.writes;
}

long
baddisk_failed(void)
{
	return disk.failed;
}

bool
baddisk_is_off(void)
{
	return disk.off;
}

void
baddisk_fail(long n, int code, bool once)
{
	disk.fail_at = n;
	disk.code = code;
	disk.once = once;
	disk.failed = 0;
}

void
baddisk_power_off(long n)
{
	disk.off_at = n;
}

/* --- what is on the disk -------------------------------------------------- */

static void
image_put(struct image *i, int64_t at, const unsigned char *data, int64_t n)
{
	if (at + n > i->n) {
		i->data = more(i->data, (size_t)(at + n));
		memset(i->data + i->n, 0, (size_t)(at + n - i->n));
		i->n = at + n;
	}
	memcpy(i->data + at, data, (size_t)n);
	i->there = true;
}

static void
image_cut(struct image *i, int64_t n)
{
	if (n < i->n)
		i->n = n;
}

static void
image_forget(struct image *i)
{
	free(i->data);
	*i = (struct image){ 0 };
}

static void
image_read(struct image *i, const char *path)
{
	unsigned char block[65536];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	image_forget(i);
	if (fd < 0)
		return;
	i->there = true;
	while ((n = read(fd, block, sizeof(block))) > 0)
		image_put(i, i->n, block, n);
	close(fd);
}

static void
image_write(const struct image *i, const char *path)
{
	FILE *f;

	unlink(path);
	if (!i->there)
		return;
	f = fopen(path, "wb");
	if (!f ||
	    (i->n > 0 && fwrite(i->data, 1, (size_t)i->n, f) != (size_t)i->n) ||
	    fclose(f) != 0)
		die("a file cannot be written back");
}

static void
forget_changes(struct tracked *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->change[i].data);
	t->n = 0;
}

static struct change *
add_change(struct tracked *t)
{
	if (t->n == t->cap) {
		t->cap = t->cap * 2 + 16;
		t->change = more(t->change, t->cap * sizeof(*t->change));
	}
	return &t->change[t->n++];
}

static void
apply(struct image *i, const struct change *c)
{
	if (c->data)
		image_put(i, c->at, c->data, c->n);
	else
		image_cut(i, c->at);
}

/* What was removed is gone for certain. */
static void
sync_directory(void)
{
	for (size_t i = 0; i < disk.files; i++)
		image_forget(&disk.file[i].before);
}

/* The sync of a new file syncs its directory, too (SQLite sees to it). */
static void
settle(struct tracked *t)
{
	for (size_t i = 0; i < t->n; i++)
		apply(&t->synced, &t->change[i]);
	forget_changes(t);
	if (!t->known)
		sync_directory();
	t->synced.there = t->known = true;
}

void
baddisk_sync(void)
{
	for (size_t i = 0; i < disk.files; i++)
		if (access(disk.file[i].path, F_OK) == 0)
			settle(&disk.file[i]);
	sync_directory();
}

static struct tracked *
track(const char *path)
{
	struct tracked *t;

	for (size_t i = 0; i < disk.files; i++)
		if (!strcmp(disk.file[i].path, path))
			return &disk.file[i];
	if (disk.files == FILES_MAX)
		die("too many files");
	t = &disk.file[disk.files++];
	snprintf(t->path, sizeof(t->path), "%s", path);
	/* What was there before us is there for certain. */
	image_read(&t->synced, path);
	t->known = t->synced.there;
	return t;
}

/* One write that was under way: none, all, or some of its sectors. */
static void
lose_some(struct image *i, const struct change *c, uint64_t *random)
{
	uint64_t how = baddisk_random(random, 4);

	if (how == 0)
		return;
	if (how < 3 || !c->data) {
		apply(i, c);
		return;
	}
	for (int64_t at = c->at, end; at < c->at + c->n; at = end) {
		end = (at / SECTOR + 1) * SECTOR;
		if (end > c->at + c->n)
			end = c->at + c->n;
		if (baddisk_random(random, 2))
			image_put(i, at, c->data + (at - c->at), end - at);
	}
}

static void
power_on(struct tracked *t, uint64_t *random)
{
	size_t len = strlen(t->path);

	if (t->open)
		die("a file is still open");
	/* Renamed or removed behind our back, which we know nothing of. */
	if (t->known && t->synced.there && access(t->path, F_OK) != 0) {
		forget_changes(t);
		image_forget(&t->before);
		return;
	}
	if (!t->known && baddisk_random(random, 2)) {
		/* The new name never came to the disk. */
		image_forget(&t->synced);
		t->synced = t->before;
		t->before = (struct image){ 0 };
	} else {
		for (size_t i = 0; i < t->n; i++)
			lose_some(&t->synced, &t->change[i], random);
	}
	forget_changes(t);
	image_forget(&t->before);
	image_write(&t->synced, t->path);
	if (len < sizeof(t->path) - 5) {
		char shm[PATH_BYTES + 8];

		snprintf(shm, sizeof(shm), "%s-shm", t->path);
		unlink(shm);
	}
}

void
baddisk_power_on(uint64_t *random)
{
	for (size_t i = 0; i < disk.files; i++) {
		power_on(&disk.file[i], random);
		image_forget(&disk.file[i].synced);
		free(disk.file[i].change);
	}
	memset(disk.file, 0, sizeof(disk.file));
	disk.files = 0;
	disk.off = false;
	disk.off_at = 0;
}

/* --- the methods of a file -------------------------------------------------
 */

static sqlite3_file *
real_of(sqlite3_file *f)
{
	return ((struct file *)f)->real;
}

static int
bad_close(sqlite3_file *f)
{
	struct file *b = (struct file *)f;
	int code = b->real->pMethods ? b->real->pMethods->xClose(b->real) : 0;

	if (b->t)
		b->t->open--;
	return code;
}

static int
bad_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}

static int
bad_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	struct tracked *t = ((struct file *)f)->t;
	int code = t ? verdict() : SQLITE_OK;
	struct change *c;

	if (code == SQLITE_OK)
		code = real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
	if (code != SQLITE_OK || !t)
		return code;
	c = add_change(t);
	*c = (struct change){ at, n, more(NULL, (size_t)n) };
	memcpy(c->data, from, (size_t)n);
	return SQLITE_OK;
}

static int
bad_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	struct tracked *t = ((struct file *)f)->t;
	int code = t ? verdict() : SQLITE_OK;

	if (code == SQLITE_OK)
		code = real_of(f)->pMethods->xTruncate(real_of(f), n);
	if (code == SQLITE_OK && t)
		*add_change(t) = (struct change){ n, 0, NULL };
	return code;
}

static int
bad_sync(sqlite3_file *f, int flags)
{
	struct tracked *t = ((struct file *)f)->t;
	int code = t ? verdict() : SQLITE_OK;

	(void)flags; /* the real disk need not wait */
	if (code == SQLITE_OK && t)
		settle(t);
	return code;
}

static int
bad_size(sqlite3_file *f, sqlite3_int64 *n)
{
	return real_of(f)->pMethods->xFileSize(real_of(f), n);
}

static int
bad_lock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int
bad_unlock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int
bad_reserved(sqlite3_file *f, int *out)
{
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int
bad_control(sqlite3_file *f, int op, void *arg)
{
	return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int
bad_sector(sqlite3_file *f)
{
	return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int
bad_device(sqlite3_file *f)
{
	return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int
bad_shm_map(
    sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return real_of(f)->pMethods->xShmMap(
	    real_of(f), page, size, extend, out);
}

static int
bad_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return real_of(f)->pMethods->xShmLock(real_of(f), at, n, flags);
}

static void
bad_shm_barrier(sqlite3_file *f)
{
	real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int
bad_shm_unmap(sqlite3_file *f, int drop)
{
	return real_of(f)->pMethods->xShmUnmap(real_of(f), drop);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = bad_close,
	.xRead = bad_read,
	.xWrite = bad_write,
	.xTruncate = bad_truncate,
	.xSync = bad_sync,
	.xFileSize = bad_size,
	.xLock = bad_lock,
	.xUnlock = bad_unlock,
	.xCheckReservedLock = bad_reserved,
	.xFileControl = bad_control,
	.xSectorSize = bad_sector,
	.xDeviceCharacteristics = bad_device,
	.xShmMap = bad_shm_map,
	.xShmLock = bad_shm_lock,
	.xShmBarrier = bad_shm_barrier,
	.xShmUnmap = bad_shm_unmap,
};

/* --- the methods of the disk ------------------------------------------------
 */

static int
bad_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct file *b = (struct file *)f;
	int code;

	(void)vfs;
	memset(b, 0, sizeof(*b));
	b->real = (sqlite3_file *)(b + 1);
	if (name && (flags & SQLITE_OPEN_CREATE) && disk.off)
		return SQLITE_CANTOPEN;
	if (name)
		b->t = track(name);
	code = disk.real->xOpen(disk.real, name, b->real, flags, out);
	if (b->real->pMethods)
		b->base.pMethods = &methods;
	if (b->base.pMethods && b->t)
		b->t->open++;
	return code;
}

/* Removed without a sync of the directory: it may be back. */
static int
bad_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	struct tracked *t = track(name);
	int code = verdict();

	(void)vfs;
	if (code == SQLITE_OK)
		code = disk.real->xDelete(disk.real, name, 0);
	if (code != SQLITE_OK)
		return code;
	if (t->known) {
		image_forget(&t->before);
		t->before = t->synced;
		t->synced = (struct image){ 0 };
	} else {
		image_forget(&t->synced);
	}
	if (sync)
		sync_directory();
	t->known = false;
	forget_changes(t);
	return SQLITE_OK;
}

static int
bad_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)vfs;
	return disk.real->xAccess(disk.real, name, flags, out);
}

static int
bad_full_path(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
	(void)vfs;
	return disk.real->xFullPathname(disk.real, name, n, out);
}

void
baddisk_begin(void)
{
	if (disk.real)
		return;
	disk.real = sqlite3_vfs_find(NULL);
	disk.vfs = *disk.real;
	disk.vfs.zName = "baddisk";
	disk.vfs.pNext = NULL;
	disk.vfs.szOsFile = (int)sizeof(struct file) + disk.real->szOsFile;
	disk.vfs.xOpen = bad_open;
	disk.vfs.xDelete = bad_delete;
	disk.vfs.xAccess = bad_access;
	disk.vfs.xFullPathname = bad_full_path;
	if (sqlite3_vfs_register(&disk.vfs, 1) != SQLITE_OK)
		die("SQLite does not want this disk");
}
