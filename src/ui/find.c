#include "config.h"

#include "ui/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "doc/bidi.h"
#include "store/match.h"

/* A justified blank has so many cells more. */
enum { BLANKS_MAX = 2 };

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

/* Where a piece of a line stands. */
struct place {
	const struct piece *piece;
	int col;
};

/* Turns what follows start round, marks kept behind what they stand on. */
static void
turn(struct letters *m, size_t start)
{
	struct letter *item = m->item ? m->item + start : NULL;
	size_t n = m->n - start, done = 0;
	struct letter *old = xreallocarray(NULL, n + 1, sizeof(*old));

	if (n)
		memcpy(old, item, n * sizeof(*old));
	for (size_t end = n; end > 0;) {
		size_t from = end - 1;

		/* The letters of one sign, and marks. */
		while (from > 0 &&
		       (!old[from].width || old[from].col == old[from - 1].col))
			from--;
		memcpy(item + done, old + from, (end - from) * sizeof(*old));
		done += end - from;
		end = from;
	}
	free(old);
}

/* Adds the letters that stand at a cell; blanks side by side are one, for a
 * justified line has more of them. */
static void
add_cell(struct letters *m, struct span one, bool turned, struct letter where)
{
	struct str plain = { 0 };
	uint32_t cp;

	utf8_next(one, 0, &cp);
	bidi_plain(&plain, cp, turned);
	for (size_t at = 0; at < plain.n;) {
		at += utf8_next(str_span(&plain), at, &cp);
		where.cp = utf8_lower(cp);
		if (cp == ' ' && m->n && m->item[m->n - 1].cp == ' ')
			continue;
		vec_room(&m->item, m->n, &m->cap);
		m->item[m->n++] = where;
	}
	str_release(&plain);
}

/* In the order in which it is read: where clusters were turned round, from
 * the last one on, each from its first sign on. */
static void
add_text(struct letters *m, struct span text, bool turned, size_t line, int col)
{
	size_t start = m->n;
	int end = col;

	for (size_t at = 0; at < text.n;) {
		uint32_t cp;
		size_t used = utf8_next(text, at, &cp);
		int width = cell_width(cp);

		add_cell(m, span_n(text.s + at, used), turned,
		    (struct letter){
		        .line = line, .col = end, .width = width });
		end += width;
		at += used;
	}
	if (turned)
		turn(m, start);
}

static void
add_line(struct letters *m, const struct line *line, size_t number)
{
	struct place *place =
	    xreallocarray(NULL, line->pieces + 1, sizeof(*place));
	int col = line->indent;
	bool divided = false;

	for (size_t i = 0; i < line->pieces; i++) {
		const struct piece *p = &line->piece[i];

		place[p->order] = (struct place){ p, col };
		col += p->width;
	}
	for (size_t i = 0; i < line->pieces; i++) {
		divided = place[i].piece->soft;
		if (!divided)
			add_text(m, place[i].piece->text,
			    place[i].piece->turned, number, place[i].col);
	}
	/* The end of a line is where a blank was, but within a word. */
	if (!divided)
		add_cell(m, SPAN(" "), false,
		    (struct letter){ .line = number, .col = col });
	free(place);
}

/* Whether a letter stands beside the cells of a hit; blanks may be wider than
 * the one that was counted. */
static bool
touches(const struct find_hit *hit, const struct letter *m)
{
	return m->col <= hit->col + hit->width + BLANKS_MAX &&
	       m->col + m->width + BLANKS_MAX >= hit->col;
}

static void
grow(struct find_hit *hit, const struct letter *m)
{
	int end = hit->col + hit->width;

	if (m->col + m->width > end)
		end = m->col + m->width;
	if (m->col < hit->col)
		hit->col = m->col;
	hit->width = end - hit->col;
}

/* Adds the cells of letters from to before end: a hit a line, or several
 * where one way of writing stands within another. */
static void
add_hit(struct find *f, const struct letter *from, const struct letter *end)
{
	for (const struct letter *m = from; m < end; m++) {
		struct find_hit *last = f->n ? &f->hit[f->n - 1] : NULL;
		if (last && last->match == f->matches &&
		    last->line == m->line && touches(last, m)) {
			grow(last, m);
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

	f->n = f->matches = 0;
	cells_add(&cells, span_trim(text));
	add_text(&what, str_span(&cells), false, 0, 0);
	for (size_t i = 0; what.n && i < l->n; i++)
		add_line(&all, &l->line[i], i);
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

/* Which part of an article a line is of. */
static unsigned
column_of(const struct line *line)
{
	if (line->pieces && line->piece[0].role == ROLE_HEADLINE)
		return COLUMN_TITLE;
	if (line->pieces && line->piece[0].role == ROLE_BYLINE)
		return COLUMN_AUTHOR;
	return COLUMN_BODY;
}

/* Adds what is sought in the letters, all of one column. */
static void
find_in_part(struct find *f, const struct letters *all,
    const struct filter *sought, unsigned column)
{
	/* byte[i]: where letter i begins in the text. */
	size_t *byte = xreallocarray(NULL, all->n + 1, sizeof(*byte));
	struct match_marks marks = { 0 };
	struct match_text words = { 0 };
	struct str text = { 0 };
	size_t from = 0, end;

	for (size_t i = 0; i < all->n; i++) {
		byte[i] = text.n;
		utf8_add(&text, all->item[i].cp);
	}
	byte[all->n] = text.n;
	match_add(&words, str_span(&text), column);
	match_marks(&marks, &words, sought->root, column);
	for (size_t i = 0; i < marks.n; i++) {
		while (from < all->n && byte[from] < marks.mark[i].from)
			from++;
		for (end = from; end < all->n && byte[end] < marks.mark[i].to;)
			end++;
		if (end > from)
			add_hit(f, &all->item[from], &all->item[end]);
		from = end;
	}
	match_marks_release(&marks);
	match_release(&words);
	str_release(&text);
	free(byte);
}

void
find_sought(struct find *f, const struct layout *l, const struct filter *sought)
{
	struct letters part = { 0 };

	f->n = f->matches = 0;
	for (size_t i = 0; sought->root && i < l->n; i++) {
		unsigned column = column_of(&l->line[i]);

		add_line(&part, &l->line[i], i);
		if (i + 1 < l->n && column_of(&l->line[i + 1]) == column)
			continue;
		find_in_part(f, &part, sought, column);
		part.n = 0;
	}
	free(part.item);
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
