#include "config.h"

#include "ui/list.h"

static bool
can(const struct list *l, size_t line)
{
	return !l->can || l->can(l->data, line);
}

static bool
goes_on(const struct list *l, size_t line)
{
	return line < l->n && l->goes_on && l->goes_on(l->data, line);
}

/* Brings cur onto a line that can be chosen, looking one way first. */
static void
step_onto(struct list *l, bool downward)
{
	for (int turn = 0; turn < 2; turn++, downward = !downward) {
		for (size_t i = l->cur; i < l->n; downward ? i++ : i--)
			if (can(l, i)) {
				l->cur = i;
				return;
			}
	}
}

static void
show(struct list *l)
{
	size_t rows = l->rows > 0 ? (size_t)l->rows : 1;
	size_t first = l->cur, last = l->cur;

	/* Headings above the first row are shown with it, and so are the lines
	 * that go on with it. */
	while (first > 0 && !can(l, first - 1) && !goes_on(l, first - 1))
		first--;
	while (goes_on(l, last + 1) && last + 1 < l->cur + rows)
		last++;
	if (last - first >= rows)
		first = l->cur;
	if (l->top > first)
		l->top = first;
	if (last >= l->top + rows)
		l->top = last - rows + 1;
	if (l->top + rows > l->n)
		l->top = l->n > rows ? l->n - rows : 0;
}

void
list_settle(struct list *l)
{
	if (!l->n) {
		l->cur = l->top = 0;
		return;
	}
	if (l->cur >= l->n)
		l->cur = l->n - 1;
	step_onto(l, true);
	show(l);
}

void
list_keep(struct list *l, size_t line, size_t screen_row)
{
	l->cur = line;
	l->top = line > screen_row ? line - screen_row : 0;
	list_settle(l);
}

/* Moves over count lines that can be chosen. */
static void
step(struct list *l, int count, bool downward)
{
	size_t at = l->cur;

	while (count > 0) {
		if (downward ? at + 1 >= l->n : at == 0)
			break;
		at = downward ? at + 1 : at - 1;
		if (!can(l, at))
			continue;
		l->cur = at;
		count--;
	}
}

static void
jump(struct list *l, size_t lines, bool downward)
{
	if (downward) {
		l->cur = l->n - l->cur > lines ? l->cur + lines : l->n - 1;
		l->top += lines;
	} else {
		l->cur = l->cur > lines ? l->cur - lines : 0;
		l->top = l->top > lines ? l->top - lines : 0;
	}
	step_onto(l, downward);
}

bool
list_command(struct list *l, enum ui_command command, int count)
{
	size_t rows = l->rows > 1 ? (size_t)l->rows - 1 : 1;
	size_t times = count > 0 ? (size_t)count : 1;

	if (!l->n)
		return command >= CMD_UP && command <= CMD_BOTTOM;
	switch (command) {
	case CMD_UP:
	case CMD_DOWN:
		step(l, (int)times, command == CMD_DOWN);
		break;
	case CMD_PAGE_UP:
	case CMD_PAGE_DOWN:
		jump(l, rows * times, command == CMD_PAGE_DOWN);
		break;
	case CMD_HALF_UP:
	case CMD_HALF_DOWN:
		jump(l, (rows / 2 + 1) * times, command == CMD_HALF_DOWN);
		break;
	case CMD_TOP:
	case CMD_BOTTOM:
		/* With a count: to that line, of those that can be chosen. */
		l->cur = command == CMD_TOP || count > 0 ? 0 : l->n - 1;
		if (command == CMD_TOP || count > 0)
			l->top = 0;
		step_onto(l, command == CMD_TOP || count > 0);
		step(l, (int)times - 1, true);
		break;
	default:
		return false;
	}
	show(l);
	return true;
}

enum list_click
list_click(struct list *l, int screen_row)
{
	size_t line = l->top + (size_t)screen_row;

	if (screen_row < 0 || screen_row >= l->rows || line >= l->n)
		return CLICK_NOTHING;
	while (line && goes_on(l, line))
		line--;
	if (!can(l, line))
		return CLICK_NOTHING;
	if (line == l->cur)
		return CLICK_AGAIN;
	l->cur = line;
	return CLICK_CHOSE;
}
