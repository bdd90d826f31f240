#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "ui/list.h"
#include "ui/theme.h"
#include "ui/view.h"

enum { TAB_CELLS = 8 };

/* What a command has printed: lines, parted where the view is too narrow. */
struct output_view {
	struct view v;
	struct str title, text; /* text: cells and newlines */
	struct span *row;
	size_t cap;
	struct list list;
};

static struct output_view *
self(const struct view *v)
{
	return (struct output_view *)(uintptr_t)v;
}

/* A line as cells, with tabs as far as they reach. */
static void
add_line(struct str *out, struct span line)
{
	while (line.s) {
		size_t from = out->n;
		struct span part = span_cut(&line, '\t');

		cells_add(out, part);
		if (line.s)
			str_fill(out, ' ',
			    (size_t)(TAB_CELLS - cells_width(span_from(
			                             str_span(out), from)) %
			                             TAB_CELLS));
	}
	str_addc(out, '\n');
}

static void
resize(struct view *v)
{
	struct output_view *o = self(v);
	struct span rest = str_span(&o->text);
	int width = v->cols - 2;

	o->list.n = 0;
	while (rest.n) {
		struct span line = span_cut(&rest, '\n');
		do {
			size_t n = width > 0 ? cells_fit(line, width, NULL) : 0;

			if (!n && line.n)
				n = cluster_end(line, 0);
			vec_room(&o->row, o->list.n, &o->cap);
			o->row[o->list.n++] = span_head(line, n);
			line = span_from(line, n);
		} while (line.n);
	}
	view_fit(v, &o->list, 0);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct output_view *o = self(v);
	int top = view_body_top(v);

	view_title(v, c, str_span(&o->title), (struct span){ 0 });
	for (int i = 0; i < o->list.rows; i++) {
		size_t at = o->list.top + (size_t)i;
		if (at >= o->list.n)
			break;
		canvas_cells(c, top + i, 1, c->cols - 2, o->row[at],
		    (struct ink){ .role = ROLE_TEXT });
		if (at == o->list.cur)
			view_cursor(v, c, top + i);
	}
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	return list_command(&self(v)->list, cmd, count) ? PAINT : PASS;
}

static enum reaction
click(struct view *v, int row)
{
	enum reaction r = view_click(v, &self(v)->list, row);

	return r == OPEN ? NOTHING : r;
}

static void
done(struct view *v)
{
	struct output_view *o = self(v);

	str_release(&o->title);
	str_release(&o->text);
	free(o->row);
	free(o);
}

static const enum ui_command hints[] = { CMD_BACK, CMD_HELP, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_OUTPUT,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.click = click,
	.hints = hints,
};

struct view *
output_new(struct ui *ui, struct span title, struct span text)
{
	struct output_view *o = xcalloc(1, sizeof(*o));

	o->v.ops = &ops;
	o->v.ui = ui;
	o->v.root = true;
	str_add(&o->title, title);
	while (text.n)
		add_line(&o->text, span_cut(&text, '\n'));
	return &o->v;
}
