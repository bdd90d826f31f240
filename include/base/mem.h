/*
 * mem: memory that is there or the program is not, and arenas.
 *
 * For everybody.  Running out of memory ends the process: the desk restarts a
 * parser, the reader restarts the desk, and nothing reported is lost.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Never return NULL.  The caller frees with free(). */
void *xmalloc(size_t n);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t n);
/* Room for count things of size bytes; a product that overflows ends us. */
void *xreallocarray(void *p, size_t count, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* What was freed goes back to the system, where it would not go by itself:
 * after a piece of work that took much. */
void mem_give_back(void);

/*
 * An arena owns everything allocated from it and frees it as one.  A parse
 * result is one arena; nothing inside is ever freed on its own.
 */
struct arena;

struct arena *arena_new(void);
/* Harmless on NULL. */
void arena_free(struct arena *a);
/* Zeroed, aligned for any type, never NULL; n may be 0. */
void *arena_alloc(struct arena *a, size_t n);
/* count * size bytes, zeroed; a product that overflows ends the process. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* A NUL-terminated copy of the n bytes at s (which may hold NUL bytes). */
char *arena_copy(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);
/* Bytes handed out so far: what limits are checked against. */
size_t arena_used(const struct arena *a);

#endif
