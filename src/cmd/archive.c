#include "config.h"

#include "cmd/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cmd/session.h"
#include "store/archive.h"

enum { FLUSH_BYTES = 256 * 1024, FEEDS_BYTES_MAX = 16 * 1024 * 1024 };

/* ---- out ---------------------------------------------------------------- */

struct writing {
	FILE *to;
	struct str out;
	int64_t articles;
};

static bool
flush(struct writing *w, struct err *err)
{
	bool ok = fwrite(str_z(&w->out), 1, w->out.n, w->to) == w->out.n;

	str_clear(&w->out);
	return ok || err_errno(err, "%s", _("the export cannot be written"));
}

static bool
write_head(struct writing *w, const char *feeds, struct err *err)
{
	struct archive_row head = { .kind = ARCHIVE_HEAD },
	                   file = { .kind = ARCHIVE_FEEDSFILE };
	struct str text = { 0 }, version = { 0 };
	bool ok = paths_read(feeds, &text, FEEDS_BYTES_MAX, err);

	if (!ok && err->code == ERR_GONE) {
		*err = (struct err){ 0 };
		ok = true;
	}
	str_printf(&version, "%d", ARCHIVE_VERSION);
	head.v[HEAD_VERSION] = str_span(&version);
	file.v[FEEDSFILE_TEXT] = str_span(&text);
	archive_write(&w->out, &head);
	if (text.n)
		archive_write(&w->out, &file);
	str_release(&text);
	str_release(&version);
	return ok;
}

static bool
write_rows(struct writing *w, struct store *s, struct err *err)
{
	struct archive_out *o = archive_out_new(s, err);
	struct archive_row row;
	int got = o ? 1 : -1;

	while (got > 0 && (got = archive_out_next(o, &row, err)) > 0) {
		w->articles += row.kind == ARCHIVE_ARTICLE;
		archive_write(&w->out, &row);
		if (w->out.n > FLUSH_BYTES && !flush(w, err))
			got = -1;
	}
	archive_out_free(o);
	return got == 0;
}

static bool
write_all(struct invocation *in, struct writing *w, struct err *err)
{
	struct store *s = command_store(in, err);
	bool ok = s && write_head(w, in->paths.feeds, err) &&
	          write_rows(w, s, err) && flush(w, err);

	store_close(s);
	str_release(&w->out);
	return ok;
}

/* What was written is on the disk. */
static bool
close_file(struct writing *w, bool ok, const char *name, struct err *err)
{
	if (ok && (fflush(w->to) != 0 || fsync(fileno(w->to)) != 0))
		ok = err_errno(err, "%s", name);
	if (fclose(w->to) != 0 && ok)
		ok = err_errno(err, "%s", name);
	return ok;
}

/* Beside the file first: what was there stays until all is written. */
static bool
write_file(
    struct invocation *in, const char *file, struct writing *w, struct err *err)
{
	char *real = paths_follow(file);
	struct str beside = { 0 };
	bool ok = false;
	int fd;

	str_printf(&beside, "%s.XXXXXX", real);
	fd = mkstemp(beside.s); /* 0600 */
	w->to = fd < 0 ? NULL : fdopen(fd, "wb");
	if (!w->to) {
		err_errno(err, "%s", file);
	} else {
		ok = close_file(w, write_all(in, w, err), file, err);
		if (ok && rename(str_z(&beside), real) != 0)
			ok = err_errno(err, "%s", file);
		if (!ok)
			unlink(str_z(&beside));
	}
	free(real);
	str_release(&beside);
	return ok;
}

static bool
write_stdout(struct invocation *in, struct writing *w, struct err *err)
{
	return write_all(in, w, err) &&
	       (fflush(stdout) == 0 ||
	           err_errno(err, "%s", _("the export cannot be written")));
}

int
archive_export(struct invocation *in, const char *file)
{
	struct writing w = { .to = stdout };
	struct err err = { 0 };
	bool ok =
	    file ? write_file(in, file, &w, &err) : write_stdout(in, &w, &err);

	if (!ok)
		return command_fail(EXIT_TROUBLE, &err);
	fprintf(stderr,
	    P_("%lld article, with names and passwords in addresses as they "
	       "are\n",
	        "%lld articles, with names and passwords in addresses as they "
	        "are\n",
	        (unsigned long)w.articles),
	    (long long)w.articles);
	return EXIT_WELL;
}

/* ---- in ----------------------------------------------------------------- */

bool
archive_is_export(const char *file)
{
	static const char start[] = "{\"kind\":\"";
	char bytes[sizeof(start) - 1];
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)sizeof(bytes) &&
	       memcmp(bytes, start, sizeof(bytes)) == 0;
}

struct import {
	bool line; /* stderr is a terminal: one line that changes */
	bool refused;
};

static void
tell(const struct import *im, FILE *to, struct span sentence)
{
	struct str line = { 0 };

	cells_add(&line, sentence);
	fprintf(to, "%s%s\n", im->line ? "\r\033[K" : "", str_z(&line));
	str_release(&line);
}

static void
on_event(void *data, const struct record *e)
{
	struct import *im = data;
	int64_t total = record_num(e, 3, 0);

	if (record_is(e, "import") && im->line && total > 0) {
		fprintf(stderr, "\r\033[K%lld %%",
		    (long long)(record_num(e, 2, 0) * 100 / total));
		fflush(stderr);
	}
	if (record_is(e, "note")) {
		im->refused = true;
		tell(im, stderr, record_field(e, 1));
	}
	if (record_is(e, "said"))
		tell(im, stderr, record_field(e, 2));
}

int
archive_import(struct invocation *in, const char *file, bool trust)
{
	struct import im = { .line = isatty(STDERR_FILENO) != 0 };
	struct err err = { 0 };
	struct str word = { 0 };
	char *path = realpath(file, NULL);
	struct session *desk;
	bool ok;

	if (!path) {
		err_errno(&err, "%s", file);
		return command_fail(EXIT_SOME_FAILED, &err);
	}
	word_write(&word, span_of(path));
	desk = session_new(&in->paths, on_event, &im, &err);
	ok = desk && session_order(desk, &err, "import %s%s", str_z(&word),
	                 trust ? " trust" : "");
	session_free(desk);
	str_release(&word);
	free(path);
	if (!ok)
		return command_fail(EXIT_TROUBLE, &err);
	return im.refused ? EXIT_SOME_FAILED : EXIT_WELL;
}
