#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "ui/list.h"
#include "ui/theme.h"
#include "ui/view.h"

enum {
	KEYS_COLS = 18,
	DETAIL_ROWS = 3,
	KEYS_COLS_NARROW = 10,
	NARROW_COLS = 60,
	KEYS_EACH = 4
};

/* A heading has a context and no command. */
struct help_line {
	enum context context;
	enum ui_command command;
	struct str keys;
};

struct help_view {
	struct view v;
	struct help_line *line;
	size_t cap;
	struct list list;
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

	return h->line[line].command != CMD_NONE;
}

static void
add(struct help_view *h, enum context context, enum ui_command command)
{
	struct help_line *l;

	vec_room(&h->line, h->list.n, &h->cap);
	l = &h->line[h->list.n++];
	*l = (struct help_line){ context, command, { 0 } };
	if (command)
		keymap_keys(
		    &l->keys, h->v.ui->keys, context, command, KEYS_EACH);
}

/* The commands of a context, those of every context apart. */
static void
add_context(struct help_view *h, enum context context)
{
	add(h, context, CMD_NONE);
	for (int i = 1; i < CMD_COUNT; i++) {
		unsigned where = command_info[i].where;
		if (context == CONTEXT_GENERAL
		        ? where == IN_ALL
		        : where != IN_ALL && (where & (1u << context)))
			add(h, context, (enum ui_command)i);
	}
	if (!h->line[h->list.n - 1].command)
		h->list.n--;
}

static void
resize(struct view *v)
{
	struct help_view *h = self(v);

	h->list.rows =
	    v->rows - view_body_top(v) - (view_is_small(v) ? 0 : DETAIL_ROWS);
	if (h->list.rows < 1)
		h->list.rows = 1;
	list_settle(&h->list);
}

static const char *
heading(enum context context)
{
	static const char *const words[CONTEXT_COUNT] = { N_("Everywhere"),
		N_("Sections"), N_("Headlines"), N_("Story"), N_("Help"),
		N_("Messages"), N_("Health of the feeds") };

	return _(words[context]);
}

/* The chosen command in full: its name, for bind, and its sentence. */
static void
draw_detail(const struct help_view *h, struct canvas *c)
{
	struct str text = { 0 };

	if (view_is_small(&h->v) || !h->list.n)
		return;
	const struct command_info *info =
	    &command_info[h->line[h->list.cur].command];
	str_printf(&text, "%s: %s", info->name, _(info->sentence));
	view_paragraph(c, c->rows - DETAIL_ROWS + 1, 3, c->cols - 4,
	    str_span(&text), (struct ink){ .role = UI_SUMMARY });
	str_release(&text);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct help_view *h = self(v);
	int top = view_body_top(v);
	int keys = v->cols < NARROW_COLS ? KEYS_COLS_NARROW : KEYS_COLS;

	view_title(v, c, span_of(_("Help: the keys as they are bound now")),
	    (struct span){ 0 });
	for (int i = 0; i < h->list.rows; i++) {
		size_t at = h->list.top + (size_t)i;
		const struct help_line *l;
		if (at >= h->list.n)
			break;
		l = &h->line[at];
		if (!l->command) {
			canvas_text(c, top + i, 1, c->cols - 2,
			    span_of(heading(l->context)),
			    (struct ink){ .role = UI_DAY });
			continue;
		}
		canvas_text(c, top + i, 3, keys - 1, str_span(&l->keys),
		    (struct ink){ .role = UI_UNREAD });
		canvas_text(c, top + i, 3 + keys, c->cols - keys - 4,
		    span_of(_(command_info[l->command].sentence)),
		    (struct ink){ .role = ROLE_TEXT });
		if (at == h->list.cur)
			view_cursor(v, c, top + i);
	}
	draw_detail(h, c);
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	if (cmd == CMD_HELP)
		return CLOSE;
	return list_command(&self(v)->list, cmd, count) ? PAINT : PASS;
}

static void
done(struct view *v)
{
	struct help_view *h = self(v);

	for (size_t i = 0; i < h->list.n; i++)
		str_release(&h->line[i].keys);
	free(h->line);
	free(h);
}

static const enum ui_command hints[] = { CMD_BACK, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_HELP,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.hints = hints,
};

struct view *
help_new(struct ui *ui, enum context context)
{
	struct help_view *h = xcalloc(1, sizeof(*h));

	h->v.ops = &ops;
	h->v.ui = ui;
	h->v.root = true;
	h->list.can = can_choose;
	h->list.data = h;
	if (context != CONTEXT_GENERAL)
		add_context(h, context);
	add_context(h, CONTEXT_GENERAL);
	for (int c = 1; c < CONTEXT_COUNT; c++)
		if (c != (int)context)
			add_context(h, (enum context)c);
	return &h->v;
}
