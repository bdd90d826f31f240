#include "config.h"

#include "ui/keys.h"

#include <curses.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

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
	{ '\t', EDIT_COMPLETE },
	{ KEYS_SPECIAL + KEY_BTAB, EDIT_COMPLETE_BACK },
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
	/* Needed with another key only: ">" alone is a key. */
	if (span_iis(t, "gt")) {
		*key = '>';
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
		if (span_is(str_span(&rest), ">")) {
			str_clear(&rest);
			str_lit(&rest, "gt");
		}
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
