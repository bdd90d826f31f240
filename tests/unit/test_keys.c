#include "config.h"

#include "ui/keymap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* Keys read and written again say the same. */
static void
test_names(void **state)
{
	static const struct {
		const char *text, *back;
		int n;
	} table[] = {
		{ "j", "j", 1 },
		{ "gg", "gg", 2 },
		{ "<c-d>", "<C-d>", 1 },
		{ "<F5>x", "<F5>x", 2 },
		{ "<pagedown>", "<PageDown>", 1 },
		{ "<Space>", "<Space>", 1 },
		{ "<C-m>", "<Enter>", 1 },
		{ "<C-i>", "<Tab>", 1 },
		{ "<A-x>", "<A-x>", 1 },
		{ "<A-Left>", "<A-Left>", 1 },
		{ "<A-gt>", "<A-gt>", 1 },
		{ "<gt>", ">", 1 },
		{ "<lt>", "<lt>", 1 },
		{ "<", "<lt>", 1 },
		{ "ü界", "ü界", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct keys k;
		struct str back = { 0 };
		struct err err = { 0 };
		assert_true(keys_parse(span_of(table[i].text), &k, &err));
		assert_int_equal(k.n, table[i].n);
		keys_write(&back, &k);
		assert_string_equal(str_z(&back), table[i].back);
		str_release(&back);
	}
}

static void
test_no_names(void **state)
{
	static const char *const table[] = { "", "<Entre>", "<F13>", "<>",
		"<C-é>", "abcdefghi" };

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct keys k;
		struct err err = { 0 };
		assert_false(keys_parse(span_of(table[i]), &k, &err));
		assert_true(err.text[0]);
	}
}

static enum ui_command
command_of(const struct keymap *m, enum context context, const char *text,
    enum keymap_match *how)
{
	const struct binding *b;
	struct keys k;

	assert_true(keys_parse(span_of(text), &k, NULL));
	*how = keymap_find(m, context, &k, &b);
	return b ? b->command : CMD_NONE;
}

/* Each default key is right and none hides another. */
static void
test_defaults(void **state)
{
	struct keymap m;
	enum keymap_match how;

	(void)state;
	keymap_init(&m);
	for (int i = 1; i < CMD_COUNT; i++) {
		struct span rest = span_of(command_info[i].keys);
		while (rest.n) {
			struct span word = span_cut(&rest, ' ');
			size_t colon = span_chr(word, ':');
			struct keys k;
			if (colon > 0 && colon < word.n) {
				assert_true(context_named(span_head(
				                word, colon)) != CONTEXT_COUNT);
				word = span_from(word, colon + 1);
			}
			assert_true(keys_parse(word, &k, NULL));
		}
	}
	for (int c = 1; c < CONTEXT_COUNT; c++)
		for (int i = 1; i < CMD_COUNT; i++) {
			struct str keys = { 0 };
			if (!(command_info[i].where & (1u << c)) ||
			    !*command_info[i].keys)
				continue;
			keymap_keys(
			    &keys, &m, (enum context)c, (enum ui_command)i, 1);
			assert_true(keys.n > 0);
			str_release(&keys);
		}
	assert_int_equal(
	    command_of(&m, CONTEXT_ARTICLE, "<Space>", &how), CMD_PAGE_DOWN);
	assert_int_equal(
	    command_of(&m, CONTEXT_SECTIONS, "<Space>", &how), CMD_FOLD);
	assert_int_equal(command_of(&m, CONTEXT_HELP, "q", &how), CMD_BACK);
	keymap_release(&m);
}

static void
bind(struct keymap *m, const char *context, const char *keys, const char *line)
{
	assert_true(keymap_bind(
	    m, span_of(context), span_of(keys), span_of(line), NULL));
}

static void
test_bind(void **state)
{
	struct keymap m;
	enum keymap_match how;
	struct err err = { 0 };

	(void)state;
	keymap_init(&m);
	bind(&m, "headlines", "xy", "toggle-star");
	command_of(&m, CONTEXT_HEADLINES, "x", &how);
	assert_int_equal(how, MATCH_PART);
	assert_int_equal(
	    command_of(&m, CONTEXT_HEADLINES, "xy", &how), CMD_STAR);
	/* A shorter one beside the longer one: both hold. */
	bind(&m, "headlines", "x", "open");
	assert_int_equal(
	    command_of(&m, CONTEXT_HEADLINES, "x", &how), CMD_OPEN);
	assert_int_equal(how, MATCH_BOTH);
	assert_int_equal(
	    command_of(&m, CONTEXT_HEADLINES, "xy", &how), CMD_STAR);
	assert_int_equal(how, MATCH_WHOLE);
	assert_true(keymap_unbind(&m, SPAN("headlines"), SPAN("x"), &err));
	assert_int_equal(
	    command_of(&m, CONTEXT_HEADLINES, "x", &how), CMD_NONE);
	assert_int_equal(how, MATCH_PART);
	assert_true(keymap_unbind(&m, SPAN("headlines"), SPAN("xy"), &err));
	command_of(&m, CONTEXT_HEADLINES, "x", &how);
	assert_int_equal(how, MATCH_NONE);
	assert_false(
	    keymap_bind(&m, SPAN("headline"), SPAN("x"), SPAN("open"), &err));
	assert_non_null(strstr(err.text, "\"headlines\""));
	keymap_release(&m);
}

/* Longer keys of every context are waited for, those of general too. */
static void
test_longer_in_general(void **state)
{
	struct keymap m = { 0 };
	const struct binding *b, *next[8];
	struct keys z;
	enum keymap_match how;

	(void)state;
	bind(&m, "general", "zz", "quit");
	bind(&m, "general", "zq", "quit");
	bind(&m, "headlines", "z", "open");
	bind(&m, "headlines", "zz", "toggle-star ; down");
	assert_int_equal(
	    command_of(&m, CONTEXT_HEADLINES, "z", &how), CMD_OPEN);
	assert_int_equal(how, MATCH_BOTH);
	assert_int_equal(command_of(&m, CONTEXT_ARTICLE, "zz", &how), CMD_QUIT);
	/* What follows, in the order of its keys; the context's own wins. */
	assert_true(keys_parse(SPAN("z"), &z, NULL));
	assert_int_equal(
	    keymap_following(&m, CONTEXT_HEADLINES, &z, next, 8), 2);
	assert_string_equal(next[0]->line, "quit");
	assert_string_equal(next[1]->line, "toggle-star ; down");
	assert_int_equal(next[1]->command, CMD_NONE);
	assert_int_equal(keymap_find(&m, CONTEXT_HEADLINES, &next[1]->keys, &b),
	    MATCH_WHOLE);
	assert_ptr_equal(b, next[1]);
	keymap_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_no_names),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_bind),
		cmocka_unit_test(test_longer_in_general),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
