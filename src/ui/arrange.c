/*
 * In which order stories stand, under which headings, and which part of their
 * titles is seen.
 */
#include "config.h"

#include "base/i18n.h"
#include "ui/headlines.h"

enum {
	SHIFT_COLS = 8, /* at once */
	COUNT_MAX = 1000
};

/* The orders in the turn of the key, and how the title row names them; the
 * first one is not named. */
static const char *const order_words[ORDERS] = {
	[ORDER_OLDEST] = N_("oldest first"),
	[ORDER_UNREAD] = N_("unread first"),
	[ORDER_TITLE] = N_("by title"),
	[ORDER_FEED] = N_("by feed"),
	[ORDER_SECTION] = N_("by section"),
	[ORDER_RANK] = N_("by rank"),
};

bool
arrange_by_feed(const struct headlines_view *h)
{
	return h->group == GROUP_BY_FEED && h->scope.order == ORDER_FEED &&
	       !h->scope.search && !h->scope.feed;
}

bool
arrange_by_day(const struct headlines_view *h)
{
	return h->group != GROUP_NONE && !h->scope.search &&
	       (h->scope.order == ORDER_NEWEST ||
	           h->scope.order == ORDER_OLDEST);
}

void
arrange_words(const struct headlines_view *h, struct str *out)
{
	const char *words = order_words[h->scope.order];

	if (words)
		str_printf(out, "%s%s", out->n ? " · " : "", _(words));
}

void
arrange_heading(
    const struct headlines_view *h, const struct headline *row, struct str *out)
{
	struct rowfmt f = window_format(h);

	if (arrange_by_feed(h))
		str_add(out, row->source);
	else
		rowfmt_day(out, row->when, &f);
}

/* From the first row of the new order on; the list is so from now on. */
static enum reaction
rearranged(struct headlines_view *h)
{
	habits_set(h->v.ui->habits, &h->scope, h->scope.order, h->group);
	h->has_at = h->moved = false;
	h->list.cur = h->list.top = 0;
	return RELOAD;
}

static enum order_by
order_after(const struct headlines_view *h)
{
	enum order_by now = h->scope.order;

	if (!h->scope.search)
		return (now + 1) % ORDER_RANK;
	return now == ORDER_NEWEST   ? ORDER_OLDEST
	       : now == ORDER_OLDEST ? ORDER_RANK
	                             : ORDER_NEWEST;
}

/* "sort" alone, or "sort title". */
static enum reaction
sort(struct headlines_view *h)
{
	struct span word = h->v.ui->argument;
	enum order_by order = order_of(word);

	if (!word.n)
		order = order_after(h);
	if (order == ORDERS ||
	    (h->scope.search && order != ORDER_NEWEST &&
	        order != ORDER_OLDEST && order != ORDER_RANK) ||
	    (!h->scope.search && order == ORDER_RANK)) {
		talk_error(h->v.ui->talk, "%s",
		    h->scope.search
		        ? _("What a search finds is sorted by newest, oldest "
		            "or rank")
		        : _("A list is sorted by newest, oldest, unread, "
		            "title, feed or section"));
		return PAINT;
	}
	h->scope.order = order;
	return rearranged(h);
}

/* Stories of one feed have it in common anyway. */
static enum grouping
group_after(const struct headlines_view *h)
{
	if (arrange_by_day(h))
		return h->scope.feed ? GROUP_NONE : GROUP_BY_FEED;
	return arrange_by_feed(h) ? GROUP_NONE : GROUP_BY_DAY;
}

/* "group" alone, or "group feed".  What is grouped is in an order that brings
 * it together. */
static enum reaction
group(struct headlines_view *h)
{
	struct span word = h->v.ui->argument;
	enum grouping by = grouping_of(word);
	enum order_by now = h->scope.order;

	if (h->scope.search) {
		talk_say(h->v.ui->talk, "%s",
		    _("What a search finds stands in no groups"));
		return PAINT;
	}
	if (!word.n)
		by = group_after(h);
	if (by == GROUPINGS) {
		talk_error(h->v.ui->talk, "%s",
		    _("Stories stand together by day, by feed, or by none"));
		return PAINT;
	}
	if (by == GROUP_BY_FEED)
		h->scope.order = ORDER_FEED;
	else if (by == GROUP_BY_DAY ? now != ORDER_OLDEST : now == ORDER_FEED)
		h->scope.order = ORDER_NEWEST;
	h->group = by;
	talk_say(h->v.ui->talk, "%s",
	    by == GROUP_BY_DAY    ? _("By day")
	    : by == GROUP_BY_FEED ? _("By feed")
	                          : _("Without groups"));
	return rearranged(h);
}

/* How far the titles on the screen can go. */
static int
most_hidden(const struct headlines_view *h)
{
	struct rowfmt f = window_format(h);
	int most = 0;

	for (int i = 0; i < h->list.rows; i++) {
		size_t line = h->list.top + (size_t)i;
		const struct headline *row;
		int hidden;

		if (line >= h->list.n)
			break;
		row = &h->row[h->line[line].row];
		if (h->line[line].kind != LINE_STORY)
			continue;
		hidden =
		    rowfmt_hidden(row, window_flags(h, row), &f, h->v.cols);
		most = hidden > most ? hidden : most;
	}
	return most;
}

static enum reaction
shift(struct headlines_view *h, int by)
{
	int most = most_hidden(h);

	if (h->shift > most)
		h->shift = most;
	h->shift += by;
	if (h->shift > most)
		h->shift = most;
	if (h->shift < 0)
		h->shift = 0;
	if (!most)
		talk_say(
		    h->v.ui->talk, "%s", _("The titles stand here in full"));
	return PAINT;
}

enum reaction
arrange_command(struct headlines_view *h, enum ui_command command, int count)
{
	count = count < 1 ? 1 : count > COUNT_MAX ? COUNT_MAX : count;
	switch (command) {
	case CMD_SORT:
		return sort(h);
	case CMD_GROUP:
		return group(h);
	case CMD_SCROLL_LEFT:
		return shift(h, -SHIFT_COLS * count);
	case CMD_SCROLL_RIGHT:
		return shift(h, SHIFT_COLS * count);
	default:
		return PASS;
	}
}
