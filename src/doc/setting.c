#include "config.h"

#include "doc/setting.h"

#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"

/* What is no piece of text is blanks. */
static const char blank_text[] = "                                "
                                 "                                ";
enum { BLANKS = sizeof(blank_text) - 1 };

int
setting_width(const struct setting *s)
{
	int width = s->ask->width - s->left - s->right;

	return width > 1 ? width : 1;
}

void
setting_block(struct setting *s, const struct block *b)
{
	if (s->block == b)
		return;
	s->block = b;
	s->line_of_block = 0;
}

void
setting_gap(struct setting *s)
{
	if (!s->l->n)
		return;
	s->gap = true;
	if (s->gap_hangs > s->hangs)
		s->gap_hangs = s->hangs;
}

static void
take_room(struct setting *s)
{
	s->left = s->right = 0;
	for (int i = 0; i < s->hangs; i++) {
		const struct hang *h = &s->hang[i];

		if (h->how & HANG_RIGHT)
			s->right = h->at + h->width;
		else
			s->left = h->at + h->width;
	}
}

void
hang_push(struct setting *s, struct span text, int width, enum role role,
    unsigned how)
{
	bool right = how & HANG_RIGHT;
	int at = right ? s->right : s->left;
	int most = s->ask->width / 2 - width - (right ? s->left : s->right);
	struct str cells = { 0 };
	struct hang *h;

	if (s->hangs == HANGS_MAX)
		return;
	if (at > most)
		at = most > 0 ? most : 0;
	h = &s->hang[s->hangs++];
	*h =
	    (struct hang){ .at = at, .width = width, .role = role, .how = how };
	cells_add(&cells, text);
	h->text = span_keep(s->l->mem, str_span(&cells));
	str_release(&cells);
	take_room(s);
}

void
hang_pop(struct setting *s)
{
	if (s->hangs)
		s->hangs--;
	if (s->gap_hangs > s->hangs)
		s->gap_hangs = s->hangs;
	take_room(s);
}

/* --- lines -------------------------------------------------------------- */

static void
add_piece(struct setting *s, const struct piece *piece)
{
	vec_room(&s->piece, s->pieces, &s->cap);
	s->piece[s->pieces++] = *piece;
}

/* Blanks before the first piece are the line's indent. */
static void
settle_blanks(struct setting *s)
{
	if (!s->pieces)
		s->indent = s->blanks;
	for (; s->pieces && s->blanks > 0; s->blanks -= BLANKS) {
		int n = s->blanks < BLANKS ? s->blanks : BLANKS;
		struct piece piece = { .text = span_n(blank_text, (size_t)n),
			.width = n };

		add_piece(s, &piece);
	}
	s->blanks = 0;
}

void
line_piece(struct setting *s, const struct piece *piece)
{
	settle_blanks(s);
	add_piece(s, piece);
	s->col += piece->width;
}

/* Blanks up to a column of the page. */
static void
pad_to(struct setting *s, int col)
{
	if (col <= s->col)
		return;
	s->blanks += col - s->col;
	s->col = col;
}

void
line_to(struct setting *s, int x)
{
	pad_to(s, s->left + x);
}

/* The next one inward on the same side, of the first n; NULL: none. */
static const struct hang *
inward(const struct setting *s, int i, int n)
{
	unsigned side = s->hang[i].how & HANG_RIGHT;

	while (++i < n)
		if ((s->hang[i].how & HANG_RIGHT) == side)
			return &s->hang[i];
	return NULL;
}

/* Draws the i-th of n; where hangs moved together, the inner one covers the
 * outer. */
static void
draw_hang(struct setting *s, int i, int n, bool only_bars)
{
	struct hang *h = &s->hang[i];
	const struct hang *inner = inward(s, i, n);
	bool every = h->how & HANG_EVERY;
	int at = h->how & HANG_RIGHT ? s->ask->width - h->at - h->width : h->at;
	struct piece piece = {
		.text = h->text, .width = cells_width(h->text), .role = h->role
	};

	if (!h->text.n || (h->shown && !every) || (only_bars && !every) ||
	    s->col > at || (inner && inner->at < h->at + h->width))
		return;
	pad_to(s, at);
	line_piece(s, &piece);
	h->shown = true;
}

