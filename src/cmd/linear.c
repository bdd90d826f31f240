/*
 * The reader without a screen: what is asked for is written line below line
 * and never again, signs are words, and each answer ends with a prompt.  For
 * screen readers, braille lines and terminals that cannot place a cursor.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/commands.h"
#include "cmd/lines.h"
#include "cmd/session.h"
#include "cmd/told.h"
#include "conf/conf.h"
#include "store/articles.h"
#include "store/feeds.h"
#include "store/headlines.h"
#include "store/tags.h"

enum { ROWS = 20, ROWS_MAX = 1000, LINE_BYTES_MAX = 4096 };

/* Where one is. */
enum place { AT_SECTIONS, AT_STORIES, AT_STORY };

struct linear {
	struct conf conf;
	struct store *store;
	struct session *desk; /* NULL: nothing can be changed */
	int64_t rows;         /* told at once */
	enum place place;
	bool over, unread_only;
	/* The sections, and which of them is told next. */
	struct feed_rows *feeds;
	size_t next_row;
	/* The stories of a list. */
	struct scope scope;
	char *owned; /* the one string of the scope */
	struct str title;
	struct headlines *page;
	size_t first; /* the number of its first row */
	struct headline_key from;
	bool has_from, searched;
	/* The story. */
	int64_t id;
	struct headline_key at; /* where it stands in its list */
	struct lines lines;
};

/* --- sections ------------------------------------------------------------- */

static void
tell_sections(struct linear *l, bool again)
{
	size_t n;

	l->place = AT_SECTIONS;
	if (again || !l->feeds) {
		feed_rows_free(l->feeds);
		l->feeds = feed_rows_load(l->store, NULL);
		l->next_row = 0;
	}
	if (!l->feeds)
		return;
	n = told_rows(l->feeds);
	if (l->next_row >= n)
		puts(_("That was the last one."));
	for (int64_t i = 0; i < l->rows && l->next_row < n; i++)
		told_section(l->store, l->feeds, l->next_row++);
}

/* --- stories -------------------------------------------------------------- */

/* The page that is known, as the store has it now. */
static bool
load_page(struct linear *l)
{
	struct headlines_ask ask = { .scope = l->scope,
		.from = l->has_from ? &l->from : NULL,
		.max = (size_t)l->rows };
	struct err err = { 0 };
	struct headlines *page = headlines_load(l->store, &ask, &err);

	if (!page) {
		printf("%s.\n", err.text);
		return false;
	}
	headlines_free(l->page);
	l->page = page;
	return true;
}

static void
tell_stories(struct linear *l)
{
	l->place = AT_STORIES;
	if (!load_page(l))
		return;
	if (!l->page->n)
		puts(l->first > 1      ? _("That was the last one.")
		     : l->searched     ? _("Nothing found.")
		     : l->scope.unread ? _("Nothing unread here.")
		                       : _("No stories here yet."));
	for (size_t i = 0; i < l->page->n; i++)
		told_headline(l->first + i, &l->page->row[i], !l->scope.feed);
}

static void
begin_list(struct linear *l, const struct scope *scope)
{
	char *owned = scope->section  ? xstrdup(scope->section)
	              : scope->search ? xstrdup(scope->search)
	                              : NULL;

	l->scope = *scope;
	free(l->owned);
	l->owned = owned;
	if (scope->section)
		l->scope.section = owned;
	else if (scope->search)
		l->scope.search = owned;
	l->searched = scope->search != NULL;
	l->has_from = false;
	l->first = 1;
	told_text(str_span(&l->title));
	puts(".");
	tell_stories(l);
}

static void
more_stories(struct linear *l)
{
	if (l->page && l->page->n) {
		l->from = l->page->row[l->page->n - 1].key;
		l->has_from = true;
		l->first += l->page->n;
	}
	tell_stories(l);
}

/* --- a story -------------------------------------------------------------- */

/* Gives an order about a story; false after a sentence. */
static bool
order(struct linear *l, const char *what, int64_t id)
{
	struct err err = { 0 };

	if (!l->desk) {
		puts(_("There is no desk, so nothing can be changed."));
		return false;
	}
	if (session_order(l->desk, &err, "%s %" PRId64, what, id))
		return true;
	printf("%s.\n", err.text);
	return false;
}

static void
tell_lines(struct linear *l)
{
	if (!lines_tell(&l->lines, (size_t)l->rows, stdout))
		puts(_("End of the story."));
}

