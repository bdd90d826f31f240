#include "config.h"

#include "store/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/record.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "conf/paths.h"

enum {
	TOUCH_S = 3600, /* a file's time is good enough for so long */
	HEAD_BYTES = 16 * 1024,
	TIDY_PARTS = 16, /* the folder is tidied when so much of it is new */
	KEEP_TENTHS = 9
};

/* Pixels at the longer side; the last is what a large screen takes whole. */
static const int sides[] = { 80, 160, 240, 320, 480, 640, 960, 1280, 1920 };
enum { SIDES = sizeof(sides) / sizeof(*sides) };

void
shelf_init(struct shelf *s, const char *cache_dir)
{
	*s = (struct shelf){ 0 };
	if (cache_dir)
		str_printf(&s->dir, "%s/pictures", cache_dir);
}

void
shelf_release(struct shelf *s)
{
	str_release(&s->dir);
}

void
shelf_limit(struct shelf *s, int64_t bytes)
{
	s->limit = bytes;
}

int
shelf_side(int pixels)
{
	for (int i = 0; i < SIDES; i++)
		if (pixels <= sides[i])
			return sides[i];
	return sides[SIDES - 1];
}

/* kind: a side in pixels, "original" or "bad". */
static void
add_path(
    struct str *out, const struct shelf *s, struct span url, const char *kind)
{
	str_printf(out, "%s/%016llx-%zu.%s", str_z(&s->dir),
	    (unsigned long long)span_hash(url), url.n, kind);
}

static void
add_side_path(struct str *out, const struct shelf *s, struct span url, int side)
{
	char kind[16];

	snprintf(kind, sizeof(kind), "%d", side);
	add_path(out, s, url, kind);
}

/* --- reading ------------------------------------------------------------ */

/* What is used is not what has not been used for the longest time. */
static void
touch(int fd, const struct stat *st)
{
	time_t now = time(NULL);

	if (now - st->st_mtime > TOUCH_S)
		futimens(fd, NULL);
}

static bool
read_some(int fd, struct str *out, size_t most)
{
	while (out->n < most) {
		ssize_t n;

		str_reserve(out, HEAD_BYTES);
		n = read(fd, out->s + out->n, HEAD_BYTES);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		out->n += (size_t)n;
		out->s[out->n] = '\0';
	}
	return true;
}

/* Opens a file of ours; -1: there is none. */
static int
open_ours(const char *path, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode) &&
	    st->st_size <= SHELF_BYTES_MAX) {
		touch(fd, st);
		return fd;
	}
	close(fd);
	return -1;
}

/* Takes the first line off, if it names that address. */
static bool
take_head(struct str *file, struct span url)
{
	struct span rest = str_span(file);
	struct record r = { 0 };
	bool ok = record_next(&r, &rest, NULL) && record_is(&r, "shelf") &&
	          record_num(&r, 1, 0) == 1 &&
	          span_eq(record_field(&r, 2), url);

	if (ok)
		str_drop(file, file->n - rest.n);
	record_release(&r);
	return ok;
}

/* At most so many bytes; the time of the file in *changed (may be NULL). */
static bool
read_ours(const char *path, struct span url, size_t most, struct str *out,
    int64_t *changed)
{
	struct stat st;
	int fd = open_ours(path, &st);
	bool ok;

	if (fd < 0)
		return false;
	ok = read_some(fd, out, most) && take_head(out, url);
	close(fd);
	if (changed)
		*changed = st.st_mtime;
	return ok;
}

static bool
exists(const struct str *path)
{
	struct stat st;

	return lstat(path->s, &st) == 0 && S_ISREG(st.st_mode);
}

/* The side next to `side` of which there is a file: the larger first; 0. */
static int
nearest_side(const struct shelf *s, struct span url, int side)
{
	struct str path = { 0 };
	int larger = 0, smaller = 0;

	for (int i = SIDES - 1; i >= 0; i--) {
		str_clear(&path);
		add_side_path(&path, s, url, sides[i]);
		if (!exists(&path))
			continue;
		if (sides[i] >= side)
			larger = sides[i];
		else if (!smaller)
			smaller = sides[i];
	}
	str_release(&path);
	return larger ? larger : smaller;
}

bool
shelf_has(struct shelf *s, struct span url, int side)
{
	struct str path = { 0 };
	bool there;

	add_side_path(&path, s, url, side);
	there = s->dir.n && exists(&path);
	str_release(&path);
	return there;
}

bool
shelf_has_original(struct shelf *s, struct span url)
{
	struct str path = { 0 };
	bool there;

	add_path(&path, s, url, "original");
	there = s->dir.n && exists(&path);
	str_release(&path);
	return there;
}

bool
shelf_get(
    struct shelf *s, struct span url, int side, struct pixels *p, bool *exact)
{
	int found = s->dir.n ? nearest_side(s, url, side) : 0;
	struct str path = { 0 }, file = { 0 };
	bool ok;

	if (!found)
		return false;
	add_side_path(&path, s, url, found);
	ok = read_ours(str_z(&path), url, SHELF_BYTES_MAX, &file, NULL) &&
	     pixels_read(p, str_span(&file), NULL);
	/* One that was kept smaller is all that there is of it. */
	*exact = ok && (found == side || (p->width >= p->full_width &&
	                                     p->height >= p->full_height));
	str_release(&path);
	str_release(&file);
	return ok;
}

bool
shelf_original(struct shelf *s, struct span url, struct str *bytes)
{
	struct str path = { 0 };
	bool ok;

	add_path(&path, s, url, "original");
	ok = s->dir.n &&
	     read_ours(str_z(&path), url, SHELF_BYTES_MAX, bytes, NULL);
	str_release(&path);
	return ok;
}

