/*
 * An export is read back (feed/archive.h): a piece of the file to a parser, its
 * records into the store, each piece in a transaction that also keeps how far
 * the file has come, so that an import that was cut off goes on from there.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "desk/rooms.h"
#include "feed/archive.h"
#include "store/archive.h"

enum {
	PIECE_BYTES = 512 * 1024,
	TOLD_MAX = 20 /* lines that are complained of one by one */
};

struct import {
	struct desk *desk;
	int64_t seq;
	char *path;
	int fd;
	int64_t size;
	struct str name;      /* the file, and what tells that it is the same */
	int64_t offset, line; /* how far it has come, and lines before that */
	struct str piece;     /* whole lines from there on */
	int64_t one_by_one;   /* up to this offset a piece is one line: a
	                         parser did not live through them */
	struct archive_in in;
	int64_t refused;
	bool trust;   /* the feeds file in it may run commands */
	bool foreign; /* what follows is of a version not known here */
	struct str feedsfile;
	unsigned long job;
};

static void next_piece(struct import *im);

static void
import_free(struct import *im)
{
	if (im->job)
		pool_cancel(im->desk->pool, im->job);
	im->desk->import = NULL;
	close(im->fd);
	str_release(&im->name);
	str_release(&im->piece);
	str_release(&im->feedsfile);
	free(im->path);
	free(im);
}

bool
importing_idle(const struct desk *d)
{
	return !d->import;
}

void
importing_abandon(struct desk *d)
{
	if (d->import)
		import_free(d->import);
}

static void
fail(struct import *im, const char *sentence)
{
	event_failed(im->desk, im->seq, sentence);
	import_free(im);
}

/* A line that is not taken: the first ones are told of. */
static void
refuse(struct import *im, int64_t line, struct span why)
{
	struct str text = { 0 };

	if (im->refused++ >= TOLD_MAX)
		return;
	str_printf(&text, _("%s, line %lld: %.*s"), im->path, (long long)line,
	    SPAN_ARG(why));
	event_note(im->desk, str_z(&text));
	log_line("%s", str_z(&text));
	str_release(&text);
}

/* ---- the feeds file ----------------------------------------------------- */

/* Whether it would run commands, read files, or send what is secret. */
static bool
is_daring(const struct options *o)
{
	static const enum option daring[] = { OPT_FILTER, OPT_CREDENTIALS,
		OPT_COOKIE_FILE, OPT_TLS_CA, OPT_PROXY };

	for (size_t i = 0; i < sizeof(daring) / sizeof(*daring); i++)
		if (*conf_string(o, daring[i]))
			return true;
	return conf_bool(o, OPT_TLS_INSECURE);
}

static bool
may_be_taken(const struct feedsfile *f)
{
	if (f->complaints.n || is_daring(&f->options))
		return false;
	for (size_t i = 0; i < f->subs; i++)
		if ((f->sub[i].source != SOURCE_WEB &&
		        f->sub[i].source != SOURCE_OPML &&
		        f->sub[i].source != SOURCE_SEARCH) ||
		    is_daring(&f->sub[i].options))
			return false;
	return true;
}

static bool
add_missing(struct desk *d, const struct feedsfile *theirs, size_t *left,
    struct err *err)
{
	for (size_t i = 0; i < theirs->subs; i++) {
		const struct subscription *s = &theirs->sub[i];
		struct err why = { 0 };

		if (subscribe_find(d, s->url))
			continue;
		if (s->source != SOURCE_WEB ||
		    !feedsfile_add(d->paths->feeds,
		        s->section < 0 ? span_n(NULL, 0)
		                       : theirs->section[s->section].path,
		        s->url, s->title, &why))
			++*left;
		if (why.code == ERR_SYSTEM) {
			*err = why;
			return false;
		}
	}
	return true;
}

/* The text as it was, beside the person's own file. */
static void
put_beside(struct import *im)
{
	struct str path = { 0 }, text = { 0 };
	struct err err = { 0 };

	str_printf(&path, "%s.imported", im->desk->paths->feeds);
	if (paths_write(
	        str_z(&path), str_z(&im->feedsfile), im->feedsfile.n, &err))
		str_printf(&text,
		    _("the feeds file of the export is in %s, for it runs "
		      "commands, reads files or has options that the feeds "
		      "were added without"),
		    str_z(&path));
	else
		str_addz(&text, err.text);
	event_note(im->desk, str_z(&text));
	str_release(&path);
	str_release(&text);
}

/* Who has no feeds yet gets the file as it was; who has, the feeds that are
 * missing. */
static bool
take_feedsfile(struct import *im, struct err *err)
{
	struct desk *d = im->desk;
	struct feedsfile theirs = { 0 };
	size_t left = 0;
	bool ok;

	feedsfile_read(&theirs, d->paths->feeds, &d->conf.options,
	    str_span(&im->feedsfile));
	if (!d->feeds->subs && (im->trust || may_be_taken(&theirs))) {
		ok = paths_make_for(d->paths->feeds, err) &&
		     paths_write(d->paths->feeds, str_z(&im->feedsfile),
		         im->feedsfile.n, err);
	} else {
		ok = add_missing(d, &theirs, &left, err);
		if (ok && (left || !may_be_taken(&theirs)))
			put_beside(im);
	}
	feedsfile_release(&theirs);
	return ok;
}

