#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/str.h"
#include "ui/session.h"

void
wire_open_store(struct app *a, bool aloud)
{
	struct err err = { 0 };

	if (a->store)
		return;
	a->store = store_open_read(a->paths->store, &err);
	a->ui.waiting = !a->store && err.code == ERR_GONE && a->client &&
	                client_alive(a->client);
	/* Why there is no store is known to the desk, which has said it. */
	if (a->store || a->ui.waiting)
		a->ui.trouble = (struct err){ 0 };
	else if (err.code != ERR_GONE || !a->ui.trouble.code)
		a->ui.trouble = err;
	if (a->ui.trouble.code && aloud)
		talk_error(&a->talk, "%s", err.text);
	if (a->store)
		panes_store(&a->panes, a->store);
	a->dirty = true;
}

/* An order has been carried out, or not. */
static void
answered(struct app *a, int64_t seq)
{
	marks_done(&a->marks, seq);
	if (seq && seq == a->ui.awaited) {
		a->ui.awaited = 0;
		str_clear(&a->talk.doing);
	}
	a->dirty = true;
}

/* spared: feeds that could not be asked for want of a network; what the desk
 * said of that is to be read, not that all is done.  held: those whose host is
 * busy. */
static void
refreshed(struct app *a, int64_t failed, int64_t spared, int64_t held)
{
	bool moved = a->moves_news;

	a->moves_news = false;
	if (spared || moved)
		return;
	if (held && !failed)
		talk_say(&a->talk,
		    P_("Refreshed; %d feed waits for a busy server",
		        "Refreshed; %d feeds wait for busy servers",
		        (unsigned long)held),
		    (int)held);
	else if (failed)
		talk_error(&a->talk,
		    P_("Refreshed; %d feed failed",
		        "Refreshed; %d feeds failed", (unsigned long)failed),
		    (int)failed);
	else
		talk_say(&a->talk, "%s", _("Refreshed"));
}

/* Each once; it stays in the view of the feeds' health, with its key. */
static void
on_moved(struct app *a, const struct record *e)
{
	struct span url = record_field(e, 1), rest = str_span(&a->moves);
	int n = 1;

	for (; rest.n; n++)
		if (span_eq(span_cut(&rest, '\n'), url))
			return;
	str_add(&a->moves, url);
	str_addc(&a->moves, '\n');
	a->moves_news = a->refresh_seq != 0;
	talk_say(&a->talk,
	    P_("%d feed has moved for good: H shows where to, and m follows it",
	        "%d feeds have moved for good: H shows where to, and m follows "
	        "them",
	        (unsigned long)n),
	    n);
}

static void
on_done(struct app *a, const struct record *e)
{
	int64_t seq = record_num(e, 1, 0);

	answered(a, seq);
	album_answered(&a->album, seq, span_n(NULL, 0));
	if (seq && seq == a->discover_seq)
		actions_found(a);
	if (seq && seq == a->refresh_seq) {
		a->refresh_seq = 0;
		refreshed(a, record_num(e, 3, 0), record_num(e, 5, 0),
		    record_num(e, 6, 0));
	}
}

static void
on_failed(struct app *a, const struct record *e)
{
	int64_t seq = record_num(e, 1, 0);
	bool asked = seq && (seq == a->ui.awaited || seq == a->discover_seq ||
	                        seq == a->refresh_seq);
	bool marked = false;

	for (size_t i = 0; i < a->marks.n; i++)
		marked |= a->marks.item[i].seq == seq;
	if (seq && seq == a->discover_seq)
		actions_forget_found(a);
	if (seq && seq == a->refresh_seq)
		a->refresh_seq = 0;
	answered(a, seq);
	/* The place of the picture says so. */
	if (album_answered(&a->album, seq, record_field(e, 2)))
		return;
	/* What nobody asked for fails in silence, but not unrecorded. */
	if (asked || marked) {
		talk_error(&a->talk, "%.*s", SPAN_ARG(record_field(e, 2)));
	} else {
		char *text = span_dup(record_field(e, 2));
		talk_note(&a->talk, true, text);
		free(text);
	}
}

static void
on_ready(struct app *a, const struct record *e)
{
	(void)e;
	wire_open_store(a, true);
}

static void
on_changed(struct app *a, const struct record *e)
{
	(void)a;
	(void)e; /* the epoch tells */
}

static void
on_progress(struct app *a, const struct record *e)
{
	a->asked = record_num(e, 1, 0);
	a->total = record_num(e, 2, 0);
	a->failed = record_num(e, 3, 0);
	if (a->asked >= a->total)
		reports_close(&a->reports);
	a->dirty = true;
}

static void
on_asked(struct app *a, const struct record *e)
{
	reports_add(&a->reports, e, a->ui.now);
	a->dirty = true;
}

static void
on_found(struct app *a, const struct record *e)
{
	if (record_num(e, 1, 0) != a->discover_seq || a->founds == FOUND_MAX)
		return;
	a->found[a->founds++] = (struct found){ span_dup(record_field(e, 2)),
		span_dup(record_field(e, 4)) };
}

static void
on_picture(struct app *a, const struct record *e)
{
	album_spent(&a->album, record_num(e, 1, 0), record_num(e, 2, 0));
}

/* What an order did, in the desk's words; the feeds file may be part of it. */
static void
on_said(struct app *a, const struct record *e)
{
	talk_say(&a->talk, "%.*s", SPAN_ARG(record_field(e, 2)));
	settings_watch(a);
	a->dirty = true;
}

static void
on_note(struct app *a, const struct record *e)
{
	if (!a->store)
		err_set(&a->ui.trouble, ERR_STORE, "%.*s",
		    SPAN_ARG(record_field(e, 1)));
	talk_error(&a->talk, "%.*s", SPAN_ARG(record_field(e, 1)));
}

void
wire_event(void *app, const struct record *e)
{
	static const struct {
		const char *kind;
		void (*run)(struct app *, const struct record *);
	} events[] = {
		{ "ready", on_ready },
		{ "done", on_done },
		{ "failed", on_failed },
		{ "changed", on_changed },
		{ "progress", on_progress },
		{ "asked", on_asked },
		{ "found", on_found },
		{ "picture", on_picture },
		{ "note", on_note },
		{ "said", on_said },
		{ "moved", on_moved },
	};

	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++)
		if (record_is(e, events[i].kind))
			events[i].run(app, e);
}
