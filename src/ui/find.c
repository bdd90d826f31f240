#include "config.h"

#include "ui/find.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "base/vec.h"

/* A folded character and where it stands. */
struct letter {
	uint32_t cp;
	size_t line;
	int col, width;
};

struct letters {
	struct letter *item;
	size_t n, cap;
};

static uint32_t
fold(struct span one, uint32_t cp)
{
	struct str folded = { 0 };
	uint32_t out = cp;

	utf8_fold(&folded, one);
	if (folded.n)
		utf8_next(str_span(&folded), 0, &out);
	str_release(&folded);
	return out;
}

static void
add_text(struct letters *m, struct span text, size_t line, int *col)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t cp;
		size_t used = utf8_next(text, at, &cp);
		int width = cell_width(cp);
		vec_room(&m->item, m->n, &m->cap);
		m->item[m->n++] =
		    (struct letter){ fold(span_n(text.s + at, used), cp), line,
			    *col, width };
		*col += width;
		at += used;
	}
}

static void
add_lines(struct letters *m, const struct layout *l)
{
	for (size_t i = 0; i < l->n; i++) {
		int col = l->line[i].indent;
		for (size_t p = 0; p < l->line[i].pieces; p++)
			add_text(m, l->line[i].piece[p].text, i, &col);
		/* The end of a line is where a blank was. */
		vec_room(&m->item, m->n, &m->cap);
		m->item[m->n++] = (struct letter){ ' ', i, col, 0 };
	}
}

/* Adds the cells of marks from to before end, a hit a line. */
static void
add_hit(struct find *f, const struct letter *from, const struct letter *end)
{
	for (const struct letter *m = from; m < end; m++) {
		struct find_hit *last = f->n ? &f->hit[f->n - 1] : NULL;
		if (last && last->match == f->matches &&
		    last->line == m->line) {
			last->width = m->col + m->width - last->col;
			continue;
		}
		vec_room(&f->hit, f->n, &f->cap);
		f->hit[f->n++] =
		    (struct find_hit){ f->matches, m->line, m->col, m->width };
	}
	f->matches++;
}

void
find_in(struct find *f, const struct layout *l, struct span text)
{
	struct letters all = { 0 }, what = { 0 };
	struct str cells = { 0 };
	int col = 0;

	f->n = f->matches = 0;
	cells_add(&cells, span_trim(text));
	add_text(&what, str_span(&cells), 0, &col);
	if (what.n)
		add_lines(&all, l);
	for (size_t i = 0; what.n && i + what.n <= all.n;) {
		size_t k = 0;
		while (k < what.n && all.item[i + k].cp == what.item[k].cp)
			k++;
		if (k < what.n) {
			i++;
			continue;
		}
		add_hit(f, &all.item[i], &all.item[i + what.n]);
		i += what.n;
	}
	str_release(&cells);
	free(all.item);
	free(what.item);
}

const struct find_hit *
find_match(const struct find *f, size_t match)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->hit[i].match == match)
			return &f->hit[i];
	return NULL;
}

void
find_release(struct find *f)
{
	free(f->hit);
	*f = (struct find){ 0 };
}