/* ---- a piece ------------------------------------------------------------ */

static bool
take_head(struct import *im, const struct archive_row *row)
{
	int64_t version = archive_int(row, HEAD_VERSION);
	struct str why = { 0 };

	im->foreign = version < 1 || version > ARCHIVE_VERSION;
	if (!im->foreign)
		return true;
	str_printf(&why,
	    _("what follows is of version %lld, and this broadsheet knows "
	      "version %d; update it"),
	    (long long)version, ARCHIVE_VERSION);
	refuse(im, row->line, str_span(&why));
	str_release(&why);
	return true;
}

/* False when the store itself failed; a bad row is only refused. */
static bool
take_row(struct import *im, const struct archive_row *row, struct err *err)
{
	struct store *s = im->in.store;
	bool ok;

	if (row->kind == ARCHIVE_HEAD)
		return take_head(im, row);
	if (im->foreign) {
		im->refused++;
		return true;
	}
	if (row->kind == ARCHIVE_FEEDSFILE) {
		str_clear(&im->feedsfile);
		str_add(&im->feedsfile, row->v[FEEDSFILE_TEXT]);
		return true;
	}
	if (!store_savepoint(s, err))
		return false;
	ok = archive_put(&im->in, row, err);
	store_savepoint_end(s, ok);
	if (ok || err->code == ERR_STORE || err->code == ERR_BUSY)
		return ok;
	refuse(im, row->line, span_of(err->text));
	*err = (struct err){ 0 };
	return true;
}

static bool
take_records(struct import *im, struct span records, struct err *err)
{
	struct record r = { 0 };
	struct archive_row row;
	bool ok = true;

	while (ok && record_next(&r, &records, err)) {
		if (record_is(&r, "bad")) {
			refuse(im, im->line + record_num(&r, 1, 0),
			    record_field(&r, 2));
			continue;
		}
		ok = archive_row_of(&row, &r) ||
		     err_set(err, ERR_FORMAT,
		         _("a parser's answer cannot be read"));
		row.line += im->line;
		ok = ok && take_row(im, &row, err);
	}
	record_release(&r);
	return ok && err->code == ERR_NONE;
}

static int64_t
lines_in(struct span t)
{
	int64_t n = 0;

	while (t.n) {
		span_cut(&t, '\n');
		n++;
	}
	return n;
}

static bool
store_piece(struct import *im, struct span records, struct err *err)
{
	struct store *s = im->in.store;
	int64_t offset = im->offset + (int64_t)im->piece.n;
	int64_t line = im->line + lines_in(str_span(&im->piece));
	bool file;

	if (!store_begin(s, false, err))
		return false;
	if (!take_records(im, records, err))
		goto fail;
	/* Before it is said to be done: doing it again changes nothing. */
	file = im->feedsfile.n > 0;
	if (file && !take_feedsfile(im, err))
		goto fail;
	if (!archive_place_set(
	        s, str_span(&im->name), offset, line, im->in.empty, err) ||
	    !store_commit(s, err))
		goto fail;
	im->offset = offset;
	im->line = line;
	str_clear(&im->feedsfile);
	if (!file)
		return true;
	if (!subscribe_load(im->desk, err))
		return false;
	refresh_resubscribe(im->desk);
	return true;
fail:
	store_rollback(s);
	return false;
}

static void
progress(struct import *im)
{
	struct str line = { 0 };

	record_begin(&line, "import");
	record_int(&line, im->seq);
	record_int(&line, im->offset);
	record_int(&line, im->size);
	record_end(&line);
	event_line(im->desk, &line);
	str_release(&line);
	im->desk->index_waits = true;
	event_changed(im->desk);
	store_checkpoint(im->in.store);
}

static void
on_parsed(void *data, const struct reply *reply, const struct err *err)
{
	struct import *im = data;
	struct err why = { 0 };
	bool one =
	    im->offset < im->one_by_one || lines_in(str_span(&im->piece)) <= 1;

	im->job = 0;
	if ((!reply || reply->kind != REPLY_OK) && !one) {
		im->one_by_one = im->offset + (int64_t)im->piece.n;
		next_piece(im);
		return;
	}
	if (!reply || reply->kind != REPLY_OK)
		refuse(
		    im, im->line + 1, reply ? reply->text : span_of(err->text));
	if (!store_piece(im,
	        reply && reply->kind == REPLY_OK ? reply->text
	                                         : span_n(NULL, 0),
	        &why)) {
		fail(im, why.text);
		return;
	}
	progress(im);
	/* Who asked has gone: it goes on from here another time. */
	if (im->desk->leaving)
		import_free(im);
	else
		next_piece(im);
}

