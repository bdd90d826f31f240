#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "ui/popup.h"
#include "ui/session.h"

enum { COUNT_MAX = 9999, FOLLOWING_MAX = 200 };

static enum context
context_now(const struct app *a)
{
	return panes_focused(&a->panes)->ops->context;
}

static void
carry_out(struct app *a, const struct binding *b)
{
	/* The line may bind keys, its own too. */
	char *line = span_dup(span_of(b->line));
	int count = a->count;

	a->typed.n = 0;
	a->count = 0;
	cmdline_run(a, span_of(line), count);
	free(line);
}

static void
stop_waiting(struct app *a)
{
	loop_timer_remove(a->loop, a->typed_timer);
	a->typed_timer = 0;
}

/* No longer keys came: the shorter ones are meant. */
static void
on_wait_over(void *data)
{
	struct app *a = data;
	const struct binding *b;

	a->typed_timer = 0;
	keymap_find(&a->keymap, context_now(a), &a->typed, &b);
	if (a->typed.n && b)
		carry_out(a, b);
	a->dirty = true;
}

static void
wait_for_longer(struct app *a)
{
	int64_t ms = conf_int(&a->conf.options, OPT_KEY_WAIT);

	if (ms)
		a->typed_timer = loop_timer(a->loop, ms, on_wait_over, a);
}

/* What was typed leads nowhere: its longest beginning that means something is
 * carried out, and what is left is typed anew. */
static void
fall_back(struct app *a)
{
	struct keys all = a->typed, head = a->typed;
	const struct binding *b = NULL;
	struct str names = { 0 };

	while (!b && --head.n > 0)
		keymap_find(&a->keymap, context_now(a), &head, &b);
	if (b) {
		carry_out(a, b);
		for (int i = head.n; i < all.n && !a->prompt.open; i++)
			typing_press(a, all.key[i]);
		return;
	}
	a->typed.n = 0;
	a->count = 0;
	if (all.n > 1) {
		keys_write(&names, &all);
		talk_say(&a->talk, _("%s means nothing here"), str_z(&names));
	}
	str_release(&names);
}

/* Digits count, unless they are bound. */
static bool
take_digit(struct app *a, int key)
{
	struct keys one = { { key }, 1 };
	const struct binding *b;

	if (a->typed.n || key < (a->count ? '0' : '1') || key > '9')
		return false;
	if (!a->count &&
	    keymap_find(&a->keymap, context_now(a), &one, &b) != MATCH_NONE)
		return false;
	a->count = a->count * 10 + (key - '0');
	if (a->count > COUNT_MAX)
		a->count = COUNT_MAX;
	return true;
}

/* Esc first ends what is half typed or waited for. */
static bool
take_escape(struct app *a, int key)
{
	if (key != KEY_ESCAPE || (!a->count && !a->typed.n && !a->talk.doing.n))
		return false;
	if (!a->count && !a->typed.n)
		actions_cancel(a);
	a->typed.n = 0;
	a->count = 0;
	return true;
}

/* Keys that call off lead out of everything but the program: who presses one
 * too often, or whose terminal makes two of Alt and a key, stays. */
static bool
stay(struct app *a, int key, const struct binding *b)
{
	struct str quit = { 0 };

	if (key_edit(key) != EDIT_CANCEL || a->typed.n != 1 ||
	    b->command != CMD_BACK || a->panes.focus > 0)
		return false;
	a->typed.n = 0;
	keymap_keys(&quit, &a->keymap, context_now(a), CMD_QUIT, 1);
	if (!quit.n)
		str_lit(&quit, ":quit");
	talk_say(&a->talk, _("%s ends the program"), str_z(&quit));
	str_release(&quit);
	return true;
}

void
typing_press(struct app *a, int key)
{
	const struct binding *b;

	if (hints_key(a, key))
		return;
	stop_waiting(a);
	a->dirty = true;
	if (take_digit(a, key) || take_escape(a, key))
		return;
	a->typed.key[a->typed.n++] = key;
	switch (keymap_find(&a->keymap, context_now(a), &a->typed, &b)) {
	case MATCH_WHOLE:
		if (!stay(a, key, b))
			carry_out(a, b);
		return;
	case MATCH_BOTH:
		if (a->typed.n == KEYS_MAX)
			carry_out(a, b);
		else
			wait_for_longer(a);
		return;
	case MATCH_PART:
		if (a->typed.n < KEYS_MAX)
			return;
		break;
	case MATCH_NONE:
		break;
	}
	/* Alt and a key that mean nothing are Esc and that key. */
	if (key & KEYS_ALT) {
		a->typed.n--;
		typing_press(a, KEY_ESCAPE);
		typing_press(a, key & ~KEYS_ALT);
		return;
	}
	fall_back(a);
}

/* What a binding does, in a word or as it was bound. */
static struct span
words_of(const struct binding *b)
{
	if (b->command)
		return span_of(_(command_info[b->command].label));
	return span_of(b->line);
}

void
typing_draw(const struct app *a, struct canvas *c)
{
	const struct binding *next[FOLLOWING_MAX];
	struct popup_row row[POPUP_ROWS_MAX];
	struct str names[POPUP_ROWS_MAX] = { { 0 } };
	size_t n, all, room = popup_room(c);

	if (!a->typed.n || a->prompt.open)
		return;
	n = keymap_following(
	    &a->keymap, context_now(a), &a->typed, next, FOLLOWING_MAX);
	all = n;
	n = n < room ? n : room;
	for (size_t i = 0; i < n; i++) {
		keys_write(&names[i], &next[i]->keys);
		row[i] = (struct popup_row){ str_span(&names[i]),
			words_of(next[i]) };
	}
	popup_draw(c, row, n, n, all, a->ui.ascii);
	for (size_t i = 0; i < n; i++)
		str_release(&names[i]);
}
