#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "ui/list.h"
#include "ui/session.h"
#include "ui/theme.h"
#include "ui/view.h"

enum {
	KEYS_COLS = 18,
	DETAIL_ROWS = 3,
	KEYS_COLS_NARROW = 10,
	NARROW_COLS = 60,
	KEYS_EACH = 4
};

/* Lines that belong to no context. */
enum { GROUP_MACROS = CONTEXT_COUNT, GROUP_SETTINGS };

/* A heading has a group and no line. */
struct help_line {
	int group;         /* enum context, or one of those above */
	struct str line;   /* what Enter carries out */
	struct str keys;   /* those that it is bound to */
	struct str name;   /* of the command, for bind */
	const char *shape; /* what is written behind it */
	struct str sentence;
};

struct help_view {
	struct view v;
	const struct macros *macros;
	enum context context; /* of the view that help was asked in */
	struct help_line *line;
	size_t cap;
	struct list list;
	struct str words; /* searched for; empty: all is shown */
};

static struct help_view *
self(const struct view *v)
{
	return (struct help_view *)(uintptr_t)v;
}

static bool
can_choose(const void *data, size_t line)
{
	const struct help_view *h = data;

	return h->line[line].line.n > 0;
}

static void
drop_line(struct help_view *h)
{
	struct help_line *l = &h->line[--h->list.n];

	str_release(&l->line);
	str_release(&l->keys);
	str_release(&l->name);
	str_release(&l->sentence);
}

static void
drop_lines(struct help_view *h)
{
	while (h->list.n)
		drop_line(h);
}

static bool
holds(struct span text, struct span words)
{
	struct str a = { 0 };
	bool found;

	utf8_fold(&a, text);
	found = span_find(str_span(&a), words) < a.n;
	str_release(&a);
	return found;
}

/* Whether each word that is searched for stands somewhere in the line; keys
 * are compared as they are, for j is not J. */
static bool
is_wanted(const struct help_view *h, const struct help_line *l)
{
	struct str folded = { 0 };
	struct span rest;
	bool wanted = true;

	utf8_fold(&folded, str_span(&h->words));
	rest = str_span(&folded);
	if (span_eq(str_span(&l->keys), str_span(&h->words)))
		rest.n = 0;
	while (rest.n && wanted) {
		struct span word = span_cut(&rest, ' ');
		wanted = !word.n || holds(str_span(&l->name), word) ||
		         holds(str_span(&l->keys), word) ||
		         holds(str_span(&l->sentence), word);
	}
	str_release(&folded);
	return wanted;
}

static struct help_line *
add(struct help_view *h, int group)
{
	struct help_line *l;

	vec_room(&h->line, h->list.n, &h->cap);
	l = &h->line[h->list.n++];
	*l = (struct help_line){ .group = group, .shape = "" };
	return l;
}

/* Adds a command, a macro or a line that is bound; keys is taken. */
static void
add_entry(struct help_view *h, int group, const char *line, const char *name,
    const char *shape, const char *sentence, struct str *keys)
{
	struct help_line *l = add(h, group);

	str_addz(&l->line, line);
	l->keys = *keys;
	*keys = (struct str){ 0 };
	str_addz(&l->name, name);
	l->shape = shape;
	str_addz(&l->sentence, sentence);
	if (!is_wanted(h, l))
		drop_line(h);
}

/* Lines that are more than a command's name. */
static void
add_bound(struct help_view *h, enum context context)
{
	const struct keymap *m = h->v.ui->keys;

	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->item[i];
		struct str keys = { 0 };

		if (b->command || b->context != context ||
		    macros_find(h->macros, span_of(b->line)))
			continue;
		keys_write(&keys, &b->keys);
		add_entry(
		    h, (int)context, b->line, b->line, "", b->line, &keys);
	}
}

/* The commands of a context, those of every context apart. */
static void
add_context(struct help_view *h, enum context context)
{
	size_t heading = h->list.n;

	add(h, (int)context);
	for (int i = 1; i < CMD_COUNT; i++) {
		const struct command_info *info = &command_info[i];
		struct str keys = { 0 };

		if (context == CONTEXT_GENERAL
		        ? info->where != IN_ALL
		        : info->where == IN_ALL ||
		              !(info->where & (1u << context)))
			continue;
		keymap_keys(&keys, h->v.ui->keys, context, (enum ui_command)i,
		    KEYS_EACH);
		add_entry(h, (int)context, info->name, info->name,
		    command_shape((enum ui_command)i), _(info->sentence),
		    &keys);
	}
	add_bound(h, context);
	if (h->list.n == heading + 1)
		drop_line(h);
}

static void
add_macros(struct help_view *h)
{
	size_t heading = h->list.n;

	add(h, GROUP_MACROS);
	for (size_t i = 0; i < h->macros->n; i++) {
		const struct macro *m = &h->macros->item[i];
		struct str keys = { 0 };

		keymap_line_keys(
		    &keys, h->v.ui->keys, h->context, m->name, KEYS_EACH);
		add_entry(
		    h, GROUP_MACROS, m->name, m->name, "", m->line, &keys);
	}
	if (h->list.n == heading + 1)
		drop_line(h);
}

static void
add_settings(struct help_view *h)
{
	size_t heading = h->list.n;

	add(h, GROUP_SETTINGS);
	for (size_t i = 0; i < configure_count; i++) {
		const struct configure *c = &configure_commands[i];
		struct str keys = { 0 };

		add_entry(h, GROUP_SETTINGS, c->name, c->name, _(c->shape),
		    _(c->sentence), &keys);
	}
	if (h->list.n == heading + 1)
		drop_line(h);
}