static void
draw_left(struct setting *s, int n, bool only_bars)
{
	for (int i = 0; i < n; i++)
		if (!(s->hang[i].how & HANG_RIGHT))
			draw_hang(s, i, n, only_bars);
}

static void
draw_right(struct setting *s, int n, bool only_bars)
{
	for (int i = n - 1; s->right && i >= 0; i--)
		if (s->hang[i].how & HANG_RIGHT)
			draw_hang(s, i, n, only_bars);
}

static void
begin_line(struct setting *s)
{
	s->pieces = 0;
	s->indent = s->blanks = s->col = 0;
}

static struct line *
end_line(struct setting *s)
{
	struct layout *l = s->l;
	struct line *line;

	if (!s->pieces)
		s->indent = 0;
	vec_room(&l->line, l->n, &l->cap);
	line = &l->line[l->n++];
	*line = (struct line){
		.piece = arena_array(l->mem, s->pieces, sizeof(*s->piece)),
		.pieces = s->pieces,
		.indent = s->indent,
		.block = s->block,
		.line_of_block = s->line_of_block++,
	};
	if (s->pieces)
		memcpy(line->piece, s->piece, s->pieces * sizeof(*s->piece));
	return line;
}

struct line *
line_close(struct setting *s)
{
	draw_right(s, s->hangs, false);
	return end_line(s);
}

/* The blank line belongs to what stands above it. */
static void
set_gap(struct setting *s)
{
	const struct line *above = &s->l->line[s->l->n - 1];
	const struct block *block = s->block;
	int line_of_block = s->line_of_block;

	s->block = above->block;
	s->line_of_block = above->line_of_block + 1;
	begin_line(s);
	draw_left(s, s->gap_hangs, true);
	draw_right(s, s->gap_hangs, true);
	end_line(s);
	s->line_of_block = block == s->block ? s->line_of_block : line_of_block;
	s->block = block;
}

void
line_open(struct setting *s)
{
	if (s->gap)
		set_gap(s);
	s->gap = false;
	s->gap_hangs = s->hangs;
	begin_line(s);
	draw_left(s, s->hangs, false);
	line_to(s, 0);
}

/* --- paragraphs --------------------------------------------------------- */

/* Line, which is a part of f's text, as pieces by its segments. */
static void
add_pieces(struct setting *s, struct flow *f, struct span line)
{
	const struct para *p = f->p;
	size_t at = (size_t)(line.s - f->wrap.text.s), end = at + line.n;

	while (f->seg + 1 < p->segs && p->seg[f->seg + 1].from <= at)
		f->seg++;
	while (at < end) {
		const struct seg *seg = &p->seg[f->seg];
		bool last =
		    f->seg + 1 == p->segs || p->seg[f->seg + 1].from >= end;
		size_t to = last ? end : p->seg[f->seg + 1].from;
		struct piece piece = {
			.text = span_n(f->wrap.text.s + at, to - at),
			.role = seg->role,
			.style = seg->style,
			.link = seg->link,
		};

		piece.width = cells_width(piece.text);
		if (piece.text.n)
			line_piece(s, &piece);
		at = to;
		if (!last)
			f->seg++;
	}
}

bool
flow_line(struct setting *s, struct flow *f, int width, enum cell_align align)
{
	int from = s->col - s->left, cells, room;
	struct span line;

	if (!wrap_next(&f->wrap, width, &line, &cells))
		return false;
	room = width > cells ? width - cells : 0;
	if (align == ALIGN_END)
		line_to(s, from + room);
	else if (align == ALIGN_CENTER)
		line_to(s, from + room / 2);
	add_pieces(s, f, line);
	return true;
}

void
setting_para(
    struct setting *s, const struct para *p, int width, enum cell_align align)
{
	struct flow f;

	flow_begin(&f, p, span_keep(s->l->mem, str_span(&p->text)));
	while (f.wrap.at < f.wrap.text.n) {
		struct span rest = span_from(f.wrap.text, f.wrap.at);

		if (!span_trim(rest).n)
			break;
		line_open(s);
		flow_line(s, &f, width, align);
		line_close(s);
	}
	flow_end(&f);
}
