/*
 * test_cmdline: lines of commands: what may stand on them, what they set, and
 * how that gets into the config file.
 */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/session.h"
#include "ui/writeconf.h"

/* An app that has neither terminal nor desk nor store. */
static int
begin(void **state)
{
	struct app *a = xcalloc(1, sizeof(*a));

	a->ui.options = &a->conf.options;
	a->ui.feeds = &a->feeds;
	a->ui.keys = &a->keymap;
	a->ui.marks = &a->marks;
	a->ui.talk = &a->talk;
	keymap_init(&a->keymap);
	panes_init(&a->panes, &a->ui);
	*state = a;
	return 0;
}

static int
end(void **state)
{
	struct app *a = *state;

	panes_release(&a->panes);
	talk_release(&a->talk);
	prompt_release(&a->prompt);
	complete_release(&a->completion);
	history_release(&a->commands);
	str_release(&a->change);
	settings_release(a);
	free(a);
	return 0;
}

static void
expect_said(struct app *a, const char *part)
{
	assert_non_null(talk_current(&a->talk));
	assert_non_null(strstr(talk_current(&a->talk)->text, part));
	talk_hush(&a->talk);
}

static void
test_wrong_lines(void **state)
{
	static const struct {
		const char *line, *part;
	} table[] = {
		{ "refrsh", "\"refresh\"" },
		{ "set mesure 60", "\"measure\"" },
		{ "set measure 2", "20" },
		{ "set measure!", "not yes or no" },
		{ "toggle-read", "nothing in this view" },
		{ "fold now", "takes no words" },
		{ "bind headlines x", "bind headlines x toggle-read" },
		{ "bind headline x open", "\"headlines\"" },
		{ "bind headlines <Entre> open", "<Entre>" },
		{ "bind headlines x opn", "\"open\"" },
		{ "bind headlines x open ; opn", "\"open\"" },
		{ "macro open down", "another name" },
		{ "macro two down ; dwn", "\"down\"" },
		{ "set \"measure", "quote" },
		{ "repeat", "no change" },
		{ "goto Atlantis", "Atlantis" },
		{ "zzzzzzzzzzzzzz", "? lists them" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		cmdline_run(*state, span_of(table[i].line), 0);
		expect_said(*state, table[i].part);
	}
}

static void
test_set(void **state)
{
	struct app *a = *state;

	a->paths = &(struct paths){ .data_dir = (char *)"/nonexistent" };
	cmdline_run(a, SPAN("set measure 60 ; set nojustify ; set mouse!"), 0);
	assert_null(talk_current(&a->talk));
	assert_int_equal(conf_int(&a->conf.options, OPT_MEASURE), 60);
	assert_false(conf_bool(&a->conf.options, OPT_MOUSE));
	cmdline_run(a, SPAN("set justify"), 0);
	assert_true(conf_bool(&a->conf.options, OPT_JUSTIFY));
	cmdline_run(a, SPAN("set measure?"), 0);
	expect_said(a, "measure = 60");
	cmdline_run(a, SPAN("set theme?"), 0);
	expect_said(a, "theme = auto");
	/* A password is not for those who look over a shoulder. */
	cmdline_run(a, SPAN("set proxy http://ann:secret@proxy.example"), 0);
	cmdline_run(a, SPAN("set proxy?"), 0);
	assert_null(strstr(talk_current(&a->talk)->text, "secret"));
	/* Each option once, as it is now. */
	assert_int_equal(a->set_here.n, 4);
	assert_string_equal(a->set_here.line[1], "set mouse no");
	assert_string_equal(a->set_here.line[2], "set justify yes");
}

static void
test_binding_holds(void **state)
{
	struct app *a = *state;
	struct str keys = { 0 };

	a->paths = &(struct paths){ .data_dir = (char *)"/nonexistent" };
	cmdline_run(a, SPAN("bind sections xx 3 down ; open"), 0);
	cmdline_run(a, SPAN("set measure 50"), 0);
	/* Everything was made anew; the binding is still there. */
	keymap_line_keys(
	    &keys, &a->keymap, CONTEXT_SECTIONS, "3 down ; open", 9);
	assert_string_equal(str_z(&keys), "xx");
	str_release(&keys);
	cmdline_run(a, SPAN("unbind sections xx"), 0);
	assert_int_equal(a->set_here.n, 2);
	cmdline_run(a, SPAN("unbind all"), 0);
	assert_int_equal(a->keymap.n, 0);
}

static void
test_macros_end(void **state)
{
	struct app *a = *state;

	a->paths = &(struct paths){ .data_dir = (char *)"/nonexistent" };
	cmdline_run(a, SPAN("macro one down"), 0);
	cmdline_run(a, SPAN("macro two one ; one"), 0);
	cmdline_run(a, SPAN("macro one one ; down"), 0);
	assert_null(talk_current(&a->talk));
	assert_int_equal(a->macros.n, 2);
	cmdline_run(a, SPAN("two"), 0);
	expect_said(a, "deep");
	/* One that was there may call one that came later. */
	cmdline_run(a, SPAN("macro late top"), 0);
	cmdline_run(a, SPAN("macro one late"), 0);
	assert_null(talk_current(&a->talk));
	assert_non_null(macros_find(&a->macros, SPAN("one")));
	cmdline_run(a, SPAN("two"), 0);
	assert_null(talk_current(&a->talk));
	/* A wrong line leaves the one that was there, and no name alone. */
	cmdline_run(a, SPAN("macro one nothing-at-all"), 0);
	expect_said(a, "no such command");
	cmdline_run(a, SPAN("macro none nothing-at-all"), 0);
	expect_said(a, "no such command");
	assert_null(macros_find(&a->macros, SPAN("none")));
	assert_int_equal(a->macros.n, 3);
	cmdline_run(a, SPAN("two"), 0);
	assert_null(talk_current(&a->talk));
	/* Counts of counts come to no more than so many. */
	cmdline_run(a, SPAN("macro three 9999 down"), 0);
	cmdline_run(a, SPAN("macro four 9999 three"), 0);
	cmdline_run(a, SPAN("macro five 9999 four"), 0);
	assert_null(talk_current(&a->talk));
	cmdline_run(a, SPAN("9999 five"), 0);
	expect_said(a, "more than 10000 commands");
}

/* A name that a file system takes, whatever a title says. */
static void
test_names_file(void **state)
{
	struct str title = { 0 }, name = { 0 };

	(void)state;
	piping_name(&name, SPAN("../-a/b: \x1b[2Jc\n\"d\""));
	assert_null(strpbrk(str_z(&name), "/:\"\x1b\n"));
	assert_int_not_equal(*str_z(&name), '.');
	str_clear(&name);
	piping_name(&name, SPAN(" .-"));
	assert_string_equal(str_z(&name), "story");
	/* Of letters with marks 80 cells are more bytes than a name may have.
	 */
	for (int i = 0; i < 80; i++)
		str_lit(&title, "\u0e01\u0e34\u0e48");
	str_clear(&name);
	piping_name(&name, str_span(&title));
	assert_true(name.n > 200);
	assert_true(name.n <= 240);
	assert_true(utf8_valid(str_span(&name)));
	str_release(&title);
	str_release(&name);
}

static void
test_writes_config(void **state)
{
	static char *const lines[] = {
		(char *)"set measure 60",
		(char *)"bind headlines x toggle-star",
		(char *)"unbind headlines A",
		(char *)"colour kicker red default",
	};
	struct str out = { 0 };

	(void)state;
	writeconf_lines(&out,
	    SPAN("# mine\n"
	         "set measure 72 # wide\n"
	         "#set measure 40\n"
	         "set every 2h\n"
	         "unbind headlines x\n"
	         "set measure 80\n"
	         "color kicker blue default"),
	    lines, 4);
	assert_string_equal(str_z(&out), "# mine\n"
	                                 "set measure 72 # wide\n"
	                                 "#set measure 40\n"
	                                 "set every 2h\n"
	                                 "bind headlines x toggle-star\n"
	                                 "set measure 60\n"
	                                 "colour kicker red default\n"
	                                 "unbind headlines A\n");
	str_release(&out);
}

static void
complete(struct app *a, const char *head)
{
	complete_line(&a->completion, a, span_of(head));
}

static void
expect_candidates(struct app *a, const char *head, const char *joined)
{
	struct str got = { 0 };

	complete(a, head);
	for (size_t i = 0; i < a->completion.n; i++)
		str_printf(
		    &got, "%s%s", i ? " " : "", a->completion.item[i].text);
	assert_string_equal(str_z(&got), joined);
	str_release(&got);
}

static void
test_completes(void **state)
{
	struct app *a = *state;
	struct str common = { 0 };

	expect_candidates(a, "unb", "unbind");
	expect_candidates(a, "set full", "full-text");
	expect_candidates(a, "set full-text ", "auto always never");
	expect_candidates(a, "set mouse n", "no");
	expect_candidates(a, "bind hea", "headlines health");
	expect_candidates(a, "bind headlines x toggle-s", "toggle-star");
	expect_candidates(a, "bind headlines x down ; toggle-s", "");
	expect_candidates(a, "down ; 3 unb", "unbind");
	expect_candidates(a, "goto sta", "Starred");
	expect_candidates(a, "goto \"Front p", "\"Front page\"");
	expect_candidates(a, "color kic", "kicker");
	expect_candidates(a, "set nothing-of-the-kind ", "");
	/* Only what means something in the sections. */
	expect_candidates(a, "scroll-", "");
	complete(a, "set ma");
	complete_common(&a->completion, &common);
	assert_string_equal(str_z(&common), "ma");
	str_clear(&common);
	complete(a, "set measure ");
	assert_non_null(strstr(str_z(&a->completion.about), "widest line"));
	complete(a, "toggle-unread-only ");
	assert_non_null(strstr(str_z(&a->completion.about), "unread"));
	str_release(&common);
}

static void
test_history(void **state)
{
	char dir[] = "/tmp/broadsheet-history-XXXXXX";
	struct str file = { 0 }, text = { 0 };
	struct history h, again;

	(void)state;
	assert_non_null(mkdtemp(dir));
	history_load(&h, dir, "commands");
	history_add(&h, SPAN("set measure 60"));
	history_add(&h, SPAN("goto World"));
	history_add(&h, SPAN("set measure 60"));
	history_add(&h, SPAN("set proxy http://ann:secret@proxy.example"));
	history_add(&h, SPAN("two\nlines"));
	assert_int_equal(h.n, 3);
	assert_int_equal(history_find(&h, 3, true, SPAN("goto")), 0);
	assert_int_equal(history_find(&h, 0, true, SPAN("goto")), 0);
	assert_int_equal(history_find(&h, 0, false, SPAN("set pr")), 2);
	history_load(&again, dir, "commands");
	assert_int_equal(again.n, 2);
	assert_string_equal(again.line[1], "set measure 60");
	str_printf(&file, "%s/commands", dir);
	assert_true(paths_read(str_z(&file), &text, 1000, NULL));
	assert_null(strstr(str_z(&text), "secret"));
	history_release(&again);
	/* The file does not grow for ever. */
	for (int i = 0; i < 3 * HISTORY_MAX; i++) {
		str_clear(&text);
		str_printf(&text, "%d down", i);
		history_add(&h, str_span(&text));
	}
	assert_int_equal(h.n, HISTORY_MAX);
	history_load(&again, dir, "commands");
	assert_int_equal(again.n, HISTORY_MAX);
	str_clear(&text);
	assert_true(paths_read(str_z(&file), &text, 1 << 20, NULL));
	assert_true(text.n < (size_t)HISTORY_MAX * 10);
	unlink(str_z(&file));
	rmdir(dir);
	history_release(&h);
	history_release(&again);
	str_release(&file);
	str_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_wrong_lines, begin, end),
		cmocka_unit_test_setup_teardown(test_set, begin, end),
		cmocka_unit_test_setup_teardown(test_binding_holds, begin, end),
		cmocka_unit_test_setup_teardown(test_macros_end, begin, end),
		cmocka_unit_test(test_names_file),
		cmocka_unit_test(test_writes_config),
		cmocka_unit_test_setup_teardown(test_completes, begin, end),
		cmocka_unit_test(test_history),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
