/*
 * keymap: what rows of keys mean in each context.
 *
 * For ui.  Keys may begin longer ones: "g" and "gg" can both be bound, and
 * what was typed so far is then whole and a part at once.  What is bound is a
 * line of commands, as it may be typed after ":".
 */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "ui/command.h"
#include "ui/keys.h"

struct binding {
	enum context context;
	struct keys keys;
	enum ui_command command; /* CMD_NONE: more than a command's name */
	char *line;              /* owned by the map */
};

struct keymap {
	struct binding *item;
	size_t n, cap;
};

/* The default keys of commands.def. */
void keymap_init(struct keymap *m);
/* Nothing is bound; {0} is such a map as well. */
void keymap_release(struct keymap *m);
/* Binds keys of a context (by its name) to a line, which is not looked at;
 * what the same keys meant there is forgotten.  False with a sentence for a
 * context or keys that do not exist. */
bool keymap_bind(struct keymap *m, struct span context, struct span keys,
    struct span line, struct err *err);
bool keymap_unbind(
    struct keymap *m, struct span context, struct span keys, struct err *err);

enum keymap_match {
	MATCH_NONE,
	MATCH_PART,  /* longer keys begin like that */
	MATCH_WHOLE, /* *found says what they mean */
	MATCH_BOTH
};
/* What the keys typed so far mean in a context, or else in general.  *found
 * (NULL: nothing yet) is borrowed until the map is changed. */
enum keymap_match keymap_find(const struct keymap *m, enum context context,
    const struct keys *typed, const struct binding **found);
/* What may follow the keys typed so far: at most max bindings of a context
 * and of general, in the order of their keys; how many there are. */
size_t keymap_following(const struct keymap *m, enum context context,
    const struct keys *typed, const struct binding *next[], size_t max);
/* Appends the keys of a command in a context (the general ones too), at most
 * max of them, separated by a blank; nothing when it has none. */
void keymap_keys(struct str *out, const struct keymap *m, enum context context,
    enum ui_command command, int max);
/* The same for any line, as it was bound. */
void keymap_line_keys(struct str *out, const struct keymap *m,
    enum context context, const char *line, int max);

#endif
