#include "config.h"

#include "ui/rowfmt.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "base/when.h"
#include "store/articles.h"
#include "ui/theme.h"

enum {
	STAR_COL = 2,
	TIME_COL = 4,
	TIME_COLS = 7,
	TITLE_COL = TIME_COL + TIME_COLS + 1,
	SOURCE_COLS_MAX = 20,
	MINUTE = 60,
	DAY = 24 * 60 * 60,
	HALF_YEAR = 182 * DAY
};

void
rowfmt_time(struct str *out, int64_t when, const struct rowfmt *f)
{
	if (when < f->midnight)
		when_local(out, when, "%H:%M");
	else if (f->now - when < MINUTE)
		str_addz(out, _("now"));
	else
		when_age(out, when, f->now);
}

void
rowfmt_day(struct str *out, int64_t when, const struct rowfmt *f)
{
	if (when >= f->midnight)
		return;
	/* Days have 23 to 25 hours where clocks change: ask at noon. */
	if (when_midnight(when) == when_midnight(f->midnight - DAY / 2))
		str_addz(out, _("Yesterday"));
	else if (f->now - when < HALF_YEAR)
		when_local(out, when, _("%A, %e %b"));
	else
		when_local(out, when, _("%e %b %Y"));
}

void
rowfmt_draw(struct canvas *c, int row, const struct headline *h, unsigned flags,
    const struct rowfmt *f)
{
	bool unread = flags & FLAG_UNREAD;
	struct str time = { 0 };
	int end = c->cols - 1;
	struct span title = h->title;
	struct ink title_ink = { .role = unread ? UI_UNREAD : UI_READ };
	bool gone = (flags & FLAG_DELETED) && !f->trash;

	if (f->source && h->source.n) {
		int most = c->cols / 4;
		canvas_text_right(c, row, end,
		    most < SOURCE_COLS_MAX ? most : SOURCE_COLS_MAX, h->source,
		    (struct ink){ .role = UI_SOURCE });
		end -= (most < SOURCE_COLS_MAX ? most : SOURCE_COLS_MAX) + 2;
	}
	if (gone)
		title_ink.role = UI_QUIET;
	if (gone)
		canvas_text(c, row, STAR_COL, 1, SPAN("x"),
		    (struct ink){ .role = UI_QUIET });
	else if (flags & FLAG_STARRED)
		canvas_text(c, row, STAR_COL, 1, SPAN("*"),
		    (struct ink){ .role = UI_STAR });
	else if (flags & (FLAG_TAGGED | FLAG_NOTED))
		canvas_text(c, row, STAR_COL, 1, SPAN("+"),
		    (struct ink){ .role = UI_STAR });
	rowfmt_time(&time, h->when, f);
	canvas_text(c, row, TIME_COL, TIME_COLS, str_span(&time),
	    (struct ink){ .role = UI_TIME });
	str_release(&time);
	if (!span_trim(title).n)
		title = span_of(_("(without a title)"));
	/* A title that runs from right to left begins at the right. */
	if (utf8_is_rtl(title))
		canvas_text_right(
		    c, row, end, end - TITLE_COL, title, title_ink);
	else
		canvas_text(
		    c, row, TITLE_COL, end - TITLE_COL, title, title_ink);
}