static void
open_story(struct linear *l, int64_t id, const struct headline_key *at)
{
	struct err err = { 0 };
	struct article *a = article_load(l->store, id, &err);

	if (!a) {
		printf("%s.\n", err.text);
		return;
	}
	l->place = AT_STORY;
	l->id = id;
	l->at = *at;
	lines_set(&l->lines, a, &l->conf);
	tell_lines(l);
	if ((a->flags & FLAG_UNREAD) && l->desk &&
	    conf_bool(&l->conf.options, OPT_MARK_READ))
		order(l, "mark read", id);
	article_free(a);
}

static void
open_next_unread(struct linear *l)
{
	struct headline_key key;
	bool inside = l->place == AT_STORY;

	if (l->place == AT_SECTIONS) {
		puts(_("Open a list first."));
		return;
	}
	if (headlines_next_unread(
	        l->store, &l->scope, inside ? &l->at : NULL, false, &key, NULL))
		open_story(l, key.id, &key);
	else
		puts(_("Nothing unread is left here."));
}

/* The story of a row, or the one that is open; NULL after a sentence. */
static const struct headline *
row_of(const struct linear *l, int64_t number)
{
	int64_t i = number - (int64_t)l->first;

	if (l->page && l->place != AT_SECTIONS && i >= 0 &&
	    i < (int64_t)l->page->n)
		return &l->page->row[i];
	puts(_("No story of that number was told last."));
	return NULL;
}

/* What a letter does to a story, and undoes. */
static const struct deed {
	char letter;
	const char *on, *off; /* orders */
	unsigned flag;        /* 0: the tag for later */
	bool on_lacks;        /* the flag is taken away by "on" */
	const char *said_on, *said_off;
} deeds[] = {
	{ 'r', "mark read", "mark unread", FLAG_UNREAD, true, N_("Read."),
	    N_("Unread.") },
	{ 's', "mark star", "mark unstar", FLAG_STARRED, false, N_("Starred."),
	    N_("No star.") },
	{ 'd', "mark delete", "mark restore", FLAG_DELETED, false,
	    N_("In the trash."), N_("Out of the trash.") },
	{ 'T', "tag " TAG_LATER, "untag " TAG_LATER, 0, false,
	    N_("Kept for later."), N_("No longer for later.") },
};

static void
carry_out(struct linear *l, const struct deed *deed, int64_t id)
{
	struct err err = { 0 };
	struct article *a = article_load(l->store, id, &err);
	bool has, on;

	if (!a) {
		printf("%s.\n", err.text);
		return;
	}
	has = deed->flag ? (a->flags & deed->flag) != 0
	                 : tags_has(l->store, SPAN(TAG_LATER), id);
	on = has == deed->on_lacks;
	if (order(l, on ? deed->on : deed->off, id))
		puts(on ? _(deed->said_on) : _(deed->said_off));
	article_free(a);
}

/* "r 3", or "r" in a story. */
static bool
try_deed(struct linear *l, char letter, struct span rest)
{
	const struct headline *row;
	const struct deed *deed = NULL;
	int64_t number;

	for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++)
		if (deeds[i].letter == letter)
			deed = &deeds[i];
	if (!deed || (rest.n && !span_int(rest, &number)))
		return false;
	if (!rest.n && l->place == AT_STORY) {
		carry_out(l, deed, l->id);
		return true;
	}
	if (!rest.n) {
		puts(_("Write the number of a story behind it."));
		return true;
	}
	row = row_of(l, number);
	if (row)
		carry_out(l, deed, row->id);
	return true;
}

/* --- the dialogue --------------------------------------------------------- */

