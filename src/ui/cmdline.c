#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "ui/popup.h"
#include "ui/session.h"

/* Counts of macros that call macros multiply. */
enum { MACRO_DEPTH_MAX = 8, COUNT_MAX = 9999, COMMANDS_MAX = 10000 };

/* One command of a line; borrows from its words. */
struct step {
	int count; /* 0: none */
	struct span name;
	const struct word *word; /* those behind the name */
	size_t n;
	struct span argument; /* the same as one text */
};

/* A line being carried out. */
struct carrying {
	struct app *a;
	int depth;    /* of macros */
	int commands; /* carried out so far */
	bool changes; /* something that "repeat" does again */
};

static bool run_line(struct carrying *r, struct span line, int count);

/* A line cut into commands. */
struct steps {
	struct words words;
	struct step *item;
	size_t n, cap;
};

/* Cuts a ";" off the end of a word that has no quotes; true: there was one. */
static bool
cut_end(struct word *w, struct span line)
{
	if (line.s[w->to - 1] != ';' || w->text.n < 2)
		return false;
	w->text.n--;
	w->to--;
	return true;
}

static bool
is_end(const struct word *w)
{
	return !w->quoted && span_is(w->text, ";");
}

/* The command that begins with word `at`; returns where the next one may. */
static size_t
take_step(struct words *w, struct span line, size_t at, struct step *out)
{
	struct word *word = w->word;
	const struct configure *c;
	size_t end;
	bool ended;
	int64_t n;

	*out = (struct step){ 0 };
	ended = cut_end(&word[at], line);
	if (span_int(word[at].text, &n)) {
		out->count = (int)(n < COUNT_MAX ? n : COUNT_MAX);
		if (ended || ++at == w->n || is_end(&word[at]))
			return at + ended;
		ended = cut_end(&word[at], line);
	}
	out->name = word[at].text;
	c = configure_find(out->name);
	out->word = &word[end = at + 1];
	while (!ended && end < w->n) {
		if (!c || !c->takes_all) {
			if (is_end(&word[end]))
				break;
			ended = cut_end(&word[end], line);
		}
		end++;
	}
	out->n = end - at - 1;
	if (out->n == 1)
		out->argument = out->word->text;
	else if (out->n)
		out->argument = span_n(line.s + out->word->from,
		    word[end - 1].to - out->word->from);
	return end;
}

static bool
steps_of(struct steps *s, struct span line, struct err *err)
{
	int column;

	*s = (struct steps){ 0 };
	if (!words_split(&s->words, line, &column, err))
		return false;
	for (size_t at = 0; at < s->words.n;) {
		if (is_end(&s->words.word[at])) {
			at++;
			continue;
		}
		vec_room(&s->item, s->n, &s->cap);
		at = take_step(&s->words, line, at, &s->item[s->n++]);
	}
	return true;
}

static void
steps_release(struct steps *s)
{
	free(s->item);
	words_release(&s->words);
}

static bool
no_such_command(const struct app *a, struct span name, struct err *err)
{
	size_t n = 0, max = CMD_COUNT + configure_count + a->macros.n;
	const char **all = xcalloc(max, sizeof(*all)), *near;

	for (int i = 1; i < CMD_COUNT; i++)
		all[n++] = command_info[i].name;
	for (size_t i = 0; i < configure_count; i++)
		all[n++] = configure_commands[i].name;
	for (size_t i = 0; i < a->macros.n; i++)
		all[n++] = a->macros.item[i].name;
	near = nearest(name, all, n);
	if (near)
		err_set(err, ERR_CONFIG,
		    _("no such command \"%.*s\"; did you mean \"%s\"?"),
		    SPAN_ARG(span_head(name, 40)), near);
	else
		err_set(err, ERR_CONFIG,
		    _("no such command \"%.*s\"; ? lists them"),
		    SPAN_ARG(span_head(name, 40)));
	free(all);
	return false;
}

