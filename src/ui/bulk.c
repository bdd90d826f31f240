#include "config.h"

#include "base/i18n.h"
#include "ui/headlines.h"

enum { PAGE = 500 };

static struct selected
as_selected(const struct headlines_view *h, const struct headline *row)
{
	return (struct selected){ row->id, row->feed, window_flags(h, row) };
}

/* Where the range began among the loaded rows; h->n: beyond them. */
static size_t
anchor_row(const struct headlines_view *h)
{
	size_t i = 0;

	while (i < h->n && h->row[i].id != h->anchor_id)
		i++;
	return i;
}

static size_t
cursor_row(const struct headlines_view *h)
{
	return h->line[h->list.cur].row;
}

void
bulk_moved(struct headlines_view *h, enum ui_command command)
{
	size_t anchor;

	if (!h->ranging || !h->list.n)
		return;
	anchor = anchor_row(h);
	if (anchor < h->n)
		h->anchor_before = anchor <= cursor_row(h);
	else if (command == CMD_TOP || command == CMD_BOTTOM)
		h->anchor_before = command == CMD_BOTTOM;
}

bool
bulk_has(const struct headlines_view *h, size_t row)
{
	size_t anchor, cursor;

	if (selection_has(&h->selection, h->row[row].id))
		return true;
	if (!h->ranging || !h->list.n)
		return false;
	anchor = anchor_row(h);
	cursor = cursor_row(h);
	if (anchor == h->n)
		return h->anchor_before ? row <= cursor : row >= cursor;
	return anchor < cursor ? row >= anchor && row <= cursor
	                       : row >= cursor && row <= anchor;
}

bool
bulk_any(const struct headlines_view *h)
{
	return h->ranging || h->selection.n;
}

void
bulk_status(const struct headlines_view *h, struct str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += bulk_has(h, i) &&
		     !selection_has(&h->selection, h->row[i].id);
	n += h->selection.n;
	/* What of a range is not loaded is not counted. */
	if (h->ranging && anchor_row(h) == h->n)
		str_printf(out, _("more than %zu selected"), n);
	else if (bulk_any(h))
		str_printf(out, P_("%zu selected", "%zu selected", n), n);
}

void
bulk_end(struct headlines_view *h)
{
	selection_clear(&h->selection);
	h->ranging = false;
}

/* How far stories are gathered. */
struct reach {
	bool backward;
	int64_t last; /* this one is the last; 0: none is */
	size_t most;
};

/* Adds stories from the chosen one on; true: the last one was reached, or
 * there was none to reach. */
static bool
gather(
    struct headlines_view *h, const struct reach *reach, struct selection *out)
{
	struct headline_key from = h->at;
	bool inclusive = true, more = h->v.store && h->has_at;
	bool reached = !reach->last;
	size_t n = 0;

	while (more) {
		struct headlines *page =
		    window_page(h, &from, reach->backward, inclusive, PAGE);

		more = page && page->n &&
		       (reach->backward ? page->more_before : page->more_after);
		for (size_t k = 0; page && k < page->n; k++) {
			size_t i = reach->backward ? page->n - 1 - k : k;
			const struct headline *row = &page->row[i];

			from = row->key;
			if (!selection_add(out, as_selected(h, row)) ||
			    ++n >= reach->most || row->id == reach->last) {
				reached |= row->id == reach->last;
				more = false;
				break;
			}
		}
		inclusive = false;
		headlines_free(page);
	}
	return reached;
}

static void
take_range(struct headlines_view *h, struct selection *out)
{
	struct reach reach = { .backward = h->anchor_before,
		.last = h->anchor_id,
		.most = SELECTION_MAX };

	if (gather(h, &reach, out))
		return;
	/* Better nothing than what nobody saw selected. */
	selection_clear(out);
	talk_error(h->v.ui->talk, "%s",
	    _("The story where the range began has gone, or it is too long; "
	      "select again"));
}

void
bulk_take(struct headlines_view *h, int count, struct selection *out)
{
	const struct headline *row = window_chosen(h);

	if (h->selection.n || h->ranging) {
		for (size_t i = 0; i < h->selection.n; i++)
			selection_add(out, h->selection.item[i]);
		if (h->ranging)
			take_range(h, out);
		bulk_end(h);
	} else if (count > 1) {
		struct reach reach = { .most = (size_t)count };
		gather(h, &reach, out);
	} else if (row) {
		selection_add(out, as_selected(h, row));
	}
}

/* Everything from the chosen story to an end of the list. */
static void
select_side(struct headlines_view *h, bool backward)
{
	struct reach reach = { .backward = backward, .most = SELECTION_MAX };

	gather(h, &reach, &h->selection);
	if (h->selection.n == SELECTION_MAX)
		talk_say(h->v.ui->talk,
		    _("%d stories are selected, which is as many as can be"),
		    SELECTION_MAX);
}

/* A range that begins here, or ends here as part of the selection. */
static void
turn_range(struct headlines_view *h, const struct headline *row)
{
	if (h->ranging) {
		take_range(h, &h->selection);
		h->ranging = false;
		return;
	}
	h->ranging = h->anchor_before = true;
	h->anchor_id = row->id;
	window_keep(h, row->id);
}

enum reaction
bulk_command(struct headlines_view *h, enum ui_command command, int count)
{
	const struct headline *row = window_chosen(h);

	if (!row)
		return PASS;
	switch (command) {
	case CMD_SELECT:
		for (int i = 0; i < count || i == 0; i++) {
			size_t was = h->list.cur;
			selection_toggle(
			    &h->selection, as_selected(h, window_chosen(h)));
			window_move(h, CMD_DOWN, 1);
			if (h->list.cur == was)
				break;
		}
		return PAINT;
	case CMD_SELECT_RANGE:
		turn_range(h, row);
		return PAINT;
	case CMD_SELECT_ABOVE:
	case CMD_SELECT_BELOW:
		select_side(h, command == CMD_SELECT_ABOVE);
		return PAINT;
	case CMD_SELECT_ALL:
		select_side(h, true);
		select_side(h, false);
		return PAINT;
	case CMD_BACK:
		/* The first step back ends the selection. */
		if (!bulk_any(h))
			return PASS;
		bulk_end(h);
		return PAINT;
	default:
		return PASS;
	}
}
