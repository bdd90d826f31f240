#include "config.h"

#include "ui/headlines.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "base/when.h"

enum {
	WINDOW = 150, /* rows loaded on either side of the chosen one */
	EDGE = 50,    /* nearer to the end of the window: load around again */
	KEEP_MAX = 1000,
	SOURCE_FROM_COLS = 50
};

const struct headline *
window_chosen(const struct headlines_view *h)
{
	return h->list.n ? &h->row[h->line[h->list.cur].row] : NULL;
}

unsigned
window_flags(const struct headlines_view *h, const struct headline *row)
{
	return marks_over(h->v.ui->marks, row->id, row->flags);
}

void
window_keep(struct headlines_view *h, int64_t id)
{
	for (size_t i = 0; i < h->kept; i++)
		if (h->keep[i] == id)
			return;
	if (h->kept == KEEP_MAX) {
		h->kept--;
		memmove(h->keep, h->keep + 1, h->kept * sizeof(*h->keep));
	}
	vec_room(&h->keep, h->kept, &h->keep_cap);
	h->keep[h->kept++] = id;
}

void
window_drop(struct headlines_view *h)
{
	for (int i = 0; i < 2; i++) {
		headlines_free(h->part[i]);
		h->part[i] = NULL;
	}
	h->n = 0;
	h->list.n = 0;
}

static void
take_part(struct headlines_view *h, int i)
{
	for (size_t k = 0; h->part[i] && k < h->part[i]->n; k++) {
		vec_room(&h->row, h->n, &h->cap);
		h->row[h->n++] = h->part[i]->row[k];
	}
}

struct rowfmt
window_format(const struct headlines_view *h)
{
	const struct options *o = h->v.ui->options;
	struct rowfmt f = {
		.now = h->v.ui->now,
		/* Ages where no heading tells the day. */
		.midnight = arrange_by_day(h) ? when_midnight(h->v.ui->now) : 0,
		.trash = h->scope.trash,
		.source = !h->scope.feed && !arrange_by_feed(h) &&
		          h->v.cols >= SOURCE_FROM_COLS,
		.date = conf_string(o, OPT_ROW_DATE),
		.title_rows = (int)conf_int(o, OPT_TITLE_ROWS),
		.shift = h->shift,
	};

	/* What cannot be read was said where it was set. */
	if (!rowformat_read(
	        &f.format, span_of(conf_string(o, OPT_ROW_FORMAT)), NULL))
		f.format.n = 0;
	return f;
}

static void
add_line(struct headlines_view *h, size_t *n, struct row_line line)
{
	vec_room(&h->line, *n, &h->lines_cap);
	h->line[(*n)++] = line;
}

/* Whether a heading stands above a row. */
static bool
begins_group(const struct headlines_view *h, size_t i, int64_t midnight)
{
	const struct headline *row = &h->row[i], *above = i ? row - 1 : NULL;

	if (arrange_by_feed(h))
		return !above || above->feed != row->feed;
	if (!arrange_by_day(h) || row->when >= midnight)
		return false;
	return !above || above->when >= midnight ||
	       when_midnight(above->when) != when_midnight(row->when);
}

void
window_lines(struct headlines_view *h)
{
	struct rowfmt f = window_format(h);
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		int rows = rowfmt_rows(
		    &h->row[i], window_flags(h, &h->row[i]), &f, h->v.cols);

		if (begins_group(h, i, f.midnight))
			add_line(
			    h, &n, (struct row_line){ i, LINE_HEADING, 0 });
		for (int k = 0; k < rows; k++)
			add_line(h, &n,
			    (struct row_line){
			        i, k ? LINE_REST : LINE_STORY, k });
	}
	h->list.n = n;
}

static size_t
line_of_row(const struct headlines_view *h, size_t row)
{
	for (size_t i = 0; i < h->list.n; i++)
		if (h->line[i].kind == LINE_STORY && h->line[i].row == row)
			return i;
	return 0;
}

void
window_relay(struct headlines_view *h)
{
	size_t screen_row = h->list.cur - h->list.top;
	size_t row = h->list.n ? h->line[h->list.cur].row : 0;

	window_lines(h);
	list_keep(&h->list, line_of_row(h, row), screen_row);
}

