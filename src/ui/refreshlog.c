/*
 * What came of asking feeds: a round under its time and sums, the last one
 * first; a feed a row.
 */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/when.h"
#include "store/feeds.h"
#include "store/health.h"
#include "ui/list.h"
#include "ui/reports.h"
#include "ui/theme.h"
#include "ui/view.h"

enum {
	DETAIL_ROWS = 4,
	TIME_COL = 3,
	TIME_COLS = 7,
	NAME_COL = TIME_COL + TIME_COLS,
	BYTES_COLS = 9,
	BYTES_FROM_COLS = 60,
	DAY_S = 24 * 3600
};

struct log_line {
	size_t report;
	bool heading; /* of the round that the report is of */
};

struct log_view {
	struct view v;
	struct feed_rows *rows;
	struct log_line *line;
	size_t cap;
	struct list list;
	uint64_t version; /* of the reports when lines were made */
};

static struct log_view *
self(const struct view *v)
{
	return (struct log_view *)(uintptr_t)v;
}

static bool
can_choose(const void *data, size_t line)
{
	const struct log_view *l = data;

	return !l->line[line].heading;
}

static void
add(struct log_view *l, size_t report, bool heading)
{
	vec_room(&l->line, l->list.n, &l->cap);
	l->line[l->list.n++] = (struct log_line){ report, heading };
}

/* The lines of all reports, anew; the cursor stays on its report. */
static void
set_lines(struct log_view *l)
{
	const struct reports *r = l->v.ui->reports;
	size_t screen_row = l->list.cur - l->list.top;
	/* Counted from the oldest: reports come at the other end. */
	size_t after = l->list.n ? l->list.n - l->list.cur : 0;
	bool first = l->list.cur <= 1;

	l->list.n = 0;
	for (size_t i = r ? r->n : 0; i-- > 0;) {
		if (i + 1 == r->n || r->item[i + 1].round != r->item[i].round)
			add(l, i, true);
		add(l, i, false);
	}
	l->version = r ? r->version : 0;
	if (first || after > l->list.n)
		list_keep(&l->list, 0, 0);
	else
		list_keep(&l->list, l->list.n - after, screen_row);
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct log_view *l = self(v);
	struct feed_rows *rows = feed_rows_load(s, err);

	if (!rows)
		return false;
	feed_rows_free(l->rows);
	l->rows = rows;
	set_lines(l);
	return true;
}

/* What has been asked since. */
static void
look(struct view *v)
{
	const struct reports *r = v->ui->reports;

	if (r && r->version != self(v)->version)
		set_lines(self(v));
}

static void
resize(struct view *v)
{
	view_fit(v, &self(v)->list, view_is_small(v) ? 0 : DETAIL_ROWS);
}

static const struct report *
report_of(const struct log_view *l, const struct log_line *line)
{
	return &l->v.ui->reports->item[line->report];
}

static const struct report *
chosen(const struct log_view *l)
{
	const struct log_line *line = l->list.n ? &l->line[l->list.cur] : NULL;

	return line && !line->heading ? report_of(l, line) : NULL;
}

static const struct feed_row *
feed_of(const struct log_view *l, const struct report *r)
{
	return l->rows ? feed_rows_find(l->rows, r->feed) : NULL;
}

static void
write_how(struct str *out, const struct report *r)
{
	switch (r->how) {
	case REPORT_READ:
		if (r->added)
			str_printf(out,
			    P_("%lld new", "%lld new", (unsigned long)r->added),
			    (long long)r->added);
		else
			str_addz(out, _("nothing new"));
		break;
	case REPORT_SAME:
		str_addz(out, _("unchanged"));
		break;
	case REPORT_HELD:
		str_addz(out, _("its host is busy"));
		break;
	case REPORT_SPARED:
		str_addz(out, _("no network"));
		break;
	default:
		str_printf(out, "! %s", r->error ? r->error : _("failed"));
		break;
	}
}

/* Sums of the round that a report is the last one of. */
static void
write_round(struct str *out, const struct log_view *l, size_t last)
{
	const struct report *r = l->v.ui->reports->item;
	int64_t asked = 0, added = 0, failed = 0, bytes = 0;

	for (size_t i = last + 1; i-- > 0 && r[i].round == r[last].round;) {
		asked++;
		added += r[i].added;
		bytes += r[i].bytes;
		failed += r[i].how == REPORT_FAILED;
	}
	when_local(out, r[last].when,
	    l->v.ui->now - r[last].when < DAY_S ? "%H:%M" : "%e %b, %H:%M");
	str_printf(out,
	    P_(" · %lld feed asked", " · %lld feeds asked",
	        (unsigned long)asked),
	    (long long)asked);
	str_printf(out,
	    P_(" · %lld new story", " · %lld new stories",
	        (unsigned long)added),
	    (long long)added);
	if (failed)
		str_printf(out,
		    P_(" · %d failed", " · %d failed", (unsigned long)failed),
		    (int)failed);
	if (bytes) {
		str_lit(out, " · ");
		health_bytes(out, bytes);
	}
}

