#include "config.h"

#include "ui/prompt.h"

#include "base/utf8.h"
#include "ui/keys.h"
#include "ui/theme.h"

enum { PROMPT_BYTES_MAX = 4096 };

void
prompt_open(
    struct prompt *p, int purpose, const char *label, struct history *history)
{
	p->open = true;
	p->purpose = purpose;
	str_clear(&p->label);
	str_addz(&p->label, label);
	str_clear(&p->text);
	p->at = 0;
	p->history = history;
	p->looking = history ? history->n : 0;
}

static void
insert(struct prompt *p, struct span what)
{
	struct str tail = { 0 };

	if (p->text.n + what.n > PROMPT_BYTES_MAX)
		return;
	str_add(&tail, span_from(str_span(&p->text), p->at));
	str_cut(&p->text, p->at);
	str_add(&p->text, what);
	p->at = p->text.n;
	str_add(&p->text, str_span(&tail));
	str_release(&tail);
}

/* Removes the bytes from `from` to the cursor. */
static void
rub_out(struct prompt *p, size_t from)
{
	struct str tail = { 0 };

	str_add(&tail, span_from(str_span(&p->text), p->at));
	str_cut(&p->text, from);
	p->at = from;
	str_add(&p->text, str_span(&tail));
	str_release(&tail);
}

static size_t
before(const struct prompt *p)
{
	return p->at ? utf8_prev(str_span(&p->text), p->at) : 0;
}

static size_t
after(const struct prompt *p)
{
	return p->at < p->text.n ? cluster_end(str_span(&p->text), p->at)
	                         : p->at;
}

static size_t
word_start(const struct prompt *p)
{
	size_t at = p->at;

	while (at && p->text.s[at - 1] == ' ')
		at--;
	while (at && p->text.s[at - 1] != ' ')
		at--;
	return at;
}

/* Up and Down go through the lines that begin with what was typed. */
static void
show_past(struct prompt *p, bool older)
{
	const struct history *h = p->history;
	size_t found;

	if (!h)
		return;
	if (p->looking >= h->n) {
		str_clear(&p->typed);
		str_add(&p->typed, str_span(&p->text));
	}
	found = history_find(h, p->looking, older, str_span(&p->typed));
	if (found == p->looking && older)
		return;
	/* Below the newest stands again what was typed. */
	p->looking = found == p->looking ? h->n : found;
	str_clear(&p->text);
	str_add(&p->text, p->looking < h->n ? span_of(h->line[p->looking])
	                                    : str_span(&p->typed));
	p->at = p->text.n;
}

static enum prompt_event
end(struct prompt *p, enum prompt_event how)
{
	p->open = false;
	if (how == PROMPT_DONE && p->history)
		history_add(p->history, str_span(&p->text));
	return how;
}

static enum prompt_event
edit(struct prompt *p, enum edit_key key)
{
	size_t was = p->at;

	switch (key) {
	case EDIT_LEFT:
		p->at = before(p);
		break;
	case EDIT_RIGHT:
		p->at = after(p);
		break;
	case EDIT_HOME:
		p->at = 0;
		break;
	case EDIT_END:
		p->at = p->text.n;
		break;
	case EDIT_RUBOUT:
		/* On an empty line it leaves, as in vi and less. */
		if (!p->text.n)
			return end(p, PROMPT_CANCELLED);
		rub_out(p, before(p));
		break;
	case EDIT_DELETE:
		p->at = after(p);
		rub_out(p, was);
		break;
	case EDIT_RUBOUT_WORD:
		rub_out(p, word_start(p));
		break;
	case EDIT_RUBOUT_LINE:
		rub_out(p, 0);
		break;
	case EDIT_PREVIOUS:
	case EDIT_NEXT:
		show_past(p, key == EDIT_PREVIOUS);
		break;
	case EDIT_ACCEPT:
		return end(p, PROMPT_DONE);
	case EDIT_CANCEL:
		return end(p, PROMPT_CANCELLED);
	default:
		break;
	}
	return PROMPT_GOES_ON;
}

enum prompt_event
prompt_key(struct prompt *p, int key)
{
	struct str one = { 0 };
	enum edit_key what = key_edit(key);

	if (what)
		return edit(p, what);
	if (key >= ' ' && key < KEYS_SPECIAL) {
		utf8_add(&one, (uint32_t)key);
		insert(p, str_span(&one));
		str_release(&one);
	}
	return PROMPT_GOES_ON;
}

void
prompt_paste(struct prompt *p, struct span text)
{
	struct str plain = { 0 };

	utf8_plain(&plain, text, PLAIN_LINE);
	insert(p, str_span(&plain));
	str_release(&plain);
}

void
prompt_replace(struct prompt *p, size_t from, struct span text)
{
	rub_out(p, from);
	insert(p, text);
}

void
prompt_draw(const struct prompt *p, struct canvas *c, int row)
{
	struct ink ink = { .role = UI_PROMPT };
	struct str head = { 0 }, tail = { 0 };
	struct span shown;
	int col, room, width;

	cells_add(&head, span_head(str_span(&p->text), p->at));
	cells_add(&tail, span_from(str_span(&p->text), p->at));
	col = 1 + canvas_text(c, row, 1, c->cols / 2, str_span(&p->label),
	              (struct ink){ .role = UI_HINT });
	room = c->cols - col - 2;
	shown = str_span(&head);
	/* The start moves out at the left as far as the cursor needs. */
	width = cells_width(shown);
	while (width > room && shown.n) {
		shown = span_from(shown, cluster_end(shown, 0));
		width = cells_width(shown);
	}
	col += canvas_cells(c, row, col, room, shown, ink);
	canvas_cells(c, row, col, c->cols - col - 1, str_span(&tail), ink);
	canvas_cursor(c, row, col, true);
	str_release(&head);
	str_release(&tail);
}

void
prompt_release(struct prompt *p)
{
	str_release(&p->label);
	str_release(&p->typed);
	str_release(&p->text);
	*p = (struct prompt){ 0 };
}
