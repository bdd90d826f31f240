#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cmd/articlejson.h"
#include "cmd/commands.h"
#include "cmd/print.h"
#include "conf/terminal.h"
#include "store/heading.h"
#include "store/revisions.h"

enum { WIDTH_MIN = 20, WIDTH_MAX = 400 };

/* How an article is to be printed. */
struct showing {
	bool json, html, markdown, diff;
	int64_t revision; /* 0: the newest */
	struct print_page page;
};

/* Text that goes into a file or a pipe stays in the order in which it is
 * read; and so does what a terminal puts in order by itself. */
static bool
wants_bidi(const struct conf *conf)
{
	/* choices: auto, on, off */
	enum { AUTO, ON };
	int choice = conf_choice(&conf->options, OPT_BIDI);

	if (choice != AUTO)
		return choice == ON;
	return isatty(STDOUT_FILENO) && terminal_bidi() == BIDI_OURS;
}

static bool
wants_links(const struct conf *conf)
{
	/* choices: auto, on, off */
	enum { AUTO, ON };
	int choice = conf_choice(&conf->options, OPT_HYPERLINKS);

	return choice == AUTO ? terminal_has_links() : choice == ON;
}

static int
terminal_width(void)
{
	struct winsize w;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		return w.ws_col;
	return 0;
}

/* The measure, unless the terminal is narrower. */
static int64_t
default_width(const struct conf *conf)
{
	int64_t measure = conf_int(&conf->options, OPT_MEASURE);
	int columns = terminal_width();

	return columns && columns < measure ? columns : measure;
}

static bool
wants_colour(struct invocation *in, const char *when, bool *colour)
{
	const char *no = getenv("NO_COLOR");

	*colour = isatty(STDOUT_FILENO) && !(no && *no);
	if (!when || !strcmp(when, "auto"))
		return true;
	*colour = !strcmp(when, "always");
	if (*colour || !strcmp(when, "never"))
		return true;
	command_usage(
	    in, _("--colour is auto, always or never, not \"%s\""), when);
	return false;
}

/* What is printed: a version of an article, and which others there are. */
struct shown {
	const struct article *article;
	const struct revisions *versions;
	struct doc *doc;
	struct doc *changes; /* from the version before, or NULL */
};

static bool
print_json(const struct shown *what)
{
	struct emit e = { .to = stdout };
	const struct articlejson_more more = {
		.versions = what->versions,
		.changes = what->changes,
	};

	articlejson_emit(&e, NULL, what->article, what->doc, &more);
	return emit_done(&e);
}

static bool
print_article(const struct showing *how, const struct shown *what,
    const struct conf *conf)
{
	struct heading heading = { 0 };
	const struct doc *doc = what->changes ? what->changes : what->doc;
	struct str out = { 0 };
	bool ok = true;

	heading_write(&heading, what->article, what->doc,
	    conf_string(&conf->options, OPT_DATE_FORMAT), (int64_t)time(NULL));
	if (how->json)
		ok = print_json(what);
	else if (how->html)
		print_html(&out, what->article, &heading.head, doc);
	else if (how->markdown)
		print_markdown(&out, what->article, &heading.head, doc);
	else
		print_text(&out, &heading.head, doc, &how->page);
	fwrite(str_z(&out), 1, out.n, stdout);
	heading_release(&heading);
	str_release(&out);
	return fflush(stdout) == 0 && !ferror(stdout) && ok;
}

/* "1, 2 and 5": those that are there. */
static void
add_numbers(struct str *out, const struct revisions *r)
{
	for (size_t i = 0; i < r->n; i++)
		str_printf(out, "%s%lld",
		    !i              ? ""
		    : i + 1 == r->n ? _(" and ")
		                    : ", ",
		    (long long)r->v[i].number);
}