static void
tell_help(void)
{
	static const char *const lines[] = {
		N_("A number opens that row. An empty line tells more."),
		N_("n opens the next unread story. q goes back, and ends at "
		   "the sections; Q ends."),
		N_("r, s, T and d with a number, or alone in a story: read or "
		   "unread, star, keep for later, trash."),
		N_("u takes the last change back. l tells the links of a "
		   "story."),
		N_("/ and words searches. U tells unread stories only, or "
		   "all. R asks the feeds for news. . tells again."),
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		puts(_(lines[i]));
}

static void
refresh(struct linear *l)
{
	struct err err = { 0 };

	if (!l->desk) {
		puts(_("There is no desk, so nothing can be fetched."));
		return;
	}
	puts(_("Asking the feeds."));
	fflush(stdout);
	if (session_order(l->desk, &err, "refresh all"))
		tell_sections(l, true);
	else
		printf("%s.\n", err.text);
}

static void
search(struct linear *l, struct span words)
{
	struct scope scope = { 0 };
	char *text = span_dup(words);

	scope.search = text;
	str_clear(&l->title);
	str_printf(&l->title, _("Search \"%.*s\""), SPAN_ARG(words));
	begin_list(l, &scope);
	free(text);
}

static void
open_number(struct linear *l, int64_t number)
{
	const struct headline *row;
	struct scope scope;

	if (l->place != AT_SECTIONS) {
		row = row_of(l, number);
		if (row)
			open_story(l, row->id, &row->key);
		return;
	}
	if (number < 1 || (size_t)number > told_rows(l->feeds)) {
		puts(_("There is no row of that number."));
		return;
	}
	told_scope(l->feeds, (size_t)number - 1, l->unread_only, &scope);
	str_clear(&l->title);
	told_name(l->feeds, (size_t)number - 1, &l->title);
	begin_list(l, &scope);
}

static void
tell_more(struct linear *l)
{
	if (l->place == AT_SECTIONS)
		tell_sections(l, false);
	else if (l->place == AT_STORIES)
		more_stories(l);
	else
		tell_lines(l);
}

static void
tell_again(struct linear *l)
{
	if (l->place == AT_SECTIONS)
		tell_sections(l, true);
	else if (l->place == AT_STORIES)
		tell_stories(l);
	else
		open_story(l, l->id, &l->at);
}

static void
go_back(struct linear *l)
{
	if (l->place == AT_SECTIONS)
		l->over = true;
	else if (l->place == AT_STORIES)
		tell_sections(l, true);
	else
		tell_stories(l);
}

static void
undo(struct linear *l)
{
	struct err err = { 0 };

	if (l->desk && session_order(l->desk, &err, "undo"))
		puts(_("Taken back."));
	else
		printf("%s.\n",
		    l->desk ? err.text
		            : _("There is no desk, so nothing can be changed"));
}

/* The list, too, from its beginning. */
static void
turn_unread(struct linear *l)
{
	l->unread_only = !l->unread_only;
	puts(l->unread_only ? _("Unread stories only.") : _("All stories."));
	if (l->place == AT_SECTIONS)
		return;
	l->scope.unread = l->unread_only;
	l->has_from = false;
	l->first = 1;
	tell_stories(l);
}

static void
take_letter(struct linear *l, char letter)
{
	switch (letter) {
	case 'q':
		go_back(l);
		break;
	case 'Q':
		l->over = true;
		break;
	case 'n':
		open_next_unread(l);
		break;
	case 'u':
		undo(l);
		break;
	case 'l':
		lines_tell_links(&l->lines, l->place == AT_STORY, stdout);
		break;
	case 'U':
		turn_unread(l);
		break;
	case 'R':
		refresh(l);
		break;
	case '.':
		tell_again(l);
		break;
	default:
		tell_help();
		break;
	}
}

static void
take_line(struct linear *l, struct span line)
{
	int64_t number;

	line = span_trim(line);
	if (!line.n)
		tell_more(l);
	else if (span_int(line, &number))
		open_number(l, number);
	else if (*line.s == '/' && span_trim(span_from(line, 1)).n)
		search(l, span_trim(span_from(line, 1)));
	else if (try_deed(l, *line.s, span_trim(span_from(line, 1))))
		;
	else if (line.n == 1)
		take_letter(l, *line.s);
	else
		puts(_("That is no number and no letter; ? tells what there "
		       "is."));
}

static void
talk(struct linear *l)
{
	char line[LINE_BYTES_MAX];

	tell_sections(l, true);
	while (!l->over) {
		fputs("> ", stdout);
		if (fflush(stdout) || !fgets(line, sizeof(line), stdin))
			break;
		take_line(l, span_of(line));
	}
}

int
command_linear(struct invocation *in)
{
	const char *rows = NULL;
	const struct command_option options[] = {
		{ "--rows", NULL, &rows },
		{ NULL, NULL, NULL },
	};
	struct linear l = { .rows = ROWS };
	struct err err = { 0 };
	int n;

	if (!command_options(in, options, &n))
		return EXIT_USAGE;
	if (n)
		return command_usage(in, _("it takes no words"));
	if (rows && !command_number(in, "--rows", rows, &l.rows))
		return EXIT_USAGE;
	if (l.rows < 1 || l.rows > ROWS_MAX)
		return command_usage(in, _("--rows is 1 to %d"), ROWS_MAX);
	conf_load(&l.conf, in->paths.config);
	l.desk = session_new(&in->paths, NULL, NULL, &err);
	if (!l.desk)
		fprintf(stderr, "broadsheet: %s\n", err.text);
	l.store = command_store(in, &err);
	if (l.store)
		talk(&l);
	feed_rows_free(l.feeds);
	headlines_free(l.page);
	lines_release(&l.lines);
	str_release(&l.title);
	free(l.owned);
	store_close(l.store);
	session_free(l.desk);
	conf_release(&l.conf);
	return l.store ? EXIT_WELL : command_fail(EXIT_TROUBLE, &err);
}
