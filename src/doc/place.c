#include "config.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "doc/captions.h"
#include "doc/setting.h"

/*
 * place: figures.  A picture's place is kept, so that nothing jumps when it
 * comes; below it stand caption and credit.
 */
enum {
	PAGE_ROWS = 24,    /* when nobody says */
	CELL_PIXELS = 8,   /* a small picture is not blown up beyond this */
	LATIN_END = 0x250, /* letters of other scripts follow */
	PAGE_PERCENT = 60  /* of a page's rows at most */
};

static const char *
name_of(enum figure_kind kind)
{
	static const char *const names[] = {
		[FIGURE_IMAGE] = N_("picture"),
		[FIGURE_VIDEO] = N_("video"),
		[FIGURE_AUDIO] = N_("audio"),
		[FIGURE_EMBED] = N_("embedded page"),
	};

	return _(names[kind]);
}

/* The number by which the figure's recording can be opened, or 0. */
static int
media_link(const struct doc *d, const struct figure *f)
{
	for (size_t i = 0; f->media.n && i < d->links; i++)
		if (span_eq(d->link[i].url, f->media))
			return (int)i + 1;
	return 0;
}

/* Pages often put the caption into alt, too: it is not said twice. */
static bool
says_more(struct setting *s, const struct figure *f)
{
	struct span caption, credit;

	if (!f->alt.n || !f->caption.n)
		return f->alt.n > 0;
	caption_split(s->l->mem, f->alt, &caption, &credit);
	return !caption_same(f->alt, f->caption) &&
	       !caption_same(caption, f->caption);
}

void
para_figure(
    struct setting *s, struct para *p, const struct figure *f, int width)
{
	struct str text = { 0 };
	int link = s->ask->links ? media_link(s->doc, f) : 0;

	str_printf(&text, "[%s", name_of(f->kind));
	if (says_more(s, f) && f->caption.n) {
		/* Who reads the caption needs no more than a line of it. */
		str_lit(&text, ": ");
		cells_ellipsis(
		    &text, f->alt, width - cells_width(str_span(&text)) - 6);
	} else if (says_more(s, f)) {
		str_printf(&text, ": %.*s", SPAN_ARG(f->alt));
	}
	str_addc(&text, ']');
	para_add(p, str_span(&text), ROLE_PICTURE, 0, link);
	if (link) {
		str_clear(&text);
		str_printf(&text, "[%d]", link);
		para_glued(p, str_span(&text), ROLE_LINK_NUMBER, link);
	}
	str_release(&text);
}

/* What the file says of itself counts more than what a page says. */
static bool
size_of(const struct figure *f, const struct picture_facts *facts, int64_t *w,
    int64_t *h)
{
	bool known = facts->width > 0 && facts->height > 0;

	*w = known ? facts->width : f->width;
	*h = known ? facts->height : f->height;
	if (*w > 0 && *h > 0)
		return true;
	*w = 4;
	*h = 3;
	return false;
}

/* Columns and rows of a picture. */
static void
place_size(const struct setting *s, const struct figure *f,
    const struct picture_facts *facts, int *cols, int *rows)
{
	const struct layout_ask *ask = s->ask;
	bool shaped = ask->cell_w > 0 && ask->cell_h > 0;
	int64_t cw = shaped ? ask->cell_w : 1, ch = shaped ? ask->cell_h : 2;
	int page = ask->page_rows > 0 ? ask->page_rows : PAGE_ROWS;
	int percent =
	    ask->picture_percent > 0 ? ask->picture_percent : PAGE_PERCENT;
	int64_t most = (int64_t)page * percent / 100, c = setting_width(s);
	int64_t w, h, r;
	bool known = size_of(f, facts, &w, &h);

	if (most < 1)
		most = 1;
	if (known && c > (w + CELL_PIXELS - 1) / CELL_PIXELS)
		c = (w + CELL_PIXELS - 1) / CELL_PIXELS;
	r = (2 * c * cw * h + w * ch) / (2 * w * ch);
	if (r < 1)
		r = 1;
	if (r > most) {
		r = most;
		c = r * ch * w / (h * cw);
	}
	*cols = c > 0 ? (int)c : 1;
	*rows = (int)r;
}

