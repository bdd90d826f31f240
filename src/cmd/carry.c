#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/vec.h"
#include "cmd/archive.h"
#include "cmd/commands.h"
#include "cmd/emit.h"
#include "cmd/oneshot.h"
#include "cmd/session.h"
#include "conf/paths.h"
#include "feed/opml.h"

enum { LIST_BYTES_MAX = 32 * 1024 * 1024 };

/* An OPML file begins with "<" after what stands before it. */
static bool
is_xml(struct span bytes)
{
	if (span_starts(bytes, "\xef\xbb\xbf"))
		bytes = span_from(bytes, 3);
	bytes = span_trim(span_head(bytes, 1024));
	return bytes.n && (*bytes.s == '<' || !*bytes.s);
}

static struct opml *
read_list(const char *file, struct err *err)
{
	struct str bytes = { 0 }, records = { 0 };
	struct opml *list = NULL;
	struct job job = { .kind = JOB_OPML };

	if (oneshot_read(file, LIST_BYTES_MAX, &bytes, err)) {
		job.body = str_span(&bytes);
		if (!is_xml(job.body))
			list = opml_read_urls(job.body);
		else if (oneshot_run(&job, &records, err))
			list = opml_from_records(str_span(&records), err);
	}
	str_release(&bytes);
	str_release(&records);
	return list;
}

static bool
is_there(const struct feedsfile *f, struct span url)
{
	for (size_t i = 0; i < f->subs; i++)
		if (span_eq(f->sub[i].url, url))
			return true;
	return false;
}

/* "Section/Their section". */
static struct span
place_of(struct arena *mem, const char *below, struct span section)
{
	struct str path = { 0 };
	struct span kept;

	str_addz(&path, below);
	if (path.n && section.n)
		str_addc(&path, '/');
	str_add(&path, section);
	kept = span_keep(mem, str_span(&path));
	str_release(&path);
	return kept;
}

/* Adds what is not there yet; *added counts. */
static bool
add_all(struct invocation *in, const struct opml *list, const char *below,
    size_t *added, struct err *err)
{
	struct feedsfile f;
	bool ok = feedsfile_load(&f, in->paths.feeds, NULL, err);

	for (size_t i = 0; ok && i < list->n; i++) {
		const struct opml_feed *o = &list->feed[i];

		if (is_there(&f, o->url))
			continue;
		ok = feedsfile_add(in->paths.feeds,
		    place_of(list->mem, below, o->section), o->url, o->title,
		    err);
		*added += ok;
	}
	feedsfile_release(&f);
	return ok;
}

/* What comes on standard input is put into a file, for it may be an export,
 * which the desk reads; the caller frees the name and removes the file. */
