/*
 * selection: the stories that a verb is for.
 *
 * For ui.  Ids are taken when a key is pressed, so that no refresh can put
 * another story in their place.
 */
#ifndef UI_SELECTION_H
#define UI_SELECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SELECTION_MAX = 10000 };

struct selected {
	int64_t id, feed;
	unsigned flags; /* as the person has left them */
};

/* {0} is empty; ordered by id. */
struct selection {
	struct selected *item;
	size_t n, cap;
};

bool selection_has(const struct selection *s, int64_t id);
/* False when there are SELECTION_MAX already. */
bool selection_add(struct selection *s, struct selected one);
/* Adds it, or takes it out when it is there. */
void selection_toggle(struct selection *s, struct selected one);
void selection_clear(struct selection *s);
void selection_release(struct selection *s);

#endif
