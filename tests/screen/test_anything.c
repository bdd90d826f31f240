/*
 * test_anything: whatever is typed, at whatever size, the reader goes on, and
 * leaves when it is told to.  The order of the keys is the same each time.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "scene.h"

enum { PRESSES = 4000, RESIZE_EVERY = 40, COLUMNS_MAX = 300, ROWS_MAX = 60 };

static const char *const keys[] = { "j", "k", "g", "G", "n", "N", "r", "s", "U",
	"A", "R", "?", "M", "y", "J", "K", "h", "l", "f", "x", "1", "7", "0",
	"<Enter>", "<Enter>", "<Enter>", "<Esc>", "<Esc>", "<Esc>", "<Tab>",
	"<Up>", "<Down>", "<Left>", "<Right>", "<PageUp>", "<PageDown>",
	"<Home>", "<End>", "<Space>", "<C-u>", "<C-d>", "<C-l>", "<C-r>",
	"<BS>", "/tea<Enter>", "/\"(*<Enter>", "/", "a", "é", "漢",
	"\033[200~pasted\nlines\033[201~", "\033[<lt>0;10;5M",
	"\033[<lt>64;9;9M", "\033[<lt>0;300;300M", "\377" };

static const int sizes[][2] = { { 80, 24 }, { 120, 40 }, { 200, 50 },
	{ 40, 15 }, { 1, 1 }, { 3, 2 }, { 20, 5 }, { COLUMNS_MAX, ROWS_MAX },
	{ 99, 3 } };

/* Numerical Recipes' generator: the same everywhere. */
static unsigned
dice(uint32_t *seed, size_t sides)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 16) % (unsigned)sides;
}

static void
type_anything(struct scene *s, uint32_t seed)
{
	struct term *t = scene_sample(s, COLUMNS_MAX, ROWS_MAX);

	for (int i = 0; i < PRESSES; i++) {
		size_t key = dice(&seed, sizeof(keys) / sizeof(*keys));

		if (i % RESIZE_EVERY == 0) {
			size_t n = dice(&seed, sizeof(sizes) / sizeof(*sizes));

			term_tell_size(t, sizes[n][0], sizes[n][1]);
		}
		term_keys(t, keys[key]);
		/* Takes what was drawn, so that neither side waits. */
		term_pause(t, 0);
	}
	/* Out of any prompt, and of any view. */
	term_tell_size(t, COLUMNS_MAX, ROWS_MAX);
	term_keys(t, "<Esc><Esc><Esc>");
	term_expect_gone(t, "Search:");
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
}

static void
test_one(void **state)
{
	type_anything(*state, 1);
}

static void
test_two(void **state)
{
	type_anything(*state, 20261123);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)
		TEST(test_one),
		TEST(test_two),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("anything", tests, NULL, NULL);
}
