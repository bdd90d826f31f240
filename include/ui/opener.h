/*
 * opener: which program opens a link, as an argv; and any other command of the
 * person's.
 *
 * For ui.  Never a shell: the person's command is split into words first and
 * the address put in afterwards, so that nothing in the address can become a
 * word, an option or a command.
 */
#ifndef UI_OPENER_H
#define UI_OPENER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct opener {
	char **argv; /* NULL-terminated */
	size_t n, cap;
	bool terminal; /* a text browser: it gets the screen */
};

/* What the choice depends on. */
struct opener_env {
	const char *option;  /* the browser option; NULL or empty: none */
	const char *browser; /* $BROWSER; NULL: none */
	bool graphical;      /* there is a display */
	/* Whether a program is in PATH. */
	bool (*found)(const char *name);
};

/* What the words of a command may name, of an article or a link.  Made for one
 * word each: controls become blanks. */
struct opener_fields {
	struct span url;    /* %u, %s */
	struct span title;  /* %t */
	struct span author; /* %a */
	struct span feed;   /* %f: the feed's title */
};

/*
 * Makes the argv of a person's command: its words first, then what %u, %t, %a
 * and %f stand for within each, %% for a "%".  A word that would begin with a
 * "-" that came from outside begins with a blank instead, so that nothing in
 * an article is an option.  add_url: the address is the last word when no word
 * names it.
 */
bool opener_fill(struct opener *o, struct span command,
    const struct opener_fields *f, bool add_url, struct err *err);
/* The environment of this process. */
struct opener_env opener_env(const char *option);
/*
 * Makes the argv for an http or https address; anything else is refused.
 * The option's words, else those of $BROWSER (the first of its list), else
 * the first browser that is found.  %u and %s within a word stand for the
 * address, which is added as the last word when there is none.
 */
bool opener_make(struct opener *o, const struct opener_env *env,
    struct span url, struct err *err);
void opener_release(struct opener *o);

#endif