static struct headlines_ask
ask_of(const struct headlines_view *h, const struct headline_key *from,
    bool backward, bool inclusive, size_t max)
{
	return (struct headlines_ask){
		.scope = h->scope,
		.from = from,
		.backward = backward,
		.inclusive = inclusive,
		.max = max,
		.keep = h->keep,
		/* Only there does a mark drop a row. */
		.keep_n = h->scope.unread || h->scope.starred ||
		                  h->scope.order == ORDER_UNREAD
		              ? h->kept
		              : 0,
	};
}

struct headlines *
window_page(const struct headlines_view *h, const struct headline_key *from,
    bool backward, bool inclusive, size_t max)
{
	struct headlines_ask ask = ask_of(h, from, backward, inclusive, max);

	return h->v.store ? headlines_load(h->v.store, &ask, NULL) : NULL;
}

/* Loads one direction; part 0 is what stands before the key. */
static bool
load_part(const struct headlines_view *h, struct store *s,
    struct headlines *part[2], int i, const struct headline_key *from,
    struct err *err)
{
	struct headlines_ask ask =
	    ask_of(h, from, i == 0, from && i == 1, WINDOW);

	part[i] = headlines_load(s, &ask, err);
	return part[i] != NULL;
}

/* The rows around a key; without one from the start, or (last) the end. */
bool
window_around(struct headlines_view *h, struct store *s,
    const struct headline_key *key, bool last, struct err *err)
{
	struct headlines *part[2] = { NULL };
	bool ok;

	if (last)
		ok = load_part(h, s, part, 0, NULL, err);
	else
		ok = load_part(h, s, part, 1, key, err) &&
		     (!key || load_part(h, s, part, 0, key, err));
	/* While a search is typed, what was found last stays. */
	if (ok || !h->scope.unfinished)
		window_drop(h);
	for (int i = 0; i < 2; i++) {
		if (ok)
			h->part[i] = part[i];
		else
			headlines_free(part[i]);
	}
	if (!ok)
		return false;
	h->more_before = h->part[0] && h->part[0]->more_before;
	h->more_after = h->part[1] && h->part[1]->more_after;
	take_part(h, 0);
	take_part(h, 1);
	window_lines(h);
	return true;
}

void
window_remember(struct headlines_view *h)
{
	const struct headline *row = window_chosen(h);

	h->has_at = row != NULL;
	if (row)
		h->at = row->key;
}

/* Loads around the chosen row again, which keeps its place on the screen. */
bool
window_reload(struct headlines_view *h, struct store *s, struct err *err)
{
	size_t screen_row = h->list.cur - h->list.top;
	bool keyed = h->has_at && h->moved;
	size_t row = 0;

	if (!window_around(h, s, keyed ? &h->at : NULL, false, err))
		return false;
	if (keyed && h->part[0])
		row = h->part[0]->n;
	/* The chosen one has gone: the one that followed it is there now. */
	if (row >= h->n && h->n)
		row = h->n - 1;
	list_keep(&h->list, line_of_row(h, row), keyed ? screen_row : 0);
	window_remember(h);
	return true;
}

/* Loads around the chosen row when the window's end is near. */
void
window_widen(struct headlines_view *h)
{
	size_t row = h->list.n ? h->line[h->list.cur].row : 0;
	bool near = (h->more_before && row < EDGE) ||
	            (h->more_after && row + EDGE > h->n);

	if (near && h->v.store)
		window_reload(h, h->v.store, NULL);
}

/* Chooses the story of that key, loading around it when it is far. */
void
window_show(struct headlines_view *h, const struct headline_key *key)
{
	h->moved = true;
	for (size_t i = 0; i < h->list.n; i++)
		if (h->line[i].kind == LINE_STORY &&
		    h->row[h->line[i].row].id == key->id) {
			h->list.cur = i;
			list_settle(&h->list);
			window_remember(h);
			window_widen(h);
			return;
		}
	h->at = *key;
	h->has_at = true;
	if (h->v.store)
		window_reload(h, h->v.store, NULL);
}

void
window_move(struct headlines_view *h, enum ui_command command, int count)
{
	bool top = command == CMD_TOP && h->more_before;
	bool bottom = command == CMD_BOTTOM && h->more_after;

	h->moved = true;
	if ((top || bottom) && h->v.store)
		window_around(h, h->v.store, NULL, bottom, NULL);
	list_command(&h->list, command, count);
	window_remember(h);
	window_widen(h);
}
