#include "config.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "base/proc.h"
#include "base/url.h"
#include "base/utf8.h"
#include "cmd/commands.h"
#include "cmd/repair.h"
#include "conf/sites.h"
#include "doc/selector.h"
#include "store/articles.h"
#include "store/feeds.h"

enum { ANSWER_MS = 5000 };

/* The findings so far. */
struct doctor {
	int wrong;
};

static void
say(const char *how, const char *what, struct span text)
{
	struct str clean = { 0 };

	cells_add(&clean, text);
	printf("%s  %-12s %s\n", how, what, str_z(&clean));
	str_release(&clean);
}

static void
finding(struct doctor *d, bool well, const char *what, struct span text)
{
	say(well ? _("well ") : _("wrong"), what, text);
	d->wrong += !well;
}

static void
check_sites(struct doctor *d, struct invocation *in)
{
	struct sites sites = { 0 };

	sites_load(
	    &sites, in->paths.sites, in->paths.data_dir, selectors_check);
	for (size_t i = 0; i < sites.complaints.n; i++)
		finding(d, false, _("sites"),
		    span_of(sites.complaints.item[i].text));
	if (!sites.complaints.n)
		finding(d, true, _("sites"), span_of(in->paths.sites));
	sites_release(&sites);
}

/* Nothing is wrong, for the person wants it so; but it should not be
 * forgotten. */
static void
note_insecure(const struct feedsfile *feeds)
{
	for (size_t i = 0; i < feeds->subs; i++) {
		const struct subscription *sub = &feeds->sub[i];
		struct str t = { 0 };

		if (sub->source != SOURCE_WEB ||
		    !conf_bool(&sub->options, OPT_TLS_INSECURE))
			continue;
		url_redact(&t, sub->url);
		str_addz(&t, _(": its certificate is not looked at "
		               "(tls-insecure)"));
		say(_("note "), _("feed"), str_span(&t));
		str_release(&t);
	}
}

static void
check_config(struct doctor *d, struct invocation *in)
{
	struct conf conf = { 0 };
	struct feedsfile feeds;
	struct err err = { 0 };
	struct str t = { 0 };
	bool ok;

	conf_load(&conf, in->paths.config);
	for (size_t i = 0; i < conf.complaints.n; i++)
		finding(d, false, _("config"),
		    span_of(conf.complaints.item[i].text));
	if (!conf.complaints.n)
		finding(d, true, _("config"), span_of(in->paths.config));
	ok = feedsfile_load(&feeds, in->paths.feeds, &conf.options, &err);
	if (!ok)
		finding(d, false, _("feeds"), span_of(err.text));
	for (size_t i = 0; i < feeds.complaints.n; i++)
		finding(d, false, _("feeds"),
		    span_of(feeds.complaints.item[i].text));
	str_printf(&t, _("%s: %zu feeds in %zu sections"), in->paths.feeds,
	    feeds.subs, feeds.sections);
	if (ok && !feeds.complaints.n)
		finding(d, true, _("feeds"), str_span(&t));
	note_insecure(&feeds);
	str_release(&t);
	feedsfile_release(&feeds);
	conf_release(&conf);
}

/* What is wrong, and what can be done. */
static void
add_error(struct str *out, const struct feed_row *f)
{
	str_add(out, f->error);
	if (f->remedy.n)
		str_printf(out, "; %.*s", SPAN_ARG(f->remedy));
}

