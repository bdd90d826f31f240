#include "config.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "conf/dotfile.h"
#include "store/feeds.h"
#include "ui/session.h"

/* So many characters are searched for while more are typed. */
enum { TYPED_MIN = 2 };

/* The list of what is typed, if it still has the focus. */
static struct view *
live(const struct app *a)
{
	return a->live == panes_focused(&a->panes) ? a->live : NULL;
}

static void
write_title(const struct app *a, struct str *out, struct span words)
{
	words = span_trim(words);
	if (a->within.n)
		str_printf(out, _("Search \"%.*s\" in %.*s"), SPAN_ARG(words),
		    SPAN_ARG(str_span(&a->within)));
	else
		str_printf(out, _("Search \"%.*s\""), SPAN_ARG(words));
}

/* The store is searched within the list that has the focus. */
static struct view *
open_list(struct app *a, struct span words, bool unfinished)
{
	struct target t = { 0 }, now = { 0 };
	char *text = span_dup(words);
	struct str title = { 0 };
	struct view *v;

	if (panes_focused(&a->panes)->ops->context == CONTEXT_HEADLINES) {
		panes_target(&a->panes, &now);
		t.scope = now.scope;
	}
	t.kind = TARGET_LIST;
	t.scope.unread = false;
	t.scope.search = text;
	t.scope.unfinished = unfinished;
	/* choices: newest, rank */
	t.scope.order = conf_choice(&a->conf.options, OPT_SEARCH_ORDER) == 1
	                    ? ORDER_RANK
	                    : ORDER_NEWEST;
	str_clear(&a->within);
	if (t.scope.section || t.scope.feed)
		str_add(&a->within, now.title);
	write_title(a, &title, words);
	t.title = str_span(&title);
	v = headlines_new(&a->ui, &t);
	v->root = true;
	panes_open(&a->panes, v);
	str_release(&title);
	free(text);
	/* With too many views open it has been freed. */
	return panes_focused(&a->panes) == v ? v : NULL;
}

static void
look_for(struct app *a, struct span words, bool unfinished)
{
	struct str title = { 0 };

	write_title(a, &title, words);
	headlines_search(live(a), words, str_span(&title), unfinished);
	str_release(&title);
}

void
searches_open(struct app *a, struct span words)
{
	if (live(a))
		look_for(a, words, false);
	else
		open_list(a, words, false);
	a->live = NULL;
}

void
searches_typed(struct app *a)
{
	struct span text = str_span(&a->prompt.text), words = span_trim(text);
	size_t n = 0;

	if (!a->prompt.open || a->prompt.purpose != ASK_SEARCH)
		return;
	for (size_t at = 0; at < words.n && n < TYPED_MIN; n++)
		at = cluster_end(words, at);
	if (n < TYPED_MIN)
		searches_leave(a);
	else if (live(a))
		look_for(a, text, true);
	else
		a->live = open_list(a, text, true);
}

void
searches_leave(struct app *a)
{
	if (live(a))
		panes_command(&a->panes, CMD_BACK, 0);
	a->live = NULL;
}

/* The words of a search, with what it looks through. */
static void
write_query(const struct app *a, struct str *out, const struct scope *scope)
{
	if (scope->feed) {
		struct feed_rows *rows =
		    a->store ? feed_rows_load(a->store, NULL) : NULL;
		const struct feed_row *f =
		    rows ? feed_rows_find(rows, scope->feed) : NULL;

		str_lit(out, "feed:");
		word_quote(out, f ? f->title : SPAN("-"));
		feed_rows_free(rows);
	} else if (scope->section) {
		str_lit(out, "section:");
		word_quote(out, span_of(scope->section));
	} else {
		str_addz(out, scope->search);
		return;
	}
	/* For it may have an OR. */
	str_printf(out, " (%s)", scope->search);
}

/* The search that has the focus; false after a sentence. */
static bool
find_search(struct app *a, struct target *out)
{
	struct view *v = panes_focused(&a->panes);

	/* A search that found nothing may find something tomorrow. */
	if (v->ops->context == CONTEXT_HEADLINES) {
		v->ops->target(v, out);
		if (out->scope.search)
			return true;
	}
	talk_error(&a->talk, "%s",
	    _("Search for something first; then this keeps the search"));
	return false;
}

void
searches_ask_name(struct app *a)
{
	struct target t;

	if (!find_search(a, &t))
		return;
	actions_ask(a, ASK_SEARCH_NAME, _("Keep this search as: "));
	if (a->prompt.open)
		prompt_replace(&a->prompt, 0, span_of(t.scope.search));
}

void
searches_save(struct app *a, struct span name)
{
	struct str url = { 0 };
	struct err err = { 0 };
	struct target t;

	if (!find_search(a, &t))
		return;
	str_lit(&url, "search:");
	write_query(a, &url, &t.scope);
	if (!feedsfile_add(a->paths->feeds, (struct span){ 0 }, str_span(&url),
	        name, &err)) {
		talk_error(&a->talk, "%s", err.text);
	} else {
		settings_reload_feeds(a);
		talk_say(&a->talk,
		    _("Kept: %.*s stands among the sections; D there takes it "
		      "away"),
		    SPAN_ARG(span_head(name, 60)));
	}
	str_release(&url);
}

/* A key ends a search that is of no use any more. */
static bool
key_waits(void *data)
{
	const struct app *a = data;
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	return a->live && poll(&in, 1, 0) > 0;
}

void
searches_watch(struct app *a)
{
	if (a->store)
		store_watch(a->store, key_waits, a);
}
