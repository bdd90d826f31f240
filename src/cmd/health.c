#include "config.h"

#include "cmd/health.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/when.h"
#include "cmd/commands.h"
#include "cmd/emit.h"
#include "store/health.h"

/* A feed, its place and how it is. */
struct patient {
	const struct feed_row *feed;
	const struct tree_row *place;
	struct feed_health health;
};

struct ward {
	struct patient *patient;
	size_t n;
	int64_t now;
};

static const char *const names[FEED_STATES] = {
	[FEED_STOPPED] = "stopped",
	[FEED_FAILING] = "failing",
	[FEED_MOVED] = "moved",
	[FEED_SILENT] = "silent",
	[FEED_NEW] = "new",
	[FEED_WELL] = "well",
};

/* Those that want a hand first, else as in the feeds file. */
static int
by_state(const void *a, const void *b)
{
	const struct patient *x = a, *y = b;

	if (x->health.state != y->health.state)
		return (int)x->health.state - (int)y->health.state;
	return (x->place > y->place) - (x->place < y->place);
}

static bool
admit(struct ward *w, struct store *s, const struct feed_rows *rows,
    struct err *err)
{
	w->patient = xcalloc(rows->tree_n + 1, sizeof(*w->patient));
	for (size_t i = 0; i < rows->tree_n; i++) {
		struct patient *p = &w->patient[w->n];

		if (!rows->tree[i].feed)
			continue;
		p->place = &rows->tree[i];
		p->feed = &rows->feed[p->place->feed_row];
		if (!health_read(s, p->feed, w->now, &p->health, err))
			return false;
		w->n++;
	}
	qsort(w->patient, w->n, sizeof(*w->patient), by_state);
	return true;
}

static void
emit_patient(struct emit *e, const struct patient *p)
{
	const struct feed_row *f = p->feed;

	emit_object(e, NULL);
	emit_z(e, "state", names[p->health.state]);
	emit_text(e, "title", f->title);
	emit_address(e, "url", f->url);
	emit_text(e, "section", p->place->path);
	emit_time(e, "checked", f->checked);
	emit_time(e, "succeeded", f->succeeded);
	emit_time(e, "newest", p->health.newest);
	emit_time(e, "next", f->stopped ? 0 : f->next_due);
	if (p->health.rhythm_s)
		emit_int(e, "rhythm_s", p->health.rhythm_s);
	emit_int(e, "bytes", f->bytes);
	emit_int(e, "total", f->total);
	if (p->health.read_percent >= 0)
		emit_int(e, "read_percent", p->health.read_percent);
	emit_int(e, "failures", f->failures);
	emit_text(e, "error", f->error);
	emit_text(e, "notes", f->notes);
	emit_address(e, "moved_to", f->moved_to);
	emit_end_object(e);
}

/* "6 h", "2 days": as near as one cares. */
static void
add_span(struct str *out, int64_t seconds)
{
	if (seconds < 2 * 3600)
		str_printf(out, _("%lld min"), (long long)(seconds / 60));
	else if (seconds < 2 * 86400)
		str_printf(out, _("%lld h"), (long long)(seconds / 3600));
	else
		str_printf(out, _("%lld days"), (long long)(seconds / 86400));
}

static void
add_ago(struct str *out, const char *what, int64_t when, int64_t now)
{
	str_printf(out, " · %s ", what);
	if (when)
		when_ago(out, when, now);
	else
		str_addz(out, _("never"));
}

static void
add_figures(struct str *out, const struct patient *p, int64_t now)
{
	const struct feed_row *f = p->feed;

	str_printf(out, "    ");
	str_printf(out,
	    P_("%lld article", "%lld articles", (unsigned long)f->total),
	    (long long)f->total);
	if (p->health.read_percent >= 0)
		str_printf(out, _(", %d %% read"), p->health.read_percent);
	add_ago(out, _("last success"), f->succeeded, now);
	add_ago(out, _("newest"), p->health.newest, now);
	if (p->health.rhythm_s) {
		str_printf(out, " · %s ", _("one in"));
		add_span(out, p->health.rhythm_s);
	}
	str_printf(out, " · %lld kB", (long long)((f->bytes + 999) / 1000));
}

/* What is wrong, in words, and what to do. */
static void
add_trouble(struct str *out, const struct patient *p)
{
	const struct feed_row *f = p->feed;

	if (f->error.n)
		str_printf(out, "    %.*s\n", SPAN_ARG(f->error));
	if (p->health.state == FEED_STOPPED)
		str_printf(out, "    %s\n",
		    _("it is not asked any more, but by name; look for its "
		      "new address, or remove it"));
	if (f->moved_to.n) {
		str_printf(out, "    %s ", _("it has moved for good, to"));
		url_redact(out, f->moved_to);
		str_addc(out, '\n');
	}
	if (p->health.state == FEED_SILENT)
		str_printf(out, "    %s\n", _("nothing new came for 90 days"));
}

static void
print_patient(const struct patient *p, int64_t now)
{
	struct str text = { 0 }, address = { 0 };
	struct span rest;

	url_redact(&address, p->feed->url);
	str_printf(&text, "%-8s %.*s  %s\n", names[p->health.state],
	    SPAN_ARG(p->feed->title), str_z(&address));
	add_figures(&text, p, now);
	str_addc(&text, '\n');
	add_trouble(&text, p);
	rest = str_span(&text);
	while (rest.n) {
		struct str clean = { 0 };

		cells_add(&clean, span_cut(&rest, '\n'));
		puts(str_z(&clean));
		str_release(&clean);
	}
	str_release(&text);
	str_release(&address);
}

static bool
tell(const struct ward *w, bool json)
{
	struct emit e = { .to = stdout };

	if (json)
		emit_array(&e, NULL);
	for (size_t i = 0; i < w->n; i++) {
		if (json)
			emit_patient(&e, &w->patient[i]);
		else
			print_patient(&w->patient[i], w->now);
	}
	if (json)
		emit_end_array(&e);
	return emit_done(&e);
}

int
health_print(struct invocation *in, bool json)
{
	struct err err = { 0 };
	struct store *s = command_store(in, &err);
	struct feed_rows *rows = s ? feed_rows_load(s, &err) : NULL;
	struct ward w = { .now = (int64_t)time(NULL) };
	int status = EXIT_WELL;

	if (!rows || !admit(&w, s, rows, &err))
		status = command_fail(EXIT_TROUBLE, &err);
	else if (!tell(&w, json))
		status = EXIT_TROUBLE;
	free(w.patient);
	feed_rows_free(rows);
	store_close(s);
	return status;
}
