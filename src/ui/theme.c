#include "config.h"

#include "ui/theme.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "conf/dotfile.h"
#include "doc/doc.h"

enum {
	NO = -1,
	B = LOOK_BOLD,
	D = LOOK_DIM,
	I = LOOK_ITALIC,
	U = LOOK_UNDERLINE,
	R = LOOK_REVERSE,
	COLOURS_FEW = 16,
	COLOURS_MANY = 256,
	COLOURS_DIRECT = 1 << 24
};

/*
 * A role in a dark and a light terminal of 256 colours, in one of 8 or 16,
 * and without colours.  Contrast on the background and on the bar of the cursor
 * is at least 4.5:1 (WCAG AA; test_theme measures it), and nothing is said by
 * colour alone.
 */
struct defaults {
	const char *name;
	short dark, dark_bg, light, light_bg;
	unsigned attr;
	short few, few_bg;
	unsigned few_attr, mono_attr;
};

static const struct defaults defaults[UI_ROLES] = {
	[ROLE_TEXT] = { "text", NO, NO, NO, NO, 0, NO, NO, 0, 0 },
	[ROLE_KICKER] = { "kicker", 173, NO, 94, NO, 0, 3, NO, 0, 0 },
	[ROLE_HEADLINE] = { "headline", NO, NO, NO, NO, B, NO, NO, B, B },
	[ROLE_STANDFIRST] = { "standfirst", NO, NO, NO, NO, 0, NO, NO, 0, 0 },
	[ROLE_BYLINE] = { "byline", 247, NO, 241, NO, 0, NO, NO, D, D },
	[ROLE_DATES] = { "dates", 247, NO, 241, NO, 0, NO, NO, D, D },
	[ROLE_HEADING] = { "heading", NO, NO, NO, NO, B, NO, NO, B, B },
	[ROLE_CAPTION] = { "caption", 250, NO, 238, NO, I, NO, NO, I, I },
	[ROLE_CREDIT] = { "credit", 247, NO, 241, NO, 0, NO, NO, D, D },
	[ROLE_QUOTE] = { "quote", 252, NO, 237, NO, 0, NO, NO, 0, 0 },
	[ROLE_QUOTE_BAR] = { "quote-bar", 173, NO, 94, NO, 0, 3, NO, 0, 0 },
	[ROLE_QUOTE_CREDIT] = { "quote-credit", 247, NO, 241, NO, 0, NO, NO, D,
	    D },
	[ROLE_PULL_QUOTE] = { "pull-quote", NO, NO, NO, NO, I, NO, NO, I, B },
	[ROLE_BULLET] = { "bullet", 173, NO, 94, NO, 0, 3, NO, 0, 0 },
	[ROLE_CODE] = { "code", 150, NO, 22, NO, 0, NO, NO, 0, 0 },
	[ROLE_TABLE_HEAD] = { "table-head", NO, NO, NO, NO, B, NO, NO, B, B },
	[ROLE_TABLE_RULE] = { "table-rule", 247, NO, 241, NO, 0, NO, NO, D, D },
	[ROLE_RULE] = { "rule", 247, NO, 241, NO, 0, NO, NO, D, D },
	[ROLE_LINK] = { "link", NO, NO, NO, NO, U, NO, NO, U, U },
	[ROLE_LINK_NUMBER] = { "link-number", 173, NO, 94, NO, 0, 3, NO, 0, D },
	[ROLE_LINK_URL] = { "link-url", 247, NO, 241, NO, 0, NO, NO, D, D },
	[ROLE_LABEL] = { "label", NO, NO, NO, NO, B, NO, NO, B, B },
	[ROLE_PICTURE] = { "picture", 247, NO, 241, NO, 0, NO, NO, D, D },
	[ROLE_NOTE] = { "note", 250, NO, 238, NO, 0, NO, NO, 0, 0 },
	[UI_PAPER] = { "paper", 173, NO, 94, NO, B, 3, NO, B, B },
	[UI_TITLE] = { "title", 173, NO, 94, NO, B, 3, NO, B, B },
	[UI_TITLE_DIM] = { "title-other", 247, NO, 241, NO, 0, NO, NO, D, D },
	[UI_UNREAD] = { "unread", NO, NO, NO, NO, B, NO, NO, B, B },
	[UI_READ] = { "read", 250, NO, 238, NO, 0, NO, NO, 0, 0 },
	[UI_SECTION] = { "section", NO, NO, NO, NO, 0, NO, NO, 0, 0 },
	[UI_QUIET] = { "quiet", 247, NO, 241, NO, 0, NO, NO, D, D },
	[UI_NUMBER] = { "number", NO, NO, NO, NO, 0, NO, NO, 0, 0 },
	[UI_TIME] = { "time", 247, NO, 241, NO, 0, NO, NO, D, D },
	[UI_SOURCE] = { "source", 247, NO, 241, NO, 0, NO, NO, D, D },
	[UI_STAR] = { "star", 173, NO, 94, NO, B, 3, NO, B, B },
	[UI_DAY] = { "day", 173, NO, 94, NO, 0, 3, NO, 0, U },
	[UI_SUMMARY] = { "summary", 247, NO, 241, NO, 0, NO, NO, D, D },
	[UI_ERROR] = { "error", 210, NO, 124, NO, 0, 1, NO, 0, B },
	[UI_STATUS] = { "status", 247, NO, 241, NO, 0, NO, NO, D, D },
	[UI_KEY] = { "key", NO, NO, NO, NO, 0, NO, NO, 0, B },
	[UI_HINT] = { "hint", 247, NO, 241, NO, 0, NO, NO, D, D },
	[UI_BORDER] = { "border", 240, NO, 250, NO, 0, NO, NO, D, D },
	[UI_CURSOR] = { "cursor", NO, 236, NO, 254, 0, NO, NO, R, R },
	[UI_CURSOR_OTHER] = { "cursor-other", NO, 235, NO, 255, 0, NO, NO, U,
	    U },
	[UI_MATCH] = { "match", 16, 179, 16, 222, 0, 0, 3, 0, R },
	[UI_MATCH_NOW] = { "match-now", 16, 215, 16, 214, B, 0, 3, B, R | B },
	[UI_PROMPT] = { "prompt", NO, NO, NO, NO, 0, NO, NO, 0, 0 },
	[UI_INSERTED] = { "inserted", 114, NO, 22, NO, U, 2, NO, U, U },
	[UI_DELETED] = { "deleted", 210, NO, 124, NO, 0, 1, NO, 0, D },
};