/* A number alone is a command as well: to that row. */
static bool
is_known(const struct app *a, const struct step *s)
{
	return !s->name.n || command_named(s->name) ||
	       configure_find(s->name) || macros_find(&a->macros, s->name);
}

bool
cmdline_check(const struct app *a, struct span line, struct err *err)
{
	struct steps s;
	bool ok = steps_of(&s, line, err);

	for (size_t i = 0; ok && i < s.n; i++)
		ok = is_known(a, &s.item[i]) ||
		     no_such_command(a, s.item[i].name, err);
	if (ok && !s.n)
		ok = err_set(err, ERR_CONFIG, "%s", _("no command is given"));
	steps_release(&s);
	return ok;
}

static bool
fail(struct carrying *r, const struct err *err)
{
	talk_error(&r->a->talk, "%s", err->text);
	return false;
}

static bool
run_configure(
    struct carrying *r, const struct configure *c, const struct step *s)
{
	char **argv = xcalloc(s->n + 2, sizeof(*argv));
	struct err err = { 0 };
	bool ok;

	argv[0] = span_dup(span_of(c->name));
	for (size_t i = 0; i < s->n; i++)
		argv[i + 1] = span_dup(s->word[i].text);
	ok = configure_typed(r->a, c, (int)s->n + 1, argv, &err) ||
	     fail(r, &err);
	for (size_t i = 0; i <= s->n; i++)
		free(argv[i]);
	free(argv);
	return ok;
}

static bool
run_macro(struct carrying *r, const struct macro *m, int count)
{
	struct err err = { 0 };
	char *line;
	bool ok = true;

	if (r->depth >= MACRO_DEPTH_MAX) {
		err_set(&err, ERR_LIMIT,
		    _("macros that call macros: more than %d deep"),
		    MACRO_DEPTH_MAX);
		return fail(r, &err);
	}
	/* It may define itself anew. */
	line = xstrdup(m->line);
	r->depth++;
	for (int i = 0; ok && (i < count || i == 0); i++)
		ok = run_line(r, span_of(line), 0);
	r->depth--;
	free(line);
	return ok;
}

static bool
repeat(struct carrying *r, int count)
{
	struct app *a = r->a;
	char *line;

	if (!a->change.n) {
		talk_say(&a->talk, "%s", _("There is no change to repeat"));
		return false;
	}
	line = xstrdup(str_z(&a->change));
	r->depth++;
	run_line(r, span_of(line), count ? count : a->change_count);
	r->depth--;
	r->changes = false;
	free(line);
	return true;
}

static bool
run_command(struct carrying *r, enum ui_command command, const struct step *s)
{
	struct app *a = r->a;
	enum context in = panes_focused(&a->panes)->ops->context;
	const char *name = command_info[command].name;
	struct err err = { 0 };

	if (command == CMD_REPEAT)
		return r->depth == 0 && repeat(r, s->count);
	if (!(command_info[command].where & (1u << in)))
		err_set(
		    &err, ERR_USAGE, _("%s means nothing in this view"), name);
	else if (s->n && !*command_shape(command))
		err_set(&err, ERR_USAGE, _("%s takes no words"), name);
	if (err.code)
		return fail(r, &err);
	r->changes |= command_changes(command);
	a->ui.argument = s->argument;
	actions_command(a, command, s->count);
	a->ui.argument = (struct span){ 0 };
	/* What comes next would happen before the answer. */
	return !a->prompt.open && !a->quit;
}

static bool
run_step(struct carrying *r, const struct step *s)
{
	const struct configure *c = configure_find(s->name);
	const struct macro *m = macros_find(&r->a->macros, s->name);
	enum ui_command command = command_named(s->name);
	struct err err = { 0 };

	if (r->commands++ >= COMMANDS_MAX) {
		err_set(&err, ERR_LIMIT,
		    _("more than %d commands at once; the rest is left out"),
		    COMMANDS_MAX);
		return fail(r, &err);
	}
	if (!s->name.n)
		command = CMD_BOTTOM;
	if (command)
		return run_command(r, command, s);
	if (c)
		return run_configure(r, c, s);
	if (m)
		return run_macro(r, m, s->count);
	no_such_command(r->a, s->name, &err);
	return fail(r, &err);
}