static void
check_feeds(struct doctor *d, struct store *s)
{
	struct err err = { 0 };
	struct feed_rows *rows = feed_rows_load(s, &err);
	int64_t now = (int64_t)time(NULL);
	struct str t = { 0 };

	for (size_t i = 0; rows && i < rows->n; i++) {
		const struct feed_row *f = &rows->feed[i];

		str_clear(&t);
		str_printf(&t, "%.*s: ", SPAN_ARG(f->title));
		if (f->error.n) {
			add_error(&t, f);
			/* A server that is busy is no fault of the feed. */
			if (f->held_until > now)
				say(_("note "), _("feed"), str_span(&t));
			else
				finding(d, false, _("feed"), str_span(&t));
		} else if (f->notes.n) {
			/* It is for whoever writes the feed to mend. */
			str_printf(
			    &t, _("read, though %.*s"), SPAN_ARG(f->notes));
			say(_("note "), _("feed"), str_span(&t));
		}
		if (f->moved_to.n) {
			str_clear(&t);
			str_printf(&t, "%.*s: %s ", SPAN_ARG(f->title),
			    _("it has moved for good, to"));
			url_redact(&t, f->moved_to);
			say(_("note "), _("feed"), str_span(&t));
		}
	}
	str_release(&t);
	feed_rows_free(rows);
}

static void
say_repair(void *data, bool well, struct span line)
{
	finding(data, well, _("store"), line);
}

static void
repair(struct doctor *d, struct invocation *in)
{
	struct err err = { 0 };

	if (access(in->paths.store, F_OK) != 0)
		return; /* a new one is sound */
	if (!repair_run(in->paths.store, say_repair, d, &err) && err.code)
		finding(d, false, _("store"), span_of(err.text));
}

static void
check_store(struct doctor *d, struct invocation *in)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct str t = { 0 };

	if (!s || !store_check(s, &err)) {
		finding(d, false, _("store"), span_of(err.text));
	} else {
		str_printf(&t, _("%s: sound, newest article %lld"),
		    in->paths.store, (long long)articles_newest(s));
		finding(d, true, _("store"), str_span(&t));
	}
	if (s)
		check_feeds(d, s);
	str_release(&t);
	store_close(s);
}

/* What "parser --sandbox" says: its kind, and how. */
static void
check_sandbox(struct doctor *d)
{
	char *program = proc_sibling("parser");
	const char *argv[] = { program, "--sandbox", NULL };
	struct proc p = { 0 };
	struct str t = { 0 };
	struct err err = { 0 };
	int64_t until = loop_now_ms() + ANSWER_MS;

	if (!program || !proc_start(&p, argv, 0, -1, &err)) {
		finding(d, false, _("parser"),
		    span_of(program ? err.text
		                    : _("the program is not where it should "
		                        "be")));
		free(program);
		return;
	}
	while (loop_now_ms() < until && proc_read_some(p.out, &t, 4096) >= 0)
		usleep(1000);
	proc_end(&p, 100);
	finding(d, !span_starts(str_span(&t), "off"), _("parser"),
	    span_trim(str_span(&t)));
	str_release(&t);
	free(program);
}

static void
check_terminal(struct doctor *d)
{
	const char *term = getenv("TERM"), *colour = getenv("COLORTERM");
	const char *set = nl_langinfo(CODESET);
	struct str t = { 0 };

	str_printf(&t, "TERM=%s%s%s", term ? term : "",
	    colour ? " COLORTERM=" : "", colour ? colour : "");
	finding(d, term && *term, _("terminal"), str_span(&t));
	str_clear(&t);
	str_printf(&t,
	    strcmp(set, "UTF-8") != 0
	        ? _("%s: set LC_ALL or LANG to a UTF-8 locale, such as "
	            "C.UTF-8")
	        : "%s",
	    set);
	finding(d, !strcmp(set, "UTF-8"), _("locale"), str_span(&t));
	str_release(&t);
}

int
command_doctor(struct invocation *in)
{
	bool mend = false;
	const struct command_option options[] = {
		{ "--repair", &mend, NULL },
		{ NULL, NULL, NULL },
	};
	struct doctor d = { 0 };
	int n;

	if (!command_options(in, options, &n))
		return EXIT_USAGE;
	if (n)
		return command_usage(in, _("it takes no words"));
	check_config(&d, in);
	check_sites(&d, in);
	if (mend)
		repair(&d, in);
	check_store(&d, in);
	check_sandbox(&d);
	check_terminal(&d);
	return d.wrong ? EXIT_SOME_FAILED : EXIT_WELL;
}
