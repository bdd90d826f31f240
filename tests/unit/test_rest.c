/*
 * What lies for a while comes back as it was, and in how much memory it lies.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "desk/rest.h"

enum { PIECES = 5, PIECE_BYTES = REST_MEMORY_MAX / 2 };

/* So many bytes, each the same. */
static void
put(struct resting *place, struct rest *r, char c, const char *beside)
{
	struct str bytes = { 0 };

	str_reserve(&bytes, PIECE_BYTES);
	memset(bytes.s, c, PIECE_BYTES);
	bytes.n = PIECE_BYTES;
	rest_put(place, r, &bytes, beside);
	assert_int_equal(bytes.n, 0);
}

static void
take(struct resting *place, struct rest *r, char c)
{
	struct str bytes = { 0 };

	assert_true(rest_take(place, r, &bytes));
	assert_int_equal(bytes.n, PIECE_BYTES);
	for (size_t i = 0; i < bytes.n; i++)
		assert_int_equal(bytes.s[i], c);
	assert_int_equal(r->n, 0);
	str_release(&bytes);
}

static void
memory_then_a_file(void **state)
{
	struct resting place = { .fd = -1 };
	struct rest r[PIECES];
	const char *folder = getenv("TMPDIR");
	struct str beside = { 0 };

	(void)state;
	str_printf(&beside, "%s/broadsheet-rest", folder ? folder : "/tmp");
	for (int i = 0; i < PIECES; i++)
		put(&place, &r[i], (char)('a' + i), str_z(&beside));
	assert_int_equal(place.in_memory, 2 * PIECE_BYTES);
	assert_int_equal(place.in_file, PIECES - 2);
	assert_false(rest_is_full(&place));
	/* In any order. */
	for (int i = PIECES; i-- > 1;)
		take(&place, &r[i], (char)('a' + i));
	assert_int_equal(place.end, 0);
	rest_drop(&place, &r[0]);
	assert_int_equal(place.in_memory, 0);
	resting_end(&place);
	str_release(&beside);
}

/* Nothing is lost then, but no more is fetched until memory is free again. */
static void
no_file(void **state)
{
	struct resting place = { .fd = -1 };
	struct rest r[3];

	(void)state;
	put(&place, &r[0], 'a', "/nowhere/at/all");
	put(&place, &r[1], 'b', "/nowhere/at/all");
	assert_false(rest_is_full(&place));
	put(&place, &r[2], 'c', "/nowhere/at/all");
	assert_int_equal(place.in_file, 0);
	assert_true(rest_is_full(&place));
	take(&place, &r[1], 'b');
	assert_false(rest_is_full(&place));
	take(&place, &r[0], 'a');
	take(&place, &r[2], 'c');
	assert_int_equal(place.in_memory, 0);
	resting_end(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_then_a_file),
		cmocka_unit_test(no_file),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
