#include "config.h"

#include "ui/rowplan.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "store/articles.h"
#include "ui/theme.h"

enum {
	SIGN_COL = 2,
	TIME_COL = 4,
	TIME_COLS = 7,
	TITLE_COL = TIME_COL + TIME_COLS + 1,
	SOURCE_COLS_MAX = 20,
	TITLE_COLS_MIN = 12 /* less is no title: the row is ours then */
};

/* What is known of the row that is being planned. */
struct planning {
	struct row_plan *plan;
	const struct headline *h;
	unsigned flags;
	const struct rowfmt *f;
	int cols;
};

static bool
is_gone(const struct planning *p)
{
	return (p->flags & FLAG_DELETED) && !p->f->trash;
}

/* --- what the letters stand for ------------------------------------------- */

static void
write_title(struct str *out, const struct planning *p)
{
	str_add(out, span_trim(p->h->title).n
	                 ? p->h->title
	                 : span_of(_("(without a title)")));
}

static void
write_source(struct str *out, const struct planning *p)
{
	if (p->f->source)
		str_add(out, p->h->source);
}

static void
write_time(struct str *out, const struct planning *p)
{
	rowfmt_time(out, p->h->when, p->f);
}

static void
write_sign(struct str *out, const struct planning *p)
{
	if (is_gone(p))
		str_addc(out, 'x');
	else if (p->flags & FLAG_STARRED)
		str_addc(out, '*');
	else if (p->flags & (FLAG_TAGGED | FLAG_NOTED | FLAG_LATER))
		str_addc(out, '+');
}

static void
write_unread(struct str *out, const struct planning *p)
{
	if (p->flags & FLAG_UNREAD)
		str_addc(out, 'N');
}

static void
write_id(struct str *out, const struct planning *p)
{
	str_printf(out, "%" PRId64, p->h->id);
}

static const struct letter {
	char letter;
	void (*write)(struct str *out, const struct planning *p);
	unsigned char role;
	int least; /* so many cells, though it is empty */
} letters[] = {
	{ 't', write_title, UI_READ, 0 },
	{ 'T', write_source, UI_SOURCE, 0 },
	{ 'D', write_time, UI_TIME, 0 },
	{ 'f', write_sign, UI_STAR, 1 },
	{ 'n', write_unread, UI_UNREAD, 1 },
	{ 'i', write_id, UI_QUIET, 0 },
};

/* rowformat has seen to it that there is one. */
static const struct letter *
letter_of(char letter)
{
	const struct letter *l = letters;

	while (l->letter != letter)
		l++;
	return l;
}

static unsigned char
role_of(const struct planning *p, const struct letter *l)
{
	if (l->letter == 'f' && is_gone(p))
		return UI_QUIET;
	if (l->letter != 't')
		return l->role;
	if (is_gone(p))
		return UI_QUIET;
	return p->flags & FLAG_UNREAD ? UI_UNREAD : UI_READ;
}

static bool
is_empty(const struct planning *p, char letter)
{
	struct str text = { 0 };
	bool empty;

	letter_of(letter)->write(&text, p);
	empty = !span_trim(str_span(&text)).n;
	str_release(&text);
	return empty;
}

/* --- pieces --------------------------------------------------------------- */

/* Adds one whose width is that of its text; its column is yet to be found. */
static struct row_piece *
add(struct planning *p, struct span text, unsigned char role)
{
	struct row_plan *plan = p->plan;
	struct row_piece *piece = &plan->piece[plan->n++];

	*piece = (struct row_piece){ .from = plan->cells.n, .role = role };
	cells_add(&plan->cells, text);
	piece->n = plan->cells.n - piece->from;
	piece->width =
	    cells_width(span_from(str_span(&plan->cells), piece->from));
	return piece;
}

static struct row_piece *
add_letter(struct planning *p, char letter)
{
	const struct letter *l = letter_of(letter);
	struct str text = { 0 };
	struct row_piece *piece;

	l->write(&text, p);
	piece = add(p, str_span(&text), role_of(p, l));
	if (piece->width < l->least)
		piece->width = l->least;
	str_release(&text);
	return piece;
}