/* The place of the version that was asked for. */
static bool
choose(const struct showing *how, const struct revisions *r, int64_t id,
    size_t *at, struct err *err)
{
	struct str numbers = { 0 };
	bool ok = true;

	*at = r->n - 1;
	add_numbers(&numbers, r);
	if (how->diff && r->n < 2)
		ok = err_set(err, ERR_GONE,
		    _("article %lld was not edited, or nothing of what it "
		      "said before was kept"),
		    (long long)id);
	else if (how->revision && !revisions_find(r, how->revision, at))
		ok = err_set(err, ERR_GONE,
		    P_("article %lld has no version %lld, but only %s",
		        "article %lld has no version %lld, but %s",
		        (unsigned long)r->n),
		    (long long)id, (long long)how->revision, str_z(&numbers));
	else if (how->diff && !*at)
		ok = err_set(err, ERR_GONE,
		    _("version %lld of article %lld is the first that was "
		      "kept"),
		    (long long)r->v[0].number, (long long)id);
	str_release(&numbers);
	return ok;
}

/* A text that cannot be read is told of, and shown without. */
static bool
print_version(const struct showing *how, const struct article *a,
    const struct revisions *r, const struct conf *conf, struct err *err)
{
	struct err why = { 0 };
	struct article version;
	struct shown what = { .article = &version, .versions = r };
	size_t at;
	bool ok;

	if (!choose(how, r, a->id, &at, err))
		return false;
	revisions_as_article(r, at, a, &version);
	if (how->diff && !(what.changes = revisions_changes(r, at, err)))
		return false;
	what.doc = heading_doc(&version, &why);
	if (why.code != ERR_NONE)
		fprintf(stderr, "broadsheet: %s\n", why.text);
	ok = print_article(how, &what, conf) ||
	     err_set(err, ERR_SYSTEM, _("the output could not be written"));
	doc_free(what.doc);
	doc_free(what.changes);
	return ok;
}

static int
show(struct invocation *in, const struct showing *how, int64_t id,
    const struct conf *conf)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct article *a = s ? article_load(s, id, &err) : NULL;
	struct revisions *r = a ? revisions_load(s, a, &err) : NULL;
	int status = EXIT_WELL;

	if (!r || !print_version(how, a, r, conf, &err))
		status = command_fail(
		    err.code == ERR_GONE && s ? EXIT_SOME_FAILED : EXIT_TROUBLE,
		    &err);
	revisions_free(r);
	article_free(a);
	store_close(s);
	return status;
}

int
command_show(struct invocation *in)
{
	struct showing how = { 0 };
	const char *width = NULL, *colour = NULL, *revision = NULL;
	bool text = false;
	const struct command_option options[] = {
		{ "--json", &how.json, NULL },
		{ "--html", &how.html, NULL },
		{ "--markdown", &how.markdown, NULL },
		{ "--text", &text, NULL },
		{ "--diff", &how.diff, NULL },
		{ "--revision", NULL, &revision },
		{ "--width", NULL, &width },
		{ "--colour", NULL, &colour },
		{ "--color", NULL, &colour },
		{ NULL, NULL, NULL },
	};
	struct conf conf = { 0 };
	int64_t id, columns = 0;
	int n, status;
	char **what = command_options(in, options, &n);

	if (!what)
		return EXIT_USAGE;
	if (n != 1 || !span_int(span_of(what[0]), &id))
		return command_usage(
		    in, _("name one article by its number; \"broadsheet list\" "
		          "tells them"));
	if (!wants_colour(in, colour, &how.page.colour))
		return EXIT_USAGE;
	if (width && !command_number(in, "--width", width, &columns))
		return EXIT_USAGE;
	if (revision &&
	    !command_number(in, "--revision", revision, &how.revision))
		return EXIT_USAGE;
	conf_load(&conf, in->paths.config);
	if (!width)
		columns = default_width(&conf);
	if (columns < WIDTH_MIN)
		columns = WIDTH_MIN;
	if (columns > WIDTH_MAX)
		columns = WIDTH_MAX;
	how.page.width = (int)columns;
	how.page.bidi = wants_bidi(&conf);
	how.page.links = wants_links(&conf);
	how.page.justify = conf_bool(&conf.options, OPT_JUSTIFY);
	status = show(in, &how, id, &conf);
	conf_release(&conf);
	return status;
}
