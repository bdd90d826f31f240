#include "config.h"

#include "base/vec.h"

#include "base/mem.h"

enum { FIRST_ROOM = 8 };

void *
vec_room_(void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	*cap = *cap ? *cap * 2 : FIRST_ROOM;
	return xreallocarray(array, *cap, size);
}
