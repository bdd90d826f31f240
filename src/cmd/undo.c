/*
 * What was done, taken back and done again, and what cannot be: "undo",
 * "redo", "purge".
 */
#include "config.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/when.h"
#include "cmd/commands.h"
#include "cmd/emit.h"
#include "cmd/session.h"
#include "store/journal.h"

enum { LIST_MAX = 100000, STEPS_MAX = 1000 };

/* The desk's sentences go out as they come. */
static void
on_event(void *data, const struct record *e)
{
	struct emit *to = data;

	if (!record_is(e, "said"))
		return;
	emit_plain(to, record_field(e, 2));
	emit_plain(to, SPAN("\n"));
}

static int
turn(struct invocation *in, const char *verb, int64_t steps)
{
	struct emit e = { .to = stdout };
	struct err err = { 0 };
	struct session *desk = session_new(&in->paths, on_event, &e, &err);
	bool ok = desk != NULL;

	if (!desk)
		return command_fail(EXIT_TROUBLE, &err);
	while (ok && steps-- > 0)
		ok = session_order(desk, &err, "%s", verb);
	session_free(desk);
	if (!emit_done(&e))
		return EXIT_TROUBLE;
	return ok ? EXIT_WELL : command_fail(EXIT_SOME_FAILED, &err);
}

static void
emit_change(struct emit *e, const struct change *c, bool json)
{
	struct str words = { 0 }, when = { 0 };

	change_describe(&words, c);
	if (json) {
		emit_object(e, NULL);
		emit_time(e, "at", c->at);
		emit_bool(e, "undone", c->undone);
		emit_int(e, "articles", c->articles);
		emit_text(e, "what", str_span(&words));
		emit_end_object(e);
	} else {
		when_local(&when, c->at, "%Y-%m-%d %H:%M");
		emit_field(e, c->undone ? SPAN("undone") : SPAN("-"));
		emit_field(e, str_span(&when));
		emit_field(e, str_span(&words));
		emit_line(e);
	}
	str_release(&words);
	str_release(&when);
}

/* Newest first: what stands on top of those that are not undone is next. */
static int
list(struct invocation *in, bool json)
{
	struct emit e = { .to = stdout };
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct changes *c = s ? changes_load(s, LIST_MAX, &err) : NULL;

	store_close(s);
	if (!c)
		return command_fail(EXIT_TROUBLE, &err);
	if (json)
		emit_array(&e, NULL);
	for (size_t i = 0; i < c->n; i++)
		emit_change(&e, &c->row[i], json);
	if (json)
		emit_end_array(&e);
	changes_free(c);
	return emit_done(&e) ? EXIT_WELL : EXIT_TROUBLE;
}

int
command_undo(struct invocation *in)
{
	bool listed = false, json = false;
	const struct command_option options[] = {
		{ "--list", &listed, NULL },
		{ "--json", &json, NULL },
		{ NULL, NULL, NULL },
	};
	int64_t steps = 1;
	int n;
	char **word = command_options(in, options, &n);

	if (!word)
		return EXIT_USAGE;
	if (n > 1 || (n == 1 && (!span_int(span_of(word[0]), &steps) ||
	                            steps < 1 || steps > STEPS_MAX)))
		return command_usage(
		    in, _("say how many changes, 1 to %d"), STEPS_MAX);
	if (listed || json)
		return list(in, json);
	return turn(in, in->argv[0], steps);
}

int
command_purge(struct invocation *in)
{
	const struct command_option none[] = { { NULL, NULL, NULL } };
	int n;

	if (!command_options(in, none, &n))
		return EXIT_USAGE;
	if (n)
		return command_usage(in, _("it takes no words"));
	return turn(in, "purge", 1);
}
