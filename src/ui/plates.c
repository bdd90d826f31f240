#include "config.h"

#include "ui/plates.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "pict/kitty.h"

static struct album_ask
ask_for(const struct story *s, const struct ui *ui, const struct line *line)
{
	return (struct album_ask){
		.article = s->article->id,
		.options = view_options(ui, s->article->feed_url),
		.url = line->figure->url,
		.cols = line->picture_cols,
		.rows = line->picture_rows,
	};
}

/* The pictures of lines from..end. */
static void
want(const struct story *s, struct ui *ui, size_t from, size_t end)
{
	const struct figure *last = NULL;

	for (size_t i = from; i < end && i < s->layout->n; i++) {
		const struct line *line = &s->layout->line[i];
		struct album_ask ask;

		if (!line->figure || line->figure == last)
			continue;
		last = line->figure;
		ask = ask_for(s, ui, line);
		album_want(ui->album, &ask);
	}
}

/* For whoever wants to see it large. */
static void
note_seen(const struct story *s, struct ui *ui, size_t top, size_t rows)
{
	for (size_t i = top; i < top + rows && i < s->layout->n; i++) {
		const struct figure *f = s->layout->line[i].figure;

		if (f) {
			ui->album->seen = span_hash(f->url);
			return;
		}
	}
}

bool
plates_toggle(struct ui *ui)
{
	if (!ui->album)
		return false;
	ui->album->hidden = !ui->album->hidden;
	talk_say(ui->talk, "%s",
	    ui->album->hidden ? _("Without pictures") : _("With pictures"));
	return true;
}

void
plates_look(
    const struct story *s, struct ui *ui, size_t top, size_t rows, bool opened)
{
	if (!ui->album || !s->article || !s->layout || !opened)
		return;
	note_seen(s, ui, top, rows);
	want(s, ui, top, top + rows);
	want(s, ui, 0, s->layout->n);
}

/* "broken", behind the words that stand in the picture's place. */
static void
draw_why(const struct ui *ui, struct canvas *c, int row, int left,
    const struct line *line)
{
	const char *why = album_why(ui->album, line->figure->url);
	int col = left + line->indent;

	if (!why || line->picture_row != line->picture_rows - 1)
		return;
	for (size_t i = 0; i < line->pieces; i++)
		col += line->piece[i].width;
	canvas_text(c, row, line->pieces ? col + 2 : left + line->picture_left,
	    c->cols, span_of(_(why)), (struct ink){ .role = ROLE_CREDIT });
}

void
plates_row(const struct ui *ui, struct canvas *c, int row, int col,
    const struct album_ask *ask, const struct mosaic *m, int at)
{
	struct sheet_plate plate = {
		.cols = m->cols, .first = at, .all_rows = m->rows
	};

	plate.pixels = album_pixels(ui->album, ask, m, &plate.key, &plate.id);
	for (int i = 0; i < m->cols; i++) {
		const struct mosaic_cell *cell = &m->cell[at * m->cols + i];
		char sign[16];

		/* Their place is told by a sign, their picture by a colour. */
		if (plate.pixels && plate.id) {
			kitty_sign(sign, at, i);
			canvas_paint(c, row, col + i, sign, plate.id, -1);
		} else {
			canvas_paint(c, row, col + i, mosaic_sign(cell->sign),
			    cell->fg, cell->bg);
		}
	}
	if (plate.pixels)
		canvas_plate(c, row, col, &plate);
}

bool
plates_draw(const struct story *s, const struct ui *ui, struct canvas *c,
    int row, int left, const struct line *line)
{
	const struct mosaic *m;
	struct album_ask ask;
	int at;

	if (!line->figure || !ui->album || !s->article)
		return false;
	ask = ask_for(s, ui, line);
	m = album_mosaic(ui->album, &ask);
	if (!m) {
		draw_why(ui, c, row, left, line);
		return false;
	}
	/* Right above its caption, whatever the place was made for. */
	at = line->picture_row - (line->picture_rows - m->rows);
	if (at >= 0)
		plates_row(ui, c, row, left + line->picture_left, &ask, m, at);
	return true;
}
