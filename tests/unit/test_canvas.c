#include "config.h"

#include "ui/canvas.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "ui/history.h"
#include "ui/keys.h"
#include "ui/list.h"
#include "ui/prompt.h"

static const struct ink plain;

static void
expect(const struct sheet *s, const char *text)
{
	struct str got = { 0 };

	sheet_text(&got, s);
	assert_string_equal(str_z(&got), text);
	str_release(&got);
}

static void
test_text(void **state)
{
	struct sheet s = { 0 };
	struct canvas c;

	(void)state;
	sheet_resize(&s, 3, 10);
	c = canvas_of(&s);
	assert_int_equal(
	    canvas_text(&c, 0, 2, 20, SPAN("a\tb\033[1m"), plain), 7);
	assert_int_equal(
	    canvas_text_right(&c, 1, 10, 6, SPAN("one two three"), plain), 6);
	canvas_text(&c, 2, 0, 10, SPAN("界界界界界界"), plain);
	canvas_text(&c, 9, 0, 10, SPAN("outside"), plain);
	canvas_text(&c, -1, 0, 10, SPAN("outside"), plain);
	expect(&s, "  a b [1m\n      one…\n界界界界…\n");
	sheet_release(&s);
}

/* Half a wide sign is never left. */
static void
test_wide(void **state)
{
	struct sheet s = { 0 };
	struct canvas c;

	(void)state;
	sheet_resize(&s, 1, 6);
	c = canvas_of(&s);
	canvas_cells(&c, 0, 0, 6, SPAN("界界界"), plain);
	canvas_cells(&c, 0, 1, 1, SPAN("x"), plain);
	canvas_cells(&c, 0, 4, 1, SPAN("y"), plain);
	expect(&s, " x界y\n");
	canvas_cells(&c, 0, 1, 2, SPAN("界"), plain);
	expect(&s, " 界 y\n");
	assert_int_equal(canvas_cells(&c, 0, 5, 2, SPAN("界"), plain), 0);
	sheet_release(&s);
}

/* A vowel sign that takes a cell of its own gets one, so that nothing of what
 * was drawn there before is left. */
static void
test_indic(void **state)
{
	struct sheet s = { 0 };
	struct canvas c;
	struct span text = SPAN("কুয়াশা");

	(void)state;
	sheet_resize(&s, 1, 10);
	c = canvas_of(&s);
	canvas_fill(&c, 0, 0, 10, "x", plain);
	canvas_cells(&c, 0, 0, 10, text, plain);
	for (int i = 0; i < 10; i++) {
		const struct glyph *g = sheet_at(&s, 0, i);
		assert_int_equal(g->width, 1);
		assert_true(g->text[0]);
		assert_int_equal(g->text[0] == 'x', i >= cells_width(text));
	}
	sheet_release(&s);
}

/* A part keeps what is drawn within it. */
static void
test_part(void **state)
{
	struct sheet s = { 0 };
	struct canvas c, part;

	(void)state;
	sheet_resize(&s, 3, 8);
	c = canvas_of(&s);
	part = canvas_part(&c, 1, 3, 9, 3);
	assert_int_equal(part.rows, 2);
	canvas_cells(&part, 0, 0, 99, SPAN("abcdef"), plain);
	canvas_fill(&part, 1, -4, 99, "-", plain);
	canvas_over(&part, 0, 2, 99, 7);
	expect(&s, "\n   abc\n   ---\n");
	assert_int_equal(sheet_at(&s, 1, 5)->ink.over, 7);
	assert_int_equal(sheet_at(&s, 1, 6)->ink.over, 0);
	assert_null(sheet_at(&s, 3, 0));
	sheet_release(&s);
}

static bool
not_every_third(const void *data, size_t line)
{
	(void)data;
	return line % 3 != 0;
}

