#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/url.h"
#include "base/utf8.h"
#include "cmd/commands.h"
#include "cmd/session.h"
#include "conf/dotfile.h"
#include "store/feeds.h"

/* What the desk tells while it asks. */
struct fetching {
	bool line;  /* a progress line is wanted */
	bool shown; /* and stands on the terminal */
	bool talks; /* what concerns one feed is told, too */
	int64_t asked, failed, added, held, others;
};

static void
show_progress(struct fetching *f, const struct record *e)
{
	fprintf(stderr, "\r\033[K%lld/%lld", (long long)record_num(e, 1, 0),
	    (long long)record_num(e, 2, 0));
	if (record_num(e, 3, 0))
		fprintf(stderr, _(" · %lld failed"),
		    (long long)record_num(e, 3, 0));
	fflush(stderr);
	f->shown = true;
}

static void
show_pages(struct fetching *f, int64_t left)
{
	fprintf(stderr, "\r\033[K");
	fprintf(stderr,
	    P_("the whole text of %lld article",
	        "the whole texts of %lld articles", (unsigned long)left),
	    (long long)left);
	fflush(stderr);
	f->shown = true;
}

/* What concerns no feed alone, or will not be the same tomorrow. */
static void
tell_note(struct fetching *f, struct span sentence)
{
	struct str line = { 0 };

	if (f->shown)
		fprintf(stderr, "\r\033[K");
	f->shown = false;
	cells_add(&line, sentence);
	fprintf(stderr, "%s\n", str_z(&line));
	str_release(&line);
}

/* Follow-moves is "ask". */
static void
tell_move(struct fetching *f, struct span from, struct span to)
{
	struct str line = { 0 };

	url_redact(&line, from);
	str_printf(&line, " %s ", _("has moved for good, to"));
	url_redact(&line, to);
	str_addz(&line, _("; \"broadsheet feeds move\" follows it"));
	tell_note(f, str_span(&line));
	str_release(&line);
}

static void
on_event(void *data, const struct record *e)
{
	struct fetching *f = data;

	if (record_is(e, "progress") && f->line && record_num(e, 2, 0))
		show_progress(f, e);
	if (record_is(e, "ahead") && f->line && record_num(e, 1, 0))
		show_pages(f, record_num(e, 1, 0));
	if (record_is(e, "note"))
		tell_note(f, record_field(e, 1));
	if (record_is(e, "moved") && f->talks)
		tell_move(f, record_field(e, 1), record_field(e, 2));
	if (record_is(e, "done")) {
		f->asked += record_num(e, 2, 0);
		f->failed += record_num(e, 3, 0);
		f->added += record_num(e, 4, 0);
		f->held += record_num(e, 6, 0);
		f->others += record_num(e, 7, 0);
	}
}

/* "Title: what is wrong; what to do." */
static void
tell_failure(const struct feed_row *r)
{
	struct str line = { 0 };

	cells_add(&line, r->title);
	str_lit(&line, ": ");
	cells_add(&line, r->error);
	if (r->remedy.n)
		str_lit(&line, "; ");
	cells_add(&line, r->remedy);
	fprintf(stderr, "%s\n", str_z(&line));
	str_release(&line);
}

static void
tell_held(int64_t held)
{
	if (held)
		fprintf(stderr,
		    P_("%lld feed waits for a busy server; \"broadsheet feeds "
		       "--health\" says until when\n",
		        "%lld feeds wait for busy servers; \"broadsheet feeds "
		        "--health\" says until when\n",
		        (unsigned long)held),
		    (long long)held);
}

static void
tell_others(int64_t others)
{
	if (others)
		fprintf(stderr,
		    P_("%lld feed is being asked by another broadsheet just "
		       "now\n",
		        "%lld feeds are being asked by another broadsheet just "
		        "now\n",
		        (unsigned long)others),
		    (long long)others);
}

/* The feeds that failed, with why; those that were asked since. */
static void
tell_failures(struct invocation *in, int64_t since)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct feed_rows *rows = s ? feed_rows_load(s, &err) : NULL;

	for (size_t i = 0; rows && i < rows->n; i++)
		if (rows->feed[i].error.n && rows->feed[i].checked >= since)
			tell_failure(&rows->feed[i]);
	feed_rows_free(rows);
	store_close(s);
}

