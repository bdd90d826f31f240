#include "config.h"

#include "feed/feed.h"

#include <string.h>

enum { FIRST_ROOM = 2 };

struct feed *
feed_new(void)
{
	struct arena *mem = arena_new();
	struct feed *f = arena_alloc(mem, sizeof(*f));

	f->mem = mem;
	f->version = "";
	f->ttl_s = -1;
	return f;
}

void
feed_free(struct feed *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		doc_free(f->entry[i].body);
	arena_free(f->mem);
}

void
feed_note(
    struct feed *f, const char *code, struct span message, int line, int column)
{
	if (!f->note)
		f->note = arena_array(f->mem, FEED_NOTES_MAX, sizeof(*f->note));
	if (f->notes == FEED_NOTES_MAX)
		return;
	f->note[f->notes++] = (struct feed_note){
		.code = code,
		.message = span_keep(f->mem, message),
		.line = line,
		.column = column,
	};
}

void
feed_limit(struct feed *f, const char *what, int most)
{
	struct str t = { 0 };

	str_printf(&t, "only the first %d %s are read", most, what);
	for (size_t i = 0; i < f->notes; i++)
		if (span_eq(f->note[i].message, str_span(&t)))
			goto out; /* said once, however often it happens */
	feed_note(f, "too-large", str_span(&t), 0, 0);
out:
	str_release(&t);
}

void *
feed_room_(struct arena *mem, void *v, size_t n, size_t *cap, size_t size)
{
	void *moved;

	if (n < *cap)
		return v;
	*cap = *cap ? *cap * 2 : FIRST_ROOM;
	moved = arena_array(mem, *cap, size);
	if (n)
		memcpy(moved, v, n * size);
	return moved;
}

struct entry *
feed_push_entry(struct feed *f)
{
	struct entry *e;

	if (f->n == ENTRIES_MAX)
		return NULL;
	f->entry =
	    feed_room_(f->mem, f->entry, f->n, &f->cap, sizeof(*f->entry));
	e = &f->entry[f->n++];
	e->comment_count = -1;
	return e;
}