/* count is for a line of one command; several are carried out so often. */
static bool
run_line(struct carrying *r, struct span line, int count)
{
	struct steps s;
	struct err err = { 0 };
	bool ok = steps_of(&s, line, &err) || fail(r, &err);
	int times = s.n > 1 && count > 1 ? count : 1;

	if (ok && s.n == 1 && count)
		s.item[0].count = count;
	while (ok && times-- > 0)
		for (size_t i = 0; ok && i < s.n; i++)
			ok = run_step(r, &s.item[i]);
	steps_release(&s);
	return ok;
}

void
cmdline_run(struct app *a, struct span line, int count)
{
	struct carrying r = { .a = a };

	a->dirty = true;
	run_line(&r, line, count);
	if (!r.changes)
		return;
	str_clear(&a->change);
	str_add(&a->change, line);
	a->change_count = count;
}

void
cmdline_ask(struct app *a, struct span text)
{
	prompt_open(&a->prompt, ASK_COMMAND, ":", &a->commands);
	prompt_replace(&a->prompt, 0, text);
	cmdline_changed(a);
}

void
cmdline_changed(struct app *a)
{
	if (a->prompt.open && a->prompt.purpose == ASK_COMMAND)
		complete_line(&a->completion, a,
		    span_head(str_span(&a->prompt.text), a->prompt.at));
}

/* Puts the next candidate, or the one before, in the place of the last. */
static void
turn(struct app *a, bool backward)
{
	struct completion *c = &a->completion;
	size_t n = c->n + 1; /* one more: what was typed */

	c->chosen = (c->chosen + (backward ? n - 1 : 1)) % n;
	prompt_replace(&a->prompt, c->from,
	    c->chosen < c->n ? span_of(c->item[c->chosen].text)
	                     : str_span(&c->typed));
}

/* Tab: what all candidates begin with; when that is there, one by one.  A
 * blank follows the only one. */
static void
complete(struct app *a, bool backward)
{
	struct completion *c = &a->completion;
	struct str common = { 0 };
	size_t typed = a->prompt.at - c->from;

	if (!c->n)
		return;
	complete_common(c, &common);
	if (c->chosen == c->n && c->n == 1)
		str_addc(&common, ' ');
	if (c->chosen == c->n && common.n > typed) {
		prompt_replace(&a->prompt, c->from, str_span(&common));
		cmdline_changed(a);
	} else {
		turn(a, backward);
	}
	str_release(&common);
}

bool
cmdline_key(struct app *a, int key)
{
	enum edit_key what = key_edit(key);

	if (!a->prompt.open || a->prompt.purpose != ASK_COMMAND ||
	    (what != EDIT_COMPLETE && what != EDIT_COMPLETE_BACK))
		return false;
	complete(a, what == EDIT_COMPLETE_BACK);
	return true;
}

void
cmdline_draw(const struct app *a, struct canvas *c)
{
	const struct completion *all = &a->completion;
	struct popup_row row[POPUP_ROWS_MAX + 1];
	size_t room = popup_room(c), first = 0, n = 0, chosen;

	if (!a->prompt.open || a->prompt.purpose != ASK_COMMAND)
		return;
	if (all->chosen < all->n && all->chosen >= room)
		first = all->chosen - room + 1;
	for (size_t i = first; i < all->n && n < room; i++)
		row[n++] = (struct popup_row){ span_of(all->item[i].text),
			span_of(all->item[i].sentence) };
	chosen = all->chosen < all->n ? all->chosen - first : POPUP_ROWS_MAX;
	if (!n && all->about.n)
		row[n++] = (struct popup_row){ { 0 }, str_span(&all->about) };
	popup_draw(c, row, n, chosen, all->n > n ? all->n : n, a->ui.ascii);
}
