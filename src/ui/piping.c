#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/opener.h"
#include "ui/session.h"

/*
 * An article goes through a command: what "broadsheet show" prints of it is
 * read first, then the command reads that and its output is shown.  All of it
 * by the loop; one at a time.
 */

enum {
	ARTICLE_BYTES_MAX = 16 * 1024 * 1024,
	OUTPUT_BYTES_MAX = 1024 * 1024,
	READ_MAX = 64 * 1024,
	REAP_MS = 20,
	NAME_CELLS_MAX = 80,
	NAME_BYTES_MAX = 240, /* of 255, less " (99)" and the ending */
	CLASHES_MAX = 99
};

struct piping {
	struct app *app;
	struct proc show, run;
	struct opener command; /* n 0: none */
	char *save_to;         /* NULL: it is not to be saved */
	struct str text;       /* what the command reads */
	size_t sent;
	struct str output;
	struct str title; /* of the view that shows it */
	bool quiet;       /* its output is for nobody */
};

static void
unwatch(struct piping *p, int fd)
{
	if (fd >= 0)
		loop_fd_remove(p->app->loop, fd);
}

static void
finish(struct piping *p)
{
	struct app *a = p->app;

	loop_timer_remove(a->loop, a->piping_timer);
	a->piping_timer = 0;
	unwatch(p, p->show.out);
	unwatch(p, p->run.out);
	unwatch(p, p->run.in);
	proc_end(&p->show, 0);
	proc_end(&p->run, 0);
	opener_release(&p->command);
	free(p->save_to);
	str_release(&p->text);
	str_release(&p->output);
	str_release(&p->title);
	if (a->piping == p) {
		a->piping = NULL;
		str_clear(&a->talk.doing);
	}
	a->dirty = true;
	free(p);
}

void
piping_cancel(struct app *a)
{
	if (a->piping)
		finish(a->piping);
}

/* The command has ended: its output, or why there is none. */
static void
ended(struct piping *p, int status)
{
	struct app *a = p->app;
	bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	struct str how = { 0 };

	proc_status_text(&how, status);
	if (p->output.n && !p->quiet)
		panes_open(&a->panes, output_new(&a->ui, str_span(&p->title),
		                          str_span(&p->output)));
	if (!well)
		talk_error(&a->talk, "%s: %s", p->command.argv[0], str_z(&how));
	else if (!p->output.n && !p->quiet)
		talk_say(&a->talk, _("%s has read it and printed nothing"),
		    p->command.argv[0]);
	str_release(&how);
	finish(p);
}

static void
on_reap(void *data)
{
	struct piping *p = data;
	int status;

	if (proc_ended(&p->run, &status))
		ended(p, status);
	else
		p->app->piping_timer =
		    loop_timer(p->app->loop, REAP_MS, on_reap, p);
}

static void
on_output(int fd, int events, void *data)
{
	struct piping *p = data;
	int got = proc_read_some(fd, &p->output, READ_MAX);

	(void)events;
	if (got > 0 && p->output.n > OUTPUT_BYTES_MAX) {
		talk_error(&p->app->talk,
		    _("%s prints more than %d bytes; it was stopped"),
		    p->command.argv[0], OUTPUT_BYTES_MAX);
		finish(p);
	} else if (got < 0) {
		unwatch(p, fd);
		on_reap(p);
	}
}

static void
on_writable(int fd, int events, void *data)
{
	struct piping *p = data;

	(void)events;
	/* A command need not read all of it. */
	if (!proc_write_some(fd, str_span(&p->text), &p->sent, NULL) ||
	    p->sent == p->text.n) {
		unwatch(p, fd);
		proc_close_in(&p->run);
	}
}

static bool
start_command(struct piping *p, struct err *err)
{
	if (!proc_start(&p->run, (const char *const *)p->command.argv,
	        PROC_SESSION, -1, err))
		return false;
	loop_fd(p->app->loop, p->run.in, LOOP_WRITE, on_writable, p);
	loop_fd(p->app->loop, p->run.out, LOOP_READ, on_output, p);
	return true;
}

