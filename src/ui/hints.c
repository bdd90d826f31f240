#include "config.h"

#include <string.h>

#include "base/i18n.h"
#include "ui/session.h"

/* In the order in which fingers find them. */
static const char letters[] = "asdfghjklqwertyuiopzxcvbnm";

enum { LETTERS = sizeof(letters) - 1 };

/* The label of hint i of n: one letter, or two where one is not enough. */
static void
label_of(char out[HINT_LETTERS + 1], size_t i, size_t n)
{
	if (n <= LETTERS) {
		out[0] = letters[i];
		out[1] = '\0';
		return;
	}
	out[0] = letters[i / LETTERS];
	out[1] = letters[i % LETTERS];
	out[2] = '\0';
}

void
hints_begin(struct app *a, const char *then)
{
	if (!panes_focused(&a->panes)->ops->link) {
		talk_say(&a->talk, "%s", _("There are no links here"));
		return;
	}
	a->hints = (struct hints){ .then = then };
}

static bool
is_known(const struct hints *h, int number)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->item[i].number == number)
			return true;
	return false;
}

/* The links on the screen are known by the cells that lead to them. */
static void
gather(struct app *a, struct canvas *c)
{
	const struct panes *p = &a->panes;
	size_t pane = p->focus - p->first;
	struct hints *h = &a->hints;

	h->n = 0;
	for (int row = 0; row < p->rows; row++)
		for (int col = 0; col < p->width[pane]; col++) {
			const struct glyph *g =
			    sheet_at(c->sheet, row, p->col[pane] + col);
			int number;

			if (!g || !g->ink.link || h->n == HINTS_MAX)
				continue;
			number = c->sheet->link[g->ink.link - 1].number;
			if (!number || is_known(h, number))
				continue;
			h->item[h->n++] =
			    (struct hint){ number, row, p->col[pane] + col };
		}
}

void
hints_draw(struct app *a, struct canvas *c)
{
	struct hints *h = &a->hints;
	struct ink ink = { .role = UI_KEY, .over = UI_MATCH_NOW };
	size_t typed;

	if (!h->then)
		return;
	gather(a, c);
	typed = strlen(h->typed);
	for (size_t i = 0; i < h->n; i++) {
		const struct hint *hint = &h->item[i];
		char label[HINT_LETTERS + 1];
		const struct glyph *after;
		int n;

		label_of(label, i, h->n);
		if (strncmp(label, h->typed, typed) != 0)
			continue;
		n = canvas_text(
		    c, hint->row, hint->col, HINT_LETTERS, span_of(label), ink);
		/* The right half of what it stands on. */
		after = sheet_at(c->sheet, hint->row, hint->col + n);
		if (after && after->width == 0)
			canvas_fill(c, hint->row, hint->col + n, 1, " ", ink);
	}
	if (!h->n) {
		h->then = NULL;
		talk_say(&a->talk, "%s", _("There are no links here"));
	}
}

bool
hints_key(struct app *a, int key)
{
	struct hints *h = &a->hints;
	size_t typed = strlen(h->typed), left = 0;
	const char *then = h->then;

	if (!then)
		return false;
	a->dirty = true;
	if (key < 'a' || key > 'z' || typed == HINT_LETTERS) {
		h->then = NULL;
		return true;
	}
	h->typed[typed++] = (char)key;
	for (size_t i = 0; i < h->n; i++) {
		char label[HINT_LETTERS + 1];

		label_of(label, i, h->n);
		if (strcmp(label, h->typed) == 0) {
			h->then = NULL;
			cmdline_run(a, span_of(then), h->item[i].number);
			return true;
		}
		left += strncmp(label, h->typed, typed) == 0;
	}
	if (!left) {
		h->then = NULL;
		talk_say(&a->talk, _("No link is called %s"), h->typed);
	}
	return true;
}
