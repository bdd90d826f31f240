#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "store/feeds.h"
#include "ui/session.h"

static bool
has_desk(struct app *a)
{
	if (!a->client)
		talk_error(&a->talk, "%s",
		    _("There is no desk, so nothing can be fetched or "
		      "marked; the messages say why"));
	return a->client != NULL;
}

/* Something to be waited for, with its words in the last line. */
static void
await(struct app *a, int64_t seq, const char *doing)
{
	view_await(panes_focused(&a->panes), seq, doing);
}

/* The address of a feed by its number; empty when there is none. */
static void
add_feed_url(struct app *a, int64_t feed, struct str *out)
{
	struct feed_rows *rows =
	    a->store ? feed_rows_load(a->store, NULL) : NULL;
	const struct feed_row *f = rows ? feed_rows_find(rows, feed) : NULL;

	if (f)
		str_add(out, f->url);
	feed_rows_free(rows);
}

static void
refresh(struct app *a, bool all)
{
	struct target t = { 0 };
	struct str what = { 0 }, url = { 0 };
	int64_t feed;

	if (!has_desk(a))
		return;
	if (!all)
		panes_target(&a->panes, &t);
	feed = t.scope.feed ? t.scope.feed : t.scope.section ? 0 : t.feed;
	if (panes_focused(&a->panes)->ops->context == CONTEXT_HEADLINES)
		feed = t.scope.feed;
	if (feed)
		add_feed_url(a, feed, &url);
	if (url.n) {
		str_lit(&what, "feed ");
		word_write(&what, str_span(&url));
	} else if (t.scope.section) {
		str_lit(&what, "section ");
		word_write(&what, span_of(t.scope.section));
	} else {
		str_lit(&what, "all");
	}
	a->refresh_seq = client_order(a->client, "refresh %s", str_z(&what));
	await(a, a->refresh_seq, _("Refreshing…"));
	str_release(&what);
	str_release(&url);
}

static void
full_text(struct app *a)
{
	struct target t;

	if (has_desk(a) && panes_target(&a->panes, &t) && t.id)
		await(a, client_order(a->client, "fulltext %" PRId64, t.id),
		    _("Fetching the whole text…"));
}

/* A new feed goes where the cursor stands. */
static void
ask_feed(struct app *a)
{
	struct target t;

	if (!has_desk(a))
		return;
	str_clear(&a->section);
	if (panes_target(&a->panes, &t) && t.scope.section)
		str_addz(&a->section, t.scope.section);
	actions_ask(a, ASK_FEED, _("Address of a feed or site: "));
}

/* What was found is in the line already: a person without feeds may want it. */
static void
ask_import(struct app *a)
{
	actions_ask(
	    a, ASK_IMPORT, _("OPML file, newsboat's urls or an export: "));
	if (a->prompt.open && a->ui.offer && !a->feeds.subs)
		prompt_replace(&a->prompt, 0, span_of(a->ui.offer));
}

void
actions_ask(struct app *a, enum prompt_purpose purpose, const char *label)
{
	bool searches = purpose == ASK_SEARCH || purpose == ASK_FIND;

	prompt_open(
	    &a->prompt, purpose, label, searches ? &a->searches : &a->answers);
	if (!a->ui.argument.n)
		return;
	prompt_replace(&a->prompt, 0, a->ui.argument);
	a->prompt.open = false;
	actions_answer(a);
}

static void
search(struct app *a)
{
	bool within = panes_focused(&a->panes)->ops->find != NULL;

	actions_ask(a, within ? ASK_FIND : ASK_SEARCH,
	    within ? _("Find in this story: ") : _("Search: "));
}

static void
show(struct app *a, enum ui_command command)
{
	struct view *v = panes_focused(&a->panes);
	struct target t;
	bool room = true;

	if (command == CMD_HELP) {
		v = help_new(&a->ui, &a->macros, v->ops->context);
		room = panes_open(&a->panes, v);
		if (room)
			v->ops->find(v, a->ui.argument);
	} else if (command == CMD_HEALTH) {
		room = panes_open(&a->panes, health_new(&a->ui));
	} else if (command == CMD_REFRESH_LOG) {
		room = panes_open(&a->panes, refreshlog_new(&a->ui));
	} else if (command == CMD_MESSAGES) {
		room = panes_open(&a->panes, messages_new(&a->ui));
	} else if (panes_target(&a->panes, &t)) {
		room = panes_open(&a->panes, command == CMD_PICTURE
		                                 ? picture_new(&a->ui, &t)
		                                 : links_new(&a->ui, &t));
	}
	if (!room)
		talk_error(&a->talk, "%s",
		    _("Too many views are open: go back first"));
}

