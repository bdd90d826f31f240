#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/vec.h"
#include "cmd/commands.h"
#include "cmd/emit.h"
#include "cmd/health.h"
#include "cmd/preview.h"
#include "cmd/session.h"
#include "conf/feedsfile.h"
#include "store/feeds.h"

/* --- list --------------------------------------------------------------- */

static void
emit_feed(struct emit *e, const struct feed_row *f, const struct tree_row *t)
{
	emit_object(e, NULL);
	emit_text(e, "title", f->title);
	emit_address(e, "url", f->url);
	emit_text(e, "link", f->site);
	emit_text(e, "section", t->path);
	emit_int(e, "unread", f->unread);
	emit_int(e, "total", f->total);
	emit_time(e, "checked", f->checked);
	emit_time(e, "succeeded", f->succeeded);
	emit_time(e, "changed", f->changed);
	emit_time(e, "next", f->next_due);
	emit_int(e, "failures", f->failures);
	emit_text(e, "error", f->error);
	emit_end_object(e);
}

static void
emit_feed_line(
    struct emit *e, const struct feed_row *f, const struct tree_row *t)
{
	emit_field_int(e, f->unread);
	emit_field_int(e, f->total);
	emit_field(e, t->path);
	emit_field(e, f->title);
	emit_field_address(e, f->url);
	emit_field(e, f->error);
	emit_line(e);
}

static int
list_feeds(struct invocation *in, bool json)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct feed_rows *rows = s ? feed_rows_load(s, &err) : NULL;
	struct emit e = { .to = stdout };
	int status = EXIT_WELL;

	if (!rows)
		status = command_fail(EXIT_TROUBLE, &err);
	if (rows && json)
		emit_array(&e, NULL);
	for (size_t i = 0; rows && i < rows->tree_n; i++) {
		const struct tree_row *t = &rows->tree[i];

		if (t->feed && json)
			emit_feed(&e, &rows->feed[t->feed_row], t);
		else if (t->feed)
			emit_feed_line(&e, &rows->feed[t->feed_row], t);
	}
	if (rows && json)
		emit_end_array(&e);
	if (rows && !emit_done(&e))
		status = EXIT_TROUBLE;
	feed_rows_free(rows);
	store_close(s);
	return status;
}

/* --- add ---------------------------------------------------------------- */

/* How a feed is to be added, or only shown. */
struct addition {
	const char *section, *title;
	bool yes, preview, json;
};

/* A feed that was found. */
struct find {
	char *url, *title;
};

struct finds {
	struct find *find;
	size_t n, cap;
	struct span typed;  /* the address that was asked */
	struct str records; /* of the feed that is to be shown */
};

static void
on_event(void *data, const struct record *e)
{
	struct finds *f = data;

	if (record_is(e, "feed"))
		str_add(&f->records, record_field(e, 2));
	if (!record_is(e, "found"))
		return;
	vec_room(&f->find, f->n, &f->cap);
	f->find[f->n++] = (struct find){ span_dup(record_field(e, 2)),
		span_dup(record_field(e, 4)) };
}

static void
finds_release(struct finds *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->find[i].url);
		free(f->find[i].title);
	}
	free(f->find);
	str_release(&f->records);
}

/* More than one: the person chooses, and names the address itself. */
static int
tell_finds(const char *url, const struct finds *f)
{
	struct str t = { 0 };

	if (!f->n) {
		fprintf(stderr, _("broadsheet: %s offers no feed\n"), url);
		return EXIT_SOME_FAILED;
	}
	fprintf(stderr,
	    _("broadsheet: %s offers several feeds; add the one you want by "
	      "its address:\n"),
	    url);
	for (size_t i = 0; i < f->n; i++) {
		str_clear(&t);
		str_printf(&t, "  %s  %s", f->find[i].url, f->find[i].title);
		fprintf(stderr, "%s\n", str_z(&t));
	}
	str_release(&t);
	return EXIT_SOME_FAILED;
}

static bool
is_subscribed(struct invocation *in, const char *url)
{
	struct feedsfile f;
	struct err err = { 0 };
	bool there = false;

	feedsfile_load(&f, in->paths.feeds, NULL, &err);
	for (size_t i = 0; i < f.subs; i++)
		there = there || span_is(f.sub[i].url, url);
	feedsfile_release(&f);
	return there;
}

