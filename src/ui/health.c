#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/when.h"
#include "store/health.h"
#include "ui/list.h"
#include "ui/theme.h"
#include "ui/view.h"

enum {
	DETAIL_ROWS = 7,
	DETAIL_ROWS_SMALL = 6,
	DETAIL_ROWS_TINY = 4,
	SMALL_FROM_ROWS = 13,
	TINY_FROM_ROWS = 10, /* with fewer there is the list alone */
	TABLE_COLS = 120,    /* wider it is hard to read across */
	HEADER_ROW = 1,      /* there with room alone */
	STATE_COL = 3,
	TITLE_COL = 14,
	FIGURE_COLS = 9,
	DAY_S = 24 * 3600
};

struct health_view {
	struct view v;
	struct feed_rows *rows;
	struct health_rows health;
	struct list list;
	int64_t at; /* the chosen feed, for the next load */
};

static const struct {
	const char *unicode, *ascii;
	enum ui_role role;
} signs[FEED_STATES] = {
	[FEED_STOPPED] = { "×", "x", UI_ERROR },
	[FEED_FAILING] = { "!", "!", UI_ERROR },
	[FEED_MOVED] = { "→", ">", UI_STAR },
	[FEED_SILENT] = { "…", "~", UI_STAR },
	[FEED_WAITING] = { "–", "-", UI_STAR },
	[FEED_PAUSED] = { "‖", "=", UI_QUIET },
	[FEED_MUTED] = { "○", "o", UI_QUIET },
	[FEED_NEW] = { "+", "+", UI_SECTION },
	[FEED_WELL] = { "·", ".", UI_SECTION },
};

static struct health_view *
self(const struct view *v)
{
	return (struct health_view *)(uintptr_t)v;
}

static const struct health_row *
chosen(const struct health_view *h)
{
	return h->list.n ? &h->health.row[h->list.cur] : NULL;
}

static void
remember(struct health_view *h)
{
	h->at = h->list.n ? chosen(h)->feed->id : 0;
}

/* Where the chosen feed stands now; one that is gone leaves its neighbour. */
static void
keep(struct health_view *h)
{
	size_t screen_row = h->list.cur - h->list.top, line = h->list.cur;

	for (size_t i = 0; i < h->health.n; i++)
		if (h->health.row[i].feed->id == h->at) {
			line = i;
			break;
		}
	h->list.n = h->health.n;
	list_keep(&h->list, line, screen_row);
	remember(h);
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct health_view *h = self(v);
	struct feed_rows *rows = feed_rows_load(s, err);
	struct health_rows health;

	if (!rows)
		return false;
	if (!health_load(&health, s, rows, v->ui->now, err)) {
		feed_rows_free(rows);
		return false;
	}
	health_release(&h->health);
	feed_rows_free(h->rows);
	h->rows = rows;
	h->health = health;
	keep(h);
	return true;
}

static int
detail_rows(const struct view *v)
{
	if (!view_is_small(v))
		return DETAIL_ROWS;
	return v->rows >= SMALL_FROM_ROWS  ? DETAIL_ROWS_SMALL
	       : v->rows >= TINY_FROM_ROWS ? DETAIL_ROWS_TINY
	                                   : 0;
}

static void
resize(struct view *v)
{
	view_fit(v, &self(v)->list, detail_rows(v));
}

/* --- the figures of a row ------------------------------------------------- */

typedef void figure_fn(
    struct str *out, const struct health_row *r, int64_t now);

static void
add_time(struct str *out, int64_t when, int64_t now)
{
	if (when)
		when_age(out, when, now);
	else
		str_addz(out, _("never"));
}

static void
add_success(struct str *out, const struct health_row *r, int64_t now)
{
	add_time(out, r->feed->succeeded, now);
}

static void
add_newest(struct str *out, const struct health_row *r, int64_t now)
{
	add_time(out, r->health.newest, now);
}

static void
add_rhythm(struct str *out, const struct health_row *r, int64_t now)
{
	(void)now;
	if (r->health.rhythm_s)
		when_length(out, r->health.rhythm_s);
	else
		str_addc(out, '-');
}

static void
add_bytes(struct str *out, const struct health_row *r, int64_t now)
{
	(void)now;
	health_bytes(out, r->feed->bytes);
}

static void
add_read(struct str *out, const struct health_row *r, int64_t now)
{
	(void)now;
	if (r->health.read_percent >= 0)
		str_printf(out, "%d %%", r->health.read_percent);
	else
		str_addc(out, '-');
}