static void
set_place(struct setting *s, const struct figure *f,
    const struct picture_facts *facts)
{
	int cols, rows, width;
	struct flow flow;

	place_size(s, f, facts, &cols, &rows);
	width = cols > 20 ? cols : setting_width(s);
	para_clear(&s->para);
	para_figure(s, &s->para, f, width);
	flow_begin(
	    &flow, &s->para, span_keep(s->l->mem, str_span(&s->para.text)));
	for (int row = 0; row < rows; row++) {
		struct line *line;

		line_open(s);
		flow_line(s, &flow, width, ALIGN_START);
		line = line_close(s);
		line->figure = f;
		line->picture_row = row;
		line->picture_cols = cols;
		line->picture_rows = rows;
		line->picture_left = s->left;
	}
	flow_end(&flow);
}

/* "Photo: M. Karim", but "AP Photo/M. Karim" and "The Paper; source: a bank"
 * say it themselves, and in other scripts a word of ours would not fit. */
static bool
needs_label(const struct figure *f)
{
	uint32_t first = 0;

	if (f->credit.n)
		utf8_next(f->credit, 0, &first);
	return f->kind == FIGURE_IMAGE && first != 0xa9 && first < LATIN_END &&
	       span_chr(f->credit, ':') == f->credit.n &&
	       span_ifind(f->credit, SPAN("photo")) == f->credit.n;
}

static void
set_caption(struct setting *s, const struct figure *f)
{
	struct str credit = { 0 };
	bool rtl;

	if (!f->caption.n && !f->credit.n)
		return;
	para_clear(&s->para);
	para_add(&s->para, f->caption, ROLE_CAPTION, STYLE_ITALIC, 0);
	if (f->credit.n) {
		if (needs_label(f))
			str_printf(
			    &credit, _("Photo: %.*s"), SPAN_ARG(f->credit));
		else
			str_add(&credit, f->credit);
		if (f->caption.n)
			para_add(&s->para, SPAN("  "), ROLE_CREDIT, 0, 0);
		para_add(&s->para, str_span(&credit), ROLE_CREDIT, 0, 0);
	}
	rtl = utf8_is_rtl(str_span(&s->para.text));
	hang_push(s, span_n(NULL, 0), 2, ROLE_TEXT, rtl ? HANG_RIGHT : 0);
	setting_para(
	    s, &s->para, setting_width(s), rtl ? ALIGN_END : ALIGN_START);
	hang_pop(s);
	str_release(&credit);
}

/* "[picture: a harbour]  broken" */
static void
para_why(struct para *p, const char *why)
{
	if (!why)
		return;
	para_add(p, SPAN("  "), ROLE_CREDIT, 0, 0);
	para_add(p, span_of(why), ROLE_CREDIT, 0, 0);
}

static struct picture_facts
facts_of(const struct setting *s, const struct figure *f)
{
	if (!s->ask->pictures || !s->ask->facts || !f->url.n)
		return (struct picture_facts){ 0 };
	return s->ask->facts(s->ask->facts_data, f);
}

void
set_figure(struct setting *s, const struct figure *f)
{
	struct picture_facts facts = facts_of(s, f);

	if (facts.hidden)
		return;
	if (s->ask->pictures && f->url.n && !facts.why) {
		set_place(s, f, &facts);
	} else {
		para_clear(&s->para);
		para_figure(s, &s->para, f, setting_width(s));
		para_why(&s->para, facts.why);
		/* It stands where its caption does. */
		setting_para(s, &s->para, setting_width(s),
		    utf8_is_rtl(f->caption.n ? f->caption : f->alt)
		        ? ALIGN_END
		        : ALIGN_START);
	}
	set_caption(s, f);
}