static void
test_list(void **state)
{
	struct list l = { .n = 30, .rows = 6, .can = not_every_third };

	(void)state;
	list_settle(&l);
	assert_int_equal(l.cur, 1);
	list_command(&l, CMD_DOWN, 2);
	assert_int_equal(l.cur, 4);
	list_command(&l, CMD_BOTTOM, 0);
	assert_int_equal(l.cur, 29);
	assert_int_equal(l.top, 24);
	list_command(&l, CMD_TOP, 0);
	assert_int_equal(l.cur, 1);
	assert_int_equal(l.top, 0);
	list_command(&l, CMD_PAGE_DOWN, 0);
	assert_true(l.cur >= l.top && l.cur < l.top + 6);
	assert_true(l.cur % 3 != 0);
	/* Ten lines came above: the chosen one stays on its screen row. */
	l.n = 40;
	list_keep(&l, 17, 3);
	assert_int_equal(l.cur - l.top, 3);
	l.n = 0;
	list_settle(&l);
	assert_true(list_command(&l, CMD_DOWN, 1));
	assert_false(list_command(&l, CMD_OPEN, 1));
}

static void
type(struct prompt *p, const char *keys)
{
	struct keys k;

	for (struct span rest = span_of(keys); rest.n;) {
		struct span word = span_cut(&rest, ' ');
		assert_true(keys_parse(word, &k, NULL));
		for (int i = 0; i < k.n; i++)
			prompt_key(p, k.key[i]);
	}
}

static void
test_prompt(void **state)
{
	struct prompt p = { 0 };
	struct sheet s = { 0 };
	struct canvas c;
	struct history history = { 0 };

	(void)state;
	sheet_resize(&s, 1, 16);
	c = canvas_of(&s);
	prompt_open(&p, 1, "Find: ", &history);
	type(&p, "hällo <Left> <Left> <Backspace> x <Home> 界");
	assert_string_equal(str_z(&p.text), "界häxlo");
	type(&p, "<End> <C-w> one <Space> two <C-w>");
	assert_string_equal(str_z(&p.text), "one ");
	prompt_paste(&p, SPAN("two\nthree\033x"));
	assert_string_equal(str_z(&p.text), "one two threex");
	prompt_draw(&p, &c, 0);
	expect(&s, " Find:  threex\n");
	assert_true(s.cursor_shown);
	assert_int_equal(s.cursor_col, 14);
	assert_int_equal(prompt_key(&p, KEY_RETURN), PROMPT_DONE);
	prompt_open(&p, 1, "Find: ", &history);
	type(&p, "<Up>");
	assert_string_equal(str_z(&p.text), "one two threex");
	assert_int_equal(prompt_key(&p, KEY_ESCAPE), PROMPT_CANCELLED);
	sheet_release(&s);
	prompt_release(&p);
	history_release(&history);
}

/* A sentence goes on below; a word that is wider than the space is cut. */
static void
test_lines(void **state)
{
	struct sheet s = { 0 };
	struct canvas c;
	struct str got = { 0 };

	(void)state;
	sheet_resize(&s, 5, 12);
	c = canvas_of(&s);
	assert_int_equal(canvas_lines(&c, 0, 1, 10,
	                     SPAN("R asks for news. Unbelievably!"), plain),
	    4);
	sheet_text(&got, &s);
	assert_string_equal(
	    str_z(&got), " R asks for\n news.\n Unbelievab\n ly!\n\n");
	sheet_clear(&s);
	str_clear(&got);
	/* No more than there are rows. */
	assert_int_equal(
	    canvas_lines(&c, 3, 0, 3, SPAN("a b c d e f g"), plain), 2);
	assert_int_equal(canvas_lines(&c, 0, 0, 0, SPAN("a"), plain), 0);
	assert_int_equal(canvas_lines(&c, 0, 0, 9, SPAN(""), plain), 0);
	sheet_release(&s);
	str_release(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_indic),
		cmocka_unit_test(test_part),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_prompt),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
