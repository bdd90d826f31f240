#include "config.h"

#include "ui/edits.h"

#include "base/i18n.h"
#include "base/when.h"
#include "doc/doc.h"

static void
end(struct edits *c, struct story *story)
{
	story_changes(story, NULL, NULL);
	edits_release(c);
}

/* "Version 2 of 3 · 23 Nov 2026, 11:58 · 6 minutes ago" */
static void
write_dates(struct str *out, const struct edits *c, const struct ui *ui)
{
	const struct revision *v = &c->versions->v[c->at];
	const struct revision *last = &c->versions->v[c->versions->n - 1];
	struct str date = { 0 };

	when_local(&date, v->since, conf_string(ui->options, OPT_DATE_FORMAT));
	str_clear(out);
	str_printf(out, _("Version %lld of %lld · %.*s · "),
	    (long long)v->number, (long long)last->number,
	    SPAN_ARG(span_trim(str_span(&date))));
	when_ago(out, v->since, ui->now);
	str_release(&date);
}

static bool
show(struct edits *c, struct story *story, const struct ui *ui, struct err *err)
{
	struct doc *d = revisions_changes(c->versions, c->at, err);
	struct heading h = { 0 };
	struct article version;

	if (!d)
		return false;
	revisions_as_article(c->versions, c->at, story->article, &version);
	heading_write(&h, &version, story->doc,
	    conf_string(ui->options, OPT_DATE_FORMAT), ui->now);
	write_dates(&h.dates, c, ui);
	h.head.dates = str_span(&h.dates);
	story_changes(story, d, &h);
	return true;
}

bool
edits_load(struct edits *c, struct store *s, struct story *story, struct ui *ui,
    struct err *err)
{
	const struct article *a = story->article;
	struct revisions *r = revisions_load(s, a, err);

	/* The page borrows from the versions that go. */
	story_changes(story, NULL, NULL);
	revisions_free(c->versions);
	c->versions = r;
	if (!r || r->n < 2) {
		end(c, story);
		if (r)
			talk_say(ui->talk, "%s",
			    a->revisions
			        ? _("No earlier version of this story was kept")
			        : _("This story has not been edited"));
		return r != NULL;
	}
	if (!c->number || !revisions_find(r, c->number, &c->at) || !c->at)
		c->at = r->n - 1;
	c->number = r->v[c->at].number;
	if (show(c, story, ui, err))
		return true;
	end(c, story);
	return false;
}

bool
edits_step(struct edits *c, bool newer)
{
	const struct revisions *r = c->versions;

	if (!r || (newer ? c->at + 1 >= r->n : c->at <= 1))
		return false;
	c->number = r->v[newer ? c->at + 1 : c->at - 1].number;
	return true;
}

static bool
is_marked(const struct line *line)
{
	for (size_t i = 0; i < line->pieces; i++)
		if (line->piece[i].style & (STYLE_INSERTED | STYLE_DELETED))
			return true;
	return false;
}

/* Changes begin with the first marked line of each block. */
size_t
edits_next(const struct layout *l, size_t top, bool backward)
{
	const struct block *in = NULL;
	size_t before = top;

	for (size_t i = 0; i < l->n; i++) {
		const struct line *line = &l->line[i];

		if (!line->block || line->block == in || !is_marked(line))
			continue;
		in = line->block;
		if (i < top)
			before = i;
		else if (i > top)
			return backward ? before : i;
	}
	return backward ? before : top;
}

void
edits_status(const struct edits *c, struct str *out)
{
	const struct revisions *r = c->versions;

	if (r)
		str_printf(out, _("version %lld of %lld"),
		    (long long)r->v[c->at].number,
		    (long long)r->v[r->n - 1].number);
}

static void
key_of(struct str *out, const struct ui *ui, enum ui_command command)
{
	str_clear(out);
	keymap_keys(out, ui->keys, CONTEXT_ARTICLE, command, 1);
}

void
edits_shown(struct edits *c, const struct ui *ui, size_t top)
{
	struct str older = { 0 }, newer = { 0 }, next = { 0 }, text = { 0 };

	if (!c->on || c->shown)
		return;
	c->shown = true;
	c->first_top = top;
	key_of(&older, ui, CMD_OLDER_VERSION);
	key_of(&newer, ui, CMD_NEWER_VERSION);
	key_of(&next, ui, CMD_NEXT_UNREAD);
	key_of(&text, ui, CMD_CHANGES);
	if (c->versions->n > 2)
		talk_say(ui->talk,
		    _("%s the next change, %s and %s the version before and "
		      "after, %s the text"),
		    str_z(&next), str_z(&older), str_z(&newer), str_z(&text));
	else
		talk_say(ui->talk, _("%s the next change, %s the text"),
		    str_z(&next), str_z(&text));
	str_release(&older);
	str_release(&newer);
	str_release(&next);
	str_release(&text);
}

void
edits_release(struct edits *c)
{
	revisions_free(c->versions);
	*c = (struct edits){ 0 };
}
