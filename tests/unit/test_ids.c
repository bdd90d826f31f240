/* Packed numbers come out as they went in, and broken ones end. */
#include "config.h"

#include "store/ids.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* How the ids come out, one by one. */
static void
check_round(const struct ids *ids, size_t most_bytes)
{
	struct str packed = { 0 };
	struct id_runs runs;
	int64_t first, last;
	size_t at = 0;

	ids_pack(&packed, ids);
	assert_true(packed.n <= most_bytes);
	runs = (struct id_runs){ .rest = str_span(&packed) };
	while (id_runs_next(&runs, &first, &last))
		for (int64_t id = first; id <= last; id++) {
			assert_true(at < ids->n);
			assert_int_equal(id, ids->id[at++]);
		}
	assert_int_equal(at, ids->n);
	assert_int_equal(runs.rest.n, 0);
	str_release(&packed);
}

static void
test_runs(void **state)
{
	struct ids ids = { 0 };

	(void)state;
	check_round(&ids, 0);
	for (int64_t id = 50000; id > 0; id--)
		ids_add(&ids, 900000 + id);
	ids_add(&ids, 900001);
	ids_sort(&ids);
	assert_int_equal(ids.n, 50000);
	check_round(&ids, 8);
	ids_add(&ids, INT64_MAX - 1);
	ids_sort(&ids);
	check_round(&ids, 20);
	ids_release(&ids);
}

static void
test_scattered(void **state)
{
	struct ids ids = { 0 };

	(void)state;
	for (int64_t i = 1; i <= 10000; i++)
		ids_add(&ids, i * 7);
	ids_sort(&ids);
	check_round(&ids, 20010);
	ids_release(&ids);
}

static void
test_damaged(void **state)
{
	static const struct span bad[] = {
		{ "\x05", 1 }, /* half a run */
		{ "\x85", 1 }, /* half a number */
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x01", 11 },
		{ "\x05\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct id_runs runs = { .rest = bad[i] };
		int64_t first, last;

		assert_false(id_runs_next(&runs, &first, &last));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_scattered),
		cmocka_unit_test(test_damaged),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ids", tests, NULL, NULL);
}
