#include "config.h"

#include "cmd/health.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/url.h"
#include "base/utf8.h"
#include "base/when.h"
#include "cmd/commands.h"
#include "cmd/emit.h"
#include "store/health.h"

static void
emit_patient(struct emit *e, const struct health_row *p)
{
	const struct feed_row *f = p->feed;

	emit_object(e, NULL);
	emit_z(e, "state", feed_state_name[p->health.state]);
	emit_text(e, "title", f->title);
	emit_address(e, "url", f->url);
	emit_text(e, "section", p->place->path);
	if (f->source == SOURCE_OPML)
		emit_bool(e, "list", true);
	if (f->muted)
		emit_bool(e, "muted", true);
	emit_time(e, "checked", f->checked);
	emit_time(e, "succeeded", f->succeeded);
	emit_time(e, "newest", p->health.newest);
	emit_time(e, "next", f->stopped || f->every_s < 0 ? 0 : f->next_due);
	if (p->health.rhythm_s)
		emit_int(e, "rhythm_s", p->health.rhythm_s);
	emit_int(e, "bytes", f->bytes);
	emit_int(e, "total", f->total);
	if (p->health.read_percent >= 0)
		emit_int(e, "read_percent", p->health.read_percent);
	emit_int(e, "failures", f->failures);
	emit_text(e, "error", f->error);
	emit_text(e, "remedy", f->remedy);
	if (p->health.state == FEED_WAITING)
		emit_time(e, "held_until", f->held_until);
	emit_text(e, "notes", f->notes);
	emit_address(e, "moved_to", f->moved_to);
	emit_end_object(e);
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
add_figures(struct str *out, const struct health_row *p, int64_t now)
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
		when_length(out, p->health.rhythm_s);
	}
	str_lit(out, " · ");
	health_bytes(out, f->bytes);
}

static void
print_lines(struct span text, const char *before)
{
	while (text.n) {
		struct str clean = { 0 };

		cells_add(&clean, span_cut(&text, '\n'));
		printf("%s%s\n", before, str_z(&clean));
		str_release(&clean);
	}
}

static void
print_patient(const struct health_row *p, int64_t now)
{
	struct str text = { 0 }, address = { 0 };

	url_redact(&address, p->feed->url);
	str_printf(&text, "%-8s %.*s  %s\n", feed_state_name[p->health.state],
	    SPAN_ARG(p->feed->title), str_z(&address));
	add_figures(&text, p, now);
	str_addc(&text, '\n');
	print_lines(str_span(&text), "");
	str_clear(&text);
	health_trouble(&text, p, now);
	print_lines(str_span(&text), "    ");
	str_release(&text);
	str_release(&address);
}

/* The state of that name, or FEED_STATES: there is none. */
static enum feed_state
find_state(const char *name)
{
	enum feed_state i = 0;

	while (i < FEED_STATES && strcmp(feed_state_name[i], name) != 0)
		i++;
	return i;
}

/* of: those in that state alone; FEED_STATES: all. */
static bool
tell(const struct health_rows *h, enum feed_state of, int64_t now, bool json)
{
	struct emit e = { .to = stdout };

	if (json)
		emit_array(&e, NULL);
	for (size_t i = 0; i < h->n; i++) {
		if (of != FEED_STATES && h->row[i].health.state != of)
			continue;
		if (json)
			emit_patient(&e, &h->row[i]);
		else
			print_patient(&h->row[i], now);
	}
	if (json)
		emit_end_array(&e);
	return emit_done(&e);
}

int
health_print(struct invocation *in, const char *state, bool json)
{
	enum feed_state of = state ? find_state(state) : FEED_STATES;
	struct err err = { 0 };
	struct store *s;
	struct feed_rows *rows;
	struct health_rows h = { 0 };
	int64_t now = (int64_t)time(NULL);
	int status = EXIT_WELL;

	if (state && of == FEED_STATES)
		return command_usage(in,
		    _("\"%s\" is no state: they are stopped, failing, moved, "
		      "silent, waiting, paused, muted, new and well"),
		    state);
	s = command_store(in, &err);
	rows = s ? feed_rows_load(s, &err) : NULL;

	if (!rows || !health_load(&h, s, rows, now, &err))
		status = command_fail(EXIT_TROUBLE, &err);
	else if (!tell(&h, of, now, json))
		status = EXIT_TROUBLE;
	health_release(&h);
	feed_rows_free(rows);
	store_close(s);
	return status;
}
