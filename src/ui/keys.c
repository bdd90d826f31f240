#include "config.h"

#include "ui/keys.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "conf/dotfile.h"

enum { CTRL_MASK = 0x1f, KEY_RUBOUT = 127 };

static const struct {
	const char *name;
	int key;
} names[] = {
	{ "Enter", KEY_RETURN },
	{ "Esc", KEY_ESCAPE },
	{ "Space", ' ' },
	{ "Tab", '\t' },
	{ "lt", '<' },
	{ "BackTab", KEYS_SPECIAL + KEY_BTAB },
	{ "Backspace", KEYS_SPECIAL + KEY_BACKSPACE },
	{ "Up", KEYS_SPECIAL + KEY_UP },
	{ "Down", KEYS_SPECIAL + KEY_DOWN },
	{ "Left", KEYS_SPECIAL + KEY_LEFT },
	{ "Right", KEYS_SPECIAL + KEY_RIGHT },
	{ "Home", KEYS_SPECIAL + KEY_HOME },
	{ "End", KEYS_SPECIAL + KEY_END },
	{ "PageUp", KEYS_SPECIAL + KEY_PPAGE },
	{ "PageDown", KEYS_SPECIAL + KEY_NPAGE },
	{ "Insert", KEYS_SPECIAL + KEY_IC },
	{ "Delete", KEYS_SPECIAL + KEY_DC },
};

enum { NAMES = sizeof(names) / sizeof(*names), F_KEYS = 12 };

static const struct {
	int key;
	enum edit_key edit;
} edits[] = {
	{ KEYS_SPECIAL + KEY_LEFT, EDIT_LEFT },
	{ 'B' & CTRL_MASK, EDIT_LEFT },
	{ KEYS_SPECIAL + KEY_RIGHT, EDIT_RIGHT },
	{ 'F' & CTRL_MASK, EDIT_RIGHT },
	{ KEYS_SPECIAL + KEY_HOME, EDIT_HOME },
	{ 'A' & CTRL_MASK, EDIT_HOME },
	{ KEYS_SPECIAL + KEY_END, EDIT_END },
	{ 'E' & CTRL_MASK, EDIT_END },
	{ KEYS_SPECIAL + KEY_BACKSPACE, EDIT_RUBOUT },
	{ KEYS_SPECIAL + KEY_DC, EDIT_DELETE },
	{ 'D' & CTRL_MASK, EDIT_DELETE },
	{ 'W' & CTRL_MASK, EDIT_RUBOUT_WORD },
	{ 'U' & CTRL_MASK, EDIT_RUBOUT_LINE },
	{ KEYS_SPECIAL + KEY_UP, EDIT_PREVIOUS },
	{ 'P' & CTRL_MASK, EDIT_PREVIOUS },
	{ KEYS_SPECIAL + KEY_DOWN, EDIT_NEXT },
	{ 'N' & CTRL_MASK, EDIT_NEXT },
	{ KEY_RETURN, EDIT_ACCEPT },
	{ KEY_ESCAPE, EDIT_CANCEL },
	{ 'C' & CTRL_MASK, EDIT_CANCEL },
	{ 'G' & CTRL_MASK, EDIT_CANCEL },
};

enum edit_key
key_edit(int key)
{
	for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++)
		if (edits[i].key == key)
			return edits[i].edit;
	return EDIT_NONE;
}

int
key_of_code(int code)
{
	if (code == KEY_ENTER)
		return KEY_RETURN;
	return KEYS_SPECIAL + code;
}

int
key_of_char(unsigned long c)
{
	if (c == '\n')
		return KEY_RETURN;
	if (c == KEY_RUBOUT || c == '\b')
		return KEYS_SPECIAL + KEY_BACKSPACE;
	return c < KEYS_SPECIAL ? (int)c : UTF8_BAD;
}

/* One character and nothing else. */
static bool
single(struct span t, int *key)
{
	uint32_t cp;

	if (!t.n || utf8_next(t, 0, &cp) != t.n || cp < ' ')
		return false;
	*key = (int)cp;
	return true;
}