static const struct {
	const char *name;
	unsigned attr;
} attributes[] = {
	{ "normal", 0 },
	{ "bold", LOOK_BOLD },
	{ "dim", LOOK_DIM },
	{ "italic", I },
	{ "underline", LOOK_UNDERLINE },
	{ "reverse", R },
	{ "standout", R | B },
};

static const char *const colour_names[] = {
	"black",
	"red",
	"green",
	"yellow",
	"blue",
	"magenta",
	"cyan",
	"white",
	"brightblack",
	"brightred",
	"brightgreen",
	"brightyellow",
	"brightblue",
	"brightmagenta",
	"brightcyan",
	"brightwhite",
};

/* The 16 colours as xterm mixes them. */
static const int32_t basic[COLOURS_FEW] = {
	0x000000,
	0xcd0000,
	0x00cd00,
	0xcdcd00,
	0x0000ee,
	0xcd00cd,
	0x00cdcd,
	0xe5e5e5,
	0x7f7f7f,
	0xff0000,
	0x00ff00,
	0xffff00,
	0x5c5cff,
	0xff00ff,
	0x00ffff,
	0xffffff,
};

const char *
theme_role_name(int role)
{
	return role >= 0 && role < UI_ROLES ? defaults[role].name : NULL;
}

void
theme_init(struct theme *t, enum theme_kind kind, int colours)
{
	*t = (struct theme){ .kind = colours ? kind : THEME_MONO,
		.colours = colours };
}

static struct look
base_look(const struct theme *t, int role)
{
	const struct defaults *d;

	if (role < 0 || role >= UI_ROLES)
		role = ROLE_TEXT;
	d = &defaults[role];
	if (t->kind == THEME_MONO || !t->colours)
		return (struct look){ NO, NO, d->mono_attr };
	/* What was mixed for many colours is not to be read in few. */
	if (t->own[role] &&
	    (t->colours >= COLOURS_MANY || (t->look[role].fg < COLOURS_FEW &&
	                                       t->look[role].bg < COLOURS_FEW)))
		return t->look[role];
	if (t->colours < COLOURS_MANY)
		return (struct look){ d->few, d->few_bg, d->few_attr };
	if (t->kind == THEME_LIGHT)
		return (struct look){ d->light, d->light_bg, d->attr };
	return (struct look){ d->dark, d->dark_bg, d->attr };
}

