/*
 * What the person adds to a story, tags and a note, and takes back: undo and
 * redo.
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "desk/order.h"
#include "store/notes.h"
#include "store/tags.h"
#include "ui/session.h"

enum { UNDO_MAX = 100 };

bool
own_has_desk(struct app *a)
{
	if (!a->client)
		talk_error(&a->talk, "%s",
		    _("There is no desk, so nothing can be changed; the "
		      "messages say why"));
	return a->client != NULL;
}

static void
await(struct app *a, int64_t seq)
{
	view_await(panes_focused(&a->panes), seq, _("One moment…"));
}

static void
turn(struct app *a, const char *verb, int count)
{
	int64_t seq = 0;

	if (!own_has_desk(a))
		return;
	for (int i = 0; i < UNDO_MAX && (i < count || !i); i++)
		seq = client_order(a->client, "%s", verb);
	await(a, seq);
}

/* The chosen story; false: none is. */
static bool
choose_story(struct app *a)
{
	struct target t;

	if (!a->store || !own_has_desk(a) || !panes_target(&a->panes, &t) ||
	    !t.id)
		return false;
	a->own_id = t.id;
	str_clear(&a->own);
	return true;
}

/* The stories that a deed is for: selected ones, or those from the chosen one
 * on. */
static void
take(struct app *a, int count, struct selection *out)
{
	struct view *v = panes_focused(&a->panes);
	struct target t;

	if (v->ops->take)
		v->ops->take(v, count, out);
	else if (panes_target(&a->panes, &t) && t.id)
		selection_add(out, (struct selected){ t.id, t.feed, t.flags });
}

/* Gives all of them the tag when one lacks it, else takes it from all. */
static void
turn_later(struct app *a, int count)
{
	struct selection s = { 0 };
	bool keep = false;

	if (!a->store || !own_has_desk(a))
		return;
	take(a, count, &s);
	for (size_t i = 0; i < s.n; i++) {
		struct selected *it = &s.item[i];

		if (tags_has(a->store, SPAN(TAG_LATER), it->id))
			it->flags |= FLAG_LATER;
		/* What was ordered a moment ago counts, too. */
		it->flags = marks_over(&a->marks, it->id, it->flags);
		keep |= !(it->flags & FLAG_LATER);
	}
	marks_set_all(&a->marks, &s, FLAG_LATER, keep);
	if (s.n)
		talk_say(&a->talk,
		    keep ? P_("%zu story is kept for later",
		               "%zu stories are kept for later", s.n)
		         : P_("%zu story is kept for later no longer",
		               "%zu stories are kept for later no longer", s.n),
		    s.n);
	selection_release(&s);
}

/* Asks for a text, with the one that there is to be edited. */
static void
ask(struct app *a, enum prompt_purpose purpose, const char *label)
{
	if (!a->ui.argument.n)
		prompt_open(&a->prompt, purpose, label, NULL);
	else
		actions_ask(a, purpose, label);
	if (a->prompt.open)
		prompt_replace(&a->prompt, 0, str_span(&a->own));
}

static void
ask_tags(struct app *a)
{
	struct arena *mem = arena_new();
	struct span tags;

	if (choose_story(a) && tags_of(a->store, mem, a->own_id, &tags, NULL)) {
		str_add(&a->own, tags);
		ask(a, ASK_TAGS, _("Tags, with commas between: "));
	}
	arena_free(mem);
}

/* Orders the verb for each tag of the one list that is not in the other. */
static bool
order_tags(
    struct app *a, const char *verb, struct span list, struct span without)
{
	while (list.n) {
		struct span one = span_trim(span_cut(&list, ',')), name;
		struct str word = { 0 };
		struct err err = { 0 };

		if (!one.n || span_lists(without, ',', one))
			continue;
		if (!tag_read(one, &name, &err)) {
			talk_error(&a->talk, "%s", err.text);
			return false;
		}
		word_write(&word, name);
		await(a, client_order(a->client, "%s %s %" PRId64, verb,
		             str_z(&word), a->own_id));
		str_release(&word);
	}
	return true;
}

static void
order_note(struct app *a, struct span text)
{
	struct str word = { 0 };

	if (text.n > NOTE_BYTES_MAX) {
		talk_error(
		    &a->talk, _("A note has at most %d bytes"), NOTE_BYTES_MAX);
		return;
	}
	text_write(&word, text);
	await(a, client_order(a->client, "note %" PRId64 " %s", a->own_id,
	             str_z(&word)));
	str_release(&word);
}

/* What the editor has left in the file becomes the note. */
static void
edit_file(struct app *a, const char *file)
{
	struct str text = { 0 };
	struct err err = { 0 };

	if (!paths_write(file, str_z(&a->own), a->own.n, &err))
		talk_error(&a->talk, "%s", err.text);
	else if (!repairs_editor(a, file, 0))
		; /* it has said why */
	else if (!paths_read(file, &text, NOTE_BYTES_MAX, &err))
		talk_error(&a->talk, "%s", err.text);
	else
		order_note(a, str_span(&text));
	str_release(&text);
}

/* A folder of our own: paths_write puts a new file in the old one's place. */
static void
edit_note(struct app *a)
{
	const char *tmp = getenv("TMPDIR");
	struct str dir = { 0 }, file = { 0 };
	char *made;

	str_printf(&dir, "%s/broadsheet-note-XXXXXX",
	    tmp && *tmp == '/' ? tmp : "/tmp");
	made = str_take(&dir);
	if (mkdtemp(made)) {
		str_printf(&file, "%s/note.txt", made);
		edit_file(a, str_z(&file));
		unlink(str_z(&file));
		rmdir(made);
	} else {
		struct err err = { 0 };

		err_errno(&err, "%s", made);
		talk_error(&a->talk, "%s", err.text);
	}
	str_release(&file);
	free(made);
}

static void
ask_note(struct app *a)
{
	struct arena *mem = arena_new();
	struct span note;

	if (choose_story(a) &&
	    notes_read(a->store, mem, a->own_id, &note, NULL)) {
		str_add(&a->own, note);
		if (!a->ui.argument.n && span_chr(note, '\n') < note.n)
			edit_note(a);
		else
			ask(a, ASK_NOTE, _("Note: "));
	}
	arena_free(mem);
}

bool
own_command(struct app *a, enum ui_command command, int count)
{
	switch (command) {
	case CMD_UNDO:
		turn(a, "undo", count);
		return true;
	case CMD_REDO:
		turn(a, "redo", count);
		return true;
	case CMD_TAG:
		ask_tags(a);
		return true;
	case CMD_LATER:
		turn_later(a, count);
		return true;
	case CMD_NOTE:
		ask_note(a);
		return true;
	default:
		return false;
	}
}

void
own_answer(struct app *a, enum prompt_purpose purpose, struct span text)
{
	struct span was = str_span(&a->own);

	if (!own_has_desk(a))
		return;
	if (purpose == ASK_NOTE)
		order_note(a, text);
	else if (order_tags(a, "tag", text, was))
		order_tags(a, "untag", was, text);
}
