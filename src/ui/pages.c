#include "config.h"

#include "ui/pages.h"

#include <stdbool.h>
#include <stdint.h>

/* More lines stay when that leaves nothing alone. */
enum { LOOK_BACK = 2 };

static const size_t none = SIZE_MAX;

static bool
is_blank(const struct layout *l, size_t i)
{
	return l->line[i].pieces == 0 && !l->line[i].figure;
}

static bool
is_heading(const struct layout *l, size_t i)
{
	const struct block *b = l->line[i].block;

	return b && b->kind == BLOCK_HEADING;
}

/* The first of the lines of a block that line i belongs to. */
static size_t
block_start(const struct layout *l, size_t i)
{
	while (i > 0 && l->line[i - 1].block == l->line[i].block &&
	       l->line[i].line_of_block > 0)
		i--;
	return i;
}

/* The heading right above line i, or i. */
static size_t
with_heading(const struct layout *l, size_t i)
{
	size_t above = i;

	while (above > 0 && is_blank(l, above - 1))
		above--;
	return above > 0 && is_heading(l, above - 1) ? block_start(l, above - 1)
	                                             : i;
}

static bool
goes_on(const struct layout *l, size_t i)
{
	return i + 1 < l->n && l->line[i + 1].block == l->line[i].block &&
	       !is_blank(l, i + 1);
}

/* What stands alone at the lower edge of a screen whose last line is `last`:
 * its first line, or none. */
static size_t
left_alone(const struct layout *l, size_t last)
{
	const struct line *line;

	if (last + 1 >= l->n)
		return none;
	while (last > 0 && is_blank(l, last))
		last--;
	line = &l->line[last];
	if (is_heading(l, last))
		return block_start(l, last);
	if (line->figure)
		return line->picture_row + 1 < line->picture_rows
		           ? last - (size_t)line->picture_row
		           : none;
	if (line->block && line->line_of_block == 0 && goes_on(l, last))
		return with_heading(l, last);
	return none;
}

size_t
pages_next(const struct layout *l, size_t top, size_t rows)
{
	size_t alone, next;

	if (rows <= 2 * (PAGES_OVERLAP + LOOK_BACK))
		return top + (rows > PAGES_OVERLAP ? rows - PAGES_OVERLAP : 1);
	alone = left_alone(l, top + rows - 1);
	if (alone != none && alone > top + rows / 3)
		return alone;
	next = top + rows - PAGES_OVERLAP;
	for (size_t back = 0; back <= LOOK_BACK; back++)
		if (left_alone(l, next - back + rows - 1) == none)
			return next - back;
	return next;
}

/* Does the upper edge of a screen that begins with line i part it from what
 * it belongs to, or waste a line? */
static bool
cut_off(const struct layout *l, size_t i)
{
	const struct line *line = &l->line[i];

	if (line->figure)
		return line->picture_row > 0;
	return is_blank(l, i) || (line->line_of_block > 0 && !goes_on(l, i));
}

size_t
pages_previous(const struct layout *l, size_t top, size_t rows)
{
	size_t by = rows > PAGES_OVERLAP ? rows - PAGES_OVERLAP : 1;
	size_t to;

	if (top <= by)
		return 0;
	to = top - by;
	if (rows <= 2 * (PAGES_OVERLAP + LOOK_BACK) || to >= l->n)
		return to;
	/* No line is passed over: PAGES_OVERLAP lines are there to spare. */
	for (size_t step = 0; step <= PAGES_OVERLAP; step++) {
		if (to >= step && !cut_off(l, to - step))
			return to - step;
		if (to + step < l->n && !cut_off(l, to + step))
			return to + step;
	}
	return to;
}

static size_t
steps_of(int count)
{
	return count > 0 ? (size_t)count : 1;
}

size_t
pages_move(const struct layout *l, size_t top, size_t rows,
    enum ui_command command, int count)
{
	size_t n = steps_of(count);
	size_t by = command == CMD_HALF_UP || command == CMD_HALF_DOWN
	                ? n * (rows / 2 + 1)
	                : n;

	switch (command) {
	case CMD_TOP:
		return 0;
	case CMD_BOTTOM:
		return l->n;
	case CMD_PAGE_DOWN:
		while (n-- && top + rows < l->n)
			top = pages_next(l, top, rows);
		return top;
	case CMD_PAGE_UP:
		while (n-- && top > 0)
			top = pages_previous(l, top, rows);
		return top;
	case CMD_DOWN:
	case CMD_HALF_DOWN:
		return top + by;
	default:
		return top > by ? top - by : 0;
	}
}