/* What stands between < and >. */
static bool
named_key(struct span t, int *key)
{
	int64_t f;

	for (size_t i = 0; i < NAMES; i++)
		if (span_iis(t, names[i].name)) {
			*key = names[i].key;
			return true;
		}
	if (span_istarts(t, "F") && span_int(span_from(t, 1), &f) && f >= 1 &&
	    f <= F_KEYS) {
		*key = KEYS_SPECIAL + KEY_F((int)f);
		return true;
	}
	if (span_istarts(t, "A-") || span_istarts(t, "M-")) {
		struct span rest = span_from(t, 2);
		if (!single(rest, key) && !named_key(rest, key))
			return false;
		*key |= KEYS_ALT;
		return true;
	}
	if (span_istarts(t, "C-") && single(span_from(t, 2), key) &&
	    ((*key >= 'a' && *key <= 'z') || (*key >= '@' && *key <= '_'))) {
		*key = key_of_char((unsigned long)(*key & CTRL_MASK));
		return true;
	}
	return false;
}

bool
keys_parse(struct span text, struct keys *out, struct err *err)
{
	*out = (struct keys){ 0 };
	while (text.n) {
		size_t close = span_chr(text, '>'), used;
		uint32_t cp;
		int key;
		if (out->n == KEYS_MAX)
			return err_set(err, ERR_USAGE,
			    _("more than %d keys in a row"), (int)KEYS_MAX);
		used = utf8_next(text, 0, &cp);
		key = (int)cp;
		if (cp == '<' && close < text.n) {
			used = close + 1;
			if (!named_key(span_n(text.s + 1, close - 1), &key))
				return err_set(err, ERR_USAGE,
				    _("no such key \"%.*s\"; keys are written "
				      "like x, <Enter>, <F5> or <C-d>"),
				    (int)used, text.s);
		}
		out->key[out->n++] = key;
		text = span_from(text, used);
	}
	return out->n || err_set(err, ERR_USAGE, _("no key is given"));
}

void
key_write(struct str *out, int key)
{
	if (key >= 0 && (key & KEYS_ALT)) {
		struct str rest = { 0 };
		key_write(&rest, key & ~KEYS_ALT);
		/* "<A-Left>", not "<A-<Left>>". */
		if (rest.n > 2 && rest.s[0] == '<') {
			str_cut(&rest, rest.n - 1);
			str_drop(&rest, 1);
		}
		str_printf(out, "<A-%s>", str_z(&rest));
		str_release(&rest);
		return;
	}
	for (size_t i = 0; i < NAMES; i++)
		if (names[i].key == key) {
			str_printf(out, "<%s>", names[i].name);
			return;
		}
	for (int f = 1; f <= F_KEYS; f++)
		if (key == KEYS_SPECIAL + KEY_F(f)) {
			str_printf(out, "<F%d>", f);
			return;
		}
	if (key >= 0 && key < ' ')
		str_printf(out, "<C-%c>", key < 27 ? key + 0x60 : key + 0x40);
	else if (key >= 0 && key < KEYS_SPECIAL)
		utf8_add(out, (uint32_t)key);
}

void
keys_write(struct str *out, const struct keys *k)
{
	for (int i = 0; i < k->n; i++)
		key_write(out, k->key[i]);
}

/* Length of the common beginning. */
static int
common(const struct keys *a, const struct keys *b)
{
	int i = 0;

	while (i < a->n && i < b->n && a->key[i] == b->key[i])
		i++;
	return i;
}

static void
forget(
    struct keymap *m, enum context context, const struct keys *k, bool clashing)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->item[i];
		int same = common(&b->keys, k);
		bool gone = b->context == context &&
		            (clashing ? same == b->keys.n || same == k->n
		                      : same == b->keys.n && same == k->n);
		if (!gone)
			m->item[kept++] = *b;
	}
	m->n = kept;
}

static void
add(struct keymap *m, enum context context, const struct keys *k,
    enum ui_command command)
{
	forget(m, context, k, true);
	vec_room(&m->item, m->n, &m->cap);
	m->item[m->n++] = (struct binding){ context, *k, command };
}