static char *
spool(const struct paths *paths, struct err *err)
{
	struct str name = { 0 };
	char block[65536];
	ssize_t n = 0, put = 0;
	int fd = -1;

	str_printf(&name, "%s/import-XXXXXX", paths->state_dir);
	if (paths_make_dir(paths->state_dir, err)) {
		fd = mkstemp(name.s); /* 0600 */
		if (fd < 0)
			err_errno(err, "%s", str_z(&name));
	}
	while (fd >= 0 && (n = read(STDIN_FILENO, block, sizeof(block))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		put = n < 0 ? -1 : write(fd, block, (size_t)n);
		if (put != n) {
			err_errno(err, "%s", str_z(&name));
			unlink(str_z(&name));
			close(fd);
			fd = -1;
		}
	}
	if (fd >= 0) {
		close(fd);
		return str_take(&name);
	}
	str_release(&name);
	return NULL;
}

static int
import_list(struct invocation *in, const char *file, const char *section)
{
	struct err err = { 0 };
	struct session *desk;
	size_t added = 0;
	struct opml *list = read_list(file, &err);
	bool ok;

	if (!list)
		return command_fail(EXIT_SOME_FAILED, &err);
	ok = add_all(in, list, section, &added, &err);
	fprintf(stderr,
	    _("%zu feeds added, %zu were there already, %zu passed over\n"),
	    added, list->n - added, list->skipped);
	opml_free(list);
	desk = ok ? session_new(&in->paths, NULL, NULL, &err) : NULL;
	ok = desk && session_order(desk, &err, "reload");
	session_free(desk);
	return ok ? EXIT_WELL : command_fail(EXIT_TROUBLE, &err);
}

int
command_import(struct invocation *in)
{
	const char *section = "";
	bool trust = false;
	const struct command_option options[] = {
		{ "--section", NULL, &section },
		{ "--trust", &trust, NULL },
		{ NULL, NULL, NULL },
	};
	struct err err = { 0 };
	char *spooled = NULL;
	const char *name;
	int n, status;
	char **file = command_options(in, options, &n);

	if (!file)
		return EXIT_USAGE;
	if (n != 1)
		return command_usage(in, _("name one file"));
	name = file[0];
	if (!strcmp(name, "-")) {
		spooled = spool(&in->paths, &err);
		if (!spooled)
			return command_fail(EXIT_TROUBLE, &err);
		name = spooled;
	}
	if (archive_is_export(name))
		status = archive_import(in, name, trust);
	else
		status = import_list(in, name, section);
	if (spooled)
		unlink(spooled);
	free(spooled);
	return status;
}

/* A list is made to be given away: what lets somebody in stays here. */
static struct span
without_user(struct opml *list, struct span url, size_t *secrets)
{
	struct str plain = { 0 };
	struct span kept;

	url_without_user(&plain, url);
	*secrets += plain.n < url.n;
	kept = span_keep(list->mem, str_span(&plain));
	str_release(&plain);
	return kept;
}

/* Every subscription that others could fetch, in the order of the file. */
static void
collect(struct opml *list, const struct feedsfile *f, size_t *secrets)
{
	list->title = span_of("broadsheet");
	for (size_t i = 0; i < f->subs; i++) {
		const struct subscription *s = &f->sub[i];

		if (s->source != SOURCE_WEB) {
			list->skipped++;
			continue;
		}
		vec_room(&list->feed, list->n, &list->cap);
		list->feed[list->n++] = (struct opml_feed){
			.url = without_user(list, s->url, secrets),
			.title = s->title,
			.section = s->section < 0 ? span_n(NULL, 0)
			                          : f->section[s->section].path,
		};
	}
}

int
command_export(struct invocation *in)
{
	bool all = false;
	const struct command_option options[] = {
		{ "--all", &all, NULL },
		{ NULL, NULL, NULL },
	};
	struct opml list = { 0 };
	size_t secrets = 0;
	struct feedsfile f;
	struct str out = { 0 };
	struct err err = { 0 };
	int n, status = EXIT_WELL;
	char **file = command_options(in, options, &n);

	if (!file)
		return EXIT_USAGE;
	if (n > 1)
		return command_usage(in, _("name one file at most"));
	/* "-" is standard output, which is also what no file is. */
	n -= n && !strcmp(file[0], "-");
	if (all)
		return archive_export(in, n ? file[0] : NULL);
	if (!feedsfile_load(&f, in->paths.feeds, NULL, &err)) {
		feedsfile_release(&f);
		return command_fail(EXIT_TROUBLE, &err);
	}
	list.mem = arena_new();
	collect(&list, &f, &secrets);
	opml_write(&out, &list);
	if (n && !paths_write(file[0], str_z(&out), out.n, &err))
		status = command_fail(EXIT_TROUBLE, &err);
	else if (!n && (fwrite(str_z(&out), 1, out.n, stdout) != out.n ||
	                   fflush(stdout)))
		status = EXIT_TROUBLE;
	if (list.skipped)
		fprintf(stderr,
		    _("%zu local feeds, commands, searches and lists of "
		      "others are not in it\n"),
		    list.skipped);
	if (secrets)
		fprintf(stderr,
		    P_("%zu address is in it without names and passwords\n",
		        "%zu addresses are in it without names and "
		        "passwords\n",
		        (unsigned long)secrets),
		    secrets);
	free(list.feed);
	arena_free(list.mem);
	str_release(&out);
	feedsfile_release(&f);
	return status;
}
