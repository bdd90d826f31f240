/* What terminals do by themselves, and what links they are given. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf/terminal.h"

static const char *const names[] = { "KONSOLE_VERSION", "MLTERM", "TERM",
	"TERM_PROGRAM", "VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION", "TMUX",
	"STY" };

static void
pretend(const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
	setenv(name, value, 1);
}

static void
who(void **state)
{
	(void)state;
	pretend("TERM", "xterm-256color");
	assert_int_equal(terminal_bidi(), BIDI_OURS);
	assert_false(terminal_has_links());
	pretend("TERM", "foot-extra");
	assert_int_equal(terminal_bidi(), BIDI_OURS);
	assert_true(terminal_has_links());
	pretend("KONSOLE_VERSION", "230401");
	assert_int_equal(terminal_bidi(), BIDI_THEIRS);
	assert_true(terminal_has_links());
	pretend("TERM_PROGRAM", "Apple_Terminal");
	assert_int_equal(terminal_bidi(), BIDI_THEIRS);
	assert_false(terminal_has_links());
	pretend("VTE_VERSION", "4000");
	assert_int_equal(terminal_bidi(), BIDI_OURS);
	assert_false(terminal_has_links());
	pretend("VTE_VERSION", "7006");
	assert_int_equal(terminal_bidi(), BIDI_OURS_ONCE);
	assert_true(terminal_has_links());
	/* Within tmux it shall not be told anything. */
	setenv("TMUX", "/tmp/tmux-0/default,1,0", 1);
	assert_int_equal(terminal_bidi(), BIDI_THEIRS);
	assert_false(terminal_has_links());
}

static void
check_link(struct span url, const char *want)
{
	struct str out = { 0 };

	assert_int_equal(terminal_link(&out, url, 3), want != NULL);
	assert_string_equal(str_z(&out), want ? want : "");
	str_release(&out);
}

/* Whatever an address holds, it neither ends the command nor begins one. */
static void
links(void **state)
{
	struct str url = { 0 };

	(void)state;
	check_link(SPAN("https://example.org/a?b=c;d#e"),
	    "\033]8;id=3;https://example.org/a?b=c;d#e\033\\");
	check_link(SPAN("https://example.org/é \033\\\007\n"),
	    "\033]8;id=3;https://example.org/%C3%A9%20%1B\\%07%0A\033\\");
	check_link(SPAN("javascript:alert(1)"), NULL);
	check_link(SPAN("file:///etc/passwd"), NULL);
	check_link(SPAN(""), NULL);
	str_lit(&url, "https://example.org/");
	str_fill(&url, 'a', 3000);
	check_link(str_span(&url), NULL);
	str_release(&url);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who),
		cmocka_unit_test(links),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
