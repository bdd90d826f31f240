#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "store/feeds.h"
#include "ui/session.h"

/* What a person does about a feed; f is the chosen one, as it is now. */
typedef void repair_fn(struct app *a, const struct feed_row *f);

static void
order_move(struct app *a, struct span from, struct span to)
{
	struct str words = { 0 };
	int64_t seq;

	if (!a->client) {
		talk_error(&a->talk, "%s",
		    _("There is no desk, so no feed can be moved; the messages "
		      "say why"));
		return;
	}
	word_write(&words, from);
	str_addc(&words, ' ');
	word_write(&words, to);
	seq = client_order(a->client, "move %s", str_z(&words));
	view_await(panes_focused(&a->panes), seq, _("Moving…"));
	str_clear(&words);
	word_write(&words, to);
	client_order(a->client, "refresh feed %s", str_z(&words));
	str_release(&words);
}

static void
follow(struct app *a, const struct feed_row *f)
{
	if (f->moved_to.n)
		order_move(a, f->url, f->moved_to);
	else
		talk_error(&a->talk,
		    _("The server of %.*s has not said that it moved"),
		    SPAN_ARG(f->title));
}

/* Its site is asked; what it offers comes to repairs_found. */
static void
find_address(struct app *a, const struct feed_row *f)
{
	if (!f->site.n) {
		talk_error(&a->talk,
		    _("%.*s never named its site; edit its line"),
		    SPAN_ARG(f->title));
		return;
	}
	if (actions_discover(a, f->site, true))
		str_add(&a->moving, f->url);
}

void
repairs_found(struct app *a, struct span url)
{
	if (span_eq(url, str_span(&a->moving)))
		talk_say(&a->talk, "%s",
		    _("Its site still names the address that it has"));
	else
		order_move(a, str_span(&a->moving), url);
}

static void
toggle_pause(struct app *a, const struct feed_row *f)
{
	bool paused = f->every_s >= 0;
	struct err err = { 0 };

	if (!feedsfile_switch(
	        a->paths->feeds, f->url, OPT_PAUSED, paused, &err)) {
		talk_error(&a->talk, "%s", err.text);
		return;
	}
	settings_reload_feeds(a);
	talk_say(&a->talk, paused ? _("%.*s is paused") : _("%.*s goes on"),
	    SPAN_ARG(f->title));
}

static void
toggle_mute(struct app *a, const struct feed_row *f)
{
	struct err err = { 0 };

	if (!feedsfile_switch(
	        a->paths->feeds, f->url, OPT_MUTED, !f->muted, &err)) {
		talk_error(&a->talk, "%s", err.text);
		return;
	}
	settings_reload_feeds(a);
	talk_say(&a->talk,
	    f->muted ? _("%.*s is heard again")
	             : _("%.*s is muted: what is new comes in as read"),
	    SPAN_ARG(f->title));
}

static void
unsubscribe(struct app *a, const struct feed_row *f)
{
	str_clear(&a->subject);
	str_add(&a->subject, f->url);
	prompt_open(&a->prompt, ASK_UNSUBSCRIBE,
	    f->source == SOURCE_SEARCH ? _("Take this search away? yes or no: ")
	                               : _("Unsubscribe? yes or no: "),
	    NULL);
}

void
repairs_unsubscribe(struct app *a, struct span answer)
{
	struct str word = { 0 };
	int64_t seq;

	if (!span_iis(answer, _("yes")) && !span_iis(answer, _("y"))) {
		talk_say(&a->talk, "%s", _("Nothing was changed"));
		return;
	}
	if (!own_has_desk(a))
		return;
	word_write(&word, str_span(&a->subject));
	seq = client_order(a->client, "unsubscribe %s", str_z(&word));
	view_await(panes_focused(&a->panes), seq, _("Unsubscribing…"));
	str_release(&word);
}

static int
line_of(const struct app *a, struct span url)
{
	for (size_t i = 0; i < a->feeds.subs; i++)
		if (span_eq(a->feeds.sub[i].url, url))
			return a->feeds.sub[i].line;
	return 0;
}

bool
repairs_editor(struct app *a, const char *file, int line)
{
	const char *editor = getenv("VISUAL");
	struct words words = { 0 };
	struct str at = { 0 };
	struct err err = { 0 };
	const char **argv;
	size_t n = 0;
	int column;
	bool ok;

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (!editor || !*editor)
		editor = "vi";
	if (!words_split(&words, span_of(editor), &column, &err) || !words.n) {
		talk_error(&a->talk, _("EDITOR is no command: %s"), editor);
		words_release(&words);
		return false;
	}
	argv = xcalloc(words.n + 3, sizeof(*argv));
	for (; n < words.n; n++)
		argv[n] = span_dup(words.word[n].text);
	str_printf(&at, "+%d", line);
	if (line)
		argv[n++] = str_z(&at);
	argv[n] = file;
	ok = programs_run_here(a, argv, &err);
	if (!ok)
		talk_error(&a->talk, "%s", err.text);
	for (size_t i = 0; i < words.n; i++)
		free((char *)(uintptr_t)argv[i]);
	free(argv);
	words_release(&words);
	str_release(&at);
	return ok;
}

static void
edit(struct app *a, const struct feed_row *f)
{
	repairs_editor(a, a->paths->feeds, f ? line_of(a, f->url) : 0);
	settings_watch(a);
}

static const struct {
	enum ui_command command;
	repair_fn *run;
	bool anywhere;  /* f may be NULL */
	bool of_search; /* f may be a saved search */
} repairs[] = {
	{ CMD_FOLLOW_MOVE, follow, false, false },
	{ CMD_FIND_ADDRESS, find_address, false, false },
	{ CMD_PAUSE, toggle_pause, false, false },
	{ CMD_MUTE, toggle_mute, false, false },
	{ CMD_UNSUBSCRIBE, unsubscribe, false, true },
	{ CMD_EDIT_FEEDS, edit, true, true },
};

static const struct feed_row *
find_url(const struct feed_rows *rows, struct span url)
{
	for (size_t i = 0; i < rows->n; i++)
		if (span_eq(rows->feed[i].url, url))
			return &rows->feed[i];
	return NULL;
}

bool
repairs_command(struct app *a, enum ui_command command)
{
	size_t i = 0, n = sizeof(repairs) / sizeof(*repairs);
	struct feed_rows *rows;
	const struct feed_row *f = NULL;
	struct target t = { 0 };

	while (i < n && repairs[i].command != command)
		i++;
	if (i == n)
		return false;
	panes_target(&a->panes, &t);
	rows = a->store ? feed_rows_load(a->store, NULL) : NULL;
	if (rows && t.scope.feed)
		f = feed_rows_find(rows, t.scope.feed);
	if (rows && t.scope.search && repairs[i].of_search)
		f = find_url(rows, t.url);
	if (f || repairs[i].anywhere)
		repairs[i].run(a, f);
	else
		talk_error(&a->talk, "%s", _("Choose a feed for that"));
	feed_rows_free(rows);
	return true;
}