void
actions_chosen(struct app *a)
{
	struct target t;
	struct str line = { 0 };

	if (!panes_target(&a->panes, &t) || t.kind != TARGET_LINE)
		return;
	str_add(&line, t.line);
	/* A search in it would be left first. */
	panes_focused(&a->panes)->ops->find(
	    panes_focused(&a->panes), (struct span){ 0 });
	panes_command(&a->panes, CMD_BACK, 0);
	if (t.unfinished)
		str_addc(&line, ' ');
	if (t.unfinished)
		cmdline_ask(a, str_span(&line));
	else
		cmdline_run(a, str_span(&line), 0);
	str_release(&line);
}

/* Letters on the links; the one chosen goes to the command. */
static void
hint(struct app *a, enum ui_command then)
{
	hints_begin(a, command_info[then].name);
}

/* What asks for a line first; false: another command. */
static bool
asks(struct app *a, enum ui_command command)
{
	static const struct {
		enum ui_command command;
		void (*ask)(struct app *a);
	} questions[] = {
		{ CMD_SEARCH, search },
		{ CMD_SAVE_SEARCH, searches_ask_name },
		{ CMD_ADD, ask_feed },
		{ CMD_IMPORT, ask_import },
	};

	for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
		if (questions[i].command != command)
			continue;
		questions[i].ask(a);
		return true;
	}
	return false;
}

void
actions_command(struct app *a, enum ui_command command, int count)
{
	/* An article does it by itself; a list only knows which. */
	enum reaction r = panes_command(&a->panes, command, count);

	a->dirty = true;
	if (r == QUIT)
		a->quit = true;
	if (r == RUN)
		actions_chosen(a);
	if (r != PASS || repairs_command(a, command) ||
	    programs_command(a, command, count) ||
	    own_command(a, command, count))
		return;
	/* Of the page that a person without feeds sees. */
	if (command == CMD_OPEN && a->ui.offer && !a->feeds.subs)
		command = CMD_IMPORT;
	if (asks(a, command))
		return;
	switch (command) {
	case CMD_REFRESH:
	case CMD_REFRESH_ALL:
		refresh(a, command == CMD_REFRESH_ALL);
		break;
	case CMD_FULL_TEXT:
		full_text(a);
		break;
	case CMD_MESSAGES:
	case CMD_HEALTH:
	case CMD_REFRESH_LOG:
	case CMD_HELP:
	case CMD_LINKS:
	case CMD_PICTURE:
		show(a, command);
		break;
	case CMD_REDRAW:
		a->whole = true;
		break;
	case CMD_OPEN_HINTED:
	case CMD_COPY_HINTED:
		hint(a, command == CMD_OPEN_HINTED ? CMD_BROWSER : CMD_COPY);
		break;
	case CMD_COMMAND_LINE:
		cmdline_ask(a, a->ui.argument);
		break;
	case CMD_GOTO:
		if (a->ui.argument.n)
			places_go(a, a->ui.argument);
		else
			cmdline_ask(a, SPAN("goto "));
		break;
	default:
		break;
	}
}

void
actions_forget_found(struct app *a)
{
	for (int i = 0; i < a->founds; i++) {
		free(a->found[i].url);
		free(a->found[i].title);
	}
	a->founds = 0;
	a->discover_seq = 0;
	str_clear(&a->moving);
}

static void
add_found(struct app *a, int i)
{
	struct span url = span_of(a->found[i].url);
	struct str word = { 0 };
	struct err err = { 0 };

	if (a->moving.n) {
		repairs_found(a, url);
	} else if (!feedsfile_add(a->paths->feeds, str_span(&a->section), url,
	               (struct span){ 0 }, &err)) {
		talk_error(&a->talk, "%s", err.text);
	} else {
		word_write(&word, url);
		settings_reload_feeds(a);
		client_order(a->client, "refresh feed %s", str_z(&word));
		talk_say(&a->talk, _("Added %s"),
		    *a->found[i].title ? a->found[i].title : a->found[i].url);
		str_release(&word);
	}
	actions_forget_found(a);
}

