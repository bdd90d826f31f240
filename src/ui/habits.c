#include "config.h"

#include "ui/habits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "conf/paths.h"
#include "desk/order.h"

enum { HABITS_BYTES_MAX = 1 << 18 };

static const char *const group_names[GROUPINGS] = {
	[GROUP_BY_DAY] = "day",
	[GROUP_BY_FEED] = "feed",
	[GROUP_NONE] = "none",
};

const char *
grouping_name(enum grouping group)
{
	return group_names[group];
}

enum grouping
grouping_of(struct span name)
{
	int i = 0;

	while (i < GROUPINGS && !span_is(name, group_names[i]))
		i++;
	return (enum grouping)i;
}

/* Midnight is another number each day, and what is hidden is no habit. */
static void
write_list(struct str *out, const struct scope *scope)
{
	struct scope of = *scope;

	of.unread = false;
	of.since = 0;
	scope_words(out, &of);
	if (scope->since)
		str_lit(out, " today");
}

static size_t
find(const struct habits *h, struct span list)
{
	size_t i = 0;

	while (i < h->n && !span_is(list, h->item[i].list))
		i++;
	return i;
}

static void
drop(struct habits *h, size_t i)
{
	free(h->item[i].list);
	h->n--;
	memmove(h->item + i, h->item + i + 1, (h->n - i) * sizeof(*h->item));
}

static void
add(struct habits *h, struct span list, enum order_by order,
    enum grouping group)
{
	if (h->n == HABITS_MAX)
		drop(h, 0);
	h->item[h->n++] = (struct habit){ span_dup(list), order, group };
}

/* "oldest none section World" */
static void
read_line(struct habits *h, struct span line)
{
	enum order_by order = order_of(span_cut(&line, ' '));
	enum grouping group = grouping_of(span_cut(&line, ' '));

	if (order == ORDERS || order == ORDER_RANK || group == GROUPINGS ||
	    !line.n || find(h, line) < h->n)
		return;
	add(h, line, order, group);
}

void
habits_load(struct habits *h, const char *state_dir)
{
	struct str text = { 0 }, file = { 0 };
	struct span rest;

	*h = (struct habits){ 0 };
	if (!state_dir)
		return;
	str_printf(&file, "%s/lists", state_dir);
	h->file = str_take(&file);
	if (paths_read(h->file, &text, HABITS_BYTES_MAX, NULL))
		for (rest = str_span(&text); rest.n;)
			read_line(h, span_cut(&rest, '\n'));
	str_release(&text);
}

void
habits_get(const struct habits *h, const struct scope *scope,
    enum order_by *order, enum grouping *group)
{
	struct str list = { 0 };
	size_t i;

	*order = scope->order;
	*group = GROUP_BY_DAY;
	if (!h || scope->search)
		return;
	write_list(&list, scope);
	i = find(h, str_span(&list));
	if (i < h->n) {
		*order = h->item[i].order;
		*group = h->item[i].group;
	}
	str_release(&list);
}

static void
save(const struct habits *h)
{
	struct str text = { 0 };

	if (!h->file || !paths_make_for(h->file, NULL))
		return;
	for (size_t i = 0; i < h->n; i++)
		str_printf(&text, "%s %s %s\n", order_name(h->item[i].order),
		    grouping_name(h->item[i].group), h->item[i].list);
	paths_write(h->file, str_z(&text), text.n, NULL);
	str_release(&text);
}

void
habits_set(struct habits *h, const struct scope *scope, enum order_by order,
    enum grouping group)
{
	struct str list = { 0 };
	size_t i;

	if (!h || scope->search)
		return;
	write_list(&list, scope);
	i = find(h, str_span(&list));
	if (i < h->n)
		drop(h, i);
	if (order != ORDER_NEWEST || group != GROUP_BY_DAY)
		add(h, str_span(&list), order, group);
	save(h);
	str_release(&list);
}

void
habits_release(struct habits *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->item[i].list);
	free(h->file);
	*h = (struct habits){ 0 };
}
