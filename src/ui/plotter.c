#include "config.h"

#include "ui/plotter.h"

#include "pict/kitty.h"

void
plotter_release(struct plotter *p)
{
	for (size_t i = 0; i < PLOTTER_PLATES; i++)
		sixel_release(&p->made[i].sixel);
	*p = (struct plotter){ 0 };
}

void
plotter_forget(struct plotter *p)
{
	p->n = 0;
	for (size_t i = 0; i < sizeof(p->sent) / sizeof(*p->sent); i++)
		p->sent[i] = 0;
}

/* Nothing lies over it: all its cells are its own. */
static bool
is_whole(const struct sheet *s, size_t number)
{
	const struct sheet_plate *plate = &s->plate[number - 1];

	for (int y = plate->row; y < plate->row + plate->rows; y++)
		for (int x = plate->col; x < plate->col + plate->cols; x++) {
			const struct glyph *g = sheet_at(s, y, x);

			if (!g || g->plate != number)
				return false;
		}
	return true;
}

static bool
same_plate(const struct sheet_plate *a, const struct sheet_plate *b)
{
	return a->key == b->key && a->row == b->row && a->col == b->col &&
	       a->rows == b->rows && a->cols == b->cols && a->first == b->first;
}

static void
send(struct plotter *p, const struct sheet_plate *plate, struct str *out)
{
	if (p->sent[plate->id] == plate->key)
		return;
	kitty_add(out, plate->pixels, plate->id, plate->cols, plate->all_rows);
	p->sent[plate->id] = plate->key;
	p->any_sent = true;
}

/* Whether what is on the terminal stays where it is. */
static bool
stays(const struct sheet_plate *plate, const struct sheet_plate *next, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same_plate(plate, &next[i]))
			return true;
	return false;
}

void
plotter_before(struct plotter *p, const struct sheet *sheet, struct str *out,
    void (*wipe)(int row, int rows))
{
	struct sheet_plate next[PLOTTER_PLATES];
	size_t n = 0;

	for (size_t i = 0; i < sheet->plates; i++) {
		const struct sheet_plate *plate = &sheet->plate[i];

		if (plate->id)
			send(p, plate, out);
		else if (n < PLOTTER_PLATES && is_whole(sheet, i + 1))
			next[n++] = *plate;
	}
	for (size_t i = 0; i < p->n; i++)
		if (!stays(&p->shown[i], next, n))
			wipe(p->shown[i].row, p->shown[i].rows);
	for (size_t i = 0; i < n; i++)
		p->moved[i] = !stays(&next[i], p->shown, p->n);
	/* What is wiped takes with it what stands beside it. */
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < n && !stays(&p->shown[i], next, n); k++)
			if (next[k].row < p->shown[i].row + p->shown[i].rows &&
			    p->shown[i].row < next[k].row + next[k].rows)
				p->moved[k] = true;
	for (size_t i = 0; i < n; i++)
		p->shown[i] = next[i];
	p->n = n;
}

bool
plotter_prints(const struct plotter *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->moved[i])
			return true;
	return false;
}

/* The picture in its few colours: made once while it is looked at. */
static const struct sixel *
sixel_of(struct plotter *p, const struct sheet_plate *plate)
{
	size_t oldest = 0;

	for (size_t i = 0; i < PLOTTER_PLATES; i++) {
		if (p->made[i].sixel.index && p->made[i].key == plate->key) {
			p->made[i].used = ++p->clock;
			return &p->made[i].sixel;
		}
		if (p->made[i].used < p->made[oldest].used)
			oldest = i;
	}
	sixel_release(&p->made[oldest].sixel);
	sixel_make(&p->made[oldest].sixel, plate->pixels,
	    p->colours > 1 && p->colours < SIXEL_COLOURS_MAX
	        ? p->colours
	        : SIXEL_COLOURS_MAX);
	p->made[oldest].key = plate->key;
	p->made[oldest].used = ++p->clock;
	return &p->made[oldest].sixel;
}

void
plotter_after(struct plotter *p, struct str *out)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct sheet_plate *plate = &p->shown[i];
		const struct sixel *s;
		int from, end;

		if (!p->moved[i])
			continue;
		s = sixel_of(p, plate);
		from = plate->first * s->height / plate->all_rows;
		end =
		    (plate->first + plate->rows) * s->height / plate->all_rows;
		/* The cursor returns to where curses thinks that it is. */
		str_printf(
		    out, "\0337\033[%d;%dH", plate->row + 1, plate->col + 1);
		sixel_add(out, s, from, end);
		str_lit(out, "\0338");
		p->moved[i] = false;
	}
}

void
plotter_end(struct plotter *p, struct str *out)
{
	if (p->any_sent)
		kitty_forget(out);
	p->any_sent = false;
}
