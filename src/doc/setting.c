#include "config.h"

#include "doc/setting.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "doc/bidi.h"

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
	if (!s->pieces && s->blanks)
		s->indent = s->blanks;
	for (; s->pieces && s->blanks > 0; s->blanks -= BLANKS) {
		int n = s->blanks < BLANKS ? s->blanks : BLANKS;
		struct piece piece = { .text = span_n(blank_text, (size_t)n),
			.width = n,
			.order = (unsigned)s->pieces };

		add_piece(s, &piece);
	}
	s->blanks = 0;
}

void
line_piece(struct setting *s, const struct piece *piece)
{
	settle_blanks(s);
	add_piece(s, piece);
	s->piece[s->pieces - 1].order = (unsigned)s->pieces - 1;
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

/* Where the part of f's text from byte `at` on ends that is set alike. */
static size_t
stretch_end(const struct flow *f, size_t at, size_t end)
{
	const struct para *p = f->p;
	size_t to = end;

	if (f->seg + 1 < p->segs && p->seg[f->seg + 1].from < end)
		to = p->seg[f->seg + 1].from;
	if (!f->level)
		return to;
	for (size_t i = at; i < to; i++)
		if (f->level[i] != f->level[at])
			return i;
	return to;
}

/* Line, which is a part of f's text, in parts as they are read. */
static void
cut_line(struct setting *s, struct flow *f, struct span line)
{
	const struct para *p = f->p;
	size_t at = (size_t)(line.s - f->wrap.text.s), end = at + line.n;

	s->stretches = 0;
	while (at < end) {
		struct stretch *part;
		size_t to;

		while (f->seg + 1 < p->segs && p->seg[f->seg + 1].from <= at)
			f->seg++;
		to = stretch_end(f, at, end);
		vec_room(&s->stretch, s->stretches, &s->stretch_cap);
		part = &s->stretch[s->stretches++];
		*part = (struct stretch){
			.text = span_n(f->wrap.text.s + at, to - at),
			.seg = &p->seg[f->seg],
			.level = f->level ? f->level[at] : 0,
		};
		at = to;
	}
}

/* The hyphen of a word that the line divides. */
static void
add_hyphen(struct setting *s)
{
	struct stretch hyphen = s->stretch[s->stretches - 1];

	hyphen.text = SPAN("-");
	hyphen.soft = true;
	hyphen.more = 0;
	vec_room(&s->stretch, s->stretches, &s->stretch_cap);
	s->stretch[s->stretches++] = hyphen;
}

static void
add_stretch(struct setting *s, const struct stretch *part, unsigned order)
{
	struct piece piece = {
		.text = part->text,
		.role = part->seg->role,
		.style = part->seg->style,
		.link = part->seg->link,
		.soft = part->soft,
		.turned = part->level & 1,
	};

	if (piece.turned || part->more) {
		struct str *text = &s->stretched;

		str_clear(text);
		/* What widens the blank at its end stands at the left of what
		 * is turned. */
		if (piece.turned) {
			str_fill(text, ' ', (size_t)part->more);
			bidi_turn(text, part->text);
		} else {
			str_add(text, part->text);
			str_fill(text, ' ', (size_t)part->more);
		}
		piece.text = span_keep(s->l->mem, str_span(text));
	}
	piece.width = cells_width(piece.text);
	line_piece(s, &piece);
	s->piece[s->pieces - 1].order = order;
}

/* The parts of the line as pieces, from left to right. */
static void
add_stretches(struct setting *s, bool bidi)
{
	size_t n = s->stretches;
	size_t *order = bidi ? xreallocarray(NULL, n, sizeof(*order)) : NULL;
	unsigned char *level = bidi ? xmalloc(n) : NULL;
	unsigned first;

	for (size_t i = 0; bidi && i < n; i++)
		level[i] = s->stretch[i].level;
	if (bidi)
		bidi_order(level, order, n);
	settle_blanks(s);
	first = (unsigned)s->pieces;
	for (size_t i = 0; i < n; i++) {
		size_t at = bidi ? order[i] : i;

		add_stretch(s, &s->stretch[at], first + (unsigned)at);
	}
	free(level);
	free(order);
}

/* --- justified lines ---------------------------------------------------- */

enum { WIDEN_MAX = 2 }; /* blanks that one may become more */

/* Blanks of the line; 0 when it holds signs of two cells, whose scripts know
 * no blanks between words. */
static size_t
gaps_of(struct span line)
{
	size_t gaps = 0;
	uint32_t cp;

	for (size_t at = 0; at < line.n;) {
		at += utf8_next(line, at, &cp);
		gaps += cp == ' ';
		if (cell_width(cp) > 1)
			return 0;
	}
	return gaps;
}

/* Cuts the parts behind each blank and says how much that one widens: room
 * cells, spread evenly over all. */
static void
widen_gaps(struct setting *s, size_t gaps, size_t room)
{
	struct stretch *old = s->stretch;
	size_t n = s->stretches, seen = 0;

	s->stretch = NULL;
	s->stretches = s->stretch_cap = 0;
	for (size_t i = 0; i < n; i++) {
		struct span rest = old[i].text;

		while (rest.n) {
			size_t end = span_chr(rest, ' ');
			struct stretch part = old[i];

			if (end < rest.n) {
				end++;
				seen++;
				part.more = (int)(room * seen / gaps -
				                  room * (seen - 1) / gaps);
			}
			part.text = span_head(rest, end);
			rest = span_from(rest, end);
			vec_room(&s->stretch, s->stretches, &s->stretch_cap);
			s->stretch[s->stretches++] = part;
		}
	}
	free(old);
}

/* Fills the line up when that is asked for and no blank becomes too wide; the
 * last line, and one that ends where the text says so, stay ragged. */
static bool
justify(struct setting *s, const struct flow *f, struct span line, int room)
{
	const struct wrap *w = &f->wrap;
	size_t gaps;

	if (!f->p->justify || room <= 0 || w->text.s[w->at - 1] == '\n' ||
	    !span_trim(span_from(w->text, w->at)).n)
		return false;
	gaps = gaps_of(line);
	if (!gaps || (size_t)room > gaps * WIDEN_MAX)
		return false;
	widen_gaps(s, gaps, (size_t)room);
	return true;
}

bool
flow_line(struct setting *s, struct flow *f, int width, enum cell_align align)
{
	int from = s->col - s->left, cells, room;
	struct span line;

	if (!wrap_next(&f->wrap, width, &line, &cells))
		return false;
	room = width > cells ? width - cells : 0;
	cut_line(s, f, line);
	if (justify(s, f, line, room))
		room = 0;
	if (f->wrap.hyphen && s->stretches)
		add_hyphen(s);
	if (align == ALIGN_END)
		line_to(s, from + room);
	else if (align == ALIGN_CENTER)
		line_to(s, from + room / 2);
	add_stretches(s, f->level && s->stretches);
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
