/*
 * vec: arrays that grow, without a type of their own.
 *
 * For everybody.  A growing array is three members: a pointer, a count and a
 * capacity.  vec_room makes room for one more:
 *
 *	struct row *row; size_t n, cap;
 *	vec_room(&row, n, &cap);
 *	row[n++] = (struct row){ ... };
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

#define vec_room(ptr, n, cap) \
	(*(ptr) = vec_room_(*(ptr), (n), (cap), sizeof(**(ptr))))

/* Use vec_room.  Returns the array, moved when it had to grow. */
void *vec_room_(void *array, size_t n, size_t *cap, size_t size);

#endif
