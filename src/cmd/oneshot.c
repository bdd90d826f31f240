#include "config.h"

#include "cmd/oneshot.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "parse/pool.h"

struct answer {
	struct loop *loop;
	struct str *records;
	struct err *err;
	bool ok;
};

static void
on_reply(void *data, const struct reply *reply, const struct err *err)
{
	struct answer *a = data;

	a->ok = reply && reply->kind == REPLY_OK;
	if (a->ok)
		str_add(a->records, reply->text);
	else if (reply)
		err_set(a->err, ERR_FORMAT, "%.*s", SPAN_ARG(reply->text));
	else
		err_set(a->err, ERR_LIMIT, "%s", err->text);
	loop_stop(a->loop);
}

bool
oneshot_run(const struct job *job, struct str *records, struct err *err)
{
	struct loop *loop = loop_new();
	struct answer a = { loop, records, err, false };
	struct pool *pool = pool_new(loop, 1, err);

	if (pool) {
		pool_run(pool, job, on_reply, &a);
		loop_run(loop);
	}
	pool_free(pool);
	loop_free(loop);
	return a.ok;
}

bool
oneshot_read(const char *file, size_t max, struct str *bytes, struct err *err)
{
	char block[65536];
	bool is_stdin = !strcmp(file, "-"), ok = true;
	int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return err_errno(err, "%s", file);
	while (ok && (n = read(fd, block, sizeof(block))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			ok = err_errno(err, "%s", file);
		else if (bytes->n + (size_t)n > max)
			ok = err_set(err, ERR_LIMIT,
			    _("%s is larger than %zu bytes"), file, max);
		else
			str_addn(bytes, block, (size_t)n);
	}
	if (!is_stdin)
		close(fd);
	return ok;
}