static bool
add_found(struct invocation *in, struct session *desk, const char *url,
    const char *section, const char *title, struct err *err)
{
	struct str word = { 0 };
	bool ok;

	if (is_subscribed(in, url))
		return err_set(
		    err, ERR_USAGE, _("%s is subscribed already"), url);
	word_write(&word, span_of(url));
	ok = feedsfile_add(in->paths.feeds, span_of(section), span_of(url),
	         span_of(title), err) &&
	     session_order(desk, err, "reload") &&
	     session_order(desk, err, "refresh feed %s", str_z(&word));
	str_release(&word);
	return ok;
}

static bool
show_found(struct session *desk, struct finds *f, bool json, struct err *err)
{
	struct span url = span_of(f->find[0].url);
	struct str word = { 0 };
	struct url typed, found;
	bool ok;

	url_split(f->typed, &typed);
	url_split(url, &found);
	word_write(&word, url);
	/* A feed on another host than the typed one was named by a page. */
	ok = session_order(desk, err, "preview %s%s", str_z(&word),
	         span_eq(typed.host, found.host) ? "" : " named") &&
	     preview_print(url, str_span(&f->records), json, err);
	str_release(&word);
	return ok;
}

/* Who sits at a terminal sees what it is, and may think better of it. */
static bool
is_wanted(struct session *desk, struct finds *f, const struct addition *a)
{
	char answer[16];

	if (a->yes || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return true;
	if (!show_found(desk, f, false, NULL))
		return true;
	printf("%s", _("Add it? [Y/n] "));
	fflush(stdout);
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	return *answer == '\n' || strchr(_("yY"), *answer);
}

/* What is done with the one feed that was found. */
static int
use_found(struct invocation *in, struct session *desk, struct finds *f,
    const struct addition *a)
{
	struct err err = { 0 };

	if (a->preview)
		return show_found(desk, f, a->json, &err)
		           ? EXIT_WELL
		           : command_fail(EXIT_SOME_FAILED, &err);
	if (!is_wanted(desk, f, a))
		return EXIT_SOME_FAILED;
	if (!add_found(in, desk, f->find[0].url, a->section, a->title, &err))
		return command_fail(EXIT_SOME_FAILED, &err);
	fprintf(stderr, _("added %s\n"), f->find[0].url);
	return EXIT_WELL;
}

static int
add_feed(
    struct invocation *in, const char *typed, const struct addition *addition)
{
	struct finds f = { 0 };
	struct err err = { 0 };
	struct str url = { 0 }, word = { 0 };
	struct session *desk;
	int status = EXIT_WELL;

	if (!strstr(typed, "://"))
		str_lit(&url, "https://");
	str_addz(&url, typed);
	if (!url_is_web(str_span(&url))) {
		str_release(&url);
		return command_usage(in, _("\"%s\" is no web address"), typed);
	}
	f.typed = str_span(&url);
	word_write(&word, f.typed);
	desk = session_new(&in->paths, on_event, &f, &err);
	if (!desk || !session_order(desk, &err, "discover %s", str_z(&word)))
		status =
		    command_fail(desk ? EXIT_SOME_FAILED : EXIT_TROUBLE, &err);
	else if (f.n != 1)
		status = tell_finds(str_z(&url), &f);
	else
		status = use_found(in, desk, &f, addition);
	session_free(desk);
	finds_release(&f);
	str_release(&url);
	str_release(&word);
	return status;
}

/* --- remove, rename, move, pause ---------------------------------------- */

/* As lists show it: without its password. */
static bool
is_shown_as(struct span url, const char *name)
{
	struct str shown = { 0 };
	bool yes;

	url_redact(&shown, url);
	yes = span_is(str_span(&shown), name);
	str_release(&shown);
	return yes;
}

/* The address of a feed that is named by address or title; NULL after a
 * sentence.  Owned by the caller. */
static char *
named_feed(struct invocation *in, const char *name)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct feed_rows *rows = s ? feed_rows_load(s, &err) : NULL;
	const struct feed_row *found = NULL;
	char *url = NULL;
	size_t hits = 0;

	for (size_t i = 0; rows && i < rows->n; i++) {
		if (span_is(rows->feed[i].url, name)) {
			found = &rows->feed[i];
			hits = 1;
			break;
		}
		if (span_iis(rows->feed[i].title, name) ||
		    is_shown_as(rows->feed[i].url, name)) {
			found = &rows->feed[i];
			hits++;
		}
	}
	if (!rows)
		command_fail(EXIT_TROUBLE, &err);
	else if (hits == 1)
		url = span_dup(found->url);
	else
		fprintf(stderr,
		    hits ? _("broadsheet: several feeds are called \"%s\"; "
		             "use the address\n")
		         : _("broadsheet: no feed \"%s\"; \"broadsheet "
		             "feeds\" lists them\n"),
		    name);
	feed_rows_free(rows);
	store_close(s);
	return url;
}