static struct look
lay_over(struct look look, struct look over)
{
	if (over.fg != NO)
		look.fg = over.fg;
	if (over.bg != NO)
		look.bg = over.bg;
	/* A reversed dim cell is unreadable on many terminals. */
	if (over.attr & R)
		look.attr &= ~(unsigned)D;
	look.attr |= over.attr;
	return look;
}

struct look
theme_look(const struct theme *t, struct ink ink)
{
	static const struct {
		unsigned style, attr;
	} styles[] = {
		{ STYLE_BOLD, B },
		{ STYLE_ITALIC, I },
		{ STYLE_UNDERLINE, U },
		{ STYLE_STRIKE, D },
		{ STYLE_SMALL, D },
		{ STYLE_MARK, R },
	};
	struct look look = base_look(t, ink.role), ground;

	if ((ink.style & STYLE_CODE) && ink.role == ROLE_TEXT)
		look = base_look(t, ROLE_CODE);
	for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++)
		if (ink.style & styles[i].style)
			look.attr |= styles[i].attr;
	if (ink.style & (STYLE_INSERTED | STYLE_DELETED))
		look = lay_over(look,
		    base_look(t,
		        ink.style & STYLE_INSERTED ? UI_INSERTED : UI_DELETED));
	if (ink.over)
		look = lay_over(look, base_look(t, ink.over));
	/* Text stands on the ground of the whole. */
	ground = base_look(t, ROLE_TEXT);
	if (look.fg == NO)
		look.fg = ground.fg;
	if (look.bg == NO)
		look.bg = ground.bg;
	return look;
}

int32_t
theme_rgb(int32_t c)
{
	static const int32_t step[] = { 0, 95, 135, 175, 215, 255 };
	int32_t grey;

	if (c >= THEME_RGB)
		return c - THEME_RGB;
	if (c < COLOURS_FEW)
		return basic[c];
	if (c < 232) {
		c -= 16;
		return step[c / 36] << 16 | step[c / 6 % 6] << 8 | step[c % 6];
	}
	grey = 8 + (c - 232) * 10;
	return grey << 16 | grey << 8 | grey;
}

static int32_t
distance(int32_t a, int32_t b)
{
	int32_t r = (a >> 16 & 255) - (b >> 16 & 255);
	int32_t g = (a >> 8 & 255) - (b >> 8 & 255);
	int32_t bl = (a & 255) - (b & 255);

	/* The eye weighs green most and blue least. */
	return 3 * r * r + 4 * g * g + 2 * bl * bl;
}

/* The nearest of the palette's entries from `first` to before `end`. */
static int32_t
nearest_of(int32_t rgb, int32_t first, int32_t end)
{
	int32_t best = first;

	for (int32_t i = first; i < end; i++)
		if (distance(theme_rgb(i), rgb) <
		    distance(theme_rgb(best), rgb))
			best = i;
	return best;
}

int32_t
theme_colour(int32_t colour, int colours)
{
	if (colour < 0)
		return NO;
	if (colours > COLOURS_MANY) {
		/* Terminfo's direct colours keep 0-7 for the palette. */
		int32_t rgb = theme_rgb(colour);
		return colour < 8 ? colour : rgb < 8 ? 0 : rgb;
	}
	if (colours >= COLOURS_MANY)
		return colour < THEME_RGB ? colour
		                          : nearest_of(theme_rgb(colour),
		                                COLOURS_FEW, COLOURS_MANY);
	if (colour < colours)
		return colour;
	if (colour < COLOURS_FEW)
		return colour - 8;
	return nearest_of(
	    theme_rgb(colour), 0, colours < COLOURS_FEW ? 8 : COLOURS_FEW);
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One to four hex digits, scaled to 0-255; -1 if it is none. */
static int32_t
component(struct span t)
{
	int32_t v = 0, max = 0;

	if (!t.n || t.n > 4)
		return -1;
	for (size_t i = 0; i < t.n; i++) {
		if (hex(t.s[i]) < 0)
			return -1;
		v = v * 16 + hex(t.s[i]);
		max = max * 16 + 15;
	}
	return v * 255 / max;
}

/* "rrggbb" or "rgb" (each part of equal length). */
static int32_t
hash_colour(struct span t)
{
	size_t each = t.n / 3;
	int32_t r, g, b;

	if (!each || t.n % 3)
		return -1;
	r = component(span_n(t.s, each));
	g = component(span_n(t.s + each, each));
	b = component(span_n(t.s + 2 * each, each));
	return r < 0 || g < 0 || b < 0 ? -1 : r << 16 | g << 8 | b;
}

bool
theme_background(struct span answer, bool *dark)
{
	int32_t rgb = -1;

	if (span_starts(answer, "#"))
		rgb = hash_colour(span_from(answer, 1));
	else if (span_starts(answer, "rgb")) {
		struct span rest = span_from(answer, span_chr(answer, ':') + 1);
		int32_t r = component(span_cut(&rest, '/'));
		int32_t g = component(span_cut(&rest, '/'));
		int32_t b = component(span_cut(&rest, '/'));
		if (r >= 0 && g >= 0 && b >= 0)
			rgb = r << 16 | g << 8 | b;
	}
	if (rgb < 0)
		return false;
	/* Rec. 601 luma, in the middle. */
	*dark = 299 * (rgb >> 16) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255) <
	        127500;
	return true;
}

