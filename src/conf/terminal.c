#include "config.h"

#include "conf/terminal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* VTE does bidi from 0.58 on, and has a mode in which it does not. */
enum { VTE_BIDI = 5800, VTE_LINKS = 5000, NO_LEAST = 0 };

/* A terminal betrays itself by a variable: its value begins so, or is a
 * number of at least so much. */
struct sign {
	const char *variable, *start;
	long least;
};

static const struct sign turns_lines[] = {
	{ "KONSOLE_VERSION", "", NO_LEAST },
	{ "MLTERM", "", NO_LEAST },
	{ "TERM", "mlterm", NO_LEAST },
	{ "TERM_PROGRAM", "Apple_Terminal", NO_LEAST },
};

static const struct sign vte = { "VTE_VERSION", "", VTE_BIDI };

static const struct sign has_links[] = {
	{ "VTE_VERSION", "", VTE_LINKS },
	{ "KONSOLE_VERSION", "", 201200 },
	{ "KITTY_WINDOW_ID", "", NO_LEAST },
	{ "WT_SESSION", "", NO_LEAST },
	{ "TERM", "xterm-kitty", NO_LEAST },
	{ "TERM", "foot", NO_LEAST },
	{ "TERM", "alacritty", NO_LEAST },
	{ "TERM", "contour", NO_LEAST },
	{ "TERM", "xterm-ghostty", NO_LEAST },
	{ "TERM_PROGRAM", "iTerm.app", NO_LEAST },
	{ "TERM_PROGRAM", "WezTerm", NO_LEAST },
	{ "TERM_PROGRAM", "ghostty", NO_LEAST },
	{ "TERM_PROGRAM", "vscode", NO_LEAST },
};

static bool
shows(const struct sign *sign)
{
	const char *value = getenv(sign->variable);

	if (!value || !*value)
		return false;
	if (sign->least)
		return strtol(value, NULL, 10) >= sign->least;
	return strncmp(value, sign->start, strlen(sign->start)) == 0;
}

static bool
shows_one(const struct sign *sign, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (shows(&sign[i]))
			return true;
	return false;
}

/* tmux and screen draw anew what we send and know less than what they run
 * in; which terminal that is, was true when they were started. */
static bool
is_inner(void)
{
	const char *tmux = getenv("TMUX"), *screen = getenv("STY");

	return (tmux && *tmux) || (screen && *screen);
}

enum terminal_bidi
terminal_bidi(void)
{
	if (shows_one(turns_lines, sizeof(turns_lines) / sizeof(*turns_lines)))
		return BIDI_THEIRS;
	if (!shows(&vte))
		return BIDI_OURS;
	return is_inner() ? BIDI_THEIRS : BIDI_OURS_ONCE;
}

bool
terminal_direct(struct str *out, const char *term)
{
	const char *colours = getenv("COLORTERM"), *tmux = getenv("TMUX");
	struct span name = span_of(term);

	if (!colours || (strcmp(colours, "truecolor") != 0 &&
	                    strcmp(colours, "24bit") != 0))
		return false;
	if (span_ends(name, "-direct"))
		return false;
	/* Two that call themselves xterm want other separators than it. */
	if (span_is(name, "xterm-256color") && getenv("KONSOLE_VERSION"))
		name = SPAN("konsole-256color");
	else if (span_is(name, "xterm-256color") && getenv("VTE_VERSION"))
		name = SPAN("vte-256color");
	if (span_ends(name, "-256color"))
		name = span_head(name, name.n - strlen("-256color"));
	if (span_istarts(name, "xterm-") && name.n > strlen("xterm-"))
		name = span_from(name, strlen("xterm-"));
	/* The name that tmux has from screen has no such entry. */
	if (span_is(name, "screen") && tmux && *tmux)
		name = SPAN("tmux");
	str_printf(out, "%.*s-direct", SPAN_ARG(name));
	return true;
}

bool
terminal_may_be_asked(void)
{
	static const char *const deaf[] = { "linux", "vt1", "vt2", "vt5",
		"screen", "tmux", "cons", "sun", "dumb" };
	const char *term = getenv("TERM");

	for (size_t i = 0; term && i < sizeof(deaf) / sizeof(*deaf); i++)
		if (strncmp(term, deaf[i], strlen(deaf[i])) == 0)
			return false;
	return term && !is_inner();
}

bool
terminal_has_links(void)
{
	return !is_inner() &&
	       shows_one(has_links, sizeof(has_links) / sizeof(*has_links));
}

bool
terminal_link(struct str *out, struct span url, int number)
{
	enum { BYTES_MAX = 2083 }; /* what VTE takes */
	static const char *const schemes[] = { "http://", "https://",
		"mailto:" };
	bool known = false;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		known = known || span_istarts(url, schemes[i]);
	if (!known || url.n > BYTES_MAX)
		return false;
	str_printf(out, "\033]8;id=%d;", number);
	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.s[i];

		if (c > ' ' && c < 0x7f)
			str_addc(out, (char)c);
		else
			str_printf(out, "%%%02X", (unsigned)c);
	}
	str_lit(out, "\033\\");
	return true;
}

void
terminal_link_end(struct str *out)
{
	str_lit(out, "\033]8;;\033\\");
}
