#include "config.h"

#include "ui/positions.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "conf/paths.h"

enum { POSITIONS_BYTES_MAX = 1 << 18, LINE_MAX_OF_BLOCK = 1000000 };

static size_t
find(const struct positions *p, int64_t id)
{
	size_t i = 0;

	while (i < p->n && p->item[i].id != id)
		i++;
	return i;
}

static void
drop(struct positions *p, size_t i)
{
	p->n--;
	memmove(p->item + i, p->item + i + 1, (p->n - i) * sizeof(*p->item));
}

static void
add(struct positions *p, int64_t id, struct story_place at)
{
	if (p->n == POSITIONS_MAX)
		drop(p, 0);
	p->item[p->n++] = (struct position){ id, at };
}

/* "81 12 3": the story, the blocks before, the line within the block. */
static void
read_line(struct positions *p, struct span line)
{
	int64_t n[3];

	for (int i = 0; i < 3; i++)
		if (!span_int(span_cut(&line, ' '), &n[i]))
			return;
	if (n[0] < 1 || n[2] > LINE_MAX_OF_BLOCK || find(p, n[0]) < p->n)
		return;
	add(p, n[0],
	    (struct story_place){ .block = (size_t)n[1], .line = (int)n[2] });
}

void
positions_load(struct positions *p, const char *state_dir)
{
	struct str text = { 0 }, file = { 0 };
	struct span rest;

	*p = (struct positions){ 0 };
	if (!state_dir)
		return;
	str_printf(&file, "%s/positions", state_dir);
	p->file = str_take(&file);
	if (paths_read(p->file, &text, POSITIONS_BYTES_MAX, NULL))
		for (rest = str_span(&text); rest.n;)
			read_line(p, span_cut(&rest, '\n'));
	str_release(&text);
}

bool
positions_get(const struct positions *p, int64_t id, struct story_place *at)
{
	size_t i = find(p, id);

	if (i == p->n)
		return false;
	*at = p->item[i].at;
	return true;
}

static void
save(const struct positions *p)
{
	struct str text = { 0 };

	if (!p->file || !paths_make_for(p->file, NULL))
		return;
	for (size_t i = 0; i < p->n; i++)
		str_printf(&text, "%" PRId64 " %zu %d\n", p->item[i].id,
		    p->item[i].at.block, p->item[i].at.line);
	paths_write(p->file, str_z(&text), text.n, NULL);
	str_release(&text);
}

void
positions_set(struct positions *p, int64_t id, const struct story_place *at)
{
	size_t i = find(p, id);

	if (i < p->n)
		drop(p, i);
	else if (!at)
		return;
	if (at)
		add(p, id, *at);
	save(p);
}

size_t
positions_line(const struct positions *p, int64_t id, const struct layout *l)
{
	struct story_place at;

	if (!p || !l || !positions_get(p, id, &at))
		return 0;
	return story_find(l, at);
}

void
positions_leave(struct positions *p, int64_t id, const struct layout *l,
    size_t top, size_t rows)
{
	struct story_place at;

	if (!p || !l)
		return;
	at = story_place(l, top);
	positions_set(p, id, top && top + rows < l->n ? &at : NULL);
}

void
positions_release(struct positions *p)
{
	free(p->file);
	*p = (struct positions){ 0 };
}
