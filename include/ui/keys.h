/*
 * keys: names of keys.
 *
 * For ui.  A key is an int: a character as typed (controls too: <C-a> is 1),
 * KEYS_SPECIAL + a curses key code, and KEYS_ALT added with Alt held.
 *
 * Keys are written one after another: "j", "gg", "<C-d>", "<F5>x".  Between
 * <> stand Enter Esc Space Tab BackTab Backspace Up Down Left Right Home End
 * PageUp PageDown Insert Delete F1…F12, C-x, A-x, lt (a "<"), gt.
 */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum {
	KEYS_SPECIAL = 0x200000,
	KEYS_ALT = 0x1000000,
	KEYS_MAX = 8, /* keys in a row */
	KEY_ESCAPE = 27,
	KEY_RETURN = '\r',
	/* What the screen reports besides keys. */
	KEYS_NONE = -1,
	KEYS_RESIZED = -2,
	KEYS_PASTE_BEGIN = -3,
	KEYS_PASTE_END = -4,
	KEYS_BACKGROUND = -5, /* the terminal told its background */
	KEYS_CLOSED = -6,     /* the terminal has gone */
	KEYS_WHEEL_UP = -7,
	KEYS_WHEEL_DOWN = -8,
	KEYS_CLICK = -9,
	KEYS_RELEASE = -10, /* of the button that was pressed */
	KEYS_GRAPHICS = -11 /* the terminal told how it shows pictures */
};

/* The keys that the prompt knows by name. */
enum edit_key {
	EDIT_NONE,
	EDIT_LEFT,
	EDIT_RIGHT,
	EDIT_HOME,
	EDIT_END,
	EDIT_RUBOUT,
	EDIT_DELETE,
	EDIT_RUBOUT_WORD,
	EDIT_RUBOUT_LINE,
	EDIT_PREVIOUS,
	EDIT_NEXT,
	EDIT_COMPLETE,
	EDIT_COMPLETE_BACK,
	EDIT_ACCEPT,
	EDIT_CANCEL
};
enum edit_key key_edit(int key);

struct keys {
	int key[KEYS_MAX];
	int n;
};

/* False with a sentence for what is no key. */
bool keys_parse(struct span text, struct keys *out, struct err *err);
/* Appends the name of one key, or of all, as keys_parse reads them. */
void key_write(struct str *out, int key);
void keys_write(struct str *out, const struct keys *k);
/* The curses code (as wget_wch gives it) or character as our key. */
int key_of_code(int code);
int key_of_char(unsigned long c);

#endif