/* ---- the file ----------------------------------------------------------- */

/* Reads on until there is a whole line, the end, or too much; 0: the end. */
static int
fill(struct import *im)
{
	int64_t at = im->offset + (int64_t)im->piece.n;
	ssize_t got;

	str_reserve(&im->piece, PIECE_BYTES);
	do
		got = pread(
		    im->fd, im->piece.s + im->piece.n, PIECE_BYTES, (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		im->piece.n += (size_t)got;
	return got < 0 ? -1 : got > 0;
}

/* Behind a line that is longer than any may be. */
static int
pass_over(struct import *im)
{
	int more = 1;

	refuse(im, im->line + 1, span_of(_("it is too long")));
	for (;;) {
		size_t end = span_chr(str_span(&im->piece), '\n');

		if (end < im->piece.n || more <= 0) {
			im->offset += (int64_t)end + (end < im->piece.n);
			im->line++;
			str_clear(&im->piece);
			return more;
		}
		im->offset += (int64_t)im->piece.n;
		str_clear(&im->piece);
		more = fill(im);
	}
}

/* Whole lines from the offset on: 1; 0: there are none; -1: an error. */
static int
read_piece(struct import *im)
{
	bool one = im->offset < im->one_by_one;
	size_t seen = 0; /* without an end of a line */
	int more = 1;

	str_clear(&im->piece);
	while ((more = fill(im)) > 0) {
		struct span got = span_from(str_span(&im->piece), seen);
		size_t n = one ? span_chr(got, '\n') + 1 : got.n;

		while (!one && n > 0 && got.s[n - 1] != '\n')
			n--;
		if (n > 0 && n <= got.n) {
			str_cut(&im->piece, seen + n);
			return 1;
		}
		seen = im->piece.n;
		if (seen > ARCHIVE_LINE_MAX && pass_over(im) < 0)
			return -1;
		seen = im->piece.n;
	}
	return more < 0 ? -1 : im->piece.n > 0;
}

static void
finish(struct import *im)
{
	struct store *s = im->in.store;
	const struct archive_count *c = &im->in.count;
	struct str text = { 0 };
	struct err err = { 0 };

	if (!store_begin(s, true, &err) ||
	    !archive_place_set(s, str_span(&im->name), -1, 0, false, &err) ||
	    !store_commit(s, &err)) {
		store_rollback(s);
		fail(im, err.text);
		return;
	}
	str_printf(&text,
	    P_("%lld article came, %lld were there already",
	        "%lld articles came, %lld were there already",
	        (unsigned long)c->added),
	    (long long)c->added, (long long)c->known);
	if (im->refused)
		str_printf(&text,
		    P_("; %lld line was refused", "; %lld lines were refused",
		        (unsigned long)im->refused),
		    (long long)im->refused);
	event_said(im->desk, im->seq, str_z(&text));
	event_done(im->desk, im->seq);
	str_release(&text);
	import_free(im);
}

static void
next_piece(struct import *im)
{
	struct job job = { .kind = JOB_ARCHIVE };
	struct err err = { 0 };
	int got = read_piece(im);

	if (got < 0) {
		err_errno(&err, "%s", im->path);
		fail(im, err.text);
	} else if (got == 0) {
		finish(im);
	} else {
		job.body = str_span(&im->piece);
		im->job = pool_run(im->desk->pool, &job, on_parsed, im);
	}
}

static bool
open_file(struct import *im, struct err *err)
{
	struct stat st;

	im->fd = open(im->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (im->fd < 0 || fstat(im->fd, &st) != 0)
		return err_errno(err, "%s", im->path);
	if (!S_ISREG(st.st_mode))
		return err_set(
		    err, ERR_USAGE, _("%s is not a plain file"), im->path);
	im->size = st.st_size;
	str_printf(&im->name, "%lld %lld %s", (long long)st.st_size,
	    (long long)st.st_mtime, im->path);
	return true;
}

bool
importing_order(struct desk *d, const struct order *o, struct err *err)
{
	struct import *im;

	if (d->import)
		return err_set(err, ERR_BUSY, _("another import is under way"));
	if (!span_starts(order_arg(o, 0), "/"))
		return err_set(
		    err, ERR_USAGE, _("an import is of a file's whole path"));
	im = xcalloc(1, sizeof(*im));
	d->import = im;
	im->desk = d;
	im->seq = o->seq;
	im->fd = -1;
	im->path = span_dup(order_arg(o, 0));
	im->trust = span_is(order_arg(o, 1), "trust");
	im->in.store = d->store;
	im->in.now = desk_now();
	if (!open_file(im, err) ||
	    (!archive_place(d->store, str_span(&im->name), &im->offset,
	         &im->line, &im->in.empty) &&
	        !archive_is_empty(d->store, &im->in.empty, err))) {
		import_free(im);
		return false;
	}
	next_piece(im);
	return true;
}
