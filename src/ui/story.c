#include "config.h"

#include "ui/story.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "desk/client.h"

/* Its headline came a moment ago: the desk sets this text before others, and
 * tells when the store has changed. */
static void
await_text(struct story *s, const struct ui *ui)
{
	struct block *b = doc_block(s->doc, NULL, BLOCK_PARAGRAPH);

	if (b)
		doc_run(s->doc, b, RUN_TEXT, 0, 0,
		    span_of(_("The text is being set …")));
	if (ui->client)
		client_order(ui->client, "text %" PRId64, s->article->id);
}

bool
story_set(struct story *s, struct article *a, const struct ui *ui)
{
	struct err err = { 0 };
	struct article *old = s->article;

	if (old && old->unset == a->unset && span_eq(old->body, a->body) &&
	    span_eq(old->title, a->title) && old->updated == a->updated &&
	    old->revisions == a->revisions &&
	    span_eq(old->own_tags, a->own_tags) &&
	    span_eq(old->note, a->note)) {
		old->flags = a->flags;
		article_free(a);
		return false;
	}
	story_changes(s, NULL, NULL);
	layout_free(s->layout);
	doc_free(s->doc);
	article_free(old);
	s->layout = NULL;
	s->width = 0;
	s->article = a;
	s->doc = heading_doc(a, &err);
	if (a->unset)
		await_text(s, ui);
	if (err.code != ERR_NONE)
		talk_error(
		    ui->talk, _("This story cannot be read: %s"), err.text);
	heading_write(&s->heading, a, s->doc,
	    conf_string(ui->options, OPT_DATE_FORMAT), ui->now);
	return true;
}

void
story_changes(struct story *s, struct doc *d, struct heading *h)
{
	if (!d && !s->changes)
		return;
	layout_free(s->layout);
	s->layout = NULL;
	s->width = 0;
	doc_free(s->changes);
	heading_release(&s->changes_heading);
	s->changes = d;
	s->changes_heading = h ? *h : (struct heading){ 0 };
}

const struct doc *
story_doc(const struct story *s)
{
	return s->changes ? s->changes : s->doc;
}

void
story_layout(struct story *s, const struct ui *ui, int width, int page_rows)
{
	struct layout_ask ask = {
		.width = width,
		.ascii = ui->ascii,
		.links = true,
		.page_rows = page_rows,
		.bidi = ui->bidi,
		.justify = conf_bool(ui->options, OPT_JUSTIFY),
		.picture_percent =
		    (int)conf_int(ui->options, OPT_PICTURE_HEIGHT),
		.facts = album_facts,
		.facts_data = ui->album,
		.signs = ui->mono || ui->ascii,
	};
	const struct heading *h =
	    s->changes ? &s->changes_heading : &s->heading;

	if (s->article && ui->album) {
		ask.pictures = album_shows(
		    ui->album, view_options(ui, s->article->feed_url));
		ask.cell_w = ui->album->look.cell_w;
		ask.cell_h = ui->album->look.cell_h;
	}

	if (!s->article ||
	    (s->width == width && s->page_rows == page_rows &&
	        s->bidi == ask.bidi && s->justify == ask.justify &&
	        s->pictures == ask.pictures && s->cell_w == ask.cell_w &&
	        s->cell_h == ask.cell_h && s->signs == ask.signs))
		return;
	layout_free(s->layout);
	s->layout = layout_new(story_doc(s), &h->head, &ask);
	s->width = width;
	s->page_rows = page_rows;
	s->bidi = ask.bidi;
	s->justify = ask.justify;
	s->pictures = ask.pictures;
	s->cell_w = ask.cell_w;
	s->cell_h = ask.cell_h;
	s->signs = ask.signs;
}

/* A block begins with line i that is in the text: what was taken out of it,
 * and is only shown as that, is passed over. */
static bool
begins(const struct layout *l, size_t i)
{
	const struct block *b = l->line[i].block;

	return b != l->line[i - 1].block && !(b && b->change == CHANGE_DELETED);
}

struct story_place
story_place(const struct layout *l, size_t line)
{
	struct story_place place = { 0 };

	if (!l || line >= l->n)
		return place;
	for (size_t i = 1; i <= line; i++)
		if (begins(l, i))
			place.block++;
	place.line = l->line[line].line_of_block;
	return place;
}

size_t
story_find(const struct layout *l, struct story_place place)
{
	size_t block = 0, best = 0;

	for (size_t i = 0; l && i < l->n; i++) {
		if (i && begins(l, i))
			block++;
		if (block > place.block)
			break;
		if (block == place.block &&
		    (l->line[i].line_of_block <= place.line || !best))
			best = i;
	}
	return best;
}

unsigned
story_flags(const struct story *s, const struct ui *ui)
{
	return s->article
	           ? marks_over(ui->marks, s->article->id, s->article->flags)
	           : 0;
}

void
story_mark(const struct story *s, const struct ui *ui, unsigned flag, bool on)
{
	static const struct {
		unsigned flag;
		const char *on, *off;
	} words[] = {
		{ FLAG_UNREAD, N_("Marked unread"), N_("Marked read") },
		{ FLAG_STARRED, N_("Starred"), N_("The star is gone") },
		{ FLAG_DELETED, N_("Deleted; u takes it back"),
		    N_("Taken out of the trash") },
	};

	marks_set(ui->marks, s->article->id, s->article->feed,
	    story_flags(s, ui), on ? flag : 0, on ? 0 : flag);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].flag == flag)
			talk_say(
			    ui->talk, "%s", _(on ? words[i].on : words[i].off));
}

bool
story_wants_whole(const struct story *s, const struct ui *ui)
{
	const struct article *art = s->article;

	if (!art || !art->url.n)
		return false;
	if (art->feed_body.n)
		return art->page_is_old;
	return (int64_t)doc_weight(s->doc) <
	       conf_thin(view_options(ui, art->feed_url));
}

void
story_release(struct story *s)
{
	story_changes(s, NULL, NULL);
	layout_free(s->layout);
	doc_free(s->doc);
	article_free(s->article);
	heading_release(&s->heading);
	*s = (struct story){ 0 };
}