static void
set_lines(struct help_view *h)
{
	drop_lines(h);
	if (h->context != CONTEXT_GENERAL)
		add_context(h, h->context);
	add_context(h, CONTEXT_GENERAL);
	add_macros(h);
	add_settings(h);
	for (int c = 1; c < CONTEXT_COUNT; c++)
		if (c != (int)h->context)
			add_context(h, (enum context)c);
	h->list.cur = h->list.top = 0;
	list_settle(&h->list);
}

/* Keys may have been bound anew. */
static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct help_view *h = self(v);
	size_t cur = h->list.cur, top = h->list.top;

	(void)s;
	(void)err;
	set_lines(h);
	h->list.cur = cur;
	h->list.top = top;
	list_settle(&h->list);
	return true;
}

static void
resize(struct view *v)
{
	view_fit(v, &self(v)->list, view_is_small(v) ? 0 : DETAIL_ROWS);
}

static const char *
heading(int group)
{
	static const char *const words[] = { N_("Everywhere"), N_("Sections"),
		N_("Headlines"), N_("Story"), N_("Help"), N_("Messages"),
		N_("Health of the feeds"), N_("Links"), N_("Output"),
		N_("Picture"), N_("Macros"), N_("On the line of commands") };

	_Static_assert(sizeof(words) / sizeof(*words) == GROUP_SETTINGS + 1,
	    "a heading for each group");
	return _(words[group]);
}

/* The chosen command in full: its name, for bind, and its sentence. */
static void
draw_detail(const struct help_view *h, struct canvas *c)
{
	struct str text = { 0 };
	const struct help_line *l;

	if (view_is_small(&h->v) || !h->list.n)
		return;
	l = &h->line[h->list.cur];
	str_printf(&text, "%s%s%s: %s", str_z(&l->name), *l->shape ? " " : "",
	    l->shape, str_z(&l->sentence));
	canvas_lines(c, c->rows - DETAIL_ROWS + 1, 3, c->cols - 4,
	    str_span(&text), (struct ink){ .role = UI_SUMMARY });
	str_release(&text);
}

static void
draw_line(const struct help_view *h, struct canvas *c, int row, size_t at)
{
	const struct help_line *l = &h->line[at];
	int keys = h->v.cols < NARROW_COLS ? KEYS_COLS_NARROW : KEYS_COLS;
	struct span shown = l->keys.n || l->group < GROUP_MACROS
	                        ? str_span(&l->keys)
	                        : str_span(&l->name);

	if (!l->line.n) {
		canvas_text(c, row, 1, c->cols - 2, span_of(heading(l->group)),
		    (struct ink){ .role = UI_DAY });
		return;
	}
	canvas_text(
	    c, row, 3, keys - 1, shown, (struct ink){ .role = UI_UNREAD });
	canvas_text(c, row, 3 + keys, c->cols - keys - 4,
	    str_span(&l->sentence), (struct ink){ .role = ROLE_TEXT });
	if (at == h->list.cur)
		view_cursor(&h->v, c, row);
}

static void
draw_title(const struct help_view *h, struct canvas *c)
{
	struct str right = { 0 };

	if (h->words.n)
		str_printf(&right, _("only \"%s\""), str_z(&h->words));
	view_title(&h->v, c, span_of(_("Help: the keys as they are bound now")),
	    str_span(&right));
	str_release(&right);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct help_view *h = self(v);
	int top = view_body_top(v);

	draw_title(h, c);
	if (!h->list.n)
		canvas_lines(c, top, 3, c->cols - 4,
		    span_of(_("No command has to do with that.  Esc shows all "
		              "of them.")),
		    (struct ink){ .role = UI_QUIET });
	for (int i = 0; i < h->list.rows; i++) {
		size_t at = h->list.top + (size_t)i;
		if (at >= h->list.n)
			break;
		draw_line(h, c, top + i, at);
	}
	draw_detail(h, c);
}

static enum reaction
find(struct view *v, struct span text)
{
	struct help_view *h = self(v);

	str_clear(&h->words);
	str_add(&h->words, text);
	set_lines(h);
	return PAINT;
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	struct help_view *h = self(v);

	if (cmd == CMD_HELP)
		return CLOSE;
	if (cmd == CMD_OPEN)
		return h->list.n ? RUN : NOTHING;
	/* The first step back ends a search. */
	if (cmd == CMD_BACK && h->words.n)
		return find(v, (struct span){ 0 });
	return list_command(&h->list, cmd, count) ? PAINT : PASS;
}

static bool
target(const struct view *v, struct target *out)
{
	const struct help_view *h = self(v);
	const struct help_line *l;

	*out = (struct target){ .kind = TARGET_NONE };
	if (!h->list.n)
		return false;
	l = &h->line[h->list.cur];
	out->kind = TARGET_LINE;
	out->line = str_span(&l->line);
	/* What cannot do without words is begun and not carried out. */
	out->unfinished = *l->shape && *l->shape != '[';
	return true;
}

static enum reaction
click(struct view *v, int row)
{
	return view_click(v, &self(v)->list, row);
}

static void
done(struct view *v)
{
	struct help_view *h = self(v);

	drop_lines(h);
	free(h->line);
	str_release(&h->words);
	free(h);
}

static const enum ui_command hints[] = { CMD_OPEN, CMD_SEARCH, CMD_BACK,
	CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_HELP,
	.load = load,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.find = find,
	.click = click,
	.hints = hints,
};

struct view *
help_new(struct ui *ui, const struct macros *macros, enum context context)
{
	struct help_view *h = xcalloc(1, sizeof(*h));

	h->v.ops = &ops;
	h->v.ui = ui;
	h->v.root = true;
	h->macros = macros;
	h->context = context;
	h->list.can = can_choose;
	h->list.data = h;
	set_lines(h);
	return &h->v;
}