static void
draw_heading(const struct log_view *l, struct canvas *c, int row, size_t last)
{
	struct str text = { 0 };

	write_round(&text, l, last);
	canvas_text(c, row, 1, c->cols - 2, str_span(&text),
	    (struct ink){ .role = UI_DAY });
	str_release(&text);
}

static void
draw_report(
    const struct log_view *l, struct canvas *c, int row, const struct report *r)
{
	const struct feed_row *f = feed_of(l, r);
	int end = c->cols - 1,
	    third = NAME_COL +
	            (end - NAME_COL) * (c->cols < BYTES_FROM_COLS ? 3 : 2) / 5;
	struct str text = { 0 };

	when_local(&text, r->when, "%H:%M");
	canvas_text(c, row, TIME_COL, TIME_COLS, str_span(&text),
	    (struct ink){ .role = UI_TIME });
	canvas_text(c, row, NAME_COL, third - NAME_COL - 1,
	    f ? f->title : span_of(_("a feed that has gone")),
	    (struct ink){ .role = r->added ? UI_UNREAD : ROLE_TEXT });
	str_clear(&text);
	if (c->cols >= BYTES_FROM_COLS && r->bytes) {
		health_bytes(&text, r->bytes);
		canvas_text_right(c, row, end, BYTES_COLS, str_span(&text),
		    (struct ink){ .role = UI_TIME });
		str_clear(&text);
	}
	if (c->cols >= BYTES_FROM_COLS)
		end -= BYTES_COLS + 1;
	write_how(&text, r);
	canvas_text(c, row, third, end - third, str_span(&text),
	    (struct ink){ .role = r->how == REPORT_FAILED ? UI_ERROR
	                          : r->added              ? UI_UNREAD
	                                                  : UI_QUIET });
	str_release(&text);
}

/* What came of the chosen one in full, and its address. */
static void
draw_detail(const struct log_view *l, struct canvas *c, const struct report *r)
{
	const struct feed_row *f = feed_of(l, r);
	int row = c->rows - DETAIL_ROWS + 1;
	struct str text = { 0 };

	write_how(&text, r);
	row += canvas_lines(c, row, TIME_COL, c->cols - 4, str_span(&text),
	    (struct ink){ .role = UI_SUMMARY });
	str_clear(&text);
	if (f)
		url_redact(&text, f->url);
	if (row < c->rows)
		canvas_text(c, row, TIME_COL, c->cols - 4, str_span(&text),
		    (struct ink){ .role = UI_SUMMARY });
	str_release(&text);
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct log_view *l = self(v);
	const struct report *now = chosen(l);
	int top = view_body_top(v);

	view_title(
	    v, c, span_of(_("Log of the refreshes")), (struct span){ 0 });
	if (!l->list.n && !view_trouble(v, c, top))
		canvas_lines(c, top, TIME_COL, c->cols - 4,
		    span_of(_("No feed has been asked since the start. R asks "
		              "them.")),
		    (struct ink){ .role = UI_QUIET });
	for (int i = 0; i < l->list.rows; i++) {
		size_t at = l->list.top + (size_t)i;

		if (at >= l->list.n)
			break;
		if (l->line[at].heading)
			draw_heading(l, c, top + i, l->line[at].report);
		else
			draw_report(l, c, top + i, report_of(l, &l->line[at]));
		if (at == l->list.cur)
			view_cursor(v, c, top + i);
	}
	if (now && !view_is_small(v))
		draw_detail(l, c, now);
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	look(v);
	if (list_command(&self(v)->list, cmd, count))
		return PAINT;
	if (cmd == CMD_REFRESH_LOG)
		return CLOSE;
	return cmd == CMD_OPEN ? OPEN : PASS;
}

static bool
target(const struct view *v, struct target *out)
{
	const struct log_view *l = self(v);
	const struct reports *all = v->ui->reports;
	const struct report *r =
	    all && l->version == all->version ? chosen(l) : NULL;
	const struct feed_row *f = r ? feed_of(l, r) : NULL;

	*out = (struct target){ 0 };
	if (!f)
		return false;
	out->kind = TARGET_LIST;
	out->scope.feed = f->id;
	out->title = f->title;
	out->url = f->url;
	return true;
}

static enum reaction
click(struct view *v, int row)
{
	look(v);
	return view_click(v, &self(v)->list, row);
}

static void
done(struct view *v)
{
	feed_rows_free(self(v)->rows);
	free(self(v)->line);
	free(v);
}

static const enum ui_command hints[] = { CMD_OPEN, CMD_REFRESH, CMD_HEALTH,
	CMD_BACK, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_MESSAGES,
	.load = load,
	.look = look,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.click = click,
	.hints = hints,
};

struct view *
refreshlog_new(struct ui *ui)
{
	struct log_view *l = xcalloc(1, sizeof(*l));

	l->v.ops = &ops;
	l->v.ui = ui;
	l->v.root = true;
	l->list.can = can_choose;
	l->list.data = l;
	set_lines(l);
	return &l->v;
}
