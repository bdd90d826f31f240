#include "config.h"

#include "base/mem.h"

#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK_BYTES = 16 * 1024, /* of an arena; bigger wishes get their own */
	ALIGN_BYTES = 16
};

struct chunk {
	struct chunk *next;
	size_t used, size;
};

struct arena {
	struct chunk *chunk; /* the one being filled stands first */
	size_t used;
};

/* A header keeps what follows it aligned. */
#define CHUNK_HEAD \
	((sizeof(struct chunk) + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES)

void
mem_give_back(void)
{
#ifdef HAVE_MALLOC_TRIM
	malloc_trim(0);
#endif
}

static void
out_of_memory(void)
{
	fputs("broadsheet: out of memory\n", stderr);
	abort();
}

void *
xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
xrealloc(void *old, size_t n)
{
	void *p = realloc(old, n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

static size_t
product(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return count * size;
}

void *
xreallocarray(void *p, size_t count, size_t size)
{
	return xrealloc(p, product(count, size));
}

char *
xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *
xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

struct arena *
arena_new(void)
{
	return xcalloc(1, sizeof(struct arena));
}

void
arena_free(struct arena *a)
{
	struct chunk *c, *next;

	if (!a)
		return;
	for (c = a->chunk; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

/* A chunk with room for n bytes becomes the first, unless it is a giant. */
static struct chunk *
chunk_add(struct arena *a, size_t n)
{
	bool giant = n > CHUNK_BYTES / 2;
	size_t size = giant ? n : CHUNK_BYTES;
	struct chunk *c;

	if (size > SIZE_MAX - CHUNK_HEAD)
		out_of_memory();
	c = xmalloc(CHUNK_HEAD + size);
	c->used = 0;
	c->size = size;
	if (giant && a->chunk) {
		c->next = a->chunk->next;
		a->chunk->next = c;
	} else {
		c->next = a->chunk;
		a->chunk = c;
	}
	return c;
}

/* As arena_alloc, but what was there before still is. */
static void *
take(struct arena *a, size_t n)
{
	struct chunk *c = a->chunk;
	void *p;

	if (n > SIZE_MAX - ALIGN_BYTES)
		out_of_memory();
	n = (n + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES;
	if (!c || c->size - c->used < n)
		c = chunk_add(a, n);
	p = (char *)c + CHUNK_HEAD + c->used;
	c->used += n;
	a->used += n;
	return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return memset(take(a, n), 0, n);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	return arena_alloc(a, product(count, size));
}

char *
arena_copy(struct arena *a, const char *s, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		out_of_memory();
	p = take(a, n + 1);
	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_copy(a, s, strlen(s));
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
