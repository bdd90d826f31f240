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

enum { WIDTH_MIN = 20, WIDTH_MAX = 400 };

/* How an article is to be printed. */
struct showing {
	bool json, html, markdown;
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

static bool
print_article(const struct showing *how, const struct article *a,
    const struct conf *conf, struct err *err)
{
	struct emit e = { .to = stdout };
	struct heading heading = { 0 };
	struct doc *doc = heading_doc(a, err);
	struct str out = { 0 };

	if (err->code != ERR_NONE)
		fprintf(stderr, "broadsheet: %s\n", err->text);
	heading_write(&heading, a, doc,
	    conf_string(&conf->options, OPT_DATE_FORMAT), (int64_t)time(NULL));
	if (how->json) {
		articlejson_emit(&e, NULL, a, doc);
	} else {
		if (how->html)
			print_html(&out, a, &heading.head, doc);
		else if (how->markdown)
			print_markdown(&out, a, &heading.head, doc);
		else
			print_text(&out, &heading.head, doc, &how->page);
		fwrite(str_z(&out), 1, out.n, stdout);
	}
	heading_release(&heading);
	doc_free(doc);
	str_release(&out);
	return emit_done(&e) && fflush(stdout) == 0;
}

static int
show(struct invocation *in, const struct showing *how, int64_t id,
    const struct conf *conf)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct article *a = s ? article_load(s, id, &err) : NULL;
	int status = EXIT_WELL;

	if (!a)
		status = command_fail(
		    err.code == ERR_GONE && s ? EXIT_SOME_FAILED : EXIT_TROUBLE,
		    &err);
	else if (!print_article(how, a, conf, &err))
		status = EXIT_TROUBLE;
	article_free(a);
	store_close(s);
	return status;
}

int
command_show(struct invocation *in)
{
	struct showing how = { 0 };
	const char *width = NULL, *colour = NULL;
	bool text = false;
	const struct command_option options[] = {
		{ "--json", &how.json, NULL },
		{ "--html", &how.html, NULL },
		{ "--markdown", &how.markdown, NULL },
		{ "--text", &text, NULL },
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