void
actions_found(struct app *a)
{
	struct str label = { 0 };

	a->discover_seq = 0;
	if (a->founds == 0) {
		talk_error(
		    &a->talk, _("No feed was found at %s"), str_z(&a->address));
		return;
	}
	if (a->founds == 1) {
		add_found(a, 0);
		return;
	}
	/* It is asked where a search may be being typed. */
	searches_leave(a);
	for (int i = 0; i < a->founds; i++)
		str_printf(&label, "%d %s  ", i + 1,
		    *a->found[i].title ? a->found[i].title : a->found[i].url);
	str_addz(&label, _("Which one? "));
	prompt_open(&a->prompt, ASK_WHICH, str_z(&label), NULL);
	str_release(&label);
}

bool
actions_discover(struct app *a, struct span text, bool named)
{
	struct str word = { 0 }, doing = { 0 };

	if (!has_desk(a))
		return false;
	str_clear(&a->address);
	if (span_find(text, SPAN("://")) == text.n)
		str_lit(&a->address, "https://");
	str_add(&a->address, text);
	if (!url_is_web(str_span(&a->address))) {
		talk_error(&a->talk, _("%s is not the address of a site"),
		    str_z(&a->address));
		return false;
	}
	actions_forget_found(a);
	word_write(&word, str_span(&a->address));
	a->discover_seq = client_order(
	    a->client, "discover %s%s", str_z(&word), named ? " named" : "");
	str_printf(&doing, _("Asking %.*s for its feeds…  Esc cancels"),
	    SPAN_ARG(url_site(str_span(&a->address))));
	await(a, a->discover_seq, str_z(&doing));
	str_release(&word);
	str_release(&doing);
	return true;
}

static void
import(struct app *a, struct span text)
{
	char *program = proc_sibling("broadsheet");
	const char *home = getenv("HOME");
	struct str file = { 0 };
	struct err err = { 0 };

	if (span_starts(text, "~/") && home) {
		str_addz(&file, home);
		text = span_from(text, 1);
	}
	str_add(&file, text);
	const char *argv[] = { program, "--config", a->paths->config_dir,
		"--store", a->paths->store, "import", str_z(&file), NULL };
	if (!program)
		talk_error(&a->talk, "%s",
		    _("The program \"broadsheet\" is not where it "
		      "should be"));
	else if (!programs_start(a, argv, true, &err))
		talk_error(&a->talk, "%s", err.text);
	else
		await(a, 0, _("Importing…"));
	free(program);
	str_release(&file);
}

void
actions_answer(struct app *a)
{
	struct span text = span_trim(str_span(&a->prompt.text));
	struct view *v = panes_focused(&a->panes);
	int64_t n;

	a->dirty = true;
	if (a->prompt.purpose == ASK_TAGS || a->prompt.purpose == ASK_NOTE) {
		own_answer(a, (enum prompt_purpose)a->prompt.purpose, text);
		return;
	}
	if (!text.n && a->prompt.purpose != ASK_FIND)
		return;
	switch (a->prompt.purpose) {
	case ASK_COMMAND:
		cmdline_run(a, text, 0);
		break;
	case ASK_FIND:
		if (v->ops->find)
			v->ops->find(v, text);
		break;
	case ASK_SEARCH:
		searches_open(a, text);
		break;
	case ASK_FEED:
		actions_discover(a, text, false);
		break;
	case ASK_SEARCH_NAME:
		searches_save(a, text);
		break;
	case ASK_IMPORT:
		import(a, text);
		break;
	case ASK_UNSUBSCRIBE:
		repairs_unsubscribe(a, text);
		break;
	case ASK_WHICH:
		if (span_int(text, &n) && n >= 1 && n <= a->founds)
			add_found(a, (int)n - 1);
		else
			talk_error(&a->talk, "%s", _("No feed was added"));
		break;
	default:
		break;
	}
}

void
actions_cancel(struct app *a)
{
	if (a->discover_seq)
		actions_forget_found(a);
	piping_cancel(a);
	a->ui.awaited = 0;
	str_clear(&a->talk.doing);
	a->dirty = true;
}