/* From the right; from: as wide as the view must be for it. */
static const struct {
	const char *head;
	figure_fn *add;
	int from;
} figures[] = {
	{ N_("read"), add_read, 56 },
	{ N_("newest"), add_newest, 56 },
	{ N_("success"), add_success, 72 },
	{ N_("one in"), add_rhythm, 90 },
	{ N_("size"), add_bytes, 90 },
};

enum { FIGURES = sizeof(figures) / sizeof(*figures) };

/* A row of figures, or of their names; the column where they begin. */
static int
draw_figures(const struct health_view *h, struct canvas *c, int row,
    const struct health_row *r)
{
	struct ink ink = { .role = r ? UI_TIME : UI_QUIET };
	int end = (c->cols < TABLE_COLS ? c->cols : TABLE_COLS) - 1;

	for (int i = 0; i < FIGURES; i++) {
		struct str text = { 0 };

		if (c->cols < figures[i].from)
			continue;
		if (r)
			figures[i].add(&text, r, h->v.ui->now);
		else
			str_addz(&text, _(figures[i].head));
		canvas_text_right(
		    c, row, end, FIGURE_COLS - 1, str_span(&text), ink);
		end -= FIGURE_COLS;
		str_release(&text);
	}
	return end;
}

/* --- drawing -------------------------------------------------------------- */

static bool
is_insecure(const struct health_view *h, struct span url)
{
	const struct feedsfile *f = h->v.ui->feeds;

	for (size_t i = 0; f && i < f->subs; i++)
		if (span_eq(f->sub[i].url, url))
			return conf_bool(&f->sub[i].options, OPT_TLS_INSECURE);
	return false;
}

static void
draw_row(const struct health_view *h, struct canvas *c, int row,
    const struct health_row *r)
{
	enum feed_state state = r->health.state;
	struct ink ink = { .role = signs[state].role };
	bool insecure = is_insecure(h, r->feed->url);
	int end = draw_figures(h, c, row, r);

	canvas_text(c, row, STATE_COL, 1,
	    span_of(h->v.ui->ascii ? signs[state].ascii : signs[state].unicode),
	    ink);
	canvas_text(c, row, STATE_COL + 2, TITLE_COL - STATE_COL - 3,
	    span_of(_(feed_state_name[state])), ink);
	if (insecure)
		end = canvas_text_right(c, row, end, (end - TITLE_COL) / 2,
		          span_of(_("unchecked!")),
		          (struct ink){ .role = UI_ERROR }) -
		      1;
	canvas_text(c, row, TITLE_COL, end - TITLE_COL, r->feed->title,
	    (struct ink){ .role = ROLE_TEXT });
}

/* "it is asked again at 14:05", with the day when it is farther off. */
static void
add_next(
    struct str *out, const struct health_view *h, const struct health_row *r)
{
	const struct feed_row *f = r->feed;

	if (f->stopped || f->every_s < 0 || f->next_due <= h->v.ui->now ||
	    r->health.state == FEED_WAITING) /* which says until when */
		return;
	str_printf(out, "%s ", _("it is asked again at"));
	when_local(out, f->next_due,
	    f->next_due - h->v.ui->now < DAY_S ? "%H:%M" : "%e %b %Y, %H:%M");
}

/* In words, the figures whose columns have no room. */
static void
add_figures(
    struct str *out, const struct health_view *h, const struct health_row *r)
{
	for (int i = 0; i < FIGURES; i++) {
		struct str figure = { 0 };

		if (h->v.cols < figures[i].from)
			figures[i].add(&figure, r, h->v.ui->now);
		if (figure.n && !span_is(str_span(&figure), "-"))
			str_printf(out, "%s%s %s", out->n ? " · " : "",
			    _(figures[i].head), str_z(&figure));
		str_release(&figure);
	}
}

/* A sentence, where there is room for it. */
static void
draw_sentence(struct canvas *c, int *row, struct span text, enum ui_role role)
{
	if (text.n && *row < c->rows)
		*row +=
		    canvas_lines(c, *row, STATE_COL, c->cols - STATE_COL - 1,
		        text, (struct ink){ .role = role });
}

