#include "config.h"

#include "ui/wide.h"

#include "base/utf8.h"
#include "ui/theme.h"

int
wide_end(const struct line *line)
{
	int end = line->indent;

	if (!line->block || line->block->kind != BLOCK_PRE)
		return 0;
	for (size_t i = 0; i < line->pieces; i++)
		end += line->piece[i].width;
	return end;
}

int
wide_beyond(const struct layout *l, int room)
{
	int most = 0;

	for (size_t i = 0; l && i < l->n; i++) {
		int end = wide_end(&l->line[i]);

		most = end - room > most ? end - room : most;
	}
	return most;
}

void
wide_draw(struct canvas *c, int row, int col, const struct piece *p, int shift,
    bool ascii)
{
	struct ink ink = { .role = ROLE_CODE,
		.style = (unsigned short)p->style };
	struct ink sign = { .role = UI_QUIET };
	int skipped, room = c->cols - col;
	size_t skip = cells_fit(p->text, shift, &skipped);

	canvas_cells(c, row, col, room, span_from(p->text, skip), ink);
	if (skipped)
		canvas_fill(c, row, col, 1, ascii ? "<" : "‹", sign);
	if (p->width - skipped > room)
		canvas_fill(c, row, c->cols - 1, 1, ascii ? ">" : "›", sign);
}