/* The row as it is when nobody has said how. */
static void
plan_ours(struct planning *p)
{
	int most = p->cols / 4, end = p->cols - 1;
	struct row_piece *piece;

	if (most > SOURCE_COLS_MAX)
		most = SOURCE_COLS_MAX;
	if (p->f->source && p->h->source.n) {
		piece = add_letter(p, 'T');
		piece->col = end - most;
		piece->width = most;
		piece->right = true;
		end -= most + 2;
	}
	add_letter(p, 'f')->col = SIGN_COL;
	piece = add_letter(p, 'D');
	piece->col = TIME_COL;
	/* A date of the person's own has the room that it takes. */
	if (!p->f->date || !*p->f->date)
		piece->width = TIME_COLS;
	p->plan->title = p->plan->n;
	end -= piece->col + piece->width + 1;
	most = piece->col + piece->width + 1;
	piece = add_letter(p, 't');
	piece->col = most;
	piece->width = end > 0 ? end : 0;
}

static void
add_part(struct planning *p, const struct rowformat_part *part)
{
	struct row_piece *piece;

	if (part->test && is_empty(p, part->test) != part->lacking)
		return;
	if (part->kind != ROWFORMAT_FIELD) {
		piece = add(p, part->text, ROLE_TEXT);
		piece->fills = part->kind == ROWFORMAT_FILL;
		/* What stands at its sides never touches. */
		if (piece->fills)
			piece->width = 1;
		return;
	}
	/* The first title that has no width of its own takes what is left. */
	if (part->letter == 't' && p->plan->title == ROWPLAN_NO_TITLE)
		p->plan->title = p->plan->n;
	piece = add_letter(p, part->letter);
	if (part->width)
		piece->width = part->width > 0 ? part->width : -part->width;
	piece->right = part->width > 0;
}

/* Gives the title what the others leave, and the fills what it leaves; false:
 * that is too little. */
static bool
share_room(struct planning *p, bool title_has_width)
{
	struct row_plan *plan = p->plan;
	struct row_piece *title =
	    plan->title < plan->n ? &plan->piece[plan->title] : NULL;
	int left = p->cols - 2, col = 1;
	struct row_piece *fill = NULL;

	for (size_t i = 0; i < plan->n; i++) {
		left -= plan->piece[i].width;
		if (plan->piece[i].fills && !fill)
			fill = &plan->piece[i];
	}
	if (title && !title_has_width) {
		int room = left + title->width, wants = title->width;

		if (room < TITLE_COLS_MIN)
			return false;
		/* Behind it nothing moves: it keeps what it does not need. */
		title->width = fill && wants < room ? wants : room;
		left = room - title->width;
	}
	if (fill && left > 0)
		fill->width += left;
	for (size_t i = 0; i < plan->n; i++) {
		plan->piece[i].col = col;
		col += plan->piece[i].width;
	}
	return true;
}

static bool
plan_theirs(struct planning *p)
{
	const struct rowformat *format = &p->f->format;
	bool title_has_width = false;

	for (size_t i = 0; i < format->n; i++) {
		bool none = p->plan->title == ROWPLAN_NO_TITLE;

		add_part(p, &format->part[i]);
		if (none && p->plan->title != ROWPLAN_NO_TITLE)
			title_has_width = format->part[i].width != 0;
	}
	return share_room(p, title_has_width);
}

void
rowplan_make(struct row_plan *plan, const struct headline *h, unsigned flags,
    const struct rowfmt *f, int cols)
{
	struct planning p = { plan, h, flags, f, cols };

	plan->n = 0;
	plan->title = ROWPLAN_NO_TITLE;
	str_clear(&plan->cells);
	if (f->format.n && plan_theirs(&p))
		return;
	plan->n = 0;
	str_clear(&plan->cells);
	plan_ours(&p);
}

struct span
rowplan_text(const struct row_plan *p, size_t piece)
{
	const struct row_piece *it = &p->piece[piece];

	return span_head(span_from(str_span(&p->cells), it->from), it->n);
}

void
rowplan_release(struct row_plan *p)
{
	str_release(&p->cells);
}