static bool
parse_colour(struct span t, int32_t *out, struct err *err)
{
	int64_t n;
	const char *near;

	*out = NO;
	if (span_is(t, "default"))
		return true;
	for (int i = 0; i < COLOURS_FEW; i++)
		if (span_iis(t, colour_names[i])) {
			*out = i;
			return true;
		}
	if (span_istarts(t, "color") || span_istarts(t, "colour"))
		t = span_from(t, span_ifind(t, SPAN("r")) + 1);
	if (span_int(t, &n) && n < COLOURS_MANY) {
		*out = (int32_t)n;
		return true;
	}
	if (t.n == 7 && t.s[0] == '#' && hash_colour(span_from(t, 1)) >= 0) {
		*out = THEME_RGB + hash_colour(span_from(t, 1));
		return true;
	}
	near = nearest(t, colour_names, COLOURS_FEW);
	return err_set(err, ERR_CONFIG,
	    _("no such colour \"%.*s\"; a colour is a name like "
	      "%s, 0 to 255, \"#rrggbb\" or default"),
	    SPAN_ARG(t), near ? near : "red");
}

static bool
parse_attribute(struct span t, unsigned *attr, struct err *err)
{
	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if (span_iis(t, attributes[i].name)) {
			*attr |= attributes[i].attr;
			return true;
		}
	return err_set(err, ERR_CONFIG,
	    _("no such attribute \"%.*s\"; there are bold, dim, "
	      "italic, underline, reverse and normal"),
	    SPAN_ARG(t));
}

bool
theme_base(struct theme *t, struct span name, struct err *err)
{
	static const char *const names[] = { "dark", "light", "mono" };
	enum { NAMES = sizeof(names) / sizeof(*names) };

	for (int i = 0; i < NAMES; i++)
		if (span_is(name, names[i])) {
			if (t->colours)
				t->kind = (enum theme_kind)i;
			return true;
		}
	return err_set(err, ERR_CONFIG,
	    _("a theme is based on dark, light or mono, not on \"%.*s\""),
	    SPAN_ARG(span_head(name, 40)));
}

bool
theme_set(struct theme *t, char *const argv[], int argc, struct err *err)
{
	const char *names[UI_ROLES], *near;
	struct look look = { NO, NO, 0 };
	int role;

	if (argc < 2)
		return err_set(err, ERR_CONFIG,
		    _("color wants a role, a foreground, a "
		      "background and attributes"));
	for (role = 0; role < UI_ROLES; role++) {
		names[role] = defaults[role].name;
		if (span_is(span_of(argv[0]), names[role]))
			break;
	}
	if (role == UI_ROLES) {
		near = nearest(span_of(argv[0]), names, UI_ROLES);
		return err_set(err, ERR_CONFIG,
		    _("no such role \"%s\"; did you mean \"%s\"?"), argv[0],
		    near ? near : "text");
	}
	if (!parse_colour(span_of(argv[1]), &look.fg, err) ||
	    (argc > 2 && !parse_colour(span_of(argv[2]), &look.bg, err)))
		return false;
	for (int i = 3; i < argc; i++)
		if (!parse_attribute(span_of(argv[i]), &look.attr, err))
			return false;
	t->own[role] = true;
	t->look[role] = look;
	return true;
}
