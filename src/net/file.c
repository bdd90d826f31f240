#include "config.h"

#include "net/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/url.h"
#include "net/trouble.h"

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

/* What tells one state of a file from another. */
static void
add_etag(struct str *out, const struct stat *st)
{
	str_printf(out, "%lld.%09ld-%lld-%llu", (long long)st->st_mtim.tv_sec,
	    (long)st->st_mtim.tv_nsec, (long long)st->st_size,
	    (unsigned long long)st->st_ino);
}

static bool
read_all(int fd, const struct stat *st, size_t max, struct fetch_reply *reply)
{
	struct trouble_facts facts = { .limit = (int64_t)max };
	struct str *body = &reply->body;

	if (st->st_size > 0 && (uint64_t)st->st_size < max)
		str_reserve(body, (size_t)st->st_size + 1);
	for (;;) {
		ssize_t n;

		str_reserve(body, 64 * 1024);
		n = read(fd, body->s + body->n, 64 * 1024);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(&reply->err, "%s", str_z(&reply->url));
		if (n == 0)
			return true;
		body->n += (size_t)n;
		body->s[body->n] = '\0';
		if (body->n > max) {
			str_cut(body, max);
			reply->remedy = trouble_remedy(TROUBLE_TOO_LARGE);
			return trouble_err(
			    &reply->err, TROUBLE_TOO_LARGE, &facts);
		}
	}
}

static bool
read_file(int fd, struct span etag, size_t max, struct fetch_reply *reply)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(&reply->err, "%s", str_z(&reply->url));
	if (!S_ISREG(st.st_mode))
		return err_set(&reply->err, ERR_USAGE, _("%s is not a file"),
		    str_z(&reply->url));
	add_etag(&reply->etag, &st);
	reply->not_modified = span_eq(etag, str_span(&reply->etag));
	return reply->not_modified || read_all(fd, &st, max, reply);
}

void
file_fetch(struct span url, struct span etag, int64_t max_bytes,
    struct fetch_reply *reply)
{
	struct str path = { 0 };
	int fd;

	*reply = (struct fetch_reply){ .fresh_s = -1 };
	str_add(&reply->url, url);
	reply->remedy = _("see whether the path in the feeds file is right");
	if (!url_to_path(&path, url)) {
		err_set(&reply->err, ERR_USAGE,
		    _("not an address of a file: "
		      "%s"),
		    str_z(&reply->url));
		return;
	}
	/* A FIFO without a writer would hold us up. */
	fd = open(str_z(&path), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		bool gone = errno == ENOENT || errno == ENOTDIR;

		err_errno(&reply->err, "%s", str_z(&path));
		if (gone)
			reply->err.code = ERR_GONE;
	} else {
		read_file(fd, etag,
		    (size_t)(max_bytes > 0 ? max_bytes : FILE_BYTES_MAX),
		    reply);
		close(fd);
	}
	str_release(&path);
}
