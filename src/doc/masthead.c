#include "config.h"

#include <stdlib.h>
#include <unicase.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/setting.h"

/* Upper case stands for the small capitals that a terminal has not. */
static void
add_kicker(struct para *p, struct span kicker)
{
	size_t n = 0;
	uint8_t *upper = u8_toupper(
	    (const uint8_t *)kicker.s, kicker.n, NULL, NULL, NULL, &n);

	para_add(
	    p, upper ? span_n((char *)upper, n) : kicker, ROLE_KICKER, 0, 0);
	free(upper);
}

static void
set_plain(
    struct setting *s, struct span text, enum role role, enum cell_align align)
{
	if (!text.n)
		return;
	para_clear(&s->para);
	para_add(&s->para, text, role, 0, 0);
	setting_para(s, &s->para, setting_width(s), align);
}

/* The narrowest width that needs no line more: lines of about one length. */
static int
balanced_width(const struct para *p, int width)
{
	enum { LINES_MAX = 8, WIDTH_MAX = 200 };
	struct flow f;
	size_t lines;
	int lo = 1, hi = width;

	flow_begin(&f, p, str_span(&p->text));
	lines = flow_measure(&f, width, NULL);
	if (lines < 2 || lines > LINES_MAX || width > WIDTH_MAX)
		lo = hi;
	while (lo < hi) {
		int mid = (lo + hi) / 2;

		if (flow_measure(&f, mid, NULL) <= lines)
			hi = mid;
		else
			lo = mid + 1;
	}
	/* A word that is cut would be no better balanced. */
	if (hi < wrap_least(&f.wrap))
		hi = width;
	flow_end(&f);
	return hi;
}

static void
set_title(struct setting *s, struct span title, enum cell_align align)
{
	int width = setting_width(s), balanced, aside;

	if (!title.n)
		return;
	para_clear(&s->para);
	para_add(&s->para, title, ROLE_HEADLINE, 0, 0);
	balanced = balanced_width(&s->para, width);
	/* What is spared stands where the lines end. */
	aside = align == ALIGN_END ? width - balanced : 0;
	s->left += aside;
	setting_para(s, &s->para, balanced, align);
	s->left -= aside;
}

/* The person's note, a paragraph a line. */
static void
set_note(struct setting *s, struct span note, enum cell_align align)
{
	while (note.n)
		set_plain(
		    s, span_trim(span_cut(&note, '\n')), ROLE_CAPTION, align);
	setting_gap(s);
}

void
set_masthead(struct setting *s, const struct masthead *head)
{
	/* All of it stands where the headline begins. */
	enum cell_align align =
	    utf8_is_rtl(head->title) ? ALIGN_END : ALIGN_START;

	setting_block(s, NULL);
	if (head->kicker.n) {
		para_clear(&s->para);
		add_kicker(&s->para, head->kicker);
		setting_para(s, &s->para, setting_width(s), align);
		setting_gap(s);
	}
	set_title(s, head->title, align);
	set_plain(s, head->standfirst, ROLE_STANDFIRST, align);
	setting_gap(s);
	set_plain(s, head->byline, ROLE_BYLINE, align);
	set_plain(s, head->dates, ROLE_DATES, align);
	set_plain(s, head->tags, ROLE_DATES, align);
	setting_gap(s);
	set_note(s, head->note, align);
}
