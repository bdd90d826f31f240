#include "config.h"

#include "desk/rest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/log.h"

/* Readable by us alone, and gone when we are. */
static int
nameless_file(const char *beside)
{
	struct str name = { 0 };
	int fd;

	str_printf(&name, "%s.XXXXXX", beside);
	fd = mkstemp(name.s);
	if (fd >= 0) {
		unlink(name.s);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	} else {
		log_line("%s: a file for feeds cannot be made", str_z(&name));
	}
	str_release(&name);
	return fd;
}

static bool
write_at(int fd, struct span bytes, int64_t at)
{
	while (bytes.n) {
		ssize_t n = pwrite(fd, bytes.s, bytes.n, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = span_from(bytes, (size_t)n);
		at += n;
	}
	return true;
}

static bool
read_at(int fd, struct str *bytes, size_t n, int64_t at)
{
	str_reserve(bytes, n);
	while (n) {
		ssize_t got = pread(fd, bytes->s + bytes->n, n, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		bytes->n += (size_t)got;
		at += got;
		n -= (size_t)got;
	}
	bytes->s[bytes->n] = '\0';
	return true;
}

void
rest_put(struct resting *place, struct rest *r, struct str *bytes,
    const char *beside)
{
	size_t n = bytes->n;
	bool fits = place->in_memory + n <= REST_MEMORY_MAX;

	if (!fits && place->fd < 0)
		place->fd = nameless_file(beside);
	*r = (struct rest){ .n = n };
	if (!fits && place->fd >= 0 &&
	    write_at(place->fd, str_span(bytes), place->end)) {
		r->at = place->end;
		place->end += (int64_t)n;
		place->in_file++;
		str_release(bytes);
		return;
	}
	/* What was made room for is not kept with it. */
	str_add(&r->bytes, str_span(bytes));
	str_release(bytes);
	place->in_memory += n;
}

void
rest_drop(struct resting *place, struct rest *r)
{
	if (!r->n)
		return;
	if (r->bytes.s) {
		place->in_memory -= r->n;
		str_release(&r->bytes);
	} else if (--place->in_file == 0) {
		/* The file is as long as what lay in it at once. */
		place->end = 0;
		if (ftruncate(place->fd, 0) != 0)
			log_line("the file for feeds cannot be cut short");
	}
	*r = (struct rest){ 0 };
}

bool
rest_take(struct resting *place, struct rest *r, struct str *bytes)
{
	bool ok = true;

	str_clear(bytes);
	if (r->bytes.s)
		str_add(bytes, str_span(&r->bytes));
	else if (r->n)
		ok = read_at(place->fd, bytes, r->n, r->at);
	rest_drop(place, r);
	return ok;
}

bool
rest_is_full(const struct resting *place)
{
	/* There is more in memory where the file cannot be written. */
	return place->end >= REST_FILE_MAX ||
	       place->in_memory > REST_MEMORY_MAX;
}

void
resting_end(struct resting *place)
{
	if (place->fd >= 0)
		close(place->fd);
	place->fd = -1;
}
