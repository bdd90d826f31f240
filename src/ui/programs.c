#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "store/articles.h"
#include "ui/opener.h"
#include "ui/session.h"

enum { OPEN_MAX = 20 };

/* Keys that interrupt or stop the browser reach us as well: they are not
 * meant for us. */
static void
deafen(bool deaf, struct sigaction old[2])
{
	static const int signals[] = { SIGINT, SIGTSTP };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (int i = 0; i < 2; i++)
		if (deaf)
			sigaction(signals[i], &ignore, &old[i]);
		else
			sigaction(signals[i], &old[i], NULL);
}

/* A text browser has the terminal until it ends; it cannot be stopped, for
 * nobody would be there to wake it. */
bool
programs_run_here(struct app *a, const char *const argv[], struct err *err)
{
	struct sigaction old[2];
	struct proc p = { 0 };
	int status = 0;
	pid_t got;
	bool ok;

	screen_suspend(a->screen);
	deafen(true, old);
	ok = proc_start(&p, argv, PROC_KEEP_TTY, 2, err);
	while (ok) {
		got = waitpid(p.pid, &status, WUNTRACED);
		if (got < 0 ? errno != EINTR : !WIFSTOPPED(status))
			break;
		if (got > 0)
			kill(p.pid, SIGCONT);
	}
	deafen(false, old);
	screen_resume(a->screen);
	a->whole = true;
	return ok;
}

bool
programs_start(
    struct app *a, const char *const argv[], bool importing, struct err *err)
{
	for (int i = 0; i < CHILDREN_MAX; i++) {
		if (a->child[i].proc.pid)
			continue;
		a->child[i].importing = importing;
		free(a->child[i].name);
		a->child[i].name = xstrdup(argv[0]);
		return proc_start(&a->child[i].proc, argv,
		    PROC_SESSION | PROC_NO_PIPES, -1, err);
	}
	return err_set(err, ERR_BUSY, "%s",
	    _("too many programs run already; close some"));
}

/* A program that failed says so: nobody sees what it prints. */
static void
ended(struct app *a, const struct child *c, int status)
{
	struct str how = { 0 };

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	proc_status_text(&how, status);
	talk_error(&a->talk, "%s: %s", c->name, str_z(&how));
	str_release(&how);
	a->dirty = true;
}

void
programs_reap(struct app *a)
{
	for (int i = 0; i < CHILDREN_MAX; i++) {
		struct child *c = &a->child[i];
		int status;
		if (!c->proc.pid || !proc_ended(&c->proc, &status))
			continue;
		if (!c->importing) {
			ended(a, c, status);
			continue;
		}
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			talk_say(&a->talk, "%s", _("Imported"));
		else
			talk_error(&a->talk, "%s",
			    _("The import failed; \"broadsheet import "
			      "FILE\" tells why"));
		str_clear(&a->talk.doing);
		settings_watch(a);
		a->dirty = true;
	}
}

void
programs_release(struct app *a)
{
	for (int i = 0; i < CHILDREN_MAX; i++)
		free(a->child[i].name);
}

/* What a command of this file is about; to be released. */
struct about {
	struct article *article; /* NULL: a link that is no story's */
	struct str url;          /* of the story, or of a link of it */
	struct opener_fields fields;
};

static void
about_release(struct about *b)
{
	article_free(b->article);
	str_release(&b->url);
}

static struct article *
load(struct app *a, int64_t id)
{
	struct err err = { 0 };

	return a->store && id ? article_load(a->store, id, &err) : NULL;
}

static void
set_fields(struct about *b)
{
	const struct article *art = b->article;

	b->fields.url = str_span(&b->url);
	if (!art)
		return;
	b->fields.title = art->title;
	b->fields.author = art->author;
	b->fields.feed = art->feed_title;
}

/* The story under the cursor; with a count, that link of it. */
static bool
about_this(struct app *a, int count, struct about *b)
{
	const struct view *v = panes_focused(&a->panes);
	struct target t = { 0 };
	struct span url = { 0 };

	*b = (struct about){ 0 };
	if (panes_target(&a->panes, &t))
		url = t.url;
	if (count && v->ops->link && !v->ops->link(v, count, &url)) {
		talk_error(&a->talk, _("There is no link %d"), count);
		return false;
	}
	str_add(&b->url, url);
	b->article = load(a, t.id);
	if (!b->article && !url.n) {
		talk_error(&a->talk, "%s", _("There is no story here"));
		return false;
	}
	set_fields(b);
	return true;
}

static bool
open_one(struct app *a, struct span url)
{
	struct opener_env env =
	    opener_env(conf_string(&a->conf.options, OPT_BROWSER));
	struct opener o = { 0 };
	struct err err = { 0 };
	const char *const *argv;
	bool ok;

	ok = opener_make(&o, &env, url, &err);
	argv = (const char *const *)o.argv;
	ok = ok && (o.terminal ? programs_run_here(a, argv, &err)
	                       : programs_start(a, argv, false, &err));
	if (!ok)
		talk_error(&a->talk, "%s", err.text);
	else if (!o.terminal)
		talk_say(&a->talk, _("Opened with %s"), o.argv[0]);
	opener_release(&o);
	return ok;
}

/* What stories the command is for, when the view knows several; 0: what the
 * cursor stands on. */
static size_t
several(struct app *a, int count, struct selection *s)
{
	struct view *v = panes_focused(&a->panes);

	*s = (struct selection){ 0 };
	if (v->ops->take)
		v->ops->take(v, count, s);
	return s->n;
}

