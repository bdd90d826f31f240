#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "ui/plates.h"
#include "ui/story.h"
#include "ui/theme.h"
#include "ui/view.h"

/*
 * picture: the pictures of a story, one at a time and as large as the window.
 */
enum { WORDS_ROWS = 2 /* of its caption, at most */ };

struct picture_view {
	struct view v;
	int64_t id;
	struct story story;
	const struct figure **figure; /* that have an address */
	size_t n, cap, at;
};

static struct picture_view *
self(const struct view *v)
{
	return (struct picture_view *)(uintptr_t)v;
}

/* The first is the one that was seen on the page. */
static void
list_figures(struct picture_view *p, bool first)
{
	const struct album *album = p->v.ui->album;

	p->n = 0;
	for (struct block *b = p->story.doc ? p->story.doc->first : NULL; b;
	     b = doc_walk(NULL, b, NULL)) {
		const struct figure *f = b->figure;

		if (b->kind != BLOCK_FIGURE || !f->url.n)
			continue;
		vec_room(&p->figure, p->n, &p->cap);
		if (first && span_hash(f->url) == album->seen)
			p->at = p->n;
		p->figure[p->n++] = f;
	}
	if (p->at >= p->n)
		p->at = 0;
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct picture_view *p = self(v);
	bool first = !p->story.article;
	struct article *now = article_load(s, p->id, err);

	if (!now)
		return false;
	if (story_set(&p->story, now, v->ui))
		list_figures(p, first);
	return true;
}

/* The window without the words. */
static struct album_ask
ask_for(const struct picture_view *p)
{
	int rows = p->v.rows - WORDS_ROWS - 1;

	return (struct album_ask){
		.article = p->id,
		.options = view_options(p->v.ui, p->story.article->feed_url),
		.url = p->figure[p->at]->url,
		.cols = p->v.cols > 0 ? p->v.cols : 1,
		.rows = rows > 0 ? rows : 1,
	};
}

static void
look(struct view *v)
{
	const struct picture_view *p = self(v);
	struct album_ask ask;

	if (!p->n || !v->ui->album)
		return;
	ask = ask_for(p);
	album_want(v->ui->album, &ask);
}

static void
draw_words(const struct picture_view *p, struct canvas *c)
{
	const struct figure *f = p->figure[p->at];
	struct span said = f->caption.n ? f->caption : f->alt;
	struct str words = { 0 };
	int row = c->rows - WORDS_ROWS;

	str_add(&words, said);
	if (f->credit.n)
		str_printf(
		    &words, "%s%.*s", words.n ? "  " : "", SPAN_ARG(f->credit));
	canvas_lines(c, row > 0 ? row : 0, 1, c->cols - 2, str_span(&words),
	    (struct ink){ .role = ROLE_CAPTION });
	str_release(&words);
}

static void
draw_quiet(struct canvas *c, const char *words)
{
	canvas_text(c, 0, 1, c->cols - 2, span_of(words),
	    (struct ink){ .role = UI_QUIET });
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct picture_view *p = self(v);
	const struct mosaic *m;
	struct album_ask ask;
	const char *why;

	if (!p->n || !v->ui->album) {
		draw_quiet(c, _("This story has no pictures."));
		return;
	}
	ask = ask_for(p);
	m = album_mosaic(v->ui->album, &ask);
	why = album_why(v->ui->album, ask.url);
	for (int i = 0; m && i < m->rows; i++)
		plates_row(v->ui, c, (ask.rows - m->rows) / 2 + i,
		    (c->cols - m->cols) / 2, &ask, m, i);
	if (!m)
		draw_quiet(c, why ? _(why) : _("The picture is on its way…"));
	draw_words(p, c);
	canvas_cursor(c, 0, 0, false);
}

static enum reaction
step(struct picture_view *p, bool back, int count)
{
	size_t by = count > 0 ? (size_t)count : 1, was = p->at;

	if (!p->n)
		return NOTHING;
	if (back)
		p->at = p->at > by ? p->at - by : 0;
	else
		p->at = p->at + by < p->n ? p->at + by : p->n - 1;
	return p->at == was ? NOTHING : PAINT;
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	switch (cmd) {
	case CMD_DOWN:
	case CMD_PAGE_DOWN:
	case CMD_HALF_DOWN:
		return step(self(v), false, count);
	case CMD_UP:
	case CMD_PAGE_UP:
	case CMD_HALF_UP:
		return step(self(v), true, count);
	default:
		return PASS;
	}
}

static void
status(const struct view *v, struct str *out)
{
	const struct picture_view *p = self(v);

	if (p->n > 1)
		str_printf(out, _("picture %zu of %zu"), p->at + 1, p->n);
}

static void
done(struct view *v)
{
	struct picture_view *p = self(v);

	story_release(&p->story);
	free(p->figure);
	free(p);
}

static const enum ui_command hints[] = { CMD_DOWN, CMD_UP, CMD_BACK, CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_PICTURE,
	.load = load,
	.look = look,
	.draw = draw,
	.command = command,
	.done = done,
	.status = status,
	.hints = hints,
};

struct view *
picture_new(struct ui *ui, const struct target *t)
{
	struct picture_view *p = xcalloc(1, sizeof(*p));

	p->v.ops = &ops;
	p->v.ui = ui;
	p->v.root = true;
	p->id = t->id;
	return &p->v;
}
