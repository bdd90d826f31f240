#include "config.h"

#include "ui/snippet.h"

#include "base/utf8.h"
#include "store/heading.h"
#include "ui/theme.h"

/* What takes more bytes than cells gets more bytes when so much of the width
 * would stay empty. */
enum { EMPTY_OF = 4 };

static int
cells_of(struct span text)
{
	struct str cells = { 0 };
	int n;

	cells_add(&cells, text);
	n = cells_width(str_span(&cells));
	str_release(&cells);
	return n;
}

/* As long as the width lets it be: how many bytes that are, tells a first
 * one. */
static void
make(struct snippet *p, const struct article *a)
{
	const struct filter_node *root = p->filter->root;
	size_t bytes = (size_t)p->width;
	int used;

	if (!heading_snippet(&p->text, &p->marks, root, a, bytes))
		return;
	used = cells_of(str_span(&p->text));
	if (used <= 0 || used > p->width - p->width / EMPTY_OF)
		return;
	bytes = p->text.n * (size_t)p->width / (size_t)used;
	heading_snippet(&p->text, &p->marks, root, a, bytes);
}

void
snippet_look(struct snippet *p, struct store *s, const struct scope *scope,
    int64_t now, int64_t id, int width)
{
	struct article *a;

	if (p->id == id && p->width == width)
		return;
	snippet_spoil(p);
	p->id = id;
	p->width = width;
	if (!p->tried)
		p->filter = filter_parse(
		    span_of(scope->search), now, scope->unfinished, NULL);
	p->tried = true;
	if (!p->filter || !p->filter->root || width <= 0)
		return;
	a = article_load(s, id, NULL);
	if (a)
		make(p, a);
	article_free(a);
}

void
snippet_spoil(struct snippet *p)
{
	p->id = 0;
	p->marks.n = 0;
	str_clear(&p->text);
}

/* Draws a part from `at` on; where the next one begins. */
static int
draw_part(struct canvas *c, int row, int at, struct span text, struct ink ink)
{
	int room = c->cols - 1 - at, wide = cells_of(text);

	if (room <= 0)
		return at;
	canvas_text(c, row, at, room, text, ink);
	return at + (wide < room ? wide : room);
}

bool
snippet_draw(const struct snippet *p, struct canvas *c, int row, int col)
{
	struct ink ink = { .role = UI_SUMMARY };
	struct ink hit = { .role = ROLE_TEXT,
		.style = STYLE_BOLD | STYLE_UNDERLINE };
	struct span text = str_span(&p->text);
	size_t at = 0;

	if (!text.n)
		return false;
	/* Its parts would stand in the order of their bytes. */
	if (c->sheet->bidi && utf8_is_rtl(text)) {
		canvas_text(c, row, col, c->cols - 1 - col, text, ink);
		return true;
	}
	for (size_t i = 0; i < p->marks.n; i++) {
		const struct match_mark *m = &p->marks.mark[i];

		col = draw_part(
		    c, row, col, span_n(text.s + at, m->from - at), ink);
		col = draw_part(c, row, col,
		    span_n(text.s + m->from, m->to - m->from), hit);
		at = m->to;
	}
	draw_part(c, row, col, span_from(text, at), ink);
	return true;
}

void
snippet_release(struct snippet *p)
{
	filter_free(p->filter);
	str_release(&p->text);
	match_marks_release(&p->marks);
	*p = (struct snippet){ 0 };
}
