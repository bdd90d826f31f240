/*
 * test_anything: whatever is typed or clicked, at whatever size, while feeds
 * are asked: the reader goes on, shows a screen that is whole, and counts as
 * the store does.  The order of the keys is the same each time.
 *
 * BROADSHEET_PRESSES keys (3000), from BROADSHEET_SEED (1) on.
 */
#include "config.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

enum {
	PRESSES = 3000,
	RESIZE_EVERY = 40,
	REST_EVERY = 500, /* then all must be well */
	COLUMNS_MAX = 300,
	ROWS_MAX = 60,
	KEYS_MAX = 400,
	KEY_BYTES = 64
};

/* What is bound when nobody has bound anything: each command's turn comes. */
static const char *const bound[] = {
#define COMMAND(id, name, where, keys, label, sentence) keys,
#include "ui/commands.def"
#undef COMMAND
};

/* What is no command, and what finds things to do. */
static const char *const others[] = { "g", "1", "7", "0", "<BS>", "<Enter>",
	"<Enter>", "<Enter>", "<Enter>", "<Esc>", "<Esc>", "<Esc>", "<Esc>",
	"<Esc>", "<Down>", "<Down>", "j", "j", "/tea<Enter>", "/\"(*<Enter>",
	":goto today<Enter>", ":set title-rows 3<Enter>",
	":set row-format \"%i %t%> %T\"<Enter>", ":set row-format \"\"<Enter>",
	":sort title<Enter>", "é", "漢", "\033[200~pasted\nlines\033[201~",
	"\377", "\033[", "\033[<lt>0;300;300M" };

struct monkey {
	uint32_t seed;
	char key[KEYS_MAX][KEY_BYTES];
	size_t keys;
};

/* Numerical Recipes' generator: the same everywhere. */
static unsigned
dice(struct monkey *m, size_t sides)
{
	m->seed = m->seed * 1664525u + 1013904223u;
	return (m->seed >> 16) % (unsigned)sides;
}

static void
add_key(struct monkey *m, const char *key, size_t n)
{
	assert_true(m->keys < KEYS_MAX);
	assert_true(n < KEY_BYTES);
	memcpy(m->key[m->keys], key, n);
	m->key[m->keys++][n] = '\0';
}

/* "j <Down> article:<Space>"; what ends the reader comes last of all. */
static void
add_bound(struct monkey *m, const char *keys)
{
	while (*keys) {
		size_t n = strcspn(keys, " ");
		const char *colon = memchr(keys, ':', n);
		size_t skip = colon && n > 1 ? (size_t)(colon - keys) + 1 : 0;

		if (!(n == 1 && (*keys == 'q' || *keys == 'Q')))
			add_key(m, keys + skip, n - skip);
		keys += n;
		keys += *keys == ' ';
	}
}

static void
learn(struct monkey *m)
{
	for (size_t i = 0; i < sizeof(bound) / sizeof(*bound); i++)
		add_bound(m, bound[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		add_key(m, others[i], strlen(others[i]));
}

static const int sizes[][2] = { { 80, 24 }, { 120, 40 }, { 200, 50 },
	{ 40, 15 }, { 1, 1 }, { 3, 2 }, { 20, 5 }, { COLUMNS_MAX, ROWS_MAX },
	{ 99, 3 } };

/* Buttons, the wheel, a drag: pressed, moved or released anywhere. */
static void
use_mouse(struct monkey *m, struct term *t)
{
	static const int buttons[] = { 0, 0, 0, 1, 2, 32, 64, 65 };
	char text[64];

	snprintf(text, sizeof(text), "\033[<lt>%d;%u;%u%c",
	    buttons[dice(m, sizeof(buttons) / sizeof(*buttons))],
	    dice(m, COLUMNS_MAX) + 1, dice(m, ROWS_MAX) + 1,
	    dice(m, 2) ? 'M' : 'm');
	term_keys(t, text);
}

/* Each cell holds what a person can read. */
static void
check_cells(struct term *t)
{
	for (int y = 0; y < term_rows(t); y++)
		for (int x = 0; x < term_columns(t); x++) {
			struct term_cell c = term_cell(t, x, y);
			unsigned char first = (unsigned char)c.text[0];

			if (first && (first < ' ' || first == 0x7f))
				term_fail(
				    t, "a control sign", __FILE__, __LINE__);
		}
}

/* The number at the end of the first row of the sections. */
static int
shown_unread(struct term *t)
{
	int column, row, n = 0;
	char *text, *digits;

	if (!term_find(t, "Front page", &column, &row))
		return -1;
	text = term_row(t, row);
	digits = text + strlen(text);
	while (digits > text && digits[-1] >= '0' && digits[-1] <= '9')
		digits--;
	n = atoi(digits);
	free(text);
	return n;
}

static int
stored_unread(struct scene *s)
{
	char *text;
	int n;

	assert_int_equal(scene_run(s, "--sample status", &text), 0);
	n = atoi(text);
	free(text);
	return n;
}

/* Out of any prompt, and of any view, the front page is there, with the number
 * that the store knows. */
static void
check_well(struct scene *s, struct term *t)
{
	term_tell_size(t, COLUMNS_MAX, ROWS_MAX);
	/* A paste that was begun ends, a sequence that hangs does, too. */
	term_keys(t, "\033[201~<Esc><Esc><Esc>");
	term_expect_gone(t, "Search:");
	term_keys(t, ":set panes 1<Enter>:goto front page<Enter>");
	term_expect_text(t, "Front page");
	/* A selection, the list. */
	term_keys(t, "<Esc><Esc>gg");
	term_expect_text(t, " Starred");
	term_check(t, shown_unread(t) >= 0);
	term_check(t, shown_unread(t) == stored_unread(s));
	check_cells(t);
	term_keys(t, ":set panes auto<Enter>");
}

static void
press(struct monkey *m, struct term *t)
{
	if (dice(m, 12) == 0)
		use_mouse(m, t);
	else
		term_keys(t, m->key[dice(m, m->keys)]);
	/* Takes what was drawn, so that neither side waits. */
	term_pause(t, 0);
}

static void
type_anything(struct scene *s, uint32_t seed, int presses)
{
	struct monkey *m = calloc(1, sizeof(*m));
	struct term *t;

	assert_non_null(m);
	m->seed = seed;
	learn(m);
	scene_setenv(s, "EDITOR", "true");
	scene_setenv(s, "BROWSER", "true");
	t = scene_sample(s, COLUMNS_MAX, ROWS_MAX);
	for (int i = 1; i <= presses; i++) {
		if (i % RESIZE_EVERY == 0) {
			size_t n = dice(m, sizeof(sizes) / sizeof(*sizes));

			term_tell_size(t, sizes[n][0], sizes[n][1]);
		}
		press(m, t);
		if (i % REST_EVERY == 0)
			check_well(s, t);
	}
	check_well(s, t);
	term_keys(t, "Q");
	assert_int_equal(term_expect_exit(t), 0);
	free(m);
}

static int
number(const char *name, int otherwise)
{
	const char *text = getenv(name);

	return text && atoi(text) > 0 ? atoi(text) : otherwise;
}

static void
test_one(void **state)
{
	type_anything(*state, (uint32_t)number("BROADSHEET_SEED", 1),
	    number("BROADSHEET_PRESSES", PRESSES) / 2);
}

static void
test_two(void **state)
{
	type_anything(*state, (uint32_t)number("BROADSHEET_SEED", 1) + 20261122,
	    number("BROADSHEET_PRESSES", PRESSES) / 2);
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