static void
read_why(
    struct shelf *s, struct span url, int64_t now, struct shelf_facts *facts)
{
	struct str path = { 0 }, word = { 0 }, plain = { 0 };
	int64_t changed = 0;

	add_path(&path, s, url, "bad");
	if (read_ours(str_z(&path), url, HEAD_BYTES, &word, &changed) &&
	    now - changed < SHELF_BAD_S) {
		utf8_plain(&plain, str_span(&word), PLAIN_LINE);
		snprintf(facts->why, sizeof(facts->why), "%s", str_z(&plain));
	}
	str_release(&path);
	str_release(&word);
	str_release(&plain);
}

void
shelf_facts(
    struct shelf *s, struct span url, int64_t now, struct shelf_facts *facts)
{
	struct str path = { 0 }, file = { 0 };
	struct record r = { 0 };
	int side;

	*facts = (struct shelf_facts){ 0 };
	if (!s->dir.n)
		return;
	side = nearest_side(s, url, 1);
	if (side) {
		struct span rest;

		add_side_path(&path, s, url, side);
		if (read_ours(str_z(&path), url, HEAD_BYTES, &file, NULL)) {
			rest = str_span(&file);
			rest = span_head(rest, span_chr(rest, '\n') + 1);
			if (record_next(&r, &rest, NULL) &&
			    record_is(&r, "pixels")) {
				facts->width = (int)record_num(&r, 4, 0);
				facts->height = (int)record_num(&r, 5, 0);
			}
		}
	} else {
		read_why(s, url, now, facts);
	}
	record_release(&r);
	str_release(&path);
	str_release(&file);
}

/* --- writing ------------------------------------------------------------ */

struct kept {
	char *name;
	int64_t size, used;
};

static int
by_use(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	return (x->used > y->used) - (x->used < y->used);
}

static struct kept *
list_folder(const struct shelf *s, size_t *n, int64_t *bytes)
{
	DIR *dir = opendir(s->dir.s);
	struct kept *list = NULL;
	size_t cap = 0;
	struct dirent *e;

	*n = 0;
	*bytes = 0;
	while (dir && (e = readdir(dir))) {
		struct stat st;

		if (e->d_name[0] == '.' ||
		    fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) !=
		        0 ||
		    !S_ISREG(st.st_mode))
			continue;
		vec_room(&list, *n, &cap);
		list[(*n)++] = (struct kept){ span_dup(span_of(e->d_name)),
			st.st_size, st.st_mtime };
		*bytes += st.st_size;
	}
	if (dir)
		closedir(dir);
	return list;
}

/* Takes out what was used longest ago, a little more than need be. */
static void
tidy(struct shelf *s)
{
	struct str path = { 0 };
	int64_t bytes;
	size_t n;
	struct kept *list = list_folder(s, &n, &bytes);
	bool over = bytes > s->limit;

	if (n)
		qsort(list, n, sizeof(*list), by_use);
	for (size_t i = 0; i < n; i++) {
		if (over && bytes > s->limit / 10 * KEEP_TENTHS) {
			str_clear(&path);
			str_printf(
			    &path, "%s/%s", str_z(&s->dir), list[i].name);
			if (unlink(path.s) == 0)
				bytes -= list[i].size;
		}
		free(list[i].name);
	}
	free(list);
	str_release(&path);
	s->written = 0;
	s->tidied = true;
}

static bool
write_all(int fd, struct span bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.s, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = span_from(bytes, (size_t)n);
	}
	return true;
}

/* In one step, but without waiting for the disk: what a power cut takes is
 * fetched again. */
static bool
write_file(const struct shelf *s, const char *path, struct span head,
    struct span body, struct err *err)
{
	struct str tmp = { 0 };
	bool ok;
	int fd;

	str_printf(&tmp, "%s/new-%ld", str_z(&s->dir), (long)getpid());
	unlink(tmp.s);
	fd = open(tmp.s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ok = fd >= 0 && write_all(fd, head) && write_all(fd, body);
	if (fd >= 0 && close(fd) != 0)
		ok = false;
	ok = ok && rename(tmp.s, path) == 0;
	if (!ok) {
		err_errno(err, "%s", path);
		unlink(tmp.s);
	}
	str_release(&tmp);
	return ok;
}

static bool
keep(struct shelf *s, struct span url, const char *kind, struct span body,
    struct err *err)
{
	struct str path = { 0 }, head = { 0 };
	bool ok;

	if (!s->dir.n || s->limit <= 0)
		return err_set(err, ERR_USAGE,
		    _("no picture is kept: picture-cache is 0"));
	add_path(&path, s, url, kind);
	record_begin(&head, "shelf");
	record_int(&head, 1);
	record_span(&head, url);
	record_end(&head);
	ok = paths_make_dir(str_z(&s->dir), err) &&
	     write_file(s, str_z(&path), str_span(&head), body, err);
	s->written += (int64_t)(head.n + body.n);
	str_release(&path);
	str_release(&head);
	if (!s->tidied || s->written > s->limit / TIDY_PARTS)
		tidy(s);
	return ok;
}

bool
shelf_keep(struct shelf *s, struct span url, int side, struct span pixels,
    struct err *err)
{
	char kind[16];

	snprintf(kind, sizeof(kind), "%d", side);
	return keep(s, url, kind, pixels, err);
}

bool
shelf_keep_original(
    struct shelf *s, struct span url, struct span bytes, struct err *err)
{
	return keep(s, url, "original", bytes, err);
}

bool
shelf_keep_bad(
    struct shelf *s, struct span url, struct span why, struct err *err)
{
	return keep(s, url, "bad", why, err);
}