/* A file that is there is never written over. */
static bool
save(struct piping *p, struct err *err)
{
	struct str path = { 0 };
	const char *name = strrchr(p->save_to, '/');
	const char *dot = strrchr(name ? name : p->save_to, '.');
	size_t stem = dot ? (size_t)(dot - p->save_to) : strlen(p->save_to);
	bool ok = false;
	int fd = -1;

	for (int i = 1; fd < 0 && i <= CLASHES_MAX; i++) {
		str_clear(&path);
		str_addn(&path, p->save_to, stem);
		if (i > 1)
			str_printf(&path, " (%d)", i);
		str_addz(&path, p->save_to + stem);
		fd = open(str_z(&path),
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd >= 0) {
		ok = true;
		for (size_t at = 0; ok && at < p->text.n;)
			ok = proc_write_some(fd, str_span(&p->text), &at, err);
		close(fd);
		/* Half a story is none. */
		if (!ok)
			unlink(str_z(&path));
	} else {
		err_set(
		    err, ERR_SYSTEM, "%s: %s", str_z(&path), strerror(errno));
	}
	if (ok)
		talk_say(&p->app->talk, _("Saved as %s"), str_z(&path));
	str_release(&path);
	return ok;
}

/* The article is there. */
static void
go_on(struct piping *p)
{
	struct err err = { 0 };
	bool saved = p->save_to != NULL;

	if (saved ? save(p, &err) : start_command(p, &err)) {
		if (saved)
			finish(p);
		return;
	}
	talk_error(&p->app->talk, "%s", err.text);
	finish(p);
}

static void
on_article(int fd, int events, void *data)
{
	struct piping *p = data;
	int got = proc_read_some(fd, &p->text, READ_MAX);

	(void)events;
	if (got > 0 && p->text.n > ARTICLE_BYTES_MAX) {
		talk_error(&p->app->talk,
		    _("The story is longer than %d bytes"), ARTICLE_BYTES_MAX);
		finish(p);
	} else if (got < 0) {
		unwatch(p, fd);
		proc_end(&p->show, REAP_MS);
		go_on(p);
	}
}

static bool
start_show(struct piping *p, int64_t id, const char *format, struct err *err)
{
	const struct paths *paths = p->app->paths;
	char *program = proc_sibling("broadsheet");
	struct str number = { 0 };
	bool ok;

	str_printf(&number, "%" PRId64, id);
	const char *argv[] = { program, "--config", paths->config_dir,
		"--store", paths->store, "show", format, str_z(&number), NULL };
	ok = program ? proc_start(&p->show, argv, PROC_SESSION, -1, err)
	             : err_set(err, ERR_SYSTEM, "%s",
	                   _("The program \"broadsheet\" is not where it "
	                     "should be"));
	if (ok) {
		proc_close_in(&p->show);
		loop_fd(p->app->loop, p->show.out, LOOP_READ, on_article, p);
	}
	free(program);
	str_release(&number);
	return ok;
}

static struct piping *
piping_new(struct app *a)
{
	struct piping *p = xcalloc(1, sizeof(*p));

	p->app = a;
	p->show.in = p->show.out = p->run.in = p->run.out = -1;
	return p;
}

bool
piping_feed(
    struct app *a, const char *command, struct span text, struct err *err)
{
	struct opener_fields none = { { 0 }, { 0 }, { 0 }, { 0 } };
	struct piping *p;

	piping_cancel(a);
	p = piping_new(a);
	p->quiet = true;
	str_add(&p->text, text);
	a->piping = p;
	if (opener_fill(&p->command, span_of(command), &none, false, err) &&
	    start_command(p, err))
		return true;
	finish(p);
	return false;
}

/* The forms in which an article is read, as "pipe-to" and the ends of file
 * names call them. */
static const struct {
	const char *name, *end, *option;
} forms[] = {
	{ "text", ".txt", "--text" },
	{ "html", ".html", "--html" },
	{ "markdown", ".md", "--markdown" },
	{ "json", ".json", "--json" },
	{ "url", NULL, NULL },
};

enum { FORMS = sizeof(forms) / sizeof(*forms) };

/* "markdown pandoc -o x.pdf": the form, which may be left out, and the command.
 */
static size_t
take_form(struct span *command)
{
	struct span rest = *command, word = span_cut(&rest, ' ');

	for (size_t i = 0; i < FORMS; i++)
		if (span_is(word, forms[i].name)) {
			*command = span_trim(rest);
			return i;
		}
	return 0;
}

static void
pipe_to(struct app *a, int count)
{
	struct span command = a->ui.argument;
	size_t form = take_form(&command);
	struct opener_fields none = { { 0 }, { 0 }, { 0 }, { 0 } };
	struct piping *p;
	struct err err = { 0 };
	struct str url = { 0 }, title = { 0 }, doing = { 0 };
	int64_t id;

	if (!command.n) {
		cmdline_ask(a, SPAN("pipe-to "));
		return;
	}
	if (!programs_about(a, count, &id, &url, &title))
		return;
	p = piping_new(a);
	a->piping = p;
	str_printf(&p->title, "%.*s", SPAN_ARG(command));
	if (!opener_fill(&p->command, command, &none, false, &err) ||
	    (forms[form].option &&
	        !start_show(p, id, forms[form].option, &err))) {
		talk_error(&a->talk, "%s", err.text);
		finish(p);
	} else {
		str_printf(&doing, _("Waiting for %s…  Esc stops it"),
		    p->command.argv[0]);
		view_await(panes_focused(&a->panes), 0, str_z(&doing));
		if (!forms[form].option) {
			str_add(&p->text, str_span(&url));
			str_addc(&p->text, '\n');
			go_on(p);
		}
	}
	str_release(&url);
	str_release(&title);
	str_release(&doing);
}

/* A name for a file of a title: no folder, no hidden file, no option. */
void
piping_name(struct str *out, struct span title)
{
	struct str plain = { 0 }, cells = { 0 };
	struct span rest;
	size_t n;

	utf8_plain(&plain, title, PLAIN_LINE);
	cells_add(&cells, str_span(&plain));
	rest = str_span(&cells);
	while (rest.n && (*rest.s == '.' || *rest.s == '-' || *rest.s == ' '))
		rest = span_from(rest, 1);
	/* Marks take bytes and no cells. */
	for (int width = NAME_CELLS_MAX;; width--) {
		n = cells_fit(rest, width, NULL);
		if (n <= NAME_BYTES_MAX)
			break;
	}
	for (size_t i = 0; i < n; i++)
		str_addc(
		    out, strchr("/\\:*?\"<>|", rest.s[i]) ? '-' : rest.s[i]);
	if (!n)
		str_addz(out, _("story"));
	str_release(&plain);
	str_release(&cells);
}

static bool
is_folder(struct str *path)
{
	struct stat st;

	return span_ends(str_span(path), "/") ||
	       (stat(str_z(path), &st) == 0 && S_ISDIR(st.st_mode));
}

/* Where and in which form: as the words say, or the option and the title.
 * Words that lead to a folder leave the name to the title. */
static char *
place_of(struct app *a, struct span words, struct span title, size_t *form)
{
	const char *dir = conf_string(&a->conf.options, OPT_SAVE_DIR);
	struct str path = { 0 };

	*form = 0;
	paths_expand(&path, words.n ? words : span_of(dir));
	if (!words.n || is_folder(&path)) {
		if (!span_ends(str_span(&path), "/"))
			str_addc(&path, '/');
		piping_name(&path, title);
		str_addz(&path, forms[0].end);
		return str_take(&path);
	}
	for (size_t i = 0; i < FORMS; i++)
		if (forms[i].end && span_ends(words, forms[i].end))
			*form = i;
	return str_take(&path);
}

static void
save_story(struct app *a, int count)
{
	struct str url = { 0 }, title = { 0 };
	struct err err = { 0 };
	struct piping *p;
	size_t form;
	int64_t id;

	if (!programs_about(a, count, &id, &url, &title))
		return;
	p = piping_new(a);
	a->piping = p;
	p->save_to = place_of(a, a->ui.argument, str_span(&title), &form);
	if (!paths_make_for(p->save_to, &err) ||
	    !start_show(p, id, forms[form].option, &err)) {
		talk_error(&a->talk, "%s", err.text);
		finish(p);
	} else {
		view_await(panes_focused(&a->panes), 0, _("Saving…"));
	}
	str_release(&url);
	str_release(&title);
}

void
piping_command(struct app *a, enum ui_command command, int count)
{
	if (a->piping) {
		talk_error(&a->talk, "%s",
		    _("Another command still runs; Esc stops it"));
		return;
	}
	if (command == CMD_PIPE)
		pipe_to(a, count);
	else
		save_story(a, count);
}
