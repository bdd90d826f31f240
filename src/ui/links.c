#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "store/articles.h"
#include "store/heading.h"
#include "ui/list.h"
#include "ui/theme.h"
#include "ui/view.h"

enum { DETAIL_ROWS = 3, NUMBER_COLS = 5, WORDS_MAX = 200 };

/* The links of a story, by number, with the words that lead there. */
struct links_view {
	struct view v;
	int64_t id, feed;
	struct article *article;
	struct doc *doc;
	struct str *words; /* of each link */
	size_t n;
	struct list list;
};

static struct links_view *
self(const struct view *v)
{
	return (struct links_view *)(uintptr_t)v;
}

static void
forget(struct links_view *l)
{
	for (size_t i = 0; i < l->n; i++)
		str_release(&l->words[i]);
	free(l->words);
	l->words = NULL;
	l->n = l->list.n = 0;
	doc_free(l->doc);
	l->doc = NULL;
	article_free(l->article);
	l->article = NULL;
}

/* The words of runs that lead somewhere, each to its link. */
static void
gather(struct links_view *l, const struct block *b)
{
	for (; b; b = b->next) {
		for (const struct run *r = b->runs; r; r = r->next) {
			struct str *words;

			if (r->kind != RUN_TEXT || r->link < 1 ||
			    (size_t)r->link > l->n)
				continue;
			words = &l->words[r->link - 1];
			if (words->n < WORDS_MAX)
				str_add(words, span_head(r->text, WORDS_MAX));
		}
		gather(l, b->child);
	}
}

static bool
load(struct view *v, struct store *s, struct err *err)
{
	struct links_view *l = self(v);
	struct article *now = article_load(s, l->id, err);

	if (!now && err->code == ERR_GONE)
		*err = (struct err){ 0 };
	forget(l);
	if (!now)
		return err->code == ERR_NONE;
	l->article = now;
	l->doc = heading_doc(now, err);
	l->n = l->list.n = l->doc ? l->doc->links : 0;
	l->words = xcalloc(l->n + 1, sizeof(*l->words));
	if (l->doc)
		gather(l, l->doc->first);
	list_settle(&l->list);
	return true;
}

static int
detail_rows(const struct view *v)
{
	return view_is_small(v) ? 0 : DETAIL_ROWS;
}

static void
resize(struct view *v)
{
	view_fit(v, &self(v)->list, detail_rows(v));
}

static struct span
url_of(const struct links_view *l, size_t i)
{
	return doc_link_at(l->doc, (int)i + 1)->url;
}

/* Its words when it has some, and its address, which may be dangerous to
 * leave out. */
static void
draw_row(const struct links_view *l, struct canvas *c, int row, size_t i)
{
	struct span words = span_trim(str_span(&l->words[i]));
	struct str number = { 0 };
	int col = 1 + NUMBER_COLS;

	str_printf(&number, "[%zu]", i + 1);
	canvas_text_right(c, row, col - 1, NUMBER_COLS, str_span(&number),
	    (struct ink){ .role = UI_KEY });
	str_release(&number);
	if (words.n && !span_eq(words, url_of(l, i)))
		col += 2 + canvas_text(c, row, col, (c->cols - col) / 2, words,
		               (struct ink){ .role = UI_UNREAD });
	canvas_text(c, row, col, c->cols - col - 1, url_of(l, i),
	    (struct ink){ .role = UI_SOURCE });
}

static void
draw(const struct view *v, struct canvas *c)
{
	const struct links_view *l = self(v);
	int top = view_body_top(v);
	struct span title = { 0 };

	if (l->article)
		title = l->article->title;
	view_title(v, c, span_of(_("Links")), title);
	if (!l->list.n && l->article)
		canvas_lines(c, top, 3, c->cols - 4,
		    span_of(_("This story has no links.")),
		    (struct ink){ .role = UI_QUIET });
	for (int i = 0; i < l->list.rows; i++) {
		size_t at = l->list.top + (size_t)i;
		if (at >= l->list.n)
			break;
		draw_row(l, c, top + i, at);
		if (at == l->list.cur)
			view_cursor(v, c, top + i);
	}
	/* The whole address, however long. */
	if (l->list.n && detail_rows(v))
		canvas_lines(c, c->rows - DETAIL_ROWS + 1, 3, c->cols - 4,
		    url_of(l, l->list.cur), (struct ink){ .role = UI_SUMMARY });
}

static enum reaction
command(struct view *v, enum ui_command cmd, int count)
{
	return list_command(&self(v)->list, cmd, count) ? PAINT : PASS;
}

static bool
target(const struct view *v, struct target *out)
{
	const struct links_view *l = self(v);

	*out = (struct target){
		.kind = TARGET_LINK, .id = l->id, .feed = l->feed
	};
	if (!l->list.n)
		return false;
	out->url = url_of(l, l->list.cur);
	return true;
}

static bool
link_at(const struct view *v, int n, struct span *url)
{
	const struct links_view *l = self(v);

	if (n < 1 || (size_t)n > l->n)
		return false;
	*url = url_of(l, (size_t)n - 1);
	return true;
}

static enum reaction
click(struct view *v, int row)
{
	return view_click(v, &self(v)->list, row);
}

static void
done(struct view *v)
{
	forget(self(v));
	free(self(v));
}

static const enum ui_command hints[] = { CMD_BROWSER, CMD_COPY, CMD_BACK,
	CMD_NONE };

static const struct view_ops ops = {
	.context = CONTEXT_LINKS,
	.load = load,
	.draw = draw,
	.command = command,
	.done = done,
	.resize = resize,
	.target = target,
	.click = click,
	.link = link_at,
	.hints = hints,
};

struct view *
links_new(struct ui *ui, const struct target *t)
{
	struct links_view *l = xcalloc(1, sizeof(*l));

	l->v.ops = &ops;
	l->v.ui = ui;
	l->v.root = true;
	l->id = t->id;
	l->feed = t->feed;
	return &l->v;
}