static bool
is_address(const char *what)
{
	return strstr(what, "://") || what[0] == '/' || what[0] == '.';
}

/* One operand: a feed's address, else a section. */
static bool
order_one(struct session *desk, const char *what, struct err *err)
{
	struct str word = { 0 };
	bool ok;

	word_write(&word, span_of(what));
	ok = session_order(desk, err, "refresh %s %s",
	    is_address(what) ? "feed" : "section", str_z(&word));
	str_release(&word);
	return ok;
}

static bool
is_feed(const struct feed_rows *rows, const char *url)
{
	for (size_t i = 0; i < rows->n; i++)
		if (span_is(rows->feed[i].url, url))
			return true;
	fprintf(stderr,
	    _("broadsheet fetch: %s is not among your feeds; \"broadsheet "
	      "feeds add\" adds it\n"),
	    url);
	return false;
}

/* What is named must be there before anything is asked. */
static int
check_names(struct invocation *in, char **what, int n)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct feed_rows *rows = s ? feed_rows_load(s, &err) : NULL;
	int status = EXIT_WELL;

	if (!rows)
		status = command_fail(EXIT_TROUBLE, &err);
	for (int i = 0; rows && status == EXIT_WELL && i < n; i++)
		if (is_address(what[i]) ? !is_feed(rows, what[i])
		                        : !command_section(in, rows, what[i]))
			status = EXIT_USAGE;
	feed_rows_free(rows);
	store_close(s);
	return status;
}

static bool
order_all(struct session *desk, char **what, int n, bool due, struct err *err)
{
	bool ok =
	    n || session_order(desk, err, "refresh %s", due ? "due" : "all");

	for (int i = 0; ok && i < n; i++)
		ok = order_one(desk, what[i], err);
	/* What is fetched is there to be read without a network. */
	return ok && session_order(desk, err, "ahead");
}

static bool
order_back(
    struct session *desk, const char *url, int64_t pages, struct err *err)
{
	struct str word = { 0 };
	bool ok;

	word_write(&word, span_of(url));
	ok = session_order(
	    desk, err, "back %s %lld", str_z(&word), (long long)pages);
	str_release(&word);
	return ok;
}

int
command_fetch(struct invocation *in)
{
	bool due = false, verbose = false, ok;
	const char *back = NULL;
	int64_t pages = 0;
	const struct command_option options[] = {
		{ "--due", &due, NULL },
		{ "--back", NULL, &back },
		{ "-v", &verbose, NULL },
		{ "--verbose", &verbose, NULL },
		{ NULL, NULL, NULL },
	};
	struct fetching f = { .line = isatty(STDERR_FILENO) != 0 };
	struct session *desk;
	struct err err = { 0 };
	int64_t began = (int64_t)time(NULL);
	int n, status;
	char **what = command_options(in, options, &n);

	if (!what || (back && !command_number(in, "--back", back, &pages)))
		return EXIT_USAGE;
	if (back && (n != 1 || !is_address(what[0])))
		return command_usage(
		    in, _("--back PAGES wants a feed's address"));
	f.talks = f.line || verbose;
	desk = session_new(&in->paths, on_event, &f, &err);
	if (!desk)
		return command_fail(EXIT_TROUBLE, &err);
	status = n ? check_names(in, what, n) : EXIT_WELL;
	if (status == EXIT_WELL) {
		ok = back ? order_back(desk, what[0], pages, &err)
		          : order_all(desk, what, n, due, &err);
		if (f.shown)
			fputs("\r\033[K", stderr);
		if (!ok)
			status = command_fail(EXIT_TROUBLE, &err);
		else if (f.failed)
			status = EXIT_SOME_FAILED;
		if (f.talks) {
			tell_failures(in, began);
			tell_held(f.held);
		}
		/* Who asked for all and got nothing is told in any case. */
		if (f.talks || (!due && !f.asked))
			tell_others(f.others);
	}
	session_free(desk);
	return status;
}
