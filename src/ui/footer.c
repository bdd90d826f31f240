#include "config.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "ui/session.h"

enum { HINTS_FROM_COLS = 41, GAP = 2 };

static void
write_progress(const struct app *a, struct str *out)
{
	if (a->asked >= a->total)
		return;
	str_printf(out, "%" PRId64 "/%" PRId64, a->asked, a->total);
	if (a->failed)
		str_printf(out, P_(" · %d failed", " · %d failed", a->failed),
		    (int)a->failed);
}

/* What goes on, what the view says, what was typed so far. */
static void
write_left(const struct app *a, struct str *out)
{
	const struct view *v = panes_focused(&a->panes);
	struct str part[4] = { { 0 }, { 0 }, { 0 }, { 0 } };

	str_add(&part[0], str_span(&a->talk.doing));
	if (a->ui.waiting && !part[0].n)
		str_addz(&part[0], _("Opening the archive…"));
	write_progress(a, &part[1]);
	if (v->ops->status)
		v->ops->status(v, &part[2]);
	if (a->count)
		str_printf(&part[3], "%d", a->count);
	keys_write(&part[3], &a->typed);
	for (int i = 0; i < 4; i++) {
		if (part[i].n && out->n)
			str_lit(out, "  ");
		str_add(out, str_span(&part[i]));
		str_release(&part[i]);
	}
}

static const char *
label_of(const struct view *v, enum ui_command command)
{
	const char *now = v->ops->label ? v->ops->label(v, command) : NULL;

	return now ? now : _(command_info[command].label);
}

/* "Enter open  a add  ? help", from the right; what has no room is left out
 * from the left. */
static int
draw_hints(const struct app *a, struct canvas *c, int row, int from)
{
	const struct view *v = panes_focused(&a->panes);
	const enum ui_command *hint = v->ops->hints;
	int n = 0, end = c->cols - 1;

	while (hint && hint[n])
		n++;
	while (n-- > 0 && end - from > 8) {
		struct str keys = { 0 };
		const char *label = label_of(v, hint[n]);
		keymap_keys(&keys, &a->keymap, v->ops->context, hint[n], 1);
		/* "Enter", not "<Enter>": no one types the brackets. */
		if (keys.n > 2 && keys.s[0] == '<') {
			str_cut(&keys, keys.n - 1);
			str_drop(&keys, 1);
		}
		/* A hint stands whole or not at all, and none behind it. */
		if (keys.n && cells_width(span_of(label)) + 1 +
		                      cells_width(str_span(&keys)) >
		                  end - from)
			n = 0;
		else if (keys.n) {
			end = canvas_text_right(c, row, end, end - from,
			    span_of(label), (struct ink){ .role = UI_HINT });
			end = canvas_text_right(c, row, end - 1, end - 1 - from,
			    str_span(&keys), (struct ink){ .role = UI_KEY });
			end -= GAP;
		}
		str_release(&keys);
	}
	return end;
}

static void
draw_sentence(
    const struct app *a, struct canvas *c, int row, const struct said *said)
{
	int end = c->cols - 1;

	if (said->error && c->cols >= HINTS_FROM_COLS) {
		struct str more = { 0 };
		keymap_keys(&more, &a->keymap,
		    panes_focused(&a->panes)->ops->context, CMD_MESSAGES, 1);
		if (more.n) {
			str_printf(&more, " %s", _("messages"));
			end = canvas_text_right(c, row, end, c->cols / 3,
			    str_span(&more), (struct ink){ .role = UI_HINT });
			end -= GAP;
		}
		str_release(&more);
	}
	canvas_text(c, row, 1, end - 1, span_of(said->text),
	    (struct ink){ .role = said->error ? UI_ERROR : UI_STATUS });
}

void
footer_draw(const struct app *a, struct canvas *c)
{
	const struct said *said = talk_current(&a->talk);
	int row = c->rows - 1, used;
	struct str left = { 0 };

	if (a->prompt.open) {
		prompt_draw(&a->prompt, c, row);
		return;
	}
	if (said) {
		draw_sentence(a, c, row, said);
		return;
	}
	write_left(a, &left);
	used = canvas_text(c, row, 1, c->cols - 2, str_span(&left),
	    (struct ink){ .role = UI_STATUS });
	if (c->cols >= HINTS_FROM_COLS)
		draw_hints(a, c, row, 1 + used + GAP);
	str_release(&left);
}