static void
browse(struct app *a, int count)
{
	struct selection s;
	struct about b;
	size_t n = several(a, count, &s);

	if (n > OPEN_MAX)
		talk_error(&a->talk,
		    _("%zu stories are more than %d at once; select fewer"), n,
		    OPEN_MAX);
	for (size_t i = 0; n <= OPEN_MAX && i < n; i++) {
		struct article *art = load(a, s.item[i].id);
		bool ok = art && open_one(a, art->url);

		article_free(art);
		if (!ok)
			break;
	}
	selection_release(&s);
	if (n)
		return;
	if (about_this(a, count, &b))
		open_one(a, str_span(&b.url));
	about_release(&b);
}

/* The addresses, a line each. */
static void
copy(struct app *a, int count)
{
	struct selection s;
	struct about b = { 0 };
	struct str text = { 0 };
	size_t n = several(a, count, &s);

	for (size_t i = 0; i < n; i++) {
		struct article *art = load(a, s.item[i].id);

		if (art && text.n)
			str_addc(&text, '\n');
		if (art)
			str_add(&text, art->url);
		article_free(art);
	}
	if (!n && about_this(a, count, &b))
		str_add(&text, str_span(&b.url));
	if (n && text.n > CLIP_BYTES_MAX)
		talk_error(&a->talk, "%s",
		    _("That is too much for a clipboard; select fewer"));
	else if (text.n)
		clip_copy(a, str_span(&text));
	if (text.n && text.n <= CLIP_BYTES_MAX && n > 1)
		talk_say(&a->talk,
		    P_("Copied %zu address", "Copied %zu addresses",
		        (unsigned long)n),
		    n);
	else if (text.n && text.n <= CLIP_BYTES_MAX)
		talk_say(&a->talk, _("Copied %s"), str_z(&text));
	else if (!text.n && !talk_current(&a->talk))
		talk_error(&a->talk, "%s", _("There is no link here"));
	selection_release(&s);
	str_release(&text);
	about_release(&b);
}

/* A command of the person's, with the story put into its words. */
static void
run_template(struct app *a, const char *command, const struct about *b)
{
	struct opener o;
	struct err err = { 0 };

	if (opener_fill(&o, span_of(command), &b->fields, true, &err) &&
	    programs_start(a, (const char *const *)o.argv, false, &err))
		talk_say(&a->talk, _("Given to %s"), o.argv[0]);
	else
		talk_error(&a->talk, "%s", err.text);
	opener_release(&o);
}

/* By the name that follows the command; without one, the first. */
static void
share(struct app *a, int count)
{
	const struct macros *m = &a->shares;
	const struct macro *to = NULL;
	struct about b;

	if (!m->n) {
		talk_error(&a->talk, "%s",
		    _("No way to share is set: share-with NAME "
		      "\"COMMAND %u\""));
		return;
	}
	if (!a->ui.argument.n && m->n > 1) {
		cmdline_ask(a, SPAN("share "));
		return;
	}
	to = a->ui.argument.n ? macros_find(m, a->ui.argument) : m->item;
	if (!to) {
		talk_error(&a->talk,
		    _("Nothing to share with is called \"%.*s\""),
		    SPAN_ARG(span_head(a->ui.argument, 40)));
		return;
	}
	if (about_this(a, count, &b))
		run_template(a, to->line, &b);
	about_release(&b);
}

static void
bookmark(struct app *a, int count)
{
	const char *command = conf_string(&a->conf.options, OPT_BOOKMARK);
	struct about b;

	if (!*command) {
		talk_error(&a->talk, "%s",
		    _("No command for bookmarks is set: set bookmark "
		      "\"COMMAND %u %t\""));
		return;
	}
	if (about_this(a, count, &b))
		run_template(a, command, &b);
	about_release(&b);
}

/* A pattern is a whole type, or its beginning and a star. */
static bool
is_type(const char *pattern, struct span type)
{
	size_t n = strlen(pattern);

	if (n && pattern[n - 1] == '*')
		return type.n >= n - 1 &&
		       span_ieq(span_head(type, n - 1), span_n(pattern, n - 1));
	return span_iis(type, pattern);
}

static void
play(struct app *a)
{
	const char *command = NULL;
	struct about b;
	const struct article *art;

	if (!about_this(a, 0, &b))
		return;
	art = b.article;
	if (!art || !url_is_web(art->enclosure)) {
		talk_error(&a->talk, "%s", _("Nothing is enclosed here"));
		about_release(&b);
		return;
	}
	for (size_t i = 0; !command && i < a->players.n; i++)
		if (is_type(a->players.item[i].name, art->enclosure_type))
			command = a->players.item[i].line;
	str_clear(&b.url);
	str_add(&b.url, art->enclosure);
	set_fields(&b);
	if (command)
		run_template(a, command, &b);
	else
		open_one(a, art->enclosure);
	about_release(&b);
}

bool
programs_about(
    struct app *a, int count, int64_t *id, struct str *url, struct str *title)
{
	struct about b;
	bool ok = about_this(a, count, &b);

	if (ok && !b.article) {
		talk_error(&a->talk, "%s", _("There is no story here"));
		ok = false;
	}
	if (ok) {
		*id = b.article->id;
		str_add(url, str_span(&b.url));
		str_add(title, b.article->title);
	}
	about_release(&b);
	return ok;
}

bool
programs_command(struct app *a, enum ui_command command, int count)
{
	switch (command) {
	case CMD_BROWSER:
		browse(a, count);
		return true;
	case CMD_COPY:
		copy(a, count);
		return true;
	case CMD_SHARE:
		share(a, count);
		return true;
	case CMD_BOOKMARK:
		bookmark(a, count);
		return true;
	case CMD_PLAY:
		play(a);
		return true;
	case CMD_PIPE:
	case CMD_SAVE:
		piping_command(a, command, count);
		return true;
	default:
		return false;
	}
}