/* What a word does to a feed's lines; value is its last word, or NULL. */
typedef bool edit_fn(
    struct invocation *in, struct span url, const char *value, struct err *err);

static bool
rename_feed(
    struct invocation *in, struct span url, const char *value, struct err *err)
{
	return feedsfile_rename(in->paths.feeds, url, span_of(value), err);
}

static bool
pause_feed(
    struct invocation *in, struct span url, const char *value, struct err *err)
{
	(void)value;
	return feedsfile_switch(in->paths.feeds, url, OPT_PAUSED, true, err);
}

static bool
resume_feed(
    struct invocation *in, struct span url, const char *value, struct err *err)
{
	(void)value;
	return feedsfile_switch(in->paths.feeds, url, OPT_PAUSED, false, err);
}

static bool
mute_feed(
    struct invocation *in, struct span url, const char *value, struct err *err)
{
	(void)value;
	return feedsfile_switch(in->paths.feeds, url, OPT_MUTED, true, err);
}

static bool
unmute_feed(
    struct invocation *in, struct span url, const char *value, struct err *err)
{
	(void)value;
	return feedsfile_switch(in->paths.feeds, url, OPT_MUTED, false, err);
}

static const struct {
	const char *word;
	int words; /* with it and the feed */
	edit_fn *fn;
} edits[] = {
	{ "rename", 3, rename_feed },
	{ "pause", 2, pause_feed },
	{ "resume", 2, resume_feed },
	{ "mute", 2, mute_feed },
	{ "unmute", 2, unmute_feed },
};

static int
edit_feed(
    struct invocation *in, const char *name, const char *value, edit_fn *fn)
{
	char *url = named_feed(in, name);
	struct session *desk;
	struct err err = { 0 };
	bool ok;

	if (!url)
		return EXIT_SOME_FAILED;
	ok = fn(in, span_of(url), value, &err);
	free(url);
	desk = ok ? session_new(&in->paths, NULL, NULL, &err) : NULL;
	ok = desk && session_order(desk, &err, "reload");
	session_free(desk);
	return ok ? EXIT_WELL : command_fail(EXIT_TROUBLE, &err);
}

/* What the desk does itself: that a feed is taken out can be undone, and one
 * that moves takes its articles along.  to: the order's last word, or NULL. */
static int
order_feed(
    struct invocation *in, const char *verb, const char *name, const char *to)
{
	char *url = named_feed(in, name);
	struct str order = { 0 };
	struct err err = { 0 };
	struct session *desk;
	int status = EXIT_WELL;

	if (!url)
		return EXIT_SOME_FAILED;
	str_printf(&order, "%s ", verb);
	word_write(&order, span_of(url));
	if (to) {
		str_addc(&order, ' ');
		word_write(&order, span_of(to));
	}
	free(url);
	desk = session_new(&in->paths, NULL, NULL, &err);
	if (!desk || !session_order(desk, &err, "%s", str_z(&order)))
		status =
		    command_fail(desk ? EXIT_SOME_FAILED : EXIT_TROUBLE, &err);
	session_free(desk);
	str_release(&order);
	return status;
}

int
command_feeds(struct invocation *in)
{
	struct addition a = { "", "", false, false, false };
	bool health = false;
	const struct command_option options[] = {
		{ "--json", &a.json, NULL },
		{ "--health", &health, NULL },
		{ "--yes", &a.yes, NULL },
		{ "--section", NULL, &a.section },
		{ "--title", NULL, &a.title },
		{ NULL, NULL, NULL },
	};
	int n;
	char **word = command_options(in, options, &n);

	if (!word)
		return EXIT_USAGE;
	if (n <= 1 && health)
		return health_print(in, n ? word[0] : NULL, a.json);
	if (!n)
		return list_feeds(in, a.json);
	a.preview = !strcmp(word[0], "preview");
	if (n == 2 && (a.preview || !strcmp(word[0], "add")))
		return add_feed(in, word[1], &a);
	if (n == 2 && !strcmp(word[0], "remove"))
		return order_feed(in, "unsubscribe", word[1], NULL);
	if (n == 3 && !strcmp(word[0], "move"))
		return order_feed(in, "move", word[1], word[2]);
	for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++)
		if (n == edits[i].words && !strcmp(word[0], edits[i].word))
			return edit_feed(
			    in, word[1], n > 2 ? word[2] : NULL, edits[i].fn);
	return command_usage(in, _("it is add URL, preview URL, remove FEED, "
	                           "rename FEED TITLE, move FEED URL, "
	                           "pause FEED, resume FEED, mute FEED or "
	                           "unmute FEED"));
}
