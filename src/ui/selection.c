#include "config.h"

#include "ui/selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* Where an id is or belongs. */
static size_t
place(const struct selection *s, int64_t id)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (s->item[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
selection_has(const struct selection *s, int64_t id)
{
	size_t i = place(s, id);

	return i < s->n && s->item[i].id == id;
}

bool
selection_add(struct selection *s, struct selected one)
{
	size_t i = place(s, one.id);

	if (i < s->n && s->item[i].id == one.id)
		return true;
	if (s->n == SELECTION_MAX)
		return false;
	vec_room(&s->item, s->n, &s->cap);
	memmove(s->item + i + 1, s->item + i, (s->n - i) * sizeof(*s->item));
	s->item[i] = one;
	s->n++;
	return true;
}

void
selection_toggle(struct selection *s, struct selected one)
{
	size_t i = place(s, one.id);

	if (i == s->n || s->item[i].id != one.id) {
		selection_add(s, one);
		return;
	}
	s->n--;
	memmove(s->item + i, s->item + i + 1, (s->n - i) * sizeof(*s->item));
}

void
selection_clear(struct selection *s)
{
	s->n = 0;
}

void
selection_release(struct selection *s)
{
	free(s->item);
	*s = (struct selection){ 0 };
}
