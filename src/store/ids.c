#include "config.h"

#include "store/ids.h"

#include <stdlib.h>

#include "base/vec.h"

/* A number is its lowest seven bits first; the eighth says that more follow. */
enum { DIGIT_BITS = 7, DIGIT_MASK = 0x7f, DIGIT_MORE = 0x80, DIGITS_MAX = 9 };

void
ids_add(struct ids *ids, int64_t id)
{
	vec_room(&ids->id, ids->n, &ids->cap);
	ids->id[ids->n++] = id;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void
ids_sort(struct ids *ids)
{
	size_t kept = 0;

	if (ids->n)
		qsort(ids->id, ids->n, sizeof(*ids->id), by_number);
	for (size_t i = 0; i < ids->n; i++)
		if (!kept || ids->id[i] != ids->id[kept - 1])
			ids->id[kept++] = ids->id[i];
	ids->n = kept;
}

void
ids_release(struct ids *ids)
{
	free(ids->id);
	*ids = (struct ids){ 0 };
}

static void
add_number(struct str *out, uint64_t v)
{
	while (v > DIGIT_MASK) {
		str_addc(out, (char)((v & DIGIT_MASK) | DIGIT_MORE));
		v >>= DIGIT_BITS;
	}
	str_addc(out, (char)v);
}

/* A run is the gap before it and how many follow its first. */
void
ids_pack(struct str *out, const struct ids *ids)
{
	int64_t at = 0;

	for (size_t i = 0, k; i < ids->n; i = k) {
		for (k = i + 1; k < ids->n; k++)
			if (ids->id[k] != ids->id[k - 1] + 1)
				break;
		add_number(out, (uint64_t)(ids->id[i] - at));
		add_number(out, k - i - 1);
		at = ids->id[k - 1] + 1;
	}
}

static bool
take_number(struct span *rest, int64_t *v)
{
	uint64_t got = 0;

	for (size_t i = 0; i < rest->n && i < DIGITS_MAX; i++) {
		unsigned char c = (unsigned char)rest->s[i];

		got |= (uint64_t)(c & DIGIT_MASK) << (DIGIT_BITS * i);
		if (c & DIGIT_MORE)
			continue;
		*rest = span_from(*rest, i + 1);
		*v = (int64_t)got;
		return true;
	}
	return false;
}

bool
id_runs_next(struct id_runs *runs, int64_t *first, int64_t *last)
{
	int64_t gap, more;

	if (!take_number(&runs->rest, &gap) ||
	    !take_number(&runs->rest, &more) || gap > INT64_MAX - runs->at ||
	    more >= INT64_MAX - runs->at - gap)
		return false;
	*first = runs->at + gap;
	*last = *first + more;
	runs->at = *last + 1;
	return true;
}