/* What is wrong with the chosen feed, in full, and its address. */
static void
draw_detail(const struct health_view *h, struct canvas *c)
{
	const struct health_row *r = chosen(h);
	int row = c->rows - detail_rows(&h->v) + 1;
	struct str text = { 0 };
	struct span rest;

	if (!r || !detail_rows(&h->v))
		return;
	if (is_insecure(h, r->feed->url))
		draw_sentence(c, &row,
		    span_of(_("its certificate is left unchecked: anybody on "
		              "the way may change it")),
		    UI_ERROR);
	health_trouble(&text, r, h->v.ui->now);
	rest = str_span(&text);
	/* The error comes first, and it alone is in the colour of errors. */
	for (bool first = r->feed->error.n > 0; rest.n; first = false)
		draw_sentence(c, &row, span_cut(&rest, '\n'),
		    first ? UI_ERROR : UI_SUMMARY);
	str_clear(&text);
	add_next(&text, h, r);
	draw_sentence(c, &row, str_span(&text), UI_SUMMARY);
	str_clear(&text);
	url_redact(&text, r->feed->url);
	if (row < c->rows)
		canvas_text(c, row++, STATE_COL, c->cols - STATE_COL - 1,
		    str_span(&text), (struct ink){ .role = UI_SUMMARY });
	str_clear(&text);
	if (!view_is_small(&h->v))
		add_figures(&text, h, r);
	draw_sentence(c, &row, str_span(&text), UI_SUMMARY);
	str_release(&text);
}

/* "2 failing · 1 silent": all that are not simply well. */
static void
add_counts(struct str *out, const struct health_view *h)
{
	for (int i = 0; i <= FEED_PAUSED; i++)
		if (h->health.count[i])
			str_printf(out, "%s%zu %s", out->n ? " · " : "",
			    h->health.count[i], _(feed_state_name[i]));
	if (!out->n && h->health.n)
		str_addz(out, _("all is well"));
}

static size_t
troubled(const struct health_view *h)
{
	size_t n = 0;

	for (int i = 0; i <= FEED_SILENT; i++)
		n += h->health.count[i];
	return n;
}

static void
draw_head(const struct health_view *h, struct canvas *c)
{
	struct span title = span_of(_("Health of the feeds"));
	struct str text = { 0 };

	add_counts(&text, h);
	/* One number where there is no room for all. */
	if (cells_width(str_span(&text)) + cells_width(title) + 4 > c->cols) {
		str_clear(&text);
		str_printf(&text,
		    P_("%zu wants a hand", "%zu want a hand", troubled(h)),
		    troubled(h));
	}
	view_title(&h->v, c, title, str_span(&text));
	if (view_body_top(&h->v) > HEADER_ROW && h->health.n)
		draw_figures(h, c, HEADER_ROW, NULL);
	str_release(&text);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct health_view *h = self(v);
	int top = view_body_top(v);

	draw_head(h, c);
	if (!h->list.n && !v->ui->waiting && !view_trouble(v, c, top))
		canvas_lines(c, top, STATE_COL, c->cols - STATE_COL - 1,
		    span_of(_("No feed is subscribed yet.")),
		    (struct ink){ .role = UI_QUIET });
	for (int i = 0; i < h->list.rows; i++) {
		size_t at = h->list.top + (size_t)i;

		if (at >= h->list.n)
			break;
		draw_row(h, c, top + i, &h->health.row[at]);
		if (at == h->list.cur)
			view_cursor(v, c, top + i);
	}
	draw_detail(h, c);
}

/* --- the rest of a view --------------------------------------------------- */

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	struct health_view *h = self(v);

	if (list_command(&h->list, cmd, count)) {
		remember(h);
		return PAINT;
	}
	if (cmd == CMD_HEALTH)
		return CLOSE;
	return cmd == CMD_OPEN ? OPEN : PASS;
}

static bool
target(const struct view *v, struct target *out)
{
	const struct health_row *r = chosen(self(v));

	*out = (struct target){ 0 };
	if (!r)
		return false;
	out->kind = TARGET_LIST;
	out->scope.feed = r->feed->id;
	out->title = r->feed->title;
	out->url = r->feed->url;
	return true;
}

static enum reaction
click(struct view *v, int row)
{
	enum reaction r = view_click(v, &self(v)->list, row);

	remember(self(v));
	return r;
}

static void
done(struct view *v)
{
	health_release(&self(v)->health);
	feed_rows_free(self(v)->rows);
	free(v);
}

static const enum ui_command hints[] = { CMD_OPEN, CMD_REFRESH, CMD_PAUSE,
	CMD_EDIT_FEEDS, CMD_UNSUBSCRIBE, CMD_HELP, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_HEALTH,
	.load = load,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.click = click,
	.hints = hints,
};

struct view *
health_new(struct ui *ui)
{
	struct health_view *h = xcalloc(1, sizeof(*h));

	h->v.ops = &ops;
	h->v.ui = ui;
	h->v.root = true;
	return &h->v;
}