/* Binds one word of the "keys" column, in each context it is meant for. */
static void
add_default(struct keymap *m, enum ui_command id, struct span word)
{
	const struct command_info *info = &command_info[id];
	size_t colon = span_chr(word, ':');
	enum context in = CONTEXT_GENERAL;
	struct keys k;

	if (colon > 0 && colon < word.n) {
		in = context_named(span_head(word, colon));
		word = span_from(word, colon + 1);
	}
	if (in == CONTEXT_COUNT || !keys_parse(word, &k, NULL))
		return;
	if (in != CONTEXT_GENERAL || info->where == IN_ALL) {
		add(m, in, &k, id);
		return;
	}
	for (int c = 1; c < CONTEXT_COUNT; c++)
		if (info->where & (1u << c))
			add(m, (enum context)c, &k, id);
}

void
keymap_init(struct keymap *m)
{
	*m = (struct keymap){ 0 };
	for (int i = 1; i < CMD_COUNT; i++) {
		struct span rest = span_of(command_info[i].keys);
		while (rest.n)
			add_default(
			    m, (enum ui_command)i, span_cut(&rest, ' '));
	}
}

void
keymap_release(struct keymap *m)
{
	free(m->item);
	*m = (struct keymap){ 0 };
}

static bool
context_of(struct span name, enum context *context, struct err *err)
{
	const char *near;

	*context = context_named(name);
	if (*context != CONTEXT_COUNT)
		return true;
	near = nearest(name, context_name, CONTEXT_COUNT);
	return err_set(err, ERR_CONFIG,
	    _("no such context \"%.*s\"; did you mean \"%s\"?"), SPAN_ARG(name),
	    near ? near : "general");
}

bool
keymap_bind(struct keymap *m, struct span context, struct span keys,
    struct span command, struct err *err)
{
	const char *all[CMD_COUNT];
	enum context in;
	struct keys k;
	enum ui_command id;
	const char *near;

	if (!context_of(context, &in, err) || !keys_parse(keys, &k, err))
		return false;
	id = command_named(command);
	if (id != CMD_NONE) {
		add(m, in, &k, id);
		return true;
	}
	for (int i = 0; i < CMD_COUNT; i++)
		all[i] = command_info[i].name;
	near = nearest(command, all + 1, CMD_COUNT - 1);
	if (near)
		return err_set(err, ERR_CONFIG,
		    _("no such command \"%.*s\"; did you mean "
		      "\"%s\"?"),
		    SPAN_ARG(command), near);
	return err_set(err, ERR_CONFIG,
	    _("no such command \"%.*s\"; ? lists them"), SPAN_ARG(command));
}

bool
keymap_unbind(
    struct keymap *m, struct span context, struct span keys, struct err *err)
{
	enum context in;
	struct keys k;

	if (!context_of(context, &in, err) || !keys_parse(keys, &k, err))
		return false;
	forget(m, in, &k, false);
	return true;
}

static enum keymap_match
find_in(const struct keymap *m, enum context context, const struct keys *typed,
    enum ui_command *command)
{
	enum keymap_match best = MATCH_NONE;

	for (size_t i = 0; i < m->n; i++) {
		const struct binding *b = &m->item[i];
		if (b->context != context ||
		    common(&b->keys, typed) != typed->n)
			continue;
		if (b->keys.n > typed->n) {
			best = MATCH_PART;
			continue;
		}
		*command = b->command;
		return MATCH_WHOLE;
	}
	return best;
}

enum keymap_match
keymap_find(const struct keymap *m, enum context context,
    const struct keys *typed, enum ui_command *command)
{
	enum keymap_match got = find_in(m, context, typed, command);

	if (got == MATCH_NONE)
		got = find_in(m, CONTEXT_GENERAL, typed, command);
	return got;
}

void
keymap_keys(struct str *out, const struct keymap *m, enum context context,
    enum ui_command command, int max)
{
	size_t start = out->n;

	for (size_t i = 0; i < m->n && max > 0; i++) {
		const struct binding *b = &m->item[i];
		enum ui_command now = CMD_NONE;
		if (b->command != command ||
		    (b->context != context && b->context != CONTEXT_GENERAL))
			continue;
		/* A general key may mean something else here. */
		if (keymap_find(m, context, &b->keys, &now) != MATCH_WHOLE ||
		    now != command)
			continue;
		if (out->n > start)
			str_addc(out, ' ');
		keys_write(out, &b->keys);
		max--;
	}
}
